"""Resolve a dispute: world and dispute in, judgment out.

For each claim and issue the steps are those of DOMAIN C0.5, one after the other; each step is a module.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from panarchy_rules.adjudication import report, report_limits, trail
from panarchy_rules.adjudication.adaptation import adaptation_notes, adaptations, adapted, unfitting
from panarchy_rules.adjudication.ages import whatever_the_age
from panarchy_rules.adjudication.characterise import Classed
from panarchy_rules.adjudication.contest import contested
from panarchy_rules.adjudication.continuing import Continuing
from panarchy_rules.adjudication.cures import with_cures
from panarchy_rules.adjudication.debts import debts, misfits, shared
from panarchy_rules.adjudication.decided_before import with_results
from panarchy_rules.adjudication.earlier import other_proceedings
from panarchy_rules.adjudication.evasion import evasions, flagged
from panarchy_rules.adjudication.incidental import Considered, Preliminary, consider, preliminary
from panarchy_rules.adjudication.issue_status import Standing, standing
from panarchy_rules.adjudication.netting import net, nettings
from panarchy_rules.adjudication.notes import affected, kept_apart, notes, split_by_period
from panarchy_rules.adjudication.one_by_one import with_claims_alone
from panarchy_rules.adjudication.orders import Ordered, orders
from panarchy_rules.adjudication.outsiders import forbidden
from panarchy_rules.adjudication.prepare import Prepared, prepare
from panarchy_rules.adjudication.procedure import by_procedure
from panarchy_rules.adjudication.proceedings import hear
from panarchy_rules.adjudication.recognise import with_recognition
from panarchy_rules.adjudication.remedies import remedies, unbound
from panarchy_rules.adjudication.report_proceedings import proceedings
from panarchy_rules.adjudication.search import Searched, halted, knowing
from panarchy_rules.adjudication.seise import ForumFound, find_forum
from panarchy_rules.adjudication.set_off import after, set_offs
from panarchy_rules.adjudication.titles import with_titles
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.spans import Span
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.together import Kept
from panarchy_rules.choice_of_law.world import LawWorld


def resolve(
    world: LawWorld, dispute: Dispute, *, name: str = "", path: str = "", places: Mapping[str, Span] | None = None
) -> j.Judgment:
    """The judgment of a dispute. Raises Refused if it names what the world does not know."""
    prepared = prepare(world, dispute, path, places)
    if prepared.diagnostics:
        raise Refused(prepared.diagnostics)
    judged = whatever_the_age(
        world, prepared, lambda alone: _judged(alone, dispute, prepared if alone is world else prepare(alone, dispute))
    )
    issues = tuple(map(with_cures, judged))
    records = {claim_id: claim.record for claim_id, claim in prepared.claims}
    netted, owed = set_offs(world, dispute, issues, records), debts(world, dispute, issues, records)
    ring = nettings(dispute, issues, dict(prepared.claims))
    unfit = tuple(unfitting(prepared.claims, issues))
    fitted = adaptations(unfit, counted_elsewhere(netted, ring, owed))
    shares = shared(owed, tuple(order for issue in issues for order in issue.orders))
    return j.Judgment(
        status=overall((*(issue.status for issue in issues), *(one.status for one in owed))),
        world=name,
        minimum_kind=world.minimum_kind.value,
        issues=issues,
        orders=adapted(fitted, net(ring, after(netted, shares))),
        nettings=ring,
        adaptations=fitted,
        set_offs=netted,
        debts=owed,
        recognitions=tuple(one for issue in issues for one in issue.recognitions),
        notes=tuple(
            dict.fromkeys(
                (*(n for issue in issues for n in issue.notes), *adaptation_notes(unfit, fitted), *misfits(owed))
            )
        ),
        dispute=dispute,
    )


def counted_elsewhere(
    netted: Iterable[j.SetOffFinding], ring: Iterable[j.NettingFinding], owed: Iterable[j.DebtFinding]
) -> Iterable[str]:
    """The claims that a set-off, a netting or a shared debt is about."""
    yield from (name for one in netted for name in (one.claim, one.against))
    yield from (claim.claim for one in ring for claim in one.claims)
    yield from (name for one in owed for name in one.claims)


def _judged(world: LawWorld, dispute: Dispute, prepared: Prepared) -> tuple[j.IssueJudgment, ...]:
    """The issues of a dispute, with what is contested tried both ways, and claims alone where all have no law."""
    if dispute.challenges:
        found = contested(world, dispute, lambda laws, forums: _issues(laws, dispute, forums))
    else:
        found = _issues(prepared, dispute, prepared)
    return with_titles(prepared.titles, with_claims_alone(prepared, found))


def overall(statuses: Iterable[Status]) -> Status:
    """The first status that is not a decision, else `DECIDED_IN_PART` if there is one, else `DECIDED`."""
    all_ = list(statuses)
    undecided = [status for status in all_ if status not in DECIDED]
    if undecided:
        return undecided[0]
    return Status.DECIDED_IN_PART if Status.DECIDED_IN_PART in all_ else Status.DECIDED


def _issues(prepared: Prepared, dispute: Dispute, forums: Prepared) -> tuple[j.IssueJudgment, ...]:
    """Every issue. One that waits for the result of another is taken up again when that is decided.

    `forums` are the same claims as forums see them.
    """
    first = tuple(preliminary(question, claim) for question, claim in prepared.incidental)
    asked = tuple(
        _Asked(
            claim_id,
            claim,
            prepared.classed[claim_id],
            first,
            seat,
            prepared.kept[claim_id].get(claim.issue),
            prepared.continuing[claim_id],
        )
        for (claim_id, claim), (_, seat) in zip(prepared.claims, forums.claims, strict=True)
    )
    decided = tuple(_issue(one, dispute) for one in asked)
    for _ in asked:
        again = tuple(_again(one, asked[n], decided, dispute) for n, one in enumerate(decided))
        if again == decided:
            break
        decided = again
    return decided


def _again(
    one: j.IssueJudgment, asked: "_Asked", decided: tuple[j.IssueJudgment, ...], dispute: Dispute
) -> j.IssueJudgment:
    claim = with_results(asked.claim, asked.claim_id, decided)
    if claim is asked.claim or not any(fact.startswith("result of ") for fact in one.lacking):
        return one
    return _issue(replace(asked, claim=claim), dispute)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One claim on one issue, with its class, the preliminary questions of the dispute and what is kept with it.

    `seat` is the claim as the choice of a forum sees it: the contest of a contract is none of a forum agreement.
    """

    claim_id: str
    claim: ClaimAtIssue
    classed: Classed
    first: tuple[Preliminary, ...]
    seat: ClaimAtIssue
    kept: Kept | None
    continuing: Continuing


