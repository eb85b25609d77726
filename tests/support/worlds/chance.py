"""Choices out of bytes, so that a failure can be reduced: bytes in, numbers, chances and picks out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Choices drawn from bytes; zeros, and bytes that are used up, make the simplest ones."""

    def __init__(self, chance: bytes) -> None:
        self._bytes = chance
        self._at, self._end = 0, len(chance)

    @contextmanager
    def part(self, size: int) -> Iterator[None]:
        """Take what is drawn inside from bytes of its own, so that shrinking one part leaves the others as they are."""
        at, end = self._at, self._end
        self._at, self._end = at, min(at + size, end)
        yield
        self._at, self._end = min(at + size, end), end

    def count(self, most: int) -> int:
        """A number from 0 to `most`; 0 when the bytes are used up."""
        if self._at >= self._end:
            return 0
        self._at += 1
        return self._bytes[self._at - 1] * (most + 1) >> 8

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases, never if the byte is 0."""
        return self.count(255) * 100 >= (100 - percent) * 256

    def pick(self, things: Sequence[T]) -> T:
        return things[self.count(len(things) - 1)]
