"""Ask the forum's procedure about issues that belong to it: a claim and its forum in, law and verdicts out.

A vocabulary says which issues these are: `issue costs governed by procedure` (DOMAIN C9, C25).
The chains are those to the forum.
"""

from panarchy_rules.adjudication.answers import ask
from panarchy_rules.adjudication.govern import LawFinding, Route
from panarchy_rules.adjudication.mandatory import Overlaid
from panarchy_rules.adjudication.search import Searched
from panarchy_rules.adjudication.seise import ForumFound
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.rulebook.rulebook import Forum


def procedure_of(claim: ClaimAtIssue, forum: Forum) -> LawRef | None:
    """The law of a forum's procedure, at the edition in force on filing."""
    if forum.procedure is None:
        return None
    provider, edition = forum.procedure
    if edition:
        return LawRef(provider, edition)
    book = claim.world.published.in_force(provider, claim.record.filing or claim.anchor)
    return book.law if book else None


def by_procedure(claim: ClaimAtIssue, forum: ForumFound) -> Searched:
    """What the procedure says on the issue; without a forum or a procedure, why there is none."""
    if forum.forum is None:
        return Searched(claim, LawFinding(forum.status, lacking=forum.lacking, reasons=(forum.reason,)))
    law = procedure_of(claim, forum.forum)
    asked = ask(claim, law) if law else None
    if law is None or asked is None:
        reason = f"{forum.forum.name} names no procedure, and its procedure governs this issue"
        return Searched(claim, LawFinding(Status.LAW_UNAVAILABLE, reasons=(reason,)))
    return Searched(claim, LawFinding(None, (Route(law, {}, (), asked),)), (asked,), Overlaid(asked.verdicts))
