"""Match a map's facts with the vocabulary: map and world in, the column in which the kernel sees each fact out."""

from collections.abc import Mapping
from math import ceil, floor, lcm

from panarchy_rules.adjudication.facts import read_scalar
from panarchy_rules.backends.lowered.facts import FactColumn, Name, column_for, column_name, exact_number
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import Money
from panarchy_rules.casefile.table_map import ColumnCell, TableMap
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import FactDeclaration, FieldDeclaration

Declared = FactDeclaration | FieldDeclaration
_SCALED = ("money", "percent", "number")


@dataclass(frozen=True, slots=True)
class Source:
    """Where one fact comes from: a column of the table or a constant. `numbers` is None if the kernel cannot hold it.

    `factor` turns a whole number of the table into one of the kernel. A list has a source for each `member`, and a
    record one for each of its `fields`, of which `cell.column` is the name.
    """

    declared: FactDeclaration | FieldDeclaration
    role: str | None
    cell: ColumnCell | object
    numbers: FactColumn | None
    factor: int = 1
    member: "Source | None" = None
    fields: tuple["Source", ...] = ()

    @property
    def key(self) -> Name:
        """The fact and the role it is about."""
        return self.declared.name, self.role

    @property
    def label(self) -> str:
        """The fact as the kernel calls it."""
        return column_name(*self.key)


def sources(world: LawWorld, mapped: TableMap) -> tuple[tuple[Source, ...], frozenset[str]]:
    """Every fact that is a value of the case or of a party; and the names of all other facts of the map."""
    found: list[Source] = []
    others: set[str] = set()
    for name, given in mapped.facts.items():
        declared = world.vocabulary.facts.get(name)
        if declared is None:
            others.add(name)
        elif declared.of_party and isinstance(given, Mapping):
            others |= {name} if set(given) - set(mapped.parties) else set()
            found += [_source(world, declared, role, cell) for role, cell in given.items()]
        elif not declared.places and not isinstance(given, Mapping):
            found.append(_source(world, declared, None, given))
        else:
            others.add(name)
    return tuple(found), frozenset(others)


def _source(world: LawWorld, declared: Declared, role: str | None, cell: object) -> Source:
    if not isinstance(cell, ColumnCell):
        return Source(declared, role, cell, _for_constant(declared, cell))
    if declared.kind.item is not None:
        return _list(world, declared, role, cell)
    if declared.kind.name == "record":
        return _record(world, declared, role, cell)
    return _number(declared, role, cell)


def _list(world: LawWorld, declared: Declared, role: str | None, cell: ColumnCell) -> Source:
    """A list whose members are numbers, or records of numbers; what is no member is not applicable or unknown."""
    assert declared.kind.item is not None
    alone = cell.model_copy(update={"null": "never", "unknown": (), "not_applicable": ()})
    member = _source(world, replace(declared, kind=declared.kind.item), role, alone)
    if member.numbers is None or member.member is not None:
        return Source(declared, role, cell, None)
    absent, unknown = _may_be_missing(cell)
    numbers = replace(member.numbers, kind=declared.kind, size=cell.most, may_be_absent=absent, may_be_unknown=unknown)
    return Source(declared, role, cell, numbers, member.factor, member)


def _record(world: LawWorld, declared: Declared, role: str | None, cell: ColumnCell) -> Source:
    kinds = world.vocabulary.records[declared.kind.label].fields
    fields = tuple(_source(world, one, None, cell.field(name)) for name, one in kinds.items())
    columns = {one.declared.name: one.numbers for one in fields if one.numbers is not None}
    absent, unknown = _may_be_missing(cell)
    numbers = column_for(declared.kind, may_be_absent=absent, may_be_unknown=unknown, fields=columns)
    return Source(declared, role, cell, numbers, fields=fields)


def _may_be_missing(cell: ColumnCell) -> tuple[bool, bool]:
    """Whether something may be not applicable, and unknown."""
    absent = bool(cell.not_applicable) or cell.null == "not_applicable"
    return absent, bool(cell.unknown) or cell.null == "unknown"


def _number(declared: Declared, role: str | None, cell: ColumnCell) -> Source:
    kind = declared.kind
    if (kind.name == "money" and not cell.unit) or (kind.name not in _SCALED and cell.scale != 1):
        return Source(declared, role, cell, None)
    scale = {"money": lcm(100, cell.scale), "percent": 100 * cell.scale}.get(kind.name, cell.scale)
    absent, unknown = _may_be_missing(cell)
    column = column_for(kind, cell.unit or "", scale=scale, may_be_absent=absent, may_be_unknown=unknown)
    factor = scale // cell.scale if kind.name == "money" else 1
    return Source(declared, role, cell, column and _within(column, declared), factor)


def _for_constant(declared: Declared, stated: object) -> FactColumn | None:
    """A fact that is the same in all rows. What is no value is told row by row, by the interpreter."""
    if declared.kind.item is not None or declared.kind.name == "record":
        return None
    value = read_scalar(declared.kind, stated)  # type: ignore[arg-type]
    if value is None or stated in ("unknown", "not_applicable"):
        return None
    return column_for(declared.kind, value.unit if isinstance(value, Money) else "")


def _within(column: FactColumn, declared: Declared) -> FactColumn:
    """A column that holds no more than a judge may find."""
    if not isinstance(declared, FactDeclaration) or not declared.between:
        return column
    low, high = (exact_number(end, column) for end in declared.between)
    if low is None or high is None:
        return column
    return replace(column, low=max(column.low, ceil(low)), high=min(column.high, floor(high)))
