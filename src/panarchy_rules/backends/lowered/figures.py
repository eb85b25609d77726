"""Lower tables, scales, dated parameters and rates: what is declared and a value in, what holds for it out."""

from collections.abc import Sequence
from math import lcm

from panarchy_rules.backends.lowered.comparisons import compared
from panarchy_rules.backends.lowered.literals import literal
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.periods import greater, lesser
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered, Truth
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import Money
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m

# --- tables ---


def lower_lookup(term: m.Lookup, on: Lowering, bound: Bindings) -> Lowered:
    """What a table gives: the row that fits, else the one without cells, else nothing."""
    subjects = [on.value(subject, bound) for subject in term.subjects]
    graph, algebra = on.graph, on.algebra
    rows = [(_fits(on, row, subjects), on.value(row.gives, bound)) for row in term.rows if row.cells]
    rest = next((on.value(row.gives, bound) for row in term.rows if not row.cells), None)
    found = rest or replace(rows[0][1], absent=graph.true, open=algebra.closed)
    open_ = algebra.merged(fits.open for fits, _ in rows)
    unsure = algebra.is_open(open_)
    found = replace(found, absent=graph.and_(graph.not_(unsure), found.absent),
                    open=algebra.merged((open_, algebra.only_if(graph.not_(unsure), found.open))))  # fmt: skip
    for fits, gives in reversed(rows):
        found = algebra.if_(fits.yes, gives, found)
    return algebra.strictly(subjects, found)


def _fits(on: Lowering, row: m.Row, subjects: Sequence[Lowered]) -> Truth:
    """Whether every cell of a row fits."""
    return on.algebra.all([one for cell, value in zip(row.cells, subjects, strict=True)
                           for one in _ends(on, cell, value)])  # fmt: skip


def _ends(on: Lowering, cell: m.Cell, value: Lowered) -> list[Truth]:
    wanted = (("=", cell.value), (">", cell.over), ("<=", cell.up_to))
    found = []
    for operator, end in wanted:
        if end is not None:
            other = literal(end, on)
            in_units = on.algebra.obstacle(on.graph.truth(value.unit != other.unit))
            holds = compared(on, operator, value, other) if value.unit == other.unit else on.graph.false
            found.append(Truth(holds, in_units))
    return found


# --- scales ---


def lower_band_of(term: m.BandOf, on: Lowering, bound: Bindings) -> Lowered:
    """The number of the band of a scale in which an amount ends; nothing beyond the last."""
    amount = on.value(term.amount, bound)
    return on.algebra.strictly((amount,), _band_of(on, amount, term.bands))


def _band_of(on: Lowering, amount: Lowered, bands: Sequence[m.Band]) -> Lowered:
    algebra, graph = on.algebra, on.graph
    found = algebra.nothing(k.NUMBER)
    for number, band in reversed([*enumerate(bands, 1)]):
        here = algebra.known(k.NUMBER, graph.const(number))
        if band.up_to is None:
            found = here
        elif isinstance(band.up_to, Money) and band.up_to.unit != amount.unit:
            found = replace(here, open=algebra.obstacle(graph.true))
        else:
            found = algebra.if_(compared(on, "<=", amount, literal(band.up_to, on)), here, found)
    return found


def lower_graduated(term: m.Graduated, on: Lowering, bound: Bindings) -> Lowered:
    """A scale applied to an amount: each band's rate of what lies in it."""
    graph, algebra, amount = on.graph, on.algebra, on.value(term.amount, bound)
    ends = [None if band.up_to is None else literal(band.up_to, on) for band in term.bands]
    rates = [literal(band.rate, on) for band in term.bands]
    scale = lcm(amount.scale, *(end.scale for end in ends if end is not None))
    share = lcm(1, *(rate.scale for rate in rates))
    size, low, total = algebra.scaled(amount, scale), graph.const(0), graph.const(0)
    for end, rate in zip(ends, rates, strict=True):
        high = size if end is None else lesser(on, size, algebra.scaled(end, scale))
        part = greater(on, graph.sub(high, low), graph.const(0))
        total, low = graph.add(total, graph.mul(part, algebra.scaled(rate, share))), high
    number = _band_of(on, amount, term.bands)
    kind = k.MONEY if amount.kind == k.MONEY else k.NUMBER
    result = algebra.known(kind, total, scale * share, amount.unit)
    return algebra.strictly((amount,), replace(result, absent=number.absent, open=number.open))


# --- what depends on a day ---


def lower_figure(term: m.FigureAt, on: Lowering, bound: Bindings) -> Lowered:
    """A parameter read at a date: in which span the day lies, else the standing value, else nothing."""
    graph, algebra, day = on.graph, on.algebra, on.value(term.day, bound)
    values = [literal(value, on) for _, _, value in term.spans]
    found = literal(term.value, on) if term.value is not None else algebra.nothing(values[0].kind)
    for (start, end, _), value in reversed([*zip(term.spans, values, strict=True)]):
        first, last = (on.number(one.toordinal()) for one in (start, end))
        found = algebra.if_(graph.and_(graph.le(first, day.node), graph.lt(day.node, last)), value, found)
    return algebra.strictly((day,), found)


def lower_converted(term: m.Converted, on: Lowering, bound: Bindings) -> Lowered:
    """An amount in another unit, by the latest rate up to a day, or one that holds always."""
    graph, algebra = on.graph, on.algebra
    amount, day = on.exact(term.amount, bound), on.value(term.day, bound)
    if amount.unit == term.unit:
        return algebra.strictly((amount, day), replace(amount, absent=graph.false, open=algebra.closed))
    if not amount.unit:
        raise Unsupported("units")
    between = [
        rate for rate in on.rulebook.limits.rates if {rate.one.unit, rate.other.unit} == {amount.unit, term.unit}
    ]
    known = replace(algebra.known(k.MONEY, graph.const(0), 1, term.unit), open=algebra.obstacle(graph.true))
    found = known
    for rate in sorted(between, key=lambda rate: (rate.day is not None, rate.day)):
        one, other = (rate.one, rate.other) if rate.one.unit == amount.unit else (rate.other, rate.one)
        times = other.amount / one.amount
        node = graph.mul(amount.node, graph.const(times.numerator))
        made = replace(algebra.known(k.MONEY, node, amount.scale * times.denominator, term.unit), below=amount.below)
        is_due = graph.true if rate.day is None else graph.le(on.number(rate.day.toordinal()), day.node)
        found = algebra.if_(is_due, made, found)
    return algebra.strictly((amount, day), found)
