"""P1, P4 and P5: whoever is bound has consented, and nothing is decided by a law to which nobody's consent leads."""

from random import Random

from panarchy_rules.base.results import DECIDED
from tests.support.chains import faults, reachable
from tests.support.small_world import NO_LAW
from tests.support.tampering import broken_chains, swapped, tampered
from tests.support.theorems.seen import Seen, chains_of, sound, theorem

CLASSED = {"SAME_IN_EACH_CLASS", "CLASSED_BY_FORUM"}
"""Notes of a claim that codes class differently, and whose class is settled nevertheless."""


@theorem()
def p1_chain(seen: Seen, chance: Random) -> None:
    """If an issue is decided with a law, then for each bound party there is a finite path whose first edge is p's
    consent act and each later edge is authored by the law at which the previous edge ended, all effective at the
    anchor, ending in that law; `verify` finds so too."""
    assert seen.panarchy.verify(seen.judgment) == ()
    for issue in seen.judgment.issues:
        assert issue.laws or issue.status not in DECIDED
        bound = {issue.claimant, issue.respondent, *issue.joined}
        for end, chain, assuming in chains_of(issue):
            assert sound(seen, issue, chain, end, assuming)
        for law in issue.laws:
            assert {chain.party for chain in law.chains} == bound
        if issue.forum.forum:
            assert {chain.party for chain in issue.forum.chains} == bound


@theorem()
def p1_tampered_chain(seen: Seen, chance: Random) -> None:
    """A chain with another entry, clause or target, with an edge dropped or read at an earlier day is no chain;
    `verify` says so too."""
    found = [(i, *one) for i in seen.judgment.issues for one in chains_of(i)]
    if not found:
        return
    issue, end, chain, assuming = chance.choice(found)
    what, broken = chance.choice(list(broken_chains(seen.world, chain)))
    seen.note(f"tampered with: {what}")

    assert faults(seen.panarchy, seen.judgment, issue, broken, end, assuming), what
    assert seen.panarchy.verify(swapped(seen.judgment, chain, broken)), what


@theorem()
def p1_tampered_judgment(seen: Seen, chance: Random) -> None:
    """A judgment in which a law, forum, party, verdict, order or status was changed does not verify."""
    what, changed = chance.choice(list(tampered(seen.judgment)))
    seen.note(f"tampered with: {what}")

    assert seen.panarchy.verify(changed()), what


@theorem()
def p4_one_law_for_an_issue(seen: Seen, chance: Random) -> None:
    """Several laws govern one issue only if each gives the same settled result."""
    for issue in seen.judgment.issues:
        results: dict[str, set[tuple[str, str, str | None]]] = {}
        for answer in issue.answers:
            results.setdefault(answer.law, set()).add((answer.debtor, answer.head, answer.value))
        if len(results) > 1:
            seen.note("several laws of one result")
            assert len({frozenset(said) for said in results.values()}) == 1


@theorem()
def p5_no_invention(seen: Seen, chance: Random) -> None:
    """The engine never decides an issue with a law outside the closures of all who are bound."""
    for issue in seen.judgment.issues:
        fixed = [law.name for law in issue.laws if not law.assuming and not law.through]
        named = {law.name for law in issue.laws}
        for frontier in issue.frontiers:
            assert set(fixed) <= set(frontier.laws)
        assert {answer.law for answer in issue.answers} <= named
        floors = {one.code for one in issue.mandatory_rules if one.opposable}
        assert {order.law for order in issue.orders} <= named | floors
        if issue.status in NO_LAW:
            reached = [set(frontier.laws) for one in seen.governed_with(issue) for frontier in one.frontiers]
            assert not set.intersection(*reached)


@theorem()
def frontiers_are_whole(seen: Seen, chance: Random) -> None:
    """A party's frontier has every law to which some chain leads, and none to which no chain could; but for laws whose
    result was refused, and those that leave a gap to the next law."""
    for issue in seen.judgment.issues:
        # Where it is not settled what the claim is, a frontier has what is reached in every class of it.
        open_ = ("what kind of claim this is", "over which days the relation goes on")
        unclassed = any(words in reason for reason in issue.reasons for words in open_)
        unclassed |= bool(issue.readings) and not CLASSED & {note.code for note in issue.notes}
        for frontier in issue.frontiers if issue.status != "CHARACTERISATION_SPLIT" and not unclassed else ():
            certain, possible = reachable(seen.panarchy, seen.judgment, issue, frontier.party)
            group = seen.governed_with(issue)
            aside = {one.law for i in group for one in i.refused_results if one.party == frontier.party}
            aside |= {one.law for i in group for one in i.refused if one.clause == "gaps next law"}
            assert certain - aside <= set(frontier.laws) <= possible
