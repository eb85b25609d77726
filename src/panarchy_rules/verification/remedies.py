"""Check remedies again: each follows from the law, and each imposition from the consent of whom it binds."""

from collections.abc import Iterator

from panarchy_rules.adjudication.answers import in_issue
from panarchy_rules.adjudication.decided_before import amount_of
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.values import LawRef, Money, Remedy
from panarchy_rules.casefile.judgment import IssueJudgment, Order
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Owing
from panarchy_rules.rulebook.verdict import Settled

MAY_ORDER = (*DECIDED, Status.COLLECTIVE_SANCTION)


@dataclass(frozen=True, slots=True)
class _Due:
    """A remedy as the law gives it, against one person."""

    person: str
    creditor: str
    head: str
    terms: str
    kind: str


def check_remedies(world: LawWorld, record: Record, claim: ClaimAtIssue, issue: IssueJudgment) -> Iterator[str]:
    """Every sentence that says what is wrong with the remedies of an issue."""
    stated = [order for order in (*issue.orders, *issue.unimposed) if order.remedy != "payment"]
    if not stated and issue.status not in MAY_ORDER:
        return
    due = {one for law in issue.laws[:1] for one in _due(world, record, claim, law.name)}
    for order in stated:
        if _Due(order.debtor, order.creditor, order.head, _whole(order), order.kind) not in due:
            yield f"the order {order} does not follow from the law"
        if order.amount is not None or order.jointly:
            yield f"{order.terms} is no payment, and is said to be one of {order.amount}"
    for order in issue.unimposed:
        apart = (order.claim, order.issue) == (issue.claim, issue.issue) and order.law in [x.name for x in issue.laws]
        if not apart or order.amount or order.undecided or order.assignee or order.chain:
            yield f"what is not imposed on {order.debtor} is said of another issue or law"
    said = {(order.debtor, order.creditor, order.head) for order in stated}
    if issue.status in MAY_ORDER:
        for one in sorted(due, key=lambda d: (d.person, d.head)):
            if (one.person, one.creditor, one.head) not in said:
                yield f"the law orders {one.terms} against {one.person}, and no order says so"
    yield from _consents(issue)


def _consents(issue: IssueJudgment) -> Iterator[str]:
    parties = (issue.claimant, issue.respondent)
    for order in issue.orders:
        if _needs_chain(order, parties) and (order.chain is None or order.chain.party != order.debtor):
            yield f"{order.terms} is imposed on {order.debtor}, and no chain of theirs is shown"
        if order.remedy != "payment":
            yield from _capped(issue, order)
    if any(order.kind == "withdrawal" for order in issue.unimposed):
        yield "a withdrawal is said to need consent"
    if issue.unimposed and issue.status is not Status.COLLECTIVE_SANCTION:
        yield f"something binds nobody, and the status is {issue.status}"


def _whole(order: Order) -> str:
    """The remedy as the law gives it, with what lies above a cap."""
    above, carried = amount_of(order.undecided), amount_of(order.of)
    if above is None or carried is None or above.unit != carried.unit:
        return order.terms
    whole = Money(above.amount + carried.amount, above.unit)
    return order.model_copy(update={"of": str(whole)}).terms


def _capped(issue: IssueJudgment, order: Order) -> Iterator[str]:
    """What is imposed stays within the caps of the chains that carry it, and is left undecided only above them."""
    shown = [order.chain] if order.chain else [chain for law in issue.laws for chain in (*law.chains, *law.also)]
    carried = amount_of(order.of)
    caps = [cap for chain in shown for edge in chain.edges if (cap := amount_of(edge.cap))]
    if carried is None or order.kind == "withdrawal":
        return
    if order.chain and any(cap.unit != carried.unit or carried.amount > cap.amount for cap in caps):
        yield f"{order.terms} against {order.debtor} exceeds the cap of their chain"
    if order.undecided and not any(cap == carried for cap in caps):
        yield f"{order.terms} against {order.debtor} leaves undecided what lies below the cap"


def _needs_chain(order: Order, parties: tuple[str, str]) -> bool:
    return order.kind == "imposition" and order.remedy != "payment" and order.debtor not in parties


def _due(world: LawWorld, record: Record, claim: ClaimAtIssue, law: str) -> Iterator[_Due]:
    provider, _, edition = law.partition(" ")
    book = world.rulebooks.get(LawRef(provider, edition))
    evaluation = Evaluation(book, record, claim.law) if book else None
    for question in evaluation.rulebook.asked() if evaluation else ():
        verdict = evaluation.decide(question) if evaluation and isinstance(question, Owing) else None
        remedy = verdict.value if isinstance(verdict, Settled) else None
        if not isinstance(remedy, Remedy) or not isinstance(question, Owing):
            continue
        if book is None or not in_issue(question, claim, book):
            continue
        creditor = record.roles.get(question.counterparty, "")
        for person in remedy.against:
            yield _Due(person, creditor, question.head, str(remedy), remedy.nature)
