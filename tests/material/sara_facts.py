"""Translate the events of a neutral tax case to facts of the rulebook `irc`: events in, facts and records out.

What no reader understands is listed: a kind of event, an event that lacks what it needs, or a field nobody asks for.
"""

from collections.abc import Callable, Iterator, Mapping

from panarchy_rules.base.values import ALWAYS, OPEN, Symbol
from tests.material import sara_family as family
from tests.material import sara_payments as payments
from tests.material import sara_words as words
from tests.material import sara_work as work
from tests.material.sara_events import Event, day_of
from tests.material.sara_found import Facts, after, is_amount, record

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
    "federal_government": "federal_government",
}
_PERIODS = {
    "blindness": "blindness",
    "nonresident_alien": "nonresidence",
    "incarceration": "imprisonment",
    "imprisonment": "imprisonment",
    "commitment": "imprisonment",
}
# What others refer to, and read there.
_REFERRED_TO = {"plan", "termination", "retirement", "disability", "business", "penal_institution"}
# What is said of an event and decides nothing.
_NO_MATTER = {
    "*": "country",
    "plan": "agent beneficiary purpose start end",
    "termination": "agent start end",
    "retirement": "agent start end reason",
    "disability": "agent start end reason",
    "business": "agent start end",
    "deduction": "end purpose",
    "migration": "start end",
    "penal_institution": "agent location",
    "incarceration": "patient location",
    "birth": "end",
    "death": "end",
    "joint_return": "end",
    "income": "end",
    "citizenship": "start",
}


def facts_of(events: list[Event]) -> Facts:
    """All facts of a case: families first, then everything else, and payments when all services are known."""
    found = Facts(events)
    for is_now in (_is_of_families, _is_plain, _is_payment):
        for event in events:
            for kind in filter(is_now, event.types):
                if not _read(kind, event, found):
                    found.not_understood.append(f"{kind} {event.id}")
    return found


def _is_of_families(kind: str) -> bool:
    return bool(family.steps_of(kind)) or family.is_marriage(kind)


def _is_payment(kind: str) -> bool:
    return kind == "payment"


def _is_plain(kind: str) -> bool:
    return not (_is_of_families(kind) or _is_payment(kind))


def _read(kind: str, event: Event, found: Facts) -> bool:
    """Read an event as one of its kinds. False if that is not understood."""
    if family.steps_of(kind):
        return family.read_relation(kind, event, found)
    if family.is_marriage(kind):
        return family.read_marriage(event, found)
    if family.is_separation(kind):
        return family.read_separation(event, found)
    if kind in _FORMS:
        return _employer_form(_FORMS[kind], event, found)
    if words.legal_form(kind):
        return _legal_form(words.legal_form(kind), event, found)
    if kind in _PERIODS:
        return _period(_PERIODS[kind], event, found)
    if kind in work.TIMES_AT:
        return work.read_time_at(kind, event, found)
    if kind in work.SERVICES:
        return kind != _first_service(event) or work.read_service(event, found)
    if kind in _READERS:
        return _READERS[kind](event, found)
    refers = kind in _REFERRED_TO or work.is_admission(kind) or work.is_agreement([kind])
    return refers or "business" in event.types or work.is_service(event)


def _first_service(event: Event) -> str:
    return next(kind for kind in event.types if kind in work.SERVICES)


def _legal_form(form: str, event: Event, found: Facts) -> bool:
    for name in event.whom() or (event.id,):
        found.set("legal_form", (found.person(name),), Symbol(form))
    return True


def _employer_form(form: str, event: Event, found: Facts) -> bool:
    trains_nurses = form == "school" and words.is_nursing(event.all("purpose"))
    for name in event.whom() or (event.id,):
        found.form(found.person(name), "nurses_training_school" if trains_nurses else form)
    return True


def _period(fact: str, event: Event, found: Facts) -> bool:
    for name in event.whom():
        found.add(fact, (found.person(name),), event.period())
    return bool(event.whom())


def _residence(event: Event, found: Facts) -> bool:
    places = event.all("patient") or event.all("location")
    for who in event.all("agent"):
        for place in places:
            for start, end in event.spans():
                made = record("residence", place=found.home(place), begun=start, ended=after(end))
                found.add("residences", (found.person(who),), made)
    return bool(event.all("agent") and places)


def _birth(event: Event, found: Facts) -> bool:
    for name in event.whom():
        found.set("born", (found.person(name),), event.day("start") or event.day("end") or ALWAYS)
    return bool(event.whom())


def _death(event: Event, found: Facts) -> bool:
    for name in event.whom():
        found.set("died", (found.person(name),), event.day("start") or event.day("end") or OPEN)
    return bool(event.whom())


def _american_employer(event: Event, found: Facts) -> bool:
    for name in event.whom():
        found.set("american_employer", (found.person(name),), True)
    return bool(event.whom())


def _citizenship(event: Event, found: Facts) -> bool:
    countries = (*event.all("patient"), *event.all("country"))
    for name in event.all("agent"):
        if any(words.is_united_states(country) for country in countries):
            found.set("citizenship", (found.person(name),), Symbol("united_states"))
    return bool(event.all("agent") and countries)


_READERS: Mapping[str, Callable[[Event, Facts], bool]] = {
    "joint_return": family.read_joint_return,
    "residence": _residence,
    "birth": _birth,
    "death": _death,
    "income": payments.read_income,
    "deduction": payments.read_deduction,
    "american_employer": _american_employer,
    "citizenship": _citizenship,
    "payment": payments.read_payment,
}


def unread(found: Facts) -> Iterator[str]:
    """Fields that nobody asked for before a question was answered, and days that are none."""
    for event in found.stated:
        asked = found.events[event.id].read | event.read
        for name, values in event.fields.items():
            no_matter = {each for kind in (*event.types, "*") for each in _NO_MATTER.get(kind, "").split()}
            if event.types and name not in asked | no_matter:
                yield f"`{name}` of {'/'.join(event.types)} {event.id}"
            if name in ("start", "end"):
                yield from (f"the day `{x}` of {event.id}" for x in values if day_of(x) is None)
            if name == "amount":
                yield from (f"the amount `{x}` of {event.id}" for x in values if not is_amount(x))
