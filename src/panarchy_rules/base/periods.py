"""Periods as sets of days: what lies in two of them, in one of several, in a year; how many days; which days and weeks.

No day is ever counted twice, since a period holds each day once.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from operator import itemgetter

from panarchy_rules.base.values import ALWAYS, OPEN, Days, Period

_DAY = timedelta(days=1)
NEVER = Period(())


class EndlessError(Exception):
    """The days of a period that has no beginning or no end cannot be counted or listed."""


def between(start: date, end: date) -> Period:
    """The days from `start` until `end`, which is left out. No day, if the end does not lie after the start."""
    return Period(((start, end),)) if start < end else NEVER


def calendar_year(number: int) -> Period:
    """All days of a year. The year 9999 lacks its last day, which stands for no end. Raises ValueError."""
    return between(date(number, 1, 1), date(number + 1, 1, 1) if number < OPEN.year else OPEN)


def union(periods: Iterable[Period]) -> Period:
    """The days that lie in at least one of several periods."""
    merged: list[tuple[date, date]] = []
    for start, end in sorted(run for period in periods for run in period.runs):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return Period(tuple(merged))


def overlap(one: Period, other: Period) -> Period:
    """The days that lie in both of two periods."""
    found: list[tuple[date, date]] = []
    left, right = list(reversed(one.runs)), list(reversed(other.runs))
    while left and right:
        start, end = max(left[-1][0], right[-1][0]), min(left[-1][1], right[-1][1])
        if start < end:
            found.append((start, end))
        (left if left[-1][1] == end else right).pop()
    return Period(tuple(found))


def contains(period: Period, day: date) -> bool:
    """Whether a day lies in a period."""
    place = bisect_right(period.runs, day, key=itemgetter(0))
    return place > 0 and day < period.runs[place - 1][1]


def length(period: Period) -> Days:
    """How many days a period has. Raises EndlessError."""
    return Days(sum((end - start).days for start, end in _ended(period)))


def first_day(period: Period) -> date | None:
    """The first day; None of a period without days, `ALWAYS` of one without beginning."""
    return period.runs[0][0] if period.runs else None


def last_day(period: Period) -> date | None:
    """The last day; None of a period without days, `OPEN` of one without end."""
    if not period.runs:
        return None
    end = period.runs[-1][1]
    return end if end == OPEN else end - _DAY


def dates(period: Period) -> tuple[date, ...]:
    """Every day, in order. Raises EndlessError."""
    return tuple(start + _DAY * i for start, end in _ended(period) for i in range((end - start).days))


def weeks(period: Period) -> tuple[Period, ...]:
    """The calendar weeks, Monday to Sunday, that have days in a period, each cut to these days. Raises EndlessError."""
    found: list[Period] = []
    for start, end in _ended(period):
        while start < end:
            until = min(start + _DAY * (7 - start.weekday()), end)
            if found and _week(found[-1].runs[-1][0]) == _week(start):
                found[-1] = union((found[-1], between(start, until)))
            else:
                found.append(between(start, until))
            start = until
    return tuple(found)


def _week(day: date) -> date:
    return day - _DAY * day.weekday()


def _ended(period: Period) -> tuple[tuple[date, date], ...]:
    if any(start == ALWAYS or end == OPEN for start, end in period.runs):
        raise EndlessError(f"the days {period} cannot be counted")
    return period.runs
