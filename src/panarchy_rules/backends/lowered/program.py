"""Lower a question to a program: rulebook, question and columns in, nodes for status, value and grounds out.

`lower` writes the law's numbers into the program. With `lift` they become parameters, so that laws which differ in
nothing but their numbers have equal programs: the program without its numbers is the *shape* of the law.
"""

from collections.abc import Mapping, Sequence

from panarchy_rules.backends.lowered import terms
from panarchy_rules.backends.lowered.answered import ANTINOMY, ELSEWHERE, LACUNA, SETTLED, UNDETERMINED, Answered
from panarchy_rules.backends.lowered.facts import Columns, FactColumn, Name, has_numbers
from panarchy_rules.backends.lowered.graph import Graph, Node
from panarchy_rules.backends.lowered.lists import lower_list
from panarchy_rules.backends.lowered.lowering import Bindings
from panarchy_rules.backends.lowered.periods import lower_period
from panarchy_rules.backends.lowered.questions import Questions
from panarchy_rules.backends.lowered.rules import FAILS, VALUE
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Algebra, Lowered, LoweredList, LoweredPeriod, Truth
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import Person
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.terms import Term

MOST_RULES = 62  # One bit each, in a whole number of 64.


@dataclass(frozen=True, slots=True)
class Program:
    """A question in whole numbers. `mask` has a bit for each of `labels`: the grounds.

    A settled verdict says a value (`says` is 0), that the claim fails (1), or one of `codes` (2 and on).
    The value counts `1 / scale` of `unit`; a truth counts 0 or 1, and a word is its place in the kind's list.
    """

    graph: Graph
    question: r.QuestionId
    columns: Columns
    status: int
    says: int
    value: int
    mask: int
    labels: tuple[str, ...]
    codes: tuple[str, ...]
    kind: k.Kind
    scale: int
    unit: str
    params: tuple[int, ...] = ()
    unasked: frozenset[Name] = frozenset()  # Facts that are read and have no column.
    unasked_fields: frozenset[tuple[str, str]] = frozenset()  # The same for fields, by the name of their record.
    asked: frozenset[str] = frozenset()  # The questions and definitions that the answer may rest on.

    @property
    def outputs(self) -> tuple[int, ...]:
        """The nodes that are computed."""
        return (self.status, self.says, self.value, self.mask)

    @property
    def shape(self) -> tuple[object, ...]:
        """What is equal for laws that differ in their numbers only."""
        used = self.graph.reachable(self.outputs)
        new = {number: place for place, number in enumerate(used)}
        nodes = tuple(_renumbered(self.graph, number, new) for number in used)
        outputs = tuple(new[number] for number in self.outputs)
        return nodes, outputs, self.labels, self.codes, self.kind, self.scale, self.unit, len(self.params)

    def with_outputs(self, outputs: Sequence[int]) -> "Program":
        """The same program with other nodes, in the order of `outputs`."""
        status, says, value, mask = outputs
        return replace(self, status=status, says=says, value=value, mask=mask)

    def with_params(self, known: Mapping[int, int]) -> "Program":
        """The same program with some parameters settled."""
        graph = self.graph
        replaced = {graph.param(index): graph.const(value) for index, value in known.items()}
        return self.with_outputs(graph.replaced(self.outputs, replaced))

    def with_params_moved(self, places: Mapping[int, int]) -> "Program":
        """The same program with parameters at other places."""
        graph = self.graph
        moved = {graph.param(old): graph.param(new) for old, new in places.items()}
        return self.with_outputs(graph.replaced(self.outputs, moved))

    def reads_param(self, index: int) -> bool:
        """Whether a parameter makes a difference."""
        return self.graph.param(index) in self.graph.reachable(self.outputs)


def _renumbered(graph: Graph, number: int, new: Mapping[int, int]) -> Node:
    node, arguments = graph.nodes[number], graph.arguments(number)
    if not arguments:
        return node
    head = node[:2] if node[0] == "call" else node[:1]
    return (*head, *(new[x] for x in arguments))


def lower(rulebook: r.Rulebook, question: r.QuestionId, columns: Columns, *, lift: bool = False) -> Program:
    """The program of one question. Raises Unsupported.

    With or without `lift` it has the same scale, unit and labels, so that either can be read with the other.
    """
    lifted = _lifted(rulebook, question, columns)
    if lift:
        return lifted
    return replace(lifted.with_params(dict(enumerate(lifted.params))), params=())


