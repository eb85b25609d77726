"""What is true of every world in whose codes some issues are kept together."""

from dataclasses import replace
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Judgment
from tests.support.chains import faults, sharing
from tests.support.fewer import fewer_examples
from tests.support.small_world import World
from tests.support.worlds import worlds

ISSUES = ("merits", "cost", "term")
CLAUSES = (
    "keep together merits, cost", "keep together cost, term", "keep together merits, term for contract",
    "keep together merits, cost, term", "acceptance zz_k accept LAW on cost", "acceptance zz_l accept LAW on merits",
    "reservation zz_r refuse result on cost where result of cost > 1 EUR", "gaps on cost next law",
    "rule zz_c respondent owes claimant 5 EUR as cost", "rule zz_t respondent owes claimant result of cost as term",
)  # fmt: skip


@st.composite
def grouped(draw: st.DrawFn) -> World:
    """A world whose dispute raises three issues, and whose codes keep some of them together."""
    world = draw(worlds())
    for provider in sorted({code.provider for code in world.codes}):
        mine = draw(st.lists(st.sampled_from(CLAUSES), max_size=3, unique=True))
        law = draw(st.sampled_from([code.law for code in world.codes if code.provider != provider]))
        for clause in mine:
            world = world.with_clause(provider, clause.replace("LAW", law.replace(" ", " edition ")))
        if draw(st.booleans()):
            world = world.with_clause(provider, CLAUSES[0])
    return issues_of(world, ISSUES)


def issues_of(world: World, issues: tuple[str, ...]) -> World:
    """The world with other issues in its dispute, and an issue and a head more in its vocabulary."""
    words = world.words if "issue term" in world.words else f"{world.words}issue term\nhead term settles term\n"
    claims = [{k: v for k, v in claim.items() if k != "issues"} for claim in world.raw.get("claims", [])]
    raw = {**world.raw, "issues": list(issues), **({"claims": claims} if claims else {})}
    return replace(world, raw=raw, words=words)


@fewer_examples
@given(grouped())
def test_what_codes_tie_is_found_without_the_engine(world: World) -> None:
    """The issues under one law are those that an independent reading of the register and the codes finds.

    They have one law, every chain to it holds, and `verify` agrees.
    """
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)

    assert panarchy.verify(judgment) == ()
    laws = {(one.claim, one.issue): {law.name for law in one.laws} for one in judgment.issues}
    for issue in judgment.issues:
        event(f"together with {len(issue.together)}, {issue.status}")
        assert set(issue.together) == sharing(panarchy, judgment, issue)
        for other in issue.together:
            assert laws[issue.claim, other] == laws[issue.claim, issue.issue]
        for law in issue.laws:
            for chain in law.chains:
                assuming = {a.about: a.value for a in law.assuming}
                assert faults(panarchy, judgment, issue, chain, law.name, assuming) == []


@fewer_examples
@given(grouped(), st.data())
def test_a_group_that_was_changed_does_not_verify(world: World, data: st.DataObject) -> None:
    """Nothing can be taken out of a group or put into it."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)
    at = data.draw(st.integers(0, len(judgment.issues) - 1))
    issue = judgment.issues[at]
    choices = [
        subset for subset in ((), ("cost",), ("merits",), ("cost", "term")) if set(subset) != set(issue.together)
    ]
    other = issue.model_copy(update={"together": data.draw(st.sampled_from(choices))})
    issues = (*judgment.issues[:at], other, *judgment.issues[at + 1 :])

    assert panarchy.verify(judgment.model_copy(update={"issues": issues}))


@fewer_examples
@given(grouped(), st.randoms(use_true_random=False))
def test_the_order_of_clauses_and_issues_says_nothing(world: World, chance: Any) -> None:
    """The same is decided whatever the order of clauses, files and issues."""
    codes = [replace(code, clauses=tuple(chance.sample(code.clauses, len(code.clauses)))) for code in world.codes]
    other = issues_of(replace(world, codes=tuple(chance.sample(codes, len(codes)))), tuple(chance.sample(ISSUES, 3)))

    assert said(other.judged()) == said(world.judged())


@fewer_examples
@given(grouped(), st.data())
def test_fewer_facts_never_decide_more(world: World, data: st.DataObject) -> None:
    """What is decided on fewer facts stays decided on more, with the same orders."""
    facts = dict(world.raw["facts"])
    standing = {one["fact"] for one in world.raw.get("standings", ())}  # What has a standing is stated.
    for name in sorted(facts):
        if data.draw(st.booleans()) and name not in standing:
            del facts[name]
    for before, after in zip(world.with_facts(facts).judged().issues, world.judged().issues, strict=True):
        closed = {"signed", "weather"} & (set(world.raw["facts"]) - set(facts))
        if before.status == "DECIDED" and not closed:
            event("decided on fewer facts")
            assert after.status in DECIDED
            assert set(map(str, after.orders)) == set(map(str, before.orders))


def said(judgment: Judgment) -> dict[tuple[str, str], tuple[object, ...]]:
    """What a judgment says on each issue, without the words of the rules."""
    return {
        (i.claim, i.issue): (
            i.status, i.together, [law.name for law in i.laws], sorted(map(str, i.orders)), i.refused_results,
            sorted(i.reasons), sorted(i.lacking), sorted(note.text for note in i.notes), i.bridges,
        )
        for i in judgment.issues
    }  # fmt: skip
