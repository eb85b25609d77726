"""What whole numbers need beyond `+`, `-`, `*` and `//`: rounding and the calendar.

Every function here is at once plain Python and fit for numba: integers in, an integer out, no exception.
Days are counted as `date.toordinal` counts them. `NO_DAY` stands for a date that does not exist.
"""

from collections.abc import Callable, Mapping

NO_DAY = 0
LAST_DAY = 3652059  # 9999-12-31.
DOWN, UP, REFUSE = 0, 1, 2
HALF_EVEN, HALF_UP, HALF_DOWN, AWAY, TOWARDS = range(5)
NO_SPAN = -(1 << 40)


def rounded(above: int, below: int, mode: int) -> int:
    """The whole number that a mode chooses for `above / below`; `below` is positive."""
    size = abs(above)
    whole = size // below
    rest = size - whole * below
    half = below - rest  # `rest` against one half is `rest` against `half`, without doubling anything.
    if mode == HALF_EVEN:
        more = rest > half or (rest == half and whole % 2 == 1)
    elif mode == HALF_UP:
        more = rest >= half
    elif mode == HALF_DOWN:
        more = rest > half
    elif mode == AWAY:
        more = rest > 0
    else:
        more = False
    if more:
        whole += 1
    return -whole if above < 0 else whole


def _year_start(year: int) -> int:
    """The number of the last day before a year."""
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400


def _leap(year: int) -> int:
    if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 1
    return 0


def _days_before(year: int, month: int) -> int:
    """How many days of a year lie before a month."""
    days = (367 * month - 362) // 12
    if month > 2:
        days -= 2 - _leap(year)
    return days


def year_of(day: int) -> int:
    """The year of a day."""
    year = day * 400 // 146097 + 1
    while _year_start(year) >= day:
        year -= 1
    while _year_start(year + 1) < day:
        year += 1
    return year


def month_of(day: int) -> int:
    """The month of a day, 1 to 12."""
    year = year_of(day)
    rest = day - _year_start(year)
    month = 12
    while _days_before(year, month) >= rest:
        month -= 1
    return month


def day_of(day: int) -> int:
    """The day of the month, 1 to 31."""
    year = year_of(day)
    return day - _year_start(year) - _days_before(year, month_of(day))


def add_months(day: int, months: int, policy: int) -> int:
    """The day some months later, under the policy for days that do not exist; `NO_DAY` if there is none."""
    year = year_of(day)
    index = year * 12 + month_of(day) - 1 + months
    number = day_of(day)
    year = index // 12
    month = index % 12 + 1
    if year < 1 or year > 9999:
        return NO_DAY
    if month == 12:
        length = 31
    else:
        length = _days_before(year, month + 1) - _days_before(year, month)
    first = _year_start(year) + _days_before(year, month)
    if number <= length:
        return first + number
    if policy == REFUSE:
        return NO_DAY
    if policy == DOWN:
        return first + length
    return first + length + 1


def elapsed(start: int, end: int, months: int, policy: int) -> int:
    """How many whole spans of some months lie between two days; `NO_SPAN` if the policy leaves it open."""
    if end < start:
        back = elapsed_forward(end, start, months, policy)
        return back if back == NO_SPAN else -back
    return elapsed_forward(start, end, months, policy)


def elapsed_forward(start: int, end: int, months: int, policy: int) -> int:
    """The same where `end` is not earlier."""
    between = (year_of(end) - year_of(start)) * 12 + month_of(end) - month_of(start)
    begun = between // months * months
    early = add_months(start, begun, DOWN if policy == REFUSE else policy)
    late = add_months(start, begun, UP if policy == REFUSE else policy)
    is_complete = early <= end
    if is_complete != (late <= end):
        return NO_SPAN
    return begun if is_complete else begun - months


FUNCTIONS: Mapping[str, Callable[..., int]] = {
    "rounded": rounded,
    "year_of": year_of,
    "month_of": month_of,
    "day_of": day_of,
    "add_months": add_months,
    "elapsed": elapsed,
}
# In an order in which each calls only earlier ones.
INNER = (_leap, _year_start, _days_before, year_of, month_of, day_of, add_months, elapsed_forward)
