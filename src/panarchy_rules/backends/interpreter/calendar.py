"""What the calendar and the list of currencies say: a word and a value in; a value, an obstacle or no value out."""

from datetime import date
from fractions import Fraction
from typing import Any

from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown, obstacle
from panarchy_rules.base import periods
from panarchy_rules.base.currencies import PLACES, SOURCE
from panarchy_rules.base.values import ALWAYS, OPEN, Money, Period, show


def asked_of_the_calendar(what: str, of: Any) -> Any:
    """`calendar_year` of a number; `first_day`, `last_day`, `length`, `dates` or `weeks` of a period; `minor_unit`."""
    match what:
        case "calendar_year":
            return _calendar_year(of)
        case "first_day":
            return _day(periods.first_day(of), of, "has no first day")
        case "last_day":
            return _day(periods.last_day(of), of, "has no last day")
        case "minor_unit":
            return _minor_unit(of)
        case _:
            return _counted(what, of)


def _minor_unit(amount: Money) -> Money | Unknown:
    places = PLACES.get(amount.unit)
    if places is None:
        return obstacle(f"{amount.unit} has no smallest unit in {SOURCE}")
    return Money(Fraction(1, 10**places), amount.unit)


def _calendar_year(number: Fraction) -> Period | Unknown:
    if number.denominator != 1 or not 1 <= number <= OPEN.year:
        return obstacle(f"there is no year {show(number)}")
    return periods.calendar_year(int(number))


def _day(day: date | None, period: Period, otherwise: str) -> Any:
    if day is None:
        return NOT_APPLICABLE
    return obstacle(f"the period {period} {otherwise}") if day in (ALWAYS, OPEN) else day


def _counted(what: str, period: Period) -> Any:
    count: Any = {"length": periods.length, "dates": periods.dates, "weeks": periods.weeks}[what]
    try:
        return count(period)
    except periods.EndlessError as error:
        return obstacle(str(error))
