"""Weigh the verdicts on an issue: verdicts by slot in, the status of every row out, as the statuses of disputes are."""

from collections.abc import Mapping

import numpy as np

from panarchy_rules.adjudication.issue_status import of_verdicts
from panarchy_rules.backends.lowered.answered import ANTINOMY, LACUNA, SETTLED
from panarchy_rules.backends.lowered.rules import NO_DECISION
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.values import ClaimFails, NoDecision
from panarchy_rules.batch.cells import Array
from panarchy_rules.batch.engine import Case, Verdicts
from panarchy_rules.batch.plan import Issue, Plan, Slot
from panarchy_rules.rulebook.rulebook import Owing
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict

STATUSES = tuple(Status)
PLACE = {status: place for place, status in enumerate(STATUSES)}
_MOST_KEYS = 1 << 22
_SAYINGS = 64  # What a verdict may say: a value, that the claim fails, or a code of no decision.


def statuses_of(
    plan: Plan,
    issue: Issue,
    law: Array,
    forum: Array,
    verdicts: Mapping[Slot, Verdicts],
    case: Mapping[Slot, Array],
    left: Array,
) -> Array:
    """The status of every row: each different set of verdicts is weighed once, as the statuses of disputes are."""
    keys, place = _distinct(np.where(law >= 0, forum, -1) + 1)
    known: list[tuple[int, ...]] = [(key - 1,) for key in keys.tolist()]
    for slot in issue.slots:
        one = verdicts[slot]
        code = np.where(case[slot] < 0, 0, 1 + one.status.astype(np.int64) * _SAYINGS + one.says + 1)
        keys, place = _distinct(place * (5 * _SAYINGS) + code)
        known = [(*known[key // (5 * _SAYINGS)], key % (5 * _SAYINGS)) for key in keys.tolist()]
    found = [_status(plan, issue, forum, codes) for forum, *codes in known]
    status = np.array(found, np.int64)[place] if found else np.zeros(0, np.int64)
    status[left] = PLACE[Status.UNDETERMINED]
    return status


def _distinct(key: Array) -> tuple[Array, Array]:
    if len(key) and key.max() < _MOST_KEYS:
        count = np.bincount(key)
        keys = np.flatnonzero(count)
        place = np.zeros(len(count), np.int64)
        place[keys] = np.arange(len(keys))
        return keys, place[key]
    keys, place = np.unique(key, return_inverse=True)
    return keys, place


def _status(plan: Plan, issue: Issue, forum: int, codes: list[int]) -> int:
    if forum < 0:
        return PLACE[Status.NO_COMMON_LAW]
    verdicts: dict[Owing, Verdict] = {}
    for slot, code in zip(issue.slots, codes, strict=True):
        if code:
            verdicts[Owing(*slot)] = _verdict(plan, (code - 1) // _SAYINGS, (code - 1) % _SAYINGS - 1)
    stands = of_verdicts(verdicts, "").status
    return forum if stands in DECIDED else PLACE[stands]


def _verdict(plan: Plan, status: int, says: int) -> Verdict:
    if status == SETTLED:
        return Settled(NoDecision(plan.codes[says - NO_DECISION]) if says >= NO_DECISION else ClaimFails(), ())
    if status == LACUNA:
        return Lacuna("")
    return Antinomy(()) if status == ANTINOMY else Undetermined(())


def with_common_codes(plan: Plan, cases: list[Case], case: Array, found: Verdicts) -> None:
    """Number the codes of no decision alike for all laws."""
    rows = np.flatnonzero(found.says >= NO_DECISION)
    for one in np.unique(case[rows]).tolist():
        codes = cases[one].program.codes
        places = np.array([NO_DECISION + plan.code(code) for code in codes], np.int8)
        mine = rows[case[rows] == one]
        found.says[mine] = places[found.says[mine] - NO_DECISION]
