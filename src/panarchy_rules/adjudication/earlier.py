"""See whether other proceedings stand in the way: a claim, its dispute and its forum in, a halt or nothing out.

A decision binds the parties whose consents lead to its forum, on the cause and the issues that it decided.
Pending proceedings go first if they were seised first, or if their forum was agreed on and this one was not.
"""

from collections.abc import Iterator

from panarchy_rules.adjudication.seise import ForumFound
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import Status
from panarchy_rules.casefile.dispute import Dispute, Earlier
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.graph import AGREED_BEFORE
from panarchy_rules.choice_of_law.world import covers


@dataclass(frozen=True, slots=True)
class Halt:
    """What other proceedings lead to. Without a status the case goes on; `lines` say what was found either way."""

    status: Status | None = None
    lines: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def other_proceedings(claim: ClaimAtIssue, dispute: Dispute, forum: ForumFound) -> Halt:
    """Whether the claim is already decided, has to wait, or goes on."""
    same = [other for other in dispute.earlier if _same_cause(claim, dispute, other)]
    deaf = [_no_effect(other) for other in same if forum.tier(other.forum) is None]
    heard = [other for other in same if forum.tier(other.forum) is not None]
    decided = [other for other in heard if other.decided is not None]
    if decided:
        lines = tuple(f"{one.forum} decided {one.id} on {one.decided}, between the same parties" for one in decided)
        return Halt(Status.ALREADY_DECIDED, (*lines, *deaf))
    for other in heard:
        halt = _pending(claim, forum, other)
        if halt.status is not None:
            return Halt(halt.status, (*halt.lines, *deaf), halt.lacking)
        deaf += halt.lines
    return Halt(lines=tuple(deaf))


def _same_cause(claim: ClaimAtIssue, dispute: Dispute, other: Earlier) -> bool:
    return (
        dispute.cause == other.cause
        and set(claim.parties) <= set(other.parties)
        and (not other.issues or covers(other.issues, claim.issue))
    )


def _no_effect(other: Earlier) -> str:
    return f"{other.id} before {other.forum} has no effect here: the parties' consents do not lead to that forum"


def _pending(claim: ClaimAtIssue, forum: ForumFound, other: Earlier) -> Halt:
    if forum.forum is None:
        return Halt()
    first = list(_goes_first(claim, forum, other))
    if not first:
        return Halt(lines=(f"{other.id} before {other.forum} does not go first",))
    if first == ["unknown"]:
        return Halt(Status.UNDETERMINED, (f"it is not known whether {other.id} was filed first",), ("filing",))
    if not forum.forum.stays:
        risk = f"{other.id} before {other.forum} {first[0]}, but {forum.forum.name} does not stay its cases"
        return Halt(lines=(f"{risk}: two decisions are possible",))
    return Halt(Status.STAYED, (f"{forum.forum.name} waits for {other.id} before {other.forum}, which {first[0]}",))


def _goes_first(claim: ClaimAtIssue, forum: ForumFound, other: Earlier) -> Iterator[str]:
    """Why the other proceedings go first: a forum by agreement, or else the one seised first."""
    assert forum.forum is not None
    here, there = forum.tier(forum.forum.name), forum.tier(other.forum)
    agreed_here = here is not None and here <= AGREED_BEFORE
    agreed_there = there is not None and there <= AGREED_BEFORE
    if other.forum == forum.forum.name or agreed_here == agreed_there:
        if claim.record.filing is None:
            yield "unknown"
        elif other.filed < claim.record.filing:
            yield f"was filed first, on {other.filed}"
    elif agreed_there:
        yield "is before the forum that the parties agreed on"
