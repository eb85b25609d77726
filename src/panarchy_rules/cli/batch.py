"""`panarchy batch`: a table of disputes and a map of its columns in, a folder of results out."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.progress import tell
from panarchy_rules.base.suggestions import did_you_mean
from panarchy_rules.casefile.table_map import TableMap, read_table_map
from panarchy_rules.cli.exits import NOWHERE, Exit, Stopped, misuse
from panarchy_rules.cli.output import counted, say, say_json
from panarchy_rules.cli.paths import around, existing, folder_of
from panarchy_rules.cli.worlds import content, opened
from panarchy_rules.panarchy import Panarchy

DIALECTS: tuple["Dialect", ...] = ("duckdb", "postgres", "spark")

if TYPE_CHECKING:
    from panarchy_rules.backends.sql.dialects import Dialect
    from panarchy_rules.batch.run import Done

_MOST_SAMPLE = 10_000
_CALLED = {"kernel": "the kernel", "interpreter": "the interpreter", "duckdb": "DuckDB", "postgres": "PostgreSQL",
           "spark": "Spark"}  # fmt: skip
_EXTRAS = {"duckdb": "sql", "sqlglot": "sql", "psycopg": "postgres", "pyspark": "spark"}


def run(arguments: argparse.Namespace) -> Exit:
    """Decide the table, or explain one row of it."""
    table = existing(arguments.place[0])
    mapped, text = _map(arguments.map)
    world, _ = opened(folder_of(arguments.world) if arguments.world else around(table))
    try:
        if arguments.explain is not None:
            return _explain(world, table, mapped, _number("explain", arguments.explain), arguments.format)
        if arguments.emit_sql is not None:
            return _emit(world, table, mapped, arguments.emit_sql)
        return _decide(world, table, mapped, text, arguments)
    except Refused as refused:
        raise Stopped(refused.diagnostics) from None
    except ImportError as missing:
        raise Stopped([_not_installed(missing)]) from None


def _map(typed: str | None) -> tuple[TableMap, bytes]:
    if typed is None:
        cure = "write `--map FILE`; docs/how_to/decide_many_disputes.md shows such a file"
        raise misuse("the map of the columns is missing", cure)
    path = existing(typed)
    data = content(path)
    mapped, found = read_table_map(str(path), data)
    if mapped is None:
        raise Stopped(found, {str(path): data.decode("utf-8-sig", errors="replace")})
    return mapped, data


def _number(name: str, typed: str, least: int = 1) -> int:
    if not typed.isascii() or not typed.isdigit() or int(typed[:10]) < least:
        raise misuse(f"`--{name}` cannot be {quoted(typed)}", f"write a whole number from {least} on")
    return int(typed)


def _not_installed(missing: ImportError) -> Diagnostic:
    name = (missing.name or "").partition(".")[0]
    help_ = f'install it with `pip install "panarchy_rules[{_EXTRAS.get(name, "batch")}]"`'
    return Diagnostic("PR715", f"this needs {quoted(name)}, which is not installed", NOWHERE, help=help_)


# --- one row ---


def _explain(world: Panarchy, table: Path, mapped: TableMap, row: int, form: str) -> Exit:
    from panarchy_rules.batch.many import set_aside
    from panarchy_rules.batch.plan import plan
    from panarchy_rules.batch.rows import SetAside
    from panarchy_rules.batch.run import explain
    from panarchy_rules.batch.tables import pieces
    from panarchy_rules.explanation.text import judgment_text

    found = explain(plan(world.law_world, mapped), pieces(table, mapped.columns()), row, str(table))
    if isinstance(found, SetAside):
        raise Stopped([set_aside(found, row)])
    if form == "json":
        say_json(found.model_dump(mode="json"))
    else:
        say(judgment_text(found).rstrip("\n"))
    return Exit.OK


# --- SQL ---


def _emit(world: Panarchy, table: Path, mapped: TableMap, dialect: str) -> Exit:
    from panarchy_rules.batch.emit import emitted
    from panarchy_rules.batch.plan import plan
    from panarchy_rules.batch.tables import given_schema

    chosen = next((one for one in DIALECTS if one == dialect), None)
    if chosen is None:
        raise misuse(f"`--emit-sql` cannot be {quoted(dialect)}", did_you_mean(dialect, DIALECTS, "it is one of three"))
    say(emitted(plan(world.law_world, mapped), given_schema(table, mapped.columns()), chosen))
    return Exit.OK


# --- all rows ---


def _decide(world: Panarchy, table: Path, mapped: TableMap, text: bytes, arguments: argparse.Namespace) -> Exit:
    import hashlib

    from panarchy_rules.batch.many import engine_of
    from panarchy_rules.batch.plan import plan
    from panarchy_rules.batch.run import Order, run

    if arguments.to is None:
        raise misuse("the folder of the results is missing", "write `--to FOLDER`")
    sample = _number("sample", arguments.sample, 0)
    if sample > _MOST_SAMPLE:
        raise misuse(f"`--sample` cannot be {quoted(sample)}", f"it is at most {_MOST_SAMPLE} rows of each part")
    planned = plan(world.law_world, mapped)
    order = Order(
        table, Path(arguments.to), world.fingerprint, hashlib.sha256(text).hexdigest(), getattr(arguments, "as"),
        sample=sample,
    )  # fmt: skip
    with engine_of(planned, arguments.engine, arguments.at or "") as engine:
        done = run(planned, engine, order, lambda rows: tell("rows", rows))
    if arguments.format == "json":
        say_json({"status": "done", "rows": done.rows, "rows_before": done.before, "counts": dict(done.counts)})
    else:
        say(_said(done, arguments.to))
    return Exit.FINDINGS if done.counts["set aside"] else Exit.OK


def _said(done: "Done", folder: str) -> str:
    counts = done.counts
    lines = [f"{counted(done.rows, 'row')} in {quoted(folder)}"]
    if done.before:
        lines.append(f"  {done.before} were there before")
    by = {
        name: n for name, n in counts.items() if not name.startswith("status ") and name not in ("checked", "set aside")
    }
    lines += [f"  {number} decided by {_CALLED.get(name, name)}" for name, number in by.items() if number]
    lines.append(f"  {counts['checked']} of them decided again by the interpreter, with the same result")
    if counts["set aside"]:
        lines.append(f"  {counts['set aside']} set aside: see {quoted(f'{folder}/set_aside')}")
    statuses = sorted((name.removeprefix("status "), n) for name, n in counts.items() if name.startswith("status "))
    return "\n".join([*lines, *(f"  {name}: {number}" for name, number in statuses)])
