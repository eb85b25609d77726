"""Keep what was found out about a value beside it: a function of one value in, the same function that works once out.

What is kept goes when the value goes, so it must not hold the value itself.
The value is told by which object it is: it has to be frozen, or at least not to change.
"""

from collections.abc import Callable
from typing import TypeVar
from weakref import ref

T = TypeVar("T")
R = TypeVar("R")


def kept_beside(make: Callable[[T], R]) -> Callable[[T], R]:
    """The function, called once for each object."""
    found: dict[int, tuple[ref[T], R]] = {}

    def read(of: T) -> R:
        known = found.get(id(of))
        if known is None or known[0]() is not of:
            place = id(of)
            known = found[place] = ref(of, lambda _: found.pop(place, None)), make(of)
        return known[1]

    return read
