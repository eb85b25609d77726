"""Write what was found as a table: a decided piece, and judgments of single rows, in, the rows of the result out.

Columns are `row`, what the map keeps, `status`, `decided_by`, and for each issue its status, law and missing facts,
and for each obligation its value and the rules that decide.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from panarchy_rules.backends.lowered.answered import ANTINOMY, SETTLED
from panarchy_rules.backends.lowered.rules import FAILS, VALUE
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import ClaimFails, NoDecision, show
from panarchy_rules.batch.cells import Array
from panarchy_rules.batch.decide import Found, IssueFound
from panarchy_rules.batch.engine import Verdicts
from panarchy_rules.batch.plan import Plan, Slot
from panarchy_rules.batch.statuses import STATUSES
from panarchy_rules.batch.texts import texts
from panarchy_rules.casefile.judgment import IssueJudgment, Judgment

INTERPRETER = "interpreter"
_WORD = pa.dictionary(pa.int32(), pa.string())
_WORDS = pa.list_(pa.string())


def slot_name(slot: Slot) -> str:
    """What a column calls an obligation: its head, if the respondent owes it to the claimant."""
    bearer, counterparty, head = slot
    return head if (bearer, counterparty) == ("respondent", "claimant") else f"{bearer} owes {counterparty} {head}"


def schema(plan: Plan, given: Any) -> Any:
    """The columns of the result; `given` is the schema of the table."""
    found = [pa.field("row", pa.int64(), nullable=False)]
    found += [pa.field(name, given.field(name).type) for name in plan.mapped.keep]
    found += [pa.field("status", _WORD), pa.field("decided_by", _WORD)]
    for issue in plan.issues:
        found += [pa.field(f"{issue.name}.{name}", _WORD) for name in ("status", "law")]
        found.append(pa.field(f"{issue.name}.missing", _WORDS))
        for slot in issue.slots:
            found.append(pa.field(f"{issue.name}.{slot_name(slot)}", pa.string()))
            found.append(pa.field(f"{issue.name}.{slot_name(slot)}.rules", _WORDS))
    return pa.schema(found)


def by_engine(plan: Plan, found: Found, name: str) -> dict[str, Any]:
    """The columns of a piece as the engine decided it; what it left has no meaning."""
    count = len(found.left)
    columns: dict[str, Any] = {"decided_by": _chosen([name], np.zeros(count, np.int64))}
    if found.issues:
        columns["status"] = _chosen([s.value for s in STATUSES], _overall([one.status for one in found.issues]))
    for one in found.issues:
        columns |= _issue(plan, one)
    return columns


def _overall(statuses: Sequence[Array]) -> Array:
    """The first status that is not a decision."""
    decided = STATUSES.index(Status.DECIDED)
    found = statuses[0].copy()
    for one in statuses[1:]:
        found = np.where(found == decided, one, found)
    return found


def _chosen(words: Sequence[str | None], places: Array) -> Any:
    """A column of few words."""
    words = list(words) or [None]
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(words, pa.string()))


def _issue(plan: Plan, one: IssueFound) -> dict[str, Any]:
    issue, name = one.issue, one.issue.name
    laws = np.where(one.law >= 0, one.law, 0)
    names = _chosen([str(book.law) for book in issue.laws], laws)
    none = pa.array(one.law < 0)
    columns = {
        f"{name}.status": _chosen([s.value for s in STATUSES], one.status),
        f"{name}.law": pc.if_else(none, pa.scalar(None, _WORD), names),
        f"{name}.missing": pa.array([()], _WORDS).take(pa.array(np.zeros(len(laws), np.int64))),
    }
    for slot in issue.slots:
        columns |= _slot(plan, f"{name}.{slot_name(slot)}", one, slot)
    return columns


def _slot(plan: Plan, name: str, one: IssueFound, slot: Slot) -> dict[str, Any]:
    found, case = one.verdicts[slot], one.case[slot]
    lists = [*plan.rules.lists, None]
    places = np.where((found.rules >= 0) & np.isin(found.status, (SETTLED, ANTINOMY)), found.rules, len(lists) - 1)
    return {
        name: _values(plan, one, slot, found, case),
        f"{name}.rules": pa.array(lists, _WORDS).take(pa.array(places)),
    }


def _values(plan: Plan, one: IssueFound, slot: Slot, found: Verdicts, case: Array) -> Any:
    """What is owed, in words: values by the form of their program, and the rest by what is said."""
    settled = (found.status == SETTLED) & (case >= 0)
    other = [None, show(ClaimFails()), *(show(NoDecision(code)) for code in plan.codes)]
    places = np.where(settled & (found.says != VALUE), np.maximum(found.says - FAILS + 1, 0), 0)
    parts, starts = [pa.array(other, pa.string())], {}
    groups: dict[object, list[int]] = {}
    for place, each in enumerate(one.issue.cases[slot].all):
        form = (each.program.kind, each.program.scale, each.program.unit)
        groups.setdefault(form, []).append(place)
    index = places.astype(np.int64)
    length = len(other)
    group_of = np.full(len(one.issue.cases[slot].all) + 1, -1, np.int64)
    for number, mine in enumerate(groups.values()):
        group_of[mine] = number
        starts[number] = mine[0]
    of_row = np.where(settled & (found.says == VALUE), group_of[case], -1)
    for number, first in starts.items():
        rows = np.flatnonzero(of_row == number)
        if len(rows):
            parts.append(texts(one.issue.cases[slot].all[first].program, found.value[rows]))
            index[rows] = length + np.arange(len(rows))
            length += len(rows)
    return pa.concat_arrays(parts).take(pa.array(index))


# --- by the interpreter ---


def of_judgment(plan: Plan, judgment: Judgment) -> dict[str, object]:
    """One row, as the interpreter decided it."""
    row: dict[str, object] = {"status": judgment.status.value, "decided_by": INTERPRETER}
    for issue, judged in zip(plan.issues, judgment.issues, strict=True):
        row |= _judged(issue.name, issue.slots, judged)
    return row


def _judged(name: str, slots: Sequence[Slot], judged: IssueJudgment) -> dict[str, object]:
    names = dict.fromkeys(law.name for law in judged.laws)
    row: dict[str, object] = {
        f"{name}.status": judged.status.value,
        f"{name}.law": " and ".join(names) or None,
        f"{name}.missing": list(judged.lacking),
    }
    persons = {"claimant": judged.claimant, "respondent": judged.respondent}
    for slot in slots:
        bearer, counterparty, head = slot
        who = (persons.get(bearer, bearer), persons.get(counterparty, counterparty), head)
        answers = [a for a in judged.answers if (a.debtor, a.creditor, a.head) == who]
        column = f"{name}.{slot_name(slot)}"
        row[column] = answers[0].value if answers else None
        grounds = [ground.rule for ground in answers[0].grounds] if answers else []
        row[f"{column}.rules"] = grounds if answers and answers[0].verdict in ("settled", "antinomy") else None
    return row
