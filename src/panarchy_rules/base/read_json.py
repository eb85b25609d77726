"""Read JSON: text in, a table of plain values or the one mistake that stops the reading out.

Never fails and never hangs, whatever the text. Numbers with a point stay as the author wrote them.
"""

import json
import re
from collections.abc import Mapping

from panarchy_rules.base.boundary import PointNumber, quoted
from panarchy_rules.base.documents import (
    CURLY,
    CURLY_HELP,
    DEEPEST,
    LONG_NUMBER,
    MOST_DIGITS,
    TOO_DEEP,
    Table,
    Unreadable,
)
from panarchy_rules.base.records import replace


def read_json(text: str, deepest: int = DEEPEST) -> Table | Unreadable:
    """A JSON object. Keys may not stand twice, and there are no `NaN` and `Infinity`."""
    value = read_json_value(text, deepest)
    if not isinstance(value, dict | Unreadable):
        return Unreadable("a table in curly brackets was expected here", 'write `{"key": "value"}`')
    return value


def read_json_value(text: str, deepest: int = DEEPEST) -> object:
    """Any JSON, read in the same way; or an `Unreadable`."""
    if _json_depth(text) > deepest:
        return TOO_DEEP
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_table,
            parse_float=PointNumber,
            parse_int=_integer,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        return _json_mistake(error)
    except _Stop as stop:
        return _found(text, stop)
    except RecursionError:
        return TOO_DEEP
    return value


class _Stop(Exception):
    """Raised inside the JSON reader, which knows no positions: what to say, and the word to look for."""

    def __init__(self, unreadable: Unreadable, word: str) -> None:
        super().__init__(unreadable.message)
        self.unreadable, self.word = unreadable, word


def _table(pairs: list[tuple[str, object]]) -> Table:
    table = dict(pairs)
    if len(table) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Stop(Unreadable(f"the key {quoted(key)} stands twice", "keep one of them"), json.dumps(key))
            seen.add(key)
    return table


def _integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise _Stop(LONG_NUMBER, digits)
    return int(digits)


def _constant(word: str) -> object:
    raise _Stop(Unreadable(f"{quoted(word)} is no number", 'write a whole number, or `"unknown"`'), word)


def _found(text: str, stop: _Stop) -> Unreadable:
    # The last place, because a key that stands twice is to be shown where it stands again.
    return replace(stop.unreadable, offset=max(0, text.rfind(stop.word)))


_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]', re.DOTALL)


def _json_depth(text: str) -> int:
    if text.count("[") + text.count("{") <= DEEPEST:
        return 0
    depth = deepest = 0
    for match in _BRACKETS.finditer(text):
        depth += _STEP.get(match[0], 0)
        deepest = max(deepest, depth)
    return deepest


_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}

_JSON_WORDS: Mapping[str, tuple[str, str]] = {
    "Expecting property name": ("a key in quotation marks was expected here", 'keys look like `"person":`'),
    "Illegal trailing comma": ("nothing follows this comma", "take the comma out"),
    "Expecting ':'": ("a colon was expected here", "a key is followed by `:` and its value"),
    "Expecting ','": ("a comma or the end of the table was expected here", "separate the parts with commas"),
    "Unterminated string": ("a text in quotation marks is not closed", 'close it with `"`'),
    "Invalid control": ("a text holds a line end or another control character", r"write `\n` for a line end"),
    "Invalid \\": ("a backslash is followed by something JSON does not know", r"write `\\` for a backslash"),
    "Extra data": ("something follows after the end of the table", "one table is all that is read here"),
    "Expecting value": (
        "a value was expected here",
        "texts stand in quotation marks, and `true`, `false` do not",
    ),
}


def _json_mistake(error: json.JSONDecodeError) -> Unreadable:
    for start, (message, cure) in _JSON_WORDS.items():
        if error.msg.startswith(start):
            cure = CURLY_HELP if error.doc[error.pos : error.pos + 1] in CURLY else cure
            # Only the end of the text leaves a text in quotation marks open.
            return Unreadable(message, cure, len(error.doc) if start == "Unterminated string" else error.pos)
    return Unreadable("this is not JSON", "", error.pos)
