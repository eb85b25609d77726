"""What a code reserves for its members, and what it says of gaps, cross-claims, classes and decisions of others."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Days, Money, Months
from panarchy_rules.rulebook.terms import Term


@dataclass(frozen=True, slots=True)
class Reservation:
    """A result that the members of this code do not accept from another law (DOMAIN C7).

    `condition` tests the result; `inalienable` reaches agreements of the member too.
    """

    label: str
    matters: tuple[str, ...]
    issues: tuple[str, ...]
    inalienable: bool
    condition: Term
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Mandatory:
    """A rule, with its exceptions, that protects members whatever law governs (DOMAIN C8). No roles mean any role."""

    label: str
    roles: tuple[str, ...]
    matters: tuple[str, ...]
    issues: tuple[str, ...]
    condition: Term | None
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Matters and issues to which a clause extends; an empty tuple is all of them."""

    matters: tuple[str, ...]
    issues: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time after an exit, or before an event, and the matters for which it counts (DOMAIN C17)."""

    lasting: Days | Months
    matters: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Adapting:
    """Several laws together give `at most` the higher of their results for the whole, or `at least` the lower."""

    kind: str
    matters: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Majority:
    """The age from which members can bind themselves, and whether what was done for them goes on (DOMAIN C12)."""

    age: Months
    continuing: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """Claims filed as one matter belong to another, under a condition (DOMAIN C1)."""

    matter: str
    target: str
    condition: Term | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class SetOff:
    """A cross-claim may be set off against a claim that this law governs (DOMAIN C26)."""

    label: str
    matters: tuple[str, ...]
    condition: Term | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """How several debtors, or several creditors, of one debt stand (DOMAIN C24, C27).

    A joint debt is owed whole by each, and paid once. Of a several one each has a share, an equal one if no `share`
    says which. Shares are rounded down to whole `steps`, and who plays the role `rest` has what that leaves.
    """

    label: str
    debtors: bool
    joint: bool
    head: str
    share: Term | None
    steps: Money | None
    rest: str
    matters: tuple[str, ...]
    condition: Term | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Netting:
    """Claims among the members of this code are netted, under a condition on each claim (DOMAIN C26)."""

    label: str
    matters: tuple[str, ...]
    condition: Term | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Decisions of these forums are recognised, up to a cap, unless a ground of refusal holds (DOMAIN C21)."""

    label: str
    forums: tuple[str, ...]
    matters: tuple[str, ...]
    cap: Money | None
    unless: Term | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of exchange on a day, or at all times: so much of one unit is so much of another."""

    one: Money
    other: Money
    day: date | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """From which day an edition governs matters, or by which days, a fact, what goes on is split (DOMAIN C14)."""

    matters: tuple[str, ...]
    since: date | None
    over: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Validity:
    """When an agreement or submission that names this law is valid, if somebody contests it (DOMAIN C5)."""

    condition: Term
    source: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """All of these clauses of one rulebook, in the order of their labels.

    `incidental` says of a question whether the law answers it by itself (`True`: dependent).
    """

    reservations: tuple[Reservation, ...] = ()
    mandatory: tuple[Mandatory, ...] = ()
    gaps: tuple[Reach, ...] = ()
    tails: tuple[Window, ...] = ()
    watches: tuple[Window, ...] = ()
    transitions: tuple[Transition, ...] = ()
    outsiders_never: tuple[Reach, ...] = ()
    adaptations: tuple[Adapting, ...] = ()
    validity: Validity | None = None
    silence: str | None = None  # Where the code says that silence is no consent of its members: the source.
    majority: Majority | None = None
    protects: bool = False  # Whoever deals with a member without notice of incapacity.
    together: tuple[Reach, ...] = ()  # Issues of a claim that one law governs.
    classifications: tuple[Classification, ...] = ()
    set_offs: tuple[SetOff, ...] = ()
    shared: tuple[Shared, ...] = ()
    nettings: tuple[Netting, ...] = ()
    incidental: Mapping[str, bool] = field(default_factory=dict)
    recognitions: tuple[Recognition, ...] = ()
    rates: tuple[Rate, ...] = ()
