"""Compare interpreter, kernel as Python and kernel under numba on many generated rulebooks, from a seed.

    nice -n 19 python -m tests.agreement.long_run --seed 1 --pairs 100000 --numba 300

A pair is a question to a generated rulebook on generated facts. Every pair is put to the interpreter and to the kernel
as Python; of every so manieth rulebook the kernel is compiled with numba as well and put to rows of facts at the ends
of their ranges and beyond. What the kernel declines is counted by reason. The first difference ends it.
"""

import argparse
import time
from collections import Counter
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.kernel.kernel import kernel
from panarchy_rules.backends.lowered.questions import ELSEWHERE
from panarchy_rules.backends.lowered.unsupported import Unsupported
from tests.agreement.test_batch import _assert_alike, _decided, _random_table
from tests.agreement.test_kernel import _without_reasons
from tests.support import engine
from tests.support.generate import Case, cases
from tests.support.kernel import columns
from tests.support.small_text import text

CHUNK = 100


class Count:
    """What was compared so far."""

    def __init__(self) -> None:
        self.pairs = self.rulebooks = self.rows = self.rows_elsewhere = self.compiled = 0
        self.verdicts: Counter[str] = Counter()
        self.declined: Counter[str] = Counter()

    def words(self) -> str:
        verdicts = ", ".join(f"{n} {name}" for name, n in sorted(self.verdicts.items()))
        declined = ", ".join(f"{n} {name}" for name, n in self.declined.most_common())
        return (
            f"{self.pairs} pairs of {self.rulebooks} rulebooks agree ({verdicts}); declined: {declined or 'none'};"
            f" numba: {self.rows} rows of {self.compiled} questions agree, {self.rows_elsewhere} of them handed on"
        )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--numba", type=int, default=300, help="compile one question of every so manieth rulebook")
    parser.add_argument("--seconds", type=int, default=10**9)
    asked = parser.parse_args()
    count, number, end = Count(), asked.seed, time.monotonic() + asked.seconds
    while count.pairs < asked.pairs and time.monotonic() < end:
        _some(number, count, asked.numba)
        number += 1
        print(f"seeds {asked.seed} to {number - 1}: {count.words()}", flush=True)


def _some(number: int, count: Count, every: int) -> None:
    """A few hundred rulebooks."""

    @seed(number)
    @settings(max_examples=CHUNK, phases=[Phase.generate], database=None, deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(cases(periods=False))
    def compare(case: Case) -> None:
        _compare(case, count, every)

    compare()


def _compare(case: Case, count: Count, every: int) -> None:
    rulebook, record = engine.rulebook(text(case)), engine.record(case.facts)
    evaluation = Evaluation(rulebook, record)
    count.rulebooks += 1
    for place, question in enumerate(case.questions):
        asked = engine.question_id(question)
        try:
            made = kernel(rulebook, asked, columns(rulebook))
        except Unsupported as unsupported:
            count.declined[unsupported.reason] += 1
            continue
        found, expected = made.verdict(record), evaluation.decide(asked)
        if found is None:
            count.declined["this row"] += 1
        else:
            assert _without_reasons(found) == _without_reasons(expected), (text(case), case.facts, found, expected)
            count.verdicts[type(expected).__name__.lower()] += 1
            count.pairs += 1
        if count.rulebooks % every == 0 and place == 0:
            table = _random_table(made.program.columns, Random(count.rulebooks))
            if not table:
                continue  # It reads no facts, so that there are no rows.
            decisions = _decided(rulebook, asked, made.program.columns, table)
            _assert_alike(made, table, decisions)
            count.compiled += 1
            count.rows += len(decisions.status)
            count.rows_elsewhere += int((decisions.status == ELSEWHERE).sum())


if __name__ == "__main__":
    main()
