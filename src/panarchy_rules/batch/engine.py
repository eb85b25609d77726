"""Decide the rows of one question: for each row its case, and numbers of its facts in; verdicts by column out.

Few rows are decided by the function for one row, whose making costs nothing. Many are decided by machine code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Protocol

import numpy as np

from panarchy_rules.backends.kernel.kernel import compiled
from panarchy_rules.backends.kernel.rows import ABSENT as STATE_ABSENT
from panarchy_rules.backends.kernel.rows import GIVEN, Row
from panarchy_rules.backends.kernel.rows import UNKNOWN as STATE_UNKNOWN
from panarchy_rules.backends.kernel.write_batch import TableColumn
from panarchy_rules.backends.kernel.write_one import write_one
from panarchy_rules.backends.lowered.answered import ANTINOMY, ELSEWHERE, SETTLED
from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.base.records import dataclass
from panarchy_rules.batch.cells import ABSENT, UNKNOWN, Array
from panarchy_rules.rulebook.rulebook import Owing, Rulebook

FEW = 20_000
NOTHING = -1  # In the place of rules: there are none.


@dataclass(frozen=True, slots=True)
class Case:
    """A question to one law, with its program."""

    rulebook: Rulebook
    question: Owing
    program: Program


@dataclass(frozen=True, slots=True)
class Cases:
    """The laws that one question is put to, in the order in which rows needed them."""

    name: tuple[str, ...]
    all: list[Case] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Row by row: status, what is said and its value as in `Program`, and the place of the rules in `Rules`."""

    status: Array
    says: Array
    value: Array
    rules: Array


class Rules:
    """Lists of rules that decide together, each with a place."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, ...]] = []
        self._places: dict[tuple[str, ...], int] = {}

    def place(self, labels: tuple[str, ...]) -> int:
        """The place of some rules, sorted."""
        if labels not in self._places:
            self._places[labels] = len(self.lists)
            self.lists.append(labels)
        return self._places[labels]

    def of_mask(self, program: Program, mask: int) -> int:
        """The place of the rules in a bit mask."""
        return self.place(tuple(sorted(label for n, label in enumerate(program.labels) if mask >> n & 1)))


class Engine(Protocol):
    """What decides rows."""

    @property
    def name(self) -> str:
        """What the results call it."""

    def decide(self, cases: Cases, case: Array, numbers: Mapping[str, Array], rules: Rules) -> Verdicts:
        """The verdict on each row; `case` is the place of its case, or -1 for none."""


def no_verdicts(count: int) -> Verdicts:
    """Verdicts that say nothing yet."""
    return Verdicts(
        np.full(count, ELSEWHERE, np.int8), np.full(count, -1, np.int8), np.zeros(count, np.int64),
        np.full(count, NOTHING, np.int32),
    )  # fmt: skip


@dataclass(slots=True)
class Kernel:
    """The kernel: machine code for many rows, plain Python for few. Programs are compiled once."""

    table: Mapping[str, TableColumn]
    name: str = "kernel"
    _compiled: dict[tuple[str, ...], "_Compiled"] = field(default_factory=dict)

    def decide(self, cases: Cases, case: Array, numbers: Mapping[str, Array], rules: Rules) -> Verdicts:
        """The verdict on each row."""
        compiled = self._compiled.setdefault(cases.name, _Compiled(cases, self.table, rules))
        found = no_verdicts(len(case))
        rows = np.flatnonzero(case >= 0)
        if len(rows) < FEW and compiled.batch is None:
            compiled.one_by_one(rows, case, numbers, found)
        else:
            compiled.at_once(case, numbers, found)
        return found


@dataclass(slots=True)
class _Compiled:
    """The programs of the cases of one question."""

    cases: Cases
    table: Mapping[str, TableColumn]
    rules: Rules
    functions: dict[int, Any] = field(default_factory=dict)
    batch: Any = None
    known: int = 0
    labels: list[str] = field(default_factory=list)

    def one_by_one(self, rows: Array, case: Array, numbers: Mapping[str, Array], to: Verdicts) -> None:
        """Decide some rows by the function for one row."""
        names = list(numbers)
        columns = [numbers[name][rows].tolist() for name in names]
        for row, one, values in zip(rows.tolist(), case[rows].tolist(), zip(*columns, strict=True), strict=True):
            status, says, value, mask = self._function(one)(_row(names, values))
            if abs(value) >= 1 << 63:
                continue
            to.status[row], to.says[row], to.value[row] = status, says, value
            if status in (SETTLED, ANTINOMY):
                to.rules[row] = self.rules.of_mask(self.cases.all[one].program, mask)

    def _function(self, one: int) -> Any:
        if one not in self.functions:
            self.functions[one] = compiled(write_one(self.cases.all[one].program))
        return self.functions[one]

    def at_once(self, case: Array, numbers: Mapping[str, Array], to: Verdicts) -> None:
        """Decide all rows by machine code, but for those in which several rules decide together."""
        found = self._made().run(case.astype(np.int32), {c.array: numbers[c.array] for c in self.table.values()})
        for mine, theirs in ((to.status, found.status), (to.says, found.says), (to.value, found.value)):
            mine[:] = theirs
        places = np.array([*(self.rules.place((label,)) for label in self.labels), NOTHING], np.int32)
        to.rules[:] = places[found.ground]
        several = np.flatnonzero(np.isin(to.status, (SETTLED, ANTINOMY)) & (found.ground < 0) & (case >= 0))
        self.one_by_one(several, case, numbers, to)

    def _made(self) -> Any:
        """The batch of all cases that are known now."""
        from panarchy_rules.backends.kernel import batch

        if self.batch is None or self.known < len(self.cases.all):
            self.known = len(self.cases.all)
            self.labels = sorted({x for one in self.cases.all for x in one.program.labels})
            made = [batch.Case(c.rulebook, c.question, c.program.columns, self.table) for c in self.cases.all]
            self.batch = batch.Batch(made, {label: place for place, label in enumerate(self.labels)})
        return self.batch


def _row(names: Sequence[str], values: Sequence[int]) -> Row:
    row: Row = {}
    for name, value in zip(names, values, strict=True):
        state = STATE_ABSENT if value == ABSENT else STATE_UNKNOWN if value == UNKNOWN else GIVEN
        row[name] = 0 if state else value
        row[f"{name}?"] = state
    return row
