"""Clauses that declare what laws and disputes may speak of."""

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.syntax.tree.kinds import KindSyntax
from panarchy_rules.syntax.tree.terms import Constant, Expression
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class Declared:
    """`matter`, `issue` or `role`, with a name and a title; a matter may be indivisible, an issue procedural."""

    what: str
    name: Word
    title: str
    special: str
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Closing:
    """What silence means: `otherwise no`, or `complete unless disputed`; and the promise `acyclic`."""

    what: str
    value: Expression | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class FactPlace:
    """What a fact is about: `of person`, `in year`. The subject of a relation has no preposition."""

    preposition: str
    kind: Word


@dataclass(frozen=True, slots=True)
class FactClause:
    """`fact offer of party is money "…" otherwise not_applicable`, or the relation `fact person is child of person`.

    `needs a judge "…" for delay as days, if raised` makes one, too: `judge` is the question put to a judge,
    and `between` the ends of the range in which the answer lies.
    """

    name: Word
    places: tuple[FactPlace, ...]
    kind: KindSyntax
    title: str
    closings: tuple[Closing, ...]
    relation: bool
    judge: str
    between: tuple[Constant, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class FieldSyntax:
    """One field of a record: `amount as money otherwise not_applicable`."""

    name: Word
    kind: KindSyntax
    title: str
    closings: tuple[Closing, ...]


@dataclass(frozen=True, slots=True)
class RecordClause:
    """`record payment has amount as money, payer as person`."""

    name: Word
    fields: tuple[FieldSyntax, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class EnumerationClause:
    """`enumeration colour has red, green`."""

    name: Word
    words: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class QuestionClause:
    """`question recovery is one of {allowed, barred}`."""

    name: Word
    kind: KindSyntax
    title: str
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class HeadClause:
    """`head costs "Legal costs" settles costs`."""

    name: Word
    title: str
    settles: Word | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class UnitClause:
    """`unit HOURS of work "Hours of work"`: a unit, and what it measures; without that, something that is owed."""

    name: Word
    measure: Word | None
    title: str
    span: Span = span_field()
