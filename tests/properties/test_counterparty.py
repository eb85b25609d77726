"""What is true of every world in which codes accept the law of the other side."""

from random import Random

from hypothesis import event, given
from hypothesis import strategies as st

from tests.support.chains import faults
from tests.support.fewer import fewer_examples
from tests.support.small_world import World
from tests.support.tampering import broken_chains, swapped
from tests.support.theorems import Seen
from tests.support.theorems.consent import frontiers_are_whole
from tests.support.worlds import worlds

CLAUSES = (
    "acceptance zz_o accept law of counterparty", "acceptance zz_o accept law of counterparty if reciprocal",
    "acceptance zz_o accept law of counterparty whole on cycle own",
    "acceptance zz_o accept law of counterparty rank 0",
    "acceptance zz_o accept law of counterparty as respondent when urgent",
)  # fmt: skip


@st.composite
def facing(draw: st.DrawFn) -> World:
    """A world in which some codes accept the law of the other side."""
    world = draw(worlds())
    for provider in sorted({code.provider for code in world.codes}):
        world = world.with_clause(provider, draw(st.sampled_from(CLAUSES)))
    return world


@fewer_examples
@given(facing())
def test_chains_through_the_law_of_the_other_side(world: World) -> None:
    """`verify` and the independent checker accept every chain, and neither accepts one that was tampered with."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)

    assert panarchy.verify(judgment) == ()
    for issue in judgment.issues:
        for law in issue.laws:
            assuming = {a.about: a.value for a in law.assuming}
            for chain in law.chains if law.through is None else ():
                through = any(edge.clause == "zz_o" for edge in chain.edges)
                event(f"through the other side's law: {through}")
                assert faults(panarchy, judgment, issue, chain, law.name, assuming) == []
                for how, broken in broken_chains(world, chain) if through else ():
                    assert faults(panarchy, judgment, issue, broken, law.name, assuming), how
                    assert panarchy.verify(swapped(judgment, chain, broken)), how


@fewer_examples
@given(facing())
def test_frontiers_are_whole(world: World) -> None:
    """The theorem on frontiers holds of them, too."""
    frontiers_are_whole(Seen(world), Random(0))
