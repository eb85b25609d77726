"""Lower a term: a typed term in, a value over whole numbers out. Mirrors the interpreter's table entry by entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any, Protocol

from panarchy_rules.backends.lowered import whole_numbers as w
from panarchy_rules.backends.lowered.facts import SCALES, Columns, FactColumn, column_name, has_numbers
from panarchy_rules.backends.lowered.graph import Graph
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Algebra, Lowered, LoweredList, Truth
from panarchy_rules.base.calendar import DatePolicy
from panarchy_rules.base.values import Days, Money, Months, Percent, Symbol, Value
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.rulebook import Rulebook

Bindings = Mapping[str, Lowered]
MODES = {"half even": w.HALF_EVEN, "half up": w.HALF_UP, "half down": w.HALF_DOWN, "up": w.AWAY, "down": w.TOWARDS}
POLICIES = {DatePolicy.DOWN: w.DOWN, DatePolicy.UP: w.UP, DatePolicy.REFUSE: w.REFUSE}


class Lowering(Protocol):
    """What lowering a term needs to know."""

    graph: Graph
    algebra: Algebra
    rulebook: Rulebook
    columns: Columns
    unasked: set[tuple[str, str | None]]  # Facts that were read and have no column.

    def answer(self, question: str) -> Lowered:
        """What the rulebook says to a question."""

    def owed(self, head: str) -> Truth:
        """Whether the respondent owes the claimant something."""

    def number(self, value: int) -> int:
        """A number written in the law, which may differ in another law of the same shape."""


def lower_value(term: m.Term, on: Lowering, bound: Bindings) -> Lowered:
    """A term that is no list, as a number of a settled scale."""
    value = lower_any(term, on, bound)
    if value.below is not None:
        raise Unsupported("division")
    return value


def lower_any(term: m.Term, on: Lowering, bound: Bindings) -> Lowered:
    """A term that is no list, which may be divided by an amount that the facts give."""
    entry = TABLE.get(type(term))
    if entry is None:
        raise Unsupported(UNSUPPORTED_TERMS.get(type(term), "term"))
    value: Lowered = entry(term, on, bound)
    return value


def lower_truth(term: m.Term, on: Lowering, bound: Bindings) -> Truth:
    """A term read as a condition."""
    return on.algebra.truth(lower_value(term, on, bound))


def _condition(on: Lowering, truth: Truth) -> Lowered:
    return replace(on.algebra.known(k.YES_NO, truth.yes), open=truth.open)


# --- leaves ---


def _literal(term: m.Literal, on: Lowering, bound: Bindings) -> Lowered:
    return replace(literal(term.value, on), is_literal=True)


def literal(value: Value, on: Lowering) -> Lowered:
    """A value written out, at the usual scale of its kind or at one that holds it exactly."""
    graph, known = on.graph, on.algebra.known
    match value:
        case bool():
            return known(k.YES_NO, graph.not_(graph.eq(on.number(int(value)), graph.const(0))))
        case Money(amount, unit):
            return _exact(on, k.MONEY, amount, unit)
        case Percent(share):
            return _exact(on, k.PERCENT, share)
        case Fraction():
            return _exact(on, k.NUMBER, value)
        case Days(count):
            return known(k.DAYS, on.number(count))
        case Months(count):
            return known(k.MONTHS, on.number(count))
        case date():
            return known(k.DATE, on.number(value.toordinal()))
        case Symbol(word):
            return replace(known(k.enumeration(()), graph.const(0)), word=word)
        case _:
            raise Unsupported("kind")


def _exact(on: Lowering, kind: k.Kind, amount: Fraction, unit: str = "") -> Lowered:
    scale = lcm(SCALES.get(kind.name, 1), amount.denominator)
    return on.algebra.known(kind, on.number(int(amount * scale)), scale, unit)


def _fact(term: m.FactOf, on: Lowering, bound: Bindings) -> Lowered:
    declared = on.rulebook.vocabulary.facts[term.name]
    graph, algebra = on.graph, on.algebra
    if term.arguments and term.role is None:
        raise Unsupported("kind")
    if term.role is not None and term.role not in on.columns.roles:
        return replace(algebra.known(declared.kind, _nothing(graph, declared.kind)), absent=graph.true)
    column = on.columns.facts.get((term.name, term.role))
    if column is None:
        on.unasked.add((term.name, term.role))
        if declared.otherwise is not None:
            return _closed(on, declared.kind, declared.otherwise)
        return _without_column(on, declared.kind, declared.closing)
    name = column_name(term.name, term.role)
    if declared.kind.item is not None:
        raise Unsupported("kind")
    kind = declared.kind
    node = graph.holds(name) if kind == k.YES_NO else graph.input(name, len(kind.words), column.low)
    value = algebra.known(declared.kind, node, column.scale, column.unit)
    return _with_absences(on, value, column, name, declared.closing)


def _nothing(graph: Graph, kind: k.Kind) -> int:
    return graph.false if kind == k.YES_NO else graph.const(0)


def _without_column(on: Lowering, kind: k.Kind, closing: str) -> Lowered:
    """A fact that was not asked in any row."""
    if not has_numbers(kind):
        raise Unsupported("kind")
    value = on.algebra.known(kind, _nothing(on.graph, kind))
    if closing == "not_applicable":
        return replace(value, absent=on.graph.true)
    return replace(value, open=on.algebra.obstacle(on.graph.true))


def _closed(on: Lowering, kind: k.Kind, otherwise: Value) -> Lowered:
    """What the vocabulary puts in the place of a fact that nobody states."""
    value = literal(otherwise, on)
    if not value.word:
        return value
    return replace(value, kind=kind, node=on.graph.const(kind.words.index(value.word)), word="")


def _with_absences(on: Lowering, value: Lowered, column: FactColumn, name: str, closing: str) -> Lowered:
    graph = on.graph
    if column.may_be_absent:
        value = replace(value, absent=graph.absent(name))
    if column.may_be_unknown:
        open_ = on.algebra.only_if(graph.not_(value.absent), on.algebra.obstacle(graph.unknown(name)))
        value = replace(value, open=open_)
    return value


def _answer(term: m.Answer, on: Lowering, bound: Bindings) -> Lowered:
    if term.arguments:
        raise Unsupported("kind")
    return on.answer(term.question)


def _bound(term: m.Bound, on: Lowering, bound: Bindings) -> Lowered:
    return bound[term.name]


def _clock(term: m.ClockDate, on: Lowering, bound: Bindings) -> Lowered:
    graph = on.graph
    if term.which not in on.columns.clock:
        return replace(on.algebra.known(k.DATE, graph.const(1)), open=on.algebra.obstacle(graph.true))
    return on.algebra.known(k.DATE, graph.input(term.which))


# --- arithmetic ---


def _arithmetic(term: m.Arithmetic, on: Lowering, bound: Bindings) -> Lowered:
    left = lower_value(term.left, on, bound)
    is_written = term.operator == "/" and isinstance(term.right, m.Literal)
    right = _written(term.right, on) if is_written else lower_value(term.right, on, bound)
    match term.operator:
        case "+" | "-":
            result = _sum(on, term, left, right)
        case "*":
            result = _product(on, term.kind, left, right)
        case _ if is_written:
            result = _ratio(on, term.kind, left, right)
        case _:
            result = _quotient(on, term.kind, left, right)
    return on.algebra.strictly((left, right), result)


def _written(term: m.Term, on: Lowering) -> Lowered:
    """A divisor that is written out, which is part of the law's shape."""
    assert isinstance(term, m.Literal)
    return literal(term.value, _Fixed(on))


