"""Measure how long it takes to decide: one dispute and many, each as a ratio to the docket's oracle in the same rounds.

    python benchmarks/deciding.py PEERS one|rows|providers|shapes|bound|entries

`PEERS` is the folder of the docket's workload. Every part prints a table in Markdown. In each round everything is
timed once, and ratios are formed within the round; a table shows their median, and the ratio of the least times.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

Job = Callable[[], object]
ROUNDS = 7


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("peers", type=Path)
    parser.add_argument("part", choices=sorted(PARTS))
    asked = parser.parse_args()
    sys.path.insert(0, str(asked.peers))
    PARTS[asked.part]()


class Docket:
    """One docket: its providers, rows and oracle, and this library's engine for it."""

    def __init__(self, providers: int, rows: int, density: float = 0.3, codes: int = 1) -> None:
        import common
        import docket
        import oracle
        from docket_engine import DocketEngine

        self.providers = docket.make_providers(providers, 1)
        self.acceptances = docket.make_acceptances(providers, density, 1)
        self.batch = common.Batch(docket.make_columns(providers, self.acceptances, rows, 1))
        self.columns = self.batch.columns
        self.treaties = oracle.index_acceptances(self.acceptances)
        self.decide = oracle.decide
        begin = time.process_time()
        self.engine = DocketEngine(self.providers, self.acceptances, codes)
        self.loaded = time.process_time() - begin

    def oracle(self, count: int) -> Job:
        """The oracle on the first rows."""
        rows = self.batch.rows[:count]
        return lambda: [self.decide(self.providers, self.treaties, row) for row in rows]

    def peer(self) -> Job:
        """The hand-written loop without branches, on all processors."""
        import numba_peer

        engine = numba_peer.load_flat_parallel(self.providers, self.acceptances)
        return lambda: engine.decide_batch(self.columns)

    def head(self, count: int) -> Mapping[str, Any]:
        """The first rows, as columns."""
        return {name: column[:count] for name, column in self.columns.items()}


def timed(
    jobs: Mapping[str, tuple[Job, int]], rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter
) -> dict[str, tuple[float, float, float]]:
    """Microseconds for one of the things a job does, and the ratio to the first job: median, and of the least of each.

    What runs on one processor is timed by the time of that processor, which others cannot take away.
    """
    for job, _ in jobs.values():
        job()
    rates: list[dict[str, float]] = []
    for _ in range(rounds):
        found = {}
        for name, (job, count) in jobs.items():
            begin = clock()
            job()
            found[name] = (clock() - begin) / count * 1e6
        rates.append(found)
    first = next(iter(jobs))
    return {
        name: (
            min(found[name] for found in rates),
            median(found[name] / found[first] for found in rates),
            min(found[name] for found in rates) / min(found[first] for found in rates),
        )
        for name in jobs
    }


def table(head: str, lines: list[list[object]]) -> None:
    """Print a table in Markdown."""
    names = head.split(" | ")
    print("\n".join("| " + " | ".join(map(str, line)) + " |" for line in [names, ["---"] * len(names), *lines]))


def figure(x: float) -> str:
    """Three figures."""
    return f"{x:,.0f}" if x >= 100 else f"{x:.3g}"


# --- one dispute ---


