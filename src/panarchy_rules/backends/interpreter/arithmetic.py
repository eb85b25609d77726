"""Compute with exact values: operator and values in, a value or an obstacle out. Nothing is rounded here."""

from datetime import date
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Any

from panarchy_rules.backends.interpreter.unknown import Unknown, obstacle
from panarchy_rules.base.calendar import CalendarError, DatePolicy, add, elapsed, negated
from panarchy_rules.base.values import Days, LawRef, Money, Months, Percent, Symbol, magnitude, show
from panarchy_rules.rulebook.kinds import WEEKDAY

# Values of one kind are told apart from their kind by these readings; None marks what has no order.
MAX_DIGITS = 400
_ORDERS = {"<": lt, ">": gt, "<=": le, ">=": ge}


def compute(operator: str, left: Any, right: Any, policy: DatePolicy) -> Any:
    """`left operator right`. The kinds fit, the checker has seen to that; currencies and the calendar may not."""
    match operator:
        case "+" | "-":
            result = _sum(operator, left, right, policy)
        case "*":
            result = _product(left, right)
        case _:
            result = _ratio(left, right)
    return _bounded(result)


def compare(operator: str, left: Any, right: Any) -> bool | Unknown:
    """Whether a comparison holds. Amounts of two currencies cannot be compared."""
    if isinstance(left, LawRef) and isinstance(right, LawRef):
        left, right = left.provider, right.provider
    if isinstance(left, Money) and isinstance(right, Money) and left.unit != right.unit:
        return _two_units(left, right, "compared")
    if operator == "=":
        return bool(left == right)
    if operator == "<>":
        return bool(left != right)
    return bool(_ORDERS[operator](magnitude(left), magnitude(right)))


def within(term: date, length: Days | Months, anchor: date, after: bool, policy: DatePolicy) -> bool | Unknown:
    """anchor < term <= anchor + length, or the same backwards."""
    try:
        if after:
            return anchor < term <= add(anchor, length, policy)
        return term < anchor and add(anchor, negated(length), policy) <= term
    except CalendarError as error:
        return obstacle(str(error))


def elapsed_months(start: date, end: date, months: int, policy: DatePolicy) -> Months | Unknown:
    """The whole months or years from one date to another."""
    try:
        return elapsed(start, end, months, policy)
    except CalendarError as error:
        return obstacle(str(error))


def part_of(part: str, day: date) -> Fraction | Symbol:
    """The year, month or day of a date, or its weekday."""
    if part == "weekday":
        return Symbol(WEEKDAY.words[day.weekday()])
    return Fraction({"year": day.year, "month": day.month, "day": day.day}[part])


def rounded_to(amount: Any, place: Any, mode: str) -> Any:
    """The multiple of `place` that a mode chooses."""
    if isinstance(amount, Money) and amount.unit != place.unit:
        return _two_units(amount, place, "put together")
    if magnitude(place) <= 0:
        return obstacle(f"cannot round to {show(place)}: the place must be above zero")
    times = rounded(Fraction(magnitude(amount)) / magnitude(place), mode)
    match place:
        case Money(size, unit):
            return Money(times * size, unit)
        case Percent(share):
            return Percent(times * share)
        case Days(count) | Months(count):
            return type(place)(times * count)
        case _:
            return times * place


def changed(operation: str, amount: Money, by: Any, mode: str) -> Money | Unknown:
    """What a step makes of an amount."""
    if isinstance(by, Money) and by.unit != amount.unit:
        return _two_units(amount, by, "put together")
    match operation:
        case "multiply":
            return Money(amount.amount * _factor(by), amount.unit)
        case "reduce":
            return Money(amount.amount * (1 - by.share), amount.unit)
        case "add":
            return Money(amount.amount + by.amount, amount.unit)
        case "at_most":
            return amount if amount.amount <= by.amount else by
        case "at_least":
            return amount if amount.amount >= by.amount else by
        case _:
            result: Money | Unknown = rounded_to(amount, by, mode)
            return result


def rounded(number: Fraction, mode: str) -> int:
    """The whole number a mode chooses. `up` and `half up` go away from zero, `down` and `half down` towards it."""
    size, sign = abs(number), -1 if number < 0 else 1
    low, rest = divmod(size, 1)
    whole = int(low)
    twice = rest * 2
    match mode:
        case "up":
            whole += rest > 0
        case "down":
            pass
        case "half up":
            whole += twice >= 1
        case "half down":
            whole += twice > 1
        case _:
            whole += twice > 1 or (twice == 1 and whole % 2 == 1)
    return sign * whole


def _sum(operator: str, left: Any, right: Any, policy: DatePolicy) -> Any:
    sign = 1 if operator == "+" else -1
    match left, right:
        case Money(), Money():
            if left.unit != right.unit:
                return _two_units(left, right, "added" if sign == 1 else "subtracted")
            return Money(left.amount + sign * right.amount, left.unit)
        case Percent(), Percent():
            return Percent(left.share + sign * right.share)
        case (Days(), Days()) | (Months(), Months()):
            return type(left)(left.count + sign * right.count)
        case date(), date():
            return Days((left - right).days)
        case date(), _:
            try:
                return add(left, right if sign == 1 else negated(right), policy)
            except CalendarError as error:
                return obstacle(str(error))
        case _:
            return left + sign * right


def _product(left: Any, right: Any) -> Any:
    if isinstance(right, Money):
        left, right = right, left
    if isinstance(left, Money):
        return Money(left.amount * _factor(right), left.unit)
    if isinstance(right, Days | Months):
        left, right = right, left
    if isinstance(left, Days | Months):
        return _span(type(left), left.count * right)
    if isinstance(left, Percent) and isinstance(right, Percent):
        return Percent(left.share * right.share)
    return _factor(left) * _factor(right)


def _ratio(left: Any, right: Any) -> Any:
    if isinstance(left, Money) and isinstance(right, Money) and left.unit != right.unit:
        return _two_units(left, right, "divided")
    below = magnitude(right)
    if below == 0:
        return obstacle(f"{show(left)} cannot be divided by zero")
    if isinstance(left, Money) and not isinstance(right, Money):
        return Money(left.amount / below, left.unit)
    if isinstance(left, Percent) and not isinstance(right, Percent):
        return Percent(left.share / below)
    if isinstance(left, Days | Months) and not isinstance(right, Days | Months):
        return _span(type(left), left.count / below)
    return Fraction(magnitude(left)) / Fraction(below)


def _span(unit: type[Days] | type[Months], count: Fraction) -> Days | Months | Unknown:
    if count.denominator != 1:
        word = "days" if unit is Days else "months"
        return obstacle(f"{show(count)} {word} are no span: {word} are counted whole")
    return unit(int(count))


def _factor(value: Any) -> Fraction:
    return value.share if isinstance(value, Percent) else Fraction(value)


def _two_units(left: Money, right: Money, verb: str) -> Unknown:
    return obstacle(f"{left} and {right} cannot be {verb}: they are in different units")


def _bounded(result: Any) -> Any:
    number = magnitude(result)
    if (
        isinstance(number, Fraction | int)
        and max(number.numerator.bit_length(), number.denominator.bit_length()) > MAX_DIGITS * 4
    ):
        return obstacle(f"a number grew past {MAX_DIGITS} digits")
    return result
