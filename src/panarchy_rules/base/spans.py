"""Say where something stands in an author's file: offsets in, a span with lines and columns out."""

import re
from bisect import bisect_right

from panarchy_rules.base.records import dataclass

_LINE_END = re.compile("\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file. Lines and columns count from 1; the end column is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class LineIndex:
    """Turns character offsets of one text into spans."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def span(self, start: int, end: int) -> Span:
        """The span from one offset up to, not including, another."""
        line, column = self._position(start)
        end_line, end_column = self._position(max(start, end))
        return Span(self._path, line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def whole_file(path: str) -> Span:
    """The span to blame when a mistake belongs to a file and to no place in it."""
    return Span(path, 1, 1, 1, 1)
