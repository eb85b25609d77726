"""What was found in the events of a neutral tax case: facts of the rulebook `irc` as they are gathered, and records."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from panarchy_rules.base.values import Money, Person, RecordValue, Symbol, Value, parse_number
from panarchy_rules.rulebook.record import Absence, FactKey, fact_key
from tests.material.sara_events import Event, by_id

DAY = timedelta(days=1)


def usd(amount: Any) -> Money:
    """An amount of the case, with or without a dollar sign and commas."""
    return Money(parse_number(str(amount).replace("$", "").replace(",", "")), "USD")


def is_amount(stated: Any) -> bool:
    """Whether what a case states is an amount."""
    try:
        return usd(stated) is not None
    except ValueError:
        return False


def record(kind: str, **fields: "Value | StrEnum | None") -> RecordValue:
    """A record of the rulebook; what is not said is left out."""
    return RecordValue(kind, tuple((name, value) for name, value in fields.items() if value is not None))


def after(day: date | None) -> date | None:
    """The first day after a last one."""
    return day + DAY if day else None


@dataclass
class Facts:
    """The facts of a case as they are found, and what the ids of its events became."""

    stated: list[Event]
    listed: dict[FactKey, list[Value]] = field(default_factory=lambda: defaultdict(list))
    single: dict[FactKey, Value | Absence] = field(default_factory=dict)
    persons: dict[str, None] = field(default_factory=dict)
    at_work: dict[str, None] = field(default_factory=dict)
    records: dict[str, list[RecordValue]] = field(default_factory=lambda: defaultdict(list))
    households: dict[str, None] = field(default_factory=dict)
    not_understood: list[str] = field(default_factory=list)
    events: dict[str, Event] = field(init=False)

    def __post_init__(self) -> None:
        """Events by id, for those that others refer to."""
        self.events = by_id(self.stated)

    def all(self) -> dict[FactKey, Value | Absence]:
        """Every fact, lists included."""
        return {**self.single, **{key: tuple(values) for key, values in self.listed.items()}}

    def person(self, name: str) -> Person:
        """A person of the case, who from now on is one of its persons."""
        self.persons.setdefault(name)
        return Person(name)

    def unnamed(self, part: str) -> Person:
        """Somebody whom the case does not name, such as the spouse of somebody."""
        return self.person(part)

    def worker(self, name: str) -> Person:
        """An employer or employee, who may have no other part in the case."""
        self.at_work.setdefault(name)
        return Person(name)

    def home(self, name: str) -> str:
        """A home or household of the case."""
        self.households.setdefault(name)
        return name

    def add(self, name: str, about: tuple[Value, ...], value: Value) -> None:
        """One more member of a list."""
        self.listed[fact_key(name, about)].append(value)

    def get(self, name: str, about: tuple[Value, ...]) -> Any:
        """What is known so far; None if nothing is."""
        key = fact_key(name, about)
        return self.listed.get(key) or self.single.get(key)

    def set(self, name: str, about: tuple[Value, ...], value: Value) -> None:
        """A fact that is no list."""
        self.single[fact_key(name, about)] = value

    def form(self, employer: Person, form: str) -> None:
        """One more thing that an employer is, such as a school; nothing for what is private."""
        forms = self.listed[fact_key("employer_forms", (employer,))]
        if form and Symbol(form) not in forms:
            forms.append(Symbol(form))

    def of_type(self, *kinds: str) -> Iterator[Event]:
        """Events that are one of some kinds."""
        return (one for one in self.events.values() if not set(kinds).isdisjoint(one.types))

    def made(self, name: str, kind: str) -> list[RecordValue]:
        """The records of a kind that an event became."""
        return [one for one in self.records.get(name, ()) if one.kind == kind]
