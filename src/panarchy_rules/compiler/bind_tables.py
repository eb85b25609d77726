"""Bind tables: subjects and rows as written in, a typed look-up out.

The order of rows decides nothing: two rows that fit one case are refused.
"""

from itertools import combinations
from typing import TYPE_CHECKING, Any

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.values import Days, Money, Months, Percent, Value
from panarchy_rules.compiler import bind_terms
from panarchy_rules.compiler.kind_words import kind_words
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.syntax import tree as t

if TYPE_CHECKING:
    from panarchy_rules.compiler.scope import Bound, Scope


def bind_lookup(expression: t.Lookup, scope: "Scope") -> "Bound":
    """The body of a table."""
    subjects = [bind_terms.infer(subject, scope) for subject in expression.subjects]
    kinds = [kind for _, kind in subjects]
    before = len(scope.problems)
    cells = [_cells(row, kinds, scope) for row in expression.rows]
    if len(scope.problems) == before and None not in kinds:
        _report_double(expression.rows, cells, scope)
    values, kind = _values(expression.rows, scope)
    rows = tuple(m.Row(tuple(these), value) for these, value in zip(cells, values, strict=True))
    return m.Lookup(tuple(term for term, _ in subjects), rows), kind


def _values(rows: tuple[t.Row, ...], scope: "Scope") -> tuple[list[m.Term], Kind | None]:
    """What the rows give, all of one kind."""
    first, kind = bind_terms.infer(rows[0].gives, scope)
    rest = [
        bind_terms.bind(row.gives, scope, kind) if kind else bind_terms.infer(row.gives, scope)[0] for row in rows[1:]
    ]
    return [first, *rest], kind


def _cells(row: t.Row, kinds: list[Kind | None], scope: "Scope") -> list[m.Cell]:
    if row.cells and len(row.cells) != len(kinds):
        has, wanted = ("1 cell" if count == 1 else f"{count} cells" for count in (len(row.cells), len(kinds)))
        help_ = "write a value or a band for each of the things behind `by`, with commas between them"
        if len(kinds) == 1:
            help_ = "write a row for each value"
        scope.report("PR336", f"this row has {has}, and the table wants {wanted}", row.span, help_)
        return []
    return [_cell(cell, kind, scope) for cell, kind in zip(row.cells, kinds, strict=False)]


def _cell(cell: t.Cell, kind: Kind | None, scope: "Scope") -> m.Cell:
    over, up_to = _plain(cell.over, kind, scope), _plain(cell.up_to, kind, scope)
    for end in (cell.over, cell.up_to):
        if end is not None and kind is not None and not k.is_ordered(kind):
            scope.report("PR203", f"{kind_words(kind)} has no order", end.span, "write the value itself in the row")
    return m.Cell(_plain(cell.value, kind, scope), over, up_to)


def _plain(value: t.Expression | None, kind: Kind | None, scope: "Scope") -> Value | None:
    """A value that is written out; rows are compared before any case is known."""
    if value is None or kind is None:
        return None
    term = bind_terms.bind(value, scope, kind)
    if isinstance(term, m.Literal):
        return term.value
    message, help_ = "a row is written with plain values", "put what is to be computed behind `by` or `gives`"
    scope.report("PR336", message, value.span, help_)
    return None


def _report_double(rows: tuple[t.Row, ...], cells: list[list[m.Cell]], scope: "Scope") -> None:
    """Report two rows that fit one case."""
    for (one, first), (other, second) in combinations(zip(rows, cells, strict=True), 2):
        if bool(first) == bool(second) and all(_meet(a, b) for a, b in zip(first, second, strict=False)):
            related = (Label(one.span, "this row fits it, too"),)
            help_ = "make the rows exclude each other: a band is over its lower end and goes up to its higher end"
            message = "two rows of the table fit one case"
            scope.problems.append(Diagnostic("PR335", message, other.span, help=help_, related=related))
            return


def _meet(one: m.Cell, other: m.Cell) -> bool:
    """Whether some value fits both cells."""
    if one.value is not None and other.value is not None:
        return one.value == other.value
    if other.value is not None:
        one, other = other, one
    if one.value is not None:
        return _above(one.value, other.over) and not _above(one.value, other.up_to, otherwise=False)
    lows = [end for end in (one.over, other.over) if end is not None]
    highs = [end for end in (one.up_to, other.up_to) if end is not None]
    return all(_above(high, low) for high in highs for low in lows)


def _above(value: Value, end: Value | None, otherwise: bool = True) -> bool:
    """Whether a value is above an end, if there is that end; amounts of two units have no order."""
    if end is None:
        return otherwise
    first, second = _size(value), _size(end)
    return bool(first[0] == second[0] and first[1] > second[1])


def _size(value: Value) -> tuple[str, Any]:
    match value:
        case Money(amount, unit):
            return unit, amount
        case Percent(size) | Days(size) | Months(size):
            return "", size
        case _:
            return "", value