class _Fixed:
    """Lowers numbers as they are, so that they are part of the shape."""

    def __init__(self, on: Lowering) -> None:
        self.graph, self.algebra, self.rulebook, self.columns = on.graph, on.algebra, on.rulebook, on.columns
        self.answer, self.owed, self.unasked = on.answer, on.owed, on.unasked

    def number(self, value: int) -> int:
        return self.graph.const(value)


def _sum(on: Lowering, term: m.Arithmetic, left: Lowered, right: Lowered) -> Lowered:
    if left.kind == k.DATE and right.kind != k.DATE:
        return _moved(on, left, right, forward=term.operator == "+")
    graph, scale = on.graph, lcm(left.scale, right.scale)
    operation = graph.add if term.operator == "+" else graph.sub
    node = operation(on.algebra.scaled(left, scale), on.algebra.scaled(right, scale))
    return _with_units(on, on.algebra.known(term.kind, node, scale, left.unit), left, right)


def _with_units(on: Lowering, result: Lowered, left: Lowered, right: Lowered) -> Lowered:
    """Two currencies stand in each other's way."""
    if left.unit == right.unit:
        return result
    return replace(result, open=on.algebra.obstacle(on.graph.true))


def _moved(on: Lowering, day: Lowered, span: Lowered, forward: bool) -> Lowered:
    """A date and a span."""
    graph = on.graph
    count = span.node if forward else graph.sub(graph.const(0), span.node)
    if span.kind == k.MONTHS:
        moved = graph.call("add_months", day.node, count, graph.const(POLICIES[on.rulebook.date_policy]))
        missing = graph.eq(moved, graph.const(w.NO_DAY))
    else:
        moved = graph.add(day.node, count)
        missing = graph.or_(graph.lt(moved, graph.const(1)), graph.lt(graph.const(w.LAST_DAY), moved))
    safe = graph.select(missing, graph.const(1), moved)
    return replace(on.algebra.known(k.DATE, safe), open=on.algebra.obstacle(missing))


