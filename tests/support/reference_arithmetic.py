"""Exact amounts, money and dates for the reference: operator and plain values in, a value or an obstacle out."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from tests.support.small_rulebook import Tuple

Causes = frozenset[tuple[str, str]]  # Why something is unknown: ("fact", "price"), ("antinomy", "r1"), ("lacuna", "").
Known = Tuple | Causes | None  # None is not applicable.
OBSTACLE: Causes = frozenset({("obstacle", "")})
COMPARISONS = ("is", "<", ">", "<=", ">=")


def calculated(operator: str, left: Tuple, right: Tuple, dates: str) -> Known:
    """Two values put together or compared; the kinds fit, but the currencies may not."""
    (kind, a, *unit), (other, b, *its) = left, right
    if operator == "*":
        return (
            next(each for each in ("money", "work", "number", "percent") if each in (kind, other)),
            a * b,
            *unit,
            *its,
        )
    if kind == "date" and other != "date":
        return _moved(a, other, b if operator == "+" else -b, dates)
    if (kind == other and unit != its) or (operator == "/" and not b):
        return OBSTACLE
    if operator == "/":
        return ("number", Fraction(a) / b) if kind == other else (kind, a / b, *unit)
    if operator in COMPARISONS:
        return "yes_no", {"is": a == b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[operator]
    if operator in ("greater", "lesser"):
        return (kind, max(a, b) if operator == "greater" else min(a, b), *unit)
    difference = ("days", (a - b).days) if kind == "date" else (kind, a - b, *unit)
    return difference if operator == "-" else (kind, a + b, *unit)


def _moved(start: date, kind: str, count: int, dates: str) -> Known:
    if kind == "days":
        return "date", start + timedelta(days=count)
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if start.day > last and dates == "refuse":
        return OBSTACLE
    found = date(year, month + 1, min(start.day, last))
    return "date", found + timedelta(days=1) if start.day > last and dates == "up" else found


def rounded(amount: Tuple, place: Tuple, mode: str) -> Known:
    """The nearest multiple of a place."""
    (kind, old, *unit), (_, new, *its) = amount, place
    if unit != its or not new:
        return OBSTACLE
    whole, rest = divmod(abs(Fraction(old) / new), 1)
    tie = rest == Fraction(1, 2) and (mode == "half up" or (mode == "half even" and whole % 2))
    more = rest > 0 if mode == "up" else mode != "down" and (rest > Fraction(1, 2) or tie)
    return kind, (whole + bool(more)) * abs(new) * (1 if old > 0 else -1), *unit


def on_scale(word: str, amount: Tuple, bands: Tuple) -> Known:
    """What an amount comes to on a scale, counted from band to band, or the number of the band in which it ends."""
    kind, size, *unit = amount
    total, low = Fraction(0), Fraction(0)
    for number, (rate, end) in enumerate(bands, 1):
        if end is not None and [*end[2:]] != unit:
            return OBSTACLE
        high = size if end is None else min(size, end[1])
        total += rate[1] * max(high - low, 0)
        if high == size:
            return ("number", Fraction(number)) if word == "band of" else (kind, total, *unit)
        low = high
    return frozenset({("lacuna", "")}) if word == "scaled" else None


def exchanged(amount: Tuple, unit: str, day: date, rates: Iterable[Tuple]) -> Known:
    """An amount in another unit, by the latest rate up to a day, or else by one that holds always."""
    kind, size, its = amount
    factors = {}
    for one, much, other, since in rates:
        if {one, other} == {its, unit} and (since is None or since <= day):
            factors[since or date.min] = much if one == its else 1 / much
    factor = Fraction(1) if its == unit else factors[max(factors)] if factors else None
    return OBSTACLE if factor is None else (kind, size * factor, unit)


def elapsed(start: date, end: date, months: int, dates: str) -> Known:
    """How many whole months or years lie between two days, counted up one by one."""
    if end < start:
        found = elapsed(end, start, months, dates)
        return ("months", -found[1]) if isinstance(found, tuple) else found
    counts = {_count_up(start, end, months, way) for way in (("down", "up") if dates == "refuse" else (dates,))}
    return ("months", counts.pop()) if len(counts) == 1 else OBSTACLE


def _count_up(start: date, end: date, months: int, dates: str) -> int:
    count = 0
    while True:
        reached = _moved(start, "months", count + months, dates)
        assert isinstance(reached, tuple)
        if reached[1] > end:
            return count
        count += months


def counted(start: date, end: date, convention: str) -> int:
    """The days between two dates, where months may have thirty."""
    if end < start:
        return -counted(end, start, convention)
    if convention == "actual":
        return (end - start).days
    first, last = min(start.day, 30), end.day
    if last == 31 and (convention == "thirty_e_360" or first == 30):
        last = 30
    return (end.year * 360 + end.month * 30 + last) - (start.year * 360 + start.month * 30 + first)


def part_of_day(word: str, day: date) -> Tuple:
    """The year, month or day of a date as a number, or its weekday."""
    if word == "weekday of":
        return "word", f"{day:%A}".lower()
    return "number", Fraction({"year of": day.year, "month of": day.month, "day of": day.day}[word])


def changed(amount: Tuple, operation: str, by: Tuple, mode: str) -> Tuple | Causes:
    """An amount of money after a step."""
    _, old, unit = amount
    _, new, *its = by
    if its not in ([], [unit]) or (operation == "round" and not new):
        return OBSTACLE
    if operation == "round":
        return rounded(amount, by, mode)
    made = {"multiply": old * new, "reduce": old * (1 - new), "add": old + new}
    return "money", {**made, "at_most": min(old, new), "at_least": max(old, new)}[operation], unit
