"""The typed rulebook: one provider's law at one edition, ready to be asked.

INVARIANT: no unbound name, no untyped term, no circle of exceptions; frozen, comparable, without caches.
What is found out about a rulebook once for all is kept beside it, by whoever needs it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from itertools import product

from panarchy_rules.base.beside import kept_beside
from panarchy_rules.base.calendar import DatePolicy
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import Days, LawRef, Money, Months, RecordValue, Value, show
from panarchy_rules.rulebook.kinds import MONEY, Kind, measure
from panarchy_rules.rulebook.limits import Limits
from panarchy_rules.rulebook.record import Record, phrase_words
from panarchy_rules.rulebook.terms import Literal, Term, UnderCommon, walk

COUNTERPARTY = "counterparty"  # In an acceptance clause, the other side, whoever our member is.
MERITS = "merits"  # The issue that is the whole of a claim.
DAMAGES = "damages"  # The head of what is owed without `as`.


@dataclass(frozen=True, slots=True, order=True)
class Owing:
    """The question what the person in one role owes the person in another under a head.

    `part` are the members, with their places in their lists, of which a part of it depends.
    """

    bearer: str
    counterparty: str
    head: str
    part: tuple[tuple[int, Value], ...] = ()

    def __hash__(self) -> int:
        return hash(self.head)  # Questions are looked up more often than anything else, and few share a head.

    def __str__(self) -> str:
        members = ", ".join(_called(member) for place, member in self.part if place)
        return f"{self.bearer} owes {self.counterparty} {self.head}" + (f" for {members}" if members else "")


@dataclass(frozen=True, slots=True, order=True)
class Asking:
    """A question of the vocabulary, or a definition, with what it is asked about.

    An argument that is None leaves its place open. `words` is the question as the language writes it.
    """

    name: str
    arguments: tuple[Value | None, ...] = ()
    words: str = field(default="", compare=False)

    def __hash__(self) -> int:
        return hash((self.name, self.arguments)) if self.arguments else hash(self.name)

    def __str__(self) -> str:
        about = ", ".join("…" if argument is None else show(argument) for argument in self.arguments)
        return self.words or (f"{self.name}({about})" if about else self.name)


@dataclass(frozen=True, slots=True, order=True)
class Accepting:
    """Whether an acceptance clause is effective, and what it accepts."""

    label: str

    def __str__(self) -> str:
        return f"acceptance {self.label}"


@dataclass(frozen=True, slots=True, order=True)
class Protecting:
    """What one mandatory rule says by itself. It may be silent, where an obligation would be closed."""

    label: str

    def __str__(self) -> str:
        return f"mandatory {self.label}"


@dataclass(frozen=True, slots=True, order=True)
class Stepping:
    """What a step does to the amount under its head."""

    head: str
    label: str

    def __str__(self) -> str:
        return f"step {self.label} of {self.head}"


@dataclass(frozen=True, slots=True, order=True)
class Overlaying:
    """Which second law's mandatory rules apply besides, by one overlay rule and its exceptions."""

    label: str

    def __str__(self) -> str:
        return f"overlay {self.label}"


@dataclass(frozen=True, slots=True, order=True)
class Doing:
    """Whether somebody may do something: permitted, forbidden, or regulated by no rule."""

    bearer: str
    act: str

    def __str__(self) -> str:
        return f"whether {self.bearer} may {self.act}"


@dataclass(frozen=True, slots=True, order=True)
class Empowered:
    """Whether somebody has the power to do something: without it the act is void."""

    bearer: str
    act: str

    def __str__(self) -> str:
        return f"whether {self.bearer} has power to {self.act}"


QuestionId = Owing | Asking | Accepting | Stepping | Overlaying | Doing | Empowered | Protecting


