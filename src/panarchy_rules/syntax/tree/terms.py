"""Conditions and amounts as written. One grammar serves both; their kinds are checked later."""

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import Scalar
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written out: `9000 EUR`, `25 %`, `2026-03-01`, `yes`."""

    value: Scalar
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Absent:
    """`unknown` or `not_applicable`, in the facts of an example."""

    state: str
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[a, b, c]`."""

    items: tuple["Expression", ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Clock:
    """`today` or `filing`: dates that the dispute states."""

    which: str
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, question, definition, role, listed value, provider or bound name."""

    text: str
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Place:
    """What a fact or definition is asked about, behind its preposition: `of claimant`, `in 2015`."""

    preposition: str
    term: "Expression"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name with places: `offer of claimant`, `gross_income of spouse of t in y`, `joint_filer in y`."""

    text: str
    places: tuple[Place, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class RecordOf:
    """`{amount is 100 USD, payer is alice}`."""

    fields: tuple[tuple[Word, "Expression"], ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class HomeLaw:
    """`law of claimant`: the home law of a person."""

    of: Word
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class RankOf:
    """`rank of claimant`: how far down a party's own order of preference a candidate law stands."""

    of: Word
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left + right`, and `-`, `*`, `/`."""

    operator: str
    left: "Expression"
    right: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Compare:
    """`left > right` and so on; `is` and `is not` are written `=` and `<>`."""

    operator: str
    left: "Expression"
    right: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class OneOf:
    """`term is one of {a, "B"}`."""

    term: "Expression"
    choices: tuple["Name | Constant", ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class OnlyMember:
    """`only member of list`: the one member of a list that has one."""

    items: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class IsGiven:
    """`term is given`."""

    term: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class IsOwed:
    """`damages are owed`."""

    term: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Within:
    """`term is within length after anchor`, or `before`."""

    term: "Expression"
    length: "Expression"
    anchor: "Expression"
    after: bool
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Between:
    """`term is between low and high`, both included."""

    term: "Expression"
    low: "Expression"
    high: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Junction:
    """Several conditions joined by `and`, or by `or`."""

    word: str
    parts: tuple["Expression", ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Not:
    """`not condition`."""

    part: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some x in list where … has (condition)`, and `every`, `no`."""

    word: str
    variable: Word
    items: "Expression"
    where: "Expression | None"
    condition: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`number of (x in list where …)` has no term; `total of (term for each x in list where …)` has one.

    So have `most of` and `least of`. `otherwise` is what nothing amounts to.
    """

    word: str
    term: "Expression | None"
    variable: Word
    items: "Expression"
    where: "Expression | None"
    otherwise: "Expression | None"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Extremum:
    """`greater of (a, b)` or `lesser of (a, b)`; more than two are nested."""

    word: str
    left: "Expression"
    right: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Rounded:
    """`round half even amount to 0.01 EUR`."""

    mode: str
    amount: "Expression"
    place: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Converted:
    """`price in EUR at due`: an amount in another unit, by the rate of a day; without one it is refused later."""

    amount: "Expression"
    unit: Word
    day: "Expression | None"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Elapsed:
    """`months from start to end`, or `years`: how many whole ones."""

    unit: str
    start: "Expression"
    end: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class CountedDays:
    """`days from start to end counted thirty_360`."""

    start: "Expression"
    end: "Expression"
    convention: Word
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Differs:
    """`result of damages differs by sex of victim`."""

    term: "Expression"
    fact: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class DatePart:
    """`year of`, `month of`, `day of` or `weekday of` a date."""

    part: str
    of: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class PeriodFrom:
    """`from start until end`: the days between, the last left out."""

    start: "Expression"
    end: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Overlap:
    """`overlap of (p, q)`: the days in both; more than two are nested."""

    left: "Expression"
    right: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Union:
    """`union of (period for each x in list where …)`: the days in at least one."""

    term: "Expression"
    variable: Word
    items: "Expression"
    where: "Expression | None"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class UnionOfTwo:
    """`union of (p, q)`: the days in one of two periods, or in both; more than two are nested."""

    left: "Expression"
    right: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Band:
    """`band 28 % up to 44575 USD`, or `band 39.6 % above`."""

    rate: "Expression"
    up_to: "Expression | None"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Graduated:
    """The body of a scale, applied to the amount of that name."""

    amount: "Name"
    bands: tuple[Band, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class BandOf:
    """`band of schedule at income`: the number of the band of a scale in which an amount ends."""

    scale: Word
    amount: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Overlaps:
    """`p overlaps q`: some day lies in both."""

    left: "Expression"
    right: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class During:
    """`day is during p`."""

    day: "Expression"
    period: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row of a table wants of a subject: a value, or a band `over low up to high`; one end may be missing."""

    value: "Expression | None" = None
    over: "Expression | None" = None
    up_to: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Row:
    """`row joint gives 300000 USD`. Without cells it is `row otherwise gives …`."""

    cells: tuple[Cell, ...]
    gives: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Lookup:
    """The body of a table: what its rows look at, and the rows."""

    subjects: tuple["Expression", ...]
    rows: tuple[Row, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class UnderCommon:
    """`under any common law, form is met`: a condition put to every law to which all parties consented."""

    condition: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Under:
    """`under law of operator, recovery is barred`: a condition put to another law."""

    law: "Name | HomeLaw"
    condition: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class IsBreached:
    """`delivery is breached`: a duty was not done in time, or what is forbidden was done."""

    term: "Expression"
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Conduct:
    """`respondent is permitted to leave`, and `required`, `forbidden`, `unregulated`."""

    bearer: "Expression"
    status: str
    act: Word
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Proposed:
    """`choice of act`: what the act says that somebody is about to do, in a rule on that act."""

    field: Word
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class Picked:
    """`earliest of`, `latest of` or `list of (term for each x in list where …)`."""

    word: str
    term: "Expression"
    variable: Word
    items: "Expression"
    where: "Expression | None"
    span: Span = span_field()


Expression = (
    Constant | Absent | ListOf | RecordOf | Clock | Name | Phrase | HomeLaw | RankOf | Arithmetic | Compare | OneOf
    | OnlyMember | IsGiven | IsOwed | Within | Between | Junction | Not | Quantified | Aggregate | Extremum | Rounded
    | Converted
    | Elapsed | IsBreached | Conduct | Proposed | Picked | DatePart | PeriodFrom | Overlap | Union | UnionOfTwo
    | Overlaps | During | Lookup | Graduated | BandOf | Under | UnderCommon | CountedDays | Differs
)  # fmt: skip
