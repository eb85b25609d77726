"""Many rows at once give what one row gives, and the interpreter's verdict where it is asked."""

import os
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, note, settings

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.kernel.batch import NO_CASE, Batch, Case, Decisions
from panarchy_rules.backends.kernel.kernel import Kernel, kernel
from panarchy_rules.backends.kernel.rows import ABSENT, GIVEN, UNKNOWN
from panarchy_rules.backends.kernel.write_batch import TableColumn
from panarchy_rules.backends.lowered.answered import ELSEWHERE, SETTLED
from panarchy_rules.backends.lowered.facts import Columns, FactColumn
from panarchy_rules.backends.lowered.program import lower
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.rulebook.rulebook import QuestionId, Rulebook
from panarchy_rules.rulebook.verdict import Settled
from tests.support import engine
from tests.support.generate import Case as Drawn
from tests.support.generate import cases
from tests.support.kernel import columns
from tests.support.small_text import text

EXAMPLES = 300 if os.environ.get("PANARCHY_HUNT") else 4
NOT_APPLICABLE, NOT_KNOWN = -(1 << 62), -(1 << 62) + 1
ROWS = 300
Table = Mapping[str, Any]


def test_many_rows_agree_with_one_row() -> None:
    """On generated rulebooks, for facts in all states, at the ends of their ranges and beyond."""

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(cases(periods=False))
    def agree(drawn: Drawn) -> None:
        note(text(drawn))
        rulebook = engine.rulebook(text(drawn))
        question = engine.question_id(drawn.questions[0])
        try:
            made = kernel(rulebook, question, columns(rulebook))
        except Unsupported:
            return
        table = _random_table(made.program.columns, Random(1))

        decisions = _decided(rulebook, question, made.program.columns, table)

        _assert_alike(made, table, decisions)

    agree()


LARGE = """
rulebook mesa
fact price is money
fact other is money
fact share is percent
rule r respondent owes claimant price * share * share
step cap of damages at most other
step cents of damages round half even to 0.01 EUR
steps of damages cap, cents
"""


def test_nothing_wraps_near_the_end_of_64_bits() -> None:
    """What could leave 64 bits goes to the interpreter; what is decided here is what unbounded integers give."""
    rulebook = engine.rulebook(LARGE)
    question = engine.question_id(("owes", "respondent", "claimant", "damages"))
    made = kernel(rulebook, question, columns(rulebook, may_be_missing=False))
    amounts = [0, 1, 10**8, 10**9, 10**12, 10**15, (1 << 62) - 1, (1 << 63) - 1, -(1 << 63), -1]
    rows = [(a, b, s) for a in amounts for b in amounts for s in (0, 33, 100, 10**5, -(10**5), (1 << 63) - 1)]
    table = {
        name: np.array(column, np.int64)
        for name, column in zip(("price", "other", "share"), zip(*rows, strict=True), strict=True)
    }

    decisions = _decided(rulebook, question, made.program.columns, table)

    _assert_alike(made, table, decisions)
    assert 0 < np.count_nonzero(decisions.status == ELSEWHERE) < len(rows)


DATES = """
rulebook mesa
dates round {policy}
fact first is date
fact second is date
fact price is money
question lapse is months
question late is yes_no
question day_code is number
rule lapsed lapse is months from first to second
rule is_late late is yes when second is not within 1 month after first
rule day_number day_code is year of second * 10000 + month of second * 100 + day of (first + 13 months)
"""


@pytest.mark.parametrize("policy", ["down", "up", "refuse"])
@pytest.mark.parametrize("asked", [("question", "lapse"), ("question", "late"), ("question", "day_code")])
def test_dates_at_month_ends_agree(policy: str, asked: tuple[str, str]) -> None:
    """Spans, periods and parts of dates, for days around month ends and leap days."""
    words = DATES.format(policy=policy) if policy != "refuse" else DATES.replace("dates round {policy}", "")
    rulebook = engine.rulebook(words)
    made = kernel(rulebook, engine.question_id(asked), columns(rulebook, may_be_missing=False))
    days = [_day(y, m, d) for y in (2023, 2024) for m in (1, 2, 3) for d in (1, 27, 28, 29, 30, 31) if _exists(y, m, d)]
    pairs = [(a, b) for a in days for b in days]
    table = {
        name: np.array(column, np.int64)
        for name, column in zip(("first", "second"), zip(*pairs, strict=True), strict=True)
    }
    table["price"] = np.zeros(len(pairs), np.int64)

    decisions = _decided(rulebook, made.program.question, made.program.columns, table)

    _assert_alike(made, table, decisions)