def one() -> None:
    """One dispute, from the law's own function to the judgment with everything in it."""
    from docket_engine import DAMAGES, columns_of, texts

    from panarchy_rules.adjudication.prepare_plain import Prepared
    from panarchy_rules.backends.interpreter import Evaluation
    from panarchy_rules.backends.kernel.kernel import kernel
    from panarchy_rules.backends.kernel.rows import Outside, row_of
    from panarchy_rules.casefile.dispute import Dispute

    docket = Docket(50, 3000)
    world, rows = docket.engine.world, docket.batch.rows
    tables = [texts.dispute(row) for row in rows]
    read = [(table_, ready) for table_ in tables if isinstance(ready := world.prepare(table_), Prepared)]
    for _ in range(20):
        said = [world._deciding.say(ready) for _, ready in read]
    quick = [one_ for one_, its in zip(read, said, strict=True) if its is not None]
    tables, prepared = [table_ for table_, _ in quick], [ready for _, ready in quick]
    few = [Dispute.model_validate(table_) for table_ in tables[:60]]
    book = docket.engine.books["p7"]
    made = kernel(book, DAMAGES, columns_of(book.vocabulary, "tort"))
    records = [_record(world, dispute) for dispute in few if dispute.matter == "tort"]
    facts = [row_of(record, made.program, book.vocabulary) for record in records]
    plain = [row for row in facts if not isinstance(row, Outside)]
    jobs: dict[str, tuple[Job, int]] = {
        "the oracle: law and result of one dispute": (docket.oracle(2000), 2000),
        "kernel as Python: law and result": (lambda: [docket.engine.decide_one(row) for row in rows[:2000]], 2000),
        "kernel, one law: verdict with value and deciding rules": (
            lambda: [made.read(made.decide(row)) for row in plain], len(plain)),
        "interpreter, one law: verdict": (
            lambda: [Evaluation(book, record).decide(DAMAGES) for record in records], len(records)),
        "interpreter, one law: verdict and how every rule fared": (
            lambda: [_traced(Evaluation(book, record), DAMAGES) for record in records], len(records)),
        "public path, `decide(prepared)`: law, answer, deciding rules": (
            lambda: [world.decide(one_).issues for one_ in prepared], len(prepared)),
        "public path, `decide(prepared).reasons`: chains, forum, answers, rules with their words, facts": (
            lambda: [world.decide(one_).reasons for one_ in prepared], len(prepared)),
        "public path, `decide(table)`: law, answer, deciding rules": (
            lambda: [world.decide(table_).issues for table_ in tables], len(tables)),
        "public path, `decide(table).reasons`: chains, forum, answers, rules with their words, facts": (
            lambda: [world.decide(table_).reasons for table_ in tables], len(tables)),
        "public path, `decide(table).judgment`: everything": (
            lambda: [world.decide(table_).judgment for table_ in tables[:60]], 60),
        "reading a table as a dispute (pydantic), alone": (
            lambda: [Dispute.model_validate(table_) for table_ in tables[:500]], 500),
    }  # fmt: skip
    found = timed(jobs, clock=time.process_time)
    table(
        "one dispute | least µs | × the oracle's time, median | of the least",
        [[name, figure(us), figure(mid), figure(best)] for name, (us, mid, best) in found.items()],
    )
    print(f"\n{len(tables)} of {len(rows)} disputes were decided quickly; the others state what only few do.")


def _traced(evaluation: Any, question: Any) -> object:
    return evaluation.decide(question), evaluation.trace(question)


def _record(world: Any, dispute: Any) -> Any:
    from panarchy_rules.adjudication.prepare import prepare

    return prepare(world.law_world, dispute).claims[0][1].record


# --- many disputes ---


def rows() -> None:
    """Batches of more and more rows."""
    docket = Docket(50, 1_000_000)
    lines: list[list[object]] = []
    peer = docket.peer()
    for count in (1000, 10_000, 100_000, 1_000_000):
        part = docket.head(count)
        jobs = {
            "oracle": (docket.oracle(20_000), 20_000),
            "ours": (lambda p=part: docket.engine.decide_batch(p), count),
        }
        if count == 1_000_000:
            jobs["peer"] = (peer, count)
        found = timed(jobs, 11)
        us, mid, best = found["ours"]
        beside = f"{1 / found['peer'][1]:.0f}" if "peer" in found else ""
        lines.append([f"{count:,}", f"{1 / us:.1f}", f"{1 / mid:.0f}", f"{1 / best:.0f}", beside])
    table("rows | best, million a second | × oracle, median | of the least | loop written by hand, × oracle", lines)


def providers() -> None:
    """Batches over more and more providers of one model code, and over a thousand with codes of many shapes."""
    lines: list[list[object]] = []
    for count, density, codes in ((50, 0.3, 1), (300, 0.05, 1), (1000, 0.02, 1), (1000, 0.02, 25)):
        docket = Docket(count, 500_000, density, codes)
        first = _first(docket)
        ours = docket.engine
        found = timed({
            "oracle": (docket.oracle(20_000), 20_000),
            "ours": (lambda e=ours, d=docket: e.decide_batch(d.columns), 500_000),
            "peer": (docket.peer(), 500_000),
        }, 9)  # fmt: skip
        us, mid, best = found["ours"]
        assert ours.many
        lines.append([count, ours.many.batch.shapes, f"{docket.loaded:.1f}", f"{first:.1f}", f"{1 / us:.1f}",
                      f"{1 / mid:.0f}", f"{1 / best:.0f}", f"{1 / found['peer'][1]:.0f}"])  # fmt: skip
    head = "providers | shapes | load, processor s | first batch | best, million a second | × oracle, median"
    table(f"{head} | of the least | by hand, × oracle", lines)


