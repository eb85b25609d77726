"""Theorem 5 and P15: more consent never takes a law away, and what is named as a cure is one."""

from datetime import date
from random import Random

from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.casefile.judgment import IssueJudgment
from panarchy_rules.choice_of_law.closure import closure, grow
from panarchy_rules.choice_of_law.select import tier_of
from panarchy_rules.register import Agree, Entry, Join, Submit
from tests.support.small_world import NO_LAW, World
from tests.support.theorems.others import going_on
from tests.support.theorems.seen import Seen, again, reached, theorem
from tests.support.theorems.time import AFTER
from tests.support.worlds import Shape


@theorem(Shape(conditions=False, whole=False, classes=False))
def theorem_5_restricted(seen: Seen, chance: Random) -> None:
    """With clauses that lead to the rules of named laws on no condition of fact, adding a consent of p never shrinks
    Cl(q) and never worsens the tier of a law for anyone. With references to whole laws this is false:
    see "A new first clause replaces the old answer" in tests/choice_of_law/whole_references.md."""
    world = seen.world
    person = chance.choice([world.dispute.parties[role] for role in ("claimant", "respondent")])
    code = chance.choice([code for code in world.codes if code.provider in going_on(world)])
    day = date(2025, 6, 15)
    act: Entry = Submit(recorded=day, person=person, law=code.provider, edition=code.edition)
    if chance.random() < 0.5:
        act = Join(recorded=day, person=person, provider=code.provider)

    before, after = closures(world), closures(world.with_acts(act))
    for key, tiers in before.items():
        assert all(node in after[key] and after[key][node] <= tier for node, tier in tiers.items())


@theorem()
def p15_bridges_cure(seen: Seen, chance: Random) -> None:
    """Where there is no common law, each consent that is named as a bridge gives one."""
    for issue in seen.judgment.issues:
        if issue.status not in NO_LAW or not issue.bridges:
            continue
        for act in ("submit", "agree", "accept"):
            named = [bridge for bridge in issue.bridges if bridge.act == act]
            if named:
                bridge = chance.choice(named)
                seen.note(f"cured by {act}")
                cured = again(issue, bridged(seen.world, bridge.act, bridge.authors, bridge.target, issue))
                if cured is None or cured.together != issue.together:  # The code now tells which issues go together.
                    continue
                assert cured.status not in NO_LAW or taken_away(cured), bridge
                # The law of another question may be missing; a law that is common may be refused, or leave a gap.
                aside = ("INCIDENTAL_UNRESOLVED", "REFUSED_PUBLIC_POLICY", "LAW_SILENT")
                common = cured.status in aside or bool(cured.refused_results) or taken_away(cured)
                assert common or not any("no common law" in reason for reason in cured.reasons), bridge


def taken_away(issue: IssueJudgment) -> bool:
    """Whether a law that was in common is left aside here for a gap, or for its result on what is kept together."""
    said = ("leaves it to the next law", ", which is kept together with ")
    return any(words in reason for reason in issue.reasons for words in said)


@theorem(Shape(missing=False))
def p15_no_bridge_is_missing(seen: Seen, chance: Random) -> None:
    """Every submission of a party to a law of the world that would give a common law is named as a bridge, unless
    it gives one only through a clause of that law, which then leads to a law that is named."""
    for issue in seen.judgment.issues:
        if issue.status not in NO_LAW:
            continue
        named = {(bridge.authors, bridge.target) for bridge in issue.bridges if bridge.act == "submit"}
        for person in (issue.claimant, issue.respondent):
            for code in seen.world.codes:
                cured = again(issue, bridged(seen.world, "submit", (person,), code.law, issue))
                if cured is None or cured.together != issue.together:
                    continue
                if cured.status in NO_LAW or any("no common law" in reason for reason in cured.reasons):
                    continue
                if (
                    not cured.frontiers
                ):  # The law's forum, which is now consented to, has decided, and nothing is searched.
                    continue
                if any(law.assuming for law in cured.laws):
                    continue
                if cured.status == "RULE_CONFLICT":  # Another law in each way a code may be read: not a single cure.
                    continue
                common = frozenset.intersection(*reached(cured).values())
                # References lead to one law or to another, or not all ways were tried.
                untried = any("not all were tried" in reason for reason in cured.reasons)
                if not common and (untried or cured.status == "AMBIGUOUS_LAW"):
                    continue
                assert any(((person,), law) in named for law in common)


def closures(world: World) -> dict[tuple[str, str, str], dict[str, int]]:
    """The best tier of every law and forum, for each claim, issue and party."""
    found = {}
    for name, claim in prepare(world.built().law_world, world.dispute).claims:
        for person in claim.parties:
            grown = [path for forum in (False, True) for path in grow(claim, person, forum=forum).paths]
            tiers = {str(node): tier_of(paths) for node, paths in closure(grown).items()}
            found[name, claim.issue, person] = tiers
    return found


def bridged(world: World, act: str, authors: tuple[str, ...], target: str, issue: IssueJudgment) -> World:
    """The world in which a consent was given."""
    provider, edition = target.split()
    match act:
        case "submit":
            day = min(issue.anchor, *(e.recorded for e in world.entries))
            return world.with_acts(Submit(recorded=day, person=authors[0], law=provider, edition=edition))
        case "agree":
            return world.with_acts(Agree(recorded=AFTER, parties=authors, law=provider, edition=edition))
        case _:
            # A provider adds it to the edition that lacks it, and so not to one that leads there in another way.
            led = {frontier.home for frontier in issue.frontiers if target in frontier.laws}
            lacking = {frontier.home for frontier in issue.frontiers if target not in frontier.laws}
            clause = f"acceptance zz accept {provider} edition {edition}"
            return world.with_clause(authors[0], clause, but={home for home in led - lacking if home})
