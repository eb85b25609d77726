"""Judge a question: its rules, lowered, in, which of the four verdicts they give, with value and grounds, out.

Rules whose condition is open are tried both ways, if they are few; else the interpreter has to.
"""

from collections.abc import Sequence
from itertools import product
from math import lcm

from panarchy_rules.backends.lowered.answered import Answered, mask_of, ranked
from panarchy_rules.backends.lowered.rules import FAILS, VALUE, Rules, RuleState, Standing, same
from panarchy_rules.backends.lowered.values import Lowered, Open
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.rulebook import rulebook as r

MOST_BOTH_WAYS = 4  # Rules whose condition may be open, before the interpreter has to try.


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


class Judging:
    """Judges questions by rules that are about one thing. `codes` number what laws decline to decide."""

    def __init__(self, rules: Rules, codes: tuple[str, ...]) -> None:
        self.rules = rules
        self.codes = codes
        self.graph, self.algebra = rules.on.graph, rules.on.algebra

    def judged(self, question: r.QuestionId) -> Answered:
        """The verdict, before any steps."""
        tree = self.rules.tree(question)
        plain = self._plain(question, tree) if len(tree) == 1 else None
        if plain is not None:
            return plain
        states = [self.rules.state(label) for label in tree]
        open_ = [s for s in states if self.algebra.is_open(s.open) != self.graph.false]
        if not open_ or len(open_) > MOST_BOTH_WAYS:
            return self._one_way(question, tree)
        return self._both_ways(question, tree, open_)

    def _plain(self, question: r.QuestionId, tree: tuple[str, ...]) -> Answered | None:
        """The verdict of one rule that says a known value and holds in any case, as declared figures do."""
        (label,) = tree
        graph, state = self.graph, self.rules.state(label)
        value, no = state.value, graph.false
        in_any_case = state.holds == graph.true and state.open == self.algebra.closed
        if not in_any_case or value is None or value.open != self.algebra.closed or state.says != VALUE:
            return None
        if isinstance(question, r.Asking) and question.name in self.rules.rulebook.conditions:
            return None
        value = replace(value, absent=no)
        return Answered(no, no, no, no, graph.const(VALUE), value, graph.const(1), tree, {label: graph.true})

    def _one_way(self, question: r.QuestionId, tree: tuple[str, ...]) -> Answered:
        """The verdict where no condition is open; where one is, it is for the interpreter."""
        graph, rules = self.graph, self.rules
        way = self._way(question, frozenset())
        open_ = graph.or_(*(rules.on.algebra.is_open(rules.state(x).open) for x in tree))
        closed = self._is_closed(question)
        silent = graph.false if closed else graph.not_(way.speaks)
        labels = tuple(sorted(tree)) if closed else tuple(sorted(way.standing))
        mask, grounds = mask_of(graph, labels, way.standing), way.standing
        if closed:  # On the ground of all rules, that none of them holds.
            mask = graph.select(way.speaks, mask, graph.const((1 << len(labels)) - 1))
            nothing = graph.not_(way.speaks)
            grounds = {label: graph.or_(nothing, way.standing.get(label, graph.false)) for label in labels}
        found = Open(way.stuck.missing, way.collides, silent, graph.or_(way.doubt, open_))
        lacuna, antinomy, undetermined, elsewhere = ranked(self.algebra, found, way.stuck)
        return Answered(lacuna, antinomy, undetermined, elsewhere, way.says, way.value, mask, labels, grounds)

    def _way(self, question: r.QuestionId, falls: frozenset[str]) -> _Way:
        rules, graph = self.rules, self.graph
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
        graph, algebra = self.graph, self.algebra
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
        lacuna, antinomy, undetermined, elsewhere = ranked(
            self.algebra, Open(missing, collides, silent, elsewhere), stuck
        )
        labels = tuple(sorted(tree)) if closed else tuple(sorted({x for way in ways for x in way.standing}))
        nothing = graph.or_(*(graph.not_(way.speaks) for way in ways)) if closed else graph.false
        union = {x: graph.or_(nothing, *(way.standing.get(x, graph.false) for way in ways)) for x in labels}
        mask = mask_of(graph, labels, union)
        return Answered(lacuna, antinomy, undetermined, elsewhere, ways[0].says, ways[0].value, mask, labels, union)

    def _settles(self, way: _Way, closed: bool) -> int:
        graph = self.graph
        obstacle = graph.or_(way.collides, self.algebra.is_open(way.stuck))
        return graph.and_(graph.not_(obstacle), graph.true if closed else way.speaks)

    def _alike(self, one: _Way, other: _Way) -> int:
        """Whether two ways that settle the question say the same."""
        graph = self.graph
        says = graph.eq(one.says, other.says)
        if one.value is None or other.value is None:
            return says
        same_value = same(self.rules.on, one.value, other.value)
        return graph.and_(says, graph.or_(graph.not_(graph.eq(one.says, graph.const(VALUE))), same_value))

    def _is_closed(self, question: r.QuestionId) -> bool:
        """Obligations and conditions are closed: if no rule holds, the answer is no."""
        is_condition = isinstance(question, r.Asking) and question.name in self.rules.rulebook.conditions
        return isinstance(question, r.Owing) or is_condition

    def found(self, standing: Standing) -> tuple[int, int, Open, int]:
        """Whether a rule speaks, whether one that undercuts stands beside it, what is stuck, and what collides."""
        graph, algebra, rules = self.graph, self.algebra, self.rules
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

    def _says(self, question: r.QuestionId, standing: Standing) -> int:
        graph = self.graph
        if not isinstance(question, r.Owing):
            return graph.const(VALUE)
        cases = []
        for label in self.rules.first(list(standing)):
            state = self.rules.state(label)
            if not state.undercuts:
                cases.append((standing[label], graph.const(self._code(state.says))))
        return self.algebra.chain(cases, graph.const(FAILS), graph.select)

    def _code(self, says: object) -> int:
        return says if isinstance(says, int) else 2 + self.codes.index(str(says))

    def _value(self, question: r.QuestionId, standing: Standing, speaks: int) -> Lowered | None:
        """The value of whichever rule stands; they are equal where the verdict is settled."""
        rules, algebra = self.rules, self.algebra
        states = [rules.state(label) for label in rules.first(list(standing)) or rules.tree(question)]
        nothing = self.graph.false
        valued = [(standing.get(s.label, nothing), s.value) for s in states if s.value is not None]
        if not valued:
            return None
        scale = lcm(*(value.scale for _, value in valued))
        last = valued[-1][1]
        last = replace(last, node=algebra.scaled(last, scale), scale=scale)
        for condition, value in reversed(valued[:-1]):
            last = algebra.if_(condition, value, last, scale)
        if isinstance(question, r.Asking) and question.name in rules.rulebook.conditions:
            last = replace(last, node=self.graph.and_(speaks, last.node))
        return replace(last, absent=self.graph.false, open=algebra.closed)
