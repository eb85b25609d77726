"""Translate the events of a neutral tax case to facts of the rulebook `irc`: events in, facts and records out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import product
from typing import Any

from panarchy_rules.base.periods import between
from panarchy_rules.base.values import ALWAYS, OPEN, Money, Period, Person, RecordValue, Symbol, Value, parse_number
from panarchy_rules.rulebook.record import Absence, FactKey, fact_key
from tests.material import sara_words as words
from tests.material.sara_events import Event

_DAY = timedelta(days=1)
_FIRST_YEAR = 1990
_CHILD = {"son", "daughter", "child", "adoption"}
_PARENT = {"father", "mother", "parent"}
_SIBLING = {"brother", "sister", "sibling"}
_STEPCHILD, _STEPPARENT = {"stepson", "stepdaughter", "stepchild"}, {"stepfather", "stepmother", "stepparent"}
_STEPSIBLING = {"stepbrother", "stepsister", "stepsibling"}
_FORMS = {
    "international_organization": "international_organization",
    "foreign_government": "foreign_government",
    "educational_institution": "school",
    "school": "school",
    "university": "school",
    "college": "school",
    "hospital": "hospital",
    "medical_institution": "hospital",
    "nurses_training_school": "nurses_training_school",
    "state_government": "state_government",
    "state": "state_government",
    "political_subdivision": "state_government",
    "united_states_government": "federal_government",
}
_LEGAL_FORMS = {
    "trust": "trust",
    "business_trust": "trust",
    "estate": "estate",
    "common_trust_fund": "common_trust_fund",
    "partnership": "partnership",
}
_PERIODS = {
    "blindness": "blindness",
    "nonresident_alien": "nonresidence",
    "incarceration": "imprisonment",
    "imprisonment": "imprisonment",
}
_TIMES_AT = {
    "enrollment": "enrollment",
    "enrolment": "enrollment",
    "attending_classes": "class_attendance",
    "class_attendance": "class_attendance",
    "medical_patient": "patient_time",
    "patient": "patient_time",
    "hospitalization": "patient_time",
}
_READ_ELSEWHERE = {"plan", "termination", "retirement", "disability", "business", "penal_institution", "migration",
                   "unemployment_compensation_agreement", "legal_separation"}  # fmt: skip


def usd(amount: Any) -> Money:
    """An amount of the case."""
    return Money(parse_number(str(amount)), "USD")


def record(kind: str, **fields: "Value | StrEnum | None") -> RecordValue:
    """A record of the rulebook; what is not said is left out."""
    return RecordValue(kind, tuple((name, value) for name, value in fields.items() if value is not None))


@dataclass
class Facts:
    """The facts of a case as they are found, and what the ids of its events became."""

    events: dict[str, Event]
    listed: dict[FactKey, list[Value]] = field(default_factory=lambda: defaultdict(list))
    single: dict[FactKey, Value | Absence] = field(default_factory=dict)
    persons: dict[str, None] = field(default_factory=dict)
    at_work: dict[str, None] = field(default_factory=dict)
    records: dict[str, list[RecordValue]] = field(default_factory=lambda: defaultdict(list))
    households: dict[str, None] = field(default_factory=dict)
    not_understood: list[str] = field(default_factory=list)

    def all(self) -> dict[FactKey, Value | Absence]:
        """Every fact, lists included."""
        return {**self.single, **{key: tuple(values) for key, values in self.listed.items()}}

    def person(self, name: str) -> Person:
        """A person of the case, who from now on is one of its persons."""
        self.persons.setdefault(name)
        return Person(name)

    def worker(self, name: str) -> Person:
        """An employer or employee, who may have no other part in the case."""
        self.at_work.setdefault(name)
        return Person(name)

    def add(self, name: str, about: tuple[Value, ...], value: Value) -> None:
        """One more member of a list."""
        self.listed[fact_key(name, about)].append(value)

    def set(self, name: str, about: tuple[Value, ...], value: Value) -> None:
        """A fact that is no list."""
        self.single[fact_key(name, about)] = value


def facts_of(events: list[Event]) -> Facts:
    """All facts of a case."""
    found = Facts({event.id: event for event in events})
    for event in events:
        for kind in event.types:
            _one(kind, event, found)
    for event in events:
        if "payment" in event.types:
            _payment(event, found)
    return found


def period(event: Event) -> Period:
    """The days of an event; the last day is one of them."""
    end = event.day("end")
    return between(event.day("start") or ALWAYS, end + _DAY if end else OPEN)


def _one(kind: str, event: Event, found: Facts) -> None:
    if kind in _CHILD | _PARENT | _SIBLING | _STEPCHILD | _STEPPARENT | _STEPSIBLING:
        _tie(kind, event, found)
    elif kind in _FORMS:
        for name in event.all("agent"):
            found.set("employer_form", (found.person(name),), Symbol(_FORMS[kind]))
    elif kind in _LEGAL_FORMS:
        for name in event.all("agent") or (event.id,):
            found.set("legal_form", (found.person(name),), Symbol(_LEGAL_FORMS[kind]))
    elif kind in _PERIODS:
        for name in event.all("agent"):
            found.add(_PERIODS[kind], (found.person(name),), period(event))
    elif kind in _TIMES_AT:
        _time_at(_TIMES_AT[kind], event, found)
    elif kind in _READERS:
        _READERS[kind](event, found)
    elif kind not in _READ_ELSEWHERE and "business" not in event.types and "service" not in event.types:
        found.not_understood.append(kind)


def _tie(kind: str, event: Event, found: Facts) -> None:
    for one, other in product(event.all("agent"), event.all("patient")):
        first, second = found.person(one), found.person(other)
        if kind in _PARENT | _STEPPARENT:
            first, second = second, first
        if kind in _CHILD | _PARENT:
            found.set("child", (first, second), True)
        elif kind in _STEPCHILD | _STEPPARENT:
            found.set("stepchild", (first, second), True)
        else:
            name = "sibling" if kind in _SIBLING else "stepsibling"
            found.set(name, (first, second), True)
            found.set(name, (second, first), True)
        _tie_time(event, (first, second), found)


def _tie_time(event: Event, pair: tuple[Person, Person], found: Facts) -> None:
    start, end = event.day("start"), event.day("end")
    for about in (pair, pair[::-1]):
        if start:
            found.set("tie_begun", about, start)
        if end:
            found.set("tie_ended", about, end + _DAY)


def _time_at(name: str, event: Event, found: Facts) -> None:
    for who, where in product(
        event.all("agent"), (*event.all("patient"), *event.all("location"), *event.all("purpose"))
    ):
        found.add(name, (found.person(who), found.person(where)), period(event))
        found.single.setdefault(fact_key("employer_form", (Person(where),)), Symbol(words.employer_form(where)))


def _marriage(event: Event, found: Facts) -> None:
    people = (*event.all("agent"), *event.all("patient"))
    decrees = [
        one for one in found.events.values() if "legal_separation" in one.types and event.id in one.all("patient")
    ]
    decree = min((day for one in decrees if (day := one.day("start"))), default=None)
    end = event.day("end")
    for start in event.days("start") or (None,):
        made = record("marriage", name=event.id, begun=start, ended=end + _DAY if end else None, decree=decree)
        found.records[event.id].append(made)
        for one, other in product(people, people):
            if one != other:
                found.add("marriages", (found.person(one), found.person(other)), made)


def _joint_return(event: Event, found: Facts) -> None:
    first, last = event.day("start"), event.day("end")
    years = range((first or last or date(_FIRST_YEAR, 1, 1)).year, (last or first or date(_FIRST_YEAR, 1, 1)).year + 1)
    for one, other in product(event.all("agent"), event.all("agent")):
        for year in years if one != other else ():
            found.set("joint_filer", (found.person(one), found.person(other), Fraction(year)), True)


def _residence(event: Event, found: Facts) -> None:
    end = event.day("end")
    for who, place in product(event.all("agent"), event.all("patient")):
        found.households.setdefault(place)
        for start in event.days("start") or (None,):
            made = record("residence", place=place, begun=start, ended=end + _DAY if end else None)
            found.add("residences", (found.person(who),), made)


def _birth(event: Event, found: Facts) -> None:
    for name in event.all("agent"):
        found.set("born", (found.person(name),), event.day("start") or event.day("end") or ALWAYS)


def _death(event: Event, found: Facts) -> None:
    for name in event.all("agent"):
        found.set("died", (found.person(name),), event.day("start") or event.day("end") or OPEN)


def _income(event: Event, found: Facts) -> None:
    for who, amount in product(event.all("agent"), event.fields.get("amount", ())):
        _receipt(who, amount, event, found)


def _receipt(who: str, amount: Any, event: Event, found: Facts) -> None:
    for day in event.days("start") or event.days("end"):
        found.add("income", (found.person(who),), record("receipt", amount=usd(amount), received=day))


def _deduction(event: Event, found: Facts) -> None:
    amounts = event.fields.get("amount", ()) or (None,)
    for who, amount, day in product(event.all("agent"), amounts, event.days("start") or event.days("end")):
        made = record("deduction", amount=Absence.UNKNOWN if amount is None else usd(amount), claimed=day)
        found.add("deductions", (found.person(who),), made)


def _american_employer(event: Event, found: Facts) -> None:
    for name in event.all("agent"):
        found.set("american_employer", (found.person(name),), True)


def _citizenship(event: Event, found: Facts) -> None:
    for name in event.all("agent"):
        if any(words.is_united_states(country) for country in event.all("patient")):
            found.set("citizenship", (found.person(name),), Symbol("united_states"))


def _service(event: Event, found: Facts) -> None:
    for employee, employer in product(event.all("agent"), event.all("patient")):
        serve(event, employee, employer, found)


def serve(event: Event, employee: str, employer: str, found: Facts) -> RecordValue:
    """One person's service to an employer, as an event describes it; an event without days lasts always."""
    end = event.day("end")
    made = record(
        "service",
        name=event.id,
        employee=found.worker(employee),
        employer=found.worker(employer),
        begun=event.day("start"),
        ended=end + _DAY if end else None,
        kind_of_work=Symbol(words.kind_of_work(event.all("purpose"), event.all("location"))),
        country=Symbol(_country(event, found)),
        in_business=_in_business(event, employer, found),
        by_admitted_alien=_admitted(employee, found),
        as_student_nurse=_learns_nursing(event, employee, found),
    )
    found.records[event.id].append(made)
    found.add("services", (Person(employer),), made)
    if Person(employee) not in found.listed[fact_key("employees", (Person(employer),))]:
        found.add("employees", (Person(employer),), Person(employee))
    key = fact_key("employer_form", (Person(employer),))
    found.single.setdefault(key, Symbol(words.employer_form(employer)))
    return made


