"""Read the cells of a table: Arrow columns in, what they state or the whole numbers of the kernel out.

There is one reading of a cell, `stated`, in the words in which a dispute states its facts. `numbers` gives the same
for whole columns: numbers at once, and everything else by reading each different cell once.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from panarchy_rules.adjudication.facts import read_scalar
from panarchy_rules.backends.lowered.facts import FactColumn, number_of
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import format_number
from panarchy_rules.batch.sources import Source
from panarchy_rules.casefile.table_map import ColumnCell
from panarchy_rules.rulebook.kinds import Kind

Array = npt.NDArray[Any]
# Numbers that no fact has, for what has no number.
ABSENT, UNKNOWN, ODD = -(1 << 62), -(1 << 62) + 1, -(1 << 62) + 2
MARKS = {"not_applicable": ABSENT, "unknown": UNKNOWN, "never": ODD}
_EPOCH = date(1970, 1, 1).toordinal()


class Missing(Exception):
    """A cell is empty in a column that may not be empty."""


def stated(value: object, cell: ColumnCell, kind: Kind) -> object:
    """A cell in the words in which a dispute states a fact. Raises Missing. What does not fit is left as it is."""
    if value is None:
        if cell.null == "never":
            raise Missing
        return cell.null
    if value in cell.unknown and not isinstance(value, bool):
        return "unknown"
    if value in cell.not_applicable and not isinstance(value, bool):
        return "not_applicable"
    if kind.item is not None and isinstance(value, str) and cell.separator:
        value = split(value, cell.separator)
    if isinstance(value, list):
        return [stated(one, cell, kind.item or kind) for one in value]
    if isinstance(value, dict):
        return {name: stated(one, cell.field(name), kind.field(name) or kind) for name, one in value.items()}
    if isinstance(value, datetime):
        return value.date() if value.time() == time() and value.tzinfo is None else value.isoformat()
    if cell.words and isinstance(value, int) and not isinstance(value, bool):
        return cell.words[value] if 0 <= value < len(cell.words) else value
    return _of_kind(value, cell, kind)


def split(text: str, separator: str) -> list[str | None]:
    """The members of a list in a text. The separator may end the list, and alone it is a list without members."""
    if text.strip() == separator:
        return []
    return [one.strip() or None for one in text.strip().removesuffix(separator).split(separator)]


def _of_kind(value: object, cell: ColumnCell, kind: Kind) -> object:
    number = _plain(value)
    if kind.name == "yes_no" and value in (0, 1) and isinstance(value, int):
        return bool(value)
    if kind.name == "yes_no" and value in ("true", "false"):
        return value == "true"
    if number is None:
        return value
    words = format_number(number / cell.scale)
    match kind.name:
        case "money" if cell.unit:
            return f"{words} {cell.unit}"
        case "percent":
            return f"{words} %"
        case "number":
            return words
        case "days" | "months" as unit:
            return f"{words} {unit}"
        case _:
            return value


def _plain(value: object) -> Fraction | None:
    """The number that a cell is, if it is nothing but a number. Floats are none: they have been rounded already."""
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else None
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and 0 < len(value) <= 60 and all(c in "0123456789.-" for c in value):
        try:
            return Fraction(Decimal(value))
        except ArithmeticError:
            return None
    return None


# --- whole columns ---


@dataclass(frozen=True, slots=True)
class Encoded:
    """A column as its different cells, and the place of each row's among them. An empty cell is None."""

    places: Array
    values: list[Any]

    def mapped(self, function: Callable[[Any], int], kind: type = np.int64) -> Array:
        """A number for every row, by a function of the cell."""
        return np.array([function(value) for value in self.values], kind)[self.places]


def encoded(column: Any) -> Encoded:
    """A column by its different cells."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not pa.types.is_dictionary(array.type):
        if pa.types.is_nested(array.type):
            values = array.to_pylist()
            return Encoded(np.arange(len(values)), values)
        array = array.dictionary_encode()
    indices = array.indices.cast(pa.int64())
    empty = indices.null_count
    places = indices.fill_null(len(array.dictionary)).to_numpy(zero_copy_only=False)
    return Encoded(places, [*array.dictionary.to_pylist(), *([None] if empty else [])])


def numbers(column: Any, source: Source) -> Array:
    """A column of the table as the whole numbers of the kernel, with marks for what has none."""
    held, cell = source.numbers, source.cell
    assert held is not None
    if not isinstance(cell, ColumnCell):
        number = _number(cell, source.declared.kind, held)
        return np.full(len(column), number, np.int64)
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    straight = _straight(array, cell, source, held)
    if straight is not None:
        return straight
    return encoded(array).mapped(lambda value: _cell_number(value, cell, source.declared.kind, held))


def _straight(array: Any, cell: ColumnCell, source: Source, held: FactColumn) -> Array | None:
    """Numbers, truths and days without looking at each; None for other columns."""
    kind, type_ = source.declared.kind.name, array.type
    if kind == "date" and pa.types.is_date32(type_):
        array, offset = array.cast(pa.int32()), _EPOCH
    elif kind == "yes_no" and pa.types.is_boolean(type_):
        array, offset = array.cast(pa.int8()), 0
    elif pa.types.is_integer(type_):
        offset = 0
    else:
        return None
    if pa.types.is_uint64(type_) or (pa.types.is_integer(type_) and kind == "date"):
        return None
    if kind == "one_of" and tuple(cell.words) != source.declared.kind.words:
        return None
    empty = array.null_count
    found: Array = array.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    marks = [(m, UNKNOWN) for m in cell.unknown] + [(m, ABSENT) for m in cell.not_applicable]
    marked = [(found == m, mark) for m, mark in reversed(marks) if isinstance(m, int)]
    found = found + offset
    low, high = -(-held.low // source.factor), held.high // source.factor
    made = np.where((found < low) | (found > high), ODD, np.clip(found, low, high) * source.factor)
    for where, mark in marked:
        made[where] = mark
    if empty:
        made[array.is_null().to_numpy(zero_copy_only=False)] = MARKS[cell.null]
    return made


def _cell_number(value: object, cell: ColumnCell, kind: Kind, held: FactColumn) -> int:
    try:
        return _number(stated(value, cell, kind), kind, held)
    except Missing:
        return ODD


def _number(words: object, kind: Kind, held: FactColumn) -> int:
    """What is stated as a number of the kernel. What it cannot hold, or cannot read, is odd."""
    if isinstance(words, str) and words not in kind.words:
        if words == "not_applicable":
            return ABSENT if held.may_be_absent else ODD
        if words == "unknown":
            return UNKNOWN if held.may_be_unknown else ODD
    value = read_scalar(kind, words) if isinstance(words, str | bool | int | date) else None
    number = None if value is None else number_of(value, held)
    return ODD if number is None else number


def row_values(table: Any, row: int) -> dict[str, object]:
    """One row of a table, by column."""
    return {name: table.column(name)[row].as_py() for name in table.column_names}
