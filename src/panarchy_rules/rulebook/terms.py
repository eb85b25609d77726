"""Typed conditions and amounts: every name bound, every kind checked.

A term is asked of a rulebook, a record of facts and the laws of the world.
It gives a value, or says that it is unknown and why, or that it is not applicable.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Percent, Value
from panarchy_rules.rulebook.kinds import Kind


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out."""

    value: Value


@dataclass(frozen=True, slots=True)
class FactOf:
    """A fact of the dispute, or of what stands in its places."""

    name: str
    arguments: tuple["Term", ...] = ()

    @property
    def role(self) -> str | None:
        """The role of the person it is about, if it is about the person in a role."""
        match self.arguments:
            case (RolePerson(role),):
                return role
            case _:
                return None


@dataclass(frozen=True, slots=True)
class FieldOf:
    """One field of a record."""

    record: "Term"
    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class Persons:
    """All persons of the case."""


@dataclass(frozen=True, slots=True)
class RolePerson:
    """The person who has a role in the dispute."""

    role: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rulebook says to one of its questions or definitions, about what stands in its places."""

    question: str
    arguments: tuple["Term", ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """The member of a list that a quantifier or total is looking at."""

    name: str


@dataclass(frozen=True, slots=True)
class HomeLawOf:
    """The home law of a person: of the oldest membership that covers the matter, read at the anchor."""

    person: "Term"


@dataclass(frozen=True, slots=True)
class RankFor:
    """How far down a party's order of preference the candidate law stands. Only in tie-breaks."""

    role: str


@dataclass(frozen=True, slots=True)
class ClockDate:
    """`today`, `filing` or `anchor`, as the dispute states them."""

    which: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+`, `-`, `*` or `/` of two terms; `kind` is that of the result."""

    operator: str
    left: "Term"
    right: "Term"
    kind: Kind


@dataclass(frozen=True, slots=True)
class Compare:
    """`=`, `<>`, `<`, `>`, `<=` or `>=` of two terms of one kind."""

    operator: str
    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether a term is one of several values."""

    term: "Term"
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class OnlyMember:
    """The one member of a list that has exactly one; otherwise there is none."""

    items: "Term"


@dataclass(frozen=True, slots=True)
class Given:
    """Whether a fact or answer is there at all."""

    term: "Term"


@dataclass(frozen=True, slots=True)
class Owed:
    """Whether the respondent owes the claimant something under a head."""

    head: str


@dataclass(frozen=True, slots=True)
class Within:
    """anchor < term <= anchor + length, or anchor - length <= term < anchor."""

    term: "Term"
    length: "Term"
    anchor: "Term"
    after: bool


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds."""

    parts: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Term"


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some`, `every` or `no` member of a list has a property."""

    word: str
    variable: str
    items: "Term"
    condition: "Term"
    where: "Term | None" = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The number of members, or the total, most or least of a term over the members, that satisfy a condition.

    `otherwise` is what nothing amounts to.
    """

    term: "Term | None"
    variable: str
    items: "Term"
    where: "Term | None"
    kind: Kind
    word: str = "total"
    otherwise: "Term | None" = None


@dataclass(frozen=True, slots=True)
class Extremum:
    """The greater or the lesser of two terms of one kind."""

    greater: bool
    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class Rounded:
    """The multiple of a place that a mode chooses for an amount of the same kind."""

    mode: str
    amount: "Term"
    place: "Term"


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another unit, by the latest rate up to a day."""

    amount: "Term"
    unit: str
    day: "Term"


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How many whole spans of some months lie between two dates, as a span of months."""

    months: int
    start: "Term"
    end: "Term"


@dataclass(frozen=True, slots=True)
class CountedDays:
    """The days between two dates as a market counts them: `actual`, `thirty_360` or `thirty_e_360`."""

    convention: str
    start: "Term"
    end: "Term"


@dataclass(frozen=True, slots=True)
class ResultOf:
    """What the respondent owes the claimant under a head, as decided before or as it is being tested."""

    head: str


@dataclass(frozen=True, slots=True)
class Differs:
    """Whether the result under a head would be another one if a fact had another of its values."""

    head: str
    fact: str
    role: str | None


@dataclass(frozen=True, slots=True)
class DatePart:
    """`year`, `month` or `day` of a date as a number, or its `weekday`."""

    part: str
    date: "Term"


