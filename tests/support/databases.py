"""The databases that tests may use: DuckDB always, PostgreSQL and Spark where they are there, else a visible skip."""

import os
import shutil
from importlib.util import find_spec

import pytest

from panarchy_rules.batch.databases import Database, DuckDB, Postgres, Spark

_OPEN: dict[str, Database] = {}


def database(name: str) -> Database:
    """An open database; it stays open for the tests to come."""
    if name not in _OPEN:
        _OPEN[name] = _opened(name)
    return _OPEN[name]


def _opened(name: str) -> Database:
    match name:
        case "postgres":
            where = os.environ.get("PANARCHY_POSTGRES")
            if not where or find_spec("psycopg") is None:
                pytest.skip("PANARCHY_POSTGRES names no server, or psycopg is missing; see CONTRIBUTING.md")
            return Postgres(where)
        case "spark":
            if shutil.which("java") is None or find_spec("pyspark") is None:
                pytest.skip("Java or pyspark is missing; see CONTRIBUTING.md")
            return Spark()
        case _:
            return DuckDB()
