"""Find rows that are alike in parties, matter and day: a plan and a table in, a key for every row out."""

from datetime import date
from typing import Any

import numpy as np

from panarchy_rules.batch.cells import ODD, Array, Encoded, encoded
from panarchy_rules.batch.consents import Claim
from panarchy_rules.batch.plan import Plan
from panarchy_rules.batch.rows import provider_in
from panarchy_rules.casefile.table_map import ColumnCell, MemberCell

_MOST_KEYS = 1 << 22


class Keyed:
    """Rows that are alike in parties, matter and day share one key."""

    def __init__(self, plan: Plan, table: Any) -> None:
        mapped = plan.mapped
        given = (mapped.parties["claimant"], mapped.parties["respondent"], mapped.dispute.matter, mapped.dispute.anchor)
        self.parts = [_encoded(one, table) for one in given]
        self.is_member = [isinstance(one, MemberCell) for one in given[:2]]
        self.table = table
        self.plan = plan
        key = np.zeros(table.num_rows, np.int64)
        size = 1
        for part in self.parts:
            key = key * len(part.values) + part.places
            size *= len(part.values)
        if size <= _MOST_KEYS:
            there = np.zeros(size, np.bool_)
            there[key] = True
            self.keys = np.flatnonzero(there)
            place = np.zeros(size, np.int64)
            place[self.keys] = np.arange(len(self.keys))
            self.place = place[key]
        else:
            self.keys, self.place = np.unique(key, return_inverse=True)
        self._named: dict[str, Encoded] = {}

    def claims(self) -> list[tuple[str, str, Claim] | None]:
        """What each key stands for; None if its cells cannot be read."""
        return [self._claim(int(key)) for key in self.keys]

    def _claim(self, key: int) -> tuple[str, str, Claim] | None:
        found: list[Any] = []
        for part in reversed(self.parts):
            key, place = divmod(key, len(part.values))
            found.append(part.values[place])
        anchor, matter, respondent, claimant = found
        day = _day(anchor)
        fits = day is not None and all(isinstance(word, str) for word in (matter, respondent, claimant))
        return (claimant, respondent, Claim(matter, day)) if fits and day else None

    def named(self, fact: str) -> Encoded | None:
        """The laws that a fact names, by row; None if the map does not state it in one column."""
        if fact not in self._named:
            given = self.plan.mapped.facts.get(fact)
            if not isinstance(given, ColumnCell):
                return None
            column = encoded(self.table.column(given.column))
            self._named[fact] = Encoded(column.places, [_law_named(value, given) for value in column.values])
        return self._named[fact]


def _law_named(value: object, cell: ColumnCell) -> object:
    """The provider that a cell names; None for none, and an empty text if only the interpreter can tell."""
    if value is None:
        return None if cell.null == "not_applicable" else ""
    if value in cell.not_applicable:
        return None
    if cell.words and isinstance(value, int) and 0 <= value < len(cell.words):
        value = cell.words[value]
    return value if isinstance(value, str) and " " not in value and value not in ("unknown", *map(str, cell.unknown)) \
        else ""  # fmt: skip


def days(given: object, table: Any) -> Array:
    """The days of a part of the map by row, as numbers; what is no day is odd."""
    found = _encoded(given, table)
    return found.mapped(lambda value: value.toordinal() if isinstance(value := _day(value), date) else ODD)


def _day(value: object) -> date | None:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if type(value) is date else None


def _encoded(given: object, table: Any) -> Encoded:
    """A part of the map by row, be it a column or the same everywhere."""
    if isinstance(given, ColumnCell | MemberCell):
        found = encoded(table.column(given.column if isinstance(given, ColumnCell) else given.member_of))
        if isinstance(given, MemberCell):
            return Encoded(found.places, [provider_in(value, given) for value in found.values])
        words = given.words
        named = [words[v] if words and isinstance(v, int) and 0 <= v < len(words) else v for v in found.values]
        return Encoded(found.places, named)
    return Encoded(np.zeros(table.num_rows, np.int64), [given])
