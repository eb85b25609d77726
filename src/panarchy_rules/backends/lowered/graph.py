"""Expressions over whole numbers and truths, each written once: parts in, the number of a node out.

A node is an operation on earlier nodes. Equal nodes are one node, and what can be computed at once is.
Numbers and truths do not mix: `truth` tells them apart.

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

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from panarchy_rules.backends.lowered.whole_numbers import FUNCTIONS

Node = tuple[Any, ...]
TRUTHS = frozenset({"true", "false", "holds", "absent", "unknown", "lt", "le", "eq", "and", "or", "not"})
LEAVES = frozenset({"const", "true", "false", "param", "input", "holds", "absent", "unknown"})


class Graph:
    """The nodes of a program. Numbers are given out in the order of making, so arguments come before their users."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.words: dict[str, int] = {}  # Inputs that are places in a list of words, and how many it has.
        self.least: dict[str, int] = {}  # The least number that inputs have.
        self._numbers: dict[Node, int] = {}
        self._arguments: list[tuple[int, ...]] = []
        # Asked for very often, and simplified with some effort.
        self._ands: dict[tuple[int, ...], int] = {}
        self._ors: dict[tuple[int, ...], int] = {}
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

    # --- numbers ---

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

    def select(self, condition: int, one: int, other: int) -> int:
        """`one` if the condition holds, else `other`; for truths, of truths."""
        if condition == self.true or one == other:
            return one
        if condition == self.false:
            return other
        if self.is_truth(one):
            return self.or_(self.and_(condition, one), self.and_(self.not_(condition), other))
        node = self.nodes[condition]
        return self.select(node[1], other, one) if node[0] == "not" else self._make(("select", condition, one, other))

    # --- truths ---

    def lt(self, left: int, right: int) -> int:
        """`left < right`."""
        a, b = self.value(left), self.value(right)
        if (a is not None and b is not None) or left == right:
            return self.truth(left != right and (a or 0) < (b or 0))
        return self._make(("lt", left, right))

    def le(self, left: int, right: int) -> int:
        """`left <= right`."""
        a, b = self.value(left), self.value(right)
        if (a is not None and b is not None) or left == right:
            return self.truth(left == right or (a or 0) <= (b or 0))
        return self._make(("le", left, right))

    def eq(self, left: int, right: int) -> int:
        """`left == right`."""
        if left == right:
            return self.true
        if self.value(left) is not None:
            left, right = right, left
        if self.value(left) is not None:
            return self.false
        node = self.nodes[left]
        inner = self.value(node[1]) if node[0] == "sub" else None
        settled = self.value(right)
        if inner is not None and settled is not None:  # a - x == b
            return self.eq(node[2], self.const(inner - settled))
        if node[0] == "select" and settled is not None and {self.value(node[2]), self.value(node[3])} != {None}:
            return self.select(node[1], self.eq(node[2], right), self.eq(node[3], right))
        if node[0] == "input" and node[1] not in self.words and settled == self.least.get(node[1], settled):
            return self.le(left, right) if node[1] in self.least else self._make(("eq", left, right))
        return self._make(("eq", left, right))

    def not_(self, part: int) -> int:
        """The part does not hold."""
        node = self.nodes[part]
        match node[0]:
            case "true":
                return self.false
            case "false":
                return self.true
            case "not":
                return int(node[1])
            case "or":
                return self.and_(*map(self.not_, node[1:]))
            case "lt":
                return self.le(node[2], node[1])
            case "le":
                return self.lt(node[2], node[1])
            case _:
                return self._make(("not", part))

    def and_(self, *parts: int) -> int:
        """Every part holds."""
        found = self._ands.get(parts)
        if found is None:
            found = self._ands[parts] = self._and(parts)
        return found

    def _and(self, parts: tuple[int, ...]) -> int:
        kept = self._gathered("and", parts, self.true)
        if len(kept) < 2:
            return next(iter(kept), self.true)
        if self.false in kept or self._clashes(kept) or any(self._refuted(part, kept) for part in kept):
            return self.false
        opened = self._only_open(kept)
        return self._joined("and", kept, self.true) if opened == list(kept) else self.and_(*opened)

    def or_(self, *parts: int) -> int:
        """Some part holds."""
        found = self._ors.get(parts)
        if found is None:
            found = self._ors[parts] = self._or(parts)
        return found

    def _or(self, parts: tuple[int, ...]) -> int:
        kept = self._gathered("or", parts, self.false)
        if len(kept) < 2:
            return next(iter(kept), self.false)
        if self.true in kept or self._exhausts(kept):
            return self.true
        return self._joined("or", self._without_absorbed(kept), self.false)

    def _gathered(self, word: str, parts: Iterable[int], neutral: int) -> dict[int, None]:
        kept: dict[int, None] = {}
        for part in parts:
            node = self.nodes[part]
            kept.update(dict.fromkeys(node[1:] if node[0] == word else (part,)))
        kept.pop(neutral, None)
        return kept

    def _joined(self, word: str, kept: Collection[int], neutral: int) -> int:
        if not kept:
            return neutral
        return next(iter(kept)) if len(kept) == 1 else self._make((word, *kept))

    def _opposite(self, part: int) -> int | None:
        """The node that says the contrary, if there is one already."""
        node = self.nodes[part]
        match node[0]:
            case "not":
                return int(node[1])
            case "lt":
                return self._numbers.get(("le", node[2], node[1]))
            case "le":
                return self._numbers.get(("lt", node[2], node[1]))
            case _:
                return self._numbers.get(("not", part))

    def _clashes(self, kept: Mapping[int, None]) -> bool:
        """Whether some parts cannot hold together: one and its contrary, or a number that is two constants."""
        equals: dict[int, int] = {}
        for part in kept:
            if self._opposite(part) in kept:
                return True
            node = self.nodes[part]
            if node[0] == "eq" and self.value(node[2]) is not None and equals.setdefault(node[1], part) != part:
                return True
        return False

    def _refuted(self, part: int, kept: Mapping[int, None]) -> bool:
        """Whether the other parts say that what this one denies holds."""
        node = self.nodes[part]
        inner = self.nodes[node[1]] if node[0] == "not" else ("",)
        return inner[0] == "and" and all(one in kept for one in inner[1:])

    def _only_open(self, kept: dict[int, None]) -> list[int]:
        """Parts without what follows from the others."""
        equals = {self.nodes[part][1] for part in kept if self._is_constant(part)}
        found = []
        for part in kept:
            node = self.nodes[part]
            inner = self.nodes[node[1]] if node[0] == "not" else ("",)
            if inner[0] == "eq" and self._is_constant(node[1]) and inner[1] in equals:
                continue  # It is another constant.
            if node[0] == "or":
                part = self._open_choice(part, kept)
            elif inner[0] == "and":
                part = self._open_denial(part, inner[1:], kept)
            found.append(part)
        return [part for part in found if part != self.true]

    def _open_choice(self, part: int, kept: Mapping[int, None]) -> int:
        """An `or` without what the other parts rule out; yes if one of its own is among them."""
        choices = self.nodes[part][1:]
        if any(one in kept for one in choices):
            return self.true
        left = [one for one in choices if self._opposite(one) not in kept]
        return part if len(left) == len(choices) else self.or_(*left)

    def _open_denial(self, part: int, denied: Sequence[int], kept: Mapping[int, None]) -> int:
        """A denial that several hold without those that do; yes if one of them is ruled out already."""
        if any(self._opposite(one) in kept for one in denied):
            return self.true
        for other in kept:
            node = self.nodes[other]
            inner = self.nodes[node[1]] if node[0] == "not" and other != part else ("",)
            # Of two that deny the same in another order, the first stays.
            if inner[0] == "and" and set(inner[1:]) <= set(denied) and (len(inner) <= len(denied) or other < part):
                return self.true
        left = [one for one in denied if one not in kept]
        return part if len(left) == len(denied) else self.not_(self.and_(*left))

    def _is_constant(self, part: int) -> bool:
        node = self.nodes[part]
        return bool(node[0] == "eq" and self.value(node[2]) is not None)

    def _exhausts(self, kept: Mapping[int, None]) -> bool:
        """Whether some part holds in any case: one or its contrary, or a word for each in its list."""
        found: Counter[str] = Counter()
        for part in kept:
            if self._opposite(part) in kept:
                return True
            if self._is_constant(part):
                _, number, _ = self.nodes[part]
                node = self.nodes[number]
                if node[0] == "input" and node[1] in self.words:
                    found[node[1]] += 1
        return any(found[name] == self.words[name] for name in found)

    def _without_absorbed(self, kept: dict[int, None]) -> dict[int, None]:
        """Parts without those that hold only where another one does."""
        return {
            part: None
            for part in kept
            if self.nodes[part][0] != "and" or not any(one in kept for one in self.nodes[part][1:])
        }

    # --- the whole ---

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
