"""Periods are sets of days: what the runs say is what the sets say."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from panarchy_rules.base import periods
from panarchy_rules.base.values import Period

_START = date(2015, 12, 1)
_DAYS = st.integers(0, 60).map(lambda count: _START + timedelta(days=count))
PERIODS = st.lists(st.builds(periods.between, _DAYS, _DAYS), max_size=4).map(periods.union)


def days(period: Period) -> set[date]:
    """The days of a period, one by one."""
    every = (_START + timedelta(days=count) for count in range(62))
    return {day for day in every if any(start <= day < end for start, end in period.runs)}


@given(PERIODS, PERIODS)
def test_overlap_and_union_are_those_of_sets(one: Period, other: Period) -> None:
    """A day lies in the overlap if it lies in both, and in the union if it lies in one."""
    assert days(periods.overlap(one, other)) == days(one) & days(other)
    assert days(periods.union((one, other))) == days(one) | days(other)
    every = (_START + timedelta(days=count) for count in range(62))
    assert {day for day in every if periods.contains(one, day)} == days(one)


@given(PERIODS, PERIODS)
def test_periods_with_the_same_days_are_equal(one: Period, other: Period) -> None:
    """There is one way to write a set of days down."""
    assert (one == other) == (days(one) == days(other))
    assert periods.overlap(one, periods.union((one, other))) == one


@given(PERIODS)
def test_days_are_counted_and_listed_once(period: Period) -> None:
    """The length is the number of days, and the weeks have each day once."""
    weeks = periods.weeks(period)

    assert periods.length(period).count == len(days(period)) == len(set(periods.dates(period)))
    assert set(periods.dates(period)) == days(period)
    assert [day for week in weeks for day in sorted(days(week))] == sorted(days(period))
    assert len({day.isocalendar()[:2] for day in days(period)}) == len(weeks)


@given(PERIODS)
def test_the_ends_lie_in_the_period(period: Period) -> None:
    """The first and the last day are the least and the greatest."""
    ends = (periods.first_day(period), periods.last_day(period))

    assert ends == ((min(days(period)), max(days(period))) if period.runs else (None, None))
