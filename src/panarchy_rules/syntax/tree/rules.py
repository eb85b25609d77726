"""Clauses that decide: rules, exceptions, definitions, steps and what orders them."""

from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.syntax.tree.conclusions import Change, Conclusion, Heading
from panarchy_rules.syntax.tree.kinds import KindSyntax
from panarchy_rules.syntax.tree.terms import Constant, Expression
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class ForEach:
    """`for each t in persons,` before the conclusion of a rule."""

    variable: Word
    items: Expression


@dataclass(frozen=True, slots=True)
class GroupClause:
    """`group residents when claimant is resident`: a condition that every rule in the group has, too."""

    name: Word
    heading: Heading
    each: tuple[ForEach, ...]
    when: Expression
    span: Span = span_field()


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
    each: tuple[ForEach, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A place of a definition: `of t`, `in y as year`. The subject of a relation has no preposition."""

    preposition: str
    name: Word
    kind: KindSyntax | None


@dataclass(frozen=True, slots=True)
class Definition:
    """`definition x when …`, `definition x of t in y means …`, or the relation `definition x is heir of y when …`.

    `stage x when …` is a definition that proceedings are asked about.
    `measure` is what falls whenever the definition rests on itself.
    """

    name: Word
    heading: Heading
    means: Expression | None
    when: Expression | None
    parameters: tuple[Parameter, ...]
    relation: bool
    measure: Expression | None
    span: Span = span_field()
    is_stage: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """`from 2018-01-01 until 2026-01-01 is 18000 USD`; without `until`, until the next one."""

    start: date
    until: date | None
    value: Constant
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class ParameterClause:
    """`parameter allowance is 4400 USD from 2018-01-01 is 18000 USD`: a figure, and what it is at other times."""

    name: Word
    heading: Heading
    value: Constant | None
    dated: tuple[Dated, ...]
    span: Span = span_field()


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


@dataclass(frozen=True, slots=True)
class Proof:
    """`proof of delivered in late on respondent`: who has to prove a fact, everywhere or in some rules."""

    facts: tuple[Word, ...]
    rules: tuple[Word, ...]
    on: Word
    heading: Heading
    span: Span = span_field()
