"""SQL on three databases gives what the kernel gives, and so what the interpreter gives."""

import hashlib
import os
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, note, settings

from panarchy_rules.backends.kernel.kernel import Kernel, kernel
from panarchy_rules.backends.lowered.answered import ANTINOMY, ELSEWHERE, SETTLED
from panarchy_rules.backends.lowered.facts import Columns
from panarchy_rules.backends.lowered.program import Program, lower
from panarchy_rules.backends.lowered.unsupported import UNSUPPORTED as KERNEL_UNSUPPORTED
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.sql import unsupported
from panarchy_rules.backends.sql.dialects import DIALECTS
from panarchy_rules.backends.sql.query import FactField, query
from panarchy_rules.batch.databases import TABLE, Database
from tests.agreement.test_batch import (
    DATES,
    LARGE,
    NOT_APPLICABLE,
    NOT_KNOWN,
    ROUNDED,
    _day,
    _exists,
    _names,
    _random_table,
    _row,
)
from tests.support import engine
from tests.support.databases import database
from tests.support.generate import Case as Drawn
from tests.support.generate import cases
from tests.support.kernel import columns
from tests.support.small_text import text

EXAMPLES = 300 if os.environ.get("PANARCHY_HUNT") else 6
pytestmark = [pytest.mark.xdist_group("databases"), pytest.mark.filterwarnings("ignore::ResourceWarning")]
Verdict = tuple[int, ...]  # In whole numbers: status, what is said, its value, and the grounds as a bit mask.
Rows = dict[int, Verdict]


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_generated_rulebooks_agree(name: str) -> None:
    """For facts in all states, at the ends of their ranges and beyond."""
    database(name)

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
    @given(cases(periods=False))
    def agree(drawn: Drawn) -> None:
        note(text(drawn))
        rulebook = engine.rulebook(text(drawn))
        question = engine.question_id(drawn.questions[0])
        try:
            made = kernel(rulebook, question, columns(rulebook))
        except Unsupported:
            return
        _assert_agreement(name, made, _random_table(made.program.columns, Random(1)))

    agree()


@pytest.mark.parametrize("name", DIALECTS)
def test_nothing_wraps_near_the_end_of_64_bits(name: str) -> None:
    """What could leave 64 bits has the status that says so."""
    made = _made(LARGE, ("owes", "respondent", "claimant", "damages"))
    amounts = [0, 1, 10**8, 10**12, (1 << 62) - 1, (1 << 63) - 1, -(1 << 63), -1]
    rows = [(a, b, s) for a in amounts for b in amounts for s in (0, 33, 10**5, -(10**5), (1 << 63) - 1)]

    statuses = _assert_agreement(name, made, _table(("price", "other", "share"), rows))

    assert ELSEWHERE in statuses
    assert SETTLED in statuses


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize("policy", ["down", "up", "refuse"])
def test_dates_at_month_ends_agree(name: str, policy: str) -> None:
    """Spans, periods and parts of dates, around month ends, leap days and the ends of the calendar."""
    words = DATES.format(policy=policy) if policy != "refuse" else DATES.replace("dates round {policy}", "")
    days = [_day(y, m, d) for y in (2023, 2024) for m in (1, 2, 3) for d in (1, 28, 29, 31) if _exists(y, m, d)]
    days += [1, 2, 3652059, 3652030]
    table = _table(("first", "second", "price"), [(a, b, 0) for a in days for b in days])

    for asked in ("lapse", "late", "day_code"):
        _assert_agreement(name, _made(words, ("question", asked)), table)


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize("mode", ["half even", "half up", "half down", "up", "down"])
def test_every_rounding_agrees(name: str, mode: str) -> None:
    """At ties and beside them, above and below zero."""
    made = _made(ROUNDED.format(mode=mode), ("owes", "respondent", "claimant", "damages"))

    _assert_agreement(name, made, {"price": np.arange(-260, 260, dtype=np.int64)})


VERDICTS = """
rulebook mesa
fact price is money
fact late is days
fact storm is yes_no
fact care is one of {{little, fair, much}}
rule delay respondent owes claimant price * {n} % when late > {late} days
rule careless respondent owes claimant {most} EUR when care is little
exception force_majeure to delay claim fails when storm and care is not little
exception unfit to careless no decision as incapacity when late > 300 days
step cents of damages round half even to 0.01 EUR
steps of damages cents
"""


