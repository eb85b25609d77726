"""C1: a claim that codes class differently comes, in each class, to what it would come to if all codes gave that."""

from dataclasses import replace
from random import Random

from panarchy_rules.casefile.judgment import IssueJudgment
from tests.support.small_world import World
from tests.support.theorems.seen import Seen, chains_of, sound, theorem


@theorem()
def a_reading_is_the_claim_if_all_codes_classed_it_so(seen: Seen, chance: Random) -> None:
    """Each reading is the judgment of the world in which every code gives the claim that class."""
    if seen.world.raw.get("incidental") or seen.world.raw.get("titles"):
        return  # These would be classed anew as well.
    for place, issue in enumerate(seen.judgment.issues):
        for reading in issue.readings:
            alone = all_say(seen.world, issue.claim, reading.matter).judged().issues[place]
            assert _said(alone) == _said(reading)
            seen.note("read as of a class")


@theorem()
def no_class_is_preferred(seen: Seen, chance: Random) -> None:
    """What is decided is what every class comes to, or what a forum says that all chains lead to in every class."""
    for issue in seen.judgment.issues:
        notes = {note.code for note in issue.notes}
        results = {_result(one) for one in issue.readings}
        if "SAME_IN_EACH_CLASS" in notes:
            assert results == {_result(issue)}
            assert issue.laws
        elif "CLASSED_BY_FORUM" in notes:
            assert {one.forum.forum for one in issue.readings} == {issue.forum.forum} - {None}
            assert _result(issue) in results
        elif issue.readings:
            assert not issue.laws
            assert not issue.orders
            first = issue.readings[0]
            agreed = len(results) == 1 and first.laws and first.status != "UNDETERMINED"
            agreed = agreed and len({_caps(one) for one in issue.readings}) == 1  # What they come to, without a forum.
            assert not agreed or seen.world.raw.get("claims")  # One that is counted with others.
        for reading in issue.readings:
            for end, chain, assuming in chains_of(reading):
                assert sound(seen, reading, chain, end, assuming), (reading.matter, end)


def all_say(world: World, claim: str, matter: str) -> World:
    """The world in which every code classes the claim alike."""
    own_matter = {one["id"]: one["matter"] for one in world.raw.get("claims", ()) if one.get("matter")}
    filed = own_matter.get(claim) or world.raw["matter"]
    own = () if filed == matter else (f"classify {filed} as {matter}",)
    return world.with_codes(
        replace(code, clauses=(*(c for c in code.clauses if not c.startswith(f"classify {filed} as")), *own))
        for code in world.codes
    )


def _said(issue: IssueJudgment) -> IssueJudgment:
    """All but what is said of how it was classed."""
    steps = tuple(step for step in issue.steps if step.step != "characterisation")
    return issue.model_copy(update={"steps": steps})


def _caps(issue: IssueJudgment) -> frozenset[tuple[str, str]]:
    chains = (chain for law in issue.laws for chain in (*law.chains, *law.also))
    return frozenset((chain.party, edge.cap) for chain in chains for edge in chain.edges if edge.cap)


def _result(issue: IssueJudgment) -> tuple[object, ...]:
    laws = tuple(sorted({law.name for law in issue.laws}))
    return issue.status, laws, issue.forum.forum, tuple(map(str, issue.orders))
