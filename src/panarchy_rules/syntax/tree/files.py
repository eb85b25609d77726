"""Clauses about the file as a whole: what it is, its edition, how it reads dates, whom it governs."""

from datetime import date

from panarchy_rules.base.calendar import DatePolicy
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import Days, Months
from panarchy_rules.syntax.tree.conclusions import Heading
from panarchy_rules.syntax.tree.terms import Expression
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class Header:
    """The first clause of a file: `rulebook`, `vocabulary` or `module`, with its name."""

    kind: str
    name: Word
    title: str
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Language:
    """`language 1`."""

    version: str
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Uses:
    """`uses trade, tort`."""

    names: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Adopts:
    """`adopts mesa edition 2 only delay replace cap strike rule_3`."""

    module: Word
    edition: str
    strike: tuple[Word, ...]
    replace: tuple[Word, ...]
    only: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Edition:
    """`this is edition 2 in force from … announced … amended with … notice`."""

    label: str
    in_force: date
    announced: date | None
    notice: Days | Months | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class References:
    """`references without edition mean the edition in force`."""

    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Dates:
    """`dates round down`, `dates round up` or `dates refuse`."""

    policy: DatePolicy
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class LaterIndex:
    """`later index prevails`."""

    heading: Heading
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """`ambiguity blocks`."""

    heading: Heading
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Governs:
    """`governs contract, tort`; no names mean `governs everything`."""

    matters: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class OwnLawNever:
    """`own law never for tort when …`."""

    heading: Heading
    matters: tuple[Word, ...]
    issues: tuple[Word, ...]
    when: Expression | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class OwnLawRank:
    """`own law rank 2`."""

    rank: int
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class LeaveNotice:
    """`membership leave with 30 days notice`."""

    notice: Days | Months
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class ClassOf:
    """`class guilds has harbor, mesa`."""

    name: Word
    members: tuple[Word, ...]
    span: Span = span_field()
