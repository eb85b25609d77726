"""How facts stand in rows: each as a whole number with a scale, as a truth, or as the place of a word in a list."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Days, Money, Months, Percent, Symbol, Value
from panarchy_rules.rulebook.kinds import Kind

Name = tuple[str, str | None]

# A money amount counts hundredths, a percentage its hundredths; other kinds count ones.
SCALES = {"money": 100, "percent": 100}
# What a column may hold if nothing else is said. Numbers outside go to the interpreter.
BOUNDS = {"money": 10**12, "percent": 10**5, "number": 10**6, "days": 4 * 10**6, "months": 10**5}
MOST_ITEMS = 64


@dataclass(frozen=True, slots=True)
class FactColumn:
    """One fact: what its numbers mean, which occur, and whether it may be missing.

    A number `n` stands for `n / scale` in `unit`. `low` and `high` are the least and greatest number that occur.
    A list has `size` places, of which the first so many hold members.
    """

    kind: Kind
    scale: int = 1
    unit: str = ""
    low: int = 0
    high: int = 1
    may_be_absent: bool = False
    may_be_unknown: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of facts, by fact and role. A fact that has no column was not asked in any row.

    `roles` are the roles that every row fills; facts of the persons in other roles are not applicable.
    """

    facts: Mapping[Name, FactColumn]
    roles: frozenset[str] = frozenset({"claimant", "respondent"})
    clock: frozenset[str] = field(default_factory=frozenset)  # `today` and `filing`, if rows state them.


def column_for(
    kind: Kind,
    unit: str = "",
    *,
    scale: int | None = None,
    bound: int | None = None,
    low: int | None = None,
    may_be_absent: bool = False,
    may_be_unknown: bool = False,
    size: int = 0,
) -> FactColumn | None:
    """The usual column for a kind; None for kinds without numbers, such as text."""
    item = kind.item or kind
    if not has_numbers(item):
        return None
    made_scale = SCALES.get(item.name, 1) if scale is None else scale
    least, most = _bounds(item, bound)
    return FactColumn(
        kind, made_scale, unit, least if low is None else low, most, may_be_absent, may_be_unknown,
        size if kind.item else 0,
    )  # fmt: skip


def has_numbers(kind: Kind) -> bool:
    """Whether the values of a kind are numbers, truths, days or listed words."""
    return kind.name in (*BOUNDS, "yes_no", "one_of", "date")


def _bounds(kind: Kind, bound: int | None) -> tuple[int, int]:
    match kind.name:
        case "yes_no":
            return 0, 1
        case "one_of":
            return 0, len(kind.words) - 1
        case "date":
            return 1, date.max.toordinal()
        case name:
            most = BOUNDS[name] if bound is None else bound
            return -most, most


def column_name(name: str, role: str | None, place: int | None = None) -> str:
    """What a column is called: `price`, `fault of claimant`, or `votes[0]` for a place of a list."""
    words = f"{name} of {role}" if role else name
    return words if place is None else f"{words}[{place}]"


def number_of(value: Value, column: FactColumn) -> int | None:
    """A value as the number of its column; None if the column cannot hold it."""
    number = exact_number(value, column)
    if number is None or number.denominator != 1:
        return None
    return int(number) if column.low <= number <= column.high else None


def exact_number(value: Value, column: FactColumn) -> Fraction | None:
    """A value at the scale of a column, be it whole and within its ends or not; None if it is of another kind."""
    exact = _exact(value, column)
    return None if exact is None else exact * column.scale


def _exact(value: Value, column: FactColumn) -> Fraction | None:
    match value:
        case bool():
            return Fraction(value)
        case Money(amount, unit):
            return amount if unit == column.unit else None
        case Percent(share):
            return share
        case Days(count) | Months(count):
            return Fraction(count)
        case Symbol(word):
            words = (column.kind.item or column.kind).words
            return Fraction(words.index(word)) if word in words else None
        case date():
            return Fraction(value.toordinal())
        case Fraction():
            return value
        case _:
            return None