def _product(on: Lowering, kind: k.Kind, left: Lowered, right: Lowered) -> Lowered:
    graph, scale = on.graph, left.scale * right.scale
    node = graph.mul(left.node, right.node)
    if kind in (k.DAYS, k.MONTHS):
        return _whole(on, kind, node, graph.const(scale))
    return on.algebra.known(kind, node, scale, left.unit or right.unit)


def _whole(on: Lowering, kind: k.Kind, node: int, below: int) -> Lowered:
    """A span, which is counted whole."""
    graph = on.graph
    whole = graph.floor(node, below)
    broken = graph.not_(graph.eq(graph.mod(node, below), graph.const(0)))
    return replace(on.algebra.known(kind, whole), open=on.algebra.obstacle(broken))


def _ratio(on: Lowering, kind: k.Kind, left: Lowered, right: Lowered) -> Lowered:
    graph = on.graph
    below = graph.value(right.node) or 0
    if below == 0 or (left.kind == right.kind and left.unit != right.unit):
        known = on.algebra.known(kind, graph.const(0), 1, "" if left.kind == right.kind else left.unit)
        return replace(known, open=on.algebra.obstacle(graph.true))
    # left.node / left.scale / (below / right.scale)
    node = graph.mul(left.node, graph.const(right.scale if below > 0 else -right.scale))
    scale = left.scale * abs(below)
    if kind in (k.DAYS, k.MONTHS):
        return _whole(on, kind, node, graph.const(scale))
    return on.algebra.known(kind, node, scale, left.unit if kind == k.MONEY else "")


