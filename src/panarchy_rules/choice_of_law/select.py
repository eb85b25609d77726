"""Meet and select: where each law stands for each party in, the candidates that are left out.

Tiers are compared across parties; ranks of different authors never are (DOMAIN C0.2).
"""

from collections.abc import Iterable, Mapping

from panarchy_rules.base.records import dataclass
from panarchy_rules.choice_of_law.graph import Closure, Node, Path

Preference = tuple[int, int]
Places = Mapping[Node, tuple[int, Preference]]
"""The tier and the rank of each law that a party's consents lead to."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a meet leaves. `common` is the whole meet; `left` what tiers and Pareto comparison leave of it."""

    common: tuple[Node, ...]
    left: tuple[Node, ...]
    tier: int | None


def tier_of(paths: tuple[Path, ...]) -> int:
    """The best tier over all paths, whatever their ranks."""
    return min(path.tier for path in paths)


def preference(paths: tuple[Path, ...]) -> Preference:
    """The best rank over all paths, whatever their tiers. What the home law does not rank comes last, all alike."""
    return min((0, path.rank) if path.rank is not None else (1, 0) for path in paths)


def places(closures: Iterable[Closure]) -> Places:
    """Where laws stand for one party on one issue, or on several together: there they stand where they stand worst."""
    first, *rest = closures
    common = [node for node in first if all(node in other for other in rest)]
    return {
        node: (max(tier_of(one[node]) for one in (first, *rest)), max(preference(one[node]) for one in (first, *rest)))
        for node in common
    }


def select(standing: Mapping[str, Places]) -> Selection:
    """Keep the candidates with the lowest worst tier, then those no other candidate is better than for everyone."""
    first, *rest = standing.values()
    common = tuple(node for node in first if all(node in other for other in rest))
    if not common:
        return Selection((), (), None)
    worst = {node: max(mine[node][0] for mine in standing.values()) for node in common}
    tier = min(worst.values())
    kept = [node for node in common if worst[node] == tier]
    likes = {node: tuple(mine[node][1] for mine in standing.values()) for node in kept}
    left = tuple(node for node in kept if not any(_dominates(likes[other], likes[node]) for other in kept))
    return Selection(common, left, tier)


def _dominates(one: tuple[Preference, ...], other: tuple[Preference, ...]) -> bool:
    """No worse for every party and better for one."""
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))


def positions(standing: Places, among: tuple[Node, ...]) -> dict[Node, int]:
    """Where each candidate stands in one party's order, from 1; equal preferences share a place."""
    steps = sorted({standing[node][1] for node in among})
    return {node: steps.index(standing[node][1]) + 1 for node in among}
