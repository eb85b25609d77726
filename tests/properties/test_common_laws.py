"""What is true of every world in which a rule asks all laws in common."""

from hypothesis import event, given
from hypothesis import strategies as st

from tests.support.chains import faults, reachable
from tests.support.small_world import World
from tests.support.worlds import worlds

RULE = "rule zz_any respondent owes claimant 7 EUR as cost when under any common law, damages are owed"


def asking(world: World) -> World:
    """The world in which every code asks the laws in common."""
    for provider in sorted({code.provider for code in world.codes}):
        world = world.with_clause(provider, RULE)
    return world


@given(worlds())
def test_the_laws_in_common_are_those_to_which_chains_lead(world: World) -> None:
    """None is left out that is certain, none is in that could not be, and every chain holds without the engine."""
    world = asking(world)
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)

    assert panarchy.verify(judgment) == ()
    for issue in judgment.issues:
        if (
            not issue.common_laws
            or issue.refused_results
            or any(one.clause == "gaps next law" for one in issue.refused)
        ):
            continue
        found = [reachable(panarchy, judgment, issue, person) for person in (issue.claimant, issue.respondent)]
        certain = frozenset.intersection(*(one for one, _ in found))
        possible = frozenset.intersection(*(one for _, one in found))
        said = {met.law for met in issue.common_laws if met.certain}
        event(f"{len(said)} in common")
        assert said <= possible
        assert certain <= {met.law for met in issue.common_laws} <= possible
        for met in issue.common_laws:
            for chain in met.chains:
                assert faults(panarchy, judgment, issue, chain, met.law) == []


@given(worlds(), st.data())
def test_a_law_put_among_those_in_common_is_found_out(world: World, data: st.DataObject) -> None:
    """A law to which no chain leads, or of which chains are left out, does not verify."""
    world = asking(world)
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)
    for at, issue in enumerate(judgment.issues):
        for n, met in enumerate(issue.common_laws):
            if met.certain:
                other = data.draw(st.sampled_from([{"law": "vale 9"}, {"chains": ()}, {"chains": met.chains[:1]}]))
                changed = (*issue.common_laws[:n], met.model_copy(update=other), *issue.common_laws[n + 1 :])
                issues = [*judgment.issues]
                issues[at] = issue.model_copy(update={"common_laws": changed})
                assert panarchy.verify(judgment.model_copy(update={"issues": tuple(issues)}))
                return
