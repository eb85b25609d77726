"""Check a judgment again: world and judgment in, everything that does not hold out.

Every chain is followed edge by edge through the register and the rulebooks themselves.
Nothing here grows a closure, selects a law or imports the parts that do;
only conditions and verdicts are put to the interpreter once more.
"""

from collections.abc import Iterator

from panarchy_rules.adjudication.verify_between import check_between
from panarchy_rules.adjudication.verify_edges import EdgeCheck, Step
from panarchy_rules.adjudication.verify_results import check_results
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.spans import whole_file
from panarchy_rules.casefile.judgment import Chain, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.world import LawWorld


def verify(world: LawWorld, judgment: Judgment) -> tuple[Diagnostic, ...]:
    """Every sentence that says what is wrong; nothing if the judgment holds."""
    place = whole_file(f"judgment of {judgment.dispute.id}")
    found: dict[str, None] = {}
    for issue in judgment.issues:
        for sentence in _issue(world, judgment, issue):
            found[f"issue {issue.issue} of {issue.claim}: {sentence}"] = None
    for sentence in (*_whole(judgment), *check_between(world, judgment)):
        found[sentence] = None
    return tuple(Diagnostic("PR701", sentence, place) for sentence in found)


def _issue(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    if issue.status in DECIDED and not issue.laws:
        yield "it is decided, but no law is named"
    if issue.status in DECIDED and issue.forum.status is not Status.DECIDED:
        yield "it is decided, but no forum is named"
    yield from _parties(judgment, issue)
    for law in issue.laws:
        check = EdgeCheck(world, judgment, issue, {a.about: a.value for a in law.assuming})
        yield from _bound(issue, law.chains, f"law {law.name}")
        for chain in (*law.chains, *law.also):
            yield from _chain(check, chain, law.name)
    if issue.forum.forum:
        yield from _bound(issue, issue.forum.chains, f"forum {issue.forum.forum}")
        for chain in issue.forum.chains:
            check = EdgeCheck(world, judgment, issue, {a.about: a.value for a in chain.assuming})
            yield from _chain(check, chain, issue.forum.forum)
    check = EdgeCheck(world, judgment, issue, {})
    for order in issue.orders:
        yield from _chain(check, order.chain, order.law) if order.chain else ()
    yield from check_results(world, judgment, issue)


def _parties(judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """The persons, matter and anchor must be those of the dispute."""
    dispute = judgment.dispute
    claims = {c.id: c for c in dispute.claims}
    claim = claims.get(issue.claim)
    claimant = claim.claimant if claim else dispute.parties.get("claimant")
    respondent = claim.respondent if claim else dispute.parties.get("respondent")
    matter = (claim.matter if claim else None) or dispute.matter
    anchor = (claim.anchor if claim else None) or dispute.anchor
    if (issue.claimant, issue.respondent) != (claimant, respondent):
        yield "its parties are not those of the dispute"
    if (issue.matter, issue.anchor) != (matter, anchor):
        yield "its matter or anchor is not that of the dispute"
    assignee = claim.assignee if claim else dispute.assignee
    for order in issue.orders:
        if order.assignee != (assignee if order.creditor == issue.claimant else None):
            yield f"the order that {order} does not go to whoever has the claim"
    if issue.issue not in ((claim.issues if claim else ()) or dispute.issues):
        yield "the dispute does not raise it"


def _bound(issue: IssueJudgment, chains: tuple[Chain, ...], what: str) -> Iterator[str]:
    """Each party has a chain."""
    for party in (issue.claimant, issue.respondent):
        if not any(chain.party == party for chain in chains):
            yield f"no chain of consent leads {party} to {what}"


def _chain(check: EdgeCheck, chain: Chain, end: str) -> Iterator[str]:
    where = f"the chain of {chain.party} to {end}"
    if chain.party not in (check.issue.claimant, check.issue.respondent):
        yield f"{where}: {chain.party} is no party"
        return
    if not chain.edges or chain.edges[0].kind != "consent":
        yield f"{where} does not begin with an act of {chain.party}"
        return
    if chain.edges[-1].target != end:
        yield f"{where} ends at {chain.edges[-1].target}"
    step = Step(chain.party, chain.tier, chain.edges)
    for sentence in check.sentences(step):
        yield f"{where}: {sentence}"


def _whole(judgment: Judgment) -> Iterator[str]:
    undecided = [issue.status for issue in judgment.issues if issue.status not in DECIDED]
    if undecided:
        expected = undecided[0]
    elif any(issue.status is Status.DECIDED_IN_PART for issue in judgment.issues):
        expected = Status.DECIDED_IN_PART
    else:
        expected = Status.DECIDED
    if judgment.status is not expected:
        yield f"the status at the top is {judgment.status}, that of the issues {expected}"
