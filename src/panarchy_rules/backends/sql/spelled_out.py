"""Spell rounding and the calendar out as arithmetic: a program with calls in, one of `+ - * // %` and choices out.

Databases have functions of these names that mean other things, and each means another. The formulas for days are
those of a calendar whose year begins in March: the leap day is the last of its year, and so disturbs no month.
"""

from collections.abc import Sequence

from panarchy_rules.backends.lowered import whole_numbers as w
from panarchy_rules.backends.lowered.graph import Graph
from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.backends.lowered.unsupported import Unsupported

_TO_MARCH = 305  # From day 1, which is 1 January of the year 1, to the first day of a March long before.
_ERA, _CENTURY, _FOUR_YEARS = 146_097, 36_524, 1_460


def spelled_out(program: Program) -> Program:
    """The same program without calls. Raises Unsupported where a law does not write its rounding or policy out."""
    graph, outputs = program.graph, program.outputs
    while True:
        calls = [number for number in graph.reachable(outputs) if graph.nodes[number][0] == "call"]
        if not calls:
            return program.with_outputs(outputs)
        first = calls[0]
        outputs = graph.replaced(outputs, {first: _spelled(graph, first)})


def _spelled(graph: Graph, number: int) -> int:
    function, parts = graph.nodes[number][1], graph.arguments(number)
    days = _Days(graph)
    match function:
        case "rounded":
            return _rounded(graph, parts[0], parts[1], _written(graph, parts[2]))
        case "year_of":
            return days.parts(parts[0])[0]
        case "month_of":
            return days.parts(parts[0])[1]
        case "day_of":
            return days.parts(parts[0])[2]
        case "add_months":
            return days.add_months(parts[0], parts[1], _written(graph, parts[2]))
        case "elapsed":
            return days.elapsed(parts[0], parts[1], _written(graph, parts[2]), _written(graph, parts[3]))
        case _:
            raise Unsupported("term")


def _written(graph: Graph, number: int) -> int:
    value = graph.value(number)
    if value is None:
        raise Unsupported("term")
    return value


def _rounded(graph: Graph, above: int, below: int, mode: int) -> int:
    """As `whole_numbers.rounded`: the size is rounded, and then has its sign again."""
    negative = graph.lt(above, graph.const(0))
    size = graph.select(negative, graph.sub(graph.const(0), above), above)
    whole = graph.floor(size, below)
    rest = graph.mod(size, below)
    half = graph.sub(below, rest)
    more = {
        w.HALF_EVEN: graph.or_(
            graph.lt(half, rest),
            graph.and_(graph.eq(rest, half), graph.eq(graph.mod(whole, graph.const(2)), graph.const(1))),
        ),
        w.HALF_UP: graph.le(half, rest),
        w.HALF_DOWN: graph.lt(half, rest),
        w.AWAY: graph.lt(graph.const(0), rest),
        w.TOWARDS: graph.false,
    }[mode]
    made = graph.add(whole, graph.select(more, graph.const(1), graph.const(0)))
    return graph.select(negative, graph.sub(graph.const(0), made), made)


class _Days:
    """The calendar in nodes of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def sum(self, parts: Sequence[int]) -> int:
        """All parts together."""
        node = parts[0]
        for part in parts[1:]:
            node = self.graph.add(node, part)
        return node

    def over(self, node: int, divisor: int) -> int:
        """A quotient, rounded down."""
        return self.graph.floor(node, self.graph.const(divisor))

    def times(self, node: int, factor: int) -> int:
        """A product."""
        return self.graph.mul(node, self.graph.const(factor))

    def plus(self, node: int, more: int) -> int:
        """A sum."""
        return self.graph.add(node, self.graph.const(more))

    def if_(self, condition: int, one: int, other: int) -> int:
        """One of two numbers."""
        return self.graph.select(condition, self.graph.const(one), self.graph.const(other))

    def parts(self, day: int) -> tuple[int, int, int]:
        """Year, month and day of the month."""
        graph = self.graph
        shifted = self.plus(day, _TO_MARCH)
        era, of_era = self.over(shifted, _ERA), graph.mod(shifted, graph.const(_ERA))
        leaps = self.sum([
            of_era,
            self.times(self.over(of_era, _FOUR_YEARS), -1),
            self.over(of_era, _CENTURY),
            self.times(self.over(of_era, _ERA - 1), -1),
        ])  # fmt: skip
        year = self.over(leaps, 365)
        of_year = graph.sub(of_era, self._days_of_years(year))
        place = self.over(self.plus(self.times(of_year, 5), 2), 153)
        early = graph.le(graph.const(10), place)  # January and February belong to the next year.
        month = graph.add(place, self.if_(early, -9, 3))
        number = self.plus(graph.sub(of_year, self._days_of_months(place)), 1)
        full = self.sum([self.times(era, 400), year, self.if_(early, 1, 0)])
        return full, month, number

    def _days_of_years(self, year: int) -> int:
        return self.sum([self.times(year, 365), self.over(year, 4), self.times(self.over(year, 100), -1)])

    def _days_of_months(self, place: int) -> int:
        return self.over(self.plus(self.times(place, 153), 2), 5)

    def first_of(self, index: int) -> int:
        """The first day of a month, counted from January of the year 0."""
        graph = self.graph
        shifted = self.plus(index, -2)  # From March on.
        year, place = self.over(shifted, 12), graph.mod(shifted, graph.const(12))
        era, of_era = self.over(year, 400), graph.mod(year, graph.const(400))
        return self.plus(
            self.sum([self.times(era, _ERA), self._days_of_years(of_era), self._days_of_months(place)]),
            1 - _TO_MARCH - 1,
        )

    def add_months(self, day: int, months: int, policy: int) -> int:
        """As `whole_numbers.add_months`."""
        graph = self.graph
        year, month, number = self.parts(day)
        index = graph.add(self.plus(graph.add(self.times(year, 12), month), -1), months)
        first, after = self.first_of(index), self.first_of(self.plus(index, 1))
        there = graph.add(first, self.plus(number, -1))
        fits = graph.lt(there, after)
        otherwise = {w.DOWN: self.plus(after, -1), w.UP: after, w.REFUSE: graph.const(w.NO_DAY)}[policy]
        in_calendar = graph.and_(graph.le(graph.const(12), index), graph.lt(index, graph.const(12 * 10_000)))
        return graph.select(in_calendar, graph.select(fits, there, otherwise), graph.const(w.NO_DAY))

    def elapsed(self, start: int, end: int, months: int, policy: int) -> int:
        """As `whole_numbers.elapsed`."""
        graph = self.graph
        back = graph.lt(end, start)
        early, late = graph.select(back, end, start), graph.select(back, start, end)
        year, month, _ = self.parts(early)
        other_year, other_month, _ = self.parts(late)
        between = graph.sub(graph.add(self.times(other_year, 12), other_month), graph.add(self.times(year, 12), month))
        begun = self.times(self.over(between, months), months)
        one = self.add_months(early, begun, w.DOWN if policy == w.REFUSE else policy)
        other = self.add_months(early, begun, w.UP if policy == w.REFUSE else policy)
        complete, still = graph.le(one, late), graph.le(other, late)
        forward = graph.select(complete, begun, self.plus(begun, -months))
        signed = graph.select(back, graph.sub(graph.const(0), forward), forward)
        same = graph.or_(graph.and_(complete, still), graph.not_(graph.or_(complete, still)))
        return graph.select(same, signed, graph.const(w.NO_SPAN))
