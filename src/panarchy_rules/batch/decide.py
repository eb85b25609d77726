"""Decide a piece of a table: rows in, results by column out, and the rows that only the interpreter can decide."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from panarchy_rules.adjudication.issue_status import of_verdicts
from panarchy_rules.backends.lowered.questions import ANTINOMY, ELSEWHERE, LACUNA, SETTLED
from panarchy_rules.backends.lowered.rules import NO_DECISION
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.values import ClaimFails, NoDecision
from panarchy_rules.batch.cells import ODD, Array, Encoded, encoded, numbers
from panarchy_rules.batch.consents import ASK, Claim, Route
from panarchy_rules.batch.engine import Case, Engine, Verdicts, no_verdicts
from panarchy_rules.batch.plan import CLOCK, Issue, Plan, Slot
from panarchy_rules.batch.rows import provider_in
from panarchy_rules.batch.sources import Source
from panarchy_rules.casefile.table_map import ColumnCell, MemberCell
from panarchy_rules.rulebook.rulebook import Owing
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict

NO_LAW, ASK_LAW = -1, -2
_MOST_KEYS = 1 << 22
STATUSES = tuple(Status)
_SAYINGS = 64  # What a verdict may say: a value, that the claim fails, or a code of no decision.
_PLACE = {status: place for place, status in enumerate(STATUSES)}


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
    read = {source.label: _numbers(table, source) for source in plan.held}
    read |= {CLOCK[name]: _days(getattr(plan.mapped.dispute, name), table) for name in CLOCK if
             CLOCK[name] in plan.columns.clock}  # fmt: skip
    left = np.zeros(count, np.bool_) if plan.is_plain else np.ones(count, np.bool_)
    for values in read.values():
        left |= values == ODD
    found = []
    if plan.is_plain:
        rows = _Rows(plan, table)
        found = [_issue(plan, engine, issue, rows, read, left) for issue in plan.issues]
    return Found(tuple(found), left)


def _numbers(table: Any, source: Source) -> Array:
    column = table.column(source.cell.column) if isinstance(source.cell, ColumnCell) else range(table.num_rows)
    return numbers(column, source)


def _days(given: object, table: Any) -> Array:
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


# --- laws ---


class _Rows:
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


def _laws(plan: Plan, issue: Issue, rows: _Rows) -> tuple[Array, Array]:
    """For every row the place of its law, or that there is none or only the interpreter can tell; and its forum."""
    claims = rows.claims()
    routes = [_route(issue, rows, claim) for claim in claims]
    base = np.array([_base(plan, issue, r, c) for r, c in zip(routes, claims, strict=True)], np.int64)
    forum = np.array([_PLACE[route.forum] for route in routes], np.int64)
    law = base[rows.place]
    facts = sorted({route.fact for route in routes if route.fact and not route.ask})
    for fact in facts:
        mine = np.array([route.fact == fact for route in routes])[rows.place] & (law != ASK_LAW)
        named = _named_laws(plan, issue, rows, fact, claims, mine)
        law = np.where(mine, np.where((law == NO_LAW) | (named == law) | (named == ASK_LAW), named, NO_LAW), law)
    return law, forum[rows.place]


def _route(issue: Issue, rows: _Rows, claim: tuple[str, str, Claim] | None) -> Route:
    if claim is None:
        return ASK
    claimant, respondent, what = claim
    known = rows.plan.world.providers
    providers = [
        (name if name in known else None) if is_member else issue.consents.provider(what, name)
        for name, is_member in zip((claimant, respondent), rows.is_member, strict=True)
    ]
    persons = (
        f"claimant_of_{claimant}" if rows.is_member[0] else claimant,
        f"respondent_of_{respondent}" if rows.is_member[1] else respondent,
    )
    one, other = providers
    if one is None or other is None or persons[0] == persons[1]:
        return ASK
    return issue.consents.route(what, one, other, persons)


def _base(plan: Plan, issue: Issue, route: Route, claim: tuple[str, str, Claim] | None) -> int:
    if route.ask or claim is None:
        return ASK_LAW
    if route.law is None:
        return NO_LAW
    place = plan.law(issue, claim[2], route.law.provider)
    return ASK_LAW if place is None else place


def _named_laws(
    plan: Plan, issue: Issue, rows: _Rows, fact: str, claims: list[tuple[str, str, Claim] | None], mine: Array
) -> Array:
    """The place of the law that a fact names, where an entry leaves it to that fact."""
    named = rows.named(fact)
    found = np.full(len(mine), ASK_LAW, np.int64)
    if named is None:
        return found
    whats = [claim[2] if claim else None for claim in claims]
    kinds = list(dict.fromkeys(whats))
    kind_of = np.array([kinds.index(what) for what in whats], np.int64)[rows.place]
    pair = kind_of * len(named.values) + named.places
    for one in np.unique(pair[mine]).tolist():
        kind, value = divmod(one, len(named.values))
        what, provider = kinds[kind], named.values[value]
        place: int | None = ASK_LAW
        if provider is None:
            place = NO_LAW
        elif what is not None and provider in plan.world.providers:
            place = plan.law(issue, what, str(provider))
        found[mine & (pair == one)] = ASK_LAW if place is None else place
    return found


# --- verdicts ---


def _issue(plan: Plan, engine: Engine, issue: Issue, rows: _Rows, read: Mapping[str, Array], left: Array) -> IssueFound:
    law, forum = _laws(plan, issue, rows)
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
            _with_common_codes(plan, issue.cases[slot].all, case[slot], verdicts[slot])
            left |= (verdicts[slot].status == ELSEWHERE) & (case[slot] >= 0)
        else:
            verdicts[slot] = no_verdicts(len(law))
    status = _statuses(plan, issue, law, forum, verdicts, case, left)
    left |= status == _PLACE[Status.UNDETERMINED]  # The interpreter says what is missing.
    return IssueFound(issue, law, status, verdicts, case)


def _statuses(
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
    status[left] = _PLACE[Status.UNDETERMINED]
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
        return _PLACE[Status.NO_COMMON_LAW]
    verdicts: dict[Owing, Verdict] = {}
    for slot, code in zip(issue.slots, codes, strict=True):
        if code:
            verdicts[Owing(*slot)] = _verdict(plan, (code - 1) // _SAYINGS, (code - 1) % _SAYINGS - 1)
    stands = of_verdicts(verdicts, "").status
    return forum if stands in DECIDED else _PLACE[stands]


def _verdict(plan: Plan, status: int, says: int) -> Verdict:
    if status == SETTLED:
        return Settled(NoDecision(plan.codes[says - NO_DECISION]) if says >= NO_DECISION else ClaimFails(), ())
    if status == LACUNA:
        return Lacuna("")
    return Antinomy(()) if status == ANTINOMY else Undetermined(())


def _with_common_codes(plan: Plan, cases: list[Case], case: Array, found: Verdicts) -> None:
    """Number the codes of no decision alike for all laws."""
    rows = np.flatnonzero(found.says >= NO_DECISION)
    for one in np.unique(case[rows]).tolist():
        codes = cases[one].program.codes
        places = np.array([NO_DECISION + plan.code(code) for code in codes], np.int8)
        mine = rows[case[rows] == one]
        found.says[mine] = places[found.says[mine] - NO_DECISION]
