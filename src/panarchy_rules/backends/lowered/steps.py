"""Take an amount through its steps: a verdict in, the amount after the last step, or what ends the walk, out."""

from collections.abc import Mapping

from panarchy_rules.backends.lowered.answered import Answered, mask_of, ranked
from panarchy_rules.backends.lowered.arithmetic import rounded_to
from panarchy_rules.backends.lowered.judging import Judging
from panarchy_rules.backends.lowered.rules import VALUE, Standing
from panarchy_rules.backends.lowered.values import Lowered, Open
from panarchy_rules.base.records import replace
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r


def stepped(on: Judging, head: str, base: Answered) -> Answered:
    """An amount taken through its steps; the first thing that stands in the way ends the walk."""
    graph, algebra, rules = on.graph, on.algebra, on.rules
    if base.value is None or base.value.kind != k.MONEY:
        return base
    labels = rules.rulebook.steps[head]
    trees = {x for label in labels for x in rules.tree(r.Stepping(head, label))}
    walks = graph.and_(base.settled(graph), graph.eq(base.says, graph.const(VALUE)))
    open_ = graph.or_(*(algebra.is_open(rules.state(x).open) for x in sorted(trees)))
    unsure = graph.and_(walks, open_)
    walks = graph.and_(walks, graph.not_(open_))
    end = _Walk(on, base, base.value, walks)
    for label in labels:
        end.step(r.Stepping(head, label))
    return Answered(
        graph.or_(base.lacuna, end.lacuna),
        graph.or_(base.antinomy, end.antinomy),
        graph.or_(base.undetermined, end.undetermined),
        graph.or_(base.elsewhere, unsure, end.elsewhere),
        base.says,
        end.amount,
        end.mask,
        tuple(end.labels),
    )


class _Walk:
    """The amount so far, its grounds, and what ended the walk. `goes_on` while nothing has."""

    def __init__(self, on: Judging, base: Answered, amount: Lowered, goes_on: int) -> None:
        self.on = on
        self.amount = amount
        self.mask = base.mask
        self.labels = list(base.labels)
        self.goes_on = goes_on
        graph = on.graph
        self.lacuna = self.antinomy = self.undetermined = self.elsewhere = graph.false

    def step(self, question: r.Stepping) -> None:
        """Take one step."""
        rules, graph, algebra = self.on.rules, self.on.graph, self.on.algebra
        standing = rules.stand(question)
        _, mixed, stuck, unequal = self.on.found(standing)
        changes = {x: self._changed(x) for x in standing if not rules.state(x).undercuts}
        obstacles = graph.or_(*(graph.and_(standing[x], after.open.missing) for x, (after, _) in changes.items()))
        collides = graph.or_(mixed, unequal)
        missing = graph.or_(
            stuck.missing, graph.and_(obstacles, graph.not_(graph.or_(collides, algebra.is_open(stuck))))
        )
        self._end(collides, missing, stuck, standing)
        self._take(standing, changes)

    def _end(self, collides: int, missing: int, stuck: Open, standing: Standing) -> None:
        graph = self.on.graph
        ends = ranked(self.on.algebra, Open(missing, collides, graph.false, graph.false), stuck)
        here = self.goes_on
        lacuna, antinomy, undetermined, elsewhere = (graph.and_(here, end) for end in ends)
        self.lacuna = graph.or_(self.lacuna, lacuna)
        self.antinomy = graph.or_(self.antinomy, antinomy)
        self.undetermined = graph.or_(self.undetermined, undetermined)
        self.elsewhere = graph.or_(self.elsewhere, elsewhere)
        self.goes_on = graph.and_(here, graph.not_(graph.or_(*ends)))
        self._grounds(antinomy, standing)

    def _take(self, standing: Standing, changes: Mapping[str, tuple[Lowered, int]]) -> None:
        rules, graph, algebra = self.on.rules, self.on.graph, self.on.algebra
        order = rules.first(list(changes))
        if standing and len(changes) == 1 and graph.true in standing.values():
            amount = changes[order[0]][0]
        else:
            (node, *after), scale, below = algebra.aligned([self.amount, *(changes[label][0] for label in order)])
            for label, one in zip(order, after, strict=True):
                node = graph.select(standing[label], one, node)
            amount = replace(self.amount, node=node, scale=scale, below=below)
        decides = graph.or_(*(graph.and_(standing[x], decisive) for x, (_, decisive) in changes.items()))
        self._grounds(graph.and_(self.goes_on, decides), standing)
        self.amount = replace(self.amount, node=amount.node, scale=amount.scale, below=amount.below)

    def _grounds(self, new: int, standing: Standing) -> None:
        """Where this is so, the grounds are the rules that stand here."""
        graph = self.on.graph
        if new == graph.false:
            return
        self.labels += [label for label in standing if label not in self.labels]
        if len(standing) == 1:  # If the one rule here decides, it stands.
            standing = dict.fromkeys(standing, graph.true)
        self.mask = graph.select(new, mask_of(graph, self.labels, standing), self.mask)

    def _changed(self, label: str) -> tuple[Lowered, int]:
        """What a step makes of the amount, and whether that decides: rounding never, a cap only if it binds."""
        state = self.on.rules.state(label)
        assert state.value is not None
        assert isinstance(state.says, tuple)
        operation, mode = state.says
        return self._after(operation, mode, state.value)

    def _after(self, operation: str, mode: str, by: Lowered) -> tuple[Lowered, int]:
        """The amount after a step, and whether the step is not neutral."""
        graph, algebra, amount = self.on.graph, self.on.algebra, self.amount
        if operation == "round_to":
            return rounded_to(self.on.rules.on, amount, by, mode), graph.false
        if operation in ("multiply", "reduce"):
            factor = by.node if operation == "multiply" else graph.sub(graph.const(by.scale), by.node)
            made = replace(amount, node=graph.mul(amount.node, factor), scale=amount.scale * by.scale)
            return made, graph.not_(graph.eq(factor, graph.const(by.scale)))
        if by.unit != amount.unit:
            return replace(amount, open=algebra.obstacle(graph.true)), graph.false
        (one, other), scale, below = algebra.aligned((amount, by))
        made = replace(amount, scale=scale, below=below)
        if operation == "add":
            return replace(made, node=graph.add(one, other)), graph.not_(graph.eq(by.node, graph.const(0)))
        binds = graph.lt(other, one) if operation == "at_most" else graph.lt(one, other)
        return replace(made, node=graph.select(binds, other, one)), binds
