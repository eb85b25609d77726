"""Let an issue read what other issues of its claim decided: judged issues in, a claim that knows their results out."""

from collections.abc import Iterable
from fractions import Fraction

from panarchy_rules.base.records import replace
from panarchy_rules.base.results import DECIDED
from panarchy_rules.base.values import Money, Value, parse_number
from panarchy_rules.casefile.judgment import IssueJudgment
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.rulebook.record import Absence


def with_results(claim: ClaimAtIssue, claim_id: str, judged: Iterable[IssueJudgment]) -> ClaimAtIssue:
    """The claim with the results of its other issues. The same claim if none of them is decided.

    What is kept together with it is left out: what that comes to is found with the law.
    """
    results = results_of_issues(claim_id, (claim.issue, *claim.together), judged)
    return replace(claim, record=replace(claim.record, results=results)) if results else claim


def results_of_issues(
    claim_id: str, but: Iterable[str], judged: Iterable[IssueJudgment], together: Iterable[str] = ()
) -> dict[str, Value | Absence]:
    """What the respondent owes the claimant under each head that other decided issues of the claim settle.

    Issues that are kept `together` need a law and no forum.
    """
    left_out, counted = frozenset(but), frozenset(together)
    results: dict[str, Value | Absence] = {}
    for issue in judged:
        counts = issue.status in DECIDED or (issue.issue in counted and issue.laws)
        if issue.claim == claim_id and issue.issue not in left_out and counts:
            for head, value in _owed(issue).items():
                results.setdefault(head, value)
    return results


def _owed(issue: IssueJudgment) -> dict[str, Value | Absence]:
    final = {(rule.debtor, rule.creditor, rule.head): rule.after for rule in issue.mandatory_rules if rule.after}
    first = issue.answers[0].law if issue.answers else ""
    said = {(a.debtor, a.creditor, a.head): a.value for a in issue.answers if a.value and a.law == first}
    owed: dict[str, Value | Absence] = {}
    for (debtor, creditor, head), value in {**said, **final}.items():
        if (debtor, creditor) == (issue.respondent, issue.claimant):
            owed[head] = _plus(owed.get(head), amount_of(value))
    return owed


def _plus(one: Value | Absence | None, other: Money | None) -> Value | Absence:
    if isinstance(one, Money) and other and one.unit == other.unit:
        return Money(one.amount + other.amount, one.unit)
    return other or one or Absence.NOT_APPLICABLE


def amount_of(text: str | None) -> Money | None:
    """An amount written out, or None if the text is none."""
    number, _, unit = (text or "").partition(" ")
    try:
        return Money(Fraction(parse_number(number)), unit) if unit.isupper() else None
    except (ValueError, ArithmeticError):
        return None
