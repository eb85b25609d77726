"""Show progress: what `base.progress` tells in, one line on a terminal out, from the third second of a command on.

The line is drawn beside the output, never in a pipe or beside JSON, and is wiped away before anything is printed.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import TextIO

from panarchy_rules.base.progress import watched

_A_SECOND = 5  # So many turns of the thread are one.
_AFTER = 2 * _A_SECOND


class _Line:
    """The line, drawn by a thread of its own so that one long step shows, too."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._width = stream, 0
        self._far: tuple[str, int, int | None] = ("working", 0, None)
        self._lock, self._over = Lock(), Event()
        self._thread = Thread(target=self._draw, daemon=True)

    def hear(self, what: str, done: int, total: int | None) -> None:
        self._far = (what, done, total)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()
        self.wipe()

    def wipe(self) -> None:
        """Leave the line empty, as it was."""
        with self._lock:
            if self._width:
                self._stream.write(f"\r{' ' * self._width}\r")
                self._stream.flush()
            self._width = 0

    def _draw(self) -> None:
        turns = 0
        while not self._over.wait(1 / _A_SECOND):
            turns += 1
            if turns >= _AFTER:
                self._write(_words(*self._far, turns // _A_SECOND))

    def _write(self, words: str) -> None:
        with self._lock:
            self._stream.write(f"\r{words.ljust(self._width)}")
            self._stream.flush()
            self._width = len(words)


def _words(what: str, done: int, total: int | None, seconds: int) -> str:
    far = f"{done} of {total}, " if total is not None else f"{done}, " if done else ""
    return f"{what}: {far}{seconds} s"


_shown: list[_Line] = []


@contextmanager
def progress(*, wanted: bool) -> Iterator[None]:
    """Show how far the work inside is, if that is wanted and somebody looks on."""
    if not wanted or not sys.stderr.isatty():
        yield
        return
    line = _Line(sys.stderr)
    _shown.append(line)
    line.start()
    try:
        with watched(line.hear):
            yield
    finally:
        line.end()
        _shown.remove(line)


def out_of_the_way() -> None:
    """Wipe the line, so that something can be printed."""
    for line in _shown:
        line.wipe()
