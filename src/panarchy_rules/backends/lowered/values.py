"""The lowered form of a value: a node with its scale, and for every way of having no value the truth of it.

Not applicable wins over unknown, and unknown over known, as in the interpreter. Where a value is not applicable
its other marks have no meaning, and where it is unknown its number has none.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from panarchy_rules.backends.lowered.graph import Graph
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.base.records import dataclass
from panarchy_rules.rulebook.kinds import Kind


@dataclass(frozen=True, slots=True)
class Open:
    """Why something is unknown: a fact or obstacle, rules that collide, no rule that speaks, or not known here.

    Not known here is what only the interpreter can tell.
    """

    missing: int
    collides: int
    silent: int
    elsewhere: int

    def each(self) -> tuple[int, int, int, int]:
        """The four truths."""
        return self.missing, self.collides, self.silent, self.elsewhere


@dataclass(frozen=True, slots=True)
class Lowered:
    """A value of a kind: `node / scale` in `unit`, or a truth, or the place of a word.

    With a `below`, the value is divided by that positive node once more; few operations take such a value.
    """

    kind: Kind
    node: int
    scale: int
    unit: str
    absent: int
    open: Open
    word: str = ""  # A literal word, whose place depends on the list it is compared with.
    is_literal: bool = False
    below: int | None = None


@dataclass(frozen=True, slots=True)
class LoweredList:
    """A list: its places, how many of them hold members, and how it may be missing."""

    places: tuple[Lowered, ...]
    count: int
    absent: int
    open: Open


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition: `yes` where it holds and is known to. What is neither `yes` nor open does not hold."""

    yes: int
    open: Open


class Algebra:
    """What can be done with values and truths, over one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.closed = Open(graph.false, graph.false, graph.false, graph.false)

    # --- openness ---

    def is_open(self, open_: Open) -> int:
        """Whether something is unknown, for whatever reason."""
        return self.graph.or_(*open_.each())

    def merged(self, several: Iterable[Open]) -> Open:
        """All reasons of several."""
        columns = list(zip(*(one.each() for one in several if one != self.closed), strict=True))
        return Open(*(self.graph.or_(*column) for column in columns)) if columns else self.closed

    def only_if(self, condition: int, open_: Open) -> Open:
        """Open for these reasons, but only if a condition holds."""
        if open_ == self.closed:
            return open_
        return Open(*(self.graph.and_(condition, one) for one in open_.each()))

    def obstacle(self, condition: int) -> Open:
        """Open if something stands in the way."""
        return replace(self.closed, missing=condition)

    # --- values ---

    def known(self, kind: Kind, node: int, scale: int = 1, unit: str = "") -> Lowered:
        """A value that is there."""
        return Lowered(kind, node, scale, unit, self.graph.false, self.closed)

    def strictly(self, values: Sequence[Lowered], result: Lowered) -> Lowered:
        """A result that needs all of some values; its own obstacles count only where these are known."""
        absent = self.graph.or_(*(value.absent for value in values))
        open_ = self.merged(value.open for value in values)
        all_known = self.graph.not_(self.graph.or_(absent, self.is_open(open_)))
        own = self.only_if(all_known, result.open)
        return replace(
            result,
            absent=self.graph.or_(absent, self.graph.and_(all_known, result.absent)),
            open=self.only_if(self.graph.not_(absent), self.merged((open_, own))),
        )

    def scaled(self, value: Lowered, scale: int) -> int:
        """The node of a value at a multiple of its scale."""
        return self.graph.mul(value.node, self.graph.const(scale // value.scale))

    def if_(self, condition: int, one: Lowered, other: Lowered, scale: int) -> Lowered:
        """One value or another, at a common scale."""
        graph = self.graph
        if one.unit != other.unit:
            raise Unsupported("units")
        node = graph.select(condition, self.scaled(one, scale), self.scaled(other, scale))
        pairs = zip(one.open.each(), other.open.each(), strict=True)
        open_ = Open(*(graph.select(condition, a, b) for a, b in pairs))
        return replace(
            one, node=node, scale=scale, absent=graph.select(condition, one.absent, other.absent), open=open_
        )

    # --- truths ---

    def truth(self, value: Lowered) -> Truth:
        """A value read as a condition: what is not applicable does not hold."""
        graph = self.graph
        there = graph.not_(value.absent)
        open_ = self.only_if(there, value.open)
        return Truth(graph.and_(value.node, there, graph.not_(self.is_open(open_))), open_)

    def no(self, truth: Truth) -> int:
        """Whether a condition is known not to hold."""
        return self.graph.not_(self.graph.or_(truth.yes, self.is_open(truth.open)))

    def all(self, truths: Sequence[Truth]) -> Truth:
        """Every one holds; one that does not is enough to say no."""
        some_no = self.graph.or_(*(self.no(truth) for truth in truths))
        yes = self.graph.and_(*(truth.yes for truth in truths))
        return Truth(yes, self.only_if(self.graph.not_(some_no), self.merged(t.open for t in truths)))

    def any(self, truths: Sequence[Truth]) -> Truth:
        """Some one holds; one that does is enough to say yes."""
        yes = self.graph.or_(*(truth.yes for truth in truths))
        return Truth(yes, self.only_if(self.graph.not_(yes), self.merged(t.open for t in truths)))

    def not_(self, truth: Truth) -> Truth:
        """The opposite."""
        return Truth(self.no(truth), truth.open)

    def settled(self, holds: int) -> Truth:
        """A condition that is known."""
        return Truth(holds, self.closed)

    def chain(self, cases: Sequence[tuple[int, int]], last: int, pick: Callable[[int, int, int], int]) -> int:
        """The node of the first case whose condition holds, else the last."""
        node = last
        for condition, one in reversed(cases):
            node = pick(condition, one, node)
        return node
