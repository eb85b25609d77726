"""How rows are read: a leaf of a program in, the source that reads it out of `row` out."""

from collections.abc import Mapping
from typing import Protocol

from panarchy_rules.backends.lowered.graph import Graph, Node


class RowForm(Protocol):
    """How a row names its facts."""

    def leaf(self, node: Node) -> str:
        """What reads a leaf of the program."""

    def truth(self, graph: Graph, number: int, names: Mapping[int, str]) -> str | None:
        """What reads a condition, if the row has a shorter way than its number; `names` are numbers read before."""


class PlainRow:
    """A row of whole numbers and truths by column, as `rows.row_of` makes it."""

    def leaf(self, node: Node) -> str:
        """What reads a leaf."""
        kind, name = node
        if kind in ("absent", "unknown"):
            return f"(row[{name + '?'!r}] == {1 if kind == 'absent' else 2})"
        return f"row[{name!r}]"

    def truth(self, graph: Graph, number: int, names: Mapping[int, str]) -> str | None:  # noqa: ARG002
        """There is no shorter way."""
        return None


class KeyedRow:
    """A mapping with keys of its own that holds whole numbers, truths and words, and None for what is not applicable.

    `keys` says under which key a fact stands, and `words` which words stand for the places of a list.
    """

    def __init__(self, keys: Mapping[str, str], words: Mapping[str, tuple[str, ...]]) -> None:
        self.keys = keys
        self.words = words

    def leaf(self, node: Node) -> str:
        """What reads a leaf."""
        kind, name = node
        read = f"row[{self.keys[name]!r}]"
        match kind:
            case "absent":
                return f"({read} is None)"
            case "unknown":
                return "False"
            case _:
                return read

    def truth(self, graph: Graph, number: int, names: Mapping[int, str]) -> str | None:
        """A comparison with a place of a list is one with the word."""
        node = graph.nodes[number]
        if node[0] != "eq":
            return None
        leaf, place = graph.nodes[node[1]], graph.value(node[2])
        if leaf[0] != "input" or leaf[1] not in self.words or place is None:
            return None
        return f"({names.get(node[1]) or self.leaf(leaf)} == {self.words[leaf[1]][place]!r})"