# --- Conclusions --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Awards:
    """The bearer owes an amount; no amount means `nothing`, which is `claim fails`."""

    amount: Term | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to the whole of a law, its rules on conflicts included (DOMAIN C3).

    `renvoi` is none, single or foreign court; `on_cycle` is own, target, report, nothing or neutral, and `neutral`
    that law.
    """

    renvoi: str
    on_cycle: str
    neutral: LawRef | None = None


@dataclass(frozen=True, slots=True)
class Concludes:
    """The answer to a question. A law may be referred to as a whole; otherwise its substantive rules are meant."""

    value: Term
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Declines:
    """The law itself gives no decision, under a result code."""

    code: str


@dataclass(frozen=True, slots=True)
class Undercuts:
    """The rule this is an exception to does not apply, and nothing is put in its place."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a step does: multiply, reduce, add, at_most, at_least or round_to."""

    operation: str
    amount: Term
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Accepts:
    """An acceptance clause's target and labels (DOMAIN C0.2).

    `target` is law-valued, or for a forum the forum's name.
    `edition` pins a target law; without it the clause is bound to the edition in force when it was made,
    or `as_amended` to that in force at the anchor. Empty tuples mean no restriction.
    """

    target: Term | str
    edition: str = ""
    matters: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    towards: tuple[str, ...] | None = None
    rank: int | None = None
    cap: Money | None = None
    reciprocal: bool = False
    from_date: date | None = None
    until_date: date | None = None
    notice: Days | Months | None = None
    as_amended: bool = False
    reference: Reference | None = None  # None: the substantive rules of the target alone.
    respects: bool = False

    @property
    def is_forum(self) -> bool:
        """Whether this clause accepts a forum, not a law."""
        return isinstance(self.target, str)

    @property
    def is_fixed(self) -> bool:
        """Whether the target is named outright, and no person, fact or question says which it is."""
        return isinstance(self.target, str | Literal)


@dataclass(frozen=True, slots=True)
class Norm:
    """Somebody must, must not or may do something, or has power to do it or none. No bearer means anyone.

    The act is in time if it is done later than `after` and no later than the `deadline`.
    """

    modality: str
    act: str
    bearer: Term | None
    counterparty: str = ""
    after: Term | None = None
    deadline: Term | None = None


