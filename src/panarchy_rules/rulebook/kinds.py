"""The kinds of value. They do not mix: a percentage is no number, a span of months no span of days."""

from collections.abc import Iterable

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Days, LawRef, Money, Months, NoLaw, Percent, Period, Person, RecordValue, Symbol


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `words` are the listed values of an enumeration, `item` the kind of a list's members.

    A kind of records has the `label` of the record and its `fields`, each with a kind.
    A measure has its `label`, and its units as `words`.
    """

    name: str
    words: tuple[str, ...] = ()
    item: "Kind | None" = None
    label: str = ""
    fields: tuple[tuple[str, "Kind"], ...] = ()

    def __str__(self) -> str:
        if self.name == "one_of":
            return "one of {" + ", ".join(self.words) + "}"
        if self.name == "list":
            return f"list of {self.item}"
        return self.label or self.name

    def field(self, name: str) -> "Kind | None":
        """The kind of a field of a record."""
        return dict(self.fields).get(name)


MONEY = Kind("money")
NUMBER = Kind("number")
PERCENT = Kind("percent")
DAYS = Kind("days")
MONTHS = Kind("months")
DATE = Kind("date")
PERIOD = Kind("period")
YES_NO = Kind("yes_no")
TEXT = Kind("text")
PERSON = Kind("person")
LAW = Kind("law")
BASIC = {k.name: k for k in (MONEY, NUMBER, PERCENT, DAYS, MONTHS, DATE, PERIOD, YES_NO, TEXT, PERSON, LAW)}

ORDERED = (MONEY, NUMBER, PERCENT, DAYS, MONTHS, DATE)
"""The kinds whose values come one after another."""


def enumeration(words: tuple[str, ...]) -> Kind:
    """The kind whose values are exactly these words."""
    return Kind("one_of", words)


WEEKDAY = enumeration(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))


def list_of(item: Kind) -> Kind:
    """The kind of lists whose members are of one kind."""
    return Kind("list", item=item)


def measure(label: str, units: tuple[str, ...]) -> Kind:
    """The kind of amounts in units that measure one thing: hours of work, points of a game."""
    return Kind("measure", units, label=label)


def is_ordered(kind: Kind) -> bool:
    """Whether values of a kind come one after another."""
    return kind in ORDERED or kind.name == "measure"


def record_of(label: str, fields: Iterable[tuple[str, Kind]]) -> Kind:
    """The kind of records with a label and fields."""
    return Kind("record", label=label, fields=tuple(fields))


_BY_TYPE: tuple[tuple[type, Kind], ...] = (
    (bool, YES_NO), (Money, MONEY), (Percent, PERCENT), (Days, DAYS), (Months, MONTHS), (Period, PERIOD),
    (Person, PERSON), (LawRef, LAW), (NoLaw, LAW), (str, TEXT),
)  # fmt: skip


def fits(value: object, kind: Kind) -> bool:
    """Whether a value is of a kind."""
    if kind.name == "list":
        assert kind.item
        return isinstance(value, tuple) and all(fits(item, kind.item) for item in value)
    if kind.name == "record":
        return isinstance(value, RecordValue) and value.kind == kind.label
    if kind.name == "one_of":
        return isinstance(value, Symbol) and value.name in kind.words
    if kind.name == "measure":
        return isinstance(value, Money) and value.unit in kind.words
    for type_, basic in _BY_TYPE:
        if isinstance(value, type_):
            return kind == basic
    return type(value).__name__ == {"number": "Fraction", "date": "date"}.get(kind.name)


def finite_values(kind: Kind) -> tuple[object, ...] | None:
    """Every value of a kind that has few, for trying an unknown fact each way; None for kinds without end."""
    if kind == YES_NO:
        return (True, False)
    if kind.name == "one_of":
        return tuple(Symbol(word) for word in kind.words)
    return None
