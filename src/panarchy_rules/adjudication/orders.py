"""Turn settled amounts into orders: verdicts and caps in, who pays whom how much out, and what stays undecided."""

from collections.abc import Mapping
from fractions import Fraction

from panarchy_rules.adjudication.mandatory import Protection
from panarchy_rules.adjudication.search import Searched
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Money
from panarchy_rules.casefile.judgment import Order
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.rulebook.exchange import exchanged
from panarchy_rules.rulebook.verdict import Settled, Verdict


@dataclass(frozen=True, slots=True)
class Ordered:
    """The orders, whether a cap left something undecided, and why a cap could not be applied."""

    orders: tuple[Order, ...]
    in_part: bool = False
    obstacle: str = ""
    unimposed: tuple[Order, ...] = ()


def orders(claim: ClaimAtIssue, claim_id: str, found: Searched) -> Ordered:
    """Orders against each debtor, together at most the cap of the chains that carry them.

    What a mandatory rule adds rests on chains of its own.
    """
    law = found.asked[0].law
    amounts = [amount for verdict in found.overlaid.verdicts.values() if (amount := _money(verdict))]
    caps, obstacle = _in_unit([c for r in found.law.routes for c in caps_of(r.paths)], amounts, claim, found)
    if obstacle:
        return Ordered((), obstacle=obstacle)
    made: list[Order] = []
    spent: dict[str, Fraction] = {}
    for question, verdict in found.overlaid.verdicts.items():
        amount = _money(verdict)
        if amount is None or amount.amount <= 0:
            continue
        roles = claim.record.roles
        debtor, creditor = roles.get(question.bearer, question.bearer), roles[question.counterparty]
        room = min((cap.amount - spent.get(debtor, Fraction(0)) for cap in caps), default=amount.amount)
        said = _money(found.asked[0].verdicts.get(question)) or Money(Fraction(0), amount.unit)
        by_law = max(Fraction(0), min(amount.amount, said.amount, room))
        spent[debtor] = spent.get(debtor, Fraction(0)) + by_law
        floor = next((one for one in found.overlaid.protections if _adds(one, amount, said)), None)
        imposed = Money(amount.amount if floor else by_law, amount.unit)
        more = found.overlaid.left_over(question, claim.record.roles)
        rest = amount.amount - imposed.amount + (more.amount if more else 0)
        made.append(
            Order(
                debtor=debtor,
                creditor=creditor,
                amount=str(imposed),
                head=question.head,
                claim=claim_id,
                issue=claim.issue,
                law=str(floor.code if floor else law),
                undecided=str(Money(rest, amount.unit)) if rest else None,
            )
        )
    return Ordered(tuple(made), any(order.undecided for order in made))


def _in_unit(caps: list[Money], amounts: list[Money], claim: ClaimAtIssue, found: Searched) -> tuple[list[Money], str]:
    """The caps in the unit of what is owed, by the rates of the law that governs; or why one cannot be measured."""
    units = sorted({amount.unit for amount in amounts if amount.amount > 0})
    if not caps or not units:
        return caps, ""
    if len(units) > 1:
        return [], f"amounts in {' and '.join(units)} cannot be measured against the cap of {caps[0]}"
    rates, day = found.asked[0].rulebook.limits.rates, claim.record.today or claim.record.filing
    turned = [exchanged(cap, units[0], rates, day) for cap in caps]
    for cap, one in zip(caps, turned, strict=True):
        if one.amount is None:
            owed = next(amount for amount in amounts if amount.amount > 0)
            return [], f"{owed} cannot be measured against the cap of {cap}: {one.reason}"
    return [one.amount for one in turned if one.amount], ""


def _money(verdict: Verdict | None) -> Money | None:
    return verdict.value if isinstance(verdict, Settled) and isinstance(verdict.value, Money) else None


def _adds(one: Protection, amount: Money, said: Money) -> bool:
    """Whether a mandatory rule is what makes more of what the law says."""
    return one.floor and one.opposable and amount.amount > said.amount and one.carried == amount


def caps_of(paths: Mapping[str, tuple[Path, ...]]) -> list[Money]:
    """For every party the widest cap over their chains; a chain without a cap lifts it."""
    found = []
    for chains in paths.values():
        narrowest = [min(path.caps, key=lambda cap: cap.amount) for path in chains if path.caps]
        if narrowest and len(narrowest) == len(chains):
            widest = max(range(len(chains)), key=lambda n: narrowest[n].amount)
            found += [cap for cap in chains[widest].caps if cap.unit != narrowest[widest].unit]
            found.append(narrowest[widest])
    return found
