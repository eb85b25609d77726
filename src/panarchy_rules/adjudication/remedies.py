"""Turn remedies beside payment into orders: verdicts in, what is ordered against whom out, and what binds nobody.

A withdrawal is somebody's own dealings and is always ordered.
An imposition is ordered against a person only if their own consent leads to the law.
"""

from collections.abc import Mapping

from panarchy_rules.adjudication import report
from panarchy_rules.adjudication.answers import Asked
from panarchy_rules.adjudication.orders import caps_of
from panarchy_rules.adjudication.search import Searched
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Money, Remedy, show
from panarchy_rules.casefile.judgment import Order
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.closure import closure, grow
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.rulebook.exchange import exchanged
from panarchy_rules.rulebook.rulebook import Owing
from panarchy_rules.rulebook.verdict import Settled


@dataclass(frozen=True, slots=True)
class Remedied:
    """What is ordered, and the impositions on persons whom no chain of their own consent binds."""

    orders: tuple[Order, ...]
    unimposed: tuple[Order, ...]


def remedies(claim: ClaimAtIssue, claim_id: str, found: Searched) -> Remedied:
    """One order for each person a remedy is against. An amount is imposed up to the cap of the chains that carry it."""
    asked = found.asked[0]
    ordered: list[Order] = []
    unimposed: list[Order] = []
    for question, verdict in asked.verdicts.items():
        remedy = verdict.value if isinstance(verdict, Settled) else None
        for person in remedy.against if isinstance(remedy, Remedy) else ():
            assert isinstance(remedy, Remedy)
            order = _order(claim, claim_id, question, remedy, person, asked)
            carried = order if remedy.nature == "withdrawal" else _imposed(claim, order, remedy, found)
            (unimposed if carried is None else ordered).append(carried or order)
    return Remedied(tuple(ordered), tuple(unimposed))


def _imposed(claim: ClaimAtIssue, order: Order, remedy: Remedy, found: Searched) -> Order | None:
    """The order with what carries it: the chain of somebody who is no party, and no more than the caps allow.

    None if no consent of theirs certainly leads to the law, or if the amount cannot be measured against a cap.
    """
    law = found.asked[0].law
    if order.debtor in claim.parties:
        routes = [route.paths for route in found.law.routes]
    else:
        paths = closure(grow(claim, order.debtor).paths).get(law, ())
        if not paths:
            return None
        routes = [{order.debtor: paths}]
        order = order.model_copy(update={"chain": report.chain(claim, order.debtor, paths[0])})
    return _within(routes, order, remedy.of) if isinstance(remedy.of, Money) else order


def _within(routes: list[Mapping[str, tuple[Path, ...]]], order: Order, amount: Money) -> Order | None:
    turned = [one for paths in routes for _, one in caps_of(paths, lambda cap: exchanged(cap, amount.unit, (), None))]
    caps = [one.amount for one in turned if one.amount]
    if len(caps) < len(turned):
        return None
    room = min((cap.amount for cap in caps), default=amount.amount)
    if room >= amount.amount:
        return order
    rest = Money(amount.amount - room, amount.unit)
    return order.model_copy(update={"of": str(Money(room, amount.unit)), "undecided": str(rest)})


def _order(claim: ClaimAtIssue, claim_id: str, question: Owing, remedy: Remedy, person: str, asked: Asked) -> Order:
    return Order(
        debtor=person,
        creditor=claim.record.roles[question.counterparty],
        head=question.head,
        claim=claim_id,
        issue=claim.issue,
        law=str(asked.law),
        remedy=remedy.name,
        kind="withdrawal" if remedy.nature == "withdrawal" else "imposition",
        of=None if remedy.of is None else show(remedy.of),
        lasting=str(remedy.lasting) if remedy.lasting else None,
        until=remedy.deadline,
    )


def unbound(remedied: Remedied) -> tuple[str, ...]:
    """Why some impositions are not ordered."""
    alike: dict[tuple[str, str], list[str]] = {}
    for order in remedied.unimposed:
        alike.setdefault((order.terms, order.law), []).append(order.debtor)
    return tuple(
        f"{terms} cannot be imposed on {', '.join(debtors)}: no consent of theirs carries it under {law}"
        for (terms, law), debtors in alike.items()
    )