def _lifted(rulebook: r.Rulebook, question: r.QuestionId, columns: Columns) -> Program:
    if not isinstance(question, r.Owing | r.Asking):
        raise Unsupported("law")
    codes = tuple(
        sorted({c.code for x in rulebook.written_out().values() if isinstance(c := x.conclusion, r.Declines)})
    )
    on = _Lowering(rulebook, columns, codes)
    asked = r.Asking(question.name) if isinstance(question, r.Asking) else question
    on.asked.add(getattr(question, "name", ""))
    answered = on.questions.answer(asked, on.about(question))
    if len(answered.labels) > MOST_RULES:
        raise Unsupported("rules")
    value = answered.value or on.algebra.known(k.NUMBER, on.graph.const(0))
    if value.below is not None:
        raise Unsupported("division")
    if not has_numbers(value.kind):
        raise Unsupported("kind")
    node = value.node
    if value.kind == k.YES_NO:
        node = on.graph.select(node, on.graph.const(1), on.graph.const(0))
    status = _status(on.graph, answered)
    has_value = on.graph.and_(
        on.graph.eq(status, on.graph.const(SETTLED)), on.graph.eq(answered.says, on.graph.const(0))
    )
    return Program(
        graph=on.graph,
        question=question,
        columns=columns,
        status=status,
        says=answered.says,
        value=on.graph.select(has_value, node, on.graph.const(0)),
        mask=answered.mask,
        labels=answered.labels,
        codes=codes,
        kind=value.kind,
        scale=value.scale,
        unit=value.unit,
        params=tuple(on.params),
        unasked=frozenset(on.unasked),
        unasked_fields=frozenset(on.unasked_fields),
        asked=frozenset(on.asked),
    )


def _status(graph: Graph, answered: Answered) -> int:
    cases = [
        (answered.elsewhere, ELSEWHERE),
        (answered.undetermined, UNDETERMINED),
        (answered.antinomy, ANTINOMY),
        (answered.lacuna, LACUNA),
    ]
    node = graph.const(SETTLED)
    for condition, code in reversed(cases):
        node = graph.select(condition, graph.const(code), node)
    return node


class _Lowering:
    """One lowering: graph, algebra, and the answers of the rulebook to its own questions."""

    def __init__(self, rulebook: r.Rulebook, columns: Columns, codes: tuple[str, ...]) -> None:
        self.graph = Graph()
        self.algebra = Algebra(self.graph)
        self.rulebook = rulebook
        self.columns = columns
        self.params: list[int] = []
        self.records: list[tuple[str, FactColumn]] = []
        self.unasked: set[Name] = set()
        self.unasked_fields: set[tuple[str, str]] = set()
        self.asked: set[str] = set()
        self.questions = Questions(self, codes)

    def number(self, value: int) -> int:
        self.params.append(value)
        return self.graph.param(len(self.params) - 1)

    def value(self, term: Term, bound: Bindings) -> Lowered:
        return terms.lower_value(term, self, bound)

    def exact(self, term: Term, bound: Bindings) -> Lowered:
        return terms.lower_exact(term, self, bound)

    def truth(self, term: Term, bound: Bindings) -> Truth:
        return self.algebra.truth(terms.lower_value(term, self, bound))

    def members(self, term: Term, bound: Bindings) -> LoweredList:
        return lower_list(term, self, bound)

    def period(self, term: Term, bound: Bindings) -> LoweredPeriod:
        return lower_period(term, self, bound)

    def answer(self, question: str, about: Sequence[Lowered]) -> Lowered:
        self.asked.add(question)
        answered = self.questions.answer(r.Asking(question), about)
        value = answered.value or self._no_value(question)
        return replace(value, absent=self.graph.false, open=answered.open())

    def _no_value(self, question: str) -> Lowered:
        """A question on which no rule says anything still has a kind."""
        declared = self.rulebook.vocabulary.questions.get(question)
        if declared is None or not has_numbers(declared.kind):
            raise Unsupported("kind")
        return replace(self.algebra.nothing(declared.kind), absent=self.graph.false)

    def owed(self, head: str) -> Truth:
        answered = self.questions.answer(r.Owing("respondent", "claimant", head))
        graph, settled = self.graph, answered.settled(self.graph)
        declined = graph.and_(settled, graph.lt(graph.const(FAILS), answered.says))
        open_ = answered.open()
        open_ = replace(open_, missing=graph.or_(open_.missing, declined))
        return Truth(graph.and_(settled, graph.eq(answered.says, graph.const(VALUE))), open_)

    def about(self, question: r.QuestionId) -> tuple[Lowered, ...]:
        """What a question is asked about: persons of the case, as its columns call them."""
        found = []
        for one in question.arguments if isinstance(question, r.Asking) else ():
            if not isinstance(one, Person) or one.name not in self.columns.everybody:
                raise Unsupported("kind")
            place = self.columns.everybody.index(one.name)
            found.append(self.algebra.known(k.PERSON, self.graph.const(place)))
        return tuple(found)
