"""Clauses by which a code limits what other laws may do to its members, and what it does with gaps and claims."""

from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import Days, Money, Months
from panarchy_rules.syntax.tree.conclusions import Heading
from panarchy_rules.syntax.tree.terms import Expression
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class Reservation:
    """`reservation equal_worth refuse result for tort inalienable where …`."""

    label: Word
    heading: Heading
    matters: tuple[Word, ...]
    issues: tuple[Word, ...]
    inalienable: bool
    where: Expression
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Mandatory:
    """`mandatory refund protects members as buyer for contract.sale`."""

    label: Word
    heading: Heading
    roles: tuple[Word, ...]
    matters: tuple[Word, ...]
    issues: tuple[Word, ...]
    when: Expression | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Gaps:
    """`gaps on interest next law`."""

    heading: Heading
    matters: tuple[Word, ...]
    issues: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Tail:
    """`tail 90 days for contract`: how long the code still binds who has left it."""

    lasting: Days | Months
    matters: tuple[Word, ...]
    heading: Heading
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Watch:
    """`watch 180 days for contract`: how long before the event a change of membership is looked at."""

    lasting: Days | Months
    matters: tuple[Word, ...]
    heading: Heading
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Transition:
    """`transition for contract from 2027-07-01`, or `transition for lease by period over term`."""

    heading: Heading
    matters: tuple[Word, ...]
    since: date | None
    over: Word | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Validity:
    """`references to this law are valid when …`."""

    heading: Heading
    when: Expression
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Silence:
    """`protect members from consent by silence`."""

    heading: Heading
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Outsiders:
    """`outsiders never decide family.child`."""

    heading: Heading
    matters: tuple[Word, ...]
    issues: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class KeepTogether:
    """`keep together merits, interest for contract`."""

    heading: Heading
    matters: tuple[Word, ...]
    issues: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Adaptation:
    """`adaptation at most the higher result for contract`, or `at least the lower result`."""

    heading: Heading
    matters: tuple[Word, ...]
    lower: bool
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Majority:
    """`majority at 18 years`, and what guardians did goes on if `proxies continue`."""

    age: Days | Months
    continuing: bool
    heading: Heading
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Protection:
    """`protect counterparty without notice of incapacity`."""

    heading: Heading
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Classify:
    """`classify accident as tort.road when …`."""

    matter: Word
    target: Word
    heading: Heading
    when: Expression | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Shared:
    """`debtors equal several of damages by 1 / 3 round down to 0.01 EUR rest to carrier`, or `creditors … joint`.

    `share` and `rest` stand only where the debt is several; the rest is what rounding down leaves, and who bears it.
    """

    label: Word
    heading: Heading
    debtors: bool
    joint: bool
    head: Word | None
    share: Expression | None
    rest: tuple[Money, Word] | None
    matters: tuple[Word, ...]
    when: Expression | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Netting:
    """`netting ring for contract when …`."""

    label: Word
    heading: Heading
    matters: tuple[Word, ...]
    when: Expression | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class SetOff:
    """`set off cross_claims for contract when …`."""

    label: Word
    heading: Heading
    matters: tuple[Word, ...]
    when: Expression | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Incidental:
    """`incidental is_spouse dependent` or `incidental is_spouse independent`."""

    question: Word
    heading: Heading
    dependent: bool
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Recognition:
    """`recognition awards recognise decisions of ulex_panel for contract up to 500 EUR unless …`."""

    label: Word
    heading: Heading
    forums: tuple[Word, ...]
    matters: tuple[Word, ...]
    cap: Money | None
    unless: Expression | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Rate:
    """`rate 1 EUR is 1.08 USD on 2026-03-01`."""

    one: Money
    other: Money
    day: date | None
    heading: Heading
    span: Span = span_field()
