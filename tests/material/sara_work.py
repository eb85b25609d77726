"""Read who works for whom: events of a neutral tax case in, services as records of the rulebook `irc` out."""

from collections.abc import Iterable, Iterator

from panarchy_rules.base.values import Person, RecordValue, Symbol
from panarchy_rules.rulebook.record import fact_key
from tests.material import sara_words as words
from tests.material.sara_events import Event
from tests.material.sara_found import Facts, after, record

SERVICES = {"service", "employment", "agricultural_service", "agricultural_labor", "domestic_service"}
TIMES_AT = {
    "enrollment": "enrollment",
    "enrolment": "enrollment",
    "attending_classes": "class_attendance",
    "class_attendance": "class_attendance",
    "medical_patient": "patient_time",
    "patient": "patient_time",
    "hospitalization": "patient_time",
}
_ADMISSIONS = ("migration", "immigration", "alien", "admitted_alien", "visa")


def is_service(event: Event) -> bool:
    """Whether an event is work for somebody."""
    return not SERVICES.isdisjoint(event.types)


def read_service(event: Event, found: Facts) -> bool:
    """Everybody's service to every employer; of the two one may be unnamed. False if neither is named."""
    employees, employers = event.all("agent"), event.all("patient")
    if not (employees or employers):
        return False
    for employee in employees or _paid_for(event, "patient", found) or ["an employee"]:
        for employer in employers or _paid_for(event, "agent", found) or ["an employer"]:
            serve(event, employee, employer, found)
    return True


def _paid_for(service: Event, role: str, found: Facts) -> list[str]:
    """Who pays, or is paid, for a service."""
    payments = [one for one in found.of_type("payment") if service.id in one.all("purpose")]
    return list(dict.fromkeys(name for one in payments for name in one.all(role)))


def serve(event: Event, employee: str, employer: str, found: Facts) -> RecordValue:
    """One person's service to an employer, as an event describes it; an event without days lasts always."""
    work = words.kind_of_work((*event.all("purpose"), *event.types), _places(event, found))
    country = _country(event, found)
    said = {
        "employee": found.worker(employee),
        "employer": found.worker(employer),
        "kind_of_work": Symbol(work),
        "country": Symbol(country),
        "in_business": work != "domestic" and _in_business(event, employer, found),
        "by_admitted_alien": _admitted(employee, found),
        "as_student_nurse": _learns_nursing(event, employee, found),
    }
    made = [record("service", name=event.id, begun=start, ended=after(end), **said) for start, end in event.spans()]
    for one in made:
        found.records[event.id].append(one)
        found.add("services", (Person(employer),), one)
    if Person(employee) not in found.listed[fact_key("employees", (Person(employer),))]:
        found.add("employees", (Person(employer),), Person(employee))
    found.form(Person(employer), words.employer_form(employer))
    return made[-1]


def _places(event: Event, found: Facts) -> list[str]:
    """Where a service is performed, with what is said of these places."""
    places = [*event.all("location"), *event.all("country")]
    known = [found.events[place] for place in places if place in found.events]
    return [*places, *(text for one in known for name in ("country", "purpose") for text in one.all(name))]


def _country(event: Event, found: Facts) -> str:
    places = _places(event, found)
    stated = [country for place in places if place in found.events for country in found.events[place].all("country")]
    country = (stated or list(event.all("country")) or [words.country_of(places)])[0]
    if not country or words.is_united_states(country):
        return "united_states"
    agreed = any(_names(one, country) for one in found.events.values() if is_agreement(one.types))
    return "contiguous_with_agreement" if agreed and words.plain(country) in words.CONTIGUOUS else "elsewhere"


def is_agreement(kinds: Iterable[str]) -> bool:
    """Whether an event is an agreement between countries."""
    return any("agreement" in kind for kind in kinds)


def _names(event: Event, country: str) -> bool:
    return words.plain(country) in {words.plain(name) for name in (*event.all("agent"), *event.all("patient"))}


