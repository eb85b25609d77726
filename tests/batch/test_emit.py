"""The SQL that decides a table where it lies says what every dispute of the table comes to."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from panarchy_rules.backends.sql.dialects import DIALECTS
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.base.values import format_number
from panarchy_rules.batch.databases import DuckDB, Postgres, Spark
from panarchy_rules.batch.emit import emitted
from panarchy_rules.batch.many import table_map
from panarchy_rules.batch.plan import plan
from tests.batch import test_lists
from tests.support.databases import database
from tests.support.tables import MAP, drawn, traders

pytestmark = [pytest.mark.xdist_group("databases"), pytest.mark.filterwarnings("ignore::ResourceWarning")]
_TYPES = {
    "string": "TEXT", "date32[day]": "DATE", "int64": "BIGINT", "int32": "INT", "int16": "SMALLINT", "bool": "BOOLEAN",
}  # fmt: skip


def _map(matter: str, **facts: object) -> dict[str, object]:
    dispute = {"matter": matter, "anchor": "2025-06-01", "issues": ["merits", "costs"]}
    return {**MAP, "dispute": dispute, "facts": {**MAP["facts"], **facts}}  # type: ignore[dict-item]


def _table(count: int = 250) -> Any:
    table = drawn(count, persons=("ana", "abe", "ben", "bob", "both"))
    place = table.column_names.index("share")
    return table.set_column(place, "share", pc.cast(table.column("share"), pa.int64()))


def _asked(name: str, table: Any, text: str, folder: Path) -> list[dict[str, Any]]:
    used: Any = database(name)
    match used:
        case DuckDB():
            used._connection.register("disputes", table)
            found = used._connection.sql(text).to_arrow_table().to_pylist()
            used._connection.unregister("disputes")
        case Postgres():
            columns = ", ".join(f'"{field.name}" {_type(field.type)}' for field in table.schema)
            with used._connection.cursor() as cursor:
                cursor.execute("DROP TABLE IF EXISTS pg_temp.disputes")
                cursor.execute("DROP TYPE IF EXISTS pg_temp.delivery")
                cursor.execute("CREATE TYPE pg_temp.delivery AS (price BIGINT, late INT, storm BOOLEAN)")
                cursor.execute(f"CREATE TEMPORARY TABLE disputes ({columns})")
                with cursor.copy("COPY disputes FROM STDIN") as copy:
                    for row in table.to_pylist():
                        copy.write_row([_copied(value) for value in row.values()])
                cursor.execute(text)
                names = [one.name for one in cursor.description]
                found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        case Spark():
            pq.write_table(table, folder / "disputes.parquet")
            used._session.read.parquet(str(folder / "disputes.parquet")).createOrReplaceTempView("disputes")
            found = [row.asDict() for row in used._session.sql(text.rstrip().rstrip(";")).collect()]
    return sorted(found, key=lambda row: (row["case"], row["question"]))


def _type(kind: Any) -> str:
    if pa.types.is_list(kind):
        return f"{_type(kind.value_type)}[]"
    return "pg_temp.delivery" if pa.types.is_struct(kind) else _TYPES[str(kind)]


def _copied(value: Any) -> Any:
    """Records as PostgreSQL reads them in an array."""
    if not isinstance(value, list) or not any(isinstance(one, dict) for one in value):
        return value
    records = ["NULL" if one is None else f'"({",".join(map(_cell, one.values()))})"' for one in value]
    return "{" + ",".join(records) + "}"


def _cell(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("name", DIALECTS)
def test_lists_and_records_are_read_where_they_lie(name: str, tmp_path: Path) -> None:
    """Rules for each member, quantifiers, totals and extremes; what is too long is for the interpreter."""
    world, table = test_lists.world(), test_lists.drawn(150)
    table = table.append_column("case", pa.array([f"c{n}" for n in range(150)]))
    mapped = {**test_lists.MAP, "keep": ["case"]}
    expected = {row["case"]: row for row in world.resolve_many(table, mapped).table.to_pylist()}

    text = emitted(plan(world.law_world, table_map(mapped)), table.schema, name)  # type: ignore[arg-type]
    found = _asked(name, table, text, tmp_path)

    assert len(found) == 2 * table.num_rows
    for row in found:
        # What no question reads is not looked at, so that rows may be decided here which are no disputes.
        if row["verdict"] != "for the interpreter" and row["case"] in expected:
            _assert_alike(row, expected[row["case"]])
    assert sum(row["verdict"] == "settled" for row in found) > 60


@pytest.mark.parametrize("matter", ["sale", "service"])
@pytest.mark.parametrize("name", DIALECTS)
def test_every_row_is_what_the_dispute_comes_to(name: str, matter: str, tmp_path: Path) -> None:
    """Law, verdict, value and rules; what SQL cannot say says so."""
    world, table, mapped = traders(), _table(), _map(matter)
    expected = {row["case"]: row for row in world.resolve_many(table, mapped).table.to_pylist()}

    text = emitted(plan(world.law_world, table_map(mapped)), table.schema, name)  # type: ignore[arg-type]
    found = _asked(name, table, text, tmp_path)

    assert len(found) == 2 * len(expected)
    for row in found:
        if row["verdict"] != "for the interpreter":
            _assert_alike(row, expected[row["case"]])
    assert {row["verdict"] for row in found} >= {"settled", "undetermined", "antinomy", "for the interpreter"}


def _assert_alike(row: dict[str, Any], expected: dict[str, Any]) -> None:
    issue = row["question"].partition(".")[0]
    value, rules = expected[row["question"]], expected[f"{row['question']}.rules"]
    status = expected[f"{issue}.status"]
    assert row["law"] == expected[f"{issue}.law"]
    match row["verdict"]:
        case "settled":
            number = format_number(Fraction(row["value"], row["parts"])) if row["said"] == "value" else ""
            assert value in (f"{number} {row['unit']}", row["said"], f"no decision ({row['said'][15:]})")
            assert row["rules"].split() == rules
        case "no law":
            assert status == "NO_COMMON_LAW"
        case "undetermined":
            assert status == "UNDETERMINED"
        case "antinomy":
            assert (status, row["rules"].split()) == ("RULE_CONFLICT", rules)
        case _:
            assert (row["verdict"], value) == ("not asked", None)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"dispute": {"matter": {"column": "matter"}, "anchor": "2025-06-01"}}, "must be the same in all rows"),
        ({"keep": []}, "no column names the rows"),
        ({"parties": {**MAP["parties"], "judge": "ana"}}, "other roles than claimant and respondent"),  # type: ignore[dict-item]
        ({"facts": {"price": {"column": "care", "unit": "EUR"}}}, "`care` is a column of string"),
        ({"facts": {"chosen": "mesa"}}, "`chosen` names a law and is no column"),
        ({"facts": {"due": {"column": "late"}}}, "`late` is a column of int32"),
    ],
)
def test_what_sql_alone_cannot_decide_is_refused(changed: dict[str, object], said: str) -> None:
    """Nothing is passed over."""
    mapped = table_map({**_map("sale"), **changed})

    with pytest.raises(Refused, match=said) as found:
        emitted(plan(traders().law_world, mapped), _table(3).schema, "duckdb")

    assert [one.code for one in found.value.diagnostics] == ["PR717"]
