"""What was so on a given day: a register and an anchor in, the consents that count then out.

An act of one person counts from the day on which it was both in effect and on record, so that nobody can
choose a law afterwards. What all parties do together counts from the day they say.
Whatever comes after the anchor changes nothing, save for agreements of all, which are listed apart.
"""

from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import date, timedelta
from typing import Any

from panarchy_rules.base.records import dataclass
from panarchy_rules.register.checks import revokes
from panarchy_rules.register.entries import Agree, Birth, Entry, Guardian, Home, Join, Leave, Ratify, Revoke, Submit
from panarchy_rules.register.fields import ConsentKind
from panarchy_rules.register.register import Register

LeaveNotice = Callable[[str, date], int]


def no_notice(provider: str, day: date) -> int:  # noqa: ARG001
    """Every provider lets its members go at once."""
    return 0


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership, from `since` up to, not including, `until`."""

    entry: int
    person: str
    provider: str
    since: date
    matters: tuple[str, ...]
    kind: ConsentKind
    leave: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ClauseRevocation:
    """A provider's declaration that one of its clauses ends. The clause's notice is not yet applied."""

    entry: int
    provider: str
    clause: str
    recorded: date
    effective: date


def as_of(
    register: Register, anchor: date, known: date | None = None, leave_notice: LeaveNotice = no_notice
) -> "Snapshot":
    """The register on the day `anchor`, as far as it was on record on the day `known`."""
    return Snapshot(register, anchor, known, leave_notice)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A view of a register. Each question reads only the entries of those it is about.

    `kept` is what was found out about this day, by whoever asked it; nothing in it is told by anybody else.
    """

    register: Register
    anchor: date
    known: date | None = None
    leave_notice: LeaveNotice = no_notice
    kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def persons(self) -> tuple[str, ...]:
        """Everyone the whole register names, whatever the day."""
        return self.register.persons

    def memberships(self, person: str) -> tuple[Membership, ...]:
        """The memberships that are running at the anchor, those under notice included."""
        return tuple(m for m in self._all_memberships(person) if not self._is_over(m))

    def ended_memberships(self, person: str) -> tuple[Membership, ...]:
        """The memberships that were over at the anchor."""
        return tuple(m for m in self._all_memberships(person) if self._is_over(m))

    def submissions(self, person: str) -> tuple[Submit, ...]:
        """What a person accepts on their own, and has not taken back by the anchor."""
        return tuple(
            entry
            for entry in self._acts_of(person)
            if isinstance(entry, Submit) and entry.person == person and not self._taken_back(entry, person)
        )

    def ratifications(self, person: str, provider: str) -> tuple[Ratify, ...]:
        """The editions of a provider's code that a person has ratified."""
        acts = self._acts_of(person)
        return tuple(entry for entry in acts if isinstance(entry, Ratify) and entry.provider == provider)

    def homes(self, person: str) -> tuple[Home, ...]:
        """What a person has said about which provider is home, the latest first."""
        return tuple(entry for entry in self._acts_of(person) if isinstance(entry, Home))[::-1]

    def end_of(self, provider: str) -> date | None:
        """The day on which a provider ends, whether before the anchor or after it; None if it does not."""
        end = self.register.ends.get(provider)
        # Nobody ends of old by saying so later.
        return max(end.effective, end.recorded) if end and self._is_known(end) else None

    def birth_of(self, person: str) -> Birth | None:
        """The entry on a birth, whenever it was made: a birth is a fact, and nobody chooses it."""
        birth = self.register.births.get(person)
        return birth if birth and self._is_known(birth) else None

    def is_guardian(self, person: str, ward: str, day: date) -> bool:
        """Whether on a day somebody was on record as the guardian of another."""
        return any(
            isinstance(entry, Guardian)
            and (entry.person, entry.ward) == (person, ward)
            and max(entry.effective, entry.recorded) <= day
            and (entry.until is None or day < entry.until)
            and self._is_known(entry)
            for entry in self.register.naming(ward)
        )

    @property
    def agreements_before(self) -> tuple[Agree, ...]:
        """The agreements in effect at the anchor, whenever they were recorded."""
        return tuple(a for a in self._agreements() if a.effective <= self.anchor and not self._undone(a))

    @property
    def agreements_after(self) -> tuple[Agree, ...]:
        """The agreements in effect only after the anchor, and not taken back by all parties since."""
        return tuple(a for a in self._agreements() if a.effective > self.anchor and not self._undone(a))

    def agreements_of(self, person: str, *, after: bool) -> tuple[Agree, ...]:
        """Those of the agreements before the anchor, or after it, that name a person."""
        return tuple(
            entry
            for entry in self.register.naming(person)
            if isinstance(entry, Agree)
            and (entry.effective > self.anchor) == after
            and self._is_known(entry)
            and not self._undone(entry)
        )

    @property
    def clause_revocations(self) -> tuple[ClauseRevocation, ...]:
        """Every clause revocation on record at the anchor, even if it is to take effect later."""
        return tuple(
            ClauseRevocation(entry.entry, entry.provider, entry.clause, entry.recorded, entry.effective)
            for entry in self.register.clause_endings
            if self._is_known(entry) and entry.recorded <= self.anchor
        )

    @property
    def backdated(self) -> tuple[int, ...]:
        """Acts of one person or provider left out because they were recorded only after the anchor."""
        return tuple(
            entry.entry
            for entry in self.register.entries
            if entry.effective <= self.anchor < entry.recorded and self._is_known(entry) and not _is_joint(entry)
        )

    def _is_known(self, entry: Entry) -> bool:
        return self.known is None or entry.recorded <= self.known

    def _acts_of(self, person: str) -> Iterator[Entry]:
        """The entries naming a person that are known, in effect and on record at the anchor."""
        for entry in self.register.naming(person):
            if self._is_known(entry) and entry.effective <= self.anchor and entry.recorded <= self.anchor:
                yield entry

    def _taken_back(self, target: Submit, person: str) -> bool:
        return any(
            isinstance(entry, Revoke) and entry.of == target.entry and revokes(entry, target)
            for entry in self._acts_of(person)
        )

    def _agreements(self) -> Iterator[Agree]:
        return (entry for entry in self.register.agreements if self._is_known(entry))

    def _undone(self, agreement: Agree) -> bool:
        """Have all parties taken an agreement back?

        An agreement made after the anchor may be undone after it, too; an earlier one only by the anchor,
        because what was so on that day stays so.
        """
        return any(
            isinstance(entry, Revoke)
            and entry.of == agreement.entry
            and revokes(entry, agreement)
            and self._is_known(entry)
            and (entry.effective <= self.anchor or agreement.effective > self.anchor)
            for entry in self.register.naming(agreement.parties[0])
        )

    def _all_memberships(self, person: str) -> Iterator[Membership]:
        acts = tuple(self._acts_of(person))
        for entry in acts:
            if isinstance(entry, Join) and entry.person == person:
                leave = _leave_of(entry, acts)
                ends = (self._end(leave) if leave else None, self.end_of(entry.provider))
                yield Membership(
                    entry.entry,
                    person,
                    entry.provider,
                    # Nobody becomes a member of old by saying so later.
                    max(entry.effective, entry.recorded),
                    entry.matters,
                    entry.kind,
                    leave.entry if leave else None,
                    min((day for day in ends if day), default=None),
                )

    def _is_over(self, membership: Membership) -> bool:
        return membership.until is not None and membership.until <= self.anchor

    def _end(self, leave: Leave) -> date:
        try:
            notice_over = leave.recorded + timedelta(days=self.leave_notice(leave.provider, leave.recorded))
        except OverflowError:
            return date.max
        return max(leave.effective, notice_over)


def _leave_of(join: Join, acts: tuple[Entry, ...]) -> Leave | None:
    """The first exit from the same provider after a membership was begun."""
    for entry in acts:
        if isinstance(entry, Leave) and entry.provider == join.provider and entry.entry > join.entry:
            return entry
    return None


def _is_joint(entry: Entry) -> bool:
    return isinstance(entry, Agree) or (isinstance(entry, Revoke) and bool(entry.persons))
