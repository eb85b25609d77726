"""Who could bind themselves: a person's acts at the anchor in, those that count and why the others do not out.

The law of the oldest membership that counts says from which age (DOMAIN C12); without one, the law that the act leads
to. Nobody whose birth is not on record is of age here, and nothing done for them goes on; `adjudication/ages.py` tries
it each way.
"""

from collections.abc import Iterable
from datetime import date

from panarchy_rules.base.calendar import DatePolicy, add
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.editions import BoundEdition, bound_edition
from panarchy_rules.choice_of_law.kept_days import kept_of_day
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, ConsentKind, Home, Join, Membership, Snapshot, Submit
from panarchy_rules.rulebook.rulebook import Rulebook

_OWN_ACTS = (ConsentKind.EXPRESS, ConsentKind.CLICK, ConsentKind.CONDUCT)


@dataclass(frozen=True, slots=True, order=True)
class Incapable:
    """An act that does not bind a person: its entry, why, and what would cure it.

    It is `open` if that is so only because a birth is not on record, and the person is `under_age` if at the anchor
    they could not do it again.
    """

    entry: int
    person: str
    reason: str
    cure: str
    open: bool = False
    under_age: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """The memberships of a person that count, those that do not, and the law that says who is of age."""

    kept: tuple[Membership, ...]
    voided: tuple[tuple[Membership, Incapable], ...] = ()
    personal: Rulebook | None = None


@kept_of_day
def counted(world: LawWorld, view: Snapshot, person: str) -> Counted:
    """The memberships of a person at the anchor, the oldest first."""
    found = tuple(sorted(view.memberships(person), key=lambda one: (one.since, one.entry)))
    if not world.watches_capacity or person in world.providers:
        return Counted(found)
    kept: list[Membership] = []
    voided: list[tuple[Membership, Incapable]] = []
    personal: Rulebook | None = None
    for membership in found:
        bound = bound_edition(world, view, membership)
        book = bound.rulebook if bound else None
        entry = view.register.entry(membership.entry)
        assert isinstance(entry, Join)
        why = _Act(world, view, person, entry).objection(personal or book, book)
        if why:
            voided.append((membership, why))
        else:
            kept.append(membership)
            personal = personal or book
    return Counted(tuple(kept), tuple(voided), personal)


def could_join(world: LawWorld, view: Snapshot, membership: Membership, bound: BoundEdition) -> Incapable | None:
    """Why a membership that is over never bound the person; None if it did."""
    person = membership.person
    if not world.watches_capacity or person in world.providers:
        return None
    entry = view.register.entry(membership.entry)
    assert isinstance(entry, Join)
    personal = counted(world, view, person).personal or bound.rulebook
    return _Act(world, view, person, entry).objection(personal, bound.rulebook)


def could_submit(world: LawWorld, view: Snapshot, entry: Submit) -> Incapable | None:
    """Why a submission does not bind its author; None if it does."""
    return _chosen(world, view, entry.person, entry) if world.watches_capacity else None


def could_agree(world: LawWorld, view: Snapshot, entry: Agree, needed: Iterable[str]) -> tuple[Incapable, ...]:
    """Why an agreement does not bind some of those it would have to; then it binds none of them."""
    if not world.watches_capacity:
        return ()
    found = (_chosen(world, view, person, entry) for person in sorted(needed))
    return tuple(one for one in found if one)


def has_ratified(world: LawWorld, view: Snapshot, membership: Membership) -> bool:
    """Whether a member has ratified the code, being of age if that is asked for."""
    person, provider = membership.person, membership.provider
    if not view.ratifications(person, provider):
        return False
    law = counted(world, view, person).personal if world.watches_capacity else None
    age = _Age.of(law, view, person) if law else None
    return age is None or age.has_ratified(view, provider)


def could_name_home(world: LawWorld, view: Snapshot, entry: Home) -> bool:
    """Whether a person was of age, if that is asked for, when they said which provider is home."""
    law = counted(world, view, entry.person).personal if world.watches_capacity else None
    age = _Age.of(law, view, entry.person) if law else None
    return age is None or age.reached(entry.recorded)


def _chosen(world: LawWorld, view: Snapshot, person: str, entry: Submit | Agree) -> Incapable | None:
    if person in world.providers:
        return None
    book: Rulebook | None = None
    if entry.law:
        named = world.rulebooks.get(LawRef(entry.law, entry.edition or ""))
        book = named or world.in_force(entry.law, entry.effective)
    return _Act(world, view, person, entry).objection(counted(world, view, person).personal or book, book)


