"""Read who paid what to whom: payments of a neutral tax case in, income, upkeep and pay of the rulebook `irc` out."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from panarchy_rules.base.values import Person, RecordValue, Symbol
from panarchy_rules.rulebook.record import Absence
from tests.material import sara_words as words
from tests.material.sara_events import Event
from tests.material.sara_found import DAY, Facts, is_amount, record, usd

# Who maintains a home at a cost that is not stated furnishes a share of it all the same.
_UNSTATED = (1,)
_REFERRING = ("patient", "purpose", "means", "reason", "beneficiary", "plan")


def read_income(event: Event, found: Facts) -> bool:
    """What somebody earned, on each day that is stated."""
    days = event.days("start") or event.days("end")
    for who, amount, day in product(event.whom(), _amounts(event), days):
        _receipt(who, amount, day, found)
    return bool(event.whom() and _amounts(event) and days)


def _amounts(event: Event) -> tuple[Any, ...]:
    event.read.add("amount")
    return tuple(filter(is_amount, event.fields.get("amount", ())))


def _receipt(who: str, amount: Any, day: date, found: Facts) -> None:
    found.add("income", (found.worker(who),), record("receipt", amount=usd(amount), received=day))


def read_deduction(event: Event, found: Facts) -> bool:
    """A deduction that somebody takes; one without an amount is taken all the same."""
    days = event.days("start") or event.days("end")
    for who, amount, day in product(event.whom(), _amounts(event) or (None,), days):
        made = record("deduction", amount=Absence.UNKNOWN if amount is None else usd(amount), claimed=day)
        found.add("deductions", (found.person(who),), made)
    return bool(event.whom() and days)


def read_payment(event: Event, found: Facts) -> bool:
    """A payment, once all services are known. False if it has no amount or no day, or is to nobody and for nothing."""
    plans, works = plans_of(event, found), list(works_of(event, found))
    payees = _payees(event, found)
    days, homes = event.days("start") or event.days("end"), list(_homes(event, bool(payees or plans or works), found))
    amounts = _amounts(event) or (_UNSTATED if homes else ())
    for amount, day in product(amounts, days):
        for who in payees:
            _receipt(who, amount, day, found)
        for home in homes:
            _upkeep(home, event, amount, day, found)
        for made in _at_the_time(works, day):
            pay(event, made, amount, _paid(event, day), found)
        if not works:
            _described(event, amount, _paid(event, day), found)
    return bool(amounts and days and (payees or plans or works or homes))


def _payees(event: Event, found: Facts) -> list[str]:
    """Who receives a payment: all but the plans, services and homes that it names."""
    things = {"plan", "service", "termination", "residence"}
    return [x for x in event.all("patient") if x not in found.events or things.isdisjoint(found.events[x].types)]


def _at_the_time(works: list[RecordValue], day: date) -> list[RecordValue]:
    """Of the services of one person to another the last that had begun on a day, or else the first."""
    chosen: dict[Any, RecordValue] = {}
    for one in works:
        fields = dict(one.fields)
        whose = (fields["employee"], fields["employer"])
        if whose not in chosen or (fields.get("begun") or date.min) <= day:
            chosen[whose] = one
    return list(chosen.values())


def _paid(event: Event, start: date) -> date:
    end = event.day("end")
    return end if end and len(event.days("start")) < 2 else start


# --- homes ---


def _homes(event: Event, has_other_sense: bool, found: Facts) -> Iterator[str]:
    """The households that a payment maintains: those it is for, or whose residence it is for."""
    for purpose in event.all("purpose"):
        named = found.events.get(purpose)
        if named and "residence" in named.types:
            yield from named.all("patient") or named.all("location")
        elif purpose in found.households or not (has_other_sense or named):
            yield found.home(purpose)


def _upkeep(home: str, event: Event, amount: Any, day: date, found: Facts) -> None:
    last = event.day("end") if len(event.days("start")) < 2 else None
    days = [day, *(date(year, 1, 1) for year in range(day.year + 1, (last or day).year + 1))]
    for payer, each in product(event.all("agent"), days):
        found.add("upkeep", (found.home(home),), record("upkeep", payer=Person(payer), amount=usd(amount), paid=each))


# --- plans ---


def plan_of(event: Event, found: Facts) -> RecordValue:
    """A plan, which is an employer's own and for the employees unless it, or a payment into it, says otherwise."""
    told = [event, *(one for one in found.of_type("payment") if event.id in one.all("patient"))]
    purposes = [text for one in told for role in ("purpose", "reason") for text in one.all(role)]
    benefit = [name for one in told for name in one.all("beneficiary")]
    return record(
        "plan",
        name=event.id,
        provision=Symbol(words.provision([*(text for text in purposes if text not in found.events), *event.types])),
        general=not benefit or any(_is_of_staff(x, found) for x in benefit),
        by_employer=not event.all("agent") or any(_employs(x, found) for x in event.all("agent")),
    )


def _employs(name: str, found: Facts) -> bool:
    return bool(found.get("employees", (Person(name),))) or any(
        name in one.all("agent") for one in found.of_type("payment")
    )


def _is_of_staff(name: str, found: Facts) -> bool:
    """An employee, one of an employee's family, or a class of persons."""
    everyone = {**found.persons, **found.at_work}
    employed = {str(who) for (fact, _), those in found.listed.items() if fact == "employees" for who in those}
    ties = ("child", "sibling", "stepchild", "marriages")
    near = (
        found.get(tie, pair)
        for tie in ties
        for other in employed
        for pair in ((Person(name), Person(other)), (Person(other), Person(name)))
    )
    return name not in everyone or name in employed or any(near)


def is_plan(name: str, found: Facts) -> bool:
    """Whether an id is that of a plan."""
    return name in found.events and "plan" in found.events[name].types


