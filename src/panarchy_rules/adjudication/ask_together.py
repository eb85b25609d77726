"""Put issues that are kept together to one law: the claim on each of them in, what the law says on each out.

Where a rule reads what another of these issues came to, it reads what it comes to under the same law.
"""

from panarchy_rules.adjudication.answers import Asked, ask
from panarchy_rules.adjudication.mandatory import apply_mandatory
from panarchy_rules.adjudication.outcome import results_of
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import LawRef, Value
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.rulebook.record import Absence

Told = tuple[ClaimAtIssue, ...]


def ask_together(claims: Told, law: LawRef) -> tuple[Told, tuple[Asked | None, ...]]:
    """The claims with the results of the other issues, and what the law says on each."""
    asked = tuple(ask(claim, law) for claim in claims)
    for _ in claims[1:]:
        results = [_results(claim, one) for claim, one in zip(claims, asked, strict=True)]
        told = tuple(_told(claim, results[:n] + results[n + 1 :]) for n, claim in enumerate(claims))
        if told == claims:
            break
        claims, asked = told, tuple(ask(claim, law) for claim in told)
    return claims, asked


def _results(claim: ClaimAtIssue, asked: Asked | None) -> dict[str, Value | Absence]:
    if asked is None:
        return {}
    return results_of(apply_mandatory(claim, [asked.law], asked.verdicts).verdicts, claim.record)


def _told(claim: ClaimAtIssue, others: list[dict[str, Value | Absence]]) -> ClaimAtIssue:
    known = {head: value for one in others for head, value in one.items() if value is not Absence.UNKNOWN}
    return replace(claim, record=replace(claim.record, results={**claim.record.results, **known}))
