"""What the long run draws: every operator and clause, all roundings, month ends, and numbers at the ends of 64 bits."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from tests.agreement.long_run import MAKERS, drawn, is_wide
from tests.support.edges import MOST
from tests.support.generate import MODES, Case
from tests.support.kernel import SCALES
from tests.support.long_run import constructs

OPERATORS = """
and, or, not, unless, is, is not, <, >, <=, >=, is between, is given, is one of, is not one of, is owed, answer, asked,
is within, is not within, is during, is not during, overlaps, from, overlap, union, length, first day, last day,
+, -, *, /, greater, lesser, round, elapsed, counted, year of, month of, day of, weekday of,
some, every, no, which, number of, total of, sum of, most of, least of, only member, earliest of, latest of, list of,
scaled, band of, figure, lookup, field, fact of, related
"""
CLAUSES = "definition exception rule step steps precedence scale later dates ambiguity fact record group"
CHANGES = {"multiply", "reduce", "add", "at_most", "at_least", "round"}


@cache
def _cases() -> tuple[tuple[int, Case], ...]:
    seeds = [*range(16 * 16)]
    return tuple((seed, case) for seed in seeds for case in drawn(seed, 2))


def _terms(term: object) -> Iterator[tuple[object, ...]]:
    if isinstance(term, tuple):
        yield term
        for part in term:
            yield from _terms(part)
    elif hasattr(term, "label"):
        for part in vars(term).values():
            yield from _terms(part)


def test_every_operator_and_clause_is_drawn() -> None:
    """What the language says of conditions and amounts, as the small rulebooks write it."""
    found = {word for _, case in _cases() for word in constructs(case)}

    assert {one.strip() for one in OPERATORS.split(",")} - found == set()
    assert {f"clause {one}" for one in CLAUSES.split()} - found == set()


def test_every_rounding_and_change_is_drawn() -> None:
    """In steps and in amounts."""
    terms = [term for _, case in _cases() for rule in case.book.rules for term in _terms(rule)]

    assert {term[3] for term in terms if term[:2] == ("change", "round")} == {*MODES}
    assert {term[1] for term in terms if term[:1] == ("round",) and len(term) == 4} == {*MODES}
    assert {term[1] for term in terms if term[:1] == ("change",)} == CHANGES


def test_days_at_month_ends_and_every_policy_are_drawn() -> None:
    """The last days of long and short months, and the leap day, under every policy for days that do not exist."""
    facts = [fact for _, case in _cases() for _, fact in case.facts]
    days = {fact[1] for fact in facts if isinstance(fact, tuple) and fact[0] == "date"}

    assert days >= {date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2025, 2, 28)}
    assert {case.book.dates for _, case in _cases()} == {"refuse", "down", "up"}


def test_numbers_at_the_ends_of_64_bits_are_drawn_by_every_maker() -> None:
    """The greatest and the least number that a column can hold, and what floats cannot tell apart."""
    ends = {fact[1] * SCALES[fact[0]] for _, case in _cases() for _, fact in case.facts
            if isinstance(fact, tuple) and fact[0] in SCALES}  # fmt: skip

    assert ends >= {MOST, -MOST, 1 << 53, (1 << 53) + 1}
    assert {seed % len(MAKERS) for seed, _ in _cases() if is_wide(seed)} == {*range(len(MAKERS))}
