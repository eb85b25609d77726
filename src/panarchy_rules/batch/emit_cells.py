"""Write the facts of a table as whole numbers in SQL: where each comes from and the columns' types in, expressions out.

What the kernel would call odd is odd here, too, and is for the interpreter.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
from sqlglot import exp

from panarchy_rules.backends.lowered.facts import field_name, place_name
from panarchy_rules.backends.sql.dialects import Dialect
from panarchy_rules.backends.sql.expressions import column, if_, whole
from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file
from panarchy_rules.batch.cells import ABSENT, MARKS, ODD, UNKNOWN, numbers
from panarchy_rules.batch.sources import Source
from panarchy_rules.casefile.table_map import ColumnCell

_EPOCH = date(1970, 1, 1).toordinal()
_DAYS: Mapping[Dialect, Callable[[exp.Expr], exp.Expr]] = {
    "duckdb": lambda day: exp.paren(exp.Sub(this=day, expression=_day_one())),
    "postgres": lambda day: exp.paren(exp.Sub(this=day, expression=_day_one())),
    "spark": lambda day: exp.Anonymous(this="DATEDIFF", expressions=[day, _day_one()]),
}
_LENGTH: Mapping[Dialect, str] = {"duckdb": "LEN", "postgres": "CARDINALITY", "spark": "SIZE"}


def _day_one() -> exp.Expr:
    return exp.cast(exp.Literal.string("1970-01-01"), "DATE")


def refused(message: str, help: str = "leave `--emit-sql` out; `--engine` decides such tables too") -> Refused:
    """SQL cannot say this."""
    return Refused([Diagnostic("PR717", message, whole_file(""), help=help)])


@dataclass(frozen=True, slots=True)
class Given:
    """A value of the table: what reads it, of what type it is, and what a message calls it."""

    read: exp.Expr
    type: Any
    name: str


def given(schema: Any, name: str) -> Given:
    """A column of the table."""
    return Given(column(name), schema.field(name).type, name)


def fact_in_sql(source: Source, schema: Any, dialect: Dialect) -> dict[str, exp.Expr]:
    """The numbers of a fact by name. Raises Refused if SQL cannot say them."""
    if not isinstance(source.cell, ColumnCell):
        return {source.label: whole(int(numbers([None], source)[0]))}
    return _numbers(source, source.cell, given(schema, source.cell.column), dialect, source.label)


def _numbers(source: Source, cell: ColumnCell, value: Given, dialect: Dialect, label: str) -> dict[str, exp.Expr]:
    if source.member is not None:
        return _list(source, source.member, cell, value, dialect, label)
    if source.fields:
        return _record(source, cell, value, dialect, label)
    return {label: marked(cell, value, _read(source, cell, value, dialect))}


def _list(
    source: Source, member: Source, cell: ColumnCell, value: Given, dialect: Dialect, label: str
) -> dict[str, exp.Expr]:
    """How many members a list has, and the number in each of its places."""
    held = source.numbers
    assert held is not None
    assert isinstance(member.cell, ColumnCell)
    if not pa.types.is_list(value.type):
        raise refused(f"`{value.name}` is a column of {value.type}, and `{source.declared.name}` is a list")
    count = exp.Anonymous(this=_LENGTH[dialect], expressions=[value.read.copy()])
    fits = exp.LTE(this=count, expression=whole(held.size))
    found = {label: marked(cell, value, if_(fits, exp.cast(count.copy(), "BIGINT"), whole(ODD)))}
    lows = {name: one.low for name, one in held.member.numbers("")}
    for place in range(held.size):
        there = exp.GT(this=count.copy(), expression=whole(place))
        inside = Given(_place(value.read.copy(), place, dialect), value.type.value_type, value.name)
        for name, read in _numbers(member, member.cell, inside, dialect, "").items():
            found[place_name(label, place) + name] = if_(there.copy(), read, whole(lows.get(name, 0)))
    return found


def _place(listed: exp.Expr, place: int, dialect: Dialect) -> exp.Expr:
    if dialect == "spark":
        return exp.Anonymous(this="GET", expressions=[listed, whole(place)])
    return exp.Bracket(this=listed, expressions=[whole(place)])


def _record(source: Source, cell: ColumnCell, value: Given, dialect: Dialect, label: str) -> dict[str, exp.Expr]:
    """The fields of a record, all of which have to be in the table."""
    held, names = source.numbers, {one.declared.name for one in source.fields}
    assert held is not None
    if not pa.types.is_struct(value.type) or {one.name for one in value.type} != names:
        fields = ", ".join(sorted(names))
        raise refused(f"`{value.name}` is a column of {value.type}, and `{source.declared.name}` has {fields}")
    found: dict[str, exp.Expr] = {}
    if held.may_be_absent or held.may_be_unknown:
        found[label] = marked(cell, value, whole(0))
    for one in (one for one in source.fields if one.numbers is not None):
        assert isinstance(one.cell, ColumnCell)
        name = one.declared.name
        read = exp.Dot(this=exp.paren(value.read.copy()), expression=exp.to_identifier(name, quoted=True))
        inside = Given(read, value.type.field(name).type, f"{value.name}.{name}")
        for label_, part in _numbers(one, one.cell, inside, dialect, field_name(label, name)).items():
            whole_is_missing = exp.Is(this=value.read.copy(), expression=exp.null())
            found[label_] = part if found.get(label) is not None else if_(whole_is_missing, whole(ODD), part)
    return found


def marked(cell: ColumnCell, value: Given, read: exp.Expr, *, never: bool = False) -> exp.Expr:
    """A value, with numbers of their own for cells that mean that there is none."""
    empty = whole(ODD if never else MARKS[cell.null])
    ifs = [exp.If(this=exp.Is(this=value.read.copy(), expression=exp.null()), true=empty)]
    for marks, number in ((cell.unknown, UNKNOWN), (cell.not_applicable, ABSENT)):
        for mark in marks:
            written = whole(mark) if isinstance(mark, int) else exp.Literal.string(mark)
            ifs.append(exp.If(this=exp.EQ(this=value.read.copy(), expression=written), true=whole(number)))
    return exp.Case(ifs=ifs, default=read)


def _read(source: Source, cell: ColumnCell, value: Given, dialect: Dialect) -> exp.Expr:
    """A number, truth, day or word as the kernel counts it; what is out of its range is odd."""
    kind, type_, held = source.declared.kind, value.type, source.numbers
    assert held is not None
    if kind.name == "date" and pa.types.is_date32(type_):
        return day_in_sql(value, dialect)
    if kind.name == "yes_no" and pa.types.is_boolean(type_):
        return if_(value.read.copy(), whole(1), whole(0))
    if pa.types.is_string(type_) and kind.name in ("one_of", "yes_no"):
        words = {w: n for n, w in enumerate(kind.words)} or {"yes": 1, "true": 1, "no": 0, "false": 0}
        return _word(value, words)
    if pa.types.is_integer(type_) and kind.name == "one_of" and cell.words:
        return _word(value, {n: kind.words.index(word) for n, word in enumerate(cell.words) if word in kind.words})
    whole_part = pa.types.is_decimal(type_) and source.factor % 10**type_.scale == 0
    if kind.name in ("date", "one_of") or not (pa.types.is_integer(type_) or whole_part):
        raise refused(f"`{value.name}` is a column of {type_}, and `{source.declared.name}` is {kind}")
    low, high = -(-held.low // source.factor), held.high // source.factor
    fits = exp.Between(this=value.read.copy(), low=whole(low), high=whole(high))
    times = exp.Mul(this=value.read.copy(), expression=whole(source.factor))
    return if_(fits, exp.cast(times, "BIGINT"), whole(ODD))


def _word(value: Given, places: Mapping[Any, int]) -> exp.Expr:
    ifs = []
    for word, place in places.items():
        written = whole(word) if isinstance(word, int) else exp.Literal.string(word)
        ifs.append(exp.If(this=exp.EQ(this=value.read.copy(), expression=written), true=whole(place)))
    return exp.Case(ifs=ifs, default=whole(ODD))


def day_in_sql(value: Given, dialect: Dialect) -> exp.Expr:
    """A day by its number."""
    if not pa.types.is_date32(value.type):
        raise refused(f"`{value.name}` is no column of days")
    return exp.Add(this=_DAYS[dialect](value.read.copy()), expression=whole(_EPOCH))
