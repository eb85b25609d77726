"""Change one place of a judgment after the other: a judgment in, every place with the judgment changed there out.

A place is named by its fields, without numbers, as in `issues.laws.chains.edges.target`.
"""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from panarchy_rules.casefile.judgment import Judgment

OUTSIDE = frozenset(("dispute", "receipt", "form", "world"))
"""What was filed, and what only says where the judgment comes from. `verify` takes the dispute as it stands."""

Path = tuple[str | int, ...]


def name_of(path: Path) -> str:
    """A place without numbers."""
    return ".".join(step for step in path if isinstance(step, str))


def places(judgment: Judgment) -> Iterator[tuple[Path, Any]]:
    """Every place that can be changed, with another value that might stand there."""
    raw = json.loads(judgment.model_dump_json())
    yield from _places((), {key: value for key, value in raw.items() if key not in OUTSIDE})


def _places(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _places((*path, key), inner)
        case list():
            if value:
                yield path, value[1:]
            for number, inner in enumerate(value):
                yield from _places((*path, number), inner)
        case _:
            yield from ((path, other) for other in _others(value))


def _others(value: Any) -> Iterator[Any]:
    """Other values of the kind; where the form allows only some words, the first that fits is taken."""
    match value:
        case bool():
            yield not value
        case int():
            yield value + 1
        case None:
            yield "7 EUR"
        case str():
            yield from (f"{value}x", "2031-01-01", "UNDETERMINED", "DECIDED", "at most", "dependent", "open", "accept")


def changed(judgment: Judgment, path: Path, value: Any) -> Judgment | None:
    """The judgment with one place changed; None if that is no judgment any more."""
    raw = json.loads(judgment.model_dump_json())
    place = raw
    for step in path[:-1]:
        place = place[step]
    if place[path[-1]] == value:
        return None
    place[path[-1]] = value
    try:
        return Judgment.model_validate_json(json.dumps(raw))
    except ValidationError:
        return None
