"""Resolve a file of disputes into a folder: world, map, file and folder in, finished parts and what was counted out."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file
from panarchy_rules.batch.engine import Engine
from panarchy_rules.batch.journal import journal_in
from panarchy_rules.batch.piece import Piece, judge, resolve_piece
from panarchy_rules.batch.plan import Plan
from panarchy_rules.batch.rows import SetAside
from panarchy_rules.batch.tables import PIECE, Rows, pieces
from panarchy_rules.casefile.judgment import Judgment

SAMPLE = 20
_ENDINGS = {"parquet": ".parquet", "arrow": ".arrow"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done. `world` and `map` are hashes of what they name."""

    table: Path
    folder: Path
    world: str
    map: str
    form: str = "parquet"
    rows: int = PIECE
    sample: int = SAMPLE


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to: rows in all, rows that were done before it, and what was counted in all."""

    rows: int
    before: int
    counts: Counter[str]


def run(plan: Plan, engine: Engine, order: Order, tell: Callable[[int], None] = lambda _: None) -> Done:
    """Resolve every row that is not done yet. `tell` hears how many rows are. Raises Refused."""
    about = {
        "input": hash_of(order.table),
        "world": order.world,
        "map": order.map,
        "as": order.form,
        "rows": order.rows,
        "engine": engine.name,
    }
    with journal_in(order.folder, about, _ENDINGS[order.form]) as journal:
        before = journal.next_row - 1
        for rows in _from(pieces(order.table, plan.mapped.columns(), order.rows), before):
            piece = resolve_piece(plan, engine, rows, journal.next_row, order.sample)
            journal.add(rows.table.num_rows, piece.counts, partial(_write, piece), _aside(piece))
            tell(journal.next_row - 1)
        journal.finish()
        return Done(journal.next_row - 1, before, journal.counts)


def _from(found: Iterator[Rows], done: int) -> Iterator[Rows]:
    """Pieces after those that are done, which are whole pieces, but for the last."""
    for rows in found:
        if done >= rows.table.num_rows:
            done -= rows.table.num_rows
        else:
            yield rows


def _write(piece: Piece, path: Path) -> None:
    if path.name.removesuffix(".unfinished").endswith(".parquet"):
        pq.write_table(piece.result, path, compression="zstd")
        return
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, piece.result.schema) as writer:
        writer.write_table(piece.result)


def _aside(piece: Piece) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in piece.set_aside.to_pylist())


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def explain(plan: Plan, found: Iterator[Rows], row: int, path: str = "") -> Judgment | SetAside:
    """The judgment of one row, with all its reasons. Raises Refused if there is no such row."""
    first = 1
    for rows in found:
        if first <= row < first + rows.table.num_rows:
            place = row - first
            if place in rows.broken:
                return SetAside("", "PR714", rows.broken[place])
            return judge(plan, rows.table, place, row)
        first += rows.table.num_rows
    message = f"there is no row {row}; rows are numbered from 1, and the last is {first - 1}"
    raise Refused([Diagnostic("PR711", message, whole_file(path))])
