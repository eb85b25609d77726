"""Calendar arithmetic: a date and a span in, a date out, under the policy a rulebook states for the doubtful cases."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from panarchy_rules.base.values import Days, Months


class DatePolicy(StrEnum):
    """What `31 January + 1 month` means: the last day of February, the first of March, or a refusal."""

    DOWN = "down"
    UP = "up"
    REFUSE = "refuse"


class CalendarError(Exception):
    """The date asked for does not exist, or lies outside the years 1 to 9999."""


def add(start: date, span: Days | Months, policy: DatePolicy) -> date:
    """The date a span after `start`; negative spans go back. Raises CalendarError."""
    try:
        if isinstance(span, Days):
            return start + timedelta(days=span.count)
        return _add_months(start, span.count, policy)
    except (OverflowError, ValueError) as error:
        raise CalendarError(f"{start} and {span} give no date between the years 1 and 9999") from error


def negated(span: Days | Months) -> Days | Months:
    """The same span backwards."""
    return Days(-span.count) if isinstance(span, Days) else Months(-span.count)


def elapsed(start: date, end: date, months: int, policy: DatePolicy) -> Months:
    """How many whole spans of some months lie from one date to another; negative if `end` is earlier.

    Raises CalendarError where the policy leaves open whether the last of them is complete.
    """
    if end < start:
        return Months(-elapsed(end, start, months, policy).count)
    begun = ((end.year - start.year) * 12 + end.month - start.month) // months * months
    policies = (DatePolicy.DOWN, DatePolicy.UP) if policy is DatePolicy.REFUSE else (policy,)
    complete = {begun if _add_months(start, begun, way) <= end else begun - months for way in policies}
    if len(complete) > 1:
        _add_months(start, begun, policy)  # Refuses, and says why.
    return Months(complete.pop())


DAY_COUNTS = ("actual", "thirty_360", "thirty_e_360")


def counted_days(convention: str, start: date, end: date) -> Days:
    """The days between two dates as one of `DAY_COUNTS` has it; negative if `end` is earlier.

    `actual` counts days of the calendar, the first one not included.
    The others count months of 30 days. In `thirty_e_360` a 31st counts as the 30th;
    in `thirty_360` that of the end does so only if the start falls on a 30th or 31st.
    """
    if end < start:
        return Days(-counted_days(convention, end, start).count)
    if convention == "actual":
        return Days((end - start).days)
    first = min(start.day, 30)
    last = min(end.day, 30) if convention == "thirty_e_360" or first == 30 else end.day
    return Days(360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first)


def _add_months(start: date, months: int, policy: DatePolicy) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    if not 1 <= year <= 9999:
        raise OverflowError
    last = monthrange(year, month)[1]
    if start.day <= last:
        return date(year, month, start.day)
    if policy is DatePolicy.REFUSE:
        unsaid = "and the rulebook does not say `dates round down` or `dates round up`"
        raise CalendarError(f"{year:04}-{month:02} has no day {start.day}, {unsaid}")
    if policy is DatePolicy.DOWN:
        return date(year, month, last)
    return date(year, month, last) + timedelta(days=1)
