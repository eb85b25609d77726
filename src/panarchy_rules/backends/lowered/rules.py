"""Lower the rules on one question: their conditions and exceptions in, which of them stand in the end out.

Mirrors the interpreter's `standing`: an exception replaces what it is an exception to, precedence settles what
stands, then the written index. Where a condition is unknown, the interpreter has to try it both ways.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import combinations

from panarchy_rules.backends.lowered.arithmetic import lower_place
from panarchy_rules.backends.lowered.comparisons import equal
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered, Open
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r

VALUE, FAILS, NO_DECISION = 0, 1, 2  # Codes of no decision follow one another from NO_DECISION on.


@dataclass(frozen=True, slots=True)
class RuleState:
    """One rule: whether it holds, whether that is open, and what it says.

    `says` is what kind of thing: equal for rules that say the same, apart from the value.
    """

    label: str
    holds: int
    open: Open
    says: object
    value: Lowered | None

    @property
    def undercuts(self) -> bool:
        """Whether it puts nothing in the place of what it is an exception to."""
        return self.says is None


Standing = Mapping[str, int]

_KNOWN = "label question conclusion condition group targets exceptions always index parameters each measure".split()
_SHOWN = "title source note origin text span".split()
# What rules may say besides, which the lowering knows nothing of: it must not be said.
_NOT_KNOWN_HERE = {field.name: field.default for field in fields(r.Rule) if field.name not in [*_KNOWN, *_SHOWN]}


class Rules:
    """The rules of one rulebook, each lowered once, about something, or for some members of their lists.

    `about` is what stands for the parameters of rules. `members` are the rules that speak for members of lists, each
    with what its names stand for; without any, the rules that speak to a question are those of the rulebook.
    """

    def __init__(
        self, on: Lowering, about: Sequence[Lowered] = (), members: Mapping[str, Bindings] | None = None
    ) -> None:
        self.on = on
        self.doubt = on.graph.false  # Where values that are not known had to be compared.
        self._about = about
        self._members = members or {}
        self._states: dict[str, RuleState] = {}
        self._falls: frozenset[str] = frozenset()
        self._standing: dict[str, Standing] = {}

    @property
    def rulebook(self) -> r.Rulebook:
        """The rulebook."""
        return self.on.rulebook

    def tree(self, question: r.QuestionId) -> tuple[str, ...]:
        """Every rule that has a say in a question."""
        found: dict[str, None] = {}
        todo = list(self.roots(question))
        while todo:
            label = todo.pop(0)
            if label not in found:
                found[label] = None
                todo += self.rulebook.rules[label].exceptions
        return tuple(found)

    def roots(self, question: r.QuestionId) -> tuple[str, ...]:
        """The rules that speak to a question by themselves, not as exceptions."""
        if self._members and isinstance(question, r.Owing):
            return tuple(self._members)
        return self.rulebook.roots.get(question, ())

    def _bound(self, rule: r.Rule) -> Bindings:
        """What the names of a rule stand for. An exception has those of the rule it is an exception to."""
        if rule.parameters:
            return dict(zip(rule.parameters, self._about, strict=True))
        todo, seen = [rule.label] if self._members else [], set[str]()
        while todo:
            label = todo.pop()
            if label in self._members:
                return self._members[label]
            if label not in seen:
                seen.add(label)
                todo += self.rulebook.rules[label].targets
        return {}

    # --- states ---

    def state(self, label: str) -> RuleState:
        """Whether a rule's condition holds. A rule whose value is not applicable does not speak."""
        if label not in self._states:
            self._states[label] = self._state(self.rulebook.rules[label])
        return self._states[label]

    def _state(self, rule: r.Rule) -> RuleState:
        if any(getattr(rule, name) != default for name, default in _NOT_KNOWN_HERE.items()):
            raise Unsupported("term")
        if rule.measure is not None:
            raise Unsupported("measure")
        graph, algebra, bound = self.on.graph, self.on.algebra, self._bound(rule)
        held = algebra.settled(graph.true) if rule.condition is None else self.on.truth(rule.condition, bound)
        open_ = held.open
        if self.rulebook.ambiguity_blocks:
            stays = graph.or_(open_.missing, open_.elsewhere)
            open_ = algebra.only_if(stays, open_)
        says, value = self._says(rule, bound)
        speaks = graph.true if value is None else graph.not_(value.absent)
        holds = graph.and_(held.yes, speaks)
        return RuleState(rule.label, holds, algebra.only_if(speaks, open_), says, value)

    def _says(self, rule: r.Rule, bound: Bindings) -> tuple[object, Lowered | None]:
        match rule.conclusion:
            case r.Awards(None):
                return FAILS, None
            case r.Awards(amount) if amount is not None:
                return VALUE, self.on.exact(amount, bound)
            case r.Concludes(term):
                return VALUE, self._placed(rule, self.on.exact(term, bound))
            case r.Declines(code):
                return code, None
            case r.Changes(operation, amount, mode):
                by = lower_place(amount, self.on, bound) if operation == "round_to" else self.on.value(amount, bound)
                return (operation, mode), by
            case r.Undercuts():
                return None, None
            case _:
                raise Unsupported("law")

    def _placed(self, rule: r.Rule, value: Lowered) -> Lowered:
        """A word as its place in the list of its question."""
        if not value.word:
            return value
        assert isinstance(rule.question, r.Asking)
        kind = self._kind(rule.question)
        if value.word not in kind.words:
            raise Unsupported("kind")
        return replace(value, kind=kind, node=self.on.number(kind.words.index(value.word)), word="")

    def _kind(self, question: r.Asking) -> k.Kind:
        """The kind of a question as declared, or of a definition as its own rule gives it."""
        declared = self.rulebook.vocabulary.questions.get(question.name)
        if declared is not None:
            return declared.kind
        root = self.state(self.rulebook.roots[question][0]).value
        if root is None:
            raise Unsupported("kind")
        return root.kind

    # --- standing ---

    def stand(self, question: r.QuestionId, falls: frozenset[str] = frozenset()) -> Standing:
        """Which rules stand on a question, after everything that settles collisions.

        Rules whose condition is open hold if they are among `falls`, and do not otherwise.
        """
        graph = self.on.graph
        if falls != self._falls:
            self._falls, self._standing = falls, {}
        standing: dict[str, int] = {}
        for root in self.roots(question):
            for label, node in self._in_place_of(root).items():
                standing[label] = graph.or_(standing.get(label, graph.false), node)
        return self._settle(standing)

    def _in_place_of(self, label: str) -> Standing:
        todo = [label]
        while todo:
            first = [x for x in self.rulebook.rules[todo[-1]].exceptions if x not in self._standing]
            if first:
                todo += first
            else:
                last = todo.pop()
                self._standing[last] = self._one(last)
        return self._standing[label]

    def _one(self, label: str) -> Standing:
        graph = self.on.graph
        over: dict[str, int] = {}
        for exception in self.rulebook.rules[label].exceptions:
            for other, node in self._standing[exception].items():
                over[other] = graph.or_(over.get(other, graph.false), node)
        some_over = graph.or_(*over.values())
        standing = self._settle(over)
        gone = self._nothing_left(label, standing)
        found = {other: graph.and_(node, graph.not_(gone)) for other, node in standing.items()}
        found[label] = graph.and_(graph.not_(some_over), self._holds(label))
        return {other: node for other, node in found.items() if node != graph.false}

    def _holds(self, label: str) -> int:
        state = self.state(label)
        if label not in self._falls:
            return state.holds
        return self.on.graph.or_(state.holds, self.on.algebra.is_open(state.open))

    def _nothing_left(self, label: str, standing: Standing) -> int:
        """Whether only undercutting exceptions stand, and one of them is directed at this rule."""
        graph = self.on.graph
        undercuts = [x for x in standing if self.state(x).undercuts]
        others = [standing[x] for x in standing if x not in undercuts]
        mine = [standing[x] for x in undercuts if label in self.rulebook.rules[x].targets]
        return graph.and_(graph.or_(*mine), graph.not_(graph.or_(*others)))

    def _settle(self, standing: Standing) -> Standing:
        graph = self.on.graph
        always = graph.or_(*(node for label, node in standing.items() if self.rulebook.rules[label].always))
        live = {
            label: node if self.rulebook.rules[label].always else graph.and_(node, graph.not_(always))
            for label, node in standing.items()
        }
        left = {}
        for label, node in live.items():
            above = graph.or_(*(live[x] for x in live if (x, label) in self.rulebook.precedence))
            left[label] = graph.and_(node, graph.not_(above))
        return self._later(left) if self.rulebook.later_index else left

    def _later(self, left: Standing) -> Standing:
        """Among unequal rules with an index, those with the last one prevail."""
        graph = self.on.graph
        unequal = self.unequal(left)
        index = {label: self.rulebook.rules[label].index for label in left}
        found = {}
        for label, node in left.items():
            later = [left[x] for x in left if index[label] and index[x] > index[label]]
            found[label] = graph.and_(node, graph.not_(graph.and_(unequal, graph.or_(*later))))
        return found

    def unequal(self, standing: Standing) -> int:
        """Whether rules that stand say different things. What is not known cannot be compared, which is noted."""
        graph, algebra = self.on.graph, self.on.algebra
        found = graph.false
        for one, other in combinations(standing, 2):
            both = graph.and_(standing[one], standing[other])
            if both == graph.false:
                continue
            a, b = self.state(one), self.state(other)
            if a.says == b.says and a.value is not None and b.value is not None:
                open_ = graph.or_(algebra.is_open(a.value.open), algebra.is_open(b.value.open))
                self.doubt = graph.or_(self.doubt, graph.and_(both, open_))
                differ = graph.not_(same(self.on, a.value, b.value))
                both = graph.and_(both, differ)
            elif a.says == b.says:
                continue
            found = graph.or_(found, both)
        return found

    def first(self, labels: Sequence[str]) -> list[str]:
        """Labels in an order in which exceptions come first, and among them those that prevail."""
        pairs, rules = self.rulebook.precedence, self.rulebook.rules
        return sorted(labels, key=lambda x: (not rules[x].targets, sum((other, x) in pairs for other in labels), x))


def same(on: Lowering, one: Lowered, other: Lowered) -> int:
    """Whether two known values are equal; amounts of two currencies are not."""
    if one.unit != other.unit:
        return on.graph.false
    if one.kind == k.YES_NO or one.word or other.word:
        return equal(on, one, other)
    if one.kind.name == "one_of" and one.kind.words != other.kind.words:
        raise Unsupported("kind")
    return equal(on, one, other)
