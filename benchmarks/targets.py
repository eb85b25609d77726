"""Put what was measured beside what was to be reached: the text of RESULTS.md in, one table in Markdown out.

Each line reads a figure from a table of the page, so that it cannot say anything else. A figure is the least or the
greatest that is allowed: `at_least` says which.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Tables = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Target:
    """One line: what, what must be and what is aimed at, and how the figure is read."""

    what: str
    must: float | None
    aim: float | None
    read: Callable[[Tables], float]
    at_least: bool = False
    unit: str = "×"


def table_of(text: str) -> str:
    """The table."""
    tables = {name: _rows(body) for name, body in re.findall(_PART, text, re.DOTALL)}
    lines = ["| what | must | aim | measured | |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*lines, *(_line(target, tables) for target in TARGETS)])


_PART = r"<!-- measured: (\w+) -->\n(.*?)<!-- end -->"


def _rows(body: str) -> list[list[str]]:
    """Lines of a table by their cells; of plain text by its words."""
    lines = body.strip().split("\n")
    if lines[0].startswith("```"):
        return [line.split() for line in lines]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]


def _line(target: Target, tables: Tables) -> str:
    sign = "≥" if target.at_least else "≤"
    goals = ["–" if goal is None else f"{sign} {goal:g}" for goal in (target.must, target.aim)]
    try:
        found = target.read(tables)
    except (KeyError, StopIteration, IndexError, ValueError):
        return f"| {target.what} | {goals[0]} | {goals[1]} | not measured | |"
    reached = {name for name, goal in (("must", target.must), ("aim", target.aim))
               if goal is not None and (found >= goal if target.at_least else found <= goal)}  # fmt: skip
    missed = "aim missed" if target.must is None else "**missed**"
    word = "aim reached" if "aim" in reached else "reached" if reached else missed
    unit = f" {target.unit}" if target.unit else ""
    return f"| {target.what} | {goals[0]} | {goals[1]} | {found:.3g}{unit} | {word} |"


def cell(part: str, begins: str, column: int) -> Callable[[Tables], float]:
    """The number in a column of the row whose first cell begins so."""
    return lambda tables: _number(next(row for row in tables[part] if row[0].startswith(begins))[column])


def words(part: str, said: str, place: int) -> Callable[[Tables], float]:
    """The number at a place, from behind, of the line of plain text that begins so."""
    return lambda tables: _number(next(row for row in tables[part] if " ".join(row).startswith(said))[place])


def last(part: str, row: int, column: int) -> Callable[[Tables], float]:
    """The number in a column of a row, counted from behind."""
    return lambda tables: _number(tables[part][row][column])


def between(one: Callable[[Tables], float], other: Callable[[Tables], float]) -> Callable[[Tables], float]:
    """One figure by another."""
    return lambda tables: one(tables) / other(tables)


def _number(text: str) -> float:
    return float(text.replace(",", "").split()[0])


def _providers(count: int, many: bool, column: int) -> Callable[[Tables], float]:
    def read(tables: Tables) -> float:
        rows = [row for row in tables["providers"] if row[0] == str(count) and (int(row[1]) >= 50) == many]
        return _number(rows[0][column])

    return read


_RATIO = 2  # The column of the median ratio in the table `one`.
_PUBLIC = "public path, "
TARGETS = (
    Target(
        "one dispute on prepared facts, no reasons, in the peers' harness, × the oracle's rate",
        1, 2, cell("peers", "panarchy", 6), at_least=True,
    ),
    Target(
        "`decide(prepared).reasons`, × the oracle's time",
        10, 5, cell("one", f"{_PUBLIC}`decide(prepared).reas", _RATIO),
    ),
    Target(
        "public path: a table is read, decided, and its reasons given, × the oracle's time",
        40, 15, cell("one", f"{_PUBLIC}`decide(table).reas", _RATIO),
    ),
    Target(
        "the same with the whole archived judgment, × the oracle's time",
        40, 15, cell("one", f"{_PUBLIC}`decide(table).judg", _RATIO),
    ),
    Target(
        "a batch of a million, 50 providers, × the oracle's rate",
        40, None, cell("rows", "1,000,000", 2), at_least=True,
    ),
    Target(
        "the same by the rate of the loop written by hand",
        None, 1, between(cell("rows", "1,000,000", 2), cell("rows", "1,000,000", 4)), at_least=True,
    ),
    Target(
        "a batch over 1 000 providers of one code, × the oracle's rate",
        20, None, _providers(1000, False, 5), at_least=True,
    ),
    Target(
        "the same by the ratio over 50 providers",
        None, 1, between(_providers(1000, False, 5), _providers(50, False, 5)), at_least=True,
    ),
    Target(
        "a batch over 1 000 providers of 100 shapes, × the oracle's rate",
        8, None, _providers(1000, True, 5), at_least=True,
    ),
    Target(
        "the same by the ratio over 50 providers",
        None, 1, between(_providers(1000, True, 5), _providers(50, False, 5)), at_least=True,
    ),
    Target(
        "generated SQL on DuckDB, × the rate of SQL written by hand",
        0.7, 1, between(cell("sql", "**generated SQL on DuckDB", 2), cell("sql", "SQL on DuckDB, hand", 2)),
        at_least=True,
    ),
    Target(
        "2 000 rulebooks with 2.4 million acceptances in tables, cold, × the json module",
        15, 5, words("clauses", "cold", 3),
    ),
    Target("the same from what was kept", 1, 0.25, words("clauses", "kept", 3)),
    Target(
        "20 000 lines parsed, checked and lowered, cold, × Lark's bare parse",
        4, 1, words("loading", "parse, check and lower, cold", -2),
    ),
    Target("the same from what was kept", 0.1, 0.03, words("loading", "parse, check and lower, warm", -2)),
    Target(
        "`panarchy --help`, × `python -c pass`",
        4, 2, between(words("loading", "panarchy --help", -4), words("loading", "python -c pass", -4)),
    ),
    Target(
        "`panarchy check` of one changed file, × importing pydantic and Lark",
        2, 1.2, words("loading", "panarchy check, changed", -2),
    ),
    Target(
        "memory of a batch of many rows by that of an eighth of them",
        1.1, 1.05, between(last("tables", -1, 1), last("tables", -2, 1)),
    ),
    Target("peak memory of a batch in all", None, 200, last("tables", -1, 1), unit="MiB"),
    Target("codes read again when somebody joins", 0, 0, cell("entries", "somebody joins", 1), unit=""),
    Target(
        "codes read again when a clause is revoked, on two matters",
        2, 2, cell("entries", "a clause is revoked", 1), unit="",
    ),
)  # fmt: skip
