"""Clauses that decide: rules, exceptions, definitions, steps and what orders them."""

from dataclasses import dataclass

from panarchy_rules.base.spans import Span
from panarchy_rules.syntax.tree.conclusions import Change, Conclusion, Heading
from panarchy_rules.syntax.tree.terms import Expression
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class RuleClause:
    """`rule` (which may hold `always`), `exception` (with targets) or `acceptance`."""

    what: str
    label: Word
    group: Word | None
    targets: tuple[Word, ...]
    heading: Heading
    conclusion: Conclusion
    when: Expression | None
    always: bool
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Definition:
    """`definition x when …` or `definition x means …`; `stage x when …` is one that proceedings are asked about."""

    name: Word
    heading: Heading
    means: Expression | None
    when: Expression | None
    span: Span = span_field()
    is_stage: bool = False


@dataclass(frozen=True, slots=True)
class StepClause:
    """`step cap of damages at most price when …`."""

    label: Word
    head: Word
    heading: Heading
    change: Change
    when: Expression | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Steps:
    """`steps of damages shared_fault, cap`."""

    head: Word
    labels: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Precedence:
    """`precedence a, b, c`: of these, the first that holds."""

    labels: tuple[Word, ...]
    span: Span = span_field()