def _country(event: Event, found: Facts) -> str:
    places = event.all("location")
    stated = [country for place in places if place in found.events for country in found.events[place].all("country")]
    country = stated[0] if stated else words.country_of(places)
    if not country or words.is_united_states(country):
        return "united_states"
    agreed = any(_names(one, country) for one in found.events.values() if _is_agreement(one))
    return "contiguous_with_agreement" if agreed and words.plain(country) in words.CONTIGUOUS else "elsewhere"


def _is_agreement(event: Event) -> bool:
    return any("agreement" in kind for kind in event.types)


def _names(event: Event, country: str) -> bool:
    return words.plain(country) in {words.plain(name) for name in (*event.all("agent"), *event.all("patient"))}


def _in_business(event: Event, employer: str, found: Facts) -> bool:
    """Whether work is in the course of the employer's business: not if its nature is said and is another one."""
    businesses = [one for one in found.events.values() if "business" in one.types and employer in one.all("agent")]
    natures = {kind for kind in event.types if kind != "service"}
    lines = {kind for one in businesses for kind in one.types if kind != "business"}
    return not natures or not businesses or bool(natures & lines)


def _admitted(employee: str, found: Facts) -> bool:
    return any("migration" in one.types and employee in one.all("agent") for one in found.events.values())


def _learns_nursing(event: Event, employee: str, found: Facts) -> bool:
    if any("nurse" in words.plain(purpose) for purpose in (*event.all("purpose"), *event.types)):
        return True
    schools = {
        name for one in found.events.values() if "nurses_training_school" in one.types for name in one.all("agent")
    }
    enrolled = [
        one for one in found.events.values() if employee in one.all("agent") and set(one.types) & set(_TIMES_AT)
    ]
    places = {place for one in enrolled for place in (*one.all("patient"), *one.all("location"))}
    return any(place in schools or words.employer_form(place) == "nurses_training_school" for place in places)


