"""Fix the conclusions that a neutral tax case assumes: predicates with places in, stipulated answers out."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

from panarchy_rules.base.periods import between
from panarchy_rules.base.values import ALWAYS, OPEN, Person, RecordValue
from tests.material.sara_events import Event, said_of_everything
from tests.material.sara_facts import Facts, pay, serve, usd
from tests.material.sara_questions import ANY, ASSUMED, RELATIONSHIPS, Case, line_of


def assume(case: Case, stated: Mapping[str, Any]) -> None:
    """Everything that a case assumes. A helper of the case's own, which is no predicate of a section, says nothing."""
    everything = said_of_everything(stated)
    for one in stated.get("assumed", ()):
        predicate = one["predicate"]
        given = tuple(None if isinstance(place, Mapping) else place for place in one["args"])
        if predicate == "s3306_b":
            _wages(case, given)
        elif predicate == "s3306_c":
            _employment(case, given, everything)
        elif predicate in RELATIONSHIPS:
            _relationship(case, predicate, given)
        elif line_of(predicate, len(given)):
            _conclusion(case, predicate, given)


def _conclusion(case: Case, predicate: str, given: tuple[Any, ...]) -> None:
    line = line_of(predicate, len(given), ASSUMED) or line_of(predicate, len(given))
    assert line
    stated = {letter: value for letter, value in zip(line.places, given, strict=True) if value not in (None, ANY)}
    for letter, value in stated.items():
        if letter in "tsxdoew":
            case.found.person(str(value))
    for either in line.conditions:
        negated = either[0][0] == "not"
        name, *letters = either[0][negated:]
        for arguments in _filled(case, letters, stated):
            case.stipulated[name, arguments] = not negated
    for letter, (name, *letters), _ in line.amounts:
        for arguments in _filled(case, letters, stated) if letter in stated else ():
            case.stipulated[name, arguments] = usd(stated[letter])


def _filled(case: Case, letters: list[str], stated: Mapping[str, Any]) -> Any:
    """What a definition is asked about; a place that is left open stands for everything that may fill it."""
    return product(*(case.filling(x, stated[x]) if x in stated else case.domain(x) for x in letters))


def _relationship(case: Case, predicate: str, given: tuple[Any, ...]) -> None:
    places, definition, *_ = RELATIONSHIPS[predicate]
    stated = dict(zip(places.split(), given, strict=True))
    start, end = (date.fromisoformat(stated[x]) if stated[x] else None for x in "pq")
    time = between(start or ALWAYS, end + timedelta(days=1) if end else OPEN)
    case.stipulated[definition, (case.found.person(stated["x"]), case.found.person(stated["t"]))] = time


def _wages(case: Case, given: tuple[Any, ...]) -> None:
    amount, payment, service, payer, payee, *_, employer, employee = given
    found = case.found
    made = [one for one in found.records.get(str(payment), ()) if one.kind == "payment"]
    if not made:
        work = _service(found, str(service), str(employer or payer), str(employee or payee), {})
        fields = dict(work.fields)
        last = fields.get("ended")
        day = last - timedelta(days=1) if isinstance(last, date) else fields.get("begun")
        made = (
            [pay(Event(str(payment or service), ("payment",)), work, amount, day, found)]
            if isinstance(day, date)
            else []
        )
    for one in made:
        case.stipulated["counted", (one,)] = usd(amount)


def _employment(case: Case, given: tuple[Any, ...], everything: Mapping[str, tuple[Any, ...]]) -> None:
    service, employer, employee, _, day, year = given
    fields = {**everything, **({"start": (day,), "end": (day,)} if day else {})}
    work = _service(case.found, str(service), str(employer), str(employee), fields)
    said = dict(work.fields)
    days = [date.fromisoformat(day)] if day else [one for one in case.domain("g") if _during(one, said)]
    for one in days:
        if not year or one.year == int(year):
            case.stipulated["employment", (work, one)] = True


def _during(day: date, service: Mapping[str, Any]) -> bool:
    return (service.get("begun") or ALWAYS) <= day < (service.get("ended") or OPEN)


def _service(
    found: Facts, name: str, employer: str, employee: str, fields: Mapping[str, tuple[Any, ...]]
) -> RecordValue:
    """The service that a conclusion is about; if no event describes it, as the conclusion does."""
    for one in found.records.get(name, ()):
        if one.kind == "service" and dict(one.fields)["employee"] == Person(employee):
            return one
    event = found.events.get(name)
    described = event.fields if event else {}
    return serve(Event(name, ("service",), {**fields, **described}), employee, employer, found)
