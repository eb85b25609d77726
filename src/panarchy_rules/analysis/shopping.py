"""Law and forum shopping: a world and a dispute in, how it would come out under another membership or forum out.

Memberships are varied as if they had been so at the anchor. Nothing of this decides anything.
"""

from collections.abc import Iterator

from panarchy_rules.adjudication.prepare import claims_of
from panarchy_rules.adjudication.resolve import resolve
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Entry, Join, Register


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a judgment comes to: the status and the laws of each issue, and the orders."""

    issues: tuple[tuple[str, str, tuple[str, ...]], ...]
    orders: tuple[str, ...]

    def __str__(self) -> str:
        parts = [f"{status}{' under ' if laws else ''}{' or '.join(laws)}" for _, status, laws in self.issues]
        return "; ".join([*dict.fromkeys(parts), *self.orders])


@dataclass(frozen=True, slots=True)
class Variation:
    """One thing done otherwise, by whom, and what comes of it."""

    who: str
    what: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Shopping:
    """The outcome as things are, the variations that change it, and how many change nothing."""

    outcome: Outcome
    changed: tuple[Variation, ...]
    unchanged: int


def shopping(world: LawWorld, dispute: Dispute) -> Shopping:
    """Vary the memberships of each party, one at a time, and the forum. Raises Refused as `resolve` does."""
    now = outcome(resolve(world, dispute))
    varied = [*_forums(world, dispute), *(v for who in _parties(dispute) for v in _memberships(world, dispute, who))]
    changed = tuple(variation for variation in varied if variation.outcome != now)
    return Shopping(now, changed, len(varied) - len(changed))


def _parties(dispute: Dispute) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for claim in claims_of(dispute) for p in (claim.claimant, claim.respondent)))


def _forums(world: LawWorld, dispute: Dispute) -> Iterator[Variation]:
    for forum in world.forums:
        if forum != dispute.forum:
            filed = dispute.model_copy(update={"forum": forum})
            yield Variation("", f"the dispute is filed with {forum}", outcome(resolve(world, filed)))


def _memberships(world: LawWorld, dispute: Dispute, who: str) -> Iterator[Variation]:
    joins = [entry for entry in world.register.naming(who) if isinstance(entry, Join) and entry.person == who]
    mine = {join.provider for join in joins}
    if mine:
        yield _varied(world, dispute, who, f"{who} belongs to no code", [])
    anchor = min(claim.anchor or dispute.anchor for claim in claims_of(dispute))
    for provider in world.providers:
        book = world.in_force(provider, anchor)
        if book is None or book.governs is None or provider in mine:
            continue
        joined = Join(recorded=anchor, person=who, provider=provider)
        if mine:
            yield _varied(world, dispute, who, f"{who} belongs to {provider} too", [*joins, joined])
        yield _varied(world, dispute, who, f"{who} belongs to {provider}{' instead' if mine else ''}", [joined])


def _varied(world: LawWorld, dispute: Dispute, who: str, what: str, joins: list[Join]) -> Variation:
    """The dispute with these memberships of a person in the place of theirs."""
    entries = [entry for entry in world.register.entries if not (isinstance(entry, Join) and entry.person == who)]
    last = world.register.entries[-1].entry if world.register.entries else 0
    numbered = [join if join.entry else join.model_copy(update={"entry": last + 1}) for join in joins]
    register = Register(tuple(sorted([*entries, *numbered], key=_number)), world.register.path)
    persons = tuple(dict.fromkeys((*world.persons, *world.register.persons)))
    return Variation(who, what, outcome(resolve(replace(world, register=register, persons=persons), dispute)))


def _number(entry: Entry) -> int:
    return entry.entry


def outcome(judgment: Judgment) -> Outcome:
    """Statuses, laws and orders of a judgment."""
    issues = tuple(
        (f"{i.claim}/{i.issue}", str(i.status), tuple(dict.fromkeys(law.name for law in i.laws)))
        for i in judgment.issues
    )
    return Outcome(issues, tuple(map(str, judgment.orders)))
