"""Read who works for whom: events of a neutral tax case in, services as records of the rulebook `irc` out."""

from collections.abc import Iterable

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
    """Everybody's service to every employer. False if there is none."""
    pairs = [(employee, employer) for employee in event.all("agent") for employer in event.all("patient")]
    for employee, employer in pairs:
        serve(event, employee, employer, found)
    return bool(pairs)


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
    found.single.setdefault(fact_key("employer_form", (Person(employer),)), Symbol(words.employer_form(employer)))
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
    """Whether work is in the course of the employer's business: not if its nature is said and is another one."""
    businesses = [one for one in found.of_type("business") if employer in one.all("agent")]
    natures = set(event.types) - SERVICES
    lines = {kind for one in businesses for kind in (*one.types, *one.all("purpose")) if kind != "business"}
    return not natures or not businesses or bool(natures & lines)


def is_admission(kind: str) -> bool:
    """Whether a word says that an alien was admitted."""
    return kind in _ADMISSIONS


def _admitted(employee: str, found: Facts) -> bool:
    """Whether somebody is an alien admitted to do agricultural labor; where no purpose is said, for that one."""
    admitted = [one for one in found.of_type(*_ADMISSIONS) if employee in (*one.all("agent"), *one.all("patient"))]
    purposes = [[*one.all("purpose"), *one.all("reason")] for one in admitted if _to_the_united_states(one)]
    return any(not said or words.is_farm_admission(said) for said in purposes)


def _to_the_united_states(admission: Event) -> bool:
    places = admission.all("destination") or admission.all("location")
    return not places or any(map(words.is_united_states, places))


def _learns_nursing(event: Event, employee: str, found: Facts) -> bool:
    if any("nurse" in words.plain(purpose) for purpose in (*event.all("purpose"), *event.types)):
        return True
    schools = {name for one in found.of_type("nurses_training_school") for name in one.all("agent") or (one.id,)}
    enrolled = [one for one in found.of_type(*TIMES_AT) if employee in one.all("agent")]
    places = {place for one in enrolled for place in (*one.all("patient"), *one.all("location"))}
    return any(place in schools or words.employer_form(place) == "nurses_training_school" for place in places)


def read_time_at(kind: str, event: Event, found: Facts) -> bool:
    """When a student was at a school, or a patient at a hospital."""
    places = (*event.all("patient"), *event.all("location"), *event.all("purpose"))
    for who in event.all("agent"):
        for where in places:
            found.add(TIMES_AT[kind], (found.person(who), found.person(where)), event.period())
            key = fact_key("employer_form", (Person(where),))
            found.single.setdefault(key, Symbol(words.employer_form(where)))
    return bool(event.all("agent") and places)
