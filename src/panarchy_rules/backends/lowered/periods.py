"""Lower periods: a term in, a few runs of days out, which may lie in one another or have no day at all."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from panarchy_rules.backends.lowered import whole_numbers as w
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered, LoweredPeriod
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import Period
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m

MOST_RUNS = 4  # Beyond, too much would have to be written to count the days of each once.
_FIRST = 1
Run = tuple[int, int]


def lower_period(term: m.Term, on: Lowering, bound: Bindings) -> LoweredPeriod:
    """A term that is a period."""
    entry = _PERIODS.get(type(term))
    if entry is None or (isinstance(term, m.Calendar) and term.what != "calendar_year"):
        raise Unsupported("periods")
    found: LoweredPeriod = entry(term, on, bound)
    if len(found.runs) > MOST_RUNS:
        raise Unsupported("periods")
    return found


def _strictly(on: Lowering, parts: Sequence[Lowered | LoweredPeriod], *runs: Run) -> LoweredPeriod:
    graph = on.graph
    return on.algebra.strictly(parts, LoweredPeriod(runs, graph.false, on.algebra.closed))


def _written(term: m.Literal, on: Lowering, bound: Bindings) -> LoweredPeriod:  # noqa: ARG001
    """A period between two days that are written out."""
    if not isinstance(term.value, Period):
        raise Unsupported("kind")
    runs = [(on.number(start.toordinal()), on.number(end.toordinal())) for start, end in term.value.runs]
    return LoweredPeriod(tuple(runs), on.graph.false, on.algebra.closed)


def _from(term: m.PeriodFrom, on: Lowering, bound: Bindings) -> LoweredPeriod:
    start, end = on.value(term.start, bound), on.value(term.end, bound)
    return _strictly(on, (start, end), (start.node, end.node))


def _year(term: m.Calendar, on: Lowering, bound: Bindings) -> LoweredPeriod:
    """All days of a year; those of the last one lack the day that stands for no end."""
    graph, number = on.graph, on.value(term.of, bound)
    scale = graph.const(number.scale)
    year = graph.floor(number.node, scale)
    broken = graph.not_(graph.eq(graph.mod(number.node, scale), graph.const(0)))
    bad = graph.or_(broken, graph.lt(year, graph.const(1)), graph.lt(graph.const(9999), year))
    before = graph.mul(graph.sub(graph.select(bad, graph.const(1), year), graph.const(1)), graph.const(12))
    start = _moved(on, before)
    after = _moved(on, graph.add(before, graph.const(12)))
    end = graph.select(graph.eq(after, graph.const(w.NO_DAY)), graph.const(w.LAST_DAY), after)
    period = LoweredPeriod(((start, end),), graph.false, on.algebra.obstacle(bad))
    return on.algebra.strictly((number,), period)


def _moved(on: Lowering, months: int) -> int:
    graph = on.graph
    return graph.call("add_months", graph.const(_FIRST), months, graph.const(w.DOWN))


def _overlap(term: m.Overlap, on: Lowering, bound: Bindings) -> LoweredPeriod:
    left, right = on.period(term.left, bound), on.period(term.right, bound)
    return _strictly(on, (left, right), *(_both(on, one, other) for one in left.runs for other in right.runs))


def _both(on: Lowering, one: Run, other: Run) -> Run:
    return greater(on, one[0], other[0]), lesser(on, one[1], other[1])


def greater(on: Lowering, one: int, other: int) -> int:
    """The greater of two numbers."""
    return one if one == other else on.graph.select(on.graph.lt(one, other), other, one)


def lesser(on: Lowering, one: int, other: int) -> int:
    """The lesser of two numbers."""
    return one if one == other else on.graph.select(on.graph.lt(one, other), one, other)


def _union_of_two(term: m.UnionOfTwo, on: Lowering, bound: Bindings) -> LoweredPeriod:
    left, right = on.period(term.left, bound), on.period(term.right, bound)
    return _strictly(on, (left, right), *left.runs, *right.runs)


_PERIODS: dict[type, Callable[[Any, Lowering, Bindings], LoweredPeriod]] = {
    m.Literal: _written,
    m.PeriodFrom: _from,
    m.Calendar: _year,
    m.Overlap: _overlap,
    m.UnionOfTwo: _union_of_two,
}


# --- what is asked of them ---


def lower_during(term: m.During, on: Lowering, bound: Bindings) -> Lowered:
    """Whether a day lies in a period."""
    graph, day, period = on.graph, on.value(term.day, bound), on.period(term.period, bound)
    inside = graph.or_(*(graph.and_(graph.le(start, day.node), graph.lt(day.node, end)) for start, end in period.runs))
    return _held(on, (day, period), inside)


def lower_overlaps(term: m.Overlaps, on: Lowering, bound: Bindings) -> Lowered:
    """Whether some day lies in two periods."""
    left, right = on.period(term.left, bound), on.period(term.right, bound)
    shared = [_both(on, one, other) for one in left.runs for other in right.runs]
    return _held(on, (left, right), on.graph.or_(*(on.graph.lt(start, end) for start, end in shared)))


def _held(on: Lowering, parts: Sequence[Lowered | LoweredPeriod], holds: int) -> Lowered:
    result = on.algebra.strictly(parts, on.algebra.known(k.YES_NO, holds))
    return on.algebra.absent_is(result, holds=False)


def lower_calendar(term: m.Calendar, on: Lowering, bound: Bindings) -> Lowered:
    """The first or last day of a period, or how many days it has."""
    match term.what:
        case "first_day" | "last_day":
            period = on.period(term.of, bound)
            return on.algebra.strictly((period,), _end_of(on, period, first=term.what == "first_day"))
        case "length":
            period = on.period(term.of, bound)
            return on.algebra.strictly((period,), _length(on, period))
        case _:
            raise Unsupported("kind")


def _end_of(on: Lowering, period: LoweredPeriod, *, first: bool) -> Lowered:
    """The first or last day; that of a period without days is not applicable."""
    graph, some, found = on.graph, on.graph.false, on.graph.const(_FIRST)
    for start, end in period.runs:
        has_days, day = graph.lt(start, end), start if first else end
        better = graph.lt(day, found) if first else graph.lt(found, day)
        found = graph.select(graph.and_(has_days, graph.or_(graph.not_(some), better)), day, found)
        some = graph.or_(some, has_days)
    without_end = graph.eq(found, graph.const(_FIRST if first else w.LAST_DAY))
    if not first:
        # The day before the end. The first day of all stands for no beginning.
        found = graph.select(without_end, found, graph.sub(found, graph.const(1)))
        without_end = graph.or_(without_end, graph.eq(found, graph.const(_FIRST)))
    found = graph.select(some, found, graph.const(_FIRST))
    return replace(
        on.algebra.known(k.DATE, found),
        absent=graph.not_(some),
        open=on.algebra.obstacle(graph.and_(some, without_end)),
    )


def _length(on: Lowering, period: LoweredPeriod) -> Lowered:
    """How many days lie in some run: those of each, less those of each two, plus those of each three, and so on."""
    graph, count = on.graph, on.graph.const(0)
    for size in range(1, len(period.runs) + 1):
        for several in combinations(period.runs, size):
            shared = several[0]
            for run in several[1:]:
                shared = _both(on, shared, run)
            days = graph.select(graph.lt(*shared), graph.sub(shared[1], shared[0]), graph.const(0))
            count = graph.add(count, days) if size % 2 else graph.sub(count, days)
    endless = graph.or_(*(_is_endless(on, run) for run in period.runs))
    return replace(on.algebra.known(k.DAYS, count), open=on.algebra.obstacle(endless))


def _is_endless(on: Lowering, run: Run) -> int:
    graph, (start, end) = on.graph, run
    ends = graph.or_(graph.eq(start, graph.const(_FIRST)), graph.eq(end, graph.const(w.LAST_DAY)))
    return graph.and_(graph.lt(start, end), ends)
