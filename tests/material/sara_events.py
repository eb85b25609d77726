"""Read the events of a neutral tax case: JSON in, events with every field as a list, each year written out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ANYTHING = "None"  # The id of an event that stands for every event of which nothing else is said.


@dataclass(frozen=True)
class Event:
    """One event. `types` are what it is; a field holds everything that is said under its name."""

    id: str
    types: tuple[str, ...]
    fields: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def all(self, name: str) -> tuple[str, ...]:
        """Everything under a name, as text."""
        return tuple(str(value) for value in self.fields.get(name, ()))

    def one(self, name: str) -> str:
        """The first under a name, or nothing."""
        return next(iter(self.all(name)), "")

    def days(self, name: str) -> tuple[date, ...]:
        """The days under a name."""
        return tuple(date.fromisoformat(text) for text in self.all(name))

    def day(self, name: str) -> date | None:
        """The first day under a name."""
        return next(iter(self.days(name)), None)


def read_events(case: Mapping[str, Any]) -> list[Event]:
    """All events of a case; what recurs in several years is one event in each."""
    read = [one for stated in case.get("events", ()) for one in _each_year(stated)]
    anything = {name: values for one in read if one.id == ANYTHING for name, values in one.fields.items()}
    return [_completed(one, anything) for one in read if one.id != ANYTHING] + [
        one for one in read if one.id == ANYTHING and not anything
    ]


def said_of_everything(case: Mapping[str, Any]) -> Mapping[str, tuple[Any, ...]]:
    """What is said of every event, such as that all service is agricultural labor."""
    return {
        name: values for one in case.get("events", ()) if one.get("id") == ANYTHING for name, values in _fields(one)
    }


def _completed(one: Event, anything: Mapping[str, tuple[Any, ...]]) -> Event:
    return Event(one.id, one.types, {**anything, **one.fields})


def _each_year(stated: Mapping[str, Any]) -> Iterator[Event]:
    years = stated.get("recurring_years")
    for year in range(int(years[0]), int(years[1]) + 1) if years else (None,):
        yield _event(stated, year)


def _event(stated: Mapping[str, Any], year: int | None) -> Event:
    def written(value: Any) -> Any:
        return value.replace("{year}", str(year)) if isinstance(value, str) and year else value

    types = _listed(stated.get("type", ()))
    fields = {name: tuple(written(value) for value in values) for name, values in _fields(stated)}
    return Event(str(written(stated.get("id", ""))), tuple(dict.fromkeys(_known(types))), fields)


def _known(types: tuple[Any, ...]) -> Iterator[str]:
    for one in types:
        if one not in ("(untyped)", "untyped", None):
            yield str(one).lower().strip().rstrip("_")


def _fields(stated: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, values in stated.items():
        if name not in ("id", "type", "recurring_years"):
            yield name, tuple(value for value in _listed(values) if value is not None)


def _listed(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
