"""Give the rows of tables to the rulebooks they name: tables and sources in, the rows of each rulebook out.

A row means the clause that is written by its cells. Parameters are read as such clauses at once.
Acceptance clauses are, too, unless they are plain (`plain_clauses.py`).
"""

import csv
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from panarchy_rules.base.clause_rows import RULEBOOK_FORM, SORTS, cells_of
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.spans import LineIndex, Span
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.compiler.gather import SourceFile, Sources
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build import Builder
from panarchy_rules.syntax.clause_table import Table
from panarchy_rules.syntax.reduce import reduced

_Key = tuple[str, str]  # A provider and an edition.


@dataclass(frozen=True, slots=True)
class Portion:
    """The rows of one table that are one rulebook's, by their numbers."""

    table: Table
    numbers: tuple[int, ...]


def portions(tables: Iterable[Table], sources: Sources) -> tuple[Mapping[_Key, list[Portion]], list[Diagnostic]]:
    """Which rows belong to which rulebook. A row that names none is reported."""
    found: dict[_Key, list[Portion]] = {}
    problems: list[Diagnostic] = []
    for table in tables:
        by_cell: dict[str, list[int]] = {}
        for number, line in enumerate(table.lines[1:], 1):
            if line and not line.isspace():
                by_cell.setdefault(_first_cell(line), []).append(number)
        for cell, numbers in by_cell.items():
            key = _rulebook(cell, table, numbers[0], sources, problems)
            if key is not None:
                found.setdefault(key, []).append(Portion(table, tuple(numbers)))
    return found, problems


def _first_cell(line: str) -> str:
    return line.partition(",")[0].strip().strip('"')


def _rulebook(
    cell: str, table: Table, number: int, sources: Sources, problems: list[Diagnostic]
) -> tuple[str, str] | None:
    form = RULEBOOK_FORM.fullmatch(cell)
    name, edition = (form["name"], form["edition"]) if form else (cell, None)
    published = sources.published.get(name, {})
    span = table.cell_span(number, 0)
    if not published:
        help_ = did_you_mean(name, sources.published, f"published: {listed(sources.published)}")
        problems.append(Diagnostic("PR400", f"nobody published a law `{name}`", span, help=help_))
    elif edition is None and len(published) > 1:
        help_ = f"name one, as in `{name} edition {next(iter(published))}`; it has {listed(published)}"
        problems.append(Diagnostic("PR401", f"`{name}` has several editions", span, help=help_))
    elif edition is not None and edition not in published:
        message = f"`{name}` has no edition {edition}"
        problems.append(Diagnostic("PR401", message, span, help=f"published: {listed(published)}"))
    else:
        return name, edition or next(iter(published))
    return None


# --- rows that are read as clauses --------------------------------------------------------------


class _RowLines(LineIndex):
    """Places in a clause that was put together of cells: the cell where something stands, else the first row."""

    def __init__(self, pieces: Sequence[tuple[int, Span]], row: Span) -> None:
        self._starts = [start for start, _ in pieces]
        self._spans = [span for _, span in pieces]
        self._row = row

    def span(self, start: int, end: int) -> Span:
        """The cell in which something stands."""
        first, last = (bisect_right(self._starts, place) - 1 for place in (start, end - 1))
        return self._spans[first] if first == last else self._row


def _clause(
    pieces: Sequence[tuple[str, Span]], row: Span, kind: type[t.Clause]
) -> tuple[t.Clause | None, list[Diagnostic]]:
    """The one clause that some cells make."""
    starts, at = [], 0
    for text, span in pieces:
        starts.append((at, span))
        at += len(text) + 1
    builder = Builder(_RowLines(starts, row), 0)
    clauses = reduced(" ".join(text for text, _ in pieces), builder)
    made = clauses[0] if clauses is not None and len(clauses) == 1 else None
    return (made if isinstance(made, kind) else None), builder.diagnostics


