# ruff: noqa: E501, RUF005  (a law stands on one line)
"""Worlds that try to keep the engine busy for ever: circles, long chains, and choices that multiply."""

from datetime import date

from panarchy_rules.register import Join
from tests.support.small_world import Code, World

_HEADING = ("language 1 uses words", "this is edition 1 in force from 2020-01-01", "governs everything")
_FACTS = "".join(f"fact f{number} is yes_no\n" for number in range(12))
_WORDS = f"vocabulary words language 1\nmatter contract\nfact host is person\nquestion proper is law\n{_FACTS}"
_COURT = "forum court open to anyone"
_TO_COURT = "acceptance k_court accept forum court"


def _world(*codes: tuple[str, ...], facts: dict[str, object] | None = None) -> World:
    """Codes `a`, `b` and so on; ana joins the first, ben the second if there are two, else the first."""
    made = [
        Code(
            f"a{number:03}", "1", (f"rulebook a{number:03}", *_HEADING), (*clauses, *((_COURT,) if not number else ()))
        )
        for number, clauses in enumerate(codes)
    ]
    day = date(2021, 1, 1)
    second = "a001" if len(codes) > 1 else "a000"
    entries = (
        Join(entry=1, recorded=day, person="ana", provider="a000"),
        Join(entry=2, recorded=day, person="ben", provider=second),
    )
    parties = {"claimant": "ana", "respondent": "ben"}
    raw = {"id": "d", "matter": "contract", "anchor": date(2025, 1, 1), "parties": parties, "facts": facts or {}}
    return World(_WORDS, tuple(made), entries, raw, ("ana", "ben"))


def _pay(condition: str = "") -> str:
    return f"rule pay respondent owes claimant 1 EUR{f' when {condition}' if condition else ''}"


def _nested(name: str, depth: int) -> str:
    for _ in range(depth):
        name = f"not ({name} and f1)"
    return name


def _definitions(count: int, depth: int) -> World:
    made = [f"definition d{n} when {_nested(f'd{n - 1}', depth)}" for n in range(1, count)]
    return _world(("definition d0 when f0", *made, _pay(f"d{count - 1}"), _TO_COURT), facts={"f0": True, "f1": True})


def _lattice(height: int) -> tuple[str, ...]:
    made = [_pay(), "exception x0 to pay claim fails", "exception y0 to pay claim fails"]
    for n in range(1, height):
        made += [f"exception {side}{n} to x{n - 1}, y{n - 1} respondent owes claimant {n} EUR" for side in "xy"]
    return tuple(made)


ADVERSARIAL: dict[str, World] = {
    "two laws ask each other": _world(
        (_pay("under a001, damages are owed"), _TO_COURT, "acceptance k accept a001"),
        (_pay("under a000, damages are owed"), _TO_COURT),
    ),
    "two laws ask each other's home law": _world(
        (_pay("under law of respondent, damages are owed"), _TO_COURT, "acceptance k accept law of respondent"),
        (_pay("under law of claimant, damages are owed"), _TO_COURT),
    ),
    "clauses hang on what the other law says": _world(
        (_pay("under a001, damages are owed"), "acceptance k accept a001 when under a001, damages are owed"),
        (_pay("under a000, damages are owed"), "acceptance k accept a000 when under a000, damages are owed"),
    ),
    "reciprocal clauses wait for each other": _world(
        (_pay(), _TO_COURT, "acceptance k accept a001 if reciprocal", "acceptance m accept law of respondent if reciprocal"),
        (_pay(), _TO_COURT, "acceptance k accept a000 if reciprocal", "acceptance m accept law of claimant if reciprocal"),
    ),
    "law-valued questions ask each other": _world(
        (_pay(), "acceptance k accept proper", "rule q proper is a000 when under a001, proper is a000"),
        (_pay(), "acceptance k accept proper", "rule q proper is a001 when under a000, proper is a001"),
    ),
    "a law-valued question asks itself": _world(
        (_pay(), "acceptance k accept proper when proper is a000", "rule q proper is a000 when proper is a001"),
        (_pay(), "acceptance k accept proper", "rule q proper is proper"),
    ),
    "a code refuses to govern if it would not": _world(
        (_pay("under law of claimant, damages are owed"), "own law never when under law of respondent, damages are owed"),
    ),
    "a long way through other laws": _world(
        *(((_pay(f"under a{n + 1:03}, damages are owed"), _TO_COURT)) for n in range(149)), (_pay(), _TO_COURT)
    ),
    "a long circle through other laws": _world(
        *((_pay(f"under a{(n + 1) % 40:03}, damages are owed"), _TO_COURT) for n in range(40))
    ),
    "a long way through definitions": _definitions(250, 0),
    "definitions that are nested deeply": _definitions(30, 40),
    "exceptions to exceptions to exceptions": _world(
        (
            _pay(),
            "exception x0 to pay claim fails",
            *(f"exception x{n} to x{n - 1} respondent owes claimant {n} EUR" for n in range(1, 200)),
            _TO_COURT,
        )
    ),
    "exceptions reached in a million ways": _world((*_lattice(30), _TO_COURT)),
    "a code that ranks many laws twice": _world(
        tuple(f"acceptance {c}{n} accept a{n:03} rank {c == 'k'}".replace("True", "1").replace("False", "2")
              for n in range(1, 13) for c in "km") + ("own law never",),
        *((_pay(),) for _ in range(12)),
    ),
    "clauses that wait for many facts": _world(
        tuple(f"acceptance k{n} accept a001 when f{n}" for n in range(12)), (_pay(), _TO_COURT)
    ),
    "clauses that may lead anywhere": _world(
        *((_pay(), *(f"acceptance k{n} accept law of host" for n in range(10))) for _ in range(2))
    ),
    "rules that are all open": _world((*(f"rule r{n} respondent owes claimant {n} EUR when f{n}" for n in range(12)),)),
}  # fmt: skip
