"""Match a map's facts with the vocabulary: map and world in, the column in which the kernel sees each fact out."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil, floor, lcm

from panarchy_rules.adjudication.facts import read_scalar
from panarchy_rules.backends.lowered.facts import FactColumn, Name, column_for, column_name, exact_number
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Money
from panarchy_rules.casefile.table_map import ColumnCell, TableMap
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import FactDeclaration

_SCALED = ("money", "percent", "number")


@dataclass(frozen=True, slots=True)
class Source:
    """Where one fact comes from: a column of the table or a constant. `numbers` is None if the kernel cannot hold it.

    `factor` turns a whole number of the table into one of the kernel.
    """

    declared: FactDeclaration
    role: str | None
    cell: ColumnCell | object
    numbers: FactColumn | None
    factor: int = 1

    @property
    def key(self) -> Name:
        """The fact and the role it is about."""
        return self.declared.name, self.role

    @property
    def label(self) -> str:
        """The fact as the kernel calls it."""
        return column_name(*self.key)


def sources(world: LawWorld, mapped: TableMap) -> tuple[tuple[Source, ...], frozenset[str]]:
    """Every fact that is a single value of the case or of a party; and the names of all other facts of the map."""
    found: list[Source] = []
    others: set[str] = set()
    for name, given in mapped.facts.items():
        declared = world.vocabulary.facts.get(name)
        if declared is None:
            others.add(name)
        elif declared.of_party and isinstance(given, Mapping):
            others |= {name} if set(given) - set(mapped.parties) else set()
            found += [_source(declared, role, cell) for role, cell in given.items()]
        elif not declared.places and not isinstance(given, Mapping):
            found.append(_source(declared, None, given))
        else:
            others.add(name)
    return tuple(found), frozenset(others)


def _source(declared: FactDeclaration, role: str | None, cell: object) -> Source:
    kind = declared.kind
    if kind.item is not None:
        return Source(declared, role, cell, None)
    if not isinstance(cell, ColumnCell):
        return Source(declared, role, cell, _for_constant(declared, cell))
    if (kind.name == "money" and not cell.unit) or (kind.name not in _SCALED and cell.scale != 1):
        return Source(declared, role, cell, None)
    scale = {"money": lcm(100, cell.scale), "percent": 100 * cell.scale}.get(kind.name, cell.scale)
    column = column_for(
        kind,
        cell.unit or "",
        scale=scale,
        may_be_absent=bool(cell.not_applicable) or cell.null == "not_applicable",
        may_be_unknown=bool(cell.unknown) or cell.null == "unknown",
    )
    factor = scale // cell.scale if kind.name == "money" else 1
    return Source(declared, role, cell, column and _within(column, declared), factor)


def _for_constant(declared: FactDeclaration, stated: object) -> FactColumn | None:
    """A fact that is the same in all rows. What is no value is told row by row, by the interpreter."""
    value = read_scalar(declared.kind, stated)  # type: ignore[arg-type]
    if value is None or stated in ("unknown", "not_applicable"):
        return None
    return column_for(declared.kind, value.unit if isinstance(value, Money) else "")


def _within(column: FactColumn, declared: FactDeclaration) -> FactColumn:
    """A column that holds no more than a judge may find."""
    if not declared.between:
        return column
    low, high = (exact_number(end, column) for end in declared.between)
    if low is None or high is None:
        return column
    return replace(column, low=max(column.low, ceil(low)), high=min(column.high, floor(high)))