def _day(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def _exists(year: int, month: int, day: int) -> bool:
    return day <= monthrange(year, month)[1]


ROUNDED = """
rulebook mesa
fact price is money
rule r respondent owes claimant price
step place of damages round {mode} to 0.05 EUR
steps of damages place
"""


@pytest.mark.parametrize("mode", ["half even", "half up", "half down", "up", "down"])
def test_every_rounding_agrees(mode: str) -> None:
    """At ties and beside them, above and below zero, on 64-bit integers."""
    rulebook = engine.rulebook(ROUNDED.format(mode=mode))
    question = engine.question_id(("owes", "respondent", "claimant", "damages"))
    made = kernel(rulebook, question, columns(rulebook, may_be_missing=False))
    table = {"price": np.arange(-260, 260, dtype=np.int64)}

    decisions = _decided(rulebook, question, made.program.columns, table)

    _assert_alike(made, table, decisions)
    for row in range(0, 520, 7):
        record = engine.record([("price", ("money", Fraction(int(table["price"][row]), 1000), "EUR"))])
        expected = Evaluation(rulebook, record).decide(question)
        found = made.read(made.decide({"price": int(table["price"][row]), "price?": GIVEN}))
        assert isinstance(found, Settled)
        assert isinstance(expected, Settled)
        assert (found.value, found.grounds) == (expected.value, expected.grounds)


def test_laws_of_one_shape_share_one_program() -> None:
    """Laws that differ in their numbers only are one shape, and each decides by its own; no case is no verdict."""
    laws = [engine.rulebook(LARGE.replace("price * share * share", f"price * {n} %")) for n in (5, 10, 25)]
    laws.append(engine.rulebook(LARGE.replace("at most other", "at least other")))
    question = engine.question_id(("owes", "respondent", "claimant", "damages"))
    stands = columns(laws[0], may_be_missing=False)
    table = _columns_of_table(stands)

    batch = Batch([Case(law, question, stands, table) for law in laws], {"r": 7, "cap": 8}, parallel=False)
    rows = {name: np.full(5, value, np.int64) for name, value in (("price", 1000), ("other", 150), ("share", 0))}
    found = batch.run(np.array([0, 1, 2, 3, -1], np.int32), {f"c{i}": rows[n] for i, n in _order(stands)}, nothing=99)

    assert batch.shapes == 2
    assert batch.reasons == {}
    assert found.value.tolist() == [5, 10, 15, 15, 0]
    assert found.ground.tolist() == [7, 7, 8, 8, 99]
    assert found.status.tolist() == [0, 0, 0, 0, NO_CASE]


WRITTEN_OUT = """
rulebook mesa
fact weights is list of number
question how_many is number
rule r how_many is least of (w for each w in weights where 2 < 1 otherwise 3)
exception e to r how_many is 0.5 when 2 < 1
"""


def test_a_law_has_one_form_whether_its_numbers_are_lifted_or_not() -> None:
    """What can be computed while the law is lowered changes neither the scale of a value nor the place of a ground."""
    rulebook = engine.rulebook(WRITTEN_OUT)
    question = engine.question_id(("question", "how_many"))
    stands = columns(rulebook, may_be_missing=False)
    made = kernel(rulebook, question, stands)
    lifted = lower(rulebook, question, stands, lift=True)

    assert (lifted.scale, lifted.labels) == (made.program.scale, made.program.labels)
    table = _random_table(stands, Random(1))
    decisions = _decided(rulebook, question, stands, table)
    _assert_alike(made, table, decisions)
    assert SETTLED in decisions.status


def test_rows_and_columns_that_do_not_fit_are_refused() -> None:
    """Nothing outside the arrays is read: a case that there is not, a short column, a column of another kind."""
    law = engine.rulebook(LARGE)
    stands = columns(law, may_be_missing=False)
    question = engine.question_id(("owes", "respondent", "claimant", "damages"))
    batch = Batch([Case(law, question, stands, _columns_of_table(stands))], {})
    good = {f"c{i}": np.zeros(3, np.int64) for i, _ in _order(stands)}

    for named in ([0, 1, 0], [0, -2, 0]):
        with pytest.raises(ValueError, match="a row names a case that there is not"):
            batch.run(np.array(named, np.int32), good)
    with pytest.raises(ValueError, match="fewer rows"):
        batch.run(np.zeros(3, np.int32), good | {"c0": np.zeros(2, np.int64)})
    with pytest.raises(ValueError, match="c0 holds float64"):
        batch.run(np.zeros(3, np.int32), good | {"c0": np.zeros(3)})


def test_columns_of_any_kind_of_number_are_read_alike() -> None:
    """Narrow and wide, with and without a sign, in any order in memory; each kind has a function of its own."""
    law = engine.rulebook(LARGE)
    stands = columns(law, may_be_missing=False)
    question = engine.question_id(("owes", "respondent", "claimant", "damages"))
    batch = Batch([Case(law, question, stands, _columns_of_table(stands))], {"r": 1, "cap": 2})
    numbers = [np.arange(0, 100, k) for k in (1, 2, 4)]
    rows = [np.resize(x, 200_000) for x in numbers]
    expected = batch.run(np.zeros(200_000, np.int32), {f"c{i}": x.astype(np.int64) for i, x in enumerate(rows)})

    for kind in (np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32):
        table = {f"c{i}": np.repeat(x, 2).astype(kind)[::2] for i, x in enumerate(rows)}
        found = batch.run(np.zeros(200_000, np.int32), table)
        assert np.array_equal(found.value, expected.value)
        assert np.array_equal(found.ground, expected.ground)
    assert batch.compiled == 7


def test_many_shapes_are_sorted_as_few_are() -> None:
    """A table in which every second row has another shape of law; each is compiled when a row needs it."""
    laws = [engine.rulebook(LARGE.replace("price * share * share", " + ".join(["price"] * (k + 1)))) for k in range(9)]
    stands = columns(laws[0], may_be_missing=False)
    question = engine.question_id(("owes", "respondent", "claimant", "damages"))
    batch = Batch([Case(law, question, stands, _columns_of_table(stands)) for law in laws], {"r": 7})
    cases = (np.arange(9_000) % 10 - 1).astype(np.int32)
    table = {f"c{i}": np.full(9_000, 10_000 if n == "other" else 100, np.int64) for i, n in _order(stands)}

    assert batch.shapes == 9
    assert batch.compiled == 0
    one = {name: column[:2] for name, column in table.items()}
    batch.run(np.array([3, 3], np.int32), one)
    assert batch.compiled == 1
    found = batch.run(cases, table)
    assert batch.compiled == 9
    for k in range(9):
        assert set(found.value[cases == k].tolist()) == {10 * (k + 1)}
    assert set(found.status[cases == -1].tolist()) == {NO_CASE}


# --- helpers ---


def _order(stands: Columns) -> list[tuple[int, str]]:
    return list(enumerate(sorted(_names(stands))))


def _names(stands: Columns) -> dict[str, FactColumn]:
    return dict(stands.numbers)


def _columns_of_table(stands: Columns) -> dict[str, TableColumn]:
    names = _names(stands)
    return {
        name: TableColumn(
            f"c{i}",
            NOT_APPLICABLE if names[name].may_be_absent else None,
            NOT_KNOWN if names[name].may_be_unknown else None,
        )
        for i, name in _order(stands)
    }


def _random_table(stands: Columns, random: Random, rows: int = ROWS) -> Table:
    return {
        name: np.array([_random_number(column, random) for _ in range(rows)], np.int64)
        for name, column in _names(stands).items()
    }


def _random_number(column: FactColumn, random: Random) -> int:
    low, high = column.low, column.high
    small = max(low, min(high, random.randint(-3, 40) * max(1, column.scale // 2)))
    ends = random.choice((low, high, max(low, -1), min(high, 1), random.randint(low, high)))
    missing = [NOT_APPLICABLE] * column.may_be_absent + [NOT_KNOWN] * column.may_be_unknown
    beyond = [high + 1, low - 1] if column.kind.name != "yes_no" and high < 1 << 61 else []
    if column.kind.name == "date":
        small, ends = _day(2024, random.randint(1, 3), 28) + random.randint(0, 3), _day(2024, 2, 29)
    return random.choice([small] * 12 + [ends] * 4 + missing + beyond[: random.random() < 0.2])


def _decided(rulebook: Rulebook, question: QuestionId, stands: Columns, table: Table) -> Decisions:
    batch = Batch([Case(rulebook, question, stands, _columns_of_table(stands))], {}, parallel=False)
    count = len(next(iter(table.values())))
    found = batch.run(np.zeros(count, np.int32), {f"c{i}": table[name] for i, name in _order(stands)})
    if batch.reasons:
        assert batch.reasons == {0: "range"}
    return found


def _assert_alike(made: Kernel, table: Table, decisions: Decisions) -> None:
    """Wherever the batch decides, it decides as the function for one row does."""
    for row in range(len(decisions.status)):
        if decisions.status[row] == ELSEWHERE:
            continue
        status, says, value, _ = made.decide(_row(made.program.columns, table, row))
        assert (decisions.status[row], decisions.says[row], decisions.value[row]) == (status, says, value), row


def _row(stands: Columns, table: Table, row: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, column in _names(stands).items():
        number = int(table[name][row])
        state = {NOT_APPLICABLE: ABSENT, NOT_KNOWN: UNKNOWN}.get(number, GIVEN)
        found[name] = number if state == GIVEN else column.low
        found[f"{name}?"] = state
    return found
