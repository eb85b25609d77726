"""Lower what is asked of days: moved by a span, within a span, spans between two, parts of a date."""

from panarchy_rules.backends.lowered import whole_numbers as w
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.values import Lowered
from panarchy_rules.base.calendar import DatePolicy
from panarchy_rules.base.records import replace
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m

POLICIES = {DatePolicy.DOWN: w.DOWN, DatePolicy.UP: w.UP, DatePolicy.REFUSE: w.REFUSE}


def moved(on: Lowering, day: Lowered, span: Lowered, forward: bool) -> Lowered:
    """A date and a span."""
    graph = on.graph
    count = span.node if forward else graph.sub(graph.const(0), span.node)
    if span.kind == k.MONTHS:
        node = graph.call("add_months", day.node, count, graph.const(POLICIES[on.rulebook.date_policy]))
        missing = graph.eq(node, graph.const(w.NO_DAY))
    else:
        node = graph.add(day.node, count)
        missing = graph.or_(graph.lt(node, graph.const(1)), graph.lt(graph.const(w.LAST_DAY), node))
    safe = graph.select(missing, graph.const(1), node)
    return replace(on.algebra.known(k.DATE, safe), open=on.algebra.obstacle(missing))


def lower_within(term: m.Within, on: Lowering, bound: Bindings) -> Lowered:
    """Whether a day lies within a span after or before another."""
    graph, algebra = on.graph, on.algebra
    day, length, anchor = (on.value(part, bound) for part in (term.term, term.length, term.anchor))
    end = moved(on, anchor, length, forward=term.after)
    first = graph.lt(anchor.node, day.node) if term.after else graph.lt(day.node, anchor.node)
    second = graph.le(day.node, end.node) if term.after else graph.le(end.node, day.node)
    result = replace(algebra.known(k.YES_NO, graph.and_(first, second)), open=algebra.only_if(first, end.open))
    return algebra.absent_is(algebra.strictly((day, length, anchor), result), holds=False)


def lower_elapsed(term: m.Elapsed, on: Lowering, bound: Bindings) -> Lowered:
    """The whole months or years from one day to another."""
    graph = on.graph
    start, end = on.value(term.start, bound), on.value(term.end, bound)
    policy = graph.const(POLICIES[on.rulebook.date_policy])
    count = graph.call("elapsed", start.node, end.node, graph.const(term.months), policy)
    missing = graph.eq(count, graph.const(w.NO_SPAN))
    safe = graph.select(missing, graph.const(0), count)
    result = replace(on.algebra.known(k.MONTHS, safe), open=on.algebra.obstacle(missing))
    return on.algebra.strictly((start, end), result)


def lower_date_part(term: m.DatePart, on: Lowering, bound: Bindings) -> Lowered:
    """The year, month, day or weekday of a date."""
    graph, day = on.graph, on.value(term.date, bound)
    if term.part == "weekday":
        node = graph.mod(graph.sub(day.node, graph.const(1)), graph.const(7))
        return on.algebra.strictly((day,), on.algebra.known(k.WEEKDAY, node))
    return on.algebra.strictly((day,), on.algebra.known(k.NUMBER, graph.call(f"{term.part}_of", day.node)))


def lower_counted_days(term: m.CountedDays, on: Lowering, bound: Bindings) -> Lowered:
    """The days between two dates as a market counts them: below zero where the end is earlier."""
    graph = on.graph
    start, end = on.value(term.start, bound), on.value(term.end, bound)
    if term.convention == "actual":
        count = graph.sub(end.node, start.node)
    else:
        back = graph.lt(end.node, start.node)
        early = graph.select(back, end.node, start.node)
        late = graph.select(back, start.node, end.node)
        forward = _of_thirty(on, term.convention, early, late)
        count = graph.select(back, graph.sub(graph.const(0), forward), forward)
    return on.algebra.strictly((start, end), on.algebra.known(k.DAYS, count))


def _of_thirty(on: Lowering, convention: str, early: int, late: int) -> int:
    """Months of thirty days between two days in their order."""
    graph = on.graph
    years, months = (graph.sub(graph.call(part, late), graph.call(part, early)) for part in ("year_of", "month_of"))
    thirty = graph.const(30)
    first = _at_most(on, graph.call("day_of", early), thirty)
    day = graph.call("day_of", late)
    capped = graph.true if convention == "thirty_e_360" else graph.eq(first, thirty)
    last = graph.select(capped, _at_most(on, day, thirty), day)
    whole = graph.add(graph.mul(years, graph.const(360)), graph.mul(months, thirty))
    return graph.add(whole, graph.sub(last, first))


def _at_most(on: Lowering, node: int, most: int) -> int:
    return on.graph.select(on.graph.lt(most, node), most, node)
