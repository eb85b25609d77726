"""What is true of every world whose codes adapt what laws give together."""

from hypothesis import event, given
from hypothesis import strategies as st

from panarchy_rules.base.values import parse_number
from panarchy_rules.casefile.judgment import Judgment
from tests.properties.test_together import ISSUES, issues_of
from tests.support.fewer import fewer_examples
from tests.support.small_world import World
from tests.support.worlds import worlds

CLAUSES = (
    "adaptation at most the higher result", "adaptation at least the lower result",
    "adaptation at most the higher result for contract",
)  # fmt: skip


@st.composite
def adapting(draw: st.DrawFn) -> World:
    """A world whose dispute raises three issues under laws of their own, and whose codes adapt."""
    world = draw(worlds())
    providers = sorted({code.provider for code in world.codes})
    for n, provider in enumerate(providers):
        for clause in draw(st.lists(st.sampled_from(CLAUSES), max_size=3, unique=True)):
            world = world.with_clause(provider, clause)
        law = draw(st.sampled_from([code.law for code in world.codes if code.provider != provider]))
        world = world.with_clause(
            provider, f"acceptance zz_k accept {law.replace(' ', ' edition ')} on cost rank {n % 2}"
        )
        if draw(st.booleans()):
            world = world.with_clause(provider, f"rule zz_c respondent owes claimant {n + 1}0 EUR as cost")
        if draw(st.booleans()):
            world = world.with_clause(provider, f"rule zz_t respondent owes claimant {5 - n}0 EUR as term")
    return issues_of(world, ISSUES)


def total(judgment: Judgment, claim: str, debtor: str, creditor: str) -> object:
    """What one party pays the other on a claim, by the orders at the top."""
    mine = (o for o in judgment.orders if (o.claim, o.debtor, o.creditor) == (claim, debtor, creditor) and o.amount)
    return sum(parse_number(str(order.amount).split()[0]) for order in mine)


@fewer_examples
@given(adapting())
def test_an_adapted_claim_gives_what_one_of_its_laws_gives(world: World) -> None:
    """The orders at the top come to the highest or the lowest of the whole-law results, and `verify` agrees."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)

    assert panarchy.verify(judgment) == ()
    event(f"{len(judgment.adaptations)} adapted")
    for one in judgment.adaptations:
        whole = [parse_number(each.amount.split()[0]) for each in one.whole]
        wanted = max(whole) if one.kind == "at most" else min(whole)
        assert total(judgment, one.claim, one.debtor, one.creditor) == wanted
        assert {by.party for by in one.by} >= {one.debtor, one.creditor}


@fewer_examples
@given(adapting(), st.data())
def test_an_adaptation_that_was_changed_does_not_verify(world: World, data: st.DataObject) -> None:
    """Another amount, another law, another code or no adaptation at all is found out."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)
    if not judgment.adaptations:
        return
    first, *rest = judgment.adaptations
    changes = [{"amount": "7 EUR"}, {"by": first.by[:1]}, {"together": "7 EUR"}, {"laws": ("vale 9",)}, {"whole": ()}]
    changed = first.model_copy(update=data.draw(st.sampled_from(changes)))

    assert panarchy.verify(judgment.model_copy(update={"adaptations": (changed, *rest)}))
    assert panarchy.verify(judgment.model_copy(update={"adaptations": tuple(rest)}))
