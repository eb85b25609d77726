"""A program over whole numbers and truths: parts in, the number of a node out.

What can be computed while it is written is: sums of settled numbers, products with one, choices that are made.
"""

from collections.abc import Mapping

from panarchy_rules.backends.lowered.nodes import Node
from panarchy_rules.backends.lowered.truths import Truths
from panarchy_rules.backends.lowered.whole_numbers import FUNCTIONS

__all__ = ["Graph", "Node"]


class Graph(Truths):
    """The nodes of a program. Numbers are given out in the order of making, so arguments come before their users."""

    def add(self, left: int, right: int) -> int:
        """`left + right`."""
        a, b = self.value(left), self.value(right)
        if a is not None and b is not None:
            return self.const(a + b)
        if a == 0:
            return right
        return left if b == 0 else self._make(("add", left, right))

    def sub(self, left: int, right: int) -> int:
        """`left - right`."""
        a, b = self.value(left), self.value(right)
        if a is not None and b is not None:
            return self.const(a - b)
        if left == right:
            return self.const(0)
        return left if b == 0 else self._make(("sub", left, right))

    def mul(self, left: int, right: int) -> int:
        """`left * right`. Factors that are settled are gathered at the end."""
        a, b = self.value(left), self.value(right)
        if a is not None:
            left, right, a, b = right, left, b, a
        if b is None:
            return self._make(("mul", left, right))
        if a is not None or b == 0:
            return self.const((a or 0) * b)
        if b == 1:
            return left
        inner = self.nodes[left]
        before = self.value(inner[2]) if inner[0] == "mul" else None
        if before is not None:
            return self.mul(inner[1], self.const(before * b))
        return self._make(("mul", left, right))

    def floor(self, left: int, right: int) -> int:
        """`left // right`; the caller sees to it that `right` is positive."""
        a, b = self.value(left), self.value(right)
        if b == 1:
            return left
        return self.const(a // b) if a is not None and b else self._make(("floor", left, right))

    def mod(self, left: int, right: int) -> int:
        """`left % right`; the caller sees to it that `right` is positive."""
        a, b = self.value(left), self.value(right)
        if b == 1:
            return self.const(0)
        return self.const(a % b) if a is not None and b else self._make(("mod", left, right))

    def call(self, function: str, *arguments: int) -> int:
        """A function of `whole_numbers`."""
        values = [x for x in map(self.value, arguments) if x is not None]
        if len(values) == len(arguments):
            return self.const(int(FUNCTIONS[function](*values)))
        return self._make(("call", function, *arguments))

    # --- the whole ---

    def replaced(self, roots: tuple[int, ...], known: Mapping[int, int]) -> tuple[int, ...]:
        """The same nodes with some of what they are made of replaced, and computed again as far as that goes."""
        made = dict(known)
        for number in self.reachable(roots):
            if number not in made:
                arguments = self._arguments[number]
                changed = tuple([made[x] for x in arguments])
                made[number] = number if changed == arguments else self._again(number, changed)
        return tuple(made[root] for root in roots)

    def _again(self, number: int, arguments: tuple[int, ...]) -> int:
        node = self.nodes[number]
        if node[0] == "call":
            return self.call(node[1], *arguments)
        words = {"and": "and_", "or": "or_", "not": "not_"}
        return int(getattr(self, words.get(str(node[0]), str(node[0])))(*arguments))