def test_laws_of_one_shape_share_one_query_and_three_databases_give_one_hash() -> None:
    """All four verdicts occur; where a database is missing, the others are compared."""
    laws = [engine.rulebook(VERDICTS.format(n=n, late=10 + n, most=n * 7)) for n in (3, 5, 11)]
    laws.append(engine.rulebook(VERDICTS.format(n=3, late=9, most=8).replace("half even", "half up")))
    question = engine.question_id(("owes", "respondent", "claimant", "damages"))
    stands = columns(laws[0])
    programs = [lower(law, question, stands, lift=True) for law in laws]
    table = {**_random_table(stands, Random(5))}
    of_case = np.arange(len(table["price"])) % len(laws)
    expected = {}
    for place, law in enumerate(laws):
        made = kernel(law, question, stands)
        expected.update({r: v for r, v in _expected(made, table).items() if of_case[r] == place})
    hashes = {}

    for name in DIALECTS:
        try:
            found = _asked(name, programs, stands, table, of_case)
        except pytest.skip.Exception:
            continue
        assert {r: v for r, v in found.items() if v[0] != ELSEWHERE} == {
            r: expected[r] for r, v in found.items() if v[0] != ELSEWHERE
        }
        hashes[name] = hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()

    assert len(set(hashes.values())) == 1
    assert {SETTLED, ANTINOMY, 3} <= {verdict[0] for verdict in expected.values()}
    assert query(programs, _fields(stands), "duckdb").text("duckdb").count("round") == 0


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_text_has_whole_numbers_only_and_never_asks_what_null_means(dialect: Any) -> None:
    """No decimals, no functions of the database, no NULL."""
    made = _made(DATES.format(policy="up"), ("question", "day_code"))

    written = query([made.program], _fields(made.program.columns), dialect).text(dialect)

    for word in ("NULL", "DECIMAL", "NUMERIC", "DOUBLE", "FLOAT", "COALESCE", "ROUND(", "EXTRACT", "INTERVAL", "."):
        assert word not in written.replace('"facts".', "").replace('"law".', "").replace("`facts`.", "").replace(
            "`law`.", ""
        ).replace("facts.", "").replace("law.", "")


REASONS = {
    "range": LARGE.replace("price * share * share", "price * share * share * share * share * share * share"),
    "size": "",
}


def test_what_sql_cannot_say_is_declared_and_goes_to_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every reason of the table is reached, no reason is outside it, and the rows have the status that says so."""
    question = ("owes", "respondent", "claimant", "damages")
    found = set()
    for reason in unsupported.UNSUPPORTED:
        with monkeypatch.context() as patched:
            if reason == "size":
                patched.setattr("panarchy_rules.backends.sql.query.MOST_NODES", 3)
            made = _made(REASONS[reason] or LARGE, question)
            asked = query([made.program], _fields(made.program.columns), "duckdb")
            rows = _asked(
                "duckdb", [made.program], made.program.columns, _table(("price", "other", "share"), [(1, 1, 1)])
            )
        found |= set(asked.reasons.values())
        assert rows == {0: (ELSEWHERE, -1, 0, 0)}
    assert found == set(unsupported.UNSUPPORTED)
    assert not found & set(KERNEL_UNSUPPORTED)


# --- helpers ---


def _made(words: str, asked: engine.Tuple) -> Kernel:
    rulebook = engine.rulebook(words)
    return kernel(rulebook, engine.question_id(asked), columns(rulebook, may_be_missing=False))


def _table(names: tuple[str, ...], rows: list[tuple[int, ...]]) -> dict[str, Any]:
    return {name: np.array(column, np.int64) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def _fields(stands: Columns) -> dict[str, FactField]:
    found = {}
    for place, (name, column) in enumerate(sorted(_names(stands).items())):
        absent = NOT_APPLICABLE if column.may_be_absent else None
        unknown = NOT_KNOWN if column.may_be_unknown else None
        found[name] = FactField(f"f{place}", absent, unknown)
    return found


def _asked(name: str, programs: list[Program], stands: Columns, table: Any, of_case: Any = None) -> Rows:
    return dict(enumerate(asked_of(database(name), programs, stands, table, of_case)))


def asked_of(used: Database, programs: list[Program], stands: Columns, table: Any, of_case: Any) -> list[Verdict]:
    """The verdict of a database on every row of a table of whole numbers."""
    fields = _fields(stands)
    count = len(next(iter(table.values())))
    given: dict[str, Any] = {"row": np.arange(count), "case": np.zeros(count) if of_case is None else of_case}
    given |= {field.column: table[fact] for fact, field in fields.items()}
    rows = pa.table({column: pa.array(np.asarray(numbers, np.int64)) for column, numbers in given.items()})
    written = query(programs, fields, used.dialect, TABLE).text(used.dialect)
    made = used.run(rows, written)
    columns_ = [made.column(one).to_pylist() for one in ("row", "status", "says", "value", "mask")]
    found = {row: weighed(tuple(rest)) for row, *rest in zip(*columns_, strict=True)}
    assert len(found) == made.num_rows == count
    return [found[row] for row in range(count)]


def weighed(verdict: Verdict) -> Verdict:
    """A verdict; grounds mean something where there are some."""
    status, says, value, mask = verdict
    return (status, says, value, mask if status in (SETTLED, ANTINOMY) else 0)


def _expected(made: Kernel, table: Any) -> Rows:
    count = len(next(iter(table.values())))
    return {row: weighed(made.decide(_row(made.program.columns, table, row))) for row in range(count)}


def _assert_agreement(name: str, made: Kernel, table: Any) -> set[int]:
    found = _asked(name, [made.program], made.program.columns, table)
    expected = _expected(made, table)
    decided = {row: verdict for row, verdict in found.items() if verdict[0] != ELSEWHERE}
    assert decided == {row: expected[row] for row in decided}
    return {verdict[0] for verdict in found.values()}
