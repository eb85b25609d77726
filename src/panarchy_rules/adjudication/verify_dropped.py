"""Find refusals that a judgment leaves out: an issue that a law governs in, the laws that would have come before out.

If both parties' codes put another law before the one that governs, something took that law away.
Where a reservation of theirs refuses its result, that was it, and the judgment has to say so.
Looked at are parties with one membership and no submissions or agreements, and facts that leave no room.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from panarchy_rules.adjudication.verify_edges import EdgeCheck
from panarchy_rules.base.results import NoteCode, Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.judgment import IssueJudgment
from panarchy_rules.register import Agree, Submit

_OWN, _ACCEPTED = 2, 3
"""The tiers of one's own law and of a law that one's code accepts."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a law stands for one party: its tier, and its rank in the code."""

    tier: int
    rank: tuple[int, int]


def unmentioned(issue: IssueJudgment) -> Iterator[str]:
    """What the judgment says elsewhere of refusals that it does not list."""
    listed = {(one.party, one.code, one.reservation) for one in issue.refused_results}
    noted = any(note.code is NoteCode.REFUSED_PUBLIC_POLICY for note in issue.notes)
    if not listed and (noted or issue.status is Status.REFUSED_PUBLIC_POLICY):
        yield "a result is said to be refused, and no refusal is listed"
    for one in issue.refused:
        if one.reason.endswith(f"refuses its result ({one.clause})") and (one.party, one.law, one.clause) not in listed:
            yield f"the refusal by {one.law} for {one.party} ({one.clause}) is not listed"


def came_before(issue: IssueJudgment, check: EdgeCheck) -> Iterator[LawRef]:
    """The laws that would govern in the place of the one that does, if nothing took them away."""
    parties = (issue.claimant, issue.respondent)
    governing = {law.name for law in issue.laws}
    if len(governing) != 1 or issue.joined or issue.together or any(law.assuming or law.through for law in issue.laws):
        return
    if any(isinstance(e, Agree | Submit) for who in parties for e in check.world.register.naming(who)):
        return
    codes = [check.clauses.book(name) for name in governing]
    there = [_place(check, who, book.law) for book in codes if book for who in parties]
    for law in check.world.rulebooks:
        here = [_place(check, who, law) for who in parties]
        if str(law) not in governing and _before(here, there):
            yield law


def _before(here: list[_Place | None], there: list[_Place | None]) -> bool:
    """Whether a law certainly stands before another: by tier, or no worse for both parties and better for one."""
    one, other = [place for place in here if place], [place for place in there if place]
    if len(one) < len(here) or len(other) < len(there) or len(one) != len(other):
        return False
    tier, than = max(place.tier for place in one), max(place.tier for place in other)
    ranks = [(mine.rank, theirs.rank) for mine, theirs in zip(one, other, strict=True)]
    no_worse, better = all(a <= b for a, b in ranks), any(a < b for a, b in ranks)
    return tier < than or (tier == than and no_worse and better)


def _place(check: EdgeCheck, party: str, law: LawRef) -> _Place | None:
    """Where a law stands for a member of one code; None if it is not there, or that is not certain."""
    joined = [own for _, _, own in check.members.laws(party)]
    if len(joined) != 1:
        return None
    code = check.world.rulebooks[joined[0]]
    if code.law == law:
        never = any(check.clauses.own_law_never(str(law), party, sure=True))
        return None if never else _Place(_OWN, (0, code.own_law_rank))
    ranks: set[tuple[int, int]] = set()
    for rule in (one for one in code.acceptances() if not getattr(one.conclusion, "is_forum", True)):
        said = check.clauses.sayings(code, rule, party)
        ends = {one.end if one and one.reference is None else None for one in said}
        if str(law) in ends and len(ends) > 1:
            return None
        ranks |= {one.rank for one in said if one and one.end == str(law)} if ends == {str(law)} else set()
    return _Place(_ACCEPTED, ranks.pop()) if len(ranks) == 1 else None