@dataclass(frozen=True, slots=True)
class _Age:
    """The day on which a person comes of age under a law; None if their birth is not on record."""

    law: Rulebook
    person: str
    from_day: date | None

    @classmethod
    def of(cls, law: Rulebook, view: Snapshot, person: str) -> "_Age | None":
        """None if the law does not ask, or the person has no age."""
        birth = view.birth_of(person)
        if law.limits.majority is None or (birth and birth.legal_person):
            return None
        if birth is None or birth.born is None:
            return cls(law, person, None)
        # Where the year has no such day, and the law does not say what then holds, it is the next one.
        policy = DatePolicy.DOWN if law.date_policy is DatePolicy.DOWN else DatePolicy.UP
        return cls(law, person, add(birth.born, law.limits.majority.age, policy))

    def reached(self, day: date) -> bool:
        """Whether the person is known to be of age on a day."""
        return self.from_day is not None and self.from_day <= day

    def has_ratified(self, view: Snapshot, provider: str) -> bool:
        """Whether the person has ratified a code, being of age."""
        return any(self.reached(entry.recorded) for entry in view.ratifications(self.person, provider))

    @property
    def words(self) -> str:
        """What is known of it."""
        if self.from_day is None:
            return f"the birth of {self.person} is not on record, and {self.law.law} asks for it"
        return f"{self.person} comes of age on {self.from_day} under {self.law.law}"


@dataclass(frozen=True, slots=True)
class _Act:
    """An act by which a person consents, or somebody does for them."""

    world: LawWorld
    view: Snapshot
    person: str
    entry: Join | Submit | Agree

    def objection(self, law: Rulebook | None, leads_to: Rulebook | None) -> Incapable | None:
        """Why the act does not bind the person, by the law that says who is of age; None if it does."""
        kind, unauthorised = self._kind()
        if unauthorised:
            cure = f"a guardian of {self.person} does it, or they do themselves"
            return Incapable(self.entry.entry, self.person, unauthorised, cure)
        age = _Age.of(law, self.view, self.person) if law else None
        if law is None or law.limits.majority is None or age is None:
            return None
        provider = leads_to.law.provider if leads_to else law.law.provider
        if age.has_ratified(self.view, provider):
            return None
        if kind in _OWN_ACTS:
            return self._of_a_minor(age, leads_to, provider)
        if kind is ConsentKind.PROXY and not law.limits.majority.continuing:
            return self._lapsed(age, provider)
        return None

    def _kind(self) -> tuple[ConsentKind, str]:
        """How this person consented, and why whoever acted for them could not."""
        by, day, number = self.entry.by, self.entry.recorded, self.entry.entry
        if by is None:
            return self.entry.kind, ""
        if self.view.is_guardian(by, self.person, day):
            return ConsentKind.PROXY, ""
        persons = self.entry.parties if isinstance(self.entry, Agree) else (self.person,)
        if any(self.view.is_guardian(by, other, day) for other in persons):
            return ConsentKind.EXPRESS, ""  # Somebody else's guardian; this party acted for themselves.
        return ConsentKind.PROXY, f"entry {number} was made for {' or '.join(persons)} by {by}, no guardian on {day}"

    def _of_a_minor(self, age: _Age, leads_to: Rulebook | None, provider: str) -> Incapable | None:
        if age.reached(self.entry.recorded) or self._is_protected(leads_to):
            return None
        cure = f"{self.person} ratifies {provider} once of age, or a guardian of theirs consents for them"
        said = f"entry {self.entry.entry} of {self.entry.recorded} does not bind {self.person}: {age.words}"
        under_age = not age.reached(self.view.anchor)
        return Incapable(self.entry.entry, self.person, said, cure, age.from_day is None, under_age)

    def _is_protected(self, leads_to: Rulebook | None) -> bool:
        """Whether the law protects those who had no notice: the birth was not on record when the act was."""
        birth = self.view.birth_of(self.person)
        return leads_to is not None and leads_to.limits.protects and not (birth and birth.entry < self.entry.entry)

    def _lapsed(self, age: _Age, provider: str) -> Incapable | None:
        day = max(self.view.anchor, self.entry.recorded)
        if age.from_day is not None and not age.reached(day):
            return None
        said = f"entry {self.entry.entry}, made for {self.person} by proxy, binds them no longer: {age.words}"
        cure = f"{self.person} ratifies {provider} once of age"
        return Incapable(self.entry.entry, self.person, said, cure, age.from_day is None)
