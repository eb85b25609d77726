"""Read a table of clauses: a text of comma-separated values in, its columns and lines and what is wrong with it out.

The first column says whose clause a row is, the second what it is called; the others are words of the clause.
The rows themselves are looked at when it is known what the rulebooks declare (`compiler/clause_tables.py`).
"""

import csv
import re
from collections.abc import Iterator, Sequence

from panarchy_rules.base.clause_rows import NEEDED, RULEBOOK, SORTS, cells_of
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import did_you_mean, listed

_CELL = re.compile(r'\s*"(?:[^"]|"")*"\s*(?:,|$)|[^,]*,|[^,]+$')


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file. `sort` is what they are: `acceptance` or `parameter`. The first line is the header."""

    path: str
    sort: str
    columns: tuple[str, ...]
    lines: tuple[str, ...]

    def span(self, number: int) -> Span:
        """Where a row stands. Rows are known by their places among the lines."""
        return Span(self.path, number + 1, 1, number + 1, len(self.lines[number]) + 1)

    def cell_span(self, number: int, place: int) -> Span:
        """Where the cell in a column stands, or its row if nothing stands there."""
        starts, cell = _CELL.findall(self.lines[number]), ""
        if place < len(starts):
            cell = starts[place].strip(" \t,")
        if not cell:
            return self.span(number)
        before = sum(map(len, starts[:place]))
        start = before + starts[place].index(cell) + 1
        return Span(self.path, number + 1, start, number + 1, start + len(cell))


def read_table(path: str, text: str) -> tuple[Table | None, tuple[Diagnostic, ...]]:
    """A table, if its header says what its columns are."""
    lines = tuple(line.rstrip("\r") for line in text.split("\n"))
    try:
        columns = tuple(cells_of(lines[0]))
    except csv.Error:
        columns = ()
    sort = columns[1] if columns[:1] == (RULEBOOK,) and len(columns) > 1 else ""
    table = Table(path, sort, columns, lines)
    if sort not in SORTS:
        help_ = "begin with `rulebook,acceptance,accept` or `rulebook,parameter,value`, and other columns behind them"
        message = "the first line of a table says what its columns are"
        return None, (Diagnostic("PR115", message, table.span(0), help=help_),)
    problems = tuple(_wrong_columns(table, columns))
    return (None if problems else table), problems


def _wrong_columns(table: Table, columns: Sequence[str]) -> Iterator[Diagnostic]:
    known = SORTS[table.sort]
    for name in columns[1:]:
        if name not in known:
            help_ = did_you_mean(name, known, f"columns: {listed(known, 20)}")
            span = table.cell_span(0, columns.index(name))
            yield Diagnostic("PR115", f"there is no column `{name}`", span, help=help_)
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        span = table.cell_span(0, columns.index(name, columns.index(name) + 1))
        yield Diagnostic("PR115", f"the column `{name}` stands there twice", span)
    for name in NEEDED[table.sort]:
        if name not in columns:
            yield Diagnostic("PR115", f"there is no column `{name}`", table.span(0), help="every clause needs it")
