"""Set claims off against each other: decided issues and their laws in, what is set off out (DOMAIN C26).

The law of the claim against which another is set off says whether that may be done.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from panarchy_rules.adjudication.decided_before import amount_of
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.values import LawRef, Money
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.rulebook.exchange import Exchanged, exchanged
from panarchy_rules.rulebook.limits import SetOff
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Rulebook

Asking = Mapping[str, Evaluation]


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether a law lets a claim be set off: the clause that does, or the status and reason why not."""

    clause: SetOff | None
    status: Status = Status.DECIDED
    reason: str = ""
    lacking: tuple[str, ...] = ()


def set_offs(
    world: LawWorld, dispute: Dispute, issues: tuple[j.IssueJudgment, ...], records: Mapping[str, Record]
) -> tuple[j.SetOffFinding, ...]:
    """Every set-off that a claim asks for, in the order of the claims. `records` are the facts of each claim."""
    left = _orders(issues)
    found: list[j.SetOffFinding] = []
    for claim in dispute.claims:
        if claim.set_off is not None:
            made = _one(world, issues, records, claim.id, claim.set_off, left)
            left = after((made,), left)
            found.append(made)
    return tuple(found)


def after(found: Iterable[j.SetOffFinding], orders: tuple[j.Order, ...]) -> tuple[j.Order, ...]:
    """The orders that are left. What is paid by set-off is no longer ordered."""
    for one in found:
        if one.status is Status.DECIDED:
            orders = _reduced(_reduced(orders, one.claim, one.amount), one.against, one.of or one.amount)
    return orders


def may_set_off(world: LawWorld, record: Record, law: LawRef, matter: str) -> Allowed:
    """What a law says on setting off against a claim that it governs."""
    book: Rulebook | None = world.rulebooks.get(law)
    clauses = [one for one in book.limits.set_offs if covers(one.matters, matter)] if book else []
    waits: list[Unknown] = []
    for clause in clauses:
        evaluation = Evaluation(world.rulebooks[law], record)
        held = True if clause.condition is None else evaluation.established(truth(clause.condition, evaluation, {}))
        if held is True:
            return Allowed(clause)
        if isinstance(held, Unknown):
            waits.append(held)
    if waits:
        lacking = tuple(dict.fromkeys(fact for one in waits for fact in one.missing))
        return Allowed(
            None, Status.UNDETERMINED, f"{law} lets claims be set off only on facts that are missing", lacking
        )
    return Allowed(None, Status.LAW_SILENT, f"{law} does not let claims be set off here")


def _orders(issues: Iterable[j.IssueJudgment]) -> tuple[j.Order, ...]:
    return tuple(order for issue in issues for order in issue.orders)


def _one(
    world: LawWorld,
    issues: tuple[j.IssueJudgment, ...],
    records: Mapping[str, Record],
    claim: str,
    against: str,
    left: tuple[j.Order, ...],
) -> j.SetOffFinding:
    mine = [issue for issue in issues if issue.claim == claim]
    theirs = [issue for issue in issues if issue.claim == against]
    undecided = [issue.claim for issue in (*mine, *theirs) if issue.status not in DECIDED]
    law = next((law for issue in theirs for law in issue.laws), None)
    if undecided or law is None:
        reason = f"claim {undecided[0]} is not decided" if undecided else f"no law governs claim {against}"
        return j.SetOffFinding(claim=claim, against=against, status=Status.UNDETERMINED, reason=reason)
    ref = LawRef(law.provider, law.edition)
    allowed = may_set_off(world, records[against], ref, theirs[0].matter)
    if allowed.clause is None:
        return j.SetOffFinding(
            claim=claim, against=against, law=law.name, status=allowed.status, reason=allowed.reason,
            lacking=allowed.lacking,
        )  # fmt: skip
    return _amounts(world.rulebooks[ref], records[against], claim, against, allowed.clause, left, theirs[0])


def _amounts(
    book: Rulebook,
    record: Record,
    claim: str,
    against: str,
    clause: SetOff,
    left: tuple[j.Order, ...],
    issue: j.IssueJudgment,
) -> j.SetOffFinding:
    """As much as both claims still give, in the unit of the claim against which it is set off."""
    mine, theirs = _total(left, claim, issue.claimant), _total(left, against, issue.respondent)
    made = j.SetOffFinding(
        claim=claim,
        against=against,
        law=str(book.law),
        clause=clause.label,
        source=clause.source,
        status=Status.DECIDED,
    )
    if mine is None or theirs is None:
        return replace_finding(made, Status.LAW_SILENT, "one of the claims gives no amount that could be set off")
    turned = exchanged(mine, theirs.unit, book.limits.rates, record.today or record.filing)
    if turned.amount is None:
        return replace_finding(made, Status.RATE_MISSING, turned.reason)
    least = min(turned.amount.amount, theirs.amount)
    used = mine if least == turned.amount.amount else Money(mine.amount * least / turned.amount.amount, mine.unit)
    return made.model_copy(
        update={"amount": str(used), "of": str(Money(least, theirs.unit)), "rate": _rate_words(turned)}
    )


def _rate_words(turned: Exchanged) -> str | None:
    rate = turned.rate
    return f"{rate.one} is {rate.other} on {rate.day}" if rate else None


def replace_finding(made: j.SetOffFinding, status: Status, reason: str) -> j.SetOffFinding:
    """A set-off that is not made, and why."""
    return made.model_copy(update={"status": status, "reason": reason})


def _total(orders: tuple[j.Order, ...], claim: str, debtor: str) -> Money | None:
    """What a debtor is still ordered to pay on a claim, if it is of one unit."""
    amounts = [amount_of(order.amount) for order in orders if order.claim == claim and order.debtor == debtor]
    known = [amount for amount in amounts if amount is not None]
    if not known or len({amount.unit for amount in known}) > 1 or len(known) < len(amounts):
        return None
    return Money(sum((amount.amount for amount in known), Fraction(0)), known[0].unit)


def _reduced(orders: tuple[j.Order, ...], claim: str, by: str | None) -> tuple[j.Order, ...]:
    """The orders on a claim, the first one first, without what is set off."""
    rest = amount_of(by)
    made: list[j.Order] = []
    for order in orders:
        amount = amount_of(order.amount)
        if order.claim != claim or rest is None or amount is None or amount.unit != rest.unit:
            made.append(order)
            continue
        taken = min(amount.amount, rest.amount)
        rest = replace(rest, amount=rest.amount - taken)
        if amount.amount > taken or order.undecided:
            made.append(order.model_copy(update={"amount": str(Money(amount.amount - taken, amount.unit))}))
    return tuple(made)
