"""Look up again who belonged where: a world and an anchor in, memberships, binding editions and home laws out.

Read from the entries and the editions' dates alone, for checking a judgment; the engine has its own way.
"""

from collections.abc import Callable
from dataclasses import field
from datetime import date, timedelta
from typing import Any, TypeVar

from panarchy_rules.base.calendar import DatePolicy, add
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import Days, LawRef, Months
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, Birth, ConsentKind, End, Entry, Guardian, Home, Join, Leave, Ratify, Submit
from panarchy_rules.rulebook.rulebook import Rulebook

R = TypeVar("R")
_MOST = 1000
"""How many days and matters are kept at once."""


@dataclass(frozen=True, slots=True)
class Members:
    """What the register and the editions say on the day of the anchor about a matter."""

    world: LawWorld
    anchor: date
    matter: str
    event: date | None = None  # The day of the event that is judged, where members are looked up as of another one.
    known: dict[tuple[str, object], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, world: LawWorld, anchor: date, matter: str) -> "Members":
        """Those of a day and a matter, who are looked up once."""
        kept = world.kept.setdefault("members", {})
        if len(kept) >= _MOST:
            kept.clear()
        found: Members = kept.setdefault((anchor, matter), cls(world, anchor, matter))
        return found

    def _once(self, what: str, about: object, find: Callable[[], R]) -> R:
        key = what, about
        if key not in self.known:
            self.known[key] = find()
        found: R = self.known[key]
        return found

    def on_time(self, entry: Entry) -> bool:
        """Whether an act was both in effect and on record at the anchor."""
        return entry.effective <= self.anchor and entry.recorded <= self.anchor

    def ended_by(self, entry: Join) -> Leave | None:
        """The exit that had ended a membership, if one had."""
        return self._once("exit", entry.entry, lambda: self._ended_by(entry))

    def _ended_by(self, entry: Join) -> Leave | None:
        for leave in self.world.register.naming(entry.person):
            if not isinstance(leave, Leave) or (leave.person, leave.provider) != (entry.person, entry.provider):
                continue
            if leave.entry > entry.entry and self.on_time(leave):  # A later exit ends a later membership.
                return leave if self.left_on(leave) <= self.anchor else None
        return None

    def still_binds(self, entry: Join, leave: Leave) -> bool:
        """Whether the code that was left has a tail that reaches the matter at the anchor."""
        left = self.left_on(leave)
        then = replace(self, anchor=left, event=self.event or self.anchor)
        book = then.binding(entry)
        if book is None or self.has_ended(entry.provider) or then._is_proxy(entry) or not self.reaches(entry, book):
            return False
        return any(covers(t.matters, self.matter) and self.anchor < after(left, t.lasting) for t in book.limits.tails)

    def bound_by(self, entry: Join) -> Rulebook | None:
        """The edition that binds, that of the day of the exit if it is a tail that binds."""
        leave = self.ended_by(entry)
        return (
            replace(self, anchor=self.left_on(leave), event=self.event or self.anchor).binding(entry)
            if leave
            else self.binding(entry)
        )

    def has_ended(self, provider: str, day: date | None = None) -> bool:
        """Whether a provider had ended by a day, the anchor if none is given."""
        ends = self._once("ends", "", self._ends)
        return any(end <= (day or self.anchor) for end in ends.get(provider, ()))

    def _ends(self) -> dict[str, list[date]]:
        found: dict[str, list[date]] = {}
        for entry in self.world.register.entries:
            if isinstance(entry, End):
                found.setdefault(entry.provider, []).append(max(entry.effective, entry.recorded))
        return found

    def binding(self, entry: Join) -> Rulebook | None:
        """The edition a member is bound by, recomputed from the editions' dates."""
        return self._once("binding", entry.entry, lambda: self._binding(entry))

    def _binding(self, entry: Join) -> Rulebook | None:
        ratified = {
            e.edition
            for e in self.world.register.naming(entry.person)
            if isinstance(e, Ratify) and (e.person, e.provider) == (entry.person, entry.provider) and self.on_time(e)
        }
        since = max(entry.effective, entry.recorded)
        bound: Rulebook | None = None
        for book in self._editions(entry.provider, self.anchor):
            if book.in_force <= since or (bound and (book.law.edition in ratified or _in_power(bound, book))):
                bound = book
        return bound

    def reaches(self, entry: Join, book: Rulebook) -> bool:
        """Whether a membership reaches the matter: the join names it, or else the code governs it."""
        reach = entry.matters or book.governs
        return reach is not None and covers(reach, self.matter)

    def home(self, person: str) -> LawRef | None:
        """The law of the membership called home for the matter, or else of the oldest that covers it."""
        found = self.laws(person)
        return found[0][2] if found else None

    def laws(self, person: str) -> list[tuple[date, int, LawRef]]:
        """Every membership that reaches the matter: home first, then the oldest. A provider belongs to its own code."""
        return self._once("laws", person, lambda: self._laws(person))

    def _laws(self, person: str) -> list[tuple[date, int, LawRef]]:
        found: list[tuple[date, int, LawRef]] = []
        for entry in (*self._joined(person), *self._tailed(person)):
            book = self.bound_by(entry)
            if book and self.reaches(entry, book) and not self.is_split(entry):
                found.append((max(entry.effective, entry.recorded), entry.entry, book.law))
        own = None if self.has_ended(person) else self.in_force(person, self.anchor)
        if own and own.governs is not None and covers(own.governs, self.matter):
            found.append((own.in_force, 0, own.law))
        home = self._called_home(person, {law.provider for _, _, law in found})
        return sorted(found, key=lambda one: (one[2].provider != home, one))

    def _called_home(self, person: str, providers: set[str]) -> str | None:
        """The provider that a person last called home, of those to which they belong for the matter."""
        said = [e for e in self.world.register.naming(person) if isinstance(e, Home) and self.on_time(e)]
        said = [e for e in said if e.provider in providers and covers(e.matters, self.matter)]
        said = [e for e in said if person in self.world.providers or self._of_age(person, e.recorded)]
        return said[-1].provider if said else None

    def is_split(self, entry: Join) -> bool:
        """Whether others chose this code for a person and another one besides, and the person ratified neither."""
        if not self._is_proxy(entry):
            return False
        others = (e for e in self._joined(entry.person) if e.provider != entry.provider and self._is_proxy(e))
        return any((book := self.binding(other)) and self.reaches(other, book) for other in others)

    def _is_proxy(self, entry: Join) -> bool:
        mine = (e for e in self.world.register.naming(entry.person) if isinstance(e, Ratify) and self.on_time(e))
        mine = (e for e in mine if e.provider == entry.provider and self._of_age(entry.person, e.recorded))
        return entry.kind is ConsentKind.PROXY and not any(mine)

    def _of_age(self, person: str, day: date) -> bool:
        """Whether a person is of age on a day, if their law asks."""
        law = self.of_age_by(person)
        birth = next((e for e in self.world.register.naming(person) if isinstance(e, Birth)), None)
        if law is None or law.limits.majority is None or (birth and birth.legal_person):
            return True
        of_age = _comes_of_age(birth, law)
        return of_age is not None and of_age <= day

    def belongs(self, person: str, providers: tuple[str, ...]) -> bool:
        """Whether a person is a member of one of some providers, for whatever matter."""
        own = person in providers and not self.has_ended(person) and self.in_force(person, self.anchor) is not None
        bound = (*self._joined(person), *self._tailed(person))
        return own or any(entry.provider in providers for entry in bound)

    def in_force(self, provider: str, day: date) -> Rulebook | None:
        """The edition in force on a day."""
        books = self._editions(provider, day)
        return books[-1] if books else None

    def unbound(self, person: str, entry: Join | Submit | Agree, law: Rulebook | None, to: Rulebook | None) -> bool:
        """Whether an act does not bind a person: by the law that says who is of age, and the one the act leads to."""
        if person in self.world.providers:
            return False
        kind = entry.kind
        if entry.by is not None:
            persons = entry.parties if isinstance(entry, Agree) else (entry.person,)
            mine = self._guards(entry.by, person, entry.recorded)
            if not mine and not any(self._guards(entry.by, other, entry.recorded) for other in persons):
                return True
            kind = ConsentKind.PROXY if mine else ConsentKind.EXPRESS
        asks = law.limits.majority if law else None
        birth = next((e for e in self.world.register.naming(person) if isinstance(e, Birth)), None)
        if law is None or asks is None or (birth and birth.legal_person):
            return False
        of_age = _comes_of_age(birth, law)
        for each in self.world.register.naming(person) if of_age else ():
            ratifies = isinstance(each, Ratify) and each.provider == (to or law).law.provider and self.on_time(each)
            if ratifies and of_age and of_age <= each.recorded:
                return False
        if kind is ConsentKind.PROXY:
            return not asks.continuing and (of_age is None or of_age <= max(self.anchor, entry.recorded))
        if kind in (ConsentKind.INHERITED, ConsentKind.PRESUMED) or (of_age and of_age <= entry.recorded):
            return False
        return not (to and to.limits.protects and not (birth and birth.entry < entry.entry))

    def _guards(self, person: str, ward: str, day: date) -> bool:
        mine = (e for e in self.world.register.naming(ward) if isinstance(e, Guardian))
        return any(
            (e.person, e.ward) == (person, ward)
            and max(e.effective, e.recorded) <= day
            and not (e.until and e.until <= day)
            for e in mine
        )

    def of_age_by(self, person: str) -> Rulebook | None:
        """The law of the oldest membership that counts, whatever the matter: it says from when the person can act."""
        found = self._joined(person)
        return self.binding(found[0]) if found else None

    def _joined(self, person: str) -> list[Join]:
        return self._once("joined", person, lambda: self._who_joined(person))

    def _who_joined(self, person: str) -> list[Join]:
        entries = self.world.register.naming(person)
        mine = (e for e in entries if isinstance(e, Join) and e.person == person and self.on_time(e))
        running = [e for e in mine if self.ended_by(e) is None and not self.has_ended(e.provider)]
        kept: list[Join] = []
        first: Rulebook | None = None
        for entry in sorted(running, key=lambda e: (max(e.effective, e.recorded), e.entry)):
            book = self.binding(entry)
            if not self.unbound(person, entry, first or book, book):
                kept.append(entry)
                first = first or book
        return kept

    def is_member(self, entry: Join) -> bool:
        """Whether a membership binds its member: they could act, or somebody could for them."""
        return entry in (*self._joined(entry.person), *self._tailed(entry.person))

    def _tailed(self, person: str) -> list[Join]:
        """Memberships that were left under a code that still binds for the matter."""
        return self._once("tailed", person, lambda: self._who_left(person))

    def _who_left(self, person: str) -> list[Join]:
        entries = self.world.register.naming(person)
        mine = (e for e in entries if isinstance(e, Join) and e.person == person and self.on_time(e))
        over = [e for e in mine if (leave := self.ended_by(e)) and self.still_binds(e, leave)]
        law = self.of_age_by(person)
        return [e for e in over if not self.unbound(person, e, law or self.bound_by(e), self.bound_by(e))]

    def _editions(self, provider: str, day: date) -> list[Rulebook]:
        return self._once("editions", (provider, day), lambda: self._not_put_off(provider, day))

    def _not_put_off(self, provider: str, day: date) -> list[Rulebook]:
        books = [b for b in self._published(provider, day) if not self._put_off(b)]
        return sorted(books, key=lambda b: (b.in_force, b.law.edition))

    def _published(self, provider: str, day: date) -> list[Rulebook]:
        return [book for book in self.world.published.editions(provider) if book.in_force <= day]

    def _put_off(self, book: Rulebook) -> bool:
        """Whether a transition says that an edition governs the matter from a later day only."""
        mine = (one for one in book.limits.transitions if one.since and covers(one.matters, self.matter))
        return any((self.event or self.anchor) < one.since for one in mine if one.since)

    def left_on(self, leave: Leave) -> date:
        """The day on which an exit is through."""
        books = self._published(leave.provider, leave.recorded)
        book = max(books, key=lambda b: (b.in_force, b.law.edition), default=None)
        return max(leave.effective, after(leave.recorded, book.leave_notice if book else None))


def _comes_of_age(birth: Birth | None, law: Rulebook) -> date | None:
    """The day from which a person can act under a law; None if it is not known."""
    if birth is None or birth.born is None or law.limits.majority is None:
        return None
    down = law.date_policy is DatePolicy.DOWN
    return add(birth.born, law.limits.majority.age, DatePolicy.DOWN if down else DatePolicy.UP)


def covers(patterns: tuple[str, ...], name: str) -> bool:
    """Whether some pattern is the name or lies above it. No patterns cover everything."""
    return not patterns or any(name == p or name.startswith(p + ".") for p in patterns)


def after(start: date, notice: Days | Months | None) -> date:
    """The day on which a notice has run."""
    return start if notice is None else add(start, notice, DatePolicy.UP)


def _in_power(bound: Rulebook, later: Rulebook) -> bool:
    if bound.amendment_notice is None:
        return False
    announced = later.announced or later.in_force
    return announced + timedelta(days=(after(announced, bound.amendment_notice) - announced).days) <= later.in_force
