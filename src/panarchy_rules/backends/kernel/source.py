"""Write a program as source: nodes in, lines of Python out.

A node that is used once stands where it is used; every other has a line of its own.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from panarchy_rules.backends.lowered.graph import Graph, Node

_SIGNS = {"add": "+", "sub": "-", "mul": "*", "floor": "//", "mod": "%", "lt": "<", "le": "<=", "eq": "=="}
_LONGEST = 400  # Characters of an expression before it gets a line of its own.

Leaf = Callable[[Node], str]
Shorter = Callable[[Graph, int, Mapping[int, str]], str | None]


class Writer:
    """Writes nodes of one graph."""

    def __init__(
        self,
        graph: Graph,
        leaf: Leaf,
        *,
        indent: str = "    ",
        truth: Shorter = lambda *_: None,
    ) -> None:
        self.graph = graph
        self.leaf = leaf
        self.indent = indent
        self.truth = truth
        self.lines: list[str] = []
        self.names: dict[int, str] = {}

    def write(self, roots: Sequence[int], named: Mapping[int, str] | None = None) -> list[str]:
        """The expressions of some nodes, after the lines that they need, which are in `lines`."""
        self.names.update(named or {})
        order = self.graph.reachable(roots)
        uses = Counter(roots)
        for number in order:
            uses.update(self.graph.arguments(number))
        texts: dict[int, str] = {}
        for number in order:
            if number in self.names:
                texts[number] = self.names[number]
                continue
            text = self._text(number, texts)
            if self.graph.arguments(number) and (uses[number] > 1 or len(text) > _LONGEST):
                name = f"v{number}"
                self.lines.append(f"{self.indent}{name} = {text}")
                self.names[number] = text = name
            texts[number] = text
        return [texts[root] for root in roots]

    def _text(self, number: int, texts: Mapping[int, str]) -> str:
        shorter = self.truth(self.graph, number, self.names)
        if shorter is not None:
            return shorter
        node = self.graph.nodes[number]
        parts = [texts[x] for x in self.graph.arguments(number)]
        match node[0]:
            case "const":
                return str(node[1]) if node[1] >= 0 else f"({node[1]})"
            case "true" | "false":
                return "True" if node[0] == "true" else "False"
            case "select":
                return f"({parts[1]} if {parts[0]} else {parts[2]})"
            case "call":
                return _call(node[1], parts)
            case "not":
                return f"(not {parts[0]})"
            case "and" | "or" as word:
                return "(" + f" {word} ".join(parts) + ")"
            case "param" | "input" | "holds" | "absent" | "unknown":
                return self.leaf(node)
            case "mod" if parts[1] == "2":
                return f"({parts[0]} & 1)"
            case operation:
                return f"({parts[0]} {_SIGNS[operation]} {parts[1]})"


def _call(function: str, parts: Sequence[str]) -> str:
    return f"{function}({', '.join(parts)})"
