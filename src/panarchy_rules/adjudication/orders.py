"""Turn settled amounts into orders: verdicts and caps in, who pays whom how much out, and what stays undecided."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from panarchy_rules.adjudication.answers import Asked
from panarchy_rules.adjudication.govern import Route
from panarchy_rules.base.values import Money
from panarchy_rules.casefile.judgment import Order
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.rulebook.verdict import Settled


@dataclass(frozen=True, slots=True)
class Ordered:
    """The orders, whether a cap left something undecided, and why a cap could not be applied."""

    orders: tuple[Order, ...]
    in_part: bool = False
    obstacle: str = ""


def orders(claim: ClaimAtIssue, claim_id: str, routes: tuple[Route, ...], asked: Asked) -> Ordered:
    """Orders against each debtor, together at most the cap of the chains that carry them."""
    caps = [cap for route in routes for cap in _caps(route.paths)]
    made: list[Order] = []
    spent: dict[str, Fraction] = {}
    in_part = False
    for question, verdict in asked.verdicts.items():
        amount = verdict.value if isinstance(verdict, Settled) else None
        if not isinstance(amount, Money) or amount.amount <= 0:
            continue
        debtor, creditor = claim.record.roles[question.bearer], claim.record.roles[question.counterparty]
        odd = next((cap for cap in caps if cap.unit != amount.unit), None)
        if odd:
            return Ordered((), obstacle=f"{amount} cannot be measured against the cap of {odd}")
        room = min((cap.amount - spent.get(debtor, Fraction(0)) for cap in caps), default=amount.amount)
        imposed = max(Fraction(0), min(amount.amount, room))
        spent[debtor] = spent.get(debtor, Fraction(0)) + imposed
        rest = Money(amount.amount - imposed, amount.unit)
        in_part = in_part or rest.amount > 0
        made.append(
            Order(
                debtor=debtor,
                creditor=creditor,
                amount=str(Money(imposed, amount.unit)),
                head=question.head,
                claim=claim_id,
                issue=claim.issue,
                law=str(asked.law),
                undecided=str(rest) if rest.amount else None,
            )
        )
    return Ordered(tuple(made), in_part)


def _caps(paths: Mapping[str, tuple[Path, ...]]) -> list[Money]:
    """For every party the widest cap over their chains; a chain without a cap lifts it."""
    found = []
    for chains in paths.values():
        narrowest = [min(path.caps, key=lambda cap: cap.amount) for path in chains if path.caps]
        if narrowest and len(narrowest) == len(chains):
            widest = max(range(len(chains)), key=lambda n: narrowest[n].amount)
            found += [cap for cap in chains[widest].caps if cap.unit != narrowest[widest].unit]
            found.append(narrowest[widest])
    return found
