"""Draw calculations with dates, spans and amounts in the neutral form: a seed in, a case out with what it comes to.

What is expected is computed with the calendar and the decimals of Python, month by month and place by place.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from fractions import Fraction
from random import Random
from typing import Any

Drawn = tuple[dict[str, Any], Any]
MODES = {
    "half_even": ROUND_HALF_EVEN,
    "half_up (ties away from zero)": ROUND_HALF_UP,
    "half_down (ties towards zero)": ROUND_HALF_DOWN,
    "up (away from zero)": ROUND_UP,
    "down (towards zero)": ROUND_DOWN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}
_COMPARED: dict[str, Callable[[int, int], bool]] = {
    "<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__, "==": int.__eq__, "!=": int.__ne__,
}  # fmt: skip
_DAYS = ("2012-01-31", "2012-02-29", "2013-02-28", "2012-12-31", "2000-02-29", "1999-03-01", "2024-05-30", "2021-08-15")


def case(op: str, seed: int) -> dict[str, Any]:
    """One case of an operation."""
    args, expected = OPERATIONS[op](Random(f"{op} {seed}"))
    return {"id": f"{op}_{seed}", "op": op, "args": args, "expected": expected}


# --- dates --------------------------------------------------------------------------------------


def _day(chance: Random) -> date:
    if chance.random() < 0.6:
        return date.fromisoformat(chance.choice(_DAYS))
    return date(1990, 1, 1) + timedelta(days=chance.randint(0, 15000))


def _period(chance: Random) -> dict[str, int]:
    return {
        "years": chance.choice((0, 0, 1, -1, 4, -3)),
        "months": chance.choice((0, 0, 1, -1, 2, 13, -14)),
        "days": chance.choice((0, 0, 1, -1, 30, -45)),
    }


def _added(day: date, period: dict[str, int], rounding: str) -> date | None:
    """A date moved, or None if it lands on a day that does not exist and nothing is rounded."""
    years, month = divmod(day.year * 12 + day.month - 1 + period["years"] * 12 + period["months"], 12)
    last = monthrange(years, month + 1)[1]
    if day.day <= last:
        moved = date(years, month + 1, day.day)
    elif rounding == "abort":
        return None
    else:
        moved = date(years, month + 1, last) + timedelta(days=1 if rounding == "up" else 0)
    return moved + timedelta(days=period["days"])


def _date_add(chance: Random) -> Drawn:
    day, period, rounding = _day(chance), _period(chance), chance.choice(("up", "down", "abort"))
    found = _added(day, period, rounding)
    args = {"date": day.isoformat(), "period": period, "rounding": rounding}
    return args, found.isoformat() if found else {"error": "ambiguous_date"}


def _has_reached_age(chance: Random) -> Drawn:
    birth, rounding = _day(chance), chance.choice(("up", "down"))
    period = {"years": chance.choice((0, 1, 18, 21)), "months": chance.choice((0, 1, 6)), "days": 0}
    reached = _added(birth, period, rounding)
    assert reached
    on = reached + timedelta(days=chance.choice((-1, 0, 1, 20)))
    args = {"birth": birth.isoformat(), "on": on.isoformat(), "period": period, "rounding": rounding}
    return args, reached <= on


def _compare_periods(chance: Random) -> Drawn:
    operator = chance.choice(tuple(_COMPARED))
    sides = [{"years": 0, "months": 0, "days": 0} for _ in range(2)]
    for side in sides:
        side[chance.choice(("years", "months", "days"))] = chance.choice((0, 1, 2, 12, 30, -1))
    months, days = ([side["years"] * 12 + side["months"] for side in sides], [side["days"] for side in sides])
    args = {"left": sides[0], "op": operator, "right": sides[1]}
    if any(months) and any(days):
        return args, {"error": "uncomparable_durations"}
    return args, _COMPARED[operator](*(days if any(days) else months))


def _days_between(chance: Random) -> Drawn:
    start, end = _day(chance), _day(chance)
    return {"from": start.isoformat(), "to": end.isoformat()}, (end - start).days


def _years_months_between(chance: Random) -> Drawn:
    start, end = _day(chance), _day(chance)
    first, last = sorted((start, end))
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return {"from": start.isoformat(), "to": end.isoformat()}, _iso(months if start <= end else -months)


def _of_a_date(found: Callable[[date], Any]) -> Callable[[Random], Drawn]:
    def drawn(chance: Random) -> Drawn:
        day = _day(chance)
        return {"date": day.isoformat()}, found(day)

    return drawn


# --- durations ----------------------------------------------------------------------------------


def _iso(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    parts = "".join(f"{count}{unit}" for count, unit in ((years, "Y"), (rest, "M")) if count)
    return f"{'-' if months < 0 else ''}P{parts or '0M'}"


def _months(chance: Random) -> int:
    return chance.choice((0, 1, -1, 7, 12, 26, 131, -30))


def _normalise_duration(chance: Random) -> Drawn:
    months = _months(chance)
    return {"iso": f"{'-' if months < 0 else ''}P{abs(months)}M"}, _iso(months)


def _duration_arith(chance: Random) -> Drawn:
    left, operator, right = _months(chance), chance.choice("+-"), _months(chance)
    found = left + right if operator == "+" else left - right
    return {"left": _iso(left), "op": operator, "right": _iso(right)}, _iso(found)


def _scaled(divided: bool) -> Callable[[Random], Drawn]:
    def drawn(chance: Random) -> Drawn:
        months, by = _months(chance), chance.choice(("2", "-2", "0.5", "-1.5", "2.5", "10"))
        found = Fraction(months) / Fraction(by) if divided else Fraction(months) * Fraction(by)
        return {"iso": _iso(months), "by": by}, _iso(int(found))  # What is begun does not count.

    return drawn


# --- amounts ------------------------------------------------------------------------------------


def _amount(chance: Random) -> Decimal:
    return Decimal(chance.choice((0, 5, 15, 25, -5, -15, -25, 11, -11, 1249, 123456, -99995))).scaleb(
        chance.choice((0, -1, -2, -3))
    )


def _rounded(value: Decimal, scale: int, mode: str) -> str:
    return f"{(value.scaleb(scale)).quantize(Decimal(1), rounding=MODES[mode]).scaleb(-scale):f}"


def _round(chance: Random) -> Drawn:
    value, scale, mode = _amount(chance), chance.choice((0, 1, 2, -1, -2)), chance.choice(tuple(MODES))
    return {"value": f"{value:f}", "scale": scale, "mode": mode}, _rounded(value, scale, mode)


def _to_money(chance: Random) -> Drawn:
    value, cents = _amount(chance), chance.choice((0, 2, 3))
    args = {"value": f"{value:f}", "cents": cents, "mode": "nearest, ties away from zero"}
    return args, _rounded(value, cents, "half_up (ties away from zero)")


def _limited(found: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Random], Drawn]:
    def drawn(chance: Random) -> Drawn:
        amount, threshold = _amount(chance), _amount(chance)
        return {"amount": f"{amount:f}", "threshold": f"{threshold:f}"}, f"{found(amount, threshold):f}"

    return drawn


OPERATIONS: dict[str, Callable[[Random], Drawn]] = {
    "date_add": _date_add,
    "has_reached_age": _has_reached_age,
    "compare_periods": _compare_periods,
    "days_between": _days_between,
    "years_months_between": _years_months_between,
    "day_of_week": _of_a_date(lambda day: f"{day:%A}"),
    "day_of_year": _of_a_date(lambda day: day.timetuple().tm_yday),
    "last_day_of_month": _of_a_date(lambda day: day.replace(day=monthrange(day.year, day.month)[1]).isoformat()),
    "normalise_duration": _normalise_duration,
    "duration_arith": _duration_arith,
    "duration_scale": _scaled(divided=False),
    "duration_scale_div": _scaled(divided=True),
    "round": _round,
    "to_money": _to_money,
    "cap": _limited(min),
    "at_least": _limited(max),
    "excess_over": _limited(lambda amount, threshold: max(amount - threshold, Decimal(0))),
}
