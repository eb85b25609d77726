"""Keep what is so on a day: a function of a world and a day in, the same function that looks once out.

Nothing on a day changes, and many disputes ask the same of it: who belongs to which code, and which edition binds.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Snapshot

R = TypeVar("R")
_MOST = 10_000


def kept_of_day(find: Callable[..., R]) -> Callable[..., R]:
    """The function, called once for each world, day and what else it is asked about."""

    def read(world: LawWorld, view: Snapshot, *about: Any) -> R:
        key = find, about
        known = view.kept.get(key)
        if known is None or known[0] is not world:
            make_room(view.kept)
            known = view.kept[key] = world, find(world, view, *about)
        found: R = known[1]
        return found

    return read


def make_room(kept: dict[Any, Any]) -> None:
    """Begin anew where so much is kept of a day that there is no room for more."""
    if len(kept) >= _MOST:
        kept.clear()
