"""Read who is related or married to whom: events of a neutral tax case in, facts about pairs of persons out."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product

from panarchy_rules.base.values import ALWAYS, Person
from tests.material.sara_events import Event
from tests.material.sara_found import Facts, after, record

# A relation as steps from the first person to the second; who stands between is not named.
_STEPS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("son", "daughter", "child", "adopted_son", "adopted_daughter", "adopted_child"), ("child",)),
    **dict.fromkeys(("father", "mother", "parent", "adoption"), ("parent",)),
    **dict.fromkeys(("brother", "sister", "sibling", "half_brother", "half_sister", "half_sibling"), ("sibling",)),
    **dict.fromkeys(("stepson", "stepdaughter", "stepchild"), ("stepchild",)),
    **dict.fromkeys(("stepfather", "stepmother", "stepparent"), ("stepparent",)),
    **dict.fromkeys(("stepbrother", "stepsister", "stepsibling"), ("stepsibling",)),
    **dict.fromkeys(("grandson", "granddaughter", "grandchild"), ("child", "child")),
    **dict.fromkeys(("grandfather", "grandmother", "grandparent"), ("parent", "parent")),
    **dict.fromkeys(("nephew", "niece"), ("child", "sibling")),
    **dict.fromkeys(("uncle", "aunt"), ("sibling", "parent")),
    "cousin": ("child", "sibling", "parent"),
}
_SPOUSES = {"marriage", "wedding", "spouse", "husband", "wife"}
_SEPARATIONS = {"legal_separation", "divorce", "annulment", "separate_maintenance"}


def steps_of(kind: str) -> tuple[str, ...]:
    """The steps of a relation; none if the word is no relation."""
    if re.fullmatch(r"(son|daughter|father|mother|parent|child|brother|sister|sibling)_in_law", kind):
        return ("in_law",)
    return _STEPS.get(kind, ())


def is_marriage(kind: str) -> bool:
    """Whether a word says that persons are married."""
    return kind in _SPOUSES


def is_separation(kind: str) -> bool:
    """Whether a word says that spouses are divorced or separated."""
    return kind in _SEPARATIONS


def read_relation(kind: str, event: Event, found: Facts) -> bool:
    """A family tie, step by step. False if somebody is missing."""
    pairs = list(product(event.all("agent"), event.all("patient")))
    for first, last in pairs:
        steps = steps_of(kind)
        between = [found.unnamed(f"{kind} of {last}, step {n}").name for n in range(1, len(steps))]
        path = [first, *between, last]
        for step, one, other in zip(steps, path, path[1:], strict=False):
            _tie(step, found.person(one), found.person(other), event, found)
    return bool(pairs)


def _tie(step: str, one: Person, other: Person, event: Event, found: Facts) -> None:
    if step in ("parent", "stepparent"):
        one, other, step = other, one, {"parent": "child", "stepparent": "stepchild"}[step]
    found.set(step, (one, other), True)
    if step not in ("child", "stepchild"):
        found.set(step, (other, one), True)
    _tie_time(event, (one, other), found)


def _tie_time(event: Event, pair: tuple[Person, Person], found: Facts) -> None:
    start, end = event.day("start"), after(event.day("end"))
    for about in (pair, pair[::-1]):
        if start:
            found.set("tie_begun", about, start)
        if end:
            found.set("tie_ended", about, end)


def read_marriage(event: Event, found: Facts) -> bool:
    """A marriage; a spouse who is not named is somebody all the same."""
    people = list(dict.fromkeys((*event.all("agent"), *event.all("patient"))))
    if len(people) == 1:
        people.append(found.unnamed(f"spouse of {people[0]}").name)
    decree, divorced = _parting(event, people, found)
    for start, end in event.spans():
        ended = min((day for day in (after(end), divorced) if day), default=None)
        made = record("marriage", name=event.id, begun=start, ended=ended, decree=decree)
        found.records[event.id].append(made)
        for one, other in product(people, people):
            if one != other:
                found.add("marriages", (found.person(one), found.person(other)), made)
    return bool(people)


def _parting(marriage: Event, people: list[str], found: Facts) -> tuple[date | None, date | None]:
    """The day of the first decree, and the day of a divorce, which ends the marriage."""
    partings = [one for one in found.of_type(*_SEPARATIONS) if _is_about(one, marriage, people)]
    decrees = [_day(one) for one in partings]
    divorces = [_day(one) for one in partings if _is_divorce(one)]
    return min(decrees, default=None), min(divorces, default=None)


def _is_about(parting: Event, marriage: Event, people: list[str]) -> bool:
    named = {*parting.all("agent"), *parting.all("patient")}
    return marriage.id in named or set(people) <= named


def _day(parting: Event) -> date:
    return parting.day("start") or parting.day("end") or ALWAYS


def _is_divorce(parting: Event) -> bool:
    said = " ".join(_said(parting)).lower()
    return "divorce" in said or "annul" in said


def _said(parting: Event) -> Iterator[str]:
    for name in ("agent", "means", "purpose", "reason"):
        yield from parting.all(name)
    yield from parting.types


def read_separation(event: Event, found: Facts) -> bool:
    """A decree is read with its marriage. False if there is none that it is about."""
    marriages = found.of_type(*_SPOUSES)
    return any(
        _is_about(event, one, list(dict.fromkeys((*one.all("agent"), *one.all("patient"))))) for one in marriages
    )


def read_joint_return(event: Event, found: Facts) -> bool:
    """A joint return of each year that it is stated for; a spouse who is not named is somebody all the same."""
    people = list(dict.fromkeys((*event.all("agent"), *event.all("patient"))))
    if len(people) == 1:
        people.append(_spouse_of(people[0], found))
    years = [
        year
        for start, end in event.spans()
        for year in range((start or end or date.min).year, (end or start or date.min).year + 1)
        if start or end
    ]
    for one, other in product(people, people):
        for year in years if one != other else ():
            found.set("joint_filer", (found.person(one), found.person(other), Fraction(year)), True)
    return bool(people and years)


def _spouse_of(person: str, found: Facts) -> str:
    wed = [key[1] for key in found.listed if key[0] == "marriages"]
    named = [pair[1] for pair in wed if isinstance(pair, tuple) and pair[0] == Person(person)]
    return named[0].name if named and isinstance(named[0], Person) else found.unnamed(f"spouse of {person}").name
