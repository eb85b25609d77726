"""`panarchy batch`: what it prints, and how it ends."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.command import panarchy

WORLD = {
    "panarchy.toml": '[world]\nname = "tiny"\nlanguage = 1\n',
    "mesa.law": """rulebook mesa
matter sale
fact price is money
fact late is days
governs sale
rule delay respondent owes claimant price * 3 % when late > 10 days
forum court open to anyone
acceptance f accept forum court
""",
    "register.jsonl": """{"entry": 1, "act": "join", "person": "ana", "provider": "mesa", "recorded": "2025-01-01"}
{"entry": 2, "act": "join", "person": "ben", "provider": "mesa", "recorded": "2025-01-01"}
""",
    "columns.toml": """[dispute]
matter = "sale"
anchor = 2026-02-01
[parties]
claimant = { column = "buyer" }
respondent = { column = "seller" }
[facts]
price = { column = "price", unit = "EUR" }
late = { column = "late" }
""",
    "cases.csv": "buyer,seller,price,late\nana,ben,100,11\nana,ben,100,9\nana,ben,,11\n",
}


@pytest.fixture(autouse=True)
def _world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in WORLD.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)


def test_a_table_is_decided_and_counted() -> None:
    """By what, and with which status."""
    ran = panarchy("batch", "cases.csv", "--map", "columns.toml", "--to", "out")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "3 rows in `out`"
    assert {"  DECIDED: 2", "  UNDETERMINED: 1"} <= set(ran.out.splitlines())


def test_rows_that_are_set_aside_make_findings() -> None:
    """Scripts see it by the exit code, and as JSON."""
    Path("cases.csv").write_text(WORLD["cases.csv"] + "ana,bob,100,1\n")

    ran = panarchy("batch", "cases.csv", "--map", "columns.toml", "--to", "out", "--format", "json")

    assert (ran.code, ran.table["counts"]["set aside"], ran.table["rows"]) == (1, 1, 4)


def test_a_row_is_explained() -> None:
    """As a dispute is."""
    ran = panarchy("batch", "cases.csv", "--map", "columns.toml", "--explain", "1")

    assert ran.code == 0
    assert "3 EUR" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "out"], "the map of the columns is missing"),
        (["--map", "columns.toml"], "the folder of the results is missing"),
        (["--map", "columns.toml", "--explain", "4"], "there is no row 4"),
        (["--map", "columns.toml", "--explain", "0"], "`--explain` cannot be `0`"),
        (["--map", "columns.toml", "--to", "out", "--sample", "x"], "`--sample` cannot be `x`"),
        (["--map", "gone.toml", "--to", "out"], "there is no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], said: str) -> None:
    """And how to write it."""
    ran = panarchy("batch", "cases.csv", *words)

    assert ran.code in (1, 2)
    assert said in ran.err


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("claimant = { colum = 'buyer' }", "`column`"),
        ("claimant = { column = 'buyer', scale = 0 }", "`scale`"),
        ("", "no claimant is named"),
        ("claimant = 7", "`claimant`"),
        ("claimant = { member_of = 7 }", "`claimant`"),
    ],
)
def test_a_map_that_is_not_in_order_is_refused(changed: str, said: str) -> None:
    """At its place in the file."""
    Path("columns.toml").write_text(WORLD["columns.toml"].replace('claimant = { column = "buyer" }', changed))

    ran = panarchy("batch", "cases.csv", "--map", "columns.toml", "--to", "out")

    assert ran.code == 1
    assert "error[PR710]" in ran.err
    assert said in ran.err


def test_another_engine_gives_the_same_rows() -> None:
    """The summary says which."""
    ran = panarchy("batch", "cases.csv", "--map", "columns.toml", "--to", "out", "--engine", "duckdb")

    assert ran.code == 0
    assert "  2 decided by DuckDB" in ran.out.splitlines()


def test_a_server_that_is_not_there_is_said() -> None:
    """In its own words, with a way out."""
    at = "host=127.0.0.1 port=1 connect_timeout=2"

    ran = panarchy("batch", "cases.csv", "--map", "columns.toml", "--to", "out", "--engine", "postgres", "--at", at)

    assert "error[PR716]" in ran.err or "error[PR715]" in ran.err


def test_sql_is_written_for_three_databases() -> None:
    """And what it cannot say is refused."""
    Path("typed.toml").write_text(WORLD["columns.toml"].replace("[dispute]", 'keep = ["case"]\n[dispute]'))
    table = pa.table({"case": [1], "buyer": ["ana"], "seller": ["ben"], "price": [100], "late": [11]})
    pq.write_table(table, "cases.parquet")

    for dialect in ("duckdb", "postgres", "spark"):
        ran = panarchy("batch", "cases.parquet", "--map", "typed.toml", "--emit-sql", dialect)
        assert (ran.code, ran.out[:4]) == (0, "WITH")
    assert "error[PR800]" in panarchy("batch", "cases.parquet", "--map", "typed.toml", "--emit-sql", "oracle").err
    assert "error[PR717]" in panarchy("batch", "cases.csv", "--map", "columns.toml", "--emit-sql", "duckdb").err


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the words that install it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for name in [name for name in sys.modules if name.startswith("panarchy_rules.batch")]:
        monkeypatch.delitem(sys.modules, name)

    ran = panarchy("batch", "cases.csv", "--map", "columns.toml", "--to", "out")

    assert "error[PR715]" in ran.err
    assert 'pip install "panarchy_rules[batch]"' in ran.err