def plan_of(event: Event) -> RecordValue:
    """A plan of an employer."""
    return record("plan", name=event.id, provision=Symbol(words.provision(event.all("purpose"))))


def _payment(event: Event, found: Facts) -> None:
    plans = [name for name in (*event.all("patient"), *event.all("purpose")) if _is_plan(name, found)]
    works = [made for purpose in event.all("purpose") for made in _works(purpose, found)]
    for amount, day in product(event.fields.get("amount", ()), event.days("start") or event.days("end")):
        for who in event.all("patient") if not plans else ():
            found.add("income", (found.worker(who),), record("receipt", amount=usd(amount), received=day))
        for made in works:
            pay(event, made, amount, _paid(event, day), found)
        if not works and not plans and not event.all("patient"):
            _upkeep(event, amount, day, found)
        if not works:
            _described(event, amount, _paid(event, day), plans, found)


def _described(event: Event, amount: Any, day: date, plans: list[str], found: Facts) -> None:
    """A payment for no service that is known, as far as the event describes it. Some paragraphs ask of it alone."""
    employers = event.all("agent")
    works = [one for made in found.records.values() for one in made if one.kind == "service"]
    fitting = [one for one in works if str(dict(one.fields)["employer"]) in employers]
    service = fitting[0] if len(fitting) == 1 else None
    employee = dict(service.fields)["employee"] if service else None
    payees = [Person(name) for name in event.all("patient") if name not in plans]
    found.records[event.id].append(
        record(
            "payment",
            name=event.id,
            amount=usd(amount),
            payer=Person(employers[0]) if employers else None,
            payee=employee or (payees[0] if payees else None),
            paid=day,
            cash=_is_cash(event),
            for_service=service,
            by_plan=plan_of(found.events[plans[0]]) if plans else None,
            to_survivor=bool(employee and payees and employee not in payees),
        )
    )


