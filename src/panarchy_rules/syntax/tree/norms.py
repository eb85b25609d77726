"""What an author writes of acts and remedies: what is declared of them, and what examples record."""

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.syntax.tree.kinds import KindSyntax
from panarchy_rules.syntax.tree.terms import Expression
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class ActField:
    """`choice as one of {a, b}`: something an act says."""

    name: Word
    kind: KindSyntax


@dataclass(frozen=True, slots=True)
class ActClause:
    """`act vote "A judge's vote" has choice as one of {a, b}`."""

    name: Word
    title: str
    fields: tuple[ActField, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class RemedyClause:
    """`remedy apology is imposition "A public apology"`."""

    name: Word
    nature: Word
    title: str
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class GivenAct:
    """`given respondent did vote on 2026-06-10 {choice is a}`."""

    actor: Word
    act: Word
    date: Expression
    fields: tuple[tuple[Word, Expression], ...]
    span: Span = span_field()
