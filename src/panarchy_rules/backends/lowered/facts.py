"""How facts stand in rows: each as a whole number with a scale, as a truth, or as the place of a word in a list."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction

from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import Days, Money, Months, Percent, Symbol, Value
from panarchy_rules.rulebook.kinds import NUMBER, Kind

About = str | tuple[str, ...] | None
"""Whom a fact is about: a person, by role or by name, or several."""
Name = tuple[str, About]

# A money amount counts hundredths, a percentage its hundredths; other kinds count ones.
SCALES = {"money": 100, "percent": 100}
# What a column may hold if nothing else is said. Numbers outside go to the interpreter.
BOUNDS = {"money": 10**12, "percent": 10**5, "number": 10**6, "days": 4 * 10**6, "months": 10**5}
MOST_ITEMS = 64


@dataclass(frozen=True, slots=True)
class FactColumn:
    """One fact: what its numbers mean, which occur, and whether it may be missing.

    A number `n` stands for `n / scale` in `unit`. `low` and `high` are the least and greatest number that occur.
    A list has `size` places, of which the first so many hold members. A record, or a list of them, has `fields`.
    """

    kind: Kind
    scale: int = 1
    unit: str = ""
    low: int = 0
    high: int = 1
    may_be_absent: bool = False
    may_be_unknown: bool = False
    size: int = 0
    fields: tuple[tuple[str, "FactColumn"], ...] = ()

    @property
    def count(self) -> "FactColumn":
        """The column that says how many members a list has, and of a record no more than whether it is there."""
        return FactColumn(NUMBER, 1, "", 0, self.size, self.may_be_absent, self.may_be_unknown)

    @property
    def member(self) -> "FactColumn":
        """The column of a place of a list. What stands there is there."""
        assert self.kind.item is not None
        return replace(self, kind=self.kind.item, may_be_absent=False, may_be_unknown=False, size=0)

    def numbers(self, name: str) -> Iterator[tuple[str, "FactColumn"]]:
        """Every number that states the fact, by name: of a list how many members it has, and then those of each."""
        if self.kind.item is not None:
            yield name, self.count
            for place in range(self.size):
                yield from self.member.numbers(place_name(name, place))
        elif self.kind.name == "record":
            if self.may_be_absent or self.may_be_unknown:
                yield name, self.count
            for part, column in self.fields:
                yield from column.numbers(field_name(name, part))
        else:
            yield name, self


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of facts, by fact and whom it is about. A fact that has no column was not asked in any row.

    `roles` are the roles that every row fills; facts of the persons in other roles are not applicable.
    `persons` are all persons of the case, each by a role or by a name of their own; without any, they are not known.
    """

    facts: Mapping[Name, FactColumn]
    roles: frozenset[str] = frozenset({"claimant", "respondent"})
    clock: frozenset[str] = field(default_factory=frozenset)  # `today` and `filing`, if rows state them.
    persons: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """All persons that a rule may speak of: those of the case, or at least those in a role."""
        return self.persons or tuple(sorted(self.roles))

    @property
    def numbers(self) -> Mapping[str, FactColumn]:
        """Every number that states a fact, by name."""
        named = [(column_name(*name), column) for name, column in self.facts.items()]
        return {name: one for label, column in named for name, one in column.numbers(label)}


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
    fields: Mapping[str, FactColumn] | None = None,
) -> FactColumn | None:
    """The usual column for a kind; None for kinds without numbers, such as text. Records have columns as `fields`."""
    item = kind.item or kind
    if item.name == "record" and fields is not None:
        width = size if kind.item else 0
        return FactColumn(kind, 1, "", 0, 0, may_be_absent, may_be_unknown, width, tuple(fields.items()))
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


def column_name(name: str, about: About) -> str:
    """What a column is called: `price`, `fault of claimant`, or `parent of bea, claimant`."""
    match about:
        case None:
            return name
        case str():
            return f"{name} of {about}"
        case _:
            return f"{name} of {', '.join(about)}"


def place_name(name: str, place: int) -> str:
    """What a place of a list is called: `votes[0]`."""
    return f"{name}[{place}]"


def field_name(name: str, field: str) -> str:
    """What a field of a record is called: `payments[0].amount`."""
    return f"{name}.{field}"


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
