"""What is true of every world with reservations, mandatory rules and gaps in its codes."""

from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Judgment
from tests.support.chains import faults
from tests.support.small_world import World
from tests.support.worlds import worlds

AMOUNTS = st.sampled_from(["1 EUR", "50 EUR", "99 EUR", "101 EUR", "200 EUR"])
ROLES = st.sampled_from(["", " as claimant", " as respondent"])
CONDITIONS = st.sampled_from(["", " and urgent", " and place is north"])


@st.composite
def limited(draw: st.DrawFn) -> World:
    """A world in whose codes some of the new clauses stand."""
    world = draw(worlds())
    for provider in sorted({code.provider for code in world.codes}):
        for clause in draw(st.lists(clauses(provider, sorted({c.provider for c in world.codes})), max_size=2)):
            world = world.with_clause(provider, clause)
    return unique(world)


@st.composite
def clauses(draw: st.DrawFn, provider: str, providers: list[str]) -> str:
    """One clause that limits what other laws may do."""
    amount, number = draw(AMOUNTS), draw(st.integers(1, 9))
    match draw(st.sampled_from(["reservation", "differs", "mandatory", "respect", "gaps", "outsiders"])):
        case "reservation":
            sign, inalienable = draw(st.sampled_from("<>")), draw(st.sampled_from(["", " inalienable"]))
            tested = f"result of damages {sign} {amount}{draw(CONDITIONS)}"
            return f"reservation {provider}_r{number} refuse result{inalienable} where {tested}"
        case "differs":
            by = draw(st.sampled_from(["urgent", "place", "signed"]))
            return f"reservation {provider}_r{number} refuse result where result of damages differs by {by}"
        case "mandatory":
            label = f"{provider}_m{number}"
            rule = f"rule {label} respondent owes claimant {amount}{draw(CONDITIONS).replace(' and', ' when')}"
            return f"{rule}\nmandatory {label} protects members{draw(ROLES)}"
        case "respect":
            cap = draw(st.sampled_from(["", " up to 60 EUR"]))
            whose = draw(st.sampled_from(providers))
            return f"acceptance {provider}_s{number} respect mandatory rules of {whose}{cap}"
        case "outsiders":
            return "outsiders never decide tort"
        case _:
            return "gaps next law"


def unique(world: World) -> World:
    """The world without clauses that repeat a label."""
    codes = []
    for code in world.codes:
        kept: dict[str, str] = {}
        for clause in code.clauses:
            kept.setdefault(" ".join(clause.split()[:2]), clause)
        codes.append(replace(code, clauses=tuple(kept.values())))
    return world.with_codes(codes)


@given(limited())
def test_every_judgment_verifies_and_its_chains_hold(world: World) -> None:
    """`verify` accepts it, and the independent checker finds no fault with a chain of a law or a mandatory rule."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)

    assert panarchy.verify(judgment) == ()
    for issue in judgment.issues:
        event(f"status {issue.status}")
        for law in issue.laws:
            for chain in law.chains:
                assert (
                    faults(panarchy, judgment, issue, chain, law.name, {a.about: a.value for a in law.assuming}) == []
                )
        for rule in issue.mandatory_rules:
            for chain in rule.chains:
                assert faults(panarchy, judgment, issue, chain, rule.code) == []


@given(limited())
def test_a_refused_result_never_comes_back(world: World) -> None:
    """The law whose result a party's code refused does not govern, unless by an agreement of the parties."""
    for issue in world.judged().issues:
        event(f"refused {len(issue.refused_results)}")
        for refused in issue.refused_results:
            chains = [
                c for law in issue.laws if law.name == refused.law for c in law.chains if c.party == refused.party
            ]
            assert all(chain.tier < 2 for chain in chains)


@given(limited(), st.randoms(use_true_random=False))
def test_the_order_of_clauses_and_parties_says_nothing(world: World, random: object) -> None:
    """The same world, its clauses in another order, gives the same bytes but for the places in the text."""
    shuffled = []
    for code in world.codes:
        mixed = list(code.clauses)
        random.shuffle(mixed)  # type: ignore[attr-defined]
        shuffled.append(replace(code, clauses=tuple(mixed)))

    assert said(world.with_codes(shuffled).judged()) == said(world.judged())


@given(limited(), st.data())
def test_fewer_facts_never_decide_more(world: World, data: st.DataObject) -> None:
    """What is decided on fewer facts stays decided on more, with the same orders."""
    facts = dict(world.raw["facts"])
    for name in sorted(facts):
        if data.draw(st.booleans()):
            del facts[name]
    for before, after in zip(world.with_facts(facts).judged().issues, world.judged().issues, strict=True):
        closed = {"signed", "weather"} & (set(world.raw["facts"]) - set(facts))
        if before.status == "DECIDED" and not closed:
            event("decided on fewer facts")
            assert after.status in DECIDED
            assert set(map(str, after.orders)) == set(map(str, before.orders))


def said(judgment: Judgment) -> list[tuple[object, ...]]:
    """What a judgment says, without the words of the rules."""
    return [
        (i.status, [law.name for law in i.laws], i.orders, i.refused_results, i.mandatory_rules, i.reasons, i.lacking)
        for i in judgment.issues
    ]
