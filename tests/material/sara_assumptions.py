"""Fix the conclusions that a neutral tax case assumes: predicates with places in, stipulated answers out."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from panarchy_rules.base.periods import between
from panarchy_rules.base.values import ALWAYS, OPEN, Person, RecordValue
from tests.material.sara_events import Event, day_of, said_of_everything
from tests.material.sara_found import DAY, Facts, after, record, usd
from tests.material.sara_payments import pay
from tests.material.sara_predicates import (
    ASSUMED,
    HOUSEHOLD,
    LINES,
    PERSONS,
    RELATIONSHIPS,
    Line,
    line_of,
)
from tests.material.sara_questions import FORMULA_PLACES, Case, percentage_assumed
from tests.material.sara_work import serve

# What predicates with formulas fix, since their questions are no lines.
_TOTALS = {
    "s151_d_3_A": Line(("t", *"----", "a", "y"), (), (("a", ("reduced_exemption", "t", "y"), ""),)),
    "s151": Line(("t", "a", "-", "-", "y"), (), (("a", ("personal_exemptions", "t", "y"), ""),)),
    "s63_d": Line(("t", "-", "a", "y"), (), (("a", ("itemized_deductions", "t", "y"), ""),)),
    "s63_d_2": Line(("t", "-", "a", "y"), (), (("a", ("personal_exemptions", "t", "y"), ""),)),
}
_ITEMIZING = ("s63_d",)
_EVERYBODY = "*"


def assume(case: Case, stated: Mapping[str, Any]) -> None:
    """Everything that a case assumes. A helper of the case's own, which is no predicate of a section, says nothing."""
    everything = said_of_everything(stated)
    for one in stated.get("assumed") or ():
        predicate, args = one["predicate"], one["args"]
        given = tuple(None if isinstance(place, Mapping) else place for place in args)
        case.assumed.append((predicate, given))
        line = _TOTALS.get(predicate) or line_of(predicate, len(given), ASSUMED) or line_of(predicate, len(given))
        if predicate == "s3306_b":
            _wages(case, given)
        elif predicate == "s151_d_3_B" and None not in (given[0], given[1], given[3]):
            _percentage(case, given)
        elif predicate == "s3306_c":
            _employment(case, given, everything)
        elif predicate in RELATIONSHIPS:
            _relationship(case, predicate, given)
        elif line:
            _conclusion(case, line, given)
            if predicate in _ITEMIZING:
                _conclusion(
                    case, Line(("t", "-", "-", "y"), LINES["s63_a"].conditions), (given[0], None, None, given[3])
                )
        elif predicate in LINES or predicate in FORMULA_PLACES or predicate.startswith("s1_"):
            case.found.not_understood.append(f"{predicate} with {len(given)} places cannot be assumed")


def _conclusion(case: Case, line: Line, given: tuple[Any, ...]) -> None:
    stated = {letter: value for letter, value in zip(line.places, given, strict=True) if value is not None}
    for letter, value in stated.items():
        if letter in PERSONS:
            case.found.person(str(value))
    _services(case, line, stated)
    for either in line.conditions:
        first = either[0]
        if not first.is_asked(stated):
            continue
        for arguments in _filled(case, first.letters, stated):
            case.stipulated[first.name, arguments] = not first.negated
    for letter, (name, *letters), _ in line.amounts:
        for arguments in _filled(case, tuple(letters), stated) if letter in stated else ():
            case.stipulated[name, arguments] = usd(stated[letter])


def _services(case: Case, line: Line, stated: Mapping[str, Any]) -> None:
    """A service that a conclusion is about and no event describes is as the conclusion says."""
    if {"v", "e", "w"} <= set(stated) and "v" in line.places:
        _service(case.found, str(stated["v"]), str(stated["e"]), str(stated["w"]), {})


