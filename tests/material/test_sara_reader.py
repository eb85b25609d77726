"""The reader of neutral tax cases understands what is said in other ways, and reports what it does not understand."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.material.sara import answer, expected, holds, prepared
from tests.material.sara_facts import unread
from tests.material.sara_predicates import LINES, RELATIONSHIPS
from tests.material.sara_questions import FORMULA_PLACES, Case

Event = dict[str, Any]

EVENTS: list[Event] = [
    {"id": "wedding", "type": "marriage", "agent": ["alice", "bob"], "start": ["2010-01-01"]},
    {"id": "job", "type": "service", "agent": ["bob"], "patient": ["alice"], "start": ["2017-01-01"],
     "end": ["2017-01-31"]},
    {"id": "wage", "type": "payment", "agent": ["alice"], "patient": ["bob"], "amount": [100], "purpose": ["job"],
     "start": ["2017-01-31"]},
    {"id": "income", "type": "income", "agent": ["alice"], "amount": [300000], "start": ["2017-12-31"]},
    {"id": "fund", "type": "plan", "purpose": ["sickness"]},
]  # fmt: skip
_BANDS = ("i", "ii", "iii", "iv", "v")
# The letters of each predicate's places. Where a predicate has two lines, both are asked.
PLACES: dict[str, str] = {
    **{name: " ".join(line.places) for name, line in LINES.items()},
    **{name: parts[0] for name, parts in RELATIONSHIPS.items()},
    **{name: "a " * places for name, places in FORMULA_PLACES.items()},
    **{f"s1_{letter}_{band}": "a b" for letter in "abcd" for band in _BANDS},
    "s151": "t a n n y",
    "s151_d_3_A": "t a a a a a y",
    "s151_d_3_B": "a t a y a",
    "s63_d": "t n a y",
    "s63_d_2": "t n a y",
    "first_day_year": "y g",
    "last_day_year": "y g",
    "is_before": "g g",
}
# Something that fits each letter.
SAMPLES: dict[str, Any] = {
    **dict.fromkeys("tsxdo", "alice"), "e": "alice", "w": "bob", "h": "home", "y": 2017, "g": "2017-01-05",
    "m": "wedding", "v": "job", "q": "wage", "l": "fund", "p": "2017-01-01", "a": 2000, "b": "2000", "-": None,
    "n": ["alice"],
}  # fmt: skip


def case(query: list[Mapping[str, Any]], events: list[Event], assumed: list[Mapping[str, Any]] | None = None) -> Any:
    """A neutral case that expects yes."""
    return {"id": "case", "expected": True, "query": query, "events": events, "assumed": assumed or []}


def goal(predicate: str, *args: Any) -> dict[str, Any]:
    """A predicate with its places."""
    return {"predicate": predicate, "args": list(args)}


def patterns(letters: str) -> Iterator[list[Any]]:
    """All places filled, all open, all tied, and each of them open alone and filled alone."""
    filled = [SAMPLES.get(letter) for letter in letters.split()]
    nothing: list[Any] = [None] * len(filled)
    yield filled
    yield nothing
    yield [{"var": f"V{n}"} for n in range(len(filled))]
    for n in range(len(filled)):
        yield [*filled[:n], None, *filled[n + 1 :]]
        yield [*nothing[:n], filled[n], *nothing[n + 1 :]]


@cache
def _everything() -> Case:
    return prepared(case([], EVENTS))


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_predicate_can_be_asked_with_any_of_its_places_filled_or_open(name: str) -> None:
    """Whatever places of a predicate a case fills, leaves open or ties, it is asked and answered yes or no."""
    predicate = name.partition("/")[0]

    answers = [holds(_everything(), [(predicate, tuple(args))]) for args in patterns(PLACES[name])]

    assert set(answers) <= {True, False}


@pytest.mark.parametrize("name", sorted(PLACES))
def test_what_a_case_assumes_holds(name: str) -> None:
    """A predicate that a case assumes with all of its places filled is answered yes."""
    predicate = name.partition("/")[0]
    stated = goal(predicate, *(SAMPLES.get(letter) for letter in PLACES[name].split()))

    assert holds(prepared(case([stated], EVENTS, [stated])), [(predicate, tuple(stated["args"]))])


MARRIED = goal("s7703_a_1", "alice", "bob", None, None, 2017)
SAID_OTHERWISE = {
    "a day without hyphens": (MARRIED, [{"type": "marriage", "agent": ["alice", "bob"], "start": ["20100101"]}]),
    "a year for a day": (MARRIED, [{"type": "marriage", "agent": ["alice", "bob"], "start": 2010}]),
    "no day at all": (MARRIED, [{"type": "marriage", "agent": ["alice", "bob"]}]),
    "a spouse as the other person": (MARRIED, [{"type": "marriage_", "agent": "alice", "patient": "bob"}]),
    "a wife": (MARRIED, [{"type": "wife", "agent": "bob", "patient": "alice"}]),
    "a spouse who is not named": (
        goal("s63_c_2_A_i", "alice", 2017),
        [{"type": "joint_return", "agent": "alice", "start": "2017-01-01", "end": "2017-12-31"}],
    ),
    "a joint return over some years": (
        goal("s63_c_2_A_i", "alice", "2016"),
        [{"type": "joint_return", "agent": ["alice", "bob"], "start": "2015-01-01", "end": "2017-12-31"}],
    ),
    "an amount with a sign and commas": (
        goal("gross_income", "alice", 2017, "$1,300"),
        [{"type": "income", "agent": "alice", "amount": "$1,300.00", "start": "2017-12-31"}],
    ),
    "several amounts": (
        goal("gross_income", "alice", 2017, 30),
        [{"type": "income", "agent": "alice", "amount": [10, "20"], "start": "2017-12-31"}],
    ),
    "a grandchild without the child": (
        goal("s152_c_2_A", "carl", "alice", None, None, None),
        [{"type": "grandson", "agent": "carl", "patient": "alice"}],
    ),
    "an adoption": (
        goal("s152_d_2_A", "carl", "alice", None, None),
        [{"type": "adoption", "agent": "alice", "patient": "carl", "start": "2011-01-01"}],
    ),
    "a place instead of a home": (
        goal("s152_d_2_H", "carl", "alice", 2017, None, None, None),
        [{"type": "residence", "agent": ["alice", "carl"], "location": "the lake"}],
    ),
    "a divorce of two persons": (
        goal("s7703_a_2", "alice", "bob", None, None, 2017),
        [{"type": "marriage", "agent": ["alice", "bob"]},
         {"type": "divorce", "agent": ["alice", "bob"], "start": "2015-05-05"}],
    ),
    "several homes in one event": (
        goal("s152_d_2_H", "carl", "alice", 2017, None, None, None),
        [{"type": "residence", "agent": ["alice", "carl"], "patient": "home",
          "start": ["2016-01-01", "2017-07-01"], "end": ["2017-06-30", "2018-01-31"]}],
    ),
    "one id for two events": (
        goal("s152_d_2_A", "carl", "alice", None, None),
        [{"id": "a", "type": "son", "agent": "carl", "patient": "alice"},
         {"id": "a", "type": "residence", "agent": "carl", "patient": "home"}],
    ),
    "a service to nobody who is named": (
        goal("s3306_c_21", "job", None, "alice", "2017-05-05"),
        [{"id": "job", "type": "service", "agent": "alice", "start": "2017-01-01"},
         {"type": "incarceration", "agent": "alice", "start": "2016-01-01"}],
    ),
    "classes without a place": (
        goal("s3306_c_10_A_i", "alice", "hopkins", "2017-05-05"),
        [{"type": "enrollment", "agent": "alice", "patient": "hopkins", "start": "2016-01-01"},
         {"type": "attending_classes", "agent": "alice", "start": "2016-01-01"}],
    ),
    "a birth by its patient": (
        goal("s63_f_1_A", "alice", 2017), [{"type": "birth", "patient": "alice", "start": "1950-01-01"}],
    ),
    "upkeep of a residence by its event": (
        goal("s7703_b_2", "alice", "living", None, 2017),
        [{"id": "living", "type": "residence", "agent": "alice", "patient": "home"},
         {"type": "payment", "agent": "alice", "amount": 1, "purpose": "living", "start": "2017-01-01"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SAID_OTHERWISE)
def test_what_is_said_otherwise_is_understood(what: str) -> None:
    """Facts that are spelt or arranged in another way than usual are read, and nothing of them is reported."""
    question, events = SAID_OTHERWISE[what]
    asked = prepared(case([question], events))

    assert answer(case([question], events)) == "yes"
    assert asked.found.not_understood == []


NOT_UNDERSTOOD: dict[str, list[Event]] = {
    "wizardry e": [{"id": "e", "type": "wizardry", "agent": "alice"}],
    "residence e": [{"id": "e", "type": "residence", "agent": "alice"}],
    "payment e": [{"id": "e", "type": "payment", "agent": "alice", "patient": "bob", "start": "2017-01-01"}],
    "service e": [{"id": "e", "type": "service", "start": "2017-01-01"}],
    "legal_separation e": [{"id": "e", "type": "legal_separation", "patient": "nothing", "start": "2017-01-01"}],
    "`mood` of marriage e": [{"id": "e", "type": "marriage", "agent": ["alice", "bob"], "mood": "good"}],
    "the day `soon` of e": [{"id": "e", "type": "birth", "agent": "alice", "start": "soon"}],
    "the amount `much` of e": [
        {"id": "e", "type": "income", "agent": "alice", "amount": ["much", 5], "start": "2017-01-01"}
    ],
    "an event that is not said to be anything, e": [{"id": "e", "type": "(untyped)", "start": "2017-01-01"}],
}


@pytest.mark.parametrize("report", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_reported(report: str) -> None:
    """An event of no known kind, one that lacks what it needs, a field nobody asks for and a day that is none."""
    asked = prepared(case([MARRIED], NOT_UNDERSTOOD[report]))

    assert report in [*asked.found.not_understood, *unread(asked.found)]


def test_a_conclusion_that_cannot_be_assumed_is_reported() -> None:
    """What follows from its places alone is not assumed, and the report says so."""
    asked = prepared(case([MARRIED], [], [goal("s68_a_1", 1, 2, 3)]))

    assert asked.found.not_understood == ["s68_a_1 with 3 places cannot be assumed"]


_FEW = 40  # Cases of more events take longer, and say nothing more of how they are spelt.
KEPT = [one for one in json.loads(Path(__file__).with_name("sara.json").read_text("utf-8"))["cases"]
        if len(one["events"]) < _FEW]  # fmt: skip


def respelt(stated: Any) -> Any:
    """Numbers as text."""
    if isinstance(stated, list):
        return [respelt(one) for one in stated]
    if isinstance(stated, dict):
        return {key: value if key == "recurring_years" else respelt(value) for key, value in stated.items()}
    return str(stated) if isinstance(stated, int) and not isinstance(stated, bool) else stated


def loosened(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event with single values instead of lists of one, and its kind as a predicate spells it."""
    values = {key: one[0] if isinstance(one, list) and len(one) == 1 else one for key, one in event.items()}
    kind = values["type"]
    return {**values, "type": f"{kind}_" if isinstance(kind, str) and not kind.startswith("(") else kind}


@pytest.mark.parametrize("kept", [pytest.param(one, id=one["id"]) for one in KEPT])
def test_the_same_case_in_another_spelling_and_order_has_the_same_answer(kept: Mapping[str, Any]) -> None:
    """Numbers may be text, lists of one a value, kinds predicates, and events stand in any order."""
    said = {name: respelt(kept.get(name) or []) for name in ("query", "assumed", "events")}
    other = {**kept, **said, "events": [loosened(one) for one in reversed(said["events"])]}

    assert answer(other) == expected(kept)
