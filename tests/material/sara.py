"""Put neutral tax cases to the rulebook `irc`: a file of cases in, a line for each failure and a count out.

    python tests/material/sara.py CASES.json

A case has events, conclusions that are assumed, and a question: predicates of the nine sections with places that are
filled, left open or tied to one another. The answer is yes or no, or an amount of tax.
"""

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

# As a script it is run from anywhere, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "src"))

from panarchy_rules.backends.interpreter.arithmetic import rounded
from panarchy_rules.base.diagnostics import errors
from panarchy_rules.base.values import Person, RecordValue
from panarchy_rules.compiler import compile_world
from panarchy_rules.rulebook.rulebook import Rulebook
from panarchy_rules.syntax.parse import parse_bytes
from tests.material.sara_assumptions import assume
from tests.material.sara_events import ANYTHING, day_of, read_events
from tests.material.sara_facts import facts_of, unread
from tests.material.sara_questions import ANY, Case, exact, solutions
from tests.support.checkout import ROOT
from tests.support.translated import Check, run

Bindings = dict[str, Any]
_AMOUNT = "the amount that is asked for"


@cache
def irc() -> Rulebook:
    """The rulebook of `examples/irc`."""
    texts = sorted((ROOT / "examples/irc/rulebooks").glob("*.law"))
    world = compile_world([parse_bytes(path.name, path.read_bytes()) for path in texts])
    assert not errors(world.diagnostics), [one.message for one in world.diagnostics]
    return next(iter(world.rulebooks.values()))


def translated(document: Mapping[str, Any]) -> Iterator[Check]:
    """Every case of a document."""
    for case in document["cases"]:
        yield Check(case["id"], "", str(expected(case)), partial(answer, case))


def expected(case: Mapping[str, Any]) -> str:
    """What a case expects: yes, no, or an amount in whole dollars."""
    answer = case["expected"]
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(whole(exact(answer)))


def answer(case: Mapping[str, Any]) -> str:
    """What the rulebook says to a case, or why it cannot be asked."""
    try:
        return _answer(case)
    except (LookupError, ValueError, TypeError, AttributeError, AssertionError) as error:
        return f"not asked: {error!r}"


def _answer(case: Mapping[str, Any]) -> str:
    asked = prepared(case)
    found = _asked(asked, case)
    for what in dict.fromkeys((*asked.found.not_understood, *unread(asked.found))):
        print(f"{case['id']}: not understood: {what}", file=sys.stderr)
    for what in dict.fromkeys(asked.open):
        print(f"{case['id']}: not answered: {what}", file=sys.stderr)
    return found


def _asked(asked: Case, case: Mapping[str, Any]) -> str:
    goals = [(one["predicate"], tuple(one["args"])) for one in case["query"]]
    if not isinstance(case["expected"], bool):
        predicate, given = goals[-1]
        goals[-1] = (predicate, (*given[:-1], {"var": _AMOUNT}))
        found = next(_together(asked, goals, {}), {}).get(_AMOUNT)
        return str(found if found is None else whole(found))
    return "yes" if holds(asked, goals) else "no"


def holds(asked: Case, goals: list[tuple[str, tuple[Any, ...]]]) -> bool:
    """Whether there is a way to fill all places that are left open."""
    return any(True for _ in _together(asked, goals, {}))


def prepared(case: Mapping[str, Any]) -> Case:
    """A case with its facts and assumptions."""
    asked = Case(irc(), facts_of(read_events(case)))
    words = list(_words(case))
    asked.days += [day for word in words if (day := day_of(word))]
    for word in words:
        if word not in asked.found.events and not word[:1].isdigit():
            asked.found.worker(word)
    for one in case["query"]:
        for argument in one["args"]:
            if isinstance(argument, str) and argument in asked.found.at_work and argument not in asked.found.households:
                asked.found.person(argument)
    asked.found.not_understood += _mentioned_nowhere(asked, words)
    assume(asked, case)
    return asked


def _words(case: Mapping[str, Any]) -> Iterator[str]:
    """Everything in a place of the question or of an assumption, as text."""
    for one in (*case["query"], *(case.get("assumed") or ())):
        for argument in one["args"]:
            many = argument if isinstance(argument, list | tuple) else [argument]
            yield from (str(word) for word in many if word is not None and not isinstance(word, Mapping))


def _mentioned_nowhere(asked: Case, words: list[str]) -> Iterator[str]:
    """Events of which it is not said what they are, and that nothing refers to."""
    said = {str(x) for one in asked.found.events.values() for values in one.fields.values() for x in values}
    for one in asked.found.events.values():
        if not one.types and one.id not in said and one.id not in words and one.id != ANYTHING:
            yield f"an event that is not said to be anything, {one.id}"


def _together(asked: Case, goals: list[tuple[str, tuple[Any, ...]]], bound: Bindings) -> Iterator[Bindings]:
    """Every way in which all goals hold, places of one name filled alike."""
    if not goals:
        yield bound
        return
    (predicate, places), *rest = goals
    given = tuple(bound.get(_variable(place)) if isinstance(place, Mapping) else place for place in places)
    for filled in solutions(asked, predicate, given):
        more = _matched(places, filled, bound)
        if more is not None:
            yield from _together(asked, rest, more)


def _variable(place: Any) -> str:
    return str(place["var"]) if isinstance(place, Mapping) else ""


def _matched(places: tuple[Any, ...], filled: tuple[Any, ...], bound: Bindings) -> Bindings | None:
    """The bindings with those that a solution adds; None if it does not fit."""
    more = dict(bound)
    for place, value in zip(places, filled, strict=True):
        name = _variable(place)
        if name:
            if name in more and not fits(more[name], value):
                return None
            if value is not ANY:
                more.setdefault(name, value)
        elif not fits(place, value):
            return None
    return more


def fits(given: Any, value: Any) -> bool:
    """Whether what a case says in a place is what was found; an amount in whole dollars may be the rounded one."""
    if given is None or value is ANY or given is ANY or given is value:
        return True
    match value:
        case Person(name):
            return str(given) == name
        case RecordValue(_, fields):
            return str(given) == dict(fields).get("name")
        case date():
            return str(given) == value.isoformat()
        case Fraction():
            return _number(given) in (value, Fraction(whole(value)))
        case _:
            return str(given) == str(value)


def _number(given: Any) -> Fraction | None:
    try:
        return exact(given)
    except (ValueError, TypeError):
        return None


def whole(amount: Fraction) -> int:
    """An amount in whole dollars, halves up."""
    return rounded(amount, "half up")


if __name__ == "__main__":
    sys.exit(run(translated))