def _quotient(on: Lowering, kind: k.Kind, left: Lowered, right: Lowered) -> Lowered:
    """Something divided by an amount that the facts give."""
    graph = on.graph
    if left.kind == right.kind and left.unit != right.unit:
        return replace(on.algebra.known(kind, graph.const(0)), open=on.algebra.obstacle(graph.true))
    is_below_zero, zero = graph.lt(right.node, graph.const(0)), graph.eq(right.node, graph.const(0))
    size = graph.select(is_below_zero, graph.sub(graph.const(0), right.node), right.node)
    below = graph.select(zero, graph.const(1), size)
    signed = graph.select(is_below_zero, graph.sub(graph.const(0), left.node), left.node)
    above, unit = graph.mul(signed, graph.const(right.scale)), left.unit if kind == k.MONEY else ""
    if kind in (k.DAYS, k.MONTHS):
        whole = _whole(on, kind, above, graph.mul(below, graph.const(left.scale)))
        return replace(whole, open=on.algebra.merged((whole.open, on.algebra.obstacle(zero))))
    known = replace(on.algebra.known(kind, above, left.scale, unit), below=below)
    return replace(known, open=on.algebra.obstacle(zero))


def _extremum(term: m.Extremum, on: Lowering, bound: Bindings) -> Lowered:
    left, right = lower_value(term.left, on, bound), lower_value(term.right, on, bound)
    graph, scale = on.graph, lcm(left.scale, right.scale)
    one, other = on.algebra.scaled(left, scale), on.algebra.scaled(right, scale)
    larger = graph.le(other, one)
    node = graph.select(larger, one, other) if term.greater else graph.select(larger, other, one)
    result = on.algebra.known(left.kind, node, scale, left.unit)
    return on.algebra.strictly((left, right), _with_units(on, result, left, right))


def _rounded(term: m.Rounded, on: Lowering, bound: Bindings) -> Lowered:
    amount, place = lower_any(term.amount, on, bound), lower_place(term.place, on, bound)
    return on.algebra.strictly((amount, place), rounded_to(on, amount, place, term.mode))


def lower_place(term: m.Term, on: Lowering, bound: Bindings) -> Lowered:
    """What is rounded to. Written out, it is part of the law's shape."""
    return literal(term.value, _Fixed(on)) if isinstance(term, m.Literal) else lower_value(term, on, bound)


def rounded_to(on: Lowering, amount: Lowered, place: Lowered, mode: str) -> Lowered:
    """The multiple of a place that a mode chooses."""
    graph = on.graph
    bad = graph.le(place.node, graph.const(0))
    below = graph.mul(graph.select(bad, graph.const(1), place.node), graph.const(amount.scale))
    above = graph.mul(amount.node, graph.const(place.scale))
    if amount.below is not None:
        below = graph.mul(below, amount.below)
    above, below = _lowest_terms(graph, above, below)
    times = _times(graph, above, below, mode)
    result = on.algebra.known(place.kind, graph.mul(times, place.node), place.scale, place.unit)
    if amount.unit != place.unit:
        bad = graph.true
    return replace(result, open=on.algebra.obstacle(bad))


