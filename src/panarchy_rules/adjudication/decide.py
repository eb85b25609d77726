"""Decide a plain dispute without writing its reasons down: a world and a table in, law and answers out.

A dispute is plain if it makes one claim on the merits, on facts that are numbers and words, between members of one
provider each whose consents the table of consents resolves, under a law that the kernel can be asked and that leaves
nothing to other laws. Of every other dispute this module says nothing, and it is resolved in full.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import assert_never

from panarchy_rules.adjudication.answers import order_of
from panarchy_rules.adjudication.prepare_plain import Form, Prepared, Preparing
from panarchy_rules.adjudication.reasons import Answered, Reasons, Said
from panarchy_rules.adjudication.reasons_at_once import ReasonsAtOnce
from panarchy_rules.backends.kernel.kernel import Kernel, kernel, shown
from panarchy_rules.backends.kernel.rows import Row
from panarchy_rules.backends.lowered.answered import SETTLED
from panarchy_rules.backends.lowered.rules import VALUE
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef, show
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.choice_of_law.table import ASK, Consents, Entry
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import MERITS, Owing, Rulebook
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined

_PARTIES = frozenset({"claimant", "respondent"})
_TRIED = 8  # Disputes under a law before it is compiled for more.
_MOST = 100_000


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
        words = shown(self.kernel.program, says, value) if is_amount else found.value
        return Answered(*ends, found.head, found.verdict, words, found.grounds)

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

    def __init__(self, world: LawWorld, before: "Deciding | None" = None) -> None:
        self.world = world
        self.consents: Consents = before.consents.after(world) if before else Consents(world)
        alike = before if before and before.world.rulebooks is world.rulebooks else None
        self._laws: dict[tuple[int, LawRef], _Asked | None] = alike._laws if alike else {}
        self._tried: dict[tuple[int, LawRef], int] = {}
        self._entries: dict[tuple[tuple[str, str], str, date], Entry] = {}
        self._preparing: Preparing = Preparing(world, self.consents, alike._preparing.forms if alike else {})
        self._reasons = ReasonsAtOnce(world)
        self.prepare: Callable[[Mapping[str, object]], Prepared | None] = self._preparing.prepared

    def after(self, world: LawWorld) -> "Deciding":
        """The same for a world with more entries in its register."""
        return Deciding(world, self)

    def say(self, prepared: Prepared) -> Said | None:
        """The law of a dispute and its answers; None if it has to be resolved in full."""
        between = prepared.between
        entry = self._entry(between.codes, between.matter, between.anchor)
        law: LawRef | Entry | None = entry.law
        if entry.ask:
            return None
        if entry.fact:
            law = self._preparing.named(entry, prepared.facts.get(entry.fact), between.codes)
        if law is ASK:
            return None
        return self._ask(prepared, law) if isinstance(law, LawRef) else Said()

    def reasons(self, prepared: Prepared, said: Said, judged: Callable[[], Judgment]) -> Reasons | None:
        """The reasons for what was said of a dispute; None if they have to be taken from its judgment."""
        return self._reasons.reasons(prepared.between, prepared.facts, said, judged)

    # --- the law ---

    def _entry(self, codes: tuple[str, str], matter: str, anchor: date) -> Entry:
        key = codes, matter, anchor
        found = self._entries.get(key)
        if found is None:
            if len(self._entries) >= _MOST:
                self._entries.clear()
            found = self._entries[key] = self.consents.entry(*codes, matter, MERITS, anchor)
        return found

    def _ask(self, prepared: Prepared, law: LawRef) -> Said | None:
        asked = self._laws.get((prepared.form.place, law)) or self._compiled_for(prepared.form, law)
        if asked is None:
            return None
        claimant, respondent = prepared.between.members
        answers = []
        for one in asked.questions:
            answer = one.answer(prepared.row, claimant, respondent)
            if answer is None:
                return None
            answers.append(answer)
        return Said(asked.laws, tuple(answers))

    def _compiled_for(self, form: Form, law: LawRef) -> _Asked | None:
        """A law compiled for disputes of a form, once it was asked often enough for that."""
        key = form.place, law
        if key not in self._laws:
            self._tried[key] = self._tried.get(key, 0) + 1
            if self._tried[key] >= _TRIED:
                questions = self._compiled(form, self.world.rulebooks[law])
                self._laws[key] = None if questions is None else _Asked((law,), questions)
        return self._laws.get(key)

    def _compiled(self, form: Form, book: Rulebook) -> "tuple[_Question, ...] | None":
        """What a law is asked about a claim; None if it has to be asked in full."""
        if not self._preparing.is_plain(book.law.provider):
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
