"""Clauses that declare what laws and disputes may speak of."""

from dataclasses import dataclass

from panarchy_rules.base.spans import Span
from panarchy_rules.syntax.tree.kinds import KindSyntax
from panarchy_rules.syntax.tree.terms import Constant
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
class FactClause:
    """`fact offer of party is money "…" otherwise not_applicable`, or `needs a judge "…" for delay as days, if raised`.

    `judge` is the question put to a judge, and `between` the ends of the range in which the answer lies.
    """

    name: Word
    of_party: bool
    kind: KindSyntax
    title: str
    closing: str
    span: Span = span_field()
    judge: str = ""
    between: tuple[Constant, ...] = ()


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