@dataclass(frozen=True, slots=True)
class PeriodFrom:
    """The days from one date until another, which is left out."""

    start: "Term"
    end: "Term"


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the calendar says: `calendar_year` of a number, or `first_day` and the like of a period."""

    what: str
    of: "Term"


@dataclass(frozen=True, slots=True)
class Overlap:
    """The days that lie in both of two periods."""

    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class Union:
    """The days that lie in at least one of the periods that a term gives for the members that satisfy a condition."""

    term: "Term"
    variable: str
    items: "Term"
    where: "Term | None"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row of a table wants of a value: this one, or one over `over` and not over `up_to`."""

    value: Value | None = None
    over: Value | None = None
    up_to: Value | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What a table gives where every cell fits. Without cells: what it gives where no other row fits."""

    cells: tuple[Cell, ...]
    gives: "Term"


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table read with some values. Of its rows at most one fits; if none does, it is not applicable."""

    subjects: tuple["Term", ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class UnionOfTwo:
    """The days that lie in one of two periods, or in both."""

    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a scale: its rate, and where it ends; None is without end."""

    rate: Percent
    up_to: Value | None


@dataclass(frozen=True, slots=True)
class Graduated:
    """A scale applied to an amount: each band's rate of that part of the amount that lies in the band."""

    amount: "Term"
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class BandOf:
    """The number of the band of a scale in which an amount ends, counted from 1."""

    amount: "Term"
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class FigureAt:
    """A parameter read at a date. `spans` do not overlap; outside them it is `value`, or not applicable."""

    name: str
    value: Value | None
    spans: tuple[tuple[date, date, Value], ...]
    day: "Term"


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Whether some day lies in two periods."""

    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class During:
    """Whether a day lies in a period."""

    day: "Term"
    period: "Term"


@dataclass(frozen=True, slots=True)
class Under:
    """What another law would say to a condition: its substantive rules alone."""

    law: "Term"
    condition: "Term"


@dataclass(frozen=True, slots=True)
class UnderCommon:
    """Whether this law, or another to which the consents of all parties lead, has a condition fulfilled."""

    condition: "Term"


@dataclass(frozen=True, slots=True)
class ActsOf:
    """The recorded acts of one name that count, in the order of the record."""

    act: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A field of the act that somebody is about to do."""

    field: str


@dataclass(frozen=True, slots=True)
class Picked:
    """A term of the `earliest` or the `latest` member of a list that satisfies a condition, or the `list` of all."""

    word: str
    term: "Term"
    variable: str
    items: "Term"
    where: "Term | None"


@dataclass(frozen=True, slots=True)
class ListTerm:
    """A list of computed members; what is not applicable is left out."""

    items: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Breached:
    """Whether the duty that a rule lays down was not done in time, or what it forbids was done."""

    rule: str


@dataclass(frozen=True, slots=True)
class ConductIs:
    """Whether an act of a person is `permitted`, `required`, `forbidden` or `unregulated`."""

    person: "Term"
    status: str
    act: str


@dataclass(frozen=True, slots=True)
class RemedyTerm:
    """A remedy against a person or several, with what is said of it."""

    name: str
    nature: str
    against: "Term"
    of: "Term | None" = None
    lasting: "Term | None" = None
    deadline: "Term | None" = None


Term = (
    Literal | FactOf | FieldOf | Persons | RolePerson | Answer | Bound | HomeLawOf | RankFor | ClockDate | Arithmetic
    | Compare | Converted | OneOf
    | OnlyMember | Given | Owed | Within | All | Any | Not | Quantified | Aggregate | Extremum | Rounded | Elapsed
    | ActsOf | Proposed | Picked | ListTerm | Breached | ConductIs | RemedyTerm
    | DatePart | PeriodFrom | Calendar | Overlap | Union | UnionOfTwo | Lookup | Graduated | BandOf | FigureAt | During
    | Overlaps | Under | UnderCommon | CountedDays | ResultOf | Differs
)  # fmt: skip


def walk(root: Term) -> Iterator[Term]:
    """A term and all terms within it."""
    todo: list[object] = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, tuple):
            todo += node
        elif is_dataclass(node) and type(node).__module__ == __name__:
            yield node  # type: ignore[misc]
            todo += [getattr(node, field.name) for field in fields(node)]
