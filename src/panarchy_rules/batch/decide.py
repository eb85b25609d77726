"""Decide a piece of a table: rows in, results by column out, and the rows that only the interpreter can decide."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from panarchy_rules.backends.lowered.answered import ELSEWHERE
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import Status
from panarchy_rules.batch.cells import ODD, Array
from panarchy_rules.batch.engine import Engine, Verdicts, no_verdicts
from panarchy_rules.batch.keys import Keyed, days
from panarchy_rules.batch.laws import ASK_LAW, laws_of
from panarchy_rules.batch.listed import fact_numbers
from panarchy_rules.batch.plan import CLOCK, Issue, Plan, Slot
from panarchy_rules.batch.sources import Source
from panarchy_rules.batch.statuses import PLACE, statuses_of, with_common_codes
from panarchy_rules.casefile.table_map import ColumnCell


@dataclass(frozen=True, slots=True)
class IssueFound:
    """One issue of every row: the place of its law, the place of its status in `STATUSES`, verdicts by slot."""

    issue: Issue
    law: Array
    status: Array
    verdicts: Mapping[Slot, Verdicts]
    case: Mapping[Slot, Array]


@dataclass(frozen=True, slots=True)
class Found:
    """A piece as the engine decides it. `left` are the rows that the interpreter has to decide."""

    issues: tuple[IssueFound, ...]
    left: Array


def decide(plan: Plan, engine: Engine, table: Any) -> Found:
    """Every row of a piece."""
    count = table.num_rows
    read = {name: values for source in plan.held for name, values in _numbers(table, source).items()}
    read |= {CLOCK[name]: days(getattr(plan.mapped.dispute, name), table) for name in CLOCK if
             CLOCK[name] in plan.columns.clock}  # fmt: skip
    left = np.zeros(count, np.bool_) if plan.is_plain else np.ones(count, np.bool_)
    for values in read.values():
        left |= values == ODD
    found = []
    if plan.is_plain:
        rows = Keyed(plan, table)
        found = [_issue(plan, engine, issue, rows, read, left) for issue in plan.issues]
    return Found(tuple(found), left)


def _numbers(table: Any, source: Source) -> Mapping[str, Array]:
    column = table.column(source.cell.column) if isinstance(source.cell, ColumnCell) else range(table.num_rows)
    return fact_numbers(column, source, source.label)


def _issue(plan: Plan, engine: Engine, issue: Issue, rows: Keyed, read: Mapping[str, Array], left: Array) -> IssueFound:
    law, forum = laws_of(plan, issue, rows)
    left |= law == ASK_LAW
    verdicts: dict[Slot, Verdicts] = {}
    case: dict[Slot, Array] = {}
    for slot in issue.slots:
        cases = np.array([*issue.case_of[slot], -1], np.int64)
        of_row = cases[np.where((law >= 0) & ~left, law, -1)]
        left |= of_row == -2
        case[slot] = np.where(left, -1, of_row)
        if (case[slot] >= 0).any():
            verdicts[slot] = engine.decide(issue.cases[slot], case[slot], read, plan.rules)
            with_common_codes(plan, issue.cases[slot].all, case[slot], verdicts[slot])
            left |= (verdicts[slot].status == ELSEWHERE) & (case[slot] >= 0)
        else:
            verdicts[slot] = no_verdicts(len(law))
    status = statuses_of(plan, issue, law, forum, verdicts, case, left)
    left |= status == PLACE[Status.UNDETERMINED]  # The interpreter says what is missing.
    return IssueFound(issue, law, status, verdicts, case)
