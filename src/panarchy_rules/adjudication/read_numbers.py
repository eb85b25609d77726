"""Read a stated fact as a whole number of its column: what authors write as a rule in, the number out.

Whatever is written in another way is None, and is read with all its possible mistakes where disputes are typed.
"""

from collections.abc import Callable
from datetime import date

from panarchy_rules.backends.lowered.facts import Columns, FactColumn, column_for
from panarchy_rules.rulebook.rulebook import FactDeclaration

Read = Callable[[object], int | None]
_DIGITS = 9  # Fewer than any column holds.


def column_of(declared: FactDeclaration, stated: object) -> FactColumn | None:
    """The column of a fact that is stated, in the currency in which it is; None if such facts are not read here."""
    if declared.places or declared.between or declared.kind.name not in _READERS:
        return None
    is_money = declared.kind.name == "money" and isinstance(stated, str)
    return column_for(declared.kind, str(stated).partition(" ")[2] if is_money else "")


def reader(column: FactColumn) -> Read:
    """What reads a fact for a column."""
    return _READERS[column.kind.name](column)


def columns_of(made: dict[str, FactColumn]) -> Columns:
    """The columns of facts about nothing in particular."""
    return Columns({(name, None): column for name, column in made.items()})


def _money(column: FactColumn) -> Read:
    end = f" {column.unit}"

    def read(stated: object) -> int | None:
        if type(stated) is not str or not stated.endswith(end):
            return None
        whole, _, cents = stated[: -len(end)].partition(".")
        if not (whole.isascii() and whole.isdigit() and len(whole) <= _DIGITS):
            return None
        if not cents:
            return None if stated[len(whole)] == "." else int(whole) * 100
        return int(whole + cents) if len(cents) == 2 and cents.isascii() and cents.isdigit() else None

    return read


def _before(*ends: str) -> Callable[[FactColumn], Read]:
    """Whole numbers before a word or a sign."""

    def made(_: FactColumn) -> Read:
        def read(stated: object) -> int | None:
            if type(stated) is not str:
                return None
            number, _, end = stated.partition(" ")
            if end not in ends or not number.isascii() or not number.isdigit() or len(number) > 6:
                return None
            return int(number)

        return read

    return made


def _yes_no(_: FactColumn) -> Read:
    def read(stated: object) -> int | None:
        return int(stated) if type(stated) is bool else None

    return read


def _word(column: FactColumn) -> Read:
    places = {word: place for place, word in enumerate(column.kind.words)}

    def read(stated: object) -> int | None:
        return places.get(stated) if type(stated) is str else None

    return read


def _number(column: FactColumn) -> Read:
    def read(stated: object) -> int | None:
        return stated if type(stated) is int and column.low <= stated <= column.high else None

    return read


def _date(_: FactColumn) -> Read:
    def read(stated: object) -> int | None:
        return stated.toordinal() if type(stated) is date else None

    return read


_READERS: dict[str, Callable[[FactColumn], Read]] = {
    "money": _money,
    "percent": _before("%"),
    "days": _before("days", "day"),
    "yes_no": _yes_no,
    "one_of": _word,
    "number": _number,
    "date": _date,
}
