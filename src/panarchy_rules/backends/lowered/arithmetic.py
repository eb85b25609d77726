"""Lower what is computed: sums, products, quotients, the greater of two and rounding, as the interpreter computes."""

from panarchy_rules.backends.lowered import whole_numbers as w
from panarchy_rules.backends.lowered.dates import moved
from panarchy_rules.backends.lowered.graph import Graph
from panarchy_rules.backends.lowered.literals import literal
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.values import Lowered
from panarchy_rules.base.records import replace
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m

MODES = {"half even": w.HALF_EVEN, "half up": w.HALF_UP, "half down": w.HALF_DOWN, "up": w.AWAY, "down": w.TOWARDS}


def lower_arithmetic(term: m.Arithmetic, on: Lowering, bound: Bindings) -> Lowered:
    """A sum, difference, product or quotient."""
    left, right = on.exact(term.left, bound), _right(term, on, bound)
    match term.operator:
        case "+" | "-":
            result = _sum(on, term, left, right)
        case "*":
            result = _product(on, term.kind, left, right)
        case _ if isinstance(term.right, m.Literal):
            result = _ratio(on, term.kind, left, right)
        case _:
            result = _quotient(on, term.kind, left, right)
    return on.algebra.strictly((left, right), result)


def _right(term: m.Arithmetic, on: Lowering, bound: Bindings) -> Lowered:
    """A divisor that is written out is part of the law's shape."""
    if term.operator == "/" and isinstance(term.right, m.Literal):
        return literal(term.right.value, on, is_shape=True)
    return on.exact(term.right, bound)


def _sum(on: Lowering, term: m.Arithmetic, left: Lowered, right: Lowered) -> Lowered:
    if left.kind == k.DATE and right.kind != k.DATE:
        return moved(on, left, right, forward=term.operator == "+")
    (one, other), scale, below = on.algebra.aligned((left, right))
    operation = on.graph.add if term.operator == "+" else on.graph.sub
    result = on.algebra.known(term.kind, operation(one, other), scale, left.unit)
    return with_units(on, replace(result, below=below), left, right)


def with_units(on: Lowering, result: Lowered, left: Lowered, right: Lowered) -> Lowered:
    """Two currencies stand in each other's way."""
    if left.unit == right.unit:
        return result
    return replace(result, open=on.algebra.obstacle(on.graph.true))


def _product(on: Lowering, kind: k.Kind, left: Lowered, right: Lowered) -> Lowered:
    graph, scale = on.graph, left.scale * right.scale
    node = graph.mul(left.node, right.node)
    belows = [x.below for x in (left, right) if x.below is not None]
    below = graph.mul(*belows) if len(belows) == 2 else belows[0] if belows else None
    if kind in (k.DAYS, k.MONTHS):
        whole = graph.const(scale) if below is None else graph.mul(below, graph.const(scale))
        return _whole(on, kind, node, whole)
    return replace(on.algebra.known(kind, node, scale, left.unit or right.unit), below=below)


def _whole(on: Lowering, kind: k.Kind, node: int, below: int) -> Lowered:
    """A span, which is counted whole."""
    graph = on.graph
    broken = graph.not_(graph.eq(graph.mod(node, below), graph.const(0)))
    return replace(on.algebra.known(kind, graph.floor(node, below)), open=on.algebra.obstacle(broken))


def _ratio(on: Lowering, kind: k.Kind, left: Lowered, right: Lowered) -> Lowered:
    """Something divided by a number that is written out."""
    graph = on.graph
    below = graph.value(right.node) or 0
    if below == 0 or (left.kind == right.kind and left.unit != right.unit):
        known = on.algebra.known(kind, graph.const(0), 1, "" if left.kind == right.kind else left.unit)
        return replace(known, open=on.algebra.obstacle(graph.true))
    # left.node / left.scale / (below / right.scale)
    node = graph.mul(left.node, graph.const(right.scale if below > 0 else -right.scale))
    scale = left.scale * abs(below)
    if kind in (k.DAYS, k.MONTHS):
        return _whole(on, kind, node, _times(graph, graph.const(scale), left.below))
    return replace(on.algebra.known(kind, node, scale, left.unit if kind == k.MONEY else ""), below=left.below)


def _times(graph: Graph, node: int, below: int | None) -> int:
    return node if below is None else graph.mul(node, below)


def _quotient(on: Lowering, kind: k.Kind, left: Lowered, right: Lowered) -> Lowered:
    """Something divided by an amount that the facts give."""
    graph = on.graph
    if left.kind == right.kind and left.unit != right.unit:
        return replace(on.algebra.known(kind, graph.const(0)), open=on.algebra.obstacle(graph.true))
    is_below_zero, zero = graph.lt(right.node, graph.const(0)), graph.eq(right.node, graph.const(0))
    size = graph.select(is_below_zero, graph.sub(graph.const(0), right.node), right.node)
    below = _times(graph, graph.select(zero, graph.const(1), size), left.below)
    signed = graph.select(is_below_zero, graph.sub(graph.const(0), left.node), left.node)
    above = _times(graph, graph.mul(signed, graph.const(right.scale)), right.below)
    if kind in (k.DAYS, k.MONTHS):
        whole = _whole(on, kind, above, graph.mul(below, graph.const(left.scale)))
        return replace(whole, open=on.algebra.merged((whole.open, on.algebra.obstacle(zero))))
    known = replace(on.algebra.known(kind, above, left.scale, left.unit if kind == k.MONEY else ""), below=below)
    return replace(known, open=on.algebra.obstacle(zero))


def lower_extremum(term: m.Extremum, on: Lowering, bound: Bindings) -> Lowered:
    """The greater or the lesser of two."""
    left, right = on.exact(term.left, bound), on.exact(term.right, bound)
    graph = on.graph
    (one, other), scale, below = on.algebra.aligned((left, right))
    larger = graph.le(other, one)
    node = graph.select(larger, one, other) if term.greater else graph.select(larger, other, one)
    result = replace(on.algebra.known(left.kind, node, scale, left.unit), below=below)
    return on.algebra.strictly((left, right), with_units(on, result, left, right))


# --- rounding ---


def lower_rounded(term: m.Rounded, on: Lowering, bound: Bindings) -> Lowered:
    """An amount rounded to a multiple of a place."""
    amount, place = on.exact(term.amount, bound), lower_place(term.place, on, bound)
    return on.algebra.strictly((amount, place), rounded_to(on, amount, place, term.mode))


def lower_place(term: m.Term, on: Lowering, bound: Bindings) -> Lowered:
    """What is rounded to. Written out, it is part of the law's shape."""
    return literal(term.value, on, is_shape=True) if isinstance(term, m.Literal) else on.value(term, bound)


def rounded_to(on: Lowering, amount: Lowered, place: Lowered, mode: str) -> Lowered:
    """The multiple of a place that a mode chooses."""
    graph = on.graph
    bad = graph.le(place.node, graph.const(0))
    below = graph.mul(graph.select(bad, graph.const(1), place.node), graph.const(amount.scale))
    above = graph.mul(amount.node, graph.const(place.scale))
    above, below = _lowest_terms(graph, above, _times(graph, below, amount.below))
    times = _rounded(graph, above, below, mode)
    result = on.algebra.known(place.kind, graph.mul(times, place.node), place.scale, place.unit)
    if amount.unit != place.unit:
        bad = graph.true
    return replace(result, open=on.algebra.obstacle(bad))


def _rounded(graph: Graph, above: int, below: int, mode: str) -> int:
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
