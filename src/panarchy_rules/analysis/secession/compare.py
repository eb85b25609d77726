"""Compare the orders on one population: a world and its plan in, one column of measures for each order out."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from panarchy_rules.analysis.secession.measures import Costs, Measures, Scene, measure
from panarchy_rules.analysis.secession.orders import Order, orders, without
from panarchy_rules.analysis.secession.people import Kind, Plan, Population, draw
from panarchy_rules.analysis.secession.quarrels import Pairs, Treaties, sample, treaties
from panarchy_rules.base.records import dataclass
from panarchy_rules.casefile.secession import Group, Secession
from panarchy_rules.choice_of_law.editions import days_of
from panarchy_rules.choice_of_law.world import LawWorld


@dataclass(frozen=True, slots=True)
class Column:
    """An order, under the treaties of a day where that matters, and what was measured."""

    name: str
    title: str
    measures: Measures


@dataclass(frozen=True, slots=True)
class Comparison:
    """All columns, and for each code how many adults are left without one they accept if it folds."""

    people: int
    adults: int
    columns: tuple[Column, ...]
    if_it_folds: dict[str, int]


def compare(world: LawWorld, plan: Secession, homogeneity: Fraction | None = None) -> Comparison:
    """Draw the people and measure every order; with another homogeneity than the plan's, if one is given."""
    people = _people(plan, homogeneity)
    found = orders(people, plan.status_quo, plan.codes)
    personal = found[-1]
    days = {state.title: treaties(world, state.day, plan.matter) for state in plan.states}
    scene = _scene(world, plan, people, found[0])
    none = Treaties(plan.states[0].day, {})
    columns = [Column(order.name, order.title, measure(scene, order, none)) for order in found[:-1]]
    columns += [
        Column(f"PS, {title}", personal.title, measure(scene, personal, state)) for title, state in days.items()
    ]
    folded = {code: _left_alone(people, without(personal, people, code, plan.codes)) for code in plan.codes}
    adults = sum(number for kind, number in people.items() if not kind.is_minor)
    return Comparison(sum(people.values()), adults, tuple(columns), folded)


def _scene(world: LawWorld, plan: Secession, people: Population, before: Order) -> Scene:
    seed = plan.population.seed if plan.population else 1
    few = plan.disputes == 0
    pairs = _every_pair(people) if few else sample(people, plan.disputes, plan.local, seed + 1)
    at_home = Counter({pair: number for pair, number in pairs.items() if pair[0].district == pair[1].district})
    neighbours = at_home if few else sample(people, plan.disputes, 100, seed + 2)
    day = plan.states[-1].day
    books = [book for code in plan.codes if (book := world.in_force(code, day))]
    return Scene(
        people=people,
        status_quo=plan.status_quo,
        before=before,
        prohibitions=plan.prohibitions,
        costs=Costs(plan.costs.fixed, plan.costs.each),
        disputes=pairs,
        neighbours=neighbours,
        notice={book.law.provider: days_of(book.leave_notice, day) for book in books},
    )


def _people(plan: Secession, homogeneity: Fraction | None) -> Population:
    if plan.population is None:
        return _by_hand(plan.groups)
    drawn = plan.population
    return draw(
        Plan(
            people=drawn.people,
            regions=drawn.regions,
            districts=drawn.districts,
            codes=plan.codes,
            homogeneity=drawn.homogeneity if homogeneity is None else homogeneity,
            second=drawn.second,
            minors=drawn.minors,
            seed=drawn.seed,
        )
    )


def _by_hand(groups: tuple[Group, ...]) -> Population:
    regions = sorted({group.region for group in groups})
    found: Counter[Kind] = Counter()
    for group in groups:
        place = regions.index(group.region)
        found[Kind(place, place, group.prefers, group.accepts or "")] += group.number
    return dict(sorted(found.items()))


def _every_pair(people: Population) -> Pairs:
    """Every ordered pair of different adults."""
    found: Pairs = Counter()
    for pair in _pairs(people):
        one, other = pair
        found[pair] = people[one] * (people[other] - (1 if one == other else 0))
    return found


def _pairs(people: Population) -> Iterator[tuple[Kind, Kind]]:
    adults = [kind for kind in people if not kind.is_minor]
    return ((one, other) for one in adults for other in adults)


def _left_alone(people: Population, order: Order) -> int:
    return sum(number for kind, number in people.items() if not kind.is_minor and not order.law[kind])
