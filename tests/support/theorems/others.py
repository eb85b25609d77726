"""P2 and P3: what others do and declare changes nothing for those who have not consented to it."""

from dataclasses import replace
from random import Random
from typing import Any

from panarchy_rules.register import Agree, End, Entry, Join, Submit
from tests.support.small_world import World, names
from tests.support.theorems.seen import Seen, paired, reached, theorem
from tests.support.worlds import BLANK, OTHERS


@theorem()
def p2_non_interference(seen: Seen, chance: Random) -> None:
    """The result does not change when a person who is no party and named by no factor leaves or joins anything."""
    world = seen.world
    strangers = [person for person in OTHERS if person not in named_in(world)]
    if not strangers:
        return
    seen.note("a stranger came and went")
    assert without_a_stranger(world, chance.choice(strangers), chance).judged().body() == seen.body


def without_a_stranger(world: World, stranger: str, chance: Random) -> World:
    """The world in which somebody did nothing, or something else."""
    instead = [blank(e) if e.act != "agree" and stranger in names(e) else e for e in world.entries]
    if chance.random() < 0.5:
        for place in [i for i, entry in enumerate(instead) if names(entry) == [BLANK]]:
            instead[place] = act_of(stranger, world, instead[place], chance)
    return world_of(world, instead)


@theorem()
def p3_non_imposition(seen: Seen, chance: Random) -> None:
    """Declarations outside p's chain never enlarge Cl(p), except through the mirrors that p's own clauses name.
    Where it gives the parties a forum that has decided, or that waits or may have to, no law is searched for."""
    world = seen.world
    provider = chance.choice(sorted({code.provider for code in world.codes}))
    more = world.with_clause(provider, new_clause(world, provider, chance))

    for issue, after in paired(seen.judgment, more.judged()):
        mirrored = any("reciprocal" in code.text for code in world.codes if code.provider != provider)
        outside = [f.party for f in issue.frontiers if provider not in followed(world, consented(world, f.party))]
        everyone = len(outside) == len(issue.frontiers)
        elsewhere = any(step.step == "earlier proceedings" for step in after.steps) and not after.frontiers
        # A forum may say as of which class the claim is read, and by that whose chains are shown.
        if (everyone or not mirrored) and not elsewhere and not (issue.readings and after.status != issue.status):
            before, now = reached(issue), reached(after)
            assert {who: before[who] for who in outside} == {who: now[who] for who in outside}
        # A preliminary question is for the codes of its own persons.
        theirs = {who for one in issue.incidental for who in (one.claimant, one.respondent)}
        if everyone and outside and theirs <= {*outside}:
            seen.note("declared outside of both chains")
            assert after.model_copy(update={"bridges": ()}) == issue.model_copy(update={"bridges": ()})


def claims(world: World) -> list[tuple[str, str]]:
    """Claimant and respondent of every claim."""
    raw = world.raw.get("claims") or [world.raw["parties"]]
    return [(claim["claimant"], claim["respondent"]) for claim in raw]


def named_in(world: World) -> set[str]:
    """Everyone a dispute names, as a party, in a role or as a factor, and who is bound with the parties."""
    facts = {str(value) for value in world.raw["facts"].values()}
    agreed = {name for e in world.entries if isinstance(e, Agree) for name in e.parties}
    asked = {one[side] for one in world.raw.get("incidental", ()) for side in ("claimant", "respondent")}
    did = {act["by"] for act in world.raw.get("proceedings", ())} | {str(world.raw.get("assignee"))}
    parties = {*world.raw["parties"].values(), *(p for pair in claims(world) for p in pair)}
    return parties | facts | agreed | asked | did


def consented(world: World, person: str) -> set[str]:
    """The providers whose law an act of a person has ever led to."""
    mine = [e for e in world.entries if person in names(e)]
    return {person} | {str(getattr(e, key, None)) for e in mine for key in ("provider", "law")}


def followed(world: World, providers: set[str]) -> set[str]:
    """The providers whose clauses may be read for those who consented to some: all, if references are whole."""
    whole = any("whole" in code.text for code in world.codes if code.provider in providers)
    return {code.provider for code in world.codes} if whole else providers


def world_of(world: World, entries: list[Entry]) -> World:
    """The same world with another register."""
    return replace(world, entries=tuple(entries))


def blank(entry: Entry) -> Entry:
    """An act of nobody in the place of an act."""
    return Submit(entry=entry.entry, recorded=entry.recorded, person=BLANK, law="harbor", edition="1")


def going_on(world: World) -> list[str]:
    """The providers that do not end, so that they can be joined at any time."""
    ended = {entry.provider for entry in world.entries if isinstance(entry, End)}
    return sorted({code.provider for code in world.codes} - ended)


def act_of(person: str, world: World, place: Entry, chance: Random) -> Entry:
    """Something a person may do by themselves, in the place of another entry."""
    common: dict[str, Any] = {"entry": place.entry, "recorded": place.recorded}
    provider = chance.choice(going_on(world))
    match chance.randrange(3):
        case 0:
            return Join(provider=provider, person=person, **common)
        case 1:
            return Submit(law=provider, person=person, **common)
        case _:
            return Agree(parties=(person, BLANK), law=provider, **common)


def new_clause(world: World, provider: str, chance: Random) -> str:
    """A clause that a provider may add to its code."""
    others = [code.law for code in world.codes if code.provider != provider]
    law = chance.choice(others).replace(" ", " edition ")
    when = chance.choice(["", " when urgent", " when place is north", " as respondent", " rank 0"])
    forums = sorted(c.split()[1] for code in world.codes for c in code.clauses if c.startswith("forum"))
    kinds = [f"accept {law}{when}", f"accept law of respondent{when}", f"accept forum {chance.choice(forums)}"]
    return chance.choice([*(f"acceptance zz {kind}" for kind in kinds), "own law never", "own law never for tort"])
