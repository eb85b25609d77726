"""Read a table: values and rows in, the row that fits out."""

from collections.abc import Sequence
from typing import Any

from panarchy_rules.backends.interpreter.arithmetic import compare
from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.rulebook.terms import Cell, Row


def fitting_row(rows: Sequence[Row], values: Sequence[Any]) -> Row | Unknown | None:
    """The row all of whose cells fit; else the one without cells; None if there is neither."""
    open_: list[Unknown] = []
    for row in rows:
        fits = _fits(row, values) if row.cells else False
        if fits is True:
            return row
        if isinstance(fits, Unknown):
            open_.append(fits)
    return merged(open_) if open_ else next((row for row in rows if not row.cells), None)


def _fits(row: Row, values: Sequence[Any]) -> bool | Unknown:
    open_: list[Unknown] = []
    for cell, value in zip(row.cells, values, strict=True):
        for fits in _ends(cell, value):
            if fits is False:
                return False
            if isinstance(fits, Unknown):
                open_.append(fits)
    return merged(open_) if open_ else True


def _ends(cell: Cell, value: Any) -> list[bool | Unknown]:
    wanted = (("=", cell.value), (">", cell.over), ("<=", cell.up_to))
    return [compare(operator, value, end) for operator, end in wanted if end is not None]
