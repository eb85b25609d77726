"""Lower a question: rulebook and question in, which of the four verdicts, with value and grounds, out.

A fifth status is `ELSEWHERE`: more unknown conditions have to be tried both ways than are tried here, or the verdict
is that of other questions. The interpreter does that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import lcm

from panarchy_rules.backends.lowered.rules import FAILS, VALUE, Rules, RuleState, Standing, same
from panarchy_rules.backends.lowered.terms import rounded_to
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered, Open
from panarchy_rules.base.records import dataclass
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r

MOST_BOTH_WAYS = 4  # Rules whose condition may be open, before the interpreter has to try.
SETTLED, LACUNA, ANTINOMY, UNDETERMINED, ELSEWHERE = range(5)


@dataclass(frozen=True, slots=True)
class Answered:
    """A verdict: truths that exclude one another, what is said, its value, and the grounds.

    `says` numbers what kind of thing is said, as `Rules` does. `mask` has a bit for each of `labels`.
    """

    lacuna: int
    antinomy: int
    undetermined: int
    elsewhere: int
    says: int
    value: Lowered | None
    mask: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """What the rules give if open conditions fall in one way. `doubt` is where unknown values had to be compared."""

    standing: Standing
    speaks: int
    collides: int
    stuck: Open
    doubt: int
    says: int
    value: Lowered | None


class Questions:
    """Answers questions of one rulebook, each once."""

    def __init__(self, rules: Rules, codes: tuple[str, ...]) -> None:
        self.rules = rules
        self.codes = codes
        self._answers: dict[r.QuestionId, Answered] = {}
        self._on_way: list[r.QuestionId] = []

    def answer(self, question: r.QuestionId) -> Answered:
        """The verdict on a question."""
        if question in self._on_way:
            raise Unsupported("circle")
        if question not in self._answers:
            self._on_way.append(question)
            self._answers[question] = self._answer(question)
            self._on_way.pop()
        return self._answers[question]

    def _answer(self, question: r.QuestionId) -> Answered:
        graph = self.rules.on.graph
        if isinstance(question, r.Owing) and self.rules.rulebook.each.get(question.head):
            raise Unsupported("kind")
        signature = self.rules.rulebook.signatures.get(question.name) if isinstance(question, r.Asking) else None
        if signature and signature.parameters:
            raise Unsupported("kind")
        if not self.rules.rulebook.roots.get(question):
            return Answered(
                graph.true, graph.false, graph.false, graph.false, graph.const(VALUE), None, graph.const(0), ()
            )
        judged = self._judged(question)
        head = question.head if isinstance(question, r.Owing) else getattr(question, "name", "")
        return self._stepped(head, judged) if self.rules.rulebook.steps.get(head) else judged

    def _judged(self, question: r.QuestionId) -> Answered:
        tree = self.rules.tree(question)
        states = [self.rules.state(label) for label in tree]
        open_ = [s for s in states if self.rules.on.algebra.is_open(s.open) != self.rules.on.graph.false]
        if not open_ or len(open_) > MOST_BOTH_WAYS:
            return self._one_way(question, tree)
        return self._both_ways(question, tree, open_)

    def _one_way(self, question: r.QuestionId, tree: tuple[str, ...]) -> Answered:
        """The verdict where no condition is open; where one is, it is for the interpreter."""
        graph, rules = self.rules.on.graph, self.rules
        way = self._way(question, frozenset())
        open_ = graph.or_(*(rules.on.algebra.is_open(rules.state(x).open) for x in tree))
        closed = self._is_closed(question)
        silent = graph.false if closed else graph.not_(way.speaks)
        labels = tuple(sorted(tree)) if closed else tuple(sorted(way.standing))
        mask = self.mask(labels, way.standing)
        if closed:  # On the ground of all rules, that none of them holds.
            mask = graph.select(way.speaks, mask, graph.const((1 << len(labels)) - 1))
        found = Open(way.stuck.missing, way.collides, silent, graph.or_(way.doubt, open_))
        lacuna, antinomy, undetermined, elsewhere = self.ranked(found, way.stuck)
        return Answered(lacuna, antinomy, undetermined, elsewhere, way.says, way.value, mask, labels)

    def _way(self, question: r.QuestionId, falls: frozenset[str]) -> "_Way":
        rules, graph = self.rules, self.rules.on.graph
        doubt_before, rules.doubt = rules.doubt, graph.false
        standing = rules.stand(question, falls)
        speaks, mixed, stuck, unequal = self.found(standing)
        doubt, rules.doubt = rules.doubt, doubt_before
        says, value = self._says(question, standing), self._value(question, standing, speaks)
        return _Way(standing, speaks, graph.or_(mixed, unequal), stuck, doubt, says, value)

    def _both_ways(self, question: r.QuestionId, tree: tuple[str, ...], open_: Sequence[RuleState]) -> Answered:
        """The verdict that every way gives in which open conditions may fall.

        A way in which a condition falls that is not open is another way once more, which does no harm.
        """
        graph, algebra = self.rules.on.graph, self.rules.on.algebra
        chosen = [frozenset(s.label for s, falls in zip(open_, way, strict=True) if falls) for way in
                  product((False, True), repeat=len(open_))]  # fmt: skip
        ways = [self._way(question, falls) for falls in chosen]
        closed = self._is_closed(question)
        collides = graph.and_(*(way.collides for way in ways))
        silent = graph.false if closed else graph.not_(graph.or_(*(way.speaks for way in ways)))
        settled = graph.and_(
            *(self._settles(way, closed) for way in ways), *(self._alike(ways[0], x) for x in ways[1:])
        )
        causes = algebra.merged([*(s.open for s in open_), *(way.stuck for way in ways)])
        some_open = graph.or_(*(algebra.is_open(s.open) for s in open_))
        left = graph.not_(graph.or_(settled, collides, silent))
        unclear = graph.and_(some_open, left, graph.or_(causes.collides, causes.silent, causes.elsewhere))
        missing = graph.or_(graph.and_(some_open, left), ways[0].stuck.missing)
        # What only the interpreter can tell may not be open at all, and then the grounds are fewer.
        elsewhere = graph.or_(unclear, *(way.doubt for way in ways), *(s.open.elsewhere for s in open_))
        stuck = algebra.only_if(graph.not_(some_open), ways[0].stuck)
        lacuna, antinomy, undetermined, elsewhere = self.ranked(Open(missing, collides, silent, elsewhere), stuck)
        labels = tuple(sorted(tree)) if closed else tuple(sorted({x for way in ways for x in way.standing}))
        nothing = graph.or_(*(graph.not_(way.speaks) for way in ways)) if closed else graph.false
        union = {x: graph.or_(nothing, *(way.standing.get(x, graph.false) for way in ways)) for x in labels}
        first = ways[0]
        return Answered(
            lacuna, antinomy, undetermined, elsewhere, first.says, first.value, self.mask(labels, union), labels
        )

    def _settles(self, way: "_Way", closed: bool) -> int:
        graph = self.rules.on.graph
        obstacle = graph.or_(way.collides, self.rules.on.algebra.is_open(way.stuck))
        return graph.and_(graph.not_(obstacle), graph.true if closed else way.speaks)

    def _alike(self, one: "_Way", other: "_Way") -> int:
        """Whether two ways that settle the question say the same."""
        graph = self.rules.on.graph
        says = graph.eq(one.says, other.says)
        if one.value is None or other.value is None:
            return says
        same_value = same(self.rules.on, one.value, other.value)
        return graph.and_(says, graph.or_(graph.not_(graph.eq(one.says, graph.const(VALUE))), same_value))

    def _is_closed(self, question: r.QuestionId) -> bool:
        """Obligations and conditions are closed: if no rule holds, the answer is no."""
        is_condition = isinstance(question, r.Asking) and question.name in self.rules.rulebook.conditions
        return isinstance(question, r.Owing) or is_condition

    def mask(self, labels: Sequence[str], standing: Standing) -> int:
        """Which of some rules stand, a bit for each."""
        graph = self.rules.on.graph
        node = graph.const(0)
        for place, label in enumerate(labels):
            bit = graph.select(standing.get(label, graph.false), graph.const(1 << place), graph.const(0))
            node = graph.add(node, bit)
        return node

    def found(self, standing: Standing) -> tuple[int, int, Open, int]:
        """Whether a rule speaks, whether one that undercuts stands beside it, what is stuck, and what collides."""
        graph, algebra, rules = self.rules.on.graph, self.rules.on.algebra, self.rules
        speaks = graph.or_(*(node for x, node in standing.items() if not rules.state(x).undercuts))
        undercut = graph.or_(*(node for x, node in standing.items() if rules.state(x).undercuts))
        mixed = graph.and_(speaks, undercut)
        values = {x: value for x in standing if (value := rules.state(x).value) is not None}
        open_ = algebra.merged(algebra.only_if(standing[x], value.open) for x, value in values.items())
        stuck = algebra.only_if(graph.not_(mixed), open_)
        doubt_before = rules.doubt
        unequal = rules.unequal({x: node for x, node in standing.items() if not rules.state(x).undercuts})
        rules.doubt = doubt_before  # Values that are not known make the question stuck, which is told apart.
        known = graph.not_(graph.or_(mixed, algebra.is_open(stuck)))
        return speaks, mixed, stuck, graph.and_(known, unequal)

    def ranked(self, found: Open, stuck: Open) -> tuple[int, int, int, int]:
        """Lacuna, antinomy, undetermined and elsewhere, in the order in which one excludes the next."""
        graph = self.rules.on.graph
        collided_before = graph.and_(stuck.collides, graph.not_(found.missing))
        elsewhere = graph.or_(found.elsewhere, stuck.elsewhere, collided_before)
        left = graph.not_(elsewhere)
        antinomy = graph.and_(left, found.collides)
        left = graph.and_(left, graph.not_(found.collides))
        undetermined = graph.and_(left, found.missing)
        left = graph.and_(left, graph.not_(found.missing))
        return graph.and_(left, graph.or_(found.silent, stuck.silent)), antinomy, undetermined, elsewhere

    def _says(self, question: r.QuestionId, standing: Standing) -> int:
        graph = self.rules.on.graph
        if not isinstance(question, r.Owing):
            return graph.const(VALUE)
        cases = []
        for label in self.rules.first(list(standing)):
            state = self.rules.state(label)
            if not state.undercuts:
                cases.append((standing[label], graph.const(self._code(state.says))))
        return self.rules.on.algebra.chain(cases, graph.const(FAILS), graph.select)

    def _code(self, says: object) -> int:
        return says if isinstance(says, int) else 2 + self.codes.index(str(says))

    def _value(self, question: r.QuestionId, standing: Standing, speaks: int) -> Lowered | None:
        """The value of whichever rule stands; they are equal where the verdict is settled."""
        rules, algebra = self.rules, self.rules.on.algebra
        states = [rules.state(label) for label in rules.first(list(standing)) or rules.tree(question)]
        nothing = rules.on.graph.false
        valued = [(standing.get(s.label, nothing), s.value) for s in states if s.value is not None]
        if not valued:
            return None
        scale = lcm(*(value.scale for _, value in valued))
        last = valued[-1][1]
        if last.kind != k.YES_NO:
            last = replace(last, node=algebra.scaled(last, scale), scale=scale)
        for condition, value in reversed(valued[:-1]):
            if value.kind == k.YES_NO:
                last = replace(last, node=rules.on.graph.select(condition, value.node, last.node))
            else:
                last = algebra.if_(condition, value, last, scale)
        if isinstance(question, r.Asking) and question.name in rules.rulebook.conditions:
            last = replace(last, node=rules.on.graph.and_(speaks, last.node))
        return replace(last, absent=rules.on.graph.false, open=algebra.closed)

    # --- steps ---

    def _stepped(self, head: str, base: Answered) -> Answered:
        """An amount taken through its steps; the first thing that stands in the way ends the walk."""
        graph, algebra, rules = self.rules.on.graph, self.rules.on.algebra, self.rules
        if base.value is None or base.value.kind != k.MONEY:
            return base
        labels = rules.rulebook.steps[head]
        trees = {x for label in labels for x in rules.tree(r.Stepping(head, label))}
        settled = graph.not_(graph.or_(base.lacuna, base.antinomy, base.undetermined, base.elsewhere))
        walks = graph.and_(settled, graph.eq(base.says, graph.const(VALUE)))
        open_ = graph.or_(*(algebra.is_open(rules.state(x).open) for x in sorted(trees)))
        unsure = graph.and_(walks, open_)
        walks = graph.and_(walks, graph.not_(open_))
        end = _Walk(self, base, base.value, walks)
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

    def __init__(self, on: Questions, base: Answered, amount: Lowered, goes_on: int) -> None:
        self.on = on
        self.amount = amount
        self.mask = base.mask
        self.labels = list(base.labels)
        self.goes_on = goes_on
        graph = on.rules.on.graph
        self.lacuna = self.antinomy = self.undetermined = self.elsewhere = graph.false

    def step(self, question: r.Stepping) -> None:
        """Take one step."""
        rules, graph, algebra = self.on.rules, self.on.rules.on.graph, self.on.rules.on.algebra
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
        graph = self.on.rules.on.graph
        ends = self.on.ranked(Open(missing, collides, graph.false, graph.false), stuck)
        here = self.goes_on
        lacuna, antinomy, undetermined, elsewhere = (graph.and_(here, end) for end in ends)
        self.lacuna = graph.or_(self.lacuna, lacuna)
        self.antinomy = graph.or_(self.antinomy, antinomy)
        self.undetermined = graph.or_(self.undetermined, undetermined)
        self.elsewhere = graph.or_(self.elsewhere, elsewhere)
        self.goes_on = graph.and_(here, graph.not_(graph.or_(*ends)))
        self._grounds(antinomy, standing)

    def _take(self, standing: Standing, changes: Mapping[str, tuple[Lowered, int]]) -> None:
        rules, graph, algebra = self.on.rules, self.on.rules.on.graph, self.on.rules.on.algebra
        scale = lcm(self.amount.scale, *(after.scale for after, _ in changes.values()))
        if standing and len(changes) == 1 and graph.true in standing.values():
            scale = next(after.scale for after, _ in changes.values())
        node = algebra.scaled(self.amount, scale) if scale % self.amount.scale == 0 else graph.const(0)
        for label in rules.first(list(changes)):
            node = graph.select(standing[label], algebra.scaled(changes[label][0], scale), node)
        decides = graph.or_(*(graph.and_(standing[x], decisive) for x, (_, decisive) in changes.items()))
        self._grounds(graph.and_(self.goes_on, decides), standing)
        self.amount = replace(self.amount, node=node, scale=scale)

    def _grounds(self, new: int, standing: Standing) -> None:
        """Where this is so, the grounds are the rules that stand here."""
        graph = self.on.rules.on.graph
        if new == graph.false:
            return
        self.labels += [label for label in standing if label not in self.labels]
        if len(standing) == 1:  # If the one rule here decides, it stands.
            standing = dict.fromkeys(standing, graph.true)
        self.mask = graph.select(new, self.on.mask(self.labels, standing), self.mask)

    def _changed(self, label: str) -> tuple[Lowered, int]:
        """What a step makes of the amount, and whether that decides: rounding never, a cap only if it binds."""
        state = self.on.rules.state(label)
        assert state.value is not None
        assert isinstance(state.says, tuple)
        operation, mode = state.says
        return self._after(operation, mode, state.value)

    def _after(self, operation: str, mode: str, by: Lowered) -> tuple[Lowered, int]:
        """The amount after a step, and whether the step is not neutral."""
        graph, algebra, amount = self.on.rules.on.graph, self.on.rules.on.algebra, self.amount
        if operation == "round_to":
            return rounded_to(self.on.rules.on, amount, by, mode), graph.false
        if operation in ("multiply", "reduce"):
            factor = by.node if operation == "multiply" else graph.sub(graph.const(by.scale), by.node)
            made = replace(amount, node=graph.mul(amount.node, factor), scale=amount.scale * by.scale)
            return made, graph.not_(graph.eq(factor, graph.const(by.scale)))
        if by.unit != amount.unit:
            return replace(amount, open=algebra.obstacle(graph.true)), graph.false
        scale = lcm(amount.scale, by.scale)
        one, other = algebra.scaled(amount, scale), algebra.scaled(by, scale)
        if operation == "add":
            made = replace(amount, node=graph.add(one, other), scale=scale)
            return made, graph.not_(graph.eq(by.node, graph.const(0)))
        binds = graph.lt(other, one) if operation == "at_most" else graph.lt(one, other)
        return replace(amount, node=graph.select(binds, other, one), scale=scale), binds
