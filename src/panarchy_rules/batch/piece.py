"""Resolve a piece of a table: rows in, a result for each row, the rows set aside and what was counted out.

What the engine leaves, the interpreter decides, and it decides some of the others once more. A row that comes out
otherwise stops everything.
"""

import hashlib
from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa

from panarchy_rules.adjudication.resolve import resolve
from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file
from panarchy_rules.batch.cells import row_values
from panarchy_rules.batch.decide import decide
from panarchy_rules.batch.engine import Engine
from panarchy_rules.batch.plan import Plan
from panarchy_rules.batch.results import by_engine, of_judgment, schema
from panarchy_rules.batch.rows import SetAside, dispute_of
from panarchy_rules.batch.tables import Rows
from panarchy_rules.casefile.judgment import Judgment

SET_ASIDE = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("column", pa.string()),
        pa.field("code", pa.string()),
        pa.field("reason", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What some rows came to. Counted are the rows by who decided them, those checked, and statuses."""

    result: Any
    set_aside: Any
    counts: Counter[str]


def resolve_piece(plan: Plan, engine: Engine, rows: Rows, first: int, sample: int) -> Piece:
    """Every row of a piece; `first` is the number of its first row. Raises Refused if a row comes out in two ways."""
    table = rows.table
    found = decide(plan, engine, table)
    found.left[list(rows.broken)] = True
    columns = by_engine(plan, found, engine.name)
    shape = schema(plan, table.schema)
    judged: list[dict[str, object]] = []
    aside: list[dict[str, object]] = []
    place = np.arange(table.num_rows)
    for row in np.flatnonzero(found.left).tolist():
        broken = rows.broken.get(row)
        one = SetAside("", "PR714", broken) if broken else judge(plan, table, row, first + row)
        if isinstance(one, SetAside):
            aside.append({"row": first + row, "column": one.column or None, "code": one.code, "reason": one.words})
            place[row] = -1
        else:
            place[row] = table.num_rows + len(judged)
            judged.append(_whole(plan, table, row, first, of_judgment(plan, one)))
    mine = _by_engine(shape, columns, table, first)
    checked = _check(plan, mine, table, first, _sampled(plan, np.flatnonzero(~found.left), first, sample))
    kept = place[place >= 0]
    result = mine
    if len(kept) < table.num_rows or judged:
        result = pa.concat_tables([mine, pa.Table.from_pylist(judged, shape)]).unify_dictionaries()
        result = result.take(pa.array(kept)).combine_chunks()
    counts = Counter({engine.name: int((~found.left).sum()), "interpreter": len(judged), "set aside": len(aside)})
    counts["checked"] = checked
    for status in result.column("status").value_counts().to_pylist():
        counts[f"status {status['values']}"] += status["counts"]
    return Piece(result, pa.Table.from_pylist(aside, SET_ASIDE), counts)


def judge(plan: Plan, table: Any, row: int, number: int) -> Judgment | SetAside:
    """One row by the interpreter, with all its reasons; or why it is set aside."""
    dispute = dispute_of(plan.world, plan.mapped, row_values(table, row), number)
    return dispute if isinstance(dispute, SetAside) else resolve(plan.world, dispute)


def _by_engine(shape: Any, columns: dict[str, Any], table: Any, first: int) -> Any:
    """The result as far as the engine knows it, row by row."""
    count = table.num_rows
    arrays = []
    for field in shape:
        if field.name == "row":
            arrays.append(pa.array(np.arange(first, first + count), pa.int64()))
        elif field.name in columns:
            arrays.append(columns[field.name])
        elif field.name in table.column_names:
            arrays.append(table.column(field.name))
        else:
            arrays.append(pa.nulls(count, field.type))
    return pa.table(arrays, schema=shape)


def _whole(plan: Plan, table: Any, row: int, first: int, judged: dict[str, object]) -> dict[str, object]:
    kept = {name: table.column(name)[row].as_py() for name in plan.mapped.keep}
    return {"row": first + row, **kept, **judged}


# --- the sample ---


def _sampled(plan: Plan, rows: Any, first: int, sample: int) -> list[int]:
    """Some of the rows, always the same ones for the same rows: no chance and no clock takes part."""
    if not len(rows):
        return []
    seed = f"{plan.world.minimum_kind} {first} {len(rows)}"
    draws = (int.from_bytes(hashlib.sha256(f"{seed} {n}".encode()).digest()[:8]) for n in range(sample))
    return sorted({int(rows[draw % len(rows)]) for draw in draws})


def _check(plan: Plan, mine: Any, table: Any, first: int, rows: list[int]) -> int:
    """Decide some rows again by the interpreter. Raises Refused if one of them comes out otherwise."""
    found = mine.take(pa.array(rows, pa.int64())).to_pylist()
    for row, before in zip(rows, found, strict=True):
        one = judge(plan, table, row, first + row)
        expected = {"status": f"set aside: {one.words}"} if isinstance(one, SetAside) else of_judgment(plan, one)
        for name, value in expected.items():
            if name != "decided_by" and before[name] != value:
                raise Refused([_disagreement(first + row, name, before, value)])
    return len(rows)


def _disagreement(row: int, name: str, before: dict[str, object], value: object) -> Diagnostic:
    one, other = (quoted("nothing" if found is None else found) for found in (before[name], value))
    message = (
        f"row {row} has two results: `{name}` is {one} by the {before['decided_by']}, and {other} by the interpreter"
    )
    help_ = "this is a mistake in panarchy_rules: nothing more was written; please report it with the row and the world"
    return Diagnostic("PR713", message, whole_file(""), help=help_)
