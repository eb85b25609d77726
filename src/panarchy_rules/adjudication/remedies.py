"""Turn remedies beside payment into orders: verdicts in, what is ordered against whom out, and what binds nobody.

A withdrawal is somebody's own dealings and is always ordered.
An imposition is ordered against a person only if their own consent leads to the law.
"""

from dataclasses import dataclass

from panarchy_rules.adjudication import report
from panarchy_rules.adjudication.answers import Asked
from panarchy_rules.base.values import Remedy, show
from panarchy_rules.casefile.judgment import Chain, Order
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.closure import closure, grow
from panarchy_rules.rulebook.rulebook import Owing
from panarchy_rules.rulebook.verdict import Settled


@dataclass(frozen=True, slots=True)
class Remedied:
    """What is ordered, and the impositions on persons whom no chain of their own consent binds."""

    orders: tuple[Order, ...]
    unimposed: tuple[Order, ...]


def remedies(claim: ClaimAtIssue, claim_id: str, asked: Asked) -> Remedied:
    """One order for each person a remedy is against."""
    ordered: list[Order] = []
    unimposed: list[Order] = []
    for question, verdict in asked.verdicts.items():
        remedy = verdict.value if isinstance(verdict, Settled) else None
        for person in remedy.against if isinstance(remedy, Remedy) else ():
            assert isinstance(remedy, Remedy)
            chain = None if remedy.nature == "withdrawal" or person in claim.parties else _chain(claim, person, asked)
            order = _order(claim, claim_id, question, remedy, person, asked, chain)
            free = remedy.nature == "withdrawal" or person in claim.parties or chain is not None
            (ordered if free else unimposed).append(order)
    return Remedied(tuple(ordered), tuple(unimposed))


def _chain(claim: ClaimAtIssue, person: str, asked: Asked) -> Chain | None:
    """Why the law may bind somebody who is no party; None if none of their consents certainly leads to it."""
    paths = closure(grow(claim, person).paths).get(asked.law, ())
    return report.chain(claim, person, paths[0]) if paths else None


def _order(
    claim: ClaimAtIssue,
    claim_id: str,
    question: Owing,
    remedy: Remedy,
    person: str,
    asked: Asked,
    chain: Chain | None,
) -> Order:
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
        chain=chain,
    )


def unbound(remedied: Remedied) -> tuple[str, ...]:
    """Why some impositions are not ordered."""
    return tuple(
        f"{order.terms} cannot be imposed on {order.debtor}: no consent of theirs leads to {order.law}"
        for order in remedied.unimposed
    )
