"""Frozen values as text and back: dataclasses, tuples, sets and mappings in, rows of JSON out, and the other way round.

Each row is a plain value, or a mark followed by the places of earlier rows. What is the same object stays one, and two
that are equal stay two, except values, of which equal ones are written once.
Reading builds only what the `Form` lists, so that no text can make anything else happen.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any


def _tuple(*items: Any) -> tuple[Any, ...]:
    return items


def _set(*items: Any) -> frozenset[Any]:
    return frozenset(items)


def _mapping(*items: Any) -> dict[Any, Any]:
    return dict(zip(items[::2], items[1::2], strict=True))


_MADE_BY: Mapping[str, Callable[..., Any]] = {
    "(": _tuple, "|": _set, "{": _mapping, "/": Fraction, "day": date.fromordinal,
}  # fmt: skip
_DAMAGE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)


class Form:
    """The classes a text may hold, dataclasses and enumerations, known by their names; some of them are `values`."""

    def __init__(self, classes: Iterable[type], values: Iterable[type] = ()) -> None:
        self._values = frozenset(values)
        self._classes = {each.__name__: each for each in (*classes, *self._values)}

    def written(self, value: Any) -> str:
        """A value as text. Raises TypeError for what is in no class of this form, RecursionError if it is too deep."""
        writer = _Writer(self._classes, self._values)
        last = writer.place(value)
        return json.dumps([writer.rows, last], ensure_ascii=False, separators=(",", ":"))

    def read(self, text: str) -> Any:
        """The value in a text. Raises ValueError if there is none."""
        make: dict[str, Callable[..., Any]] = {**_MADE_BY, **self._classes}
        made: list[Any] = []
        try:
            rows, last = json.loads(text)
            for row in rows:
                made.append(make[row[0]](*[made[place] for place in row[1:]]) if type(row) is list else row)
            return made[last]
        except _DAMAGE as error:
            raise ValueError("this is no text of the form") from error


class _Writer:
    """Gives every value a place among the rows."""

    def __init__(self, classes: Mapping[str, type], values: frozenset[type]) -> None:
        self._classes = classes
        self._values = values
        self._places: dict[Any, int] = {}
        self.rows: list[Any] = []

    def place(self, value: Any) -> int:
        """Where a value stands, which is written there unless it stands somewhere already."""
        if value is None or type(value) in (str, int, bool):
            return self._entered((type(value), value), value)
        if is_dataclass(value) and type(value) not in self._values:
            return self._known_object(value)
        row = self._row(value)
        return self._entered(tuple(row), row)

    def _known_object(self, value: Any) -> int:
        key = (object, id(value))
        return self._places[key] if key in self._places else self._entered(key, self._row(value))

    def _row(self, value: Any) -> list[Any]:
        mark, parts = self._taken_apart(value)
        return [mark, *map(self.place, parts)]

    def _entered(self, key: Any, row: Any) -> int:
        found = self._places.setdefault(key, len(self.rows))
        if found == len(self.rows):
            self.rows.append(row)
        return found

    def _taken_apart(self, value: Any) -> tuple[str, Iterable[Any]]:
        """A mark, and what to make it of again."""
        known = self._classes.get(type(value).__name__) is type(value)
        match value:
            case Enum() if known:
                return type(value).__name__, (value.value,)
            case _ if known and is_dataclass(value):
                return type(value).__name__, [getattr(value, field.name) for field in fields(value)]
            case tuple() if type(value) is tuple:
                return "(", value
            case frozenset():
                return "|", sorted(value, key=repr)
            case Mapping():
                return "{", [part for pair in value.items() for part in pair]
            case Fraction():
                return "/", (value.numerator, value.denominator)
            case date():
                return "day", (value.toordinal(),)
            case _:
                raise TypeError(f"a {type(value).__name__} cannot be written")
