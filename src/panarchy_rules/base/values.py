"""The exact values a rule computes with. No binary float exists here; amounts are fractions until they are printed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from panarchy_rules.base.records import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency or other declared unit, such as `9000 EUR` or `100 CAMELS`."""

    amount: Fraction
    unit: str

    def __str__(self) -> str:
        return f"{format_number(self.amount)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Percent:
    """A share: `25 %` holds one quarter."""

    share: Fraction

    def __str__(self) -> str:
        return f"{format_number(self.share * 100)} %"


@dataclass(frozen=True, slots=True)
class Days:
    """A span of whole days."""

    count: int

    def __str__(self) -> str:
        return f"{self.count} day" if abs(self.count) == 1 else f"{self.count} days"


@dataclass(frozen=True, slots=True)
class Months:
    """A span of calendar months. It has no length in days until it is counted from a date."""

    count: int

    def __str__(self) -> str:
        years, rest = divmod(abs(self.count), 12)
        count, word = (years, "year") if rest == 0 and years else (abs(self.count), "month")
        sign = "-" if self.count < 0 else ""
        return f"{sign}{count} {word}" if count == 1 else f"{sign}{count} {word}s"


ALWAYS, OPEN = date.min, date.max  # The ends of a period that has no beginning, or no end.


@dataclass(frozen=True, slots=True)
class Period:
    """A set of days. Each run goes from a day until another, which is the first that is left out.

    Runs are in order and do not touch. `base.periods` makes periods; nothing else should.
    """

    runs: tuple[tuple[date, date], ...]

    def __str__(self) -> str:
        if not self.runs:
            return "no day"
        return " and ".join(f"from {_end(start)} until {_end(end)}" for start, end in self.runs)


def _end(day: date) -> str:
    return {ALWAYS: "always", OPEN: "open"}.get(day, day.isoformat())


@dataclass(frozen=True, slots=True)
class Symbol:
    """One of the words a vocabulary lists for a fact or question, such as `negligent`."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the register or a dispute names."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, order=True)
class LawRef:
    """One provider's law at one edition: what a chain of consent ends in."""

    provider: str
    edition: str

    def __str__(self) -> str:
        return f"{self.provider} {self.edition}" if self.edition else self.provider


@dataclass(frozen=True, slots=True)
class ClaimFails:
    """There is no obligation. Not the same as an obligation to pay zero."""

    def __str__(self) -> str:
        return "claim fails"


@dataclass(frozen=True, slots=True)
class NoDecision:
    """The law itself says that nothing is decided, under one of the result codes, such as `panel_hung`."""

    code: str

    def __str__(self) -> str:
        return f"no decision ({self.code})"


@dataclass(frozen=True, slots=True)
class NoLaw:
    """Rules that name laws name none: the matter is `outside_scope`, or they are `not_applicable` to the case."""

    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class RecordValue:
    """Several values under names, such as a vote with its actor and choice. A field that is not there was not asked.

    `kind` is the name it was declared under.
    `label` says where a record was listed, such as `payments 2`; two records are equal in law if their fields are.
    """

    kind: str
    fields: "tuple[tuple[str, Value | StrEnum], ...]"
    label: str = ""

    def get(self, name: str) -> "Value | None":
        """The value of a field that has one."""
        found = dict(self.fields).get(name)
        return None if isinstance(found, StrEnum) else found

    def plain(self) -> "RecordValue":
        """The record without the places where it and its parts were listed."""
        return RecordValue(self.kind, tuple((name, without_places(value)) for name, value in self.fields))

    def __str__(self) -> str:
        return "{" + ", ".join(f"{name} is {show(value)}" for name, value in self.fields) + "}"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is ordered beside payment. `nature` is `imposition`, which needs consent, or `withdrawal`, which does not.

    `against` are the persons it is ordered against, and `of` says more of it, such as what is to be returned.
    """

    name: str
    nature: str
    against: tuple[str, ...]
    of: "Value | None" = None
    lasting: Days | Months | None = None
    deadline: date | None = None

    def __str__(self) -> str:
        return self.name + self.terms()

    def terms(self) -> str:
        """What is said of it behind its name: of what, for how long, until when."""
        of = f" of {show(self.of)}" if self.of is not None else ""
        lasting = f" lasting {self.lasting}" if self.lasting else ""
        deadline = f" no later than {self.deadline}" if self.deadline else ""
        return of + lasting + deadline


Scalar = (
    Money | Percent | Days | Months | Symbol | Person | LawRef | NoLaw | ClaimFails | NoDecision
    | Period | Fraction | date | bool | str
)  # fmt: skip
Item: TypeAlias = Scalar | RecordValue | tuple["Item", ...]
"""What may be a member of a list: also a list."""
Value = Scalar | RecordValue | Remedy | tuple[Item, ...]


def magnitude(value: Any) -> Any:
    """The number of an amount, a share or a span, without its unit; any other value as it is."""
    match value:
        case Money(amount):
            return amount
        case Percent(share):
            return share
        case Days(count) | Months(count):
            return count
        case _:
            return value


def without_places(value: Any) -> Any:
    """A value as it is compared: records without the places where they were listed."""
    match value:
        case RecordValue():
            return value.plain()
        case tuple():
            return tuple(without_places(item) for item in value)
        case _:
            return value


def format_number(number: Fraction) -> str:
    """A fraction as a decimal when it has a finite one, otherwise as `100/3`."""
    denominator = number.denominator
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    if denominator != 1:
        return f"{number.numerator}/{number.denominator}"
    places = max(twos, fives)
    digits = abs(number.numerator) * 10**places // number.denominator
    text = str(digits).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{text[:-places]}.{text[-places:]}" if places else f"{sign}{text}"


def format_scaled(count: int, scale: int) -> str:
    """A whole number of parts, such as cents, as `format_number` writes it; `scale` is how many make one."""
    if count < 0 or scale not in _TENS:
        return format_number(Fraction(count, scale))
    whole, rest = divmod(count, scale)
    return f"{whole}.{rest:0{_TENS[scale]}}".rstrip("0") if rest else str(whole)


_TENS = {10**places: places for places in range(1, 10)}


def parse_number(text: str) -> Fraction:
    """A decimal numeral, with `_` between digits allowed, or `a/b`. Raises ValueError for anything else."""
    plain = text.replace("_", "").strip()
    try:
        if "/" in plain:
            above, below = plain.split("/", 1)
            return Fraction(int(above), int(below))
        if plain and all(c in "0123456789.-" for c in plain):
            return Fraction(Decimal(plain))
    except ArithmeticError:  # Several points or signs, or nothing to divide by.
        raise ValueError(text) from None
    raise ValueError(text)


def show(value: object) -> str:
    """Any value in the words of the language."""
    write = _WRITTEN.get(type(value))
    if write is not None:
        return write(value)
    return f'"{value}"' if isinstance(value, str) and not isinstance(value, StrEnum) else str(value)


_WRITTEN: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "yes" if value else "no",
    Fraction: format_number,
    date: date.isoformat,
    tuple: lambda value: "[" + ", ".join(show(item) for item in value) + "]",
}
