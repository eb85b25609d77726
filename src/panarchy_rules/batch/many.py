"""Resolve a table in memory: a world, a table and a map in, a table of results out, with reasons for any row."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import Any

import pyarrow as pa

from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file
from panarchy_rules.batch.engine import Engine, Kernel
from panarchy_rules.batch.piece import SET_ASIDE, resolve_piece
from panarchy_rules.batch.plan import Plan, plan
from panarchy_rules.batch.results import schema
from panarchy_rules.batch.rows import SetAside
from panarchy_rules.batch.run import SAMPLE, explain
from panarchy_rules.batch.tables import Rows, of_table, pieces
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.casefile.loading import as_model
from panarchy_rules.casefile.table_map import TableMap, read_table_map
from panarchy_rules.choice_of_law.world import LawWorld


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a table of disputes came to.

    `table` has a row for each dispute and `set_aside` one for each row that is none, both numbered from 1 in `row`.
    `counts` says how many rows were decided by what, checked, and set aside, and how many have each status.
    """

    table: Any
    set_aside: Any
    counts: Counter[str]
    _plan: Plan = field(repr=False)
    _rows: tuple[Rows, ...] = field(repr=False)

    def explain(self, row: int) -> Judgment:
        """The judgment of one row, with all its reasons. Raises Refused if the row was set aside, or is not there."""
        found = explain(self._plan, iter(self._rows), row)
        if isinstance(found, SetAside):
            raise Refused([set_aside(found, row)])
        return found


def resolve_many(
    world: LawWorld, table: Any, columns: TableMap | Mapping[str, object] | str | Path, sample: int = SAMPLE
) -> Resolved:
    """Resolve every row of a table, or of a file. Raises Refused if something does not fit."""
    mapped = table_map(columns)
    planned = plan(world, mapped)
    names = mapped.columns()
    rows = tuple(pieces(Path(table), names) if isinstance(table, str | Path) else of_table(_table(table), names))
    engine = Kernel(planned.table)
    first, counts = 1, Counter[str]()
    tables, aside = [], [SET_ASIDE.empty_table()]
    for one in rows:
        piece = resolve_piece(planned, engine, one, first, sample)
        tables.append(piece.result)
        aside.append(piece.set_aside)
        counts.update(piece.counts)
        first += one.table.num_rows
    if not tables:
        given = pa.schema([pa.field(name, pa.null()) for name in names])
        tables.append(schema(planned, given).empty_table())
    return Resolved(pa.concat_tables(tables), pa.concat_tables(aside), counts, planned, rows)


@contextmanager
def engine_of(planned: Plan, name: str = "kernel", where: str = "") -> Iterator[Engine]:
    """An engine by its name, for as long as it is used; `where` is where a database is. Raises Refused."""
    if name == "kernel":
        yield Kernel(planned.table)
        return
    from panarchy_rules.batch.databases import InDatabase, opened

    with opened(name, where) as database:
        yield InDatabase(database, planned.table)


def _table(table: Any) -> Any:
    """Whatever Arrow can read as a table."""
    return table if isinstance(table, pa.Table) else pa.table(table)


def table_map(columns: TableMap | Mapping[str, object] | str | Path) -> TableMap:
    """A map as it was given: itself, as a table of plain values, or in a file. Raises Refused."""
    if isinstance(columns, TableMap):
        return columns
    if isinstance(columns, Mapping):
        mapped, found = as_model(columns, TableMap)
        if mapped is None:
            raise Refused([Diagnostic(m.code or "PR710", m.message, whole_file("the map"), help=m.help) for m in found])
        return mapped
    path = Path(columns)
    read, problems = read_table_map(str(path), path.read_bytes())
    if read is None:
        raise Refused(problems)
    return read


def set_aside(found: SetAside, row: int) -> Diagnostic:
    """Why a row is no dispute, as a message."""
    where = f", column `{found.column}`" if found.column else ""
    return Diagnostic("PR714", f"row {row}{where} was set aside: {found.words} ({found.code})", whole_file(""))
