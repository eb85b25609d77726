"""Clauses on where disputes are heard and how laws that are left are chosen among."""

from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.syntax.tree.conclusions import Heading, Target
from panarchy_rules.syntax.tree.terms import Expression
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class ForumClause:
    """`forum panel "…" open to anyone for contract procedure ulex edition 1.2`."""

    name: Word
    title: str
    source: str
    openness: str
    members_of: tuple[Word, ...]
    matters: tuple[Word, ...]
    procedure: Target | None
    from_date: date | None
    until_date: date | None
    stays: bool
    successors: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class TieBreak:
    """`tie break respondent_first least rank of respondent`."""

    name: Word
    heading: Heading
    least: Expression
    span: Span = span_field()
