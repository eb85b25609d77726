"""Measure the register store: `python benchmarks/register.py [ENTRIES]`.

Each number stands beside a baseline of the same run: the same lines in a bare SQLite table with the same care for
the disk, or the same lines read as JSON and hashed. The ratios can be compared between machines; the rates cannot.
"""

import hashlib
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from panarchy_rules.register import Entry, Join, Key
from panarchy_rules.register.signatures import Signer, sign
from panarchy_rules.register.storage import RegisterStore
from panarchy_rules.register.verify_signatures import SignatureRules
from panarchy_rules.register.write import write_entry

DAY = date(2026, 2, 1)
BATCH = 1000
RULES = SignatureRules(required=True)


def main() -> None:
    """Print a table of rates and ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    entries = [Join(recorded=DAY, person=f"p{number}", provider="harbor", text="clause 9") for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        _unsigned(Path(folder), entries)
        _signed(Path(folder), count // 10)


def _unsigned(folder: Path, entries: Sequence[Entry]) -> None:
    lines = [write_entry(entry) for entry in entries]
    few = len(entries) // 50
    bare = _rate(len(lines), lambda: _insert(folder / "bare.db", lines, BATCH))
    single = _rate(few, lambda: _insert(folder / "single.db", lines[:few], 1))
    hashed = _rate(len(lines), lambda: [hashlib.sha256(json.dumps(json.loads(line)).encode()) for line in lines])
    with RegisterStore.open(folder / "r.sqlite") as store, RegisterStore.open(folder / "s.sqlite") as other:
        _show("appended, a thousand a batch", _rate(len(entries), lambda: _append(store, entries, BATCH)), bare)
        _show("appended, one by one", _rate(few, lambda: _append(other, entries[:few], 1)), single)
        _show("verified", _rate(len(entries), lambda: _verify(store)), hashed)
        _show("read", _rate(len(entries), store.read), hashed)


def _signed(folder: Path, count: int) -> None:
    ana = Signer.new()
    with RegisterStore.open(folder / "signed.sqlite", RULES) as store:
        store.append([sign(store.salted(Key(recorded=DAY, person="ana", key=ana.public)), ana)])
        join = Join(recorded=DAY, person="ana", provider="harbor")
        # Every text has a salt of its own, so that no two acts are the same.
        signed = [sign(store.salted(join.model_copy(update={"text": "clause 9"})), ana) for _ in range(count)]
        content = b"x" * 400
        alone = _rate(count, lambda: [ana.sign(content) for _ in range(count)])
        _show("signed", _rate(count, lambda: [sign(entry, ana) for entry in signed]), alone)
        _show("appended with signatures", _rate(count, lambda: _append(store, signed, BATCH)), alone)
        _show("verified with signatures", _rate(count, lambda: _verify(store)), alone)


def _append(store: RegisterStore, entries: Sequence[Entry], batch: int) -> None:
    for start in range(0, len(entries), batch):
        store.append(entries[start : start + batch])


def _verify(store: RegisterStore) -> None:
    assert store.verify() == ()


def _insert(path: Path, lines: Sequence[str], batch: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE lines (number INTEGER PRIMARY KEY, line TEXT) STRICT")
    for start in range(0, len(lines), batch):
        with connection:
            connection.executemany("INSERT INTO lines (line) VALUES (?)", [(x,) for x in lines[start : start + batch]])
    connection.close()


def _rate(count: int, run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return count / (time.perf_counter() - start)


def _show(what: str, rate: float, baseline: float) -> None:
    print(f"{what:30} {rate:8.0f} a second, {rate / baseline:6.3f} of the baseline ({baseline:.0f})")


if __name__ == "__main__":
    main()
