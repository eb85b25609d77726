"""Turn settled amounts into orders: verdicts and caps in, who pays whom how much out, and what stays undecided."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from panarchy_rules.adjudication.mandatory import Protection
from panarchy_rules.adjudication.search import Searched
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Money
from panarchy_rules.casefile.judgment import Order
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.rulebook.exchange import Exchanged, exchanged
from panarchy_rules.rulebook.verdict import Settled, Verdict


@dataclass(frozen=True, slots=True)
class Ordered:
    """The orders, whether a cap left something undecided, and why a cap could not be applied.

    `idle` are caps of chains that might have carried more of it, and why they cannot be measured.
    """

    orders: tuple[Order, ...]
    in_part: bool = False
    obstacle: str = ""
    idle: tuple[str, ...] = ()
    unimposed: tuple[Order, ...] = ()


def orders(claim: ClaimAtIssue, claim_id: str, found: Searched) -> Ordered:
    """Orders against each debtor, together at most the cap of the chains that carry them.

    What a mandatory rule adds rests on chains of its own.
    """
    law = found.asked[0].law
    amounts = [amount for verdict in found.overlaid.verdicts.values() if (amount := _money(verdict))]
    caps, idle, obstacle = _in_unit([route.paths for route in found.law.routes], amounts, claim, found)
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
    in_part = any(order.undecided for order in made)
    return Ordered(tuple(made), in_part, idle=idle if in_part else ())


def _in_unit(
    routes: list[Mapping[str, tuple[Path, ...]]], amounts: list[Money], claim: ClaimAtIssue, found: Searched
) -> tuple[list[Money], tuple[str, ...], str]:
    """The caps in the unit of what is owed, by the rates of the law that governs, and those of other chains that
    cannot be measured; or why none can be."""
    units = sorted({amount.unit for amount in amounts if amount.amount > 0})
    if not units:
        return [], (), ""
    rates, day = found.asked[0].rulebook.limits.rates, claim.record.today or claim.record.filing

    def turn(cap: Money) -> Exchanged:
        return exchanged(cap, units[0], rates, day)

    caps = [one for paths in routes for one in caps_of(paths, turn)]
    if caps and len(units) > 1:
        return [], (), f"amounts in {' and '.join(units)} cannot be measured against the cap of {caps[0][0]}"
    for cap, turned in caps:
        if turned.amount is None:
            owed = next(amount for amount in amounts if amount.amount > 0)
            return [], (), f"{owed} cannot be measured against the cap of {cap}: {turned.reason}"
    idle = {one: None for paths in routes for one in _idle(paths, turn)}
    return [turned.amount for _, turned in caps if turned.amount], tuple(idle), ""


def _idle(paths: Mapping[str, tuple[Path, ...]], turn: Callable[[Money], Exchanged]) -> Iterator[str]:
    """Chains that may carry more than those of the same party that are measured."""
    for party, chains in sorted(paths.items()):
        if all(path.caps for path in chains):
            for cap, turned in (_narrowest([(cap, turn(cap)) for cap in path.caps]) for path in chains):
                if turned.amount is None:
                    yield f"a chain of {party} carries up to {cap}, which does not count here: {turned.reason}"


def _money(verdict: Verdict | None) -> Money | None:
    return verdict.value if isinstance(verdict, Settled) and isinstance(verdict.value, Money) else None


def _adds(one: Protection, amount: Money, said: Money) -> bool:
    """Whether a mandatory rule is what makes more of what the law says."""
    return one.floor and one.opposable and amount.amount > said.amount and one.carried == amount


Turned = tuple[Money, Exchanged]
"""A cap as it is written, and in the unit of what is owed; or why it cannot be measured."""


def caps_of(paths: Mapping[str, tuple[Path, ...]], turn: Callable[[Money], Exchanged]) -> list[Turned]:
    """For every party the widest cap over their chains; a chain without a cap lifts it.

    They are compared in one unit. A chain whose cap cannot be measured carries nothing for certain.
    """
    found = []
    for chains in paths.values():
        if all(path.caps for path in chains):
            narrowest = [_narrowest([(cap, turn(cap)) for cap in path.caps]) for path in chains]
            measured = [one for one in narrowest if one[1].amount]
            found.append(max(measured, key=_size) if measured else min(narrowest, key=lambda one: str(one[0])))
    return found


def _narrowest(caps: list[Turned]) -> Turned:
    """The least of several caps, or the first that cannot be measured."""
    return next((one for one in caps if one[1].amount is None), None) or min(caps, key=_size)


def _size(one: Turned) -> Fraction:
    assert one[1].amount is not None
    return one[1].amount.amount
