"""Translate calculations with dates, spans, numbers and money to a rulebook: neutral cases in, law text out.

Each case becomes one rule that computes the value; only a cap and a least amount are steps on what is owed.
A case whose policy for days that do not exist is `any` must come out the same under every policy.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

# As a script it is run from anywhere, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "src"))

from panarchy_rules.base.values import Days, Money, Months, parse_number, show
from panarchy_rules.rulebook.rulebook import DAMAGES, Owing, QuestionId
from tests.support.translated import RESULT, Check, answer, run

_POLICIES = {"up": "dates round up", "down": "dates round down", "abort": "dates refuse"}
_COMPARISONS = {"==": "is", "=": "is", "!=": "is not"}
_MODES = {"half_even": "half even", "half_up": "half up", "half_down": "half down", "nearest": "half up"}
_WEEKDAYS = "one of {monday, tuesday, wednesday, thursday, friday, saturday, sunday}"
_DURATION = re.compile(r"(?P<minus>-?)P(?:(?P<year>\d+)Y)?(?:(?P<month>\d+)M)?(?:(?P<day>\d+)D)?")
_OWED = Owing("respondent", "claimant", DAMAGES)
_CURRENCY = "EUR"


class CannotBeSaid(Exception):
    """The language has no way to say this."""


@dataclass(frozen=True)
class Calculation:
    """What a case asks for in the words of the language, and what is expected of it."""

    kind: str
    amount: str
    expected: str
    rounding: str = "abort"
    step: str = ""


def translated(document: Mapping[str, Any]) -> Iterator[Check]:
    """Every case of a document."""
    for case in document["cases"]:
        try:
            made = _OPERATIONS[case["op"]](case["args"], case["expected"])
        except (KeyError, CannotBeSaid) as error:
            yield Check(case["id"], "", str(case["expected"]), partial("{} cannot be said".format, error))
            continue
        policies = list(_POLICIES) if made.rounding == "any" else [made.rounding]
        texts = [_law_text(made, _POLICIES[policy]) for policy in policies]
        wrong = case["expected"].get("error") if isinstance(case["expected"], dict) else None
        find = partial(_found, texts, _OWED if made.step else RESULT)
        yield Check(case["id"], texts[0], wrong or made.expected, find)


def _law_text(made: Calculation, policy: str) -> str:
    lines = [f"question result is {made.kind}", f"rule calculated result is {made.amount}"]
    if made.step:
        lines = [f"rule award respondent owes claimant {made.amount}", f"step limit of damages {made.step}"]
        lines.append("steps of damages limit")
    return "\n".join(["rulebook mesa", policy, *lines]) + "\n"


def _found(texts: list[str], question: QuestionId) -> str:
    """The answer that all texts give, with the errors named as the cases name them."""
    answers = sorted({answer(text, {}, question) for text in texts})
    if len(answers) == 1 and " has no day " in answers[0]:
        return "ambiguous_date"
    return "uncomparable_durations" if answers == ["refused: PR203"] else "; ".join(answers)


# --- operations ---------------------------------------------------------------------------------


def _date_add(args: Mapping[str, Any], expected: Any) -> Calculation:
    return Calculation("date", args["date"] + _moved(args["period"]), str(expected), args.get("rounding", "abort"))


def _has_reached_age(args: Mapping[str, Any], expected: Any) -> Calculation:
    reached = f"({args['birth']}{_moved(args['period'])} <= {args['on']})"
    return Calculation("yes_no", reached, show(expected), args.get("rounding", "abort"))


def _compare_periods(args: Mapping[str, Any], expected: Any) -> Calculation:
    left, right = _span(args["left"], args["right"]), _span(args["right"], args["left"])
    operator = _COMPARISONS.get(args["op"], args["op"])
    return Calculation("yes_no", f"({left} {operator} {right})", show(expected) if expected in (True, False) else "")


def _days_between(args: Mapping[str, Any], expected: Any) -> Calculation:
    return Calculation("days", f"{args['to']} - {args['from']}", show(Days(expected)))


def _years_months_between(args: Mapping[str, Any], expected: Any) -> Calculation:
    # A month is complete when its day of the month is reached, never earlier: `dates round up`.
    return Calculation("months", f"months from {args['from']} to {args['to']}", _length(expected), "up")


def _day_of_week(args: Mapping[str, Any], expected: Any) -> Calculation:
    return Calculation(_WEEKDAYS, f"weekday of {args['date']}", expected.lower())


def _day_of_year(args: Mapping[str, Any], expected: Any) -> Calculation:
    first = f"({_first_of_month(args['date'])} - (month of {args['date']} - 1) * 1 month)"
    return Calculation("number", f"({args['date']} - {first}) / 1 day + 1", show(parse_number(str(expected))))


def _last_day_of_month(args: Mapping[str, Any], expected: Any) -> Calculation:
    return Calculation("date", f"{_first_of_month(args['date'])} + 1 month - 1 day", expected)


def _duration_scale(args: Mapping[str, Any], expected: Any, operator: str = "*") -> Calculation:
    kind, unit = ("days", "1 day") if "D" in args["iso"] else ("months", "1 month")
    # Months are counted whole, so the rule says that what is begun does not count.
    count = f"round down ({_written(args['iso'])} / {unit} {operator} {args['by']}) to 1"
    return Calculation(kind, f"({count}) * {unit}", _length(expected))


def _duration_arith(args: Mapping[str, Any], expected: Any) -> Calculation:
    kind = "days" if "D" in args["left"] else "months"
    return Calculation(kind, f"{_written(args['left'])} {args['op']} {_written(args['right'])}", _length(expected))


def _normalise_duration(args: Mapping[str, Any], expected: Any) -> Calculation:
    return Calculation("days" if "D" in args["iso"] else "months", _written(args["iso"]), _length(expected))


def _round(args: Mapping[str, Any], expected: Any) -> Calculation:
    rounded = _rounded(args["mode"], str(args["value"]), _place(int(args["scale"])))
    return Calculation("number", rounded, show(parse_number(str(expected))))


def _to_money(args: Mapping[str, Any], expected: Any) -> Calculation:
    amount, place = f"({args['value']} * 1 {_CURRENCY})", f"{_place(int(args['cents']))} {_CURRENCY}"
    return Calculation("money", _rounded(args["mode"], amount, place), _money(expected))


def _cap(args: Mapping[str, Any], expected: Any, step: str = "at most") -> Calculation:
    amount, limit = (f"{args[name]} {_CURRENCY}" for name in ("amount", "threshold"))
    return Calculation("money", amount, _money(expected), step=f"{step} {limit}")


def _excess_over(args: Mapping[str, Any], expected: Any) -> Calculation:
    amount, limit = (f"{args[name]} {_CURRENCY}" for name in ("amount", "threshold"))
    return Calculation("money", f"greater of (0 {_CURRENCY}, {amount} - {limit})", _money(expected))


_OPERATIONS: Mapping[str, Callable[[Mapping[str, Any], Any], Calculation]] = {
    "date_add": _date_add,
    "has_reached_age": _has_reached_age,
    "compare_periods": _compare_periods,
    "days_between": _days_between,
    "years_months_between": _years_months_between,
    "day_of_week": _day_of_week,
    "day_of_year": _day_of_year,
    "last_day_of_month": _last_day_of_month,
    "duration_scale": _duration_scale,
    "duration_scale_div": partial(_duration_scale, operator="/"),
    "duration_arith": _duration_arith,
    "normalise_duration": _normalise_duration,
    "round": _round,
    "to_money": _to_money,
    "cap": _cap,
    "at_least": partial(_cap, step="at least"),
    "excess_over": _excess_over,
}


# --- words --------------------------------------------------------------------------------------


def _moved(period: Mapping[str, int]) -> str:
    """A period behind a date: years and months are added together, and then the days."""
    months = period.get("years", 0) * 12 + period.get("months", 0)
    counts = ((months, "months"), (period.get("days", 0), "days"))
    return "".join(f" {'-' if count < 0 else '+'} {abs(count)} {unit}" for count, unit in counts if count)


def _span(period: Mapping[str, int], other: Mapping[str, int]) -> str:
    """A period by itself. One of nothing is of the same unit as the other."""
    months = period.get("years", 0) * 12 + period.get("months", 0)
    counted = [f"{count} {unit}" for count, unit in ((months, "months"), (period.get("days", 0), "days")) if count]
    return " + ".join(counted) or ("0 days" if other.get("days") else "0 months")


def _parts(duration: str) -> list[tuple[int, str]]:
    found = _DURATION.fullmatch(duration)
    if not found:
        raise CannotBeSaid(f"the duration {duration}")
    sign = -1 if found["minus"] else 1
    return [(sign * int(found[unit]), unit) for unit in ("year", "month", "day") if found[unit]]


def _written(duration: str) -> str:
    return f"({' + '.join(f'{count} {unit}s' for count, unit in _parts(duration))})"


def _length(duration: Any) -> str:
    """A duration in ISO 8601 as the language shows it."""
    if not isinstance(duration, str):
        return ""  # An error is expected.
    parts = _parts(duration)
    days = sum(count for count, unit in parts if unit == "day")
    months = sum(count * (12 if unit == "year" else 1) for count, unit in parts if unit != "day")
    if days and months:
        raise CannotBeSaid(f"the duration {duration}")
    return show(Days(days)) if any(unit == "day" for _, unit in parts) else show(Months(months))


def _first_of_month(date: str) -> str:
    return f"{date} - (day of {date} - 1) * 1 day"


def _place(scale: int) -> str:
    return f"0.{'0' * (scale - 1)}1" if scale > 0 else f"1{'0' * -scale}"


def _rounded(mode: str, amount: str, place: str) -> str:
    """Rounding in one of the modes of the language, or to the lower or the higher of both neighbours."""
    word = mode.split(" ", 1)[0].rstrip(",")
    if word in ("floor", "ceiling"):
        choice = "lesser" if word == "floor" else "greater"
        return f"{choice} of (round down {amount} to {place}, round up {amount} to {place})"
    return f"round {_MODES.get(word, word)} {amount} to {place}"


def _money(amount: Any) -> str:
    return show(Money(parse_number(str(amount)), _CURRENCY))


if __name__ == "__main__":
    sys.exit(run(translated))