def _times(graph: Graph, above: int, below: int, mode: str) -> int:
    settled = graph.value(below)
    if mode != "half even" or settled is None:
        return graph.call("rounded", above, below, graph.const(MODES[mode]))
    # Half of `below` is not quite enough to get over a multiple; from an odd one, one half is.
    more: int = graph.const(settled // 2)
    if settled % 2 == 0:
        odd = graph.mod(graph.floor(above, below), graph.const(2))
        more = graph.add(odd, graph.const(settled // 2 - 1))
    return graph.floor(graph.add(above, more), below)


def _lowest_terms(graph: Graph, above: int, below: int) -> tuple[int, int]:
    """A fraction whose settled factors are cancelled."""
    node = graph.nodes[above]
    factor = graph.value(node[2]) if node[0] == "mul" else None
    settled = graph.value(below)
    if factor is None or settled is None or settled <= 0 or settled % abs(factor):
        return above, below
    sign = graph.const(1 if factor > 0 else -1)
    return graph.mul(node[1], sign), graph.const(settled // abs(factor))


# --- dates ---


def _within(term: m.Within, on: Lowering, bound: Bindings) -> Lowered:
    graph = on.graph
    day, length, anchor = (lower_value(part, on, bound) for part in (term.term, term.length, term.anchor))
    end = _moved(on, anchor, length, forward=term.after)
    first = graph.lt(anchor.node, day.node) if term.after else graph.lt(day.node, anchor.node)
    second = graph.le(day.node, end.node) if term.after else graph.le(end.node, day.node)
    result = replace(on.algebra.known(k.YES_NO, graph.and_(first, second)), open=on.algebra.only_if(first, end.open))
    return _absent_is(on, on.algebra.strictly((day, length, anchor), result), holds=False)


def _absent_is(on: Lowering, value: Lowered, holds: bool) -> Lowered:
    """A condition on what is not applicable has an answer all the same."""
    node = on.graph.select(value.absent, on.graph.truth(holds), value.node)
    return replace(value, node=node, absent=on.graph.false)


def _elapsed(term: m.Elapsed, on: Lowering, bound: Bindings) -> Lowered:
    graph = on.graph
    start, end = lower_value(term.start, on, bound), lower_value(term.end, on, bound)
    policy = graph.const(POLICIES[on.rulebook.date_policy])
    count = graph.call("elapsed", start.node, end.node, graph.const(term.months), policy)
    missing = graph.eq(count, graph.const(w.NO_SPAN))
    safe = graph.select(missing, graph.const(0), count)
    result = replace(on.algebra.known(k.MONTHS, safe), open=on.algebra.obstacle(missing))
    return on.algebra.strictly((start, end), result)


def _date_part(term: m.DatePart, on: Lowering, bound: Bindings) -> Lowered:
    graph, day = on.graph, lower_value(term.date, on, bound)
    if term.part == "weekday":
        node = graph.mod(graph.sub(day.node, graph.const(1)), graph.const(7))
        return on.algebra.strictly((day,), on.algebra.known(k.WEEKDAY, node))
    return on.algebra.strictly((day,), on.algebra.known(k.NUMBER, graph.call(f"{term.part}_of", day.node)))


# --- comparisons ---


def equal(on: Lowering, left: Lowered, right: Lowered) -> int:
    """Whether two known values of one kind, in one currency, are the same."""
    graph = on.graph
    if left.kind == k.YES_NO:
        both = graph.and_(left.node, right.node)
        return graph.or_(both, graph.and_(graph.not_(left.node), graph.not_(right.node)))
    if left.word and right.word:
        return graph.truth(left.word == right.word)
    if left.word:
        left, right = right, left
    if right.word:
        return place_is(on, left, right.word)
    scale = lcm(left.scale, right.scale)
    return graph.eq(on.algebra.scaled(left, scale), on.algebra.scaled(right, scale))


def place_is(on: Lowering, value: Lowered, word: str) -> int:
    """Whether a value is the word."""
    words = value.kind.words
    return on.graph.eq(value.node, on.number(words.index(word))) if word in words else on.graph.false


def _compare(term: m.Compare, on: Lowering, bound: Bindings) -> Lowered:
    left, right = lower_any(term.left, on, bound), lower_any(term.right, on, bound)
    if left.below is not None or right.below is not None:
        left, right = _on_one_side(on, left, right)
    result = _with_units(on, on.algebra.known(k.YES_NO, _compared(on, term.operator, left, right)), left, right)
    return _absent_is(on, on.algebra.strictly((left, right), result), holds=term.operator == "<>")


def _on_one_side(on: Lowering, left: Lowered, right: Lowered) -> tuple[Lowered, Lowered]:
    """Two values multiplied by what both are divided by, which is positive."""
    one = left if right.below is None else replace(left, node=on.graph.mul(left.node, right.below))
    other = right if left.below is None else replace(right, node=on.graph.mul(right.node, left.below))
    return replace(one, below=None), replace(other, below=None)


def _compared(on: Lowering, operator: str, left: Lowered, right: Lowered) -> int:
    graph = on.graph
    if operator in ("=", "<>"):
        same = equal(on, left, right)
        return same if operator == "=" else graph.not_(same)
    scale = lcm(left.scale, right.scale)
    one, other = on.algebra.scaled(left, scale), on.algebra.scaled(right, scale)
    match operator:
        case "<":
            return graph.lt(one, other)
        case ">":
            return graph.lt(other, one)
        case "<=":
            return graph.le(one, other)
        case _:
            return graph.le(other, one)


def _one_of(term: m.OneOf, on: Lowering, bound: Bindings) -> Lowered:
    value = lower_value(term.term, on, bound)
    listed = (literal(one, on) for one in term.values)
    same = [equal(on, value, one) for one in listed if one.unit == value.unit]
    result = on.algebra.known(k.YES_NO, on.graph.or_(*same))
    return _absent_is(on, on.algebra.strictly((value,), result), holds=False)


def _given(term: m.Given, on: Lowering, bound: Bindings) -> Lowered:
    """What no rule speaks to is not given; anything else that is unknown leaves it open."""
    graph = on.graph
    if isinstance(term.term, m.FactOf) and on.rulebook.vocabulary.facts[term.term.name].kind.item is not None:
        listed = lower_list(term.term, on, bound)
        there = graph.not_(graph.or_(listed.absent, on.algebra.is_open(listed.open)))
        return _condition(on, Truth(there, on.algebra.only_if(graph.not_(listed.absent), listed.open)))
    value = lower_any(term.term, on, bound)
    open_ = value.open
    others = graph.or_(open_.missing, open_.collides, open_.elsewhere)
    there = graph.not_(graph.or_(value.absent, on.algebra.is_open(open_)))
    left = on.algebra.only_if(graph.and_(graph.not_(value.absent), others), open_)
    return _condition(on, Truth(there, left))


def _owed(term: m.Owed, on: Lowering, bound: Bindings) -> Lowered:
    return _condition(on, on.owed(term.head))


def _all(term: m.All, on: Lowering, bound: Bindings) -> Lowered:
    return _condition(on, on.algebra.all([lower_truth(part, on, bound) for part in term.parts]))


def _any(term: m.Any, on: Lowering, bound: Bindings) -> Lowered:
    return _condition(on, on.algebra.any([lower_truth(part, on, bound) for part in term.parts]))


def _not(term: m.Not, on: Lowering, bound: Bindings) -> Lowered:
    return _condition(on, on.algebra.not_(lower_truth(term.part, on, bound)))


# --- lists ---


def lower_list(term: m.Term, on: Lowering, bound: Bindings) -> LoweredList:
    """A list: a fact with a place for each member it may have, or one written out."""
    graph, closed = on.graph, on.algebra.closed
    if isinstance(term, m.Literal) and isinstance(term.value, tuple):
        places = tuple(literal(value, on) for value in term.value)
        return LoweredList(places, graph.const(len(places)), graph.false, closed)
    if not isinstance(term, m.FactOf):
        raise Unsupported("kind")
    kind, closing = on.rulebook.vocabulary.facts[term.name].kind, on.rulebook.vocabulary.facts[term.name].closing
    assert kind.item
    if (term.arguments and term.role is None) or closing == "value":
        raise Unsupported("kind")
    column = on.columns.facts.get((term.name, term.role))
    if column is None or (term.role is not None and term.role not in on.columns.roles):
        on.unasked.add((term.name, term.role))
        missing = _fact_without_list(on, term, closing)
        return LoweredList((), graph.const(0), missing.absent, missing.open)
    name = column_name(term.name, term.role)
    places = tuple(_place(on, term, column, place) for place in range(column.size))
    state = _with_absences(on, on.algebra.known(k.NUMBER, graph.input(name)), column, name, closing)
    return LoweredList(places, state.node, state.absent, state.open)


def _fact_without_list(on: Lowering, term: m.FactOf, closing: str) -> Lowered:
    if term.role is not None and term.role not in on.columns.roles:
        closing = "not_applicable"
    return _without_column(on, k.NUMBER, closing)


def _place(on: Lowering, term: m.FactOf, column: FactColumn, place: int) -> Lowered:
    assert column.kind.item
    name = column_name(term.name, term.role, place)
    item = column.kind.item
    node = on.graph.holds(name) if item == k.YES_NO else on.graph.input(name, len(item.words))
    return on.algebra.known(column.kind.item, node, column.scale, column.unit)


def _members(on: Lowering, items: LoweredList) -> list[int]:
    """For every place whether it holds a member."""
    there = on.graph.not_(on.graph.or_(items.absent, on.algebra.is_open(items.open)))
    count = items.count
    return [on.graph.and_(there, on.graph.lt(on.graph.const(i), count)) for i in range(len(items.places))]


def _quantified(term: m.Quantified, on: Lowering, bound: Bindings) -> Lowered:
    algebra, graph = on.algebra, on.graph
    items = lower_list(term.items, on, bound)
    held = []
    for place, is_member in zip(items.places, _members(on, items), strict=True):
        truth = _has_property(term, on, {**bound, term.variable: place})
        among = Truth(graph.and_(is_member, truth.yes), algebra.only_if(is_member, truth.open))
        no_member = Truth(graph.or_(graph.not_(is_member), truth.yes), algebra.only_if(is_member, truth.open))
        held.append(no_member if term.word == "every" else among)
    found = algebra.all(held) if term.word == "every" else algebra.any(held)
    found = algebra.not_(found) if term.word == "no" else found
    open_ = algebra.only_if(graph.not_(items.absent), algebra.merged((items.open, found.open)))
    known = graph.not_(algebra.is_open(items.open))
    yes = graph.select(items.absent, graph.truth(term.word != "some"), graph.and_(known, found.yes))
    return _condition(on, Truth(yes, open_))


def _has_property(term: m.Quantified, on: Lowering, bound: Bindings) -> Truth:
    """Whether a member has the property; of those that are not meant, every one has it and none."""
    has = lower_truth(term.condition, on, bound)
    if term.where is None:
        return has
    meant = lower_truth(term.where, on, bound)
    return on.algebra.any([on.algebra.not_(meant), has]) if term.word == "every" else on.algebra.all([meant, has])


def _aggregate(term: m.Aggregate, on: Lowering, bound: Bindings) -> Lowered:
    algebra, graph = on.algebra, on.graph
    items = lower_list(term.items, on, bound)
    chosen: list[tuple[int, Lowered]] = []
    waits = []
    for place, is_member in zip(items.places, _members(on, items), strict=True):
        inner = {**bound, term.variable: place}
        where = algebra.settled(graph.true) if term.where is None else lower_truth(term.where, on, inner)
        waits.append(algebra.only_if(is_member, where.open))
        one = algebra.known(k.NUMBER, graph.const(1)) if term.term is None else lower_value(term.term, on, inner)
        chosen.append((graph.and_(is_member, where.yes), one))
    open_ = algebra.merged([items.open, *waits])
    there = graph.not_(algebra.is_open(open_))
    total = _extreme(on, term, chosen) if term.word in ("most", "least") else _total(on, term, chosen)
    if term.otherwise is not None:
        other = lower_value(term.otherwise, on, bound)
        nothing = graph.not_(graph.or_(*(holds for holds, _ in chosen)))
        total = algebra.if_(nothing, other, total, lcm(other.scale, total.scale)) if chosen else other
    own = algebra.only_if(there, total.open)
    return replace(
        total,
        absent=graph.or_(items.absent, graph.and_(there, total.absent)),
        open=algebra.only_if(graph.not_(items.absent), algebra.merged((open_, own))),
    )


def _extreme(on: Lowering, term: m.Aggregate, chosen: Sequence[tuple[int, Lowered]]) -> Lowered:
    graph, scale = on.graph, lcm(1, *(value.scale for _, value in chosen))
    best, some = graph.const(0), graph.false
    for holds, value in chosen:
        node = on.algebra.scaled(value, scale)
        better = graph.lt(best, node) if term.word == "most" else graph.lt(node, best)
        best = graph.select(graph.and_(holds, graph.or_(graph.not_(some), better)), node, best)
        some = graph.or_(some, holds)
    return _over(on, term, chosen, best, scale, needs_some=True)


def _total(on: Lowering, term: m.Aggregate, chosen: Sequence[tuple[int, Lowered]]) -> Lowered:
    graph, scale = on.graph, lcm(1, *(value.scale for _, value in chosen))
    node = graph.const(0)
    for holds, value in chosen:
        node = graph.add(node, graph.select(holds, on.algebra.scaled(value, scale), graph.const(0)))
    # A total of nothing has no currency or unit.
    return _over(on, term, chosen, node, scale, needs_some=term.kind in (k.MONEY, k.DAYS))


def _over(
    on: Lowering, term: m.Aggregate, chosen: Sequence[tuple[int, Lowered]], node: int, scale: int, *, needs_some: bool
) -> Lowered:
    """What is computed over the members that are chosen, which have to be there."""
    algebra, graph = on.algebra, on.graph
    units = {value.unit for _, value in chosen}
    if len(units) > 1:
        raise Unsupported("units")
    absent = graph.or_(*(graph.and_(holds, value.absent) for holds, value in chosen))
    open_ = algebra.merged(algebra.only_if(holds, value.open) for holds, value in chosen)
    if needs_some:
        nothing = algebra.obstacle(graph.not_(graph.or_(*(holds for holds, _ in chosen))))
        open_ = algebra.merged((open_, nothing))
    result = algebra.known(term.kind, node, scale, units.pop() if units else "")
    return replace(result, absent=absent, open=algebra.only_if(graph.not_(absent), open_))


TABLE: dict[type, Callable[[Any, Any, Bindings], Lowered]] = {
    m.Literal: _literal,
    m.FactOf: _fact,
    m.Answer: _answer,
    m.Bound: _bound,
    m.ClockDate: _clock,
    m.Arithmetic: _arithmetic,
    m.Compare: _compare,
    m.OneOf: _one_of,
    m.Given: _given,
    m.Owed: _owed,
    m.Within: _within,
    m.All: _all,
    m.Any: _any,
    m.Not: _not,
    m.Quantified: _quantified,
    m.Aggregate: _aggregate,
    m.Extremum: _extremum,
    m.Rounded: _rounded,
    m.Elapsed: _elapsed,
    m.DatePart: _date_part,
}
UNSUPPORTED_TERMS: dict[type, str] = {
    m.RolePerson: "kind",
    m.FieldOf: "kind",
    m.Persons: "kind",
    m.PeriodFrom: "kind",
    m.Calendar: "kind",
    m.Overlap: "kind",
    m.Union: "kind",
    m.During: "kind",
    m.Overlaps: "kind",
    m.UnionOfTwo: "kind",
    m.Lookup: "kind",
    m.Graduated: "kind",
    m.BandOf: "kind",
    m.FigureAt: "kind",
    m.RemedyTerm: "kind",
    m.Picked: "kind",
    m.ListTerm: "kind",
    m.ActsOf: "conduct",
    m.Proposed: "conduct",
    m.Breached: "conduct",
    m.ConductIs: "conduct",
    m.ResultOf: "law",
    m.Differs: "law",
    m.HomeLawOf: "another law",
    m.Under: "another law",
    m.UnderCommon: "another law",
    m.RankFor: "law",
    m.OnlyMember: "only member",
    m.Converted: "rate",
}
