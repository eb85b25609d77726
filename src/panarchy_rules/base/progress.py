"""Say how far long work is: items in, the same items out, and whoever watches hears of each.

Nobody watches unless a command says so; what is heard takes no part in what is decided.
"""

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Watch = Callable[[str, int, int | None], None]
"""What is being done, how much of it is done, and of how much if that is known."""

_Item = TypeVar("_Item")
_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Inside, `watch` hears of all work."""
    before = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(before)


def tell(what: str, done: int, total: int | None = None) -> None:
    """Say how far something is."""
    watch = _watch.get()
    if watch is not None:
        watch(what, done, total)


def told(items: Iterable[_Item], what: str) -> Iterator[_Item]:
    """The items, one by one; of how many, if that is known."""
    total = len(items) if isinstance(items, Sized) else None
    for number, item in enumerate(items):
        tell(what, number, total)
        yield item
