"""Read TOML: text in, a table of plain values or the one mistake that stops the reading out.

Never fails and never hangs, whatever the text. Numbers with a point stay as the author wrote them.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date

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

MOST_PARTS = 20


def read_toml(text: str) -> Table | Unreadable:
    """A TOML document."""
    chain = _LONG_KEY.search(text)
    if chain:
        return Unreadable(f"a key has more than {MOST_PARTS} parts", "use shorter keys", chain.start(), "PR609")
    try:
        value = tomllib.loads(text, parse_float=PointNumber)
    except RecursionError:
        return TOO_DEEP
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        return _toml_mistake(text, str(error))
    return _unusable(text, value) or value


# A dotted key costs the TOML reader the square of its parts. The look-behind keeps this search linear.
_LONG_KEY = re.compile(rf"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*"|'[^'\n]*')[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}""")
_TOML_PLACE = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)")
_LONG_NUMBER = re.compile(rf"[0-9a-f_]{{{MOST_DIGITS * 4 // 5},}}", re.IGNORECASE)
_OTHER_DAY = re.compile(r"[ \t]*([0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4})\b")
_DAYLIKE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_TOML_WORDS: Mapping[str, tuple[str, str]] = {
    "Cannot declare": ("a table is declared twice", "put its keys together under one heading"),
    "Cannot overwrite": ("a key stands twice", "keep one of them"),
    "Duplicate inline": ("a key stands twice", "keep one of them"),
    "Cannot mutate": ("a table is added to that was already closed", "write all its keys in one place"),
    "Cannot redefine": ("a table is added to that was already closed", "write all its keys in one place"),
    "Expected '='": ("`=` was expected after a key", 'a line looks like `key = "value"`'),
    "Invalid initial character": ("a key was expected here", 'a line looks like `key = "value"`'),
    "Invalid statement": ("a key or a heading was expected here", 'write `key = "value"` or `[heading]`'),
    "Invalid value": (
        "a value was expected here",
        "texts stand in quotation marks; yes and no are `true`, `false`",
    ),
    "Expected newline": ("the line should end here", "texts stand in quotation marks"),
    "Unterminated string": ("a text in quotation marks is not closed", 'close it with `"`'),
    "Expected \"'": ("a text in quotation marks is not closed", "close it with `'`"),
    "Expected '\"": ("a text in quotation marks is not closed", 'close it with `"`'),
    "Illegal character": (
        "a text holds a line end or another control character",
        "close the text before the line ends",
    ),
    "Found invalid": ("a control character stands here", "take it out"),
    "Unescaped": ("a backslash is followed by something TOML does not know", r"write `\\` for a backslash"),
    "Unclosed array": ("a list is not closed", "close it with `]`"),
    "Unclosed inline": ("a table in curly brackets is not closed", "close it with `}`"),
    "Expected ']": ("a heading is not closed", "close it with `]`"),
}


def _toml_mistake(text: str, said: str) -> Unreadable:
    if said.startswith("Exceeds the limit"):
        return _long_number(text)
    offset = _toml_offset(text, said)
    for match in _DAYLIKE.finditer(text, text.rfind("\n", 0, offset) + 1, _line_end(text, offset)):
        if not _exists(match[0]):
            return _impossible(match[0], match.start())
    if text[offset : offset + 1] in CURLY:
        return Unreadable("a value was expected here", CURLY_HELP, offset)
    line = text.rfind("\n", 0, offset) + 1
    day = _OTHER_DAY.match(text, max(line, text.rfind("=", line, offset) + 1))
    if day:
        help_ = "a date is written year-month-day, as in `2026-03-01`"
        return Unreadable(f"{quoted(day[1])} is no date", help_, day.start(1))
    for start, (message, cure) in _TOML_WORDS.items():
        if said.startswith(start):
            return Unreadable(message, cure, offset)
    return Unreadable("this is not TOML", 'a line looks like `key = "value"` or `[heading]`', offset)


def _impossible(day: str, offset: int) -> Unreadable:
    message = f"{quoted(day)} is a day the calendar does not have"
    return Unreadable(message, "look up the last day of that month", offset, "PR606")


def _toml_offset(text: str, said: str) -> int:
    place = _TOML_PLACE.search(said)
    if not place:
        return len(text) if "end of document" in said else 0
    start = 0
    for _ in range(int(place[1]) - 1):
        start = text.find("\n", start) + 1
    return min(len(text), start + int(place[2]) - 1)


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _unusable(text: str, table: Table) -> Unreadable | None:
    """What TOML allows and no file here may hold: deep nesting, and whole numbers too long to print."""
    level: list[object] = [table]
    for _ in range(DEEPEST):
        if any(isinstance(value, int) and abs(value) >= 10**MOST_DIGITS for value in level):
            return _long_number(text)
        level = [inside for value in level for inside in _inside(value)]
        if not level:
            return None
    return TOO_DEEP


def _long_number(text: str) -> Unreadable:
    place = _LONG_NUMBER.search(text)
    return replace(LONG_NUMBER, offset=place.start() if place else 0)


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []
