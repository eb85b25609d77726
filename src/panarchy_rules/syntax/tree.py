"""The syntax tree: what an author wrote, clause by clause, with positions and without meaning.

Nodes are frozen values. Spans take no part in comparisons, so two texts that say the same compare equal.
"""

from dataclasses import dataclass, field
from datetime import date

from panarchy_rules.base.calendar import DatePolicy
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import Days, Money, Months, Scalar


def _span() -> Span:
    return field(compare=False, repr=False)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Word:
    """A name as written."""

    text: str
    span: Span = _span()

    def __str__(self) -> str:
        return self.text


# --- Conditions and amounts ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written out: `9000 EUR`, `25 %`, `2026-03-01`, `yes`."""

    value: Scalar
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Absent:
    """`unknown` or `not_applicable`, in the facts of an example."""

    state: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[a, b, c]`."""

    items: tuple["Expression", ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Clock:
    """`today` or `filing`: dates that the dispute states."""

    which: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, question, definition, role, listed value, provider or bound name."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class NameOf:
    """A fact about a person: `offer of claimant`."""

    text: str
    owner: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class HomeLaw:
    """`law of claimant`: the home law of a person."""

    of: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class RankOf:
    """`rank of claimant`: how far down a party's own order of preference a candidate law stands."""

    of: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left + right`, and `-`, `*`, `/`."""

    operator: str
    left: "Expression"
    right: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Compare:
    """`left > right` and so on; `is` and `is not` are written `=` and `<>`."""

    operator: str
    left: "Expression"
    right: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class OneOf:
    """`term is one of {a, b}`."""

    term: "Expression"
    words: tuple[Word, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class IsGiven:
    """`term is given`."""

    term: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class IsOwed:
    """`damages are owed`."""

    term: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Within:
    """`term is within length after anchor`, or `before`."""

    term: "Expression"
    length: "Expression"
    anchor: "Expression"
    after: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Between:
    """`term is between low and high`, both included."""

    term: "Expression"
    low: "Expression"
    high: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Junction:
    """Several conditions joined by `and`, or by `or`."""

    word: str
    parts: tuple["Expression", ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Not:
    """`not condition`."""

    part: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some x in list has (condition)`, and `every`, `no`."""

    word: str
    variable: Word
    items: "Expression"
    condition: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`number of (x in list where …)` has no term; `total of (term for each x in list where …)` has one."""

    word: str
    term: "Expression | None"
    variable: Word
    items: "Expression"
    where: "Expression | None"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Extremum:
    """`greater of (a, b)` or `lesser of (a, b)`."""

    word: str
    left: "Expression"
    right: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Rounded:
    """`round half even amount to 0.01 EUR`."""

    mode: str
    amount: "Expression"
    place: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Elapsed:
    """`months from start to end`, or `years`: how many whole ones."""

    unit: str
    start: "Expression"
    end: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class DatePart:
    """`year of`, `month of`, `day of` or `weekday of` a date."""

    part: str
    of: "Expression"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Under:
    """`under law of operator, recovery is barred`: a condition put to another law."""

    law: "Name | HomeLaw"
    condition: "Expression"
    span: Span = _span()


Expression = (
    Constant | Absent | ListOf | Clock | Name | NameOf | HomeLaw | RankOf | Arithmetic | Compare | OneOf | IsGiven
    | IsOwed | Within | Between | Junction | Not | Quantified | Aggregate | Extremum | Rounded | Elapsed | DatePart
    | Under
)  # fmt: skip


# --- Kinds, headings and conclusions ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KindName:
    """`money`, `date`, `yes_no`, …"""

    name: Word


@dataclass(frozen=True, slots=True)
class Enumeration:
    """`one of {a, b}`."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class ListKind:
    """`list of KIND`."""

    item: "KindSyntax"


KindSyntax = KindName | Enumeration | ListKind


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
class Gives:
    """`recovery is barred`."""

    question: Word
    value: Expression
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


Conclusion = Owes | Gives | Means | Fails | Declines | Undercuts | Change | Accepts


