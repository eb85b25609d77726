"""Ask providers to recognise a decision: a decided issue in, what each provider does with it out (DOMAIN C21).

A provider recognises the decisions of the forums it names, unless a ground of refusal holds. There is no review.
"""

from collections.abc import Iterable, Iterator

from panarchy_rules.adjudication.decided_before import results_of_issues
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import replace
from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.casefile import judgment as j
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import is_member
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.limits import Recognition
from panarchy_rules.rulebook.rulebook import Rulebook


def recognitions(
    claim: ClaimAtIssue, issue: j.IssueJudgment, providers: Iterable[str]
) -> tuple[j.RecognitionFinding, ...]:
    """What each provider does with a decided issue; nothing for one that is not decided."""
    if issue.status not in DECIDED or issue.forum.forum is None:
        return ()
    return tuple(finding for provider in providers for finding in _by(claim, issue, provider))


def with_recognition(claim: ClaimAtIssue, issue: j.IssueJudgment, providers: Iterable[str]) -> j.IssueJudgment:
    """The issue with what each provider does with it, a step and a note for each that does not recognise it."""
    found = recognitions(claim, issue, providers)
    lines = tuple(
        j.StepTaken(step="recognition", found=f"{one.provider}: {one.result}; {one.reason}", by=_clause(one))
        for one in found
    )
    missing = tuple(
        j.Note(code=NoteCode.NOT_RECOGNISED, text=f"{one.provider}: {one.reason}")
        for one in found
        if one.result == "not recognised"
    )
    added = {"recognitions": found, "steps": (*issue.steps, *lines), "notes": (*issue.notes, *missing)}
    return issue.model_copy(update=added) if found else issue


def _clause(one: j.RecognitionFinding) -> tuple[str, ...]:
    return (f"{one.provider}, {one.clause}",) if one.clause else ()


def _by(claim: ClaimAtIssue, issue: j.IssueJudgment, provider: str) -> Iterator[j.RecognitionFinding]:
    book = claim.world.published.in_force(provider, claim.record.today or claim.record.filing or claim.anchor)
    debtors = dict.fromkeys(order.debtor for order in issue.orders)
    inside = [person for person in debtors if is_member(claim.world, claim.view, person, [provider])]
    effect = f"imposed on its own: {', '.join(inside)}" if inside else "its members may withdraw their dealings"
    end = claim.view.end_of(provider)
    if end and end <= (claim.record.today or claim.record.filing or claim.anchor):
        yield _no(issue, provider, f"{provider} ended on {end}")
        return
    if book is None:
        yield _no(issue, provider, f"{provider} has no code in force")
        return
    clauses = [one for one in book.limits.recognitions if _reaches(one, issue)]
    if not clauses:
        yield _no(issue, provider, f"{provider} recognises no decisions of {issue.forum.forum} on {issue.matter}")
        return
    yield _tested(claim, issue, book, clauses[0], effect)


def _reaches(one: Recognition, issue: j.IssueJudgment) -> bool:
    return issue.forum.forum in one.forums and covers(one.matters, issue.matter)


def _tested(
    claim: ClaimAtIssue, issue: j.IssueJudgment, book: Rulebook, one: Recognition, effect: str
) -> j.RecognitionFinding:
    provider = book.law.provider
    results = results_of_issues(issue.claim, "", [issue])
    evaluation = replace(claim, record=replace(claim.record, results=results)).evaluation(book)
    held = False if one.unless is None else evaluation.established(truth(one.unless, evaluation, {}))
    made = _no(issue, provider, "").model_copy(update={"clause": one.label, "source": one.source})
    if held is True:
        return made.model_copy(update={"reason": "a ground of refusal holds"})
    if isinstance(held, Unknown):
        reason = f"whether a ground of refusal holds depends on {', '.join(held.missing) or 'what is not known'}"
        return made.model_copy(update={"result": "open", "reason": reason})
    strange = [o.remedy for o in issue.orders if o.remedy not in ("payment", *book.vocabulary.remedies)]
    if strange:
        reason = f"{Status.REMEDY_UNAVAILABLE}: its code knows no remedy {', '.join(dict.fromkeys(strange))}"
        return made.model_copy(update={"reason": reason})
    cap = str(one.cap) if one.cap else None
    return made.model_copy(update={"result": "recognised", "reason": effect, "cap": cap})


def _no(issue: j.IssueJudgment, provider: str, reason: str) -> j.RecognitionFinding:
    return j.RecognitionFinding(
        provider=provider, claim=issue.claim, issue=issue.issue, result="not recognised", reason=reason
    )
