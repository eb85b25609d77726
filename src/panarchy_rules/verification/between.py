"""Check what a judgment says beyond single issues: set-off, other proceedings and recognition; objections out."""

from collections.abc import Iterator

from panarchy_rules.adjudication.adaptation import adapted
from panarchy_rules.adjudication.debts import debts, shared
from panarchy_rules.adjudication.netting import net, nettings
from panarchy_rules.adjudication.prepare import Prepared
from panarchy_rules.adjudication.recognise import recognitions
from panarchy_rules.adjudication.set_off import after, set_offs
from panarchy_rules.base.results import Status
from panarchy_rules.casefile.judgment import IssueJudgment, Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.verification.adaptations import check_adaptations
from panarchy_rules.verification.challenges import that_counts, undisputed
from panarchy_rules.verification.kept import prepared_for, prepared_once


def check_between(world: LawWorld, judgment: Judgment) -> Iterator[str]:
    """Everything that does not follow from the issues, the dispute and the rulebooks."""
    prepared = prepared_for(world, judgment)
    if prepared.diagnostics:
        return  # The issues say so.
    records = {claim_id: claim.record for claim_id, claim in prepared.claims}
    if judgment.set_offs != set_offs(world, judgment.dispute, judgment.issues, records):
        yield "what is set off does not follow from the claims and their laws"
    owed = debts(world, judgment.dispute, judgment.issues, records)
    if judgment.debts != owed:
        yield "the parts of debts do not follow from the claims and their laws"
    orders = shared(judgment.debts, tuple(order for issue in judgment.issues for order in issue.orders))
    if judgment.nettings != nettings(judgment.dispute, judgment.issues, dict(prepared.claims)):
        yield "what is netted does not follow from the claims and the code that all joined"
    yield from check_adaptations(world, judgment)
    if judgment.orders != adapted(judgment.adaptations, net(judgment.nettings, after(judgment.set_offs, orders))):
        yield "the orders at the top are not those of the issues, less what is set off"
    for issue in judgment.issues:
        counted = _counted(world, judgment, issue) if issue.challenges else prepared
        claims = [c for name, c in counted.claims if name == issue.claim and c.issue == issue.issue]
        for claim in claims:
            if issue.recognitions != recognitions(claim, issue, judgment.dispute.enforce_with):
                yield f"issue {issue.issue} of {issue.claim}: the providers asked do something else with it"
        yield from _halted(judgment, issue)
    if judgment.recognitions != tuple(one for issue in judgment.issues for one in issue.recognitions):
        yield "the recognitions at the top are not those of the issues"


def _counted(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Prepared:
    """The claims without the contested consents that count for nothing."""
    return prepared_once(that_counts(world, issue, "law"), undisputed(judgment).dispute)


def _halted(judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """A case that waits, or is decided already, has other proceedings on its cause."""
    others = [
        one
        for one in judgment.dispute.earlier
        if one.cause == judgment.dispute.cause and {issue.claimant, issue.respondent} <= set(one.parties)
    ]
    if issue.status is Status.ALREADY_DECIDED and not any(one.decided for one in others):
        yield f"issue {issue.issue} of {issue.claim}: no other forum has decided it"
    if issue.status is Status.STAYED and not issue.laws and not any(one.decided is None for one in others):
        yield f"issue {issue.issue} of {issue.claim}: no other proceedings are pending"
