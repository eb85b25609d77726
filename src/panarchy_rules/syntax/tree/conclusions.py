"""What rules, exceptions, steps and acceptance clauses conclude, and the heading behind their labels."""

from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import Days, Money, Months
from panarchy_rules.syntax.tree.terms import Expression, HomeLaw
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class Heading:
    """What may stand behind a label: a title, the source, the place in the written index."""

    title: str = ""
    source: str = ""
    index: str = ""


@dataclass(frozen=True, slots=True)
class Owes:
    """`respondent owes claimant amount as damages`; no amount means `nothing`."""

    bearer: Word
    counterparty: Word
    amount: Expression | None
    head: Word | None
    noting: Word | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """`whole renvoi single on cycle own`: how a reference to another law is followed. `neutral` is `on cycle NAME`."""

    renvoi: str
    on_cycle: str
    neutral: "Target | None" = None


@dataclass(frozen=True, slots=True)
class Order:
    """`order exclusion of 3 EUR against respondent for claimant lasting 1 year no later than today as ban`."""

    remedy: Word
    of: Expression | None
    against: Word
    beneficiary: Word | None
    lasting: Expression | None
    deadline: Expression | None
    head: Word | None
    noting: Word | None
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Norm:
    """`respondent must deliver towards claimant after due no later than due + 3 days`.

    `modality` is must, must_not, may, power or no_power; no bearer means `anyone`.
    """

    bearer: Word | None
    modality: str
    act: Word
    counterparty: Word | None
    after: Expression | None
    deadline: Expression | None
    noting: Word | None = None


@dataclass(frozen=True, slots=True)
class Gives:
    """`recovery is barred`, or `governing_law is law of respondent whole`."""

    question: Word
    value: Expression
    noting: Word | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Overlays:
    """`overlay place`: the mandatory rules of a second law apply besides."""

    law: Expression
    noting: Word | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """`means 200 % * price`, in an exception to a definition."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Fails:
    """`claim fails`, in an exception."""

    noting: Word | None = None


@dataclass(frozen=True, slots=True)
class Declines:
    """`no decision as panel_hung`."""

    code: Word


@dataclass(frozen=True, slots=True)
class Undercuts:
    """`y does not apply`."""

    label: Word


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does: multiply, reduce, add, at_most, at_least or round_to, with its amount."""

    operation: str
    amount: Expression
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What an acceptance names: a provider's law (with an edition), a law-valued question, or a forum."""

    name: Word
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Accepts:
    """The conclusion of an acceptance clause, with all its labels."""

    target: "Target | HomeLaw"
    forum: bool
    matters: tuple[Word, ...] = ()
    issues: tuple[Word, ...] = ()
    roles: tuple[Word, ...] = ()
    towards: tuple[Word, ...] | None = None
    rank: int | None = None
    cap: Money | None = None
    reciprocal: bool = False
    from_date: date | None = None
    until_date: date | None = None
    notice: Days | Months | None = None
    as_amended: bool = False
    reference: Reference | None = None
    respects: bool = False


Conclusion = Owes | Order | Norm | Gives | Overlays | Means | Fails | Declines | Undercuts | Change | Accepts
