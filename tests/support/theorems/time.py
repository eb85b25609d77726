"""P7, P8 and P9: what is done after the anchor changes nothing, unless all who are to be bound join in."""

from datetime import date
from random import Random
from typing import Any

from panarchy_rules.register import Agree, Entry, Join, Leave, Ratify, Revoke, RevokeClause, Submit
from tests.support.small_world import NO_LAW, World
from tests.support.theorems.others import claims
from tests.support.theorems.seen import Seen, theorem
from tests.support.worlds import ANCHOR, OTHERS, PARTIES, Shape

AFTER = date(2026, 1, 1)
ANY_DAY = (date(2021, 1, 1), date(2025, 6, 1), ANCHOR, date(2025, 6, 16), AFTER)


@theorem()
def p7_survival(seen: Seen, chance: Random) -> None:
    """Leaving or revoking after the anchor changes nothing."""
    world = seen.world
    later = [ended(entry, chance) for entry in world.entries]
    later += [
        RevokeClause(recorded=AFTER, effective=chance.choice(ANY_DAY), provider=code.provider, clause=clause.split()[1])
        for code in world.codes
        for clause in code.clauses
        if clause.startswith("acceptance") and code.edition == "1"
    ]
    chosen = [act for act in later if act and chance.random() < 0.5]

    assert world.with_acts(*still_members(world, chosen)).judged().body() == seen.body


@theorem()
def p8_no_retroactive_shopping(seen: Seen, chance: Random) -> None:
    """Consents after the anchor are ignored unless all parties to be bound join them."""
    world = seen.world
    provider = chance.choice([code.provider for code in world.codes])
    person = chance.choice([world.dispute.parties[role] for role in ("claimant", "respondent")])
    effective = chance.choice(ANY_DAY)
    edition = chance.choice([code.edition for code in world.codes if code.provider == provider])
    other = chance.choice([*OTHERS, *(p for p in PARTIES if p != person)])
    acts: list[Entry] = [
        Join(recorded=AFTER, effective=effective, person=person, provider=provider),
        Submit(recorded=AFTER, effective=effective, person=person, law=provider, edition=edition),
        Ratify(recorded=AFTER, effective=effective, person=person, provider=provider, edition=edition),
    ]
    everyone = {person_ for claim in claims(world) for person_ in claim}
    if not everyone <= {person, other}:
        acts.append(Agree(recorded=AFTER, parties=(person, other), law=provider, edition=edition))

    assert world.with_acts(*acts).judged().body() == seen.body


@theorem(Shape(claims=False))
def an_agreement_of_all_prevails(seen: Seen, chance: Random) -> None:
    """What all parties agree on after everything else governs, whatever else they consented to."""
    world = seen.world
    code = chance.choice(world.codes)
    parties = (world.dispute.parties["claimant"], world.dispute.parties["respondent"])
    agreed = Agree(recorded=AFTER, parties=parties, law=code.provider, edition=code.edition)

    for issue in world.with_acts(narrow(agreed, world)).judged().issues:
        assert issue.status not in NO_LAW
        assert {law.name for law in issue.laws} <= {code.law}
        assert all(chain.tier == 0 for law in issue.laws for chain in law.chains)


def ended(entry: Entry, chance: Random) -> Entry | None:
    """What would end an act, entered after the anchor; what only all together can end is not back-dated."""
    days: dict[str, Any] = {"recorded": AFTER, "effective": chance.choice(ANY_DAY)}
    match entry:
        case Join():
            return Leave(person=entry.person, provider=entry.provider, **days)
        case Submit():
            return Revoke(person=entry.person, of=entry.entry, **days)
        case Agree() if entry.effective <= ANCHOR:
            return Revoke(persons=entry.parties, of=entry.entry, recorded=AFTER, effective=AFTER)
    return None


def still_members(world: World, acts: list[Entry]) -> list[Entry]:
    """Exits only of those who have not left, each once."""
    inside = {(e.person, e.provider): isinstance(e, Join) for e in world.entries if isinstance(e, Join | Leave)}
    return [a for a in acts if not isinstance(a, Leave) or inside.pop((a.person, a.provider), False)]


def narrow(agreed: Agree, world: World) -> Agree:
    """An agreement on exactly what the dispute is about, so that none is narrower."""
    raw = world.raw
    return agreed.model_copy(update={"matters": (raw["matter"],), "issues": tuple(raw["issues"])})
