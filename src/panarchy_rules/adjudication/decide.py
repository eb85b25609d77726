"""Decide a plain dispute without writing its reasons down: a world and a table in, law and answers out.

A dispute is plain if it makes one claim on the merits, on facts that are numbers and words, between members of one
provider each whose consents the table of consents resolves, under a law that the kernel can be asked and that leaves
nothing to other laws. Of every other dispute this module says nothing, and it is resolved in full.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import assert_never

from panarchy_rules.adjudication.answers import order_of
from panarchy_rules.adjudication.read_numbers import Read, column_of, columns_of, reader
from panarchy_rules.adjudication.reasons import Answered, Reasons, Said
from panarchy_rules.adjudication.reasons_at_once import Between, ReasonsAtOnce
from panarchy_rules.backends.kernel.kernel import Kernel, kernel, said
from panarchy_rules.backends.kernel.rows import GIVEN, Row
from panarchy_rules.backends.lowered.answered import SETTLED
from panarchy_rules.backends.lowered.facts import Columns, FactColumn
from panarchy_rules.backends.lowered.rules import VALUE
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.base import fields
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef, show
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.choice_of_law.table import ASK, NO_LAW, Consents, Entry
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook.limits import Limits
from panarchy_rules.rulebook.rulebook import MERITS, Owing, Rulebook
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined

_NEEDED = frozenset({"id", "matter", "anchor", "parties", "facts"})
_PARTIES = frozenset({"claimant", "respondent"})
_ID = re.compile(fields.ID)
_MOST_FORMS = 1000
_TRIED = 8  # Disputes under a law before it is compiled for more.


@dataclass(slots=True)
class _Form:
    """Disputes that state the same facts in the same units: how these are read, and the laws compiled for them."""

    read: tuple[tuple[str, Read], ...]
    given: Row
    columns: Columns
    unread: tuple[str, ...]  # Facts that name laws.
    laws: dict[LawRef, "_Asked | None"] = field(default_factory=dict)
    tried: dict[LawRef, int] = field(default_factory=dict)

    def row(self, facts: Mapping[str, object]) -> Row | None:
        """The facts as numbers; None if one of them has to be read with more care."""
        row = self.given.copy()
        for name, read in self.read:
            number = read(facts[name])
            if number is None:
                return None
            row[name] = number
        return row


@dataclass(frozen=True, slots=True)
class _Asked:
    """A law, and what it is asked."""

    laws: tuple[LawRef]
    questions: tuple["_Question", ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """One question to a law. What it says apart from amounts is read once for each way of saying it."""

    question: Owing
    kernel: Kernel
    read: dict[tuple[int, int, int], Answered | None] = field(default_factory=dict)

    def answer(self, row: Row, claimant: str, respondent: str) -> Answered | None:
        """The answer to a claim; None if it is undetermined, or only the interpreter can tell."""
        status, says, value, mask = self.kernel.decide(row)
        way = (status, says, mask)
        if way not in self.read:
            self.read[way] = self._read(status, says, value, mask)
        found = self.read[way]
        if found is None:
            return None
        ends = (respondent, claimant) if self.question.bearer == "respondent" else (claimant, respondent)
        is_amount = status == SETTLED and says == VALUE
        shown = show(said(self.kernel.program, says, value)) if is_amount else found.value
        return Answered(*ends, found.head, found.verdict, shown, found.grounds)

    def _read(self, status: int, says: int, value: int, mask: int) -> Answered | None:
        verdict, head = self.kernel.read((status, says, value, mask)), self.question.head
        match verdict:
            case None | Undetermined():
                return None
            case Settled(settled, grounds):
                return Answered("", "", head, "settled", show(settled), grounds)
            case Antinomy(rules):
                return Answered("", "", head, "antinomy", None, rules)
            case Lacuna():
                return Answered("", "", head, "lacuna", None, ())
            case _:
                assert_never(verdict)


class Deciding:
    """Decides the plain disputes of a world. What it has resolved, read and compiled it keeps."""

    def __init__(self, world: LawWorld, consents: Consents | None = None) -> None:
        self.world = world
        self.consents = consents or Consents(world)
        self._forms: dict[tuple[str, ...], _Form | None] = {}
        plain = [] if world.is_procedural(MERITS) else world.vocabulary.matters
        self._matters = {matter for matter in plain if world.classes_of(matter) == (matter,)}
        self._is_plain: dict[str, bool] = {}
        self._days: dict[object, date] = {}
        self._reasons = ReasonsAtOnce(world)

    def after(self, world: LawWorld) -> "Deciding":
        """The same for a world with more entries in its register."""
        found = Deciding(world, self.consents.after(world))
        if world.rulebooks is self.world.rulebooks:
            found._forms = self._forms
        return found

    def say(self, raw: Mapping[str, object]) -> Said | None:
        """The law of a dispute and its answers; None if it has to be resolved in full."""
        matter, parties, facts = raw.get("matter"), raw.get("parties"), raw.get("facts")
        if raw.keys() != _NEEDED or type(parties) is not dict or type(facts) is not dict:
            return None
        anchor = self._day(raw["anchor"])
        if (
            type(matter) is not str
            or matter not in self._matters
            or not self._fits(raw["id"], parties)
            or anchor is None
        ):
            return None
        claimant, respondent = parties["claimant"], parties["respondent"]
        one, other = self.consents.provider(claimant, anchor), self.consents.provider(respondent, anchor)
        if one is None or other is None or not self._plain(one) or not self._plain(other):
            return None
        entry = self.consents.entry(one, other, matter, MERITS, anchor)
        form = self._form(facts)
        row = form.row(facts) if form and not entry.ask else None
        if form is None or row is None:
            return None
        named = {name: self._named(Entry(fact=name), facts[name], (one, other)) for name in form.unread}
        if ASK in named.values():
            return None
        law: LawRef | Entry | None = entry.law
        if entry.fact:
            law = self._named(entry, facts.get(entry.fact), (one, other))
        if law == ASK:
            return None
        return self._ask(form, law, row, claimant, respondent) if isinstance(law, LawRef) else Said()

    def reasons(self, raw: Mapping[str, object], said: Said, judged: Callable[[], Judgment]) -> Reasons | None:
        """The reasons for what was said of a dispute; None if they have to be taken from its judgment."""
        parties, facts, anchor = raw["parties"], raw["facts"], self._day(raw["anchor"])
        assert isinstance(parties, dict)
        assert isinstance(facts, dict)
        form = self._form(facts)
        assert anchor is not None
        assert form is not None
        members = parties["claimant"], parties["respondent"]
        codes = self.consents.provider(members[0], anchor), self.consents.provider(members[1], anchor)
        named = tuple([facts[name] for name in form.unread])
        between = Between(members, codes, raw["matter"], anchor, named)  # type: ignore[arg-type]
        return self._reasons.reasons(between, facts, said, judged)

    def _fits(self, name: object, parties: Mapping[str, object]) -> bool:
        claimant, respondent = parties.get("claimant"), parties.get("respondent")
        known = self.world.everyone
        return (
            len(parties) == 2
            and type(claimant) is type(respondent) is type(name) is str
            and claimant != respondent
            and claimant in known
            and respondent in known
            and _ID.fullmatch(name) is not None
        )

    def _day(self, stated: object) -> date | None:
        if type(stated) is date:
            return stated
        if type(stated) is not str:
            return None
        if stated not in self._days:
            try:
                self._days[stated] = fields.read_day(stated)
            except ValueError:
                return None
        return self._days[stated]

    # --- the law ---

    def _plain(self, provider: str) -> bool:
        """Whether a code leaves nothing to other laws, and lets no mandatory rules of theirs count."""
        if provider not in self._is_plain:
            books = self.world.editions(provider)
            self._is_plain[provider] = all(
                book.limits == Limits() and not book.overlays() and not book.respects() for book in books
            )
        return self._is_plain[provider]

    def _named(self, entry: Entry, stated: object, between: tuple[str, str]) -> LawRef | Entry:
        """The law that a fact names; no law if it names another one, and `ASK` if more has to be weighed."""
        if stated is None:
            closed = self.world.vocabulary.facts[entry.fact].closing == "not_applicable"
            return NO_LAW if closed else ASK
        books = self.world.editions(stated) if type(stated) is str else ()
        if len(books) != 1 or any(books[0].in_force > self.world.editions(one)[0].in_force for one in between):
            return ASK
        return books[0].law if entry.law in (None, books[0].law) else NO_LAW

    def _ask(self, form: "_Form", law: LawRef, row: Row, claimant: str, respondent: str) -> Said | None:
        asked = form.laws.get(law) or self._tried(form, law)
        if asked is None:
            return None
        answers = []
        for one in asked.questions:
            answer = one.answer(row, claimant, respondent)
            if answer is None:
                return None
            answers.append(answer)
        return Said(asked.laws, tuple(answers))

    def _tried(self, form: "_Form", law: LawRef) -> "_Asked | None":
        """A law compiled for disputes of a form, once it was asked often enough for that."""
        if law not in form.laws:
            form.tried[law] = form.tried.get(law, 0) + 1
            if form.tried[law] >= _TRIED:
                questions = self._compiled(form, self.world.rulebooks[law])
                form.laws[law] = None if questions is None else _Asked((law,), questions)
        return form.laws.get(law)

    def _compiled(self, form: "_Form", book: Rulebook) -> "tuple[_Question, ...] | None":
        """What a law is asked about a claim; None if it has to be asked in full."""
        if not self._plain(book.law.provider):
            return None
        found = []
        for question in sorted(book.obligations(), key=order_of):
            if question.bearer not in book.vocabulary.roles:
                return None
            if {question.bearer, question.counterparty} != _PARTIES:
                continue
            try:
                made = kernel(book, question, form.columns)
            except Unsupported:
                return None
            if any(name in form.unread for name, _ in made.program.unasked):
                return None
            found.append(_Question(question, made))
        return tuple(found)

    # --- the facts ---

    def _form(self, facts: Mapping[str, object]) -> "_Form | None":
        names = tuple(facts)
        if names not in self._forms:
            if len(self._forms) > _MOST_FORMS:
                return None
            self._forms[names] = self._made(facts)
        return self._forms[names]

    def _made(self, facts: Mapping[str, object]) -> "_Form | None":
        columns: dict[str, FactColumn] = {}
        unread = []
        for name, stated in facts.items():
            declared = self.world.vocabulary.facts.get(name)
            column = declared and column_of(declared, stated)
            if column:
                columns[name] = column
            elif declared and declared.kind == k.LAW and not declared.places:
                unread.append(name)
            else:
                return None
        given = {f"{name}?": GIVEN for name in columns}
        read = tuple((name, reader(column)) for name, column in columns.items())
        return _Form(read, given, columns_of(columns), tuple(unread))
