"""Put what was found out on one issue into the judgment: the steps' findings in, the judgment of the issue out."""

from panarchy_rules.adjudication import report, report_limits, trail
from panarchy_rules.adjudication.decide_issue import IssueDecided
from panarchy_rules.adjudication.evasion import flagged
from panarchy_rules.adjudication.issue_status import Standing
from panarchy_rules.adjudication.notes import affected, kept_apart, notes, split_by_period
from panarchy_rules.adjudication.recognise import with_recognition
from panarchy_rules.adjudication.report_proceedings import proceedings
from panarchy_rules.adjudication.report_refused import refused
from panarchy_rules.adjudication.search import Searched
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Dispute


def report_issue(decided: IssueDecided, dispute: Dispute) -> j.IssueJudgment:
    """The judgment of an issue, and who recognises it."""
    asked, claim, found, stands = decided.asked, decided.claim, decided.found, decided.stands
    listed = dispute.claim_named(asked.claim_id)
    assignee = listed.assignee if listed else dispute.assignee
    judged = j.IssueJudgment(
        status=stands.status,
        claim=asked.claim_id,
        issue=claim.issue,
        matter=claim.matter,
        anchor=claim.anchor,
        claimant=claim.claimant,
        respondent=claim.respondent,
        joined=claim.joined,
        together=claim.together,
        laws=_laws(decided),
        possible_laws=tuple(str(one) for one in found.law.possible),
        common_laws=report_limits.common(claim, found),
        forum=report.forum(asked.seat, decided.forum),
        answers=tuple(answer for one in found.asked for answer in report.answers(claim, one)),
        orders=tuple(_assigned(order, claim.claimant, assignee) for order in decided.ordered.orders),
        unimposed=decided.ordered.unimposed,
        proceedings=proceedings(decided.heard),
        notes=_notes(decided),
        lacking=stands.lacking,
        reasons=tuple(dict.fromkeys(reason for reason in (*stands.reasons, *_aside(found, stands)) if reason)),
        frontiers=report.belonging(claim) if asked.classed.status else report.frontiers(found.law),
        refused=(*refused(found.law), *report_limits.barred(found)),
        bridges=report.bridges(found.law.bridges),
        refused_results=report_limits.refused_results(found),
        mandatory_rules=report_limits.mandatory_rules(claim, found),
        incidental=report_limits.incidental(decided.considered.views),
        evasions=decided.evaded,
        steps=_steps(decided, assignee),
    )
    return with_recognition(claim, judged, dispute.enforce_with)


def _laws(decided: IssueDecided) -> tuple[j.GoverningLaw, ...]:
    """The laws that govern; on an issue of procedure those of the forum."""
    asked, routes = decided.asked, decided.found.law.routes
    if decided.claim.world.is_procedural(decided.claim.issue):
        return tuple(report.procedural(asked.seat, route.law, decided.forum) for route in routes)
    return tuple(report.governing(decided.claim, route) for route in routes)


def _notes(decided: IssueDecided) -> tuple[j.Note, ...]:
    claim = decided.claim
    return (
        *notes(claim, decided.found, decided.forum),
        *flagged(decided.evaded),
        *kept_apart(decided.asked.kept),
        *split_by_period(claim, decided.asked.continuing),
        *affected(claim, decided.ordered.orders),
    )


def _steps(decided: IssueDecided, assignee: str | None) -> tuple[j.StepTaken, ...]:
    """The trail of DOMAIN C0.5, in its order."""
    asked, found = decided.asked, decided.found
    return (
        trail.parties(decided.claim, assignee),
        *trail.memberships(decided.claim),
        *trail.characterisation(asked.classed),
        *trail.continuing(asked.continuing),
        trail.forum(decided.forum),
        *trail.earlier(decided.halt),
        *trail.incidental(decided.considered.views),
        *trail.capacity(found),
        *trail.together(asked.kept),
        *trail.law(found),
        *trail.evaluation(found),
        *trail.mandatory(found),
        *trail.outsiders(decided.closed),
        trail.remedies(decided.ordered, decided.stands),
    )


def _assigned(order: j.Order, claimant: str, assignee: str | None) -> j.Order:
    """The order to pay whoever has taken the claim over. The debtor's position is that towards the assignor."""
    if assignee is None or order.creditor != claimant:
        return order
    return order.model_copy(update={"assignee": assignee})


def _aside(found: Searched, stands: Standing) -> tuple[str, ...]:
    """Consents that could not be followed, also where another law was found."""
    sentences = (s for way in found.law.ways for one in way.grown.values() for s in one.aside)
    return tuple(sentence for sentence in sentences if sentence not in stands.reasons)
