"""P6, P10 and what codes reserve: nothing is imposed on those who have not consented, and refusals are not undone."""

from random import Random

from panarchy_rules.base.results import DECIDED
from panarchy_rules.register import ConsentKind, Join, Ratify
from tests.support.theorems.seen import Seen, sound, theorem

DECLARED = {"payment": "imposition", "apology": "imposition", "exclusion": "withdrawal"}


@theorem()
def p6_no_imposition_on_others(seen: Seen, chance: Random) -> None:
    """What is imposed on somebody who is no party rests on a chain of their own; where there is none, it is not
    imposed, and the status says so. P10: every remedy is an imposition or a withdrawal, as it was declared."""
    for issue in seen.judgment.issues:
        bound = {issue.claimant, issue.respondent, *issue.joined}
        for order in (*issue.orders, *issue.unimposed):
            assert order.kind == DECLARED[order.remedy]
        for order in issue.orders:
            if order.kind == "imposition" and order.debtor not in bound:
                seen.note("imposed on one who is no party")
                assert order.chain is not None
                assert order.chain.party == order.debtor
                assert seen.panarchy.verify(seen.judgment) == ()
        assert not issue.unimposed or issue.status not in DECIDED
        assert not {order.debtor for order in issue.unimposed} & bound


@theorem()
def p1_by_proxy(seen: Seen, chance: Random) -> None:
    """A chain that begins with a membership which others began, and which was not ratified, is always flagged;
    and no chain begins with an act of a kind weaker than the least that counts."""
    entries = {entry.entry: entry for entry in seen.panarchy.law_world.register.entries}
    least = ConsentKind(seen.world.minimum_kind)
    for issue in seen.judgment.issues:
        ratified = {
            (e.person, e.provider)
            for e in entries.values()
            if isinstance(e, Ratify) and max(e.recorded, e.effective) <= issue.anchor
        }
        for chain in (*(chain for law in issue.laws for chain in law.chains), *issue.forum.chains):
            first = entries.get(chain.edges[0].entry or 0)
            kind = getattr(first, "kind", ConsentKind.EXPRESS)
            assert kind.suffices(least)
            if isinstance(first, Join) and kind == "proxy" and (first.person, first.provider) not in ratified:
                seen.note("decided by proxy")
                assert "CONSENT_BY_PROXY" in [note.code for note in issue.notes]


@theorem()
def a_refused_result_never_comes_back(seen: Seen, chance: Random) -> None:
    """The law whose result a party's code refused does not govern, unless by an agreement of the parties."""
    for issue in seen.judgment.issues:
        for refused in issue.refused_results:
            seen.note("a result was refused")
            mine = [law for law in issue.laws if law.name == refused.law]
            chains = [chain for law in mine for chain in law.chains if chain.party == refused.party]
            assert all(chain.tier < 2 for chain in chains)


@theorem()
def mandatory_rules_rest_on_consent(seen: Seen, chance: Random) -> None:
    """What counts beside the governing law counts by chains of both parties, which a checker of its own follows."""
    for issue in seen.judgment.issues:
        for rule in issue.mandatory_rules:
            seen.note(f"a mandatory rule, {'opposable' if rule.opposable else 'not opposable'}")
            if rule.opposable and rule.code not in [law.name for law in issue.laws]:
                assert {chain.party for chain in rule.chains} == {issue.claimant, issue.respondent}
            for chain in rule.chains:
                assert sound(seen, issue, chain, rule.code, {})
