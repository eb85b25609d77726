"""See whether laws for different issues fit together: the issues of a claim in, a note or nothing out (DOMAIN C16).

What the issues give together is compared with what each of their laws would give if it governed all of them.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from panarchy_rules.adjudication.answers import ask
from panarchy_rules.adjudication.decided_before import results_of_issues
from panarchy_rules.adjudication.outcome import results_of
from panarchy_rules.base.results import DECIDED, NoteCode
from panarchy_rules.base.values import LawRef, Money
from panarchy_rules.casefile.judgment import IssueJudgment, Note
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.rulebook.record import Absence


def adaptation(claims: Iterable[tuple[str, ClaimAtIssue]], issues: Iterable[IssueJudgment]) -> Iterator[Note]:
    """A note for every claim whose issues together give more, or less, than any of their laws would give alone."""
    asked, judged = tuple(claims), tuple(issues)
    for claim_id in dict.fromkeys(name for name, _ in asked):
        mine = [issue for issue in judged if issue.claim == claim_id]
        laws = tuple(dict.fromkeys(LawRef(law.provider, law.edition) for issue in mine for law in issue.laws))
        if len(laws) < 2 or any(issue.status not in DECIDED for issue in mine):
            continue
        together = _sum(results_of_issues(claim_id, (), mine).values())
        alone = [_alone([claim for name, claim in asked if name == claim_id], law) for law in laws]
        known = [one for one in alone if one is not None]
        if together is None or len(known) < len(alone) or len({one.unit for one in (together, *known)} - {""}) > 1:
            continue
        least, most = min(one.amount for one in known), max(one.amount for one in known)
        if not least <= together.amount <= most:
            words = ", ".join(f"{law} {one}" for law, one in zip(laws, known, strict=True))
            text = f"claim {claim_id} gives {together} under several laws together; each for the whole: {words}"
            yield Note(code=NoteCode.ADAPTATION_NEEDED, text=text)


def _alone(claims: list[ClaimAtIssue], law: LawRef) -> Money | None:
    """What one law would give on all issues; None if it leaves one of them open."""
    found: list[object] = []
    for claim in claims:
        asked = ask(claim, law)
        found += results_of(asked.verdicts, claim.record).values() if asked else [Absence.UNKNOWN]
    return _sum(found)


def _sum(values: Iterable[object]) -> Money | None:
    """The total; nothing has no unit. None if a value is open, or the units differ."""
    given = list(values)
    amounts = [value for value in given if isinstance(value, Money)]
    if Absence.UNKNOWN in given or len({amount.unit for amount in amounts}) > 1:
        return None
    return Money(sum((amount.amount for amount in amounts), Fraction(0)), amounts[0].unit if amounts else "")
