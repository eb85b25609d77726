"""A verdict over whole numbers: which of the four it is, what it says, and on which grounds."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from panarchy_rules.backends.lowered.graph import Graph
from panarchy_rules.backends.lowered.values import Algebra, Lowered, Open
from panarchy_rules.base.records import dataclass

SETTLED, LACUNA, ANTINOMY, UNDETERMINED, ELSEWHERE = range(5)


@dataclass(frozen=True, slots=True)
class Answered:
    """A verdict: truths that exclude one another, what is said, its value, and the grounds.

    `says` numbers what kind of thing is said, as `Rules` does. `mask` has a bit for each of `labels`.
    Before any steps, `grounds` say of each label whether it is one.
    """

    lacuna: int
    antinomy: int
    undetermined: int
    elsewhere: int
    says: int
    value: Lowered | None
    mask: int
    labels: tuple[str, ...]
    grounds: Mapping[str, int] = field(default_factory=dict)

    def settled(self, graph: Graph) -> int:
        """Whether it is settled."""
        return graph.not_(graph.or_(self.lacuna, self.antinomy, self.undetermined, self.elsewhere))

    def open(self) -> Open:
        """Why a condition that reads it knows no answer."""
        return Open(self.undetermined, self.antinomy, self.lacuna, self.elsewhere)


def ranked(algebra: Algebra, found: Open, stuck: Open) -> tuple[int, int, int, int]:
    """Lacuna, antinomy, undetermined and elsewhere, in the order in which one excludes the next."""
    graph = algebra.graph
    collided_before = graph.and_(stuck.collides, graph.not_(found.missing))
    elsewhere = graph.or_(found.elsewhere, stuck.elsewhere, collided_before)
    left = graph.not_(elsewhere)
    antinomy = graph.and_(left, found.collides)
    left = graph.and_(left, graph.not_(found.collides))
    undetermined = graph.and_(left, found.missing)
    left = graph.and_(left, graph.not_(found.missing))
    return graph.and_(left, graph.or_(found.silent, stuck.silent)), antinomy, undetermined, elsewhere


def mask_of(graph: Graph, labels: Sequence[str], standing: Mapping[str, int]) -> int:
    """Which of some rules stand, a bit for each."""
    node = graph.const(0)
    for place, label in enumerate(labels):
        bit = graph.select(standing.get(label, graph.false), graph.const(1 << place), graph.const(0))
        node = graph.add(node, bit)
    return node
