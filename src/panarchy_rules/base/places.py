"""Find where the keys of a document stand: a text that was read as TOML or JSON in, offsets by key out.

Used only when there is a mistake to show. The TOML half reads line by line and can be led astray by a text of
several lines that looks like keys; it then points at the wrong line, and nothing worse.
"""

import json
import re
from collections.abc import Mapping

from panarchy_rules.base.boundary import Where

Stretch = tuple[int, int]
Places = Mapping[Where, Stretch]

NOWHERE: Stretch = (0, 0)

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_PART = r"""[\w-]+|"[^"\n]*"|'[^'\n]*'"""
_KEY = rf"(?:{_PART})(?:[ \t]*\.[ \t]*(?:{_PART}))*"
_LINE = re.compile(rf"[ \t]*(?:(?P<open>\[\[?)[ \t]*(?P<heading>{_KEY})[ \t]*\]|(?P<key>{_KEY})[ \t]*=)")


def nearest_place(places: Places, where: Where) -> Stretch:
    """Where a value stands, or else the table it stands in, or else the beginning."""
    for length in range(len(where), 0, -1):
        if where[:length] in places:
            return places[where[:length]]
    return NOWHERE


def json_places(text: str) -> Places:
    """The offsets of every key and of every item of a list."""
    places: dict[Where, Stretch] = {}
    lists: list[bool] = []
    path: list[str | int] = []
    key_comes = False
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "}]":
            lists.pop()
            path.pop()
            continue
        if token == ",":
            path[-1], key_comes = _following(path[-1])
            continue
        if key_comes and token.startswith('"'):
            path[-1], key_comes = json.loads(token), False
            places[tuple(path)] = match.span()
        elif lists and lists[-1] and token != ":":
            places.setdefault(tuple(path), match.span())
        if token in "{[":
            lists.append(token == "[")
            path.append(0 if token == "[" else "")
            key_comes = token == "{"
    return places


def _following(part: str | int) -> tuple[str | int, bool]:
    return (part + 1, False) if isinstance(part, int) else ("", True)


def toml_places(text: str) -> Places:
    """The offsets of every key at the beginning of a line, and of every heading."""
    places: dict[Where, Stretch] = {}
    last_items: dict[Where, int] = {}
    table: Where = ()
    start = 0
    for line in text.splitlines(keepends=True):
        match = _LINE.match(line)
        if match and match["key"]:
            group, where = "key", table + _parts(match["key"])
        elif match:
            group, where = "heading", _heading(match, last_items)
            table = where
        if match:
            for length in range(1, len(where) + 1):
                places.setdefault(where[:length], (start + match.start(group), start + match.end(group)))
        start += len(line)
    return places


def _heading(match: re.Match[str], last_items: dict[Where, int]) -> Where:
    """The full place a heading opens; within a list of tables, that of its latest item."""
    where: Where = ()
    for part in _parts(match["heading"]):
        where = (*where, *((last_items[where],) if where in last_items else ()), part)
    if match["open"] == "[[":
        last_items[where] = last_items.get(where, -1) + 1
    return (*where, last_items[where]) if where in last_items else where


def _parts(key: str) -> Where:
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))
