"""Exact amounts, money and dates for the reference: operator and plain values in, a value or an obstacle out."""

import calendar
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
        return (next(each for each in ("money", "number", "percent") if each in (kind, other)), a * b, *unit, *its)
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


def changed(amount: Tuple, operation: str, by: Tuple, mode: str) -> Tuple | Causes:
    """An amount of money after a step."""
    _, old, unit = amount
    _, new, *its = by
    if its not in ([], [unit]) or (operation == "round" and not new):
        return OBSTACLE
    if operation == "round":
        whole, rest = divmod(abs(old / new), 1)
        tie = rest == Fraction(1, 2) and (mode == "half up" or (mode == "half even" and whole % 2))
        more = rest > 0 if mode == "up" else mode != "down" and (rest > Fraction(1, 2) or tie)
        return "money", (whole + bool(more)) * abs(new) * (1 if old > 0 else -1), unit
    made = {"multiply": old * new, "reduce": old * (1 - new), "add": old + new}
    return "money", {**made, "at_most": min(old, new), "at_least": max(old, new)}[operation], unit
