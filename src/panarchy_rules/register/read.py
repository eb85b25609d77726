"""Read a register: the bytes of a file with one JSON object a line in, the register and diagnostics out.

Never fails: a line that is not in order is reported once and left out, and the others are kept.
"""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from panarchy_rules.base.boundary import Mistake, kind_of, mistakes, quoted
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.documents import Table, Unreadable, decode
from panarchy_rules.base.places import json_places, nearest_place
from panarchy_rules.base.read_json import read_json
from panarchy_rules.base.spans import Span, whole_file
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.register.checks import check_references, out_of_order
from panarchy_rules.register.entries import ACTS, Entry, model_for
from panarchy_rules.register.register import Register

MOST_BYTES = 1 << 26
LONGEST_LINE = 1 << 20
MOST_MISTAKES = 200


def read_register(path: str, data: bytes) -> tuple[Register, tuple[Diagnostic, ...]]:
    """The lines that are in order, and one diagnostic for each that is not."""
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data)} bytes, and a register has at most {MOST_BYTES}"
        return Register((), path), (Diagnostic("PR106", message, whole_file(path)),)
    entries: list[Entry] = []
    found: list[Diagnostic] = []
    for number, line in enumerate(io.BytesIO(data.rstrip(b"\r\n\t ")), 1):
        entry = _read_line(path, number, line, entries[-1] if entries else None)
        if not isinstance(entry, Diagnostic):
            entries.append(entry)
            continue
        found.append(entry)
        if len(found) == MOST_MISTAKES:
            return Register(tuple(entries), path), (*found, _given_up(path, number))
    return _connected(path, entries, found)


def read_acts(path: str, data: bytes) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Acts to be recorded, one JSON object on each line. Their numbers are given when they are recorded."""
    entries: list[Entry] = []
    found: list[Diagnostic] = []
    for number, line in enumerate(io.BytesIO(data[:MOST_BYTES].rstrip(b"\r\n\t ")), 1):
        entry = _read_line(path, number, line, None, numbered=False)
        if isinstance(entry, Diagnostic):
            found.append(entry)
        else:
            entries.append(entry.model_copy(update={"entry": 0}))
    return tuple(entries), tuple(found[:MOST_MISTAKES])


def _connected(path: str, entries: list[Entry], found: list[Diagnostic]) -> tuple[Register, tuple[Diagnostic, ...]]:
    wrong = check_references(entries, path, frozenset(mistake.span.line for mistake in found))
    dropped = {mistake.span.line for mistake in wrong}
    kept = tuple(entry for entry in entries if entry.entry not in dropped)
    return Register(kept, path), tuple(sorted([*found, *wrong], key=lambda mistake: mistake.span))


def _read_line(
    path: str, number: int, line: bytes, before: Entry | None, *, numbered: bool = True
) -> Entry | Diagnostic:
    span = Span(path, number, 1, number + 1, 1)
    if len(line) > LONGEST_LINE:
        return Diagnostic("PR500", f"line {number} has more than {LONGEST_LINE} bytes", span)
    text = decode(line.rstrip(b"\r\n"))
    if isinstance(text, Unreadable):
        return Diagnostic(text.code, f"line {number} is not UTF-8 text", span, help=text.help)
    table = read_json(text)
    if isinstance(table, Unreadable):
        return _unreadable(path, number, text, table)
    entry = entry_from(table if numbered else {**table, "entry": number})
    if isinstance(entry, Mistake):
        return _placed(path, number, text, entry)
    mistake = out_of_order(entry, number, before) if numbered else None
    return _placed(path, number, text, mistake) if mistake else entry


def entry_from(table: Table) -> Entry | Mistake:
    """One entry, or the one mistake to show for it."""
    act = table.get("act")
    if "act" not in table:
        return Mistake((), "`act` is missing", f"the acts are {listed(ACTS, len(ACTS))}")
    if not isinstance(act, str):
        return Mistake(("act",), f"`act` must be text, not {kind_of(act)}", f"the acts are {listed(ACTS, len(ACTS))}")
    if act not in ACTS:
        cure = did_you_mean(act, ACTS, f"the acts are {listed(ACTS, len(ACTS))}")
        return Mistake(("act",), f"{quoted(act)} is not an act of the register", cure)
    model = model_for(act, table)
    try:
        entry = model.model_validate(table, by_alias=True, by_name=False)
    except ValidationError as error:
        return _first(mistakes(error.errors(include_url=False), _schema(model)))
    if "entry" not in table:
        return Mistake((), "`entry` is missing", "every entry has its number: 1, 2, 3")
    return entry


def _first(found: tuple[Mistake, ...]) -> Mistake:
    """The one mistake of several to show for a line: one with a way out, if there is one."""
    return next((mistake for mistake in found if mistake.help.startswith("did you mean")), found[0])


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema()


def _unreadable(path: str, number: int, text: str, table: Unreadable) -> Diagnostic:
    span = _span(path, number, table.offset, table.offset + 1)
    if not text.strip():
        return Diagnostic("PR500", f"line {number} is empty", span, help="every line holds one entry")
    if table.offset >= len(text.rstrip()):
        return Diagnostic("PR500", f"line {number} is cut off", span, help="it should end with `}`")
    return Diagnostic("PR500", table.message, span, help=table.help)


def _placed(path: str, number: int, text: str, mistake: Mistake) -> Diagnostic:
    start, end = nearest_place(json_places(text), mistake.where)
    span = _span(path, number, start, end)
    return Diagnostic(mistake.code or "PR501", mistake.message, span, help=mistake.help)


def _span(path: str, number: int, start: int, end: int) -> Span:
    return Span(path, number, start + 1, number, max(start, end) + 1)


def _given_up(path: str, number: int) -> Diagnostic:
    span = Span(path, number, 1, number + 1, 1)
    message = f"{MOST_MISTAKES} lines are not in order, and the lines after {number} were not read"
    return Diagnostic("PR500", message, span, help="repair the first ones and try again")
