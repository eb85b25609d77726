"""Read a table piece by piece: a Parquet, Arrow or CSV file in, pieces of so many rows out, in constant memory.

A line of CSV that is no row of the table comes with its reason instead of cells.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.suggestions import did_you_mean, listed

PIECE = 1 << 17
ENDINGS = (".parquet", ".arrow", ".feather", ".ipc", ".arrows", ".csv")


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows that follow one another; `broken` says of those that are no rows why, by their place."""

    table: Any
    broken: dict[int, str] = field(default_factory=dict)


def refused(path: object, message: str, help: str = "") -> Refused:
    """A table that cannot be read."""
    return Refused([Diagnostic("PR711", message, whole_file(str(path)), help=help)])


def pieces(path: Path, columns: Sequence[str], rows: int = PIECE) -> Iterator[Rows]:
    """The rows of a file, so many at a time, with these columns only. Raises Refused."""
    try:
        match path.suffix.lower():
            case ".parquet":
                yield from _parquet(path, columns, rows)
            case ".csv":
                yield from _csv(path, columns, rows)
            case ".arrow" | ".feather" | ".ipc" | ".arrows":
                yield from _arrow(path, columns, rows)
            case _:
                endings = listed([f"`{ending}`" for ending in ENDINGS])
                raise refused(path, "the ending of its name says nothing about its form", f"it can be {endings}")
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, FileNotFoundError | IsADirectoryError | PermissionError):
            raise
        raise refused(path, f"this is no {path.suffix[1:]} file that can be read", str(error).split("\n")[0]) from None


def of_table(table: Any, columns: Sequence[str], rows: int = PIECE) -> Iterator[Rows]:
    """The rows of a table in memory, so many at a time."""
    _check_columns("the table", table.schema.names, columns)
    chosen = table.select(list(columns))
    for first in range(0, chosen.num_rows, rows):
        yield Rows(chosen.slice(first, rows).combine_chunks())


def given_schema(path: Path, columns: Sequence[str]) -> Any:
    """The schema of the columns of a file."""
    first = next(pieces(path, columns, 1), None)
    return first.table.schema if first else pa.schema([pa.field(name, pa.string()) for name in columns])


def _check_columns(path: object, there: Sequence[str], wanted: Sequence[str]) -> None:
    for name in wanted:
        if there.count(name) != 1:
            what = "has no column" if name not in there else "has several columns"
            help_ = did_you_mean(name, there, f"its columns are {listed([f'`{one}`' for one in there])}")
            raise refused(path, f"the table {what} {quoted(name)}", help_)


def _parquet(path: Path, columns: Sequence[str], rows: int) -> Iterator[Rows]:
    with pq.ParquetFile(path, memory_map=False, pre_buffer=False) as file:
        _check_columns(path, file.schema_arrow.names, columns)
        yield from _even(file.iter_batches(rows, columns=list(columns), use_threads=False), rows)


def _arrow(path: Path, columns: Sequence[str], rows: int) -> Iterator[Rows]:
    with pa.OSFile(str(path)) as file:
        try:
            reader = pa.ipc.open_file(file)
            batches = (reader.get_batch(number) for number in range(reader.num_record_batches))
        except pa.ArrowInvalid:
            file.seek(0)
            reader = pa.ipc.open_stream(file)
            batches = iter(reader)
        _check_columns(path, reader.schema.names, columns)
        yield from _even((batch.select(list(columns)) for batch in batches), rows)


def _even(batches: Iterator[Any], rows: int) -> Iterator[Rows]:
    """Batches of any size as pieces of one size, but for the last."""
    held: list[Any] = []
    count = 0
    for batch in batches:
        while batch.num_rows:
            part = batch.slice(0, rows - count)
            batch = batch.slice(part.num_rows)
            held.append(part)
            count += part.num_rows
            if count == rows:
                yield Rows(pa.Table.from_batches(held).combine_chunks())
                held, count = [], 0
    if held:
        yield Rows(pa.Table.from_batches(held).combine_chunks())


# --- CSV ---


def _csv(path: Path, columns: Sequence[str], rows: int) -> Iterator[Rows]:
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, strict=True)
        head = next(reader, [])
        _check_columns(path, head, columns)
        wanted = [head.index(name) for name in columns]
        yield from _csv_rows(_lines(reader, len(head)), wanted, columns, rows)


def _csv_rows(lines: Iterator[list[str] | str], wanted: list[int], columns: Sequence[str], rows: int) -> Iterator[Rows]:
    cells: list[list[str | None]] = []
    broken: dict[int, str] = {}
    for line in lines:
        if isinstance(line, str):
            broken[len(cells)] = line
            cells.append([None] * len(wanted))
        else:
            cells.append([line[place] or None for place in wanted])
        if len(cells) == rows:
            yield _as_rows(cells, columns, broken)
            cells, broken = [], {}
    if cells:
        yield _as_rows(cells, columns, broken)


def _lines(reader: Any, width: int) -> Iterator[list[str] | str]:
    """The cells of each row, or why it is none. Empty lines are passed over."""
    while True:
        try:
            line = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"this line cannot be read: {error}"
            continue
        if not line:
            continue
        if len(line) != width:
            yield f"this row has {len(line)} cells, and the table has {width} columns"
        elif any("\udc80" <= c <= "\udcff" for cell in line for c in cell):
            yield "this row is not written in UTF-8"
        else:
            yield line


def _as_rows(cells: list[list[str | None]], columns: Sequence[str], broken: dict[int, str]) -> Rows:
    arrays = [pa.array(column, pa.string()) for column in zip(*cells, strict=True)]
    return Rows(pa.table(arrays, names=list(columns)), broken)
