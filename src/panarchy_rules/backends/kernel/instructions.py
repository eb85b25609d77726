"""Write nodes as instructions of LLVM: a graph with the ranges of its numbers in, lines and the names of results out.

Numbers have 64 bits and truths one. Both sides of a choice are computed, so that nothing branches; the ranges say
that no number leaves its bits. A divisor that may not be positive there, where its result is not chosen, is made one.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from panarchy_rules.backends.lowered.graph import Graph, Node
from panarchy_rules.backends.lowered.ranges import Range

_COMPARED = {"lt": "slt", "le": "sle", "eq": "eq"}
_WIDTHS = {"bool": 8}


class Instructions:
    """Instructions over the nodes of one graph, one after the other."""

    def __init__(self, graph: Graph, ranges: Mapping[int, Range]) -> None:
        self.graph, self.ranges = graph, ranges
        self.lines: list[str] = []

    def put(self, instruction: str) -> str:
        """Add an instruction, and the name of its result."""
        name = f"%t{len(self.lines)}"
        self.lines.append(f"  {name} = {instruction}")
        return name

    def both(self, first: str, *others: str) -> str:
        """Whether all truths hold."""
        return reduce(lambda one, other: other if one == "true" else self.put(f"and i1 {one}, {other}"), others, first)

    def either(self, first: str, *others: str) -> str:
        """Whether some truth holds."""
        return reduce(lambda one, other: self.put(f"or i1 {one}, {other}"), others, first)

    def read(self, array: str, place: str, kind: str) -> str:
        """A number from an array."""
        bits = _bits(kind)
        found = self.put(f"load i{bits}, ptr {self.put(f'getelementptr i{bits}, ptr %{array}, i64 {place}')}")
        wider = "zext" if kind == "bool" or kind.startswith("u") else "sext"
        return found if bits == 64 else self.put(f"{wider} i{bits} {found} to i64")

    def store(self, array: str, kind: str, number: str) -> None:
        """Write a number into the place of this row."""
        bits = _bits(kind)
        place = self.put(f"getelementptr i{bits}, ptr %{array}, i64 %i")
        short = number if bits == 64 else self.put(f"trunc i64 {number} to i{bits}")
        self.lines.append(f"  store i{bits} {short}, ptr {place}")

    def write(self, roots: Sequence[int], leaf: Callable[[Node], str]) -> list[str]:
        """The names of the results of some nodes, each of which is computed once."""
        names: dict[int, str] = {}
        for number in self.graph.reachable(roots):
            node = self.graph.nodes[number]
            names[number] = self._result(number, node, [names[x] for x in self.graph.arguments(number)], leaf)
        return [names[root] for root in roots]

    def _result(self, number: int, node: Node, parts: Sequence[str], leaf: Callable[[Node], str]) -> str:
        match node[0]:
            case "const":
                return str(node[1])
            case "true" | "false" as word:
                return str(word)
            case "param" | "input" | "holds" | "absent" | "unknown":
                return leaf(node)
            case "add" | "sub" | "mul" as word:
                return self.put(f"{word} i64 {parts[0]}, {parts[1]}")
            case "lt" | "le" | "eq" as word:
                return self.put(f"icmp {_COMPARED[word]} i64 {parts[0]}, {parts[1]}")
            case "select":
                return self.put(f"select i1 {parts[0]}, i64 {parts[1]}, i64 {parts[2]}")
            case "and":
                return self.both(*parts)
            case "or":
                return self.either(*parts)
            case "not":
                return self.put(f"xor i1 {parts[0]}, true")
            case "call":
                return self.put(f"call i64 @{node[1]}({', '.join(f'i64 {part}' for part in parts)})")
            case word:
                return self._divided(word, number, parts)

    def _divided(self, word: str, number: int, parts: Sequence[str]) -> str:
        """A quotient rounded down, or what is left."""
        (above, below), (left, right) = self.graph.arguments(number), parts
        if self.ranges[below][0] < 1:
            right = self.put(f"select i1 {self.put(f'icmp slt i64 {right}, 1')}, i64 1, i64 {right}")
        if self.ranges[above][0] >= 0:
            return self.put(f"{'udiv' if word == 'floor' else 'urem'} i64 {left}, {right}")
        rest = self.put(f"srem i64 {left}, {right}")
        is_below = self.put(f"icmp slt i64 {rest}, 0")
        if word == "mod":
            return self.put(f"select i1 {is_below}, i64 {self.put(f'add i64 {rest}, {right}')}, i64 {rest}")
        return self.put(f"add i64 {self.put(f'sdiv i64 {left}, {right}')}, {self.put(f'sext i1 {is_below} to i64')}")


def _bits(kind: str) -> int:
    """How many bits a number of a column has."""
    return _WIDTHS.get(kind) or int(kind.lstrip("uint"))