def shapes() -> None:
    """Batches over more and more shapes of law, and what compiling them costs."""
    lines: list[list[object]] = []
    for codes in (1, 3, 25):
        docket = Docket(100, 500_000, 0.15, codes)
        with TemporaryDirectory() as place:
            os.environ["PANARCHY_CACHE"] = place
            cold, warm = _first(docket), _first(docket)
            size = sum(file.stat().st_size for file in Path(place).iterdir()) / 1e6
        found = timed({
            "oracle": (docket.oracle(20_000), 20_000),
            "ours": (lambda d=docket: d.engine.decide_batch(d.columns), 500_000),
        })  # fmt: skip
        us, mid, best = found["ours"]
        assert docket.engine.many
        lines.append([docket.engine.many.batch.shapes, f"{cold:.1f}", f"{warm:.1f}", f"{size:.1f}", f"{1 / us:.1f}",
                      f"{1 / mid:.0f}", f"{1 / best:.0f}"])  # fmt: skip
    first = "first batch, nothing kept, processor s | kept, s | kept, MB"
    table(f"shapes | {first} | best, million a second | × oracle, median | of the least", lines)


def _first(docket: Docket) -> float:
    """Processor seconds until a first batch is decided: lowering all laws, compiling or reading what was compiled."""
    docket.engine.many = None
    begin = time.process_time()
    docket.engine.decide_batch(docket.head(100_000))
    return time.process_time() - begin


def bound() -> None:
    """Where the time of a batch goes, on one processor, beside copying."""
    import numpy as np

    docket = Docket(50, 1_000_000)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    docket.engine.decide_batch(docket.columns)
    many = docket.engine.many
    assert many
    many.batch._parallel = False
    c = docket.columns
    given = {"claimant": c["claimant"], "respondent": c["respondent"], "table": c["subject"], "named": c["chosen_law"]}
    _, cases = many.consents.cases(given, many.case_of)
    none = np.full(len(cases), -1, np.int32)
    found = many.Decisions(*(np.empty(len(cases), kind) for kind in (np.int8, np.int8, np.int64, np.int16)))
    width = sum(column.itemsize for column in c.values())
    source = np.ones((width + 14) * len(cases) // 16, np.int64)
    target = np.zeros_like(source)
    count = len(cases)
    stages: dict[str, tuple[Job, int]] = {
        f"copying the {width} bytes of a row and the 14 of its result": (lambda: np.copyto(target, source), count),
        "finding the law": (lambda: many.consents.cases(given, many.case_of), count),
        "sorting rows by shape, and writing that nothing is decided": (
            lambda: many.batch.run_into(none, c, found, nothing=0), count),
        "sorting, reading, deciding and writing": (lambda: many.batch.run_into(cases, c, found, nothing=0), count),
        "all": (lambda: docket.engine.decide_batch(c), count),
        "the loop written by hand": (docket.peer(), count),
    }  # fmt: skip
    figures = timed(stages, 15, time.process_time)
    table(
        "one processor | least ns a row | × copying",
        [[name, f"{us * 1000:.1f}", figure(best)] for name, (us, _, best) in figures.items()],
    )


# --- consents ---


def entries() -> None:
    """What has to be resolved again when the register grows."""
    from datetime import date
    from itertools import product

    from panarchy_rules.choice_of_law.table import Consents
    from panarchy_rules.register import Join, RevokeClause

    docket = Docket(300, 1000, 0.05)
    world, day = docket.engine.world, date(2026, 1, 1)
    pairs = [(a, b, s) for a, b in product(docket.engine.number, repeat=2) for s in ("tort", "contract")]

    def all_of(consents: Consents) -> Consents:
        for a, b, subject in pairs:
            consents.entry(a, b, subject, "merits", day)
        return consents

    begin = time.perf_counter()
    kept = all_of(Consents(world.law_world))
    scratch = time.perf_counter() - begin
    book = docket.engine.books["p7"]
    clause = next(rule.label for rule in book.acceptances())
    lines: list[list[object]] = [["nothing was kept", kept.read, kept.met, f"{scratch * 1000:.0f}", "1"]]
    for name, act in (
        ("somebody joins", Join(recorded=day, person="new", provider="p7")),
        ("a clause is revoked", RevokeClause(recorded=day, provider="p7", clause=clause)),
    ):
        longer = world.with_register(world.law_world.register.plus(act)).law_world
        begin = time.perf_counter()
        again = all_of(kept.after(longer))
        took = time.perf_counter() - begin
        lines.append([name, again.read, again.met, f"{took * 1000:.0f}", f"{took / scratch:.2f}"])
    table(f"{len(pairs):,} entries | codes read | pairs met | ms | × from scratch", lines)


PARTS = {"one": one, "rows": rows, "providers": providers, "shapes": shapes, "bound": bound, "entries": entries}

if __name__ == "__main__":
    main()
