"""Compare this library with the oracle of the docket on every dispute.

    python benchmarks/docket/agreement.py PEERS [--seeds 1,2,3,4,5] [--disputes 100000] [--resolved 1000]

`PEERS` is the folder of the workload (docket.py, oracle.py). Of each seed all disputes are decided one by one and as
a batch, and the first `--resolved` of them by `Panarchy.resolve`, which takes some milliseconds each. Governing law,
liability, award and deciding rule are compared; the first difference ends it.
"""

import argparse
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("peers", type=Path)
    parser.add_argument("--providers", type=int, default=50)
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--disputes", type=int, default=100_000)
    parser.add_argument("--resolved", type=int, default=1000)
    asked = parser.parse_args()
    sys.path.insert(0, str(asked.peers))
    for seed in map(int, asked.seeds.split(",")):
        _compare(asked, seed)


def _compare(asked: argparse.Namespace, seed: int) -> None:
    import common
    import docket
    import oracle
    from docket_engine import load

    providers = docket.make_providers(asked.providers, seed)
    acceptances = docket.make_acceptances(asked.providers, seed=seed)
    batch = common.Batch(docket.make_columns(asked.providers, acceptances, asked.disputes, seed))
    treaties = oracle.index_acceptances(acceptances)
    expected = [tuple(oracle.decide(providers, treaties, row)) for row in batch.rows]
    engine = load(providers, acceptances)
    _same("one by one", seed, expected, map(engine.decide_one, batch.rows))
    columns = engine.columns(engine.decide_batch(engine.batch_input(batch)))
    common.agree(common.outcome_columns(expected), columns)
    print(f"seed {seed}: {len(expected)} disputes as a batch agree with the oracle", flush=True)
    _same("resolved", seed, expected[: asked.resolved], map(engine.ask, batch.rows[: asked.resolved]))


def _same(what: str, seed: int, expected: list[tuple[Any, ...]], found: Iterable[tuple[Any, ...]]) -> None:
    start = time.perf_counter()
    for number, (one, other) in enumerate(zip(expected, found, strict=True)):
        if one != tuple(other):
            raise SystemExit(f"seed {seed}, dispute {number}, {what}: the oracle says {one}, this library {other}")
    took = (time.perf_counter() - start) / max(1, len(expected)) * 1e6
    print(f"seed {seed}: {len(expected)} disputes {what} agree with the oracle, {took:.1f} µs each", flush=True)


if __name__ == "__main__":
    main()
