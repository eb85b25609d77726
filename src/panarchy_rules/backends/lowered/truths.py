"""Conditions over nodes, simplified as they are made: the numbers of parts in, the number of a condition out.

What follows from the parts beside it is left out, and what cannot hold is "no", so that equal conditions are one node.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from panarchy_rules.backends.lowered.nodes import Nodes


class Truths(Nodes):
    """Nodes with comparisons, choices and what joins conditions."""

    def __init__(self) -> None:
        super().__init__()
        # Asked for very often, and simplified with some effort.
        self._ands: dict[tuple[int, ...], int] = {}
        self._ors: dict[tuple[int, ...], int] = {}

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
        if self.false in kept or self._clashes(kept):
            return self.false
        denials = self._denials(kept)
        if any(all(one in kept for one in denied) for denied in denials.values()):
            return self.false  # What one part denies follows from the others.
        opened = self._only_open(kept, denials)
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

    def _denials(self, kept: Mapping[int, None]) -> dict[int, tuple[int, ...]]:
        """The parts that deny that several others hold together, each with these."""
        nodes, found = self.nodes, {}
        for part in kept:
            node = nodes[part]
            if node[0] == "not" and nodes[node[1]][0] == "and":
                found[part] = nodes[node[1]][1:]
        return found

    def _only_open(self, kept: dict[int, None], denials: Mapping[int, tuple[int, ...]]) -> list[int]:
        """Parts without what follows from the others."""
        equals = {self.nodes[part][1] for part in kept if self._is_constant(part)}
        found = []
        for part in kept:
            node = self.nodes[part]
            if node[0] == "not" and self._is_constant(node[1]) and self.nodes[node[1]][1] in equals:
                continue  # It is another constant.
            if node[0] == "or":
                part = self._open_choice(part, kept)
            elif part in denials:
                part = self._open_denial(part, kept, denials)
            found.append(part)
        return [part for part in found if part != self.true]

    def _open_choice(self, part: int, kept: Mapping[int, None]) -> int:
        """An `or` without what the other parts rule out; yes if one of its own is among them."""
        choices = self.nodes[part][1:]
        if any(one in kept for one in choices):
            return self.true
        left = [one for one in choices if self._opposite(one) not in kept]
        return part if len(left) == len(choices) else self.or_(*left)

    def _open_denial(self, part: int, kept: Mapping[int, None], denials: Mapping[int, tuple[int, ...]]) -> int:
        """A denial that several hold without those that do; yes if one of them is ruled out already."""
        denied = denials[part]
        if any(self._opposite(one) in kept for one in denied):
            return self.true
        for other, its in denials.items():
            # Of two that deny the same in another order, the first stays.
            if other != part and (len(its) < len(denied) or other < part) and set(its) <= set(denied):
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
