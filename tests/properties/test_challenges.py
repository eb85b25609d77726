"""Contested consents on generated worlds: nothing is gained by contesting, and nothing rests on what is contested."""

from dataclasses import replace

from hypothesis import assume, event, given
from hypothesis import strategies as st

from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.casefile.challenge import Challenge
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import Agree, Join, Leave, Ratify, Register, Submit
from tests.support.chains import faults
from tests.support.small_world import World, names
from tests.support.theorems.seen import chains_of
from tests.support.worlds import worlds


def contested(world: World, entry: int, by: str) -> Dispute:
    """The dispute with both effects of an entry contested."""
    challenge = Challenge(by=by, entry=entry, ground="forgery", reaches=("law", "forum"))
    return world.dispute.model_copy(update={"challenges": (challenge,)})


def struck(panarchy: Panarchy, entry: int) -> Panarchy:
    """The world whose register never had an entry. Everybody stays known."""
    law_world = panarchy.law_world
    left = tuple(each for each in law_world.register.entries if each.entry != entry)
    persons = (*law_world.persons, *law_world.register.persons)
    return replace(panarchy, law_world=replace(law_world, register=Register(left), persons=persons))


@given(worlds(), st.data())
def test_a_contest_changes_no_result(world: World, data: st.DataObject) -> None:
    """What is decided although a consent is contested is decided alike with it and without it, and its chains have no
    fault in a register without it; everything else is reported as contested."""
    panarchy = world.built()
    parties = [world.dispute.parties["claimant"], world.dispute.parties["respondent"]]
    acts = Join | Submit | Agree | Leave | Ratify
    entries = [
        e.entry for e in panarchy.law_world.register.entries if isinstance(e, acts) and set(names(e)) & set(parties)
    ]
    assume(entries)
    entry = data.draw(st.sampled_from(entries))
    judgment = panarchy.resolve(contested(world, entry, data.draw(st.sampled_from(parties))))
    without = struck(panarchy, entry)
    ways = [panarchy.resolve(world.dispute), without.resolve(world.dispute)]

    assert panarchy.verify(judgment) == ()
    for issue, first, second in zip(judgment.issues, *(way.issues for way in ways), strict=True):
        event(f"status {issue.status}")
        ratified = issue.challenges[0].counts == "valid"
        laws = [{law.name for law in one.laws} for one in (issue, first, second)]
        if issue.status is Status.CONSENT_CHALLENGED:
            assert not issue.orders
            assert issue.challenges[0].cures
            assert (first.status, laws[1], [*map(str, first.orders)], first.forum.forum, first.lacking) != (
                second.status, laws[2], [*map(str, second.orders)], second.forum.forum, second.lacking,
            )  # fmt: skip
        elif issue.status in DECIDED and not ratified:
            assert laws[0] == laws[1] == laws[2]
            assert [*map(str, issue.orders)] == [*map(str, first.orders)] == [*map(str, second.orders)]
            for end, chain, assuming in chains_of(issue):
                assert faults(without, judgment, issue, chain, end, assuming) == []
        else:
            assert issue.status in (first.status, second.status)