def _filled(case: Case, letters: tuple[str, ...], stated: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    return product(*(_choices(case, letter, stated) for letter in letters))


def _choices(case: Case, letter: str, stated: Mapping[str, Any]) -> list[Any]:
    """What a definition is asked about; who or where is left open is somebody or somewhere that nobody named."""
    plain = letter.removeprefix(_EVERYBODY)
    if plain in stated:
        return case.filling(plain, stated[plain])
    if letter.startswith(_EVERYBODY):
        return case.domain(plain)
    if letter in PERSONS:
        return [_somebody(case, letter)]
    if letter == HOUSEHOLD:
        return [_somewhere(case, stated)]
    return case.domain(letter)


def _somebody(case: Case, letter: str) -> Person:
    return case.found.unnamed({"s": "a spouse", "x": "a dependent", "d": "a dependent"}.get(letter, "somebody"))


def _somewhere(case: Case, stated: Mapping[str, Any]) -> str:
    """A home that the taxpayer lives in, and so does whoever else the conclusion speaks of."""
    known = [
        str(dict(one.fields)["place"]) for one in case.found.get("residences", (Person(str(stated.get("t"))),)) or ()
    ]
    if known:
        return known[0]
    place = case.found.home("a home")
    dependent = [Person(str(stated["d"]))] if "d" in stated else [_somebody(case, "d")]
    for one in (*dependent, *(Person(str(stated[x])) for x in "t" if x in stated)):
        if not case.found.get("residences", (one,)):
            case.found.add("residences", (one,), record("residence", place=place))
    return place


def _relationship(case: Case, predicate: str, given: tuple[Any, ...]) -> None:
    places, definition, *_ = RELATIONSHIPS[predicate]
    stated = {letter: value for letter, value in zip(places.split(), given, strict=False) if value is not None}
    start, end = (day_of(stated[x]) if x in stated else None for x in "pq")
    time = between(start or ALWAYS, after(end) or OPEN)
    for arguments in _filled(case, ("x", "t"), stated):
        case.stipulated[definition, arguments] = time


def _wages(case: Case, given: tuple[Any, ...]) -> None:
    amount, payment, service, payer, payee, *_, employer, employee = given
    found = case.found
    made = found.made(str(payment), "payment")
    if not made:
        work = _service(found, str(service or "work"), str(employer or payer), str(employee or payee), {})
        fields = dict(work.fields)
        last = fields.get("ended")
        day = last - DAY if isinstance(last, date) else fields.get("begun")
        event = Event(str(payment or service or "pay"), ("payment",))
        made = [pay(event, work, amount, day, found)] if isinstance(day, date) and amount is not None else []
    if not made:
        found.not_understood.append(f"wages of {amount} on no day that is known")
    for one in made if amount is not None else ():
        case.stipulated["counted", (one,)] = case.stipulated["wages", (one,)] = usd(amount)


def _percentage(case: Case, given: tuple[Any, ...]) -> None:
    who, year = case.found.person(str(given[1])), Fraction(str(given[3]))
    points = percentage_assumed(case, who, year)
    if points is not None:
        case.stipulated["applicable_percentage", (who, year)] = points / 100


def _employment(case: Case, given: tuple[Any, ...], everything: Mapping[str, tuple[Any, ...]]) -> None:
    service, employer, employee, _, day, year = given
    fields = {**everything, **({"start": (day,), "end": (day,)} if day else {})}
    works = case.found.made(str(service), "service") if employer is None or employee is None else []
    for work in works or [_service(case.found, str(service), str(employer), str(employee), fields)]:
        said = dict(work.fields)
        stated = [day_of(day)] if day else [one for one in case.domain("g") if _during(one, said)]
        for one in stated:
            if one and (not year or one.year == int(year)):
                case.stipulated["employment", (work, one)] = True


def _during(day: date, service: Mapping[str, Any]) -> bool:
    return (service.get("begun") or ALWAYS) <= day < (service.get("ended") or OPEN)


def _service(
    found: Facts, name: str, employer: str, employee: str, fields: Mapping[str, tuple[Any, ...]]
) -> RecordValue:
    """The service that a conclusion is about; if no event describes it, as the conclusion does."""
    for one in found.made(name, "service"):
        if dict(one.fields)["employee"] == Person(employee):
            return one
    event = found.events.get(name)
    described = event.fields if event else {}
    return serve(Event(name, ("service",), {**fields, **described}), employee, employer, found)