Conclusion = Norm | Awards | Concludes | Declines | Undercuts | Changes | Accepts


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, exception, definition, step or acceptance clause.

    `exceptions` are the labels of those that stand over it, sorted.
    `parameters` are the names under which it reads what its question is about.
    `each` are the lists for whose members it holds one by one, and `measure` is what falls when it rests on itself.
    A rule that holds `always` has none, and prevails over those that do not.
    """

    label: str
    question: QuestionId
    conclusion: Conclusion
    condition: Term | None
    group: str = ""
    targets: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    title: str = ""
    source: str = ""
    index: tuple[int, ...] = ()
    note: str = ""
    always: bool = False
    parameters: tuple[str, ...] = ()
    each: tuple[tuple[str, Term], ...] = ()
    measure: Term | None = None
    origin: str = ""
    text: str = field(default="", compare=False)
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """Who has to prove a fact, or the fields of that name: the role, and in which rules; none is all."""

    fact: str
    on: str
    rules: tuple[str, ...] = ()
    source: str = ""


# --- The vocabulary a rulebook was compiled with ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """A place of a fact or definition: `of person`, `in year`. The subject of a relation has no preposition."""

    preposition: str
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Signature:
    """What a definition is asked about, and the kind of its answer."""

    parameters: tuple[Parameter, ...]
    kind: Kind

    def words(self, name: str, about: Sequence[str]) -> str:
        """The question as the language writes it."""
        return phrase_words(name, [parameter.preposition for parameter in self.parameters], about)


@kept_beside
def asks_common(rulebook: "Rulebook") -> bool:
    """Whether some rule asks every law that is common to the parties."""
    conditions = (rule.condition for rule in rulebook.written_out().values() if rule.condition is not None)
    return any(isinstance(term, UnderCommon) for condition in conditions for term in walk(condition))


def _called(value: Value) -> str:
    return value.label if isinstance(value, RecordValue) and value.label else show(value)


def unasked(question: QuestionId) -> QuestionId:
    """A question without what it is asked about: what rules are known by."""
    return Asking(question.name) if isinstance(question, Asking) and question.arguments else question


def asking(name: str, about: tuple[Value, ...], signature: Signature | None) -> Asking:
    """A question with the words of its definition."""
    if not about or signature is None:
        return Asking(name, about)
    return Asking(name, about, signature.words(name, [_called(value) for value in about]))


@dataclass(frozen=True, slots=True)
class FieldDeclaration:
    """A field of a record. `closing` is what its absence means: nothing, `not_applicable` or `value`, which follows."""

    name: str
    kind: Kind
    title: str = ""
    closing: str = ""
    otherwise: Value | None = None


@dataclass(frozen=True, slots=True)
class RecordDeclaration:
    """A record: fields by name."""

    name: str
    fields: Mapping[str, FieldDeclaration]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """A fact disputes may state.

    `closing` is what its absence means: nothing, `not_applicable` or `value`, which follows.
    `places` are what it is about. A fact `of party` is one of each person in a role.
    An `acyclic` relation goes round in no circle.
    `judge` is the question to a judge whose finding it is, and `between` the ends of the range of findings.
    """

    name: str
    kind: Kind
    of_party: bool = False
    title: str = ""
    closing: str = ""
    origin: str = ""
    otherwise: Value | None = None
    places: tuple[Parameter, ...] = ()
    acyclic: bool = False
    judge: str = ""
    between: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionDeclaration:
    """A question that laws using the vocabulary may answer."""

    name: str
    kind: Kind
    title: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class HeadDeclaration:
    """A head under which something is owed, and the issue it belongs to."""

    name: str
    title: str = ""
    settles: str = "merits"
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ActDeclaration:
    """Something that persons do on a day. Its records have the declared fields, `actor` and `date`."""

    name: str
    kind: Kind
    title: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class RemedyDeclaration:
    """A remedy beside payment: an `imposition` or a `withdrawal`."""

    name: str
    nature: str
    title: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Declared matters, issues, roles, facts, questions, heads, acts and remedies, by name.

    `indivisible` are matters that all parties must share a law for, `procedural` issues that the forum's procedure
    governs. `units` are declared units, each with what it measures; nothing, if it is owed like money.
    """

    matters: Mapping[str, str]
    issues: Mapping[str, str]
    roles: Mapping[str, str]
    facts: Mapping[str, FactDeclaration]
    questions: Mapping[str, QuestionDeclaration]
    heads: Mapping[str, HeadDeclaration]
    acts: Mapping[str, ActDeclaration] = field(default_factory=dict)
    remedies: Mapping[str, RemedyDeclaration] = field(default_factory=dict)
    indivisible: Mapping[str, str] = field(default_factory=dict)
    procedural: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, RecordDeclaration] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def kind_of_unit(self, unit: str) -> Kind:
        """The kind of amounts in a unit."""
        label = self.units.get(unit, "")
        return measure(label, tuple(sorted(u for u, of in self.units.items() if of == label))) if label else MONEY


@dataclass(frozen=True, slots=True)
class OwnLawNever:
    """The code refuses to govern, within a scope and under a condition, although its members belong to it."""

    matters: tuple[str, ...]
    issues: tuple[str, ...]
    condition: Term | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Forum:
    """A decision service: who may come, for which matters, under which procedure, and when.

    `successors` are the forums that take its place, in order, once its provider has ended.
    """

    name: str
    provider: str
    openness: str
    title: str = ""
    source: str = ""
    members_of: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    procedure: tuple[str, str] | None = None
    from_date: date | None = None
    until_date: date | None = None
    stays: bool = False
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TieBreak:
    """The candidate with the least value prevails. Two codes share a tie-break if name and term are equal."""

    name: str
    least: Term
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an example expects of one question. `what` is value, lacuna, antinomy or undetermined.

    `at_judgment` is when it is asked, and `unproved` are the facts whose want of proof is to be the reason, if written.
    """

    question: QuestionId
    what: str
    value: Value | None = None
    names: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False)
    at_judgment: bool = False
    unproved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A test written by the author of a rulebook: facts, and what the rulebook says to them."""

    title: str
    record: Record
    expect: tuple[Expectation, ...]
    acts: tuple[RecordValue, ...] | None = None
    span: Span | None = field(default=None, compare=False)


