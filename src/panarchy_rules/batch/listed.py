"""Read lists and records of a table: a column of Arrow and where a fact comes from in, whole numbers by name out.

A list becomes the number of its members and a column for each place that it may have; a place without a member holds
a number that is never looked at. What the columns cannot hold is odd, and goes to the interpreter.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from panarchy_rules.backends.lowered.facts import field_name, place_name
from panarchy_rules.batch.cells import ABSENT, MARKS, ODD, UNKNOWN, Array, numbers, split
from panarchy_rules.batch.sources import Source
from panarchy_rules.casefile.table_map import ColumnCell


def fact_numbers(column: Any, source: Source, label: str) -> dict[str, Array]:
    """The numbers of a fact by name, row by row."""
    if not isinstance(source.cell, ColumnCell) or (source.member is None and not source.fields):
        return {label: numbers(column, source)}
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if source.member is not None:
        return _list(array, source, source.member, source.cell, label)
    return _record(array, source, source.cell, label)


def _list(array: Any, source: Source, member: Source, cell: ColumnCell, label: str) -> dict[str, Array]:
    held = source.numbers
    assert held is not None
    listed = _as_lists(array, cell)
    if listed is None:
        return _nothing(source, label, len(array))
    offsets = listed.offsets.to_numpy().astype(np.int64)
    empty = listed.is_null().to_numpy(zero_copy_only=False)
    starts, lengths = offsets[:-1], np.where(empty, 0, np.diff(offsets))
    inside = fact_numbers(listed.values, member, "")
    found = {label: np.where(empty, MARKS[cell.null], np.where(lengths > held.size, ODD, lengths))}
    lows = {name: column.low for name, column in held.member.numbers("")}
    for place in range(held.size):
        there = lengths > place
        for name, values in inside.items():
            found[place_name(label, place) + name] = _at(values, starts + place, there, lows.get(name, 0))
    if not member.fields:
        _only_values(found, label, held.size)
    return found


def _at(values: Array, where: Array, there: Array, otherwise: int) -> Array:
    """The values at some places, or a number that is never looked at."""
    if not len(values):
        return np.full(len(where), otherwise, np.int64)
    return np.where(there, values[np.minimum(where, len(values) - 1)], otherwise)


def _only_values(found: dict[str, Array], label: str, size: int) -> None:
    """A member that is no fact by itself cannot be missing."""
    for place in range(size):
        values = found[place_name(label, place)]
        values[(values == UNKNOWN) | (values == ABSENT)] = ODD


def _as_lists(array: Any, cell: ColumnCell) -> Any:
    """A column as lists; None if it holds none."""
    if pa.types.is_large_list(array.type) or pa.types.is_fixed_size_list(array.type):
        array = array.cast(pa.list_(array.type.value_type))
    if pa.types.is_string(array.type) and cell.separator:
        texts = array.to_pylist()
        array = pa.array([None if x is None else split(x, cell.separator) for x in texts], pa.list_(pa.string()))
    return array if pa.types.is_list(array.type) else None


def _nothing(source: Source, label: str, count: int) -> dict[str, Array]:
    """What is no list or record of the vocabulary is for the interpreter."""
    assert source.numbers is not None
    return {name: np.full(count, ODD, np.int64) for name, _ in source.numbers.numbers(label)}


def _record(array: Any, source: Source, cell: ColumnCell, label: str) -> dict[str, Array]:
    held = source.numbers
    assert held is not None
    known = {name for name, _ in source.declared.kind.fields}
    if not pa.types.is_struct(array.type) or {field.name for field in array.type} - known:
        return _nothing(source, label, len(array))
    empty = array.is_null().to_numpy(zero_copy_only=False)
    stated = {field.name for field in array.type}
    found: dict[str, Array] = {}
    if held.may_be_absent or held.may_be_unknown:
        found[label] = np.where(empty, np.int64(MARKS[cell.null]), np.int64(0))
    for one in source.fields:
        if one.numbers is None:
            continue
        name = field_name(label, one.declared.name)
        if one.declared.name in stated:
            part = fact_numbers(pc.struct_field(array, one.declared.name), one, name)
        else:
            part = _nothing(one, name, len(array))
        if not found and empty.any():
            part = {key: np.where(empty, ODD, values) for key, values in part.items()}
        found |= part
    return found
