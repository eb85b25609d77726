"""Read a plain dispute once, to be decided any number of times: a world and a table in, numbers and codes out.

A table that is written in another way, or states what only few do, gives None, and its dispute is resolved in full.
"""

import re
from collections.abc import Mapping
from datetime import date

from panarchy_rules.adjudication.read_numbers import Read, column_of, columns_of, reader
from panarchy_rules.adjudication.reasons_at_once import Between
from panarchy_rules.backends.kernel.rows import GIVEN, Row
from panarchy_rules.backends.lowered.facts import Columns, FactColumn
from panarchy_rules.base import fields
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.table import ASK, NO_LAW, Consents, Entry
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook.limits import Limits
from panarchy_rules.rulebook.rulebook import MERITS

_NEEDED = frozenset({"id", "matter", "anchor", "parties", "facts"})
_ID = re.compile(fields.ID)
_MOST_FORMS = 1000


@dataclass(frozen=True, slots=True)
class Form:
    """Disputes that state the same facts in the same units: how these are read, and which of them name laws."""

    place: int
    read: tuple[tuple[str, Read], ...]
    given: Row
    columns: Columns
    unread: tuple[str, ...]

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
class Prepared:
    """A plain dispute as it was read in one world: what it is between, and its facts as filed and as numbers."""

    raw: Mapping[str, object]
    world: LawWorld
    between: Between
    facts: Mapping[str, object]
    form: Form
    row: Row


class Preparing:
    """Reads the disputes of a world. The forms in which they are stated it keeps."""

    def __init__(self, world: LawWorld, consents: Consents, forms: dict[tuple[str, ...], Form | None]) -> None:
        self.world = world
        self.forms = forms
        self._consents = consents
        plain = [] if world.is_procedural(MERITS) else world.vocabulary.matters
        self._matters = {matter for matter in plain if world.classes_of(matter) == (matter,)}
        self._is_plain: dict[str, bool] = {}
        self._days: dict[object, date] = {}

    def prepared(self, raw: Mapping[str, object]) -> Prepared | None:
        """A dispute as it was read; None if it has to be resolved in full."""
        matter, parties, facts = raw.get("matter"), raw.get("parties"), raw.get("facts")
        if raw.keys() != _NEEDED or type(parties) is not dict or type(facts) is not dict:
            return None
        if type(matter) is not str or matter not in self._matters or not self._fits(raw["id"], parties):
            return None
        anchor = self._day(raw["anchor"])
        if anchor is None:
            return None
        members = parties["claimant"], parties["respondent"]
        one, other = self._consents.provider(members[0], anchor), self._consents.provider(members[1], anchor)
        if one is None or other is None or not self.is_plain(one) or not self.is_plain(other):
            return None
        form = self._form(facts)
        row = form.row(facts) if form else None
        if form is None or row is None:
            return None
        named = tuple([facts[name] for name in form.unread])
        between = Between(members, (one, other), matter, anchor, named)
        if named and ASK in [self.named(Entry(fact=name), facts[name], between.codes) for name in form.unread]:
            return None
        return Prepared(raw, self.world, between, facts, form, row)

    def named(self, entry: Entry, stated: object, codes: tuple[str, str]) -> LawRef | Entry:
        """The law that a fact names; no law if it names another one, and `ASK` if more has to be weighed."""
        if stated is None:
            closed = self.world.vocabulary.facts[entry.fact].closing == "not_applicable"
            return NO_LAW if closed else ASK
        books = self.world.editions(stated) if type(stated) is str else ()
        if len(books) != 1 or any(books[0].in_force > self.world.editions(one)[0].in_force for one in codes):
            return ASK
        return books[0].law if entry.law in (None, books[0].law) else NO_LAW

    def is_plain(self, provider: str) -> bool:
        """Whether a code leaves nothing to other laws, and lets no mandatory rules of theirs count."""
        if provider not in self._is_plain:
            books = self.world.editions(provider)
            self._is_plain[provider] = all(
                book.limits == Limits() and not book.overlays() and not book.respects() for book in books
            )
        return self._is_plain[provider]

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

    # --- the facts ---

    def _form(self, facts: Mapping[str, object]) -> Form | None:
        names = tuple(facts)
        if names not in self.forms:
            if len(self.forms) > _MOST_FORMS:
                return None
            self.forms[names] = self._made(facts)
        return self.forms[names]

    def _made(self, facts: Mapping[str, object]) -> Form | None:
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
        return Form(len(self.forms), read, given, columns_of(columns), tuple(unread))
