"""Measure an order: people and their laws in, the measures M1 to M13 out.

Each is reported for every order, also where personal secession does worse. Nothing is added up to a score.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction

from panarchy_rules.analysis.secession.orders import Order
from panarchy_rules.analysis.secession.people import Kind, Population
from panarchy_rules.analysis.secession.quarrels import Pairs, Treaties, decided
from panarchy_rules.base.records import dataclass


@dataclass(frozen=True, slots=True)
class Costs:
    """What a provider costs in a year: once, and for each member."""

    fixed: int
    each: int

    def fee(self, members: int) -> Fraction:
        """What each member pays."""
        return Fraction(self.fixed, members) + self.each if members else Fraction(0)


@dataclass(frozen=True, slots=True)
class Scene:
    """What all orders have in common. `neighbours` are pairs who share a household."""

    people: Population
    status_quo: str
    before: Order
    prohibitions: Mapping[str, int]
    costs: Costs
    disputes: Pairs
    neighbours: Pairs
    notice: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Measures:
    """One column of the table. Adults are counted unless minors are named; `None` is what an order does not have."""

    unconsented: int
    no_acceptable_code: int
    laws: int
    largest: int
    taken: int
    gained: int
    fee: Fraction
    fee_shift: Fraction
    residual_demand: int
    moral_imposition: int
    cut_off: int
    notice_days: int | None
    coverage: Fraction
    limping: int
    proxies: int
    concentration: Fraction
    disputes: int
    decided: int
    decided_under_accepted: int


def measure(scene: Scene, order: Order, between: Treaties) -> Measures:
    """All measures of an order."""
    adults = {kind: number for kind, number in scene.people.items() if not kind.is_minor}
    members, before = _members(scene.people, order), _members(scene.people, scene.before)
    in_force = {law for law in members if law}
    old = scene.before.law
    said = decided(scene.disputes, order, between)
    couples = decided(scene.neighbours, order, between)
    bound = sum(number for law, number in members.items() if law)
    return Measures(
        unconsented=_count(adults, lambda kind: _is_imposed(kind, order.law[kind])),
        no_acceptable_code=_count(adults, lambda kind: not any(kind.accepts(law) for law in in_force)),
        laws=len(in_force),
        largest=max((members[law] for law in in_force), default=0),
        taken=_count(adults, lambda kind: kind.preferred == old[kind] and not kind.accepts(order.law[kind])),
        gained=_count(adults, lambda kind: not kind.accepts(old[kind]) and kind.accepts(order.law[kind])),
        fee=scene.costs.fee(members[scene.status_quo]),
        fee_shift=_fee_shift(scene, order, members, before),
        residual_demand=_count(adults, lambda kind: not kind.accepts(order.law[kind])),
        moral_imposition=sum(
            number * scene.prohibitions.get(order.law[kind], 0)
            for kind, number in adults.items()
            if _is_imposed(kind, order.law[kind])
        ),
        cut_off=said.disputes - said.decided,
        notice_days=None if order.is_territorial else max((scene.notice.get(law, 0) for law in in_force), default=0),
        coverage=_coverage(order, sorted(in_force), between),
        limping=couples.disputes - couples.decided,
        proxies=0 if order.is_territorial else _count(scene.people, lambda kind: kind.is_minor),
        concentration=sum((Fraction(members[law], bound) ** 2 for law in sorted(in_force)), Fraction(0)),
        disputes=said.disputes,
        decided=said.decided,
        decided_under_accepted=said.accepted,
    )


def _members(people: Population, order: Order) -> Counter[str]:
    found = Counter[str]()
    for kind, number in people.items():
        found[order.law[kind]] += number
    return found


def _count(people: Population, holds: Callable[[Kind], bool]) -> int:
    return sum(number for kind, number in people.items() if holds(kind))


def _is_imposed(kind: Kind, law: str) -> bool:
    return bool(law) and not kind.accepts(law)


def _fee_shift(scene: Scene, order: Order, members: Mapping[str, int], before: Mapping[str, int]) -> Fraction:
    """What those who keep their law pay more, all together."""
    total = Fraction(0)
    for kind, number in scene.people.items():
        law = order.law[kind]
        if law == scene.before.law[kind]:
            total += number * (scene.costs.fee(members[law]) - scene.costs.fee(before[law]))
    return total


def _coverage(order: Order, laws: list[str], between: Treaties) -> Fraction:
    """The share of ordered pairs of laws whose people have one in common."""
    pairs = [(one, other) for one in laws for other in laws]
    held = [one == other if order.is_territorial else bool(between.between(one, other)) for one, other in pairs]
    return Fraction(sum(held), len(held) or 1)
