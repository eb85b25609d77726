"""The lowered form of a value: a node with its scale, and for every way of having no value the truth of it.

Not applicable wins over unknown, and unknown over known, as in the interpreter. Where a value is not applicable
its other marks have no meaning, and where it is unknown its number has none.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from math import lcm
from typing import TypeVar

from panarchy_rules.backends.lowered.graph import Graph
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.rulebook.kinds import YES_NO, Kind


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
    below: int | None = None


@dataclass(frozen=True, slots=True)
class LoweredList:
    """A list of bounded size: what may be its members, each with whether it is one, and how the list may be missing.

    What is no member, and every member of a list that is missing, is not looked at.
    `in_order` if the order of the members is that of the places.
    """

    members: tuple[tuple[int, Lowered], ...]
    absent: int
    open: Open
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class LoweredPeriod:
    """A period: runs of days from a start until an end that is left out, which may lie in one another or be empty."""

    runs: tuple[tuple[int, int], ...]
    absent: int
    open: Open


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition: `yes` where it holds and is known to. What is neither `yes` nor open does not hold."""

    yes: int
    open: Open


M = TypeVar("M", Lowered, LoweredPeriod)


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

    def strictly(self, values: Sequence[Lowered | LoweredPeriod], result: M) -> M:
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

    def is_known(self, value: Lowered | LoweredList | LoweredPeriod) -> int:
        """Whether something is there and known."""
        return self.graph.not_(self.graph.or_(value.absent, self.is_open(value.open)))

    def scaled(self, value: Lowered, scale: int) -> int:
        """The node of a value at a multiple of its scale."""
        return self.graph.mul(value.node, self.graph.const(scale // value.scale))

    def aligned(self, values: Sequence[Lowered]) -> tuple[list[int], int, int | None]:
        """The nodes of some values at one scale, that scale, and what all of them are divided by once more."""
        scale = lcm(1, *(value.scale for value in values))
        belows = list(dict.fromkeys(value.below for value in values if value.below is not None))
        nodes = []
        for value in values:
            node = self.scaled(value, scale)
            for other in belows:
                node = node if other == value.below else self.graph.mul(node, other)
            nodes.append(node)
        return nodes, scale, reduce(self.graph.mul, belows) if belows else None

    def if_(self, condition: int, one: Lowered, other: Lowered, scale: int = 1) -> Lowered:
        """One value or another, at a common scale that is no coarser than a given one."""
        graph = self.graph
        if one.absent == graph.true:  # What is not there has any unit.
            one = replace(other, absent=graph.true, open=self.closed)
        elif other.absent == graph.true:
            other = replace(one, absent=graph.true, open=self.closed)
        one, other = self.of_one_kind(one, other)
        if one.unit != other.unit:
            raise Unsupported("units")
        (first, second), common, below = self.aligned([one, other])
        finer = lcm(scale, common)
        first, second = (graph.mul(node, graph.const(finer // common)) for node in (first, second))
        pairs = zip(one.open.each(), other.open.each(), strict=True)
        open_ = Open(*(graph.select(condition, a, b) for a, b in pairs))
        return replace(
            one,
            node=graph.select(condition, first, second),
            scale=finer,
            absent=graph.select(condition, one.absent, other.absent),
            open=open_,
            below=below,
        )

    def of_one_kind(self, one: Lowered, other: Lowered) -> tuple[Lowered, Lowered]:
        """Two values, of which a word that is written out has its place in the list of the other."""
        if one.word and other.word and one.word == other.word:
            return one, other
        if one.word:
            return self.placed(one, other.kind), other
        if other.word:
            return one, self.placed(other, one.kind)
        if one.kind.name == "one_of" and one.kind.words != other.kind.words:
            raise Unsupported("kind")
        return one, other

    def placed(self, value: Lowered, kind: Kind) -> Lowered:
        """A word that is written out, as its place in a list."""
        if value.word not in kind.words:
            raise Unsupported("kind")
        return replace(value, kind=kind, node=self.graph.const(kind.words.index(value.word)), word="")

    def nothing(self, kind: Kind) -> Lowered:
        """A value of a kind that is not applicable."""
        number = -1 if kind.name in ("record", "person") else 0  # Nobody, and no record.
        node = self.graph.false if kind == YES_NO else self.graph.const(number)
        return replace(self.known(kind, node), absent=self.graph.true)

    # --- truths ---

    def truth(self, value: Lowered) -> Truth:
        """A value read as a condition: what is not applicable does not hold."""
        graph = self.graph
        there = graph.not_(value.absent)
        open_ = self.only_if(there, value.open)
        return Truth(graph.and_(value.node, there, graph.not_(self.is_open(open_))), open_)

    def of_truth(self, truth: Truth) -> Lowered:
        """A condition as a value."""
        return replace(self.known(YES_NO, truth.yes), open=truth.open)

    def absent_is(self, value: Lowered, holds: bool) -> Lowered:
        """A condition on what is not applicable has an answer all the same."""
        node = self.graph.select(value.absent, self.graph.truth(holds), value.node)
        return replace(value, node=node, absent=self.graph.false)

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