def plans_of(event: Event, found: Facts) -> list[str]:
    """The plans under which a payment is made: those it names, or that name it."""
    named = [name for role in _REFERRING for name in event.all(role) if is_plan(name, found)]
    naming = [one.id for one in found.of_type("plan") for role in ("patient", "purpose") if event.id in one.all(role)]
    return list(dict.fromkeys((*named, *naming)))


# --- pay for services ---


def works_of(event: Event, found: Facts) -> Iterator[RecordValue]:
    """The services that a payment is for: those it names, those whose end it names, those of whom it benefits.

    What an employer pays to an employee is pay if nothing is said of what it is for, or that it is for work.
    """
    named = [one for role in ("purpose", "reason") for one in event.all(role)]
    found_ones = [made for name in named for made in (found.made(name, "service") or _ended(name, event, found))]
    if not found_ones and plans_of(event, found):
        funds = [found.events[name] for name in plans_of(event, found)]
        benefit = {*event.all("beneficiary"), *(name for one in funds for name in one.all("beneficiary"))}
        found_ones = [one for one in _services_of(event, found) if str(dict(one.fields)["employee"]) in benefit]
    if not found_ones and words.is_for_work(named):
        found_ones = [one for one in _services_of(event, found) if _employee(one) in event.all("patient")]
    yield from dict.fromkeys(found_ones)


def _services_of(event: Event, found: Facts) -> list[RecordValue]:
    employers = event.all("agent")
    works = [one for made in found.records.values() for one in made if one.kind == "service"]
    return [one for one in works if str(dict(one.fields)["employer"]) in employers]


def _ended(name: str, payment: Event, found: Facts) -> list[RecordValue]:
    """The services whose end an event is: a termination of them, or what befell an employee."""
    event = found.events.get(name)
    if not event or event.types == payment.types:
        return []
    if "termination" in event.types:
        direct = [made for one in event.all("patient") for made in found.made(one, "service")]
        return direct or [one for one in _services_of(payment, found) if _employee(one) in event.all("patient")]
    if {"death", "disability", "retirement"} & set(event.types):
        return [one for one in _services_of(payment, found) if _employee(one) in event.all("agent")]
    return []


def _employee(service: RecordValue) -> str:
    return str(dict(service.fields)["employee"])


def pay(event: Event, service: RecordValue, amount: Any, day: date, found: Facts) -> RecordValue:
    """A payment for a service, as an event describes it."""
    of_service = dict(service.fields)
    employee, employer = of_service["employee"], of_service["employer"]
    assert isinstance(employee, Person)
    assert isinstance(employer, Person)
    plans = plans_of(event, found)
    received = _payees(event, found)
    cause, ended = _end_of_work(event, service, found)
    made = record(
        "payment",
        name=event.id,
        amount=usd(amount),
        payer=_payer(event, employer, found),
        payee=employee,
        paid=day,
        cash=_is_cash(event, found),
        for_service=service,
        by_plan=plan_of(found.events[plans[0]], found) if plans else None,
        termination_cause=Symbol(cause) if cause else None,
        terminated=ended,
        to_survivor=bool(received) and employee.name not in received,
    )
    found.records[event.id].append(made)
    found.add("pay", (employee, _payer(event, employer, found)), made)
    return made


def _payer(event: Event, employer: Person, found: Facts) -> Person:
    """The employer, unless the case knows who paid instead."""
    others = [name for name in event.all("agent") if name in {**found.persons, **found.at_work}]
    return employer if employer.name in event.all("agent") or not others else Person(others[0])


def _is_cash(event: Event, found: Facts) -> bool:
    return all(words.is_cash(means) for means in event.all("means") if means not in found.events)


def _end_of_work(payment: Event, service: RecordValue, found: Facts) -> tuple[str, date | None]:
    """Why and on which day the employment ended that a payment is made on the end of."""
    ends = [
        found.events[name]
        for role in ("purpose", "reason")
        for name in payment.all(role)
        if name in found.events and _ended(name, payment, found)
    ]
    if not ends:
        return "", None
    ended = dict(service.fields).get("ended")
    last = ended - DAY if isinstance(ended, date) else None
    reasons = [reason for end in ends for reason in _reasons(end, _employee(service), found)]
    return words.cause(reasons), ends[0].day("start") or last


def _reasons(end: Event, employee: str, found: Facts) -> Iterator[str]:
    """The words for why an employment ended; where the end itself has none, those of a retirement or death then."""
    said = end.all("reason")
    for reason in said:
        named = found.events.get(reason)
        yield from (*named.types, *named.all("reason")) if named else (reason,)
    if not said:
        yield from (kind for kind in end.types if kind != "termination")
        for one in found.of_type("retirement", "death"):
            if employee in one.all("agent"):
                yield from (*one.all("reason"), *(kind for kind in one.types if kind == "death"))


def _described(event: Event, amount: Any, day: date, found: Facts) -> None:
    """A payment for no service that is known, as far as the event describes it. Some paragraphs ask of it alone."""
    plans, employers = plans_of(event, found), event.all("agent")
    fitting = _services_of(event, found)
    service = fitting[0] if len(fitting) == 1 else None
    payees = [Person(name) for name in _payees(event, found)]
    employee = dict(service.fields)["employee"] if service else None
    found.records[event.id].append(
        record(
            "payment",
            name=event.id,
            amount=usd(amount),
            payer=Person(employers[0]) if employers else None,
            payee=employee or (payees[0] if payees else None),
            paid=day,
            cash=_is_cash(event, found),
            for_service=service,
            by_plan=plan_of(found.events[plans[0]], found) if plans else None,
            to_survivor=bool(employee and payees and employee not in payees),
        )
    )
