"""Resolve a dispute: world and dispute in, judgment out.

For each claim and issue the steps are those of DOMAIN C0.5, one after the other; each step is a module.
"""

from collections.abc import Iterable, Mapping

from panarchy_rules.adjudication.adaptation import adaptation_notes, adaptations, adapted, unfitting
from panarchy_rules.adjudication.ages import whatever_the_age
from panarchy_rules.adjudication.contest import contested
from panarchy_rules.adjudication.cures import with_cures
from panarchy_rules.adjudication.debts import debts, misfits, shared
from panarchy_rules.adjudication.decide_issue import IssueAsked, decide_issue
from panarchy_rules.adjudication.decided_before import with_results
from panarchy_rules.adjudication.each_class import as_judged, in_each_class
from panarchy_rules.adjudication.incidental import preliminary
from panarchy_rules.adjudication.netting import net, nettings
from panarchy_rules.adjudication.one_by_one import with_claims_alone
from panarchy_rules.adjudication.prepare import Prepared, prepare
from panarchy_rules.adjudication.report_issue import report_issue
from panarchy_rules.adjudication.set_off import after, set_offs
from panarchy_rules.adjudication.titles import with_titles
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.base.records import replace
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.spans import Span
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Dispute
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
    prepared = as_judged(prepared, issues)
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
    """The issues of a dispute, with what is contested tried both ways; without it, what codes class differently."""
    if dispute.challenges:
        found = contested(world, dispute, lambda laws, forums: _issues(laws, dispute, forums))
        return _completed(prepared, found)
    return in_each_class(prepared, dispute, lambda one: _completed(one, _issues(one, dispute, one)))


def _completed(prepared: Prepared, found: tuple[j.IssueJudgment, ...]) -> tuple[j.IssueJudgment, ...]:
    """The issues, with claims alone where all parties have no law, and whoever has a claim that was assigned twice."""
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
    first = tuple(preliminary(*one, prepared.classed[f"incidental.{one[0]}"]) for one in prepared.incidental)
    asked = tuple(
        IssueAsked(
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
    decided = tuple(_judged_issue(one, dispute) for one in asked)
    for _ in asked:
        again = tuple(_again(one, asked[n], decided, dispute) for n, one in enumerate(decided))
        if again == decided:
            break
        decided = again
    return decided


def _again(
    one: j.IssueJudgment, asked: IssueAsked, decided: tuple[j.IssueJudgment, ...], dispute: Dispute
) -> j.IssueJudgment:
    claim = with_results(asked.claim, asked.claim_id, decided)
    if claim is asked.claim or not any(fact.startswith("result of ") for fact in one.lacking):
        return one
    return _judged_issue(replace(asked, claim=claim), dispute)


def _judged_issue(asked: IssueAsked, dispute: Dispute) -> j.IssueJudgment:
    return report_issue(decide_issue(asked, dispute), dispute)