# --- Clauses ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Header:
    """The first clause of a file: `rulebook`, `vocabulary` or `module`, with its name."""

    kind: str
    name: Word
    title: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Language:
    """`language 1`."""

    version: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Uses:
    """`uses trade, tort`."""

    names: tuple[Word, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Adopts:
    """`adopts neumeier strike rule_3`."""

    module: Word
    strike: tuple[Word, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Edition:
    """`this is edition 2 in force from … announced … amended with … notice`."""

    label: str
    in_force: date
    announced: date | None
    notice: Days | Months | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class References:
    """`references without edition mean the edition in force`."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Dates:
    """`dates round down`, `dates round up` or `dates refuse`."""

    policy: DatePolicy
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class LaterIndex:
    """`later index prevails`."""

    heading: Heading
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """`ambiguity blocks`."""

    heading: Heading
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Governs:
    """`governs contract, tort`; no names mean `governs everything`."""

    matters: tuple[Word, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class OwnLawNever:
    """`own law never for tort when …`."""

    heading: Heading
    matters: tuple[Word, ...]
    issues: tuple[Word, ...]
    when: Expression | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class OwnLawRank:
    """`own law rank 2`."""

    rank: int
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class LeaveNotice:
    """`membership leave with 30 days notice`."""

    notice: Days | Months
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ClassOf:
    """`class guilds has harbor, mesa`."""

    name: Word
    members: tuple[Word, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Declared:
    """`matter`, `issue` or `role`, with a name and a title."""

    what: str
    name: Word
    title: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class FactClause:
    """`fact offer of party is money "…" otherwise not_applicable`."""

    name: Word
    of_party: bool
    kind: KindSyntax
    title: str
    closing: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class QuestionClause:
    """`question recovery is one of {allowed, barred}`."""

    name: Word
    kind: KindSyntax
    title: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class HeadClause:
    """`head costs "Legal costs" settles costs`."""

    name: Word
    title: str
    settles: Word | None
    span: Span = _span()


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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Definition:
    """`definition x when …` or `definition x means …`."""

    name: Word
    heading: Heading
    means: Expression | None
    when: Expression | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class StepClause:
    """`step cap of damages at most price when …`."""

    label: Word
    head: Word
    heading: Heading
    change: Change
    when: Expression | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Steps:
    """`steps of damages shared_fault, cap`."""

    head: Word
    labels: tuple[Word, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Precedence:
    """`precedence a, b, c`: of these, the first that holds."""

    labels: tuple[Word, ...]
    span: Span = _span()


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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class TieBreak:
    """`tie break respondent_first least rank of respondent`."""

    name: Word
    heading: Heading
    least: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class GivenFact:
    """`given price is 1000 EUR`, or `given offer of claimant is 9000 EUR`."""

    name: Word
    owner: Word | None
    value: Expression


@dataclass(frozen=True, slots=True)
class GivenLaw:
    """`given law of claimant is heron`."""

    of: Word
    law: Word


@dataclass(frozen=True, slots=True)
class GivenUnder:
    """`given under heron, recovery is barred`."""

    law: Word
    question: Word
    value: Expression


@dataclass(frozen=True, slots=True)
class Expect:
    """One expectation of an example. `what` is owes, value, lacuna, antinomy or undetermined."""

    what: str
    question: Word
    conclusion: Owes | None
    value: Expression | None
    names: tuple[Word, ...]
    because: tuple[Word, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ExampleClause:
    """`example "…" given … expect … because …`."""

    title: str
    given: tuple[GivenFact | GivenLaw | GivenUnder, ...]
    expect: tuple[Expect, ...]
    span: Span = _span()


Clause = (
    Header | Language | Uses | Adopts | Edition | References | Dates | LaterIndex | Ambiguity | Governs | OwnLawNever
    | OwnLawRank | LeaveNotice | ClassOf | Declared | FactClause | QuestionClause | HeadClause | RuleClause
    | Definition | StepClause | Steps | Precedence | ForumClause | TieBreak | ExampleClause
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file of law text."""

    path: str
    clauses: tuple[Clause, ...]
