"""Which edition of a code binds a member, and how long a notice is: register and editions at the anchor in."""

from datetime import date, timedelta

from panarchy_rules.base.calendar import DatePolicy, add
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Days, Months
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Membership, Snapshot, as_of
from panarchy_rules.rulebook.rulebook import Rulebook

Notice = Days | Months | None


def days_of(notice: Notice, start: date) -> int:
    """A notice period in days from a given day; months are counted on the calendar, month ends rounded up."""
    if notice is None:
        return 0
    return (add(start, notice, DatePolicy.UP) - start).days


_MOST_DAYS = 50


def snapshot(world: LawWorld, anchor: date, known: date | None = None) -> Snapshot:
    """The register at the anchor, with the notice each provider's code requires of those who leave."""
    found = world.days.get((anchor, known))
    if found is None:
        if len(world.days) >= _MOST_DAYS:
            world.days.clear()
        found = world.days[anchor, known] = _snapshot(world, anchor, known)
    return found


def _snapshot(world: LawWorld, anchor: date, known: date | None) -> Snapshot:

    def leave_notice(provider: str, day: date) -> int:
        book = world.in_force(provider, day)
        return days_of(book.leave_notice, day) if book else 0

    return as_of(world.register, anchor, known, leave_notice)


@dataclass(frozen=True, slots=True)
class BoundEdition:
    """The edition that binds a member, and later editions outside the amendment power they accepted."""

    rulebook: Rulebook
    outside_power: tuple[str, ...] = ()


def bound_edition(world: LawWorld, view: Snapshot, membership: Membership) -> BoundEdition | None:
    """The edition in force when the member joined, moved on by every amendment within the power it gives (P11)."""
    editions = [book for book in world.editions(membership.provider) if book.in_force <= view.anchor]
    bound = next((book for book in reversed(editions) if book.in_force <= membership.since), None)
    if bound is None:
        return None
    ratified = {entry.edition for entry in view.ratifications(membership.person, membership.provider)}
    outside: list[str] = []
    for later in editions[editions.index(bound) + 1 :]:
        if later.law.edition in ratified or _within_power(bound, later):
            bound, outside = later, []
        else:
            outside.append(later.law.edition)
    return BoundEdition(bound, tuple(outside))


def _within_power(bound: Rulebook, later: Rulebook) -> bool:
    if bound.amendment_notice is None:
        return False
    announced = later.announced or later.in_force
    return announced + timedelta(days=days_of(bound.amendment_notice, announced)) <= later.in_force
