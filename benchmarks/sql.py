"""Time the generated SQL beside the kernel, hand-written SQL, numpy and plain Python on the docket.

    python benchmarks/sql.py PEERS [--disputes 1000000] [--rounds 3] [--postgres "host=127.0.0.1 ..."] [--spark]

`PEERS` is the folder of the workload. Every engine's answers are compared with the oracle's before anything is timed.
In each round every engine decides once, in turns, and ratios to the oracle are formed within the round. Of the
generated SQL the query is timed and the reading of its result, with the rows and the law of each row in the database
already; finding these laws, in arrays, is timed with it.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parent))


class Generated:
    """The docket in one database by generated SQL."""

    def __init__(self, engine: Any, columns: Mapping[str, Any], database: Any) -> None:
        import docket
        from docket_engine import DAMAGES, FACTS, SUBJECTS

        from panarchy_rules.backends.lowered.program import lower
        from panarchy_rules.backends.sql.query import FactField, query
        from panarchy_rules.choice_of_law.many import ConsentArrays

        self.database, self.columns = database, columns
        providers = [f"p{i}" for i in range(engine.count)]
        programs = [lower(engine.books[p], DAMAGES, engine.facts[s], lift=True) for p in providers for s in SUBJECTS]
        fields = {
            name: FactField(column, -1 if more.get("may_be_absent") else None)
            for facts in FACTS.values()
            for name, (column, more) in facts.items()
        }
        self.consents = ConsentArrays([engine.tables[s] for s in SUBJECTS], providers, "chosen")
        self.case_of = np.arange(len(programs), dtype=np.int32).reshape(engine.count, len(SUBJECTS))
        self.text = query(programs, fields, database.dialect, "panarchy_rows").text(database.dialect)
        self.codes = [{1 << n: docket.RULE_CODE[x] for n, x in enumerate(one.labels)} for one in programs]
        self.no_law = docket.RULE_CODE["no_common_law"]
        self.laws, cases = self._cases()
        names = sorted({field.column for field in fields.values()})
        count = len(cases)
        given = {"row": np.arange(count), "case": cases, **{name: columns[name] for name in names}}
        self.rows = pa.table({name: pa.array(np.asarray(one, np.int64)) for name, one in given.items()})
        self.case = cases

    def _cases(self) -> tuple[Any, Any]:
        columns = self.columns
        rows = {"claimant": columns["claimant"], "respondent": columns["respondent"], "table": columns["subject"],
                "named": columns["chosen_law"]}  # fmt: skip
        return self.consents.cases(rows, self.case_of)  # type: ignore[no-any-return]

    def decide(self) -> Any:
        """Laws and verdicts."""
        self._cases()
        return self.database.run(self.rows, self.text)

    def outcome(self, found: Any) -> dict[str, Any]:
        """The verdicts in the terms of the docket."""
        count = len(self.case)
        where = found.column("row").to_numpy()
        columns = {name: np.zeros(count, np.int64) for name in ("status", "says", "value", "mask")}
        for name, column in columns.items():
            column[where] = found.column(name).to_numpy()
        decided = np.zeros(count, bool)
        decided[where] = True
        rule = np.full(count, self.no_law)
        key = self.case * (1 << 20) + columns["mask"]
        for one in np.unique(key[decided]).tolist():
            rule[decided & (key == one)] = self.codes[one >> 20][one & ((1 << 20) - 1)]
        liable = decided & (columns["says"] == 0)
        return {"governing": self.laws, "liable": liable, "award": np.where(decided, columns["value"], 0), "rule": rule}


class _Native:
    """DuckDB with the rows in a table of its own."""

    dialect = "duckdb"

    def __init__(self) -> None:
        import duckdb

        self.connection, self.loaded = duckdb.connect(), False

    def run(self, rows: Any, text: str) -> Any:
        """The result of a query."""
        if not self.loaded:
            self.connection.register("given", rows)
            self.connection.sql("CREATE TABLE panarchy_rows AS SELECT * FROM given")
            self.loaded = True
        return self.connection.sql(text).to_arrow_table()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("peers", type=Path)
    parser.add_argument("--providers", type=int, default=50)
    parser.add_argument("--disputes", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--spark", action="store_true")
    asked = parser.parse_args()
    sys.path.insert(0, str(asked.peers))
    engines, batch = _engines(asked)
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(asked.rounds):
        for name, decide in engines.items():
            start = time.perf_counter()
            decide()
            times[name].append(time.perf_counter() - start)
    _tell(times, len(batch.rows))


def _engines(asked: argparse.Namespace) -> tuple[dict[str, Callable[[], Any]], Any]:
    import common
    import docket
    import duckdb_peer
    import numpy_peer
    import oracle
    from docket_engine import load

    from panarchy_rules.batch.databases import Postgres, Spark

    providers = docket.make_providers(asked.providers, 1)
    acceptances = docket.make_acceptances(asked.providers, seed=1)
    batch = common.Batch(docket.make_columns(asked.providers, acceptances, asked.disputes, 1))
    treaties = oracle.index_acceptances(acceptances)
    expected = common.outcome_columns([tuple(oracle.decide(providers, treaties, row)) for row in batch.rows])
    engines: dict[str, Callable[[], Any]] = {
        "plain Python, hand-written (the oracle)": lambda: [oracle.decide(providers, treaties, r) for r in batch.rows]
    }
    engine = load(providers, acceptances)
    peers = {"numpy, hand-written": numpy_peer.load, "SQL on DuckDB, hand-written": duckdb_peer.load}
    peers["**kernel**"] = lambda *_: engine
    for name, make in peers.items():
        made = make(providers, acceptances)
        given = made.batch_input(batch)
        common.agree(expected, made.columns(made.decide_batch(given)))
        engines[name] = lambda made=made, given=given: made.decide_batch(given)
    databases: dict[str, Any] = {"**generated SQL on DuckDB**": _Native()}
    if asked.postgres:
        databases["**generated SQL on PostgreSQL**, with sending the rows"] = Postgres(asked.postgres)
    if asked.spark:
        databases["**generated SQL on Spark**, two threads, with writing the rows"] = Spark()
    for name, database in databases.items():
        generated = Generated(engine, batch.columns, database)
        common.agree(expected, generated.outcome(generated.decide()))
        engines[name] = generated.decide
    return engines, batch


def _tell(times: Mapping[str, list[float]], count: int) -> None:
    first = next(iter(times.values()))
    print("| engine | million a second | × oracle | range of that |\n|---|---|---|---|")
    for name, took in times.items():
        ratios = [a / b for a, b in zip(first, took, strict=True)]
        rate = count / statistics.median(took) / 1e6
        print(f"| {name} | {rate:.3g} | {statistics.median(ratios):.3g} | {min(ratios):.3g} to {max(ratios):.3g} |")


if __name__ == "__main__":
    main()
