"""Decide one issue of one claim: what is asked and the dispute in, what each step of DOMAIN C0.5 found out.

Nothing is put in words here; `report_issue` does that.
"""

from panarchy_rules.adjudication.characterise import Classed
from panarchy_rules.adjudication.continuing import Continuing
from panarchy_rules.adjudication.earlier import Halt, other_proceedings
from panarchy_rules.adjudication.evasion import evasions
from panarchy_rules.adjudication.incidental import Considered, Preliminary, consider
from panarchy_rules.adjudication.issue_status import Standing, standing
from panarchy_rules.adjudication.orders import Ordered, orders
from panarchy_rules.adjudication.outsiders import forbidden
from panarchy_rules.adjudication.procedure import by_procedure
from panarchy_rules.adjudication.proceedings import Heard, hear
from panarchy_rules.adjudication.remedies import remedies, unbound
from panarchy_rules.adjudication.search import Searched, halted, knowing
from panarchy_rules.adjudication.seise import ForumFound, find_forum
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.together import Kept


@dataclass(frozen=True, slots=True)
class IssueAsked:
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


@dataclass(frozen=True, slots=True)
class IssueDecided:
    """What each step found out. `claim` knows what the issues kept together with it come to."""

    asked: IssueAsked
    claim: ClaimAtIssue
    forum: ForumFound
    halt: Halt
    heard: Heard | None
    considered: Considered
    closed: tuple[str, ...]
    ordered: Ordered
    stands: Standing
    evaded: tuple[j.EvasionFinding, ...]

    @property
    def found(self) -> Searched:
        """The law and what it says."""
        return self.considered.found


def decide_issue(asked: IssueAsked, dispute: Dispute) -> IssueDecided:
    """Seat, earlier proceedings, procedure, law, verdicts and orders, one after the other."""
    forum = find_forum(asked.seat, dispute.forum)
    halt = other_proceedings(asked.claim, dispute, forum)
    claim, heard = hear(asked.claim, forum.forum)
    stopped = asked.classed.status or halt.status
    considered = Considered(halted(claim, stopped)) if stopped else _considered(claim, forum, asked.first)
    found = considered.found
    # Now it is known what the other issues of the group come to, and which laws are common.
    claim = replace(claim, record=knowing(claim.record, found.claim.record))
    closed = forbidden(claim, found, forum)
    ordered, stands = _ordered(claim, asked.claim_id, found, forum)
    if asked.classed.status is not None:
        stands = Standing(asked.classed.status, asked.classed.lacking, asked.classed.lines)
    elif halt.status is not None:
        stands = Standing(halt.status, halt.lacking, halt.lines)
    elif considered.halt is not None:
        ordered, stands = Ordered(()), considered.halt
    elif closed and stands.status in DECIDED:
        ordered, stands = Ordered(()), Standing(Status.NOT_ARBITRABLE, (), closed)
    evaded = () if stopped else evasions(claim, found)
    return IssueDecided(asked, claim, forum, halt, heard, considered, closed, ordered, stands, evaded)


def _considered(claim: ClaimAtIssue, forum: ForumFound, first: tuple[Preliminary, ...]) -> Considered:
    """An issue of procedure is for the law of the forum's procedure, any other for the law that both consented to."""
    return Considered(by_procedure(claim, forum)) if claim.world.is_procedural(claim.issue) else consider(claim, first)


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
    if not ordered.in_part:
        return ordered, stands
    return ordered, replace(stands, status=Status.DECIDED_IN_PART, reasons=(*stands.reasons, *ordered.idle))
