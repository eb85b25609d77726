"""Operations on whole numbers and truths, each written once: a kind and its arguments in, the number of a node out.

A node is an operation on earlier nodes, and equal nodes are one. Numbers and truths do not mix: `truth` tells them
apart.

| operation | arguments | means |
|---|---|---|
| `const` | value | a number |
| `true`, `false` | | |
| `param` | index | a number that differs from law to law |
| `input` | name | a number from the facts |
| `holds` | name | a truth from the facts |
| `absent`, `unknown` | name | whether a fact is not applicable, or not known |
| `add`, `sub`, `mul` | two numbers | |
| `floor`, `mod` | a number, and a positive one | rounded down, and what is left |
| `select` | truth, number, number | the first number if it holds, else the second |
| `call` | function, numbers | a function of `whole_numbers` |
| `lt`, `le`, `eq` | two numbers | |
| `and`, `or`, `not` | truths | |
"""

from collections.abc import Iterable
from typing import Any

Node = tuple[Any, ...]
TRUTHS = frozenset({"true", "false", "holds", "absent", "unknown", "lt", "le", "eq", "and", "or", "not"})
LEAVES = frozenset({"const", "true", "false", "param", "input", "holds", "absent", "unknown"})


class Nodes:
    """The nodes of a program. Numbers are given out in the order of making, so arguments come before their users."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.words: dict[str, int] = {}  # Inputs that are places in a list of words, and how many it has.
        self.least: dict[str, int] = {}  # The least number that inputs have.
        self._numbers: dict[Node, int] = {}
        self._arguments: list[tuple[int, ...]] = []
        self.false = self._make(("false",))
        self.true = self._make(("true",))

    def _make(self, node: Node) -> int:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
            self._arguments.append(() if node[0] in LEAVES else node[2:] if node[0] == "call" else node[1:])
        return number

    def arguments(self, number: int) -> tuple[int, ...]:
        """The nodes that a node is made of."""
        return self._arguments[number]

    def is_truth(self, number: int) -> bool:
        """Whether a node is a truth, not a number."""
        return self.nodes[number][0] in TRUTHS

    def value(self, number: int) -> int | None:
        """The number a node is, if that is settled."""
        node = self.nodes[number]
        return node[1] if node[0] == "const" else None

    def reachable(self, roots: Iterable[int]) -> list[int]:
        """Every node that some nodes are made of, arguments before their users."""
        seen, arguments = set(roots), self._arguments
        todo = list(seen)
        for number in todo:  # It grows on the way.
            for argument in arguments[number]:
                if argument not in seen:
                    seen.add(argument)
                    todo.append(argument)
        return sorted(seen)

    # --- leaves ---

    def const(self, value: int) -> int:
        """A number."""
        return self._make(("const", int(value)))

    def truth(self, value: bool) -> int:
        """Yes or no."""
        return self.true if value else self.false

    def param(self, index: int) -> int:
        """A number that differs from law to law."""
        return self._make(("param", index))

    def input(self, name: str, words: int = 0, least: int | None = None) -> int:
        """A number from the facts, no less than some, which may be the place of a word in a list of so many."""
        if least is not None:
            self.least[name] = least
        if words:
            self.words[name] = words
        return self._make(("input", name))

    def holds(self, name: str) -> int:
        """A truth from the facts."""
        return self._make(("holds", name))

    def absent(self, name: str) -> int:
        """Whether a fact is not applicable."""
        return self._make(("absent", name))

    def unknown(self, name: str) -> int:
        """Whether a fact is not known."""
        return self._make(("unknown", name))
