"""Decide rows in a database: for each row its case, and numbers of its facts in; what a query says of them out.

Every database is sent the same whole numbers and the same text but for its dialect.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from panarchy_rules.backends.kernel.write_batch import TableColumn
from panarchy_rules.backends.lowered.answered import ANTINOMY, SETTLED
from panarchy_rules.backends.lowered.program import Program, lower
from panarchy_rules.backends.sql.dialects import Dialect
from panarchy_rules.backends.sql.query import RESULT, FactField, query
from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file
from panarchy_rules.batch.cells import Array
from panarchy_rules.batch.engine import Cases, Rules, Verdicts, no_verdicts

TABLE = "panarchy_rows"


class Database(Protocol):
    """Where a query is run."""

    dialect: Dialect

    def run(self, rows: Any, text: str) -> Any:
        """The result of a query over a table of whole numbers called `TABLE`, as an Arrow table in any order."""

    def close(self) -> None:
        """Let go of what was opened."""


def unreachable(what: str, error: Exception, help: str) -> Refused:
    """A database cannot be used."""
    said = str(error).strip().split("\n")[0][:200]
    return Refused([Diagnostic("PR716", f"{what} cannot be used: {said}", whole_file(""), help=help)])


class DuckDB:
    """DuckDB, in this process."""

    dialect: Dialect = "duckdb"

    def __init__(self, where: str = "") -> None:
        import duckdb

        self._connection = duckdb.connect(where or ":memory:")

    def run(self, rows: Any, text: str) -> Any:
        """The result."""
        import duckdb

        self._connection.register(TABLE, rows)
        try:
            return self._connection.sql(text).to_arrow_table()
        except duckdb.Error as error:
            raise unreachable("DuckDB", error, "") from None
        finally:
            self._connection.unregister(TABLE)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


class Postgres:
    """A PostgreSQL server, at a connection string such as `host=127.0.0.1 dbname=courts`."""

    dialect: Dialect = "postgres"

    def __init__(self, where: str) -> None:
        import psycopg

        try:
            self._connection = psycopg.connect(where, connect_timeout=10, autocommit=True)
        except psycopg.Error as error:
            help_ = "name a server that is running, as in `--at 'host=127.0.0.1 dbname=courts user=clerk'`"
            raise unreachable("the PostgreSQL server", error, help_) from None

    def run(self, rows: Any, text: str) -> Any:
        """The result. The rows stand in a table that only this connection sees."""
        import psycopg

        try:
            return self._run(rows, text)
        except psycopg.Error as error:
            raise unreachable("the PostgreSQL server", error, "what was decided so far can be gone on with") from None

    def _run(self, rows: Any, text: str) -> Any:
        names = ", ".join(f'"{name}" BIGINT NOT NULL' for name in rows.column_names)
        with self._connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(f"CREATE TEMPORARY TABLE {TABLE} ({names})")
            with cursor.copy(f"COPY {TABLE} FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(_as_copied(rows))
            cursor.execute(text.encode())
            found = np.array(cursor.fetchall(), np.int64).reshape(-1, len(RESULT))
        return pa.table([pa.array(column) for column in found.T], names=list(RESULT))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _as_copied(rows: Any) -> bytes:
    """Whole numbers in the binary form in which PostgreSQL copies tables."""
    form = [("count", ">i2")]
    form += [each for place in range(rows.num_columns) for each in ((f"size{place}", ">i4"), (f"value{place}", ">i8"))]
    made = np.zeros(rows.num_rows, np.dtype(form))
    made["count"] = rows.num_columns
    for place, column in enumerate(rows.columns):
        made[f"size{place}"] = 8
        made[f"value{place}"] = column.to_numpy()
    return b"PGCOPY\n\xff\r\n\0" + bytes(8) + made.tobytes() + b"\xff\xff"


class Spark:
    """Spark: on this machine, or at the address of a master. Rows come and go as Parquet files."""

    dialect: Dialect = "spark"

    def __init__(self, where: str = "") -> None:
        from pyspark.sql import SparkSession

        self._folder = TemporaryDirectory(prefix="panarchy_spark_")
        builder = SparkSession.builder.master(where or "local[2]").appName("panarchy")
        for key, value in _SPARK.items():
            builder = builder.config(key, value)
        try:
            self._session = builder.getOrCreate()
        except Exception as error:  # noqa: BLE001  # It raises what its Java side says, and without Java much else.
            help_ = "Spark needs Java 17: `java -version` says whether it is there"
            raise unreachable("Spark", error, help_) from None
        self._session.sparkContext.setLogLevel("ERROR")

    def run(self, rows: Any, text: str) -> Any:
        """The result."""
        given, made = Path(self._folder.name) / "rows.parquet", Path(self._folder.name) / "result"
        pq.write_table(rows, given, compression="none")
        self._session.read.parquet(str(given)).createOrReplaceTempView(TABLE)
        self._session.sql(text).write.mode("overwrite").parquet(str(made))
        return pa.concat_tables([pq.read_table(file) for file in sorted(made.glob("*.parquet"))])

    def close(self) -> None:
        """End the session."""
        self._session.stop()
        self._folder.cleanup()


_SPARK = {
    "spark.sql.ansi.enabled": "true",  # What leaves 64 bits is an error, and never wraps.
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
DATABASES: Mapping[str, Callable[[str], Database]] = {"duckdb": DuckDB, "postgres": Postgres, "spark": Spark}


@contextmanager
def opened(name: str, where: str) -> Iterator[Database]:
    """A database by its name, for as long as it is used. What it refuses to do is said in its own words."""
    database = DATABASES[name](where)
    try:
        yield database
    finally:
        database.close()


@dataclass(slots=True)
class InDatabase:
    """An engine that sends rows to a database and reads what its query says of them."""

    database: Database
    table: Mapping[str, TableColumn]
    _texts: dict[tuple[tuple[str, ...], int], str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the results call it."""
        return self.database.dialect

    def decide(self, cases: Cases, case: Array, numbers: Mapping[str, Array], rules: Rules) -> Verdicts:
        """The verdict on each row."""
        found = no_verdicts(len(case))
        rows = np.flatnonzero(case >= 0)
        names = list(self.table)
        columns = {"row": rows, "case": case[rows], **{f"f{n}": numbers[x][rows] for n, x in enumerate(names)}}
        given = pa.table({name: pa.array(column.astype(np.int64)) for name, column in columns.items()})
        made = self.database.run(given, self._text(cases))
        where = made.column("row").to_numpy()
        found.status[where] = made.column("status").to_numpy()
        found.says[where] = made.column("says").to_numpy()
        found.value[where] = made.column("value").to_numpy()
        ruled = np.isin(found.status, (SETTLED, ANTINOMY)) & (case >= 0)
        masks = np.zeros(len(case), np.int64)
        masks[where] = made.column("mask").to_numpy()
        _name_rules(cases, case, masks, np.flatnonzero(ruled), rules, found)
        return found

    def _text(self, cases: Cases) -> str:
        key = (cases.name, len(cases.all))
        if key not in self._texts:
            self._texts[key] = text_of(cases, self.table, self.database.dialect)
        return self._texts[key]


def text_of(cases: Cases, table: Mapping[str, TableColumn], dialect: Dialect, rows: str = TABLE) -> str:
    """The query for all laws that a question is put to."""
    fields = {x: FactField(f"f{n}", one.absent, one.unknown) for n, (x, one) in enumerate(table.items())}
    programs: list[Program | str] = [
        lower(one.rulebook, one.question, one.program.columns, lift=True) for one in cases.all
    ]
    return query(programs, fields, dialect, rows).text(dialect)


def _name_rules(cases: Cases, case: Array, masks: Array, rows: Array, rules: Rules, to: Verdicts) -> None:
    """The places of the rules in masks, each different one once."""
    labels: dict[tuple[str, ...], int] = {}
    group = np.array([labels.setdefault(one.program.labels, len(labels)) for one in cases.all], np.int64)
    first = {number: one.program for one, number in zip(cases.all, group.tolist(), strict=True)}
    of_row = group[case[rows]] if len(rows) else rows
    for number, program in first.items():
        mine = rows[of_row == number]
        different, places = np.unique(masks[mine], return_inverse=True)
        named = np.array([rules.of_mask(program, int(mask)) for mask in different], np.int32)
        to.rules[mine] = named[places] if len(mine) else 0
