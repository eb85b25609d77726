"""Read the events of a neutral tax case: JSON in, events with every field as a list, each year written out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from panarchy_rules.base.periods import between, union
from panarchy_rules.base.values import ALWAYS, OPEN, Period

ANYTHING = "None"  # The id of an event that stands for every event of which nothing else is said.
_DAY = timedelta(days=1)
_UNSAID = ("", "(untyped)", "untyped", "none", "null")


@dataclass(frozen=True)
class Event:
    """One event. `types` are what it is; a field holds everything that is said under its name.

    `read` notes which fields somebody asked for, so that what nobody understands can be reported.
    """

    id: str
    types: tuple[str, ...]
    fields: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set, compare=False)

    def all(self, name: str) -> tuple[str, ...]:
        """Everything under a name, as text."""
        self.read.add(name)
        return tuple(str(value) for value in self.fields.get(name, ()))

    def whom(self) -> tuple[str, ...]:
        """Those whom an event of one person is about, in whichever role they stand."""
        return self.all("agent") or self.all("patient")

    def days(self, name: str) -> tuple[date, ...]:
        """The days under a name; what is no day is left out, and is reported with the event."""
        found = (day_of(text, last=name == "end") for text in self.all(name))
        return tuple(day for day in found if day)

    def day(self, name: str) -> date | None:
        """The first day under a name."""
        return next(iter(self.days(name)), None)

    def spans(self) -> list[tuple[date | None, date | None]]:
        """From when until when it lasts: each start with the first end that follows it; the last day is one of it."""
        starts, ends = sorted(self.days("start")), sorted(self.days("end"))
        if not starts:
            return [(None, end) for end in ends] or [(None, None)]
        return [(start, _end_of(start, later, ends)) for start, later in zip(starts, [*starts[1:], None], strict=True)]

    def period(self) -> Period:
        """The days of it; without a start it was always so, without an end it is so for ever."""
        return union(between(start or ALWAYS, end + _DAY if end else OPEN) for start, end in self.spans())


def _end_of(start: date, later: date | None, ends: list[date]) -> date | None:
    return next((end for end in ends if end >= start and (later is None or end < later or len(ends) == 1)), None)


def day_of(stated: Any, last: bool = False) -> date | None:
    """A day, however it is written; of a whole year its first day, or its last."""
    text = str(stated).strip()[:10]
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    parts = re.fullmatch(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})", text)
    try:
        return date(*map(int, parts.groups())) if parts else None
    except ValueError:
        return None


def read_events(case: Mapping[str, Any]) -> list[Event]:
    """All events of a case; what recurs in several years is one event in each."""
    stated = [{"id": f"event {place}", **one} for place, one in enumerate(case.get("events") or (), 1)]
    read = [one for each in stated for one in _each_year(each)]
    anything = {name: values for one in read if one.id == ANYTHING for name, values in one.fields.items()}
    return [_completed(one, anything) for one in read if one.id != ANYTHING] + [
        one for one in read if one.id == ANYTHING and not anything
    ]


def by_id(events: list[Event]) -> dict[str, Event]:
    """Events under their ids; events of one id are one, and what is said of any is said of it."""
    found: dict[str, Event] = {}
    for one in events:
        found[one.id] = _together(found[one.id], one) if one.id in found else one
    return found


def _together(first: Event, second: Event) -> Event:
    names = dict.fromkeys((*first.fields, *second.fields))
    fields = {name: tuple(dict.fromkeys((*first.fields.get(name, ()), *second.fields.get(name, ())))) for name in names}
    return Event(first.id, tuple(dict.fromkeys((*first.types, *second.types))), fields)


def said_of_everything(case: Mapping[str, Any]) -> Mapping[str, tuple[Any, ...]]:
    """What is said of every event, such as that all service is agricultural labor."""
    return {
        name: values for one in case.get("events") or () if one.get("id") == ANYTHING for name, values in _fields(one)
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
        name = re.sub(r"[\s_-]+", "_", str(one).lower()).strip("_")
        if one is not None and name not in _UNSAID:
            yield name


def _fields(stated: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, values in stated.items():
        if name not in ("id", "type", "recurring_years"):
            yield name.lower().strip("_"), tuple(value for value in _listed(values) if value is not None)


def _listed(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