def _issue(asked: _Asked, dispute: Dispute) -> j.IssueJudgment:
    claim_id, claim, classed = asked.claim_id, asked.claim, asked.classed
    forum = find_forum(asked.seat, dispute.forum)
    halt = other_proceedings(claim, dispute, forum)
    claim, heard = hear(claim, forum.forum)
    of_procedure = claim.world.is_procedural(claim.issue)
    stopped = classed.status or halt.status
    considered = Considered(halted(claim, stopped)) if stopped else _considered(claim, forum, asked.first)
    found = considered.found
    # Now it is known what the other issues of the group come to, and which laws are common.
    claim = replace(claim, record=knowing(claim.record, found.claim.record))
    closed = forbidden(claim, found, forum)
    ordered, stands = _ordered(claim, claim_id, found, forum)
    if classed.status is not None:
        stands = Standing(classed.status, classed.lacking, classed.lines)
    elif halt.status is not None:
        stands = Standing(halt.status, halt.lacking, halt.lines)
    elif considered.halt is not None:
        ordered, stands = Ordered(()), considered.halt
    elif closed and stands.status in DECIDED:
        ordered, stands = Ordered(()), Standing(Status.NOT_ARBITRABLE, (), closed)
    evaded = evasions(claim, found) if stopped is None else ()
    listed = dispute.claim_named(claim_id)
    assignee = listed.assignee if listed else dispute.assignee
    judged = j.IssueJudgment(
        status=stands.status,
        claim=claim_id,
        issue=claim.issue,
        matter=claim.matter,
        anchor=claim.anchor,
        claimant=claim.claimant,
        respondent=claim.respondent,
        joined=claim.joined,
        together=claim.together,
        laws=tuple(
            report.procedural(asked.seat, route.law, forum) if of_procedure else report.governing(claim, route)
            for route in found.law.routes
        ),
        possible_laws=tuple(str(one) for one in found.law.possible),
        common_laws=report_limits.common(claim, found),
        forum=report.forum(asked.seat, forum),
        answers=tuple(answer for one in found.asked for answer in report.answers(claim, one)),
        orders=tuple(_assigned(order, claim.claimant, assignee) for order in ordered.orders),
        unimposed=ordered.unimposed,
        proceedings=proceedings(heard),
        notes=(
            *notes(claim, found, forum),
            *flagged(evaded),
            *kept_apart(asked.kept),
            *split_by_period(claim, asked.continuing),
            *affected(claim, ordered.orders),
        ),
        lacking=stands.lacking,
        reasons=tuple(dict.fromkeys(reason for reason in (*stands.reasons, *_aside(found, stands)) if reason)),
        frontiers=report.belonging(claim) if classed.status else report.frontiers(found.law),
        refused=(*report.refused(found.law), *report_limits.barred(found)),
        bridges=report.bridges(found.law.bridges),
        refused_results=report_limits.refused_results(found),
        mandatory_rules=report_limits.mandatory_rules(claim, found),
        incidental=report_limits.incidental(considered.views),
        evasions=evaded,
        steps=(
            trail.parties(claim, assignee),
            *trail.memberships(claim),
            *trail.characterisation(classed),
            *trail.continuing(asked.continuing),
            trail.forum(forum),
            *trail.earlier(halt),
            *trail.incidental(considered.views),
            *trail.capacity(found),
            *trail.together(asked.kept),
            *trail.law(found),
            *trail.evaluation(found),
            *trail.mandatory(found),
            *trail.outsiders(closed),
            trail.remedies(ordered, stands),
        ),
    )
    return with_recognition(claim, judged, dispute.enforce_with)


def _considered(claim: ClaimAtIssue, forum: ForumFound, first: tuple[Preliminary, ...]) -> Considered:
    """An issue of procedure is for the law of the forum's procedure, any other for the law that both consented to."""
    return Considered(by_procedure(claim, forum)) if claim.world.is_procedural(claim.issue) else consider(claim, first)


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
    remedied = remedies(claim, claim_id, found)
    in_part = ordered.in_part or any(order.undecided for order in remedied.orders)
    both = (*ordered.orders, *remedied.orders)
    ordered = replace(ordered, orders=both, in_part=in_part, unimposed=remedied.unimposed)
    if ordered.unimposed:
        return ordered, Standing(Status.COLLECTIVE_SANCTION, stands.lacking, (*stands.reasons, *unbound(remedied)))
    return ordered, replace(stands, status=Status.DECIDED_IN_PART) if ordered.in_part else stands


def _aside(found: Searched, stands: Standing) -> tuple[str, ...]:
    """Consents that could not be followed, also where another law was found."""
    sentences = (s for way in found.law.ways for one in way.grown.values() for s in one.aside)
    return tuple(sentence for sentence in sentences if sentence not in stands.reasons)