def _in_business(event: Event, employer: str, found: Facts) -> bool:
    """Whether work is in the course of the employer's business: not if its nature is said and is another one.

    What it is for says its nature only beside a business of which it is said what that is.
    """
    businesses = [one for one in found.of_type("business") if employer in one.all("agent")]
    lines = {kind for one in businesses for kind in (*one.types, *one.all("purpose")) if kind != "business"}
    natures = {*(set(event.types) - SERVICES), *(event.all("purpose") if lines else ())}
    return not natures or not businesses or not _words_of(natures).isdisjoint(_words_of(lines))


def _words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in words.plain(text).split()}


def is_admission(kind: str) -> bool:
    """Whether a word says that an alien was admitted."""
    return kind in _ADMISSIONS


def _admitted(employee: str, found: Facts) -> bool:
    """Whether somebody is an alien admitted to do agricultural labor; where no purpose is said, for that one."""
    admitted = [one for one in found.of_type(*_ADMISSIONS) if employee in (*one.all("agent"), *one.all("patient"))]
    purposes = [list(_purposes(one, found)) for one in admitted if _to_the_united_states(one)]
    return any(not said or words.is_farm_admission(said) for said in purposes)


def _purposes(event: Event, found: Facts) -> Iterator[str]:
    """What an event is for; where that is another event, what that one is and is for."""
    for purpose in (*event.all("purpose"), *event.all("reason")):
        named = found.events.get(purpose)
        yield from (*named.types, *named.all("purpose")) if named else (purpose,)


def _to_the_united_states(admission: Event) -> bool:
    places = admission.all("destination") or admission.all("location")
    return not places or any(map(words.is_united_states, places))


def _learns_nursing(event: Event, employee: str, found: Facts) -> bool:
    if words.is_nursing((*event.all("purpose"), *event.types)):
        return True
    schools = {
        name
        for one in found.stated
        if "nurses_training_school" in one.types or (_is_school(one) and words.is_nursing(one.all("purpose")))
        for name in one.all("agent") or (one.id,)
    }
    enrolled = [one for one in found.of_type(*TIMES_AT) if employee in one.all("agent")]
    places = {place for one in enrolled for place in _places_of(one, found)}
    return any(place in schools or words.employer_form(place) == "nurses_training_school" for place in places) or any(
        _teaches_nursing(one, found) for one in enrolled
    )


def _is_school(event: Event) -> bool:
    return (
        any(words.employer_form(kind) == "school" for kind in event.types) or "educational_institution" in event.types
    )


def read_time_at(kind: str, event: Event, found: Facts) -> bool:
    """When a student was at a school, or a patient at a hospital.

    A school where somebody studies nursing trains nurses, whatever else it is.
    """
    places = _places_of(event, found)
    training = [f"nurses' training school of {where}" for where in places if _teaches_nursing(event, found)]
    for who in event.all("agent"):
        for where in (*places, *training):
            found.add(TIMES_AT[kind], (found.person(who), found.person(where)), event.period())
            found.form(Person(where), words.employer_form(where))
    return bool(event.all("agent") and places)


def _places_of(event: Event, found: Facts) -> list[str]:
    """Where somebody was a student or patient; where classes have no place, at the schools of an enrollment."""
    said = [*event.all("patient"), *event.all("location")]
    said += [] if said and words.is_nursing(event.all("purpose")) else event.all("purpose")
    places = [place for name in said for place in _place(name, found)]
    return places or [
        place for one in _enrollments(event, found) if one.id != event.id for place in _places_of(one, found)
    ]


def _place(name: str, found: Facts) -> list[str]:
    """A place by its name, or by the enrollment at it."""
    named = found.events.get(name)
    return _places_of(named, found) if named and not TIMES_AT.keys().isdisjoint(named.types) else [name]


def _enrollments(event: Event, found: Facts) -> list[Event]:
    """The enrollments of those who attend classes."""
    if "attending_classes" not in event.types and "class_attendance" not in event.types:
        return []
    return [one for one in found.of_type("enrollment", "enrolment") if set(one.all("agent")) & set(event.all("agent"))]


def _teaches_nursing(event: Event, found: Facts) -> bool:
    """Whether somebody is enrolled to learn nursing, or attends the classes of such an enrollment."""
    return any(words.is_nursing((*one.all("purpose"), *one.types)) for one in (event, *_enrollments(event, found)))
