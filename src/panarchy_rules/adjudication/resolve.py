"""Resolve a dispute: world and dispute in, judgment out.

For each claim and issue the steps are those of DOMAIN C0.5, one after the other; each step is a module.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from panarchy_rules.adjudication import report, report_limits, trail
from panarchy_rules.adjudication.decided_before import with_results
from panarchy_rules.adjudication.earlier import other_proceedings
from panarchy_rules.adjudication.issue_status import Standing, standing
from panarchy_rules.adjudication.notes import notes
from panarchy_rules.adjudication.orders import Ordered, orders
from panarchy_rules.adjudication.outsiders import forbidden
from panarchy_rules.adjudication.prepare import assignees, prepare
from panarchy_rules.adjudication.proceedings import hear
from panarchy_rules.adjudication.recognise import with_recognition
from panarchy_rules.adjudication.remedies import remedies, unbound
from panarchy_rules.adjudication.report_proceedings import proceedings
from panarchy_rules.adjudication.search import Searched, halted, search
from panarchy_rules.adjudication.seise import ForumFound, find_forum
from panarchy_rules.adjudication.set_off import after, set_offs
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.spans import Span
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld


def resolve(
    world: LawWorld, dispute: Dispute, *, name: str = "", path: str = "", places: Mapping[str, Span] | None = None
) -> j.Judgment:
    """The judgment of a dispute. Raises Refused if it names what the world does not know."""
    prepared = prepare(world, dispute, path, places)
    if prepared.diagnostics:
        raise Refused(prepared.diagnostics)
    issues = _issues(prepared.claims, dispute)
    records = {claim_id: claim.record for claim_id, claim in prepared.claims}
    netted = set_offs(world, dispute, issues, records)
    return j.Judgment(
        status=overall(issue.status for issue in issues),
        world=name,
        issues=issues,
        orders=after(netted, tuple(order for issue in issues for order in issue.orders)),
        set_offs=netted,
        recognitions=tuple(one for issue in issues for one in issue.recognitions),
        notes=tuple(dict.fromkeys(note for issue in issues for note in issue.notes)),
        dispute=dispute,
    )


def overall(statuses: Iterable[Status]) -> Status:
    """The first status that is not a decision, else `DECIDED_IN_PART` if there is one, else `DECIDED`."""
    all_ = list(statuses)
    undecided = [status for status in all_ if status not in DECIDED]
    if undecided:
        return undecided[0]
    return Status.DECIDED_IN_PART if Status.DECIDED_IN_PART in all_ else Status.DECIDED


def _issues(claims: Iterable[tuple[str, ClaimAtIssue]], dispute: Dispute) -> tuple[j.IssueJudgment, ...]:
    """Every issue. One that waits for the result of another is taken up again when that is decided."""
    asked = tuple(claims)
    decided = tuple(_issue(claim_id, claim, dispute) for claim_id, claim in asked)
    for _ in asked:
        again = tuple(_again(one, asked[n], decided, dispute) for n, one in enumerate(decided))
        if again == decided:
            break
        decided = again
    return decided


def _again(
    one: j.IssueJudgment, asked: tuple[str, ClaimAtIssue], decided: tuple[j.IssueJudgment, ...], dispute: Dispute
) -> j.IssueJudgment:
    claim = with_results(asked[1], asked[0], decided)
    if claim is asked[1] or not any(fact.startswith("result of ") for fact in one.lacking):
        return one
    return _issue(asked[0], claim, dispute)


def _issue(claim_id: str, claim: ClaimAtIssue, dispute: Dispute) -> j.IssueJudgment:
    forum = find_forum(claim, dispute.forum)
    halt = other_proceedings(claim, dispute, forum)
    claim, heard = hear(claim, forum.forum)
    found = search(claim) if halt.status is None else halted(claim, halt.status)
    closed = forbidden(claim, found, forum)
    ordered, stands = _ordered(claim, claim_id, found, forum)
    if halt.status is not None:
        stands = Standing(halt.status, halt.lacking, halt.lines)
    elif closed and stands.status in DECIDED:
        ordered, stands = Ordered(()), Standing(Status.NOT_ARBITRABLE, (), closed)
    assignee = assignees(dispute).get(claim_id)
    judged = j.IssueJudgment(
        status=stands.status,
        claim=claim_id,
        issue=claim.issue,
        matter=claim.matter,
        anchor=claim.anchor,
        claimant=claim.claimant,
        respondent=claim.respondent,
        laws=tuple(report.governing(claim, route) for route in found.law.routes),
        possible_laws=tuple(str(one) for one in found.law.possible),
        forum=report.forum(claim, forum),
        answers=tuple(answer for one in found.asked for answer in report.answers(claim, one)),
        orders=tuple(_assigned(order, claim.claimant, assignee) for order in ordered.orders),
        unimposed=ordered.unimposed,
        proceedings=proceedings(heard),
        notes=tuple(notes(claim, found, forum)),
        lacking=stands.lacking,
        reasons=tuple(dict.fromkeys(reason for reason in (*stands.reasons, *_aside(found, stands)) if reason)),
        frontiers=report.frontiers(found.law),
        refused=(*report.refused(found.law), *report_limits.barred(found)),
        bridges=report.bridges(found.law.bridges),
        refused_results=report_limits.refused_results(found),
        mandatory_rules=report_limits.mandatory_rules(claim, found),
        steps=(
            trail.parties(claim, assignee),
            trail.forum(forum),
            *trail.earlier(halt),
            *trail.law(found),
            *trail.evaluation(found),
            *trail.mandatory(found),
            *trail.outsiders(closed),
            trail.remedies(ordered, stands),
        ),
    )
    return with_recognition(claim, judged, dispute.enforce_with)


def _assigned(order: j.Order, claimant: str, assignee: str | None) -> j.Order:
    """The order to pay whoever has taken the claim over. The debtor's position is that towards the assignor."""
    if assignee is None or order.creditor != claimant:
        return order
    return order.model_copy(update={"assignee": assignee})


def _ordered(claim: ClaimAtIssue, claim_id: str, found: Searched, forum: ForumFound) -> tuple[Ordered, Standing]:
    """The orders, if there are law, verdict and forum; and the status with forum and caps."""
    stands = standing(found)
    if stands.status is not Status.DECIDED:
        return Ordered(()), stands
    if forum.status is not Status.DECIDED:
        lacking, reasons = (*stands.lacking, *forum.lacking), (*stands.reasons, forum.reason)
        return Ordered(()), Standing(forum.status, lacking, reasons)
    ordered = orders(claim, claim_id, found)
    if ordered.obstacle:
        return Ordered(()), Standing(Status.RATE_MISSING, stands.lacking, (*stands.reasons, ordered.obstacle))
    remedied = remedies(claim, claim_id, found.asked[0])
    ordered = replace(ordered, orders=(*ordered.orders, *remedied.orders), unimposed=remedied.unimposed)
    if ordered.unimposed:
        return ordered, Standing(Status.COLLECTIVE_SANCTION, stands.lacking, (*stands.reasons, *unbound(remedied)))
    return ordered, replace(stands, status=Status.DECIDED_IN_PART) if ordered.in_part else stands


def _aside(found: Searched, stands: Standing) -> tuple[str, ...]:
    """Consents that could not be followed, also where another law was found."""
    sentences = (s for way in found.law.ways for one in way.grown.values() for s in one.aside)
    return tuple(sentence for sentence in sentences if sentence not in stands.reasons)