_PARTIES = ("claimant", "respondent")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Rulebook:
    """One provider's law at one edition."""

    law: LawRef
    title: str
    in_force: date
    announced: date | None
    amendment_notice: Days | Months | None
    vocabulary: Vocabulary
    rules: Mapping[str, Rule]
    roots: Mapping[QuestionId, tuple[str, ...]]
    precedence: frozenset[tuple[str, str]]
    later_index: bool
    ambiguity_blocks: bool
    steps: Mapping[str, tuple[str, ...]]
    date_policy: DatePolicy
    open_references: bool
    governs: tuple[str, ...] | None
    leave_notice: Days | Months | None
    own_law_rank: int
    own_law_never: tuple[OwnLawNever, ...]
    classes: Mapping[str, tuple[str, ...]]
    forums: Mapping[str, Forum]
    tie_breaks: tuple[TieBreak, ...]
    conditions: frozenset[str]
    stages: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    examples: tuple[Example, ...] = ()
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    each: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    proofs: tuple[Proof, ...] = ()
    path: str = field(default="", compare=False)

    def written_out(self) -> Mapping[str, Rule]:
        """The rules that stand in no table. Those in tables are acceptance clauses without conditions."""
        own: Mapping[str, Rule] = getattr(self.rules, "own", self.rules)  # See `rows.Rules`.
        return own

    def asked(self) -> Mapping[QuestionId, tuple[str, ...]]:
        """The questions that rules speak to which stand in no table."""
        own: Mapping[QuestionId, tuple[str, ...]] = getattr(self.roots, "own", self.roots)
        return own

    def overlays(self) -> tuple[Overlaying, ...]:
        """The questions which second law's mandatory rules apply besides, by label."""
        return _overlays(self)

    def obligations(self) -> tuple[Owing, ...]:
        """What its rules say may be owed, by role. Where a rule is for each person, either party may be meant."""
        return _obligations(self)

    def acceptances(self) -> tuple[Rule, ...]:
        """The clauses that accept a law or a forum, by label."""
        return _clauses(self)[False]

    def written_acceptances(self) -> tuple[Rule, ...]:
        """Those that stand in no table."""
        return _among(self.written_out())[False]

    def respects(self) -> tuple[Rule, ...]:
        """The clauses that let mandatory rules of other laws count, by label."""
        return _clauses(self)[True]


@kept_beside
def _obligations(book: Rulebook) -> tuple[Owing, ...]:
    found = {question for question in book.asked() if isinstance(question, Owing)}
    for label in (label for labels in book.each.values() for label in labels):
        rule = book.rules[label]
        assert isinstance(rule.question, Owing)
        names, asked = {name for name, _ in rule.each}, rule.question
        ends = [_PARTIES if end in names else (end,) for end in (asked.bearer, asked.counterparty)]
        found |= {Owing(one, other, asked.head) for one, other in product(*ends) if one != other}
    return tuple(sorted(found))


@kept_beside
def _overlays(book: Rulebook) -> tuple[Overlaying, ...]:
    return tuple(sorted(question for question in book.asked() if isinstance(question, Overlaying)))


@kept_beside
def _clauses(book: Rulebook) -> Mapping[bool, tuple[Rule, ...]]:
    return _among(book.rules)


def _among(rules: Mapping[str, Rule]) -> Mapping[bool, tuple[Rule, ...]]:
    """The acceptance clauses, by whether they only let mandatory rules count."""
    found: dict[bool, list[Rule]] = {False: [], True: []}
    for _, rule in sorted(rules.items()):
        if isinstance(rule.question, Accepting) and not rule.targets and isinstance(rule.conclusion, Accepts):
            found[rule.conclusion.respects].append(rule)
    return {respects: tuple(rules) for respects, rules in found.items()}
