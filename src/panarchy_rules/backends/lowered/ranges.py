"""Prove that a program stays within 64 bits: its nodes and the ranges of its inputs in, the range of every node out."""

from collections.abc import Mapping, Sequence
from itertools import product

from panarchy_rules.backends.lowered.graph import Graph
from panarchy_rules.backends.lowered.whole_numbers import LAST_DAY, NO_SPAN

Range = tuple[int, int]
MOST = (1 << 63) - 1
_CALENDAR: Mapping[str, Range] = {
    "year_of": (1, 9999),
    "month_of": (1, 12),
    "day_of": (1, 31),
    "add_months": (0, LAST_DAY),
    "elapsed": (NO_SPAN, 12 * 9999),
}


def ranges(
    graph: Graph, roots: Sequence[int], inputs: Mapping[str, Range], params: Sequence[Range]
) -> dict[int, Range] | None:
    """The least and greatest number of every node; None if one of them may leave 64 bits.

    Conditions are not looked at: a choice may be any of its sides, so that both can be computed at once.
    """
    found: dict[int, Range] = {}
    for number in graph.reachable(roots):
        if graph.is_truth(number):
            continue
        one = _range(graph, number, found, inputs, params)
        if one[0] < -MOST or one[1] > MOST:
            return None
        found[number] = one
    return found


def _range(
    graph: Graph, number: int, found: Mapping[int, Range], inputs: Mapping[str, Range], params: Sequence[Range]
) -> Range:
    node = graph.nodes[number]
    parts = [found[x] for x in graph.arguments(number) if x in found]
    match node[0]:
        case "const":
            return node[1], node[1]
        case "param":
            return params[node[1]]
        case "input":
            return inputs[node[1]]
        case "call":
            return _called(node[1], parts)
        case operation:
            return _computed(operation, parts)


def _computed(operation: str, parts: Sequence[Range]) -> Range:
    (low, high), (other_low, other_high) = parts
    match operation:
        case "add":
            return low + other_low, high + other_high
        case "sub":
            return low - other_high, high - other_low
        case "mul":
            ends = [a * b for a, b in product((low, high), (other_low, other_high))]
            return min(ends), max(ends)
        case "floor":
            # Whoever divides sees to it that the divisor is positive.
            ends = [a // b for a, b in product((low, high), (max(other_low, 1), max(other_high, 1)))]
            return min(ends), max(ends)
        case "mod":
            return 0, max(other_high, 1) - 1
        case _:  # A choice.
            return min(low, other_low), max(high, other_high)


def _called(function: str, parts: Sequence[Range]) -> Range:
    if function in _CALENDAR:
        return _CALENDAR[function]
    (low, high), (divisor, _), _ = parts  # Rounded: the divisor is positive.
    least = max(divisor, 1)
    return min(low // least - 1, -1), max(high // least + 1, 1)