def _paid(event: Event, start: date) -> date:
    end = event.day("end")
    return end if end and len(event.days("start")) < 2 else start


def _is_plan(name: str, found: Facts) -> bool:
    return name in found.events and "plan" in found.events[name].types


def _works(purpose: str, found: Facts) -> list[RecordValue]:
    """The services that a payment is for: directly, or on their termination."""
    event = found.events.get(purpose)
    if event and "termination" in event.types:
        return [made for name in event.all("patient") for made in found.records.get(name, ()) if made.kind == "service"]
    return [made for made in found.records.get(purpose, ()) if made.kind == "service"]


def _upkeep(event: Event, amount: Any, day: date, found: Facts) -> None:
    last = event.day("end") if len(event.days("start")) < 2 else None
    days = [day, *(date(year, 1, 1) for year in range(day.year + 1, (last or day).year + 1))]
    for household, payer, each in product(event.all("purpose"), event.all("agent"), days):
        found.households.setdefault(household)
        found.add("upkeep", (household,), record("upkeep", payer=Person(payer), amount=usd(amount), paid=each))


def pay(event: Event, service: RecordValue, amount: Any, day: date, found: Facts) -> RecordValue:
    """A payment for a service, as an event describes it."""
    of_service = dict(service.fields)
    employee, employer = of_service["employee"], of_service["employer"]
    assert isinstance(employee, Person)
    assert isinstance(employer, Person)
    plans = [name for name in (*event.all("patient"), *event.all("purpose")) if _is_plan(name, found)]
    ends = [
        found.events[x] for x in event.all("purpose") if x in found.events and "termination" in found.events[x].types
    ]
    received = [name for name in event.all("patient") if name not in plans]
    made = record(
        "payment",
        name=event.id,
        amount=usd(amount),
        payer=employer,
        payee=employee,
        paid=day,
        cash=_is_cash(event),
        for_service=service,
        by_plan=plan_of(found.events[plans[0]]) if plans else None,
        termination_cause=Symbol(_cause(ends[0], employee, found)) if ends else None,
        to_survivor=bool(received) and employee.name not in received,
    )
    found.records[event.id].append(made)
    found.add("pay", (employee, employer), made)
    return made


def _is_cash(event: Event) -> bool:
    return words.plain(event.one("means")) in ("", "cash", "money", "check", "wire transfer", "bank transfer")


def _cause(termination: Event, employee: Person, found: Facts) -> str:
    named = [found.events[reason] for reason in termination.all("reason") if reason in found.events]
    said = [reason for reason in termination.all("reason") if reason not in found.events]
    said += [text for one in named for text in (*one.types, *one.all("reason"))]
    return words.cause(said)


def _later(_event: Event, _found: Facts) -> None:
    """Payments are read when all services are known."""


_READERS = {
    "marriage": _marriage, "joint_return": _joint_return, "residence": _residence, "birth": _birth, "death": _death,
    "income": _income, "deduction": _deduction, "american_employer": _american_employer, "citizenship": _citizenship,
    "service": _service, "payment": _later,
}  # fmt: skip


def households(found: Facts) -> Iterator[str]:
    """Every home or household of the case."""
    yield from found.households
