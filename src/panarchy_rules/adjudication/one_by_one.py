"""Offer claims one by one where all parties together have no law: judged issues in, what each two would get out.

This is an offer, never a decision: the matter is indivisible, and results that differ cannot stand side by side
(DOMAIN C27).
"""

from collections.abc import Mapping

from panarchy_rules.adjudication.issue_status import standing
from panarchy_rules.adjudication.outcome import results_of
from panarchy_rules.adjudication.prepare import Prepared
from panarchy_rules.adjudication.report import governing
from panarchy_rules.adjudication.search import search
from panarchy_rules.base.records import replace
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.values import show
from panarchy_rules.casefile import judgment as j
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.rulebook.record import Absence

Key = tuple[str, str]


def with_claims_alone(prepared: Prepared, issues: tuple[j.IssueJudgment, ...]) -> tuple[j.IssueJudgment, ...]:
    """The issues; each that fails for want of a joint law with what each two of its parties would get."""
    claims: Mapping[Key, ClaimAtIssue] = {(name, claim.issue): claim for name, claim in prepared.claims}
    failed = [one for one in issues if one.status is Status.NO_COMMON_LAW_JOINT]
    alone = {(one.claim, one.issue): _alone(claims[one.claim, one.issue], one) for one in failed}
    return tuple(_with(one, alone) if (one.claim, one.issue) in alone else one for one in issues)


def agreement(found: tuple[j.ClaimAlone, ...]) -> str:
    """Whether the results could stand side by side, in a sentence."""
    if any(one.status not in DECIDED for one in found):
        return "claim by claim, not all of them would be decided"
    if len({one.results for one in found}) == 1:
        return "claim by claim, each would get the same"
    return "claim by claim, the results would not be the same, so that they cannot stand side by side"


def _with(one: j.IssueJudgment, alone: Mapping[Key, j.ClaimAlone]) -> j.IssueJudgment:
    found = tuple(alone[key] for key in alone if key[1] == one.issue)
    words = agreement(found)
    line = j.StepTaken(step="claim by claim", found=words)
    return one.model_copy(update={"alone": found, "reasons": (*one.reasons, words), "steps": (*one.steps, line)})


def _alone(claim: ClaimAtIssue, issue: j.IssueJudgment) -> j.ClaimAlone:
    pair = replace(claim, joined=())
    found = search(pair)
    verdicts = found.overlaid.verdicts if found.asked else {}
    results = results_of(verdicts, pair.record)
    shown = {head: value.value if isinstance(value, Absence) else show(value) for head, value in results.items()}
    return j.ClaimAlone(
        claim=issue.claim,
        claimant=claim.claimant,
        respondent=claim.respondent,
        status=standing(found).status,
        laws=tuple(governing(pair, route) for route in found.law.routes),
        results=tuple(f"{head}: {value}" for head, value in sorted(shown.items())),
    )