def with_parameters(sources: Sources, found: Mapping[_Key, Sequence[Portion]]) -> tuple[Sources, list[Diagnostic]]:
    """The sources with the parameters of their tables, which may be adopted like any others."""
    problems: list[Diagnostic] = []
    books = dict(sources.rulebooks)
    for key, some in found.items():
        for portion in some:
            if portion.table.sort == "parameter":
                source = books[key]
                books[key] = replace(source, tabled=(*source.tabled, *_parameters(portion, source, problems)))
    return replace(sources, rulebooks=books), problems


def _parameters(portion: Portion, source: SourceFile, problems: list[Diagnostic]) -> Iterator[SourceFile]:
    """A clause for each parameter, of all rows with its name."""
    by_name: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for number in portion.numbers:
        cells = checked(portion.table, number, problems)
        if cells is not None:
            row = dict(zip(portion.table.columns, cells, strict=True))
            by_name.setdefault(row["parameter"], []).append((number, row))
    for rows in by_name.values():
        first, heading = rows[0]
        pieces = [*pieces_of(portion.table, first, heading, ("parameter", "title", "source", "index"))]
        for number, given in sorted(rows, key=lambda row: bool(row[1].get("from"))):  # What holds always comes first.
            pieces += pieces_of(portion.table, number, given, ("from", "until", "value"))
        yield from as_file(pieces, t.ParameterClause, portion.table, first, source, problems)


def pieces_of(
    table: Table, number: int, given: Mapping[str, str], columns: Iterable[str]
) -> Iterator[tuple[str, Span]]:
    """The words that the cells of a row make, with their places."""
    for name in columns:
        if given.get(name):
            yield SORTS[table.sort][name].words(given[name]), table.cell_span(number, table.columns.index(name))


def as_file(
    pieces: Sequence[tuple[str, Span]],
    kind: type[t.Clause],
    table: Table,
    number: int,
    source: SourceFile,
    problems: list[Diagnostic],
) -> Iterator[SourceFile]:
    """The clause of some rows as a file of the rulebook, which it is in all that matters."""
    text = " ".join(text for text, _ in pieces)
    clause, wrong = _clause(pieces, table.span(number), kind)
    problems += wrong
    if clause is None:
        help_ = "each row is the clause that its cells write, and its names may be no words of the language"
        problems.append(Diagnostic("PR115", f"`{text}` is no clause", table.span(number), help=help_))
    else:
        yield SourceFile(source.header, (clause,), table.path, source.text, clause_text=text)


def checked(table: Table, number: int, problems: list[Diagnostic]) -> list[str] | None:
    """The cells of a row, if each has the form of its column."""
    try:
        cells = cells_of(table.lines[number])
    except csv.Error:
        help_ = "put a cell that holds a comma into quotation marks, and no others into a text"
        message = "the quotation marks of this row do not close"
        problems.append(Diagnostic("PR115", message, table.span(number), help=help_))
        return None
    if len(cells) != len(table.columns):
        message = f"this row has {len(cells)} cells, and the header {len(table.columns)}"
        help_ = "put a cell that holds a comma into quotation marks"
        problems.append(Diagnostic("PR115", message, table.span(number), help=help_))
        return None
    wrong = [_wrong_cell(table, number, place, cell) for place, cell in enumerate(cells)]
    found = [problem for problem in wrong if problem is not None]
    problems += found
    return None if found else cells


def _wrong_cell(table: Table, number: int, place: int, cell: str) -> Diagnostic | None:
    columns, name = SORTS[table.sort], table.columns[place]
    if name not in columns:
        return None
    is_needed = name == table.sort or name in ("accept", "value")
    if columns[name].form.fullmatch(cell) if cell else not is_needed:
        return None
    message = f"`{cell}` is not {columns[name].called}" if cell else f"this row says nothing under `{name}`"
    help_ = f"the column `{name}` holds {columns[name].called}"
    return Diagnostic("PR115", message, table.cell_span(number, place), help=help_)
