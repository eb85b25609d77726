"""The tables of a parser as text and back: plain data, so that reading them runs nothing.

JSON has neither tuples nor keys that are numbers: such a value is written as a list behind a mark.
Most of the tables are what a state does at each token, and for these there is a short form: the token's number and
the state to go to, or, below zero, the rule to reduce by.
"""

import json
from typing import Any

from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

_TUPLE, _LIST, _PAIRS, _ACTIONS = "(", "[", "{", "#"
_SHIFT, _REDUCE = 0, 1
FORM = "1"


def written(parser: Lark) -> str:
    """The tables of a parser."""
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    options = {name: value for name, value in data["options"].items() if _is_plain(value)}
    return json.dumps(_marked([{**data, "options": options}, memo]), separators=(",", ":"))


def read(text: str, **options: Any) -> Lark:
    """The parser with these tables. `options` are those that are no plain data. Raises ValueError or KeyError."""
    data, memo = _unmarked(json.loads(text))
    parser: Lark = Lark._load_from_dict(data, memo, **options)  # type: ignore[no-untyped-call]
    return parser


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | list | tuple | dict)


def _marked(value: Any) -> Any:
    match value:
        case dict() if all(isinstance(key, str) for key in value):
            return {key: _marked(inner) for key, inner in value.items()}
        case dict() if all(_is_action(inner) for inner in value.values()):
            return [_ACTIONS, *(x for key, inner in value.items() for x in (key, _action(inner)))]
        case dict():
            return [_PAIRS, *([key, _marked(inner)] for key, inner in value.items())]
        case tuple():
            return [_TUPLE, *map(_marked, value)]
        case list():
            return [_LIST, *map(_marked, value)]
        case str():
            return str(value)
        case _:
            return value


def _unmarked(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unmarked(inner) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    mark = value[0]
    if mark == _ACTIONS:
        return {key: _done(what) for key, what in zip(value[1::2], value[2::2], strict=True)}
    if mark == _PAIRS:
        return {key: _unmarked(one) for key, one in value[1:]}
    several = [_unmarked(one) for one in value[1:]]
    return tuple(several) if mark == _TUPLE else several


def _is_action(value: Any) -> bool:
    match value:
        case (0, int()) | (1, {"@": int()}):
            return True
        case _:
            return False


def _action(value: Any) -> int:
    what, where = value
    return int(where) if what == _SHIFT else -1 - int(where["@"])


def _done(what: int) -> tuple[int, Any]:
    return (_SHIFT, what) if what >= 0 else (_REDUCE, {"@": -1 - what})
