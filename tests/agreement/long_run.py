"""Compare all evaluators for a long time: seeds in, how many pairs and rows agreed and what they were made of out.

    nice python -m tests.agreement.long_run STATE.json --pairs 100000 [--minutes 60] [--engines duckdb,postgres,spark]

Each seed draws one rulebook with many sets of facts. A *pair* is one of its questions on one of these: the kernel as
plain Python is put beside the interpreter and the reference. Of every so manieth rulebook the kernel is compiled with
numba as well, and written as SQL, and put to the same facts and to rows of numbers at the ends of their ranges and
beyond, where each has to say what the kernel as Python says, or hand the row on.
One rulebook in four is plain, the others have structures and figures; of one in four the numbers reach to the ends of
64 bits. `STATE.json` says how far a run has come, so that the next one goes on there. The first difference is written
beside it and ends the run with exit code 1. What is declined is counted by reason, and so is what each pair holds.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from panarchy_rules.backends.kernel.kernel import Kernel, kernel
from panarchy_rules.backends.kernel.rows import ABSENT, UNKNOWN, Outside, row_of
from panarchy_rules.backends.lowered.answered import ELSEWHERE
from panarchy_rules.backends.lowered.facts import Columns
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.batch.databases import DATABASES, Database
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Rulebook
from tests.agreement.test_batch import NOT_APPLICABLE, NOT_KNOWN, _assert_alike, _decided, _random_table
from tests.agreement.test_sql import _asked, _expected
from tests.support import engine
from tests.support.edges import MOST, at_the_edges
from tests.support.generate import PERSONS, Case, Maker
from tests.support.generate_figures import FigureMaker
from tests.support.generate_structures import StructuredMaker
from tests.support.kernel import columns
from tests.support.long_run import by_kernel, constructs
from tests.support.reference import Reference
from tests.support.small_rulebook import Tuple
from tests.support.small_text import text

FACTS_EACH = 64
QUESTIONS_EACH = 4
ROWS = 2000
MAKERS = (Maker, StructuredMaker, FigureMaker, FigureMaker)


def drawn(seed: int, count: int = FACTS_EACH) -> tuple[Case, ...]:
    """One rulebook with many sets of facts. Three in four have no stipulations, which the kernel leaves alone."""
    random = Random(seed)
    maker = MAKERS[seed % len(MAKERS)](random.randrange)
    first = maker.case()
    if seed // len(MAKERS) % 4:
        first = replace(first, stipulated=())
    cases = (first, *(maker.again(first) for _ in range(count - 1)))
    return tuple(at_the_edges(case, random) for case in cases) if is_wide(seed) else cases


def is_wide(seed: int) -> bool:
    """Whether the numbers of a seed reach to the ends of 64 bits."""
    return seed // 16 % 4 == 3


@dataclass
class Run:
    """What is compared, and what was so far. Every `numba`th rulebook is compiled, every `sql`th asked as SQL."""

    tally: Counter[str]
    numba: int
    sql: int
    databases: dict[str, Database]

    def compare(self, seed: int) -> list[str]:
        """What the evaluators of one rulebook do not agree on."""
        cases = drawn(seed)
        made = engine.rulebook(text(cases[0]))
        asked = Random(seed).sample(cases[0].questions, min(QUESTIONS_EACH, len(cases[0].questions)))
        stands = columns(made, persons=PERSONS, bound=MOST if is_wide(seed) else None)
        kernels = {question: self._kernel(made, question, stands) for question in asked}
        records = [engine.case_record(case) for case in cases]
        wrong = self._pairs(made, cases, records, kernels)
        if wrong:
            return [*wrong, text(cases[0])]
        self.tally["rulebooks"] += 1
        for question, one in kernels.items():
            if one is not None and stands.facts:
                self._rows(seed, made, question, one, records)
        return []

    def _kernel(self, made: Rulebook, question: Tuple, stands: Columns) -> Kernel | None:
        try:
            return kernel(made, engine.question_id(question), stands)
        except Unsupported as unsupported:
            self.tally[f"declined question: {unsupported.reason}"] += 1
            return None

    def _pairs(
        self, made: Rulebook, cases: Sequence[Case], records: Sequence[Record], kernels: dict[Tuple, Kernel | None]
    ) -> list[str]:
        """Kernel as Python, interpreter and reference on the same facts."""
        used, wrong, held = [q for q, one in kernels.items() if one is not None], [], constructs(cases[0])
        for case, record in zip(cases, records, strict=True):
            evaluation = engine.Evaluation(made, record)
            reference = Reference(case.book, dict(case.facts), dict(case.stipulated))
            for question in used:
                said = by_kernel(kernels[question], record)
                if said is None:
                    self.tally["declined row"] += 1
                    continue
                found = engine.plain(evaluation.decide(engine.question_id(question)))
                expected = reference.ask(question)
                wrong += [f"{question}\n  interpreter {found}\n  reference   {expected}"] if found != expected else []
                known = expected[:1] if expected[0] == "undetermined" else expected
                wrong += [f"{question}\n  kernel      {said}\n  reference   {expected}"] if said != known else []
                if wrong:
                    return [*wrong, repr(case)]
                self.tally["pairs"] += 1
                self.tally[f"verdict: {expected[0]}"] += 1
                self.tally.update(f"construct: {word}" for word in held)
        return []

    # --- rows ---

    def _rows(self, seed: int, made: Rulebook, question: Tuple, one: Kernel, records: Sequence[Record]) -> None:
        """Machine code and SQL on the facts and on rows of numbers."""
        place = self.tally["kernels"]
        self.tally["kernels"] += 1
        databases = self.databases if place % self.sql == 0 else {}
        if place % self.numba and not databases:
            return
        table = _with_records(_random_table(one.program.columns, Random(seed), ROWS), one, records)
        if place % self.numba == 0:
            decisions = _decided(made, one.program.question, one.program.columns, table)
            _assert_alike(one, table, decisions)
            self._count("numba", len(decisions.status), int((decisions.status == ELSEWHERE).sum()))
        expected = _expected(one, table) if databases else {}
        for name in databases:
            found = _asked(name, [one.program], one.program.columns, table)
            for row, verdict in found.items():
                assert verdict[0] == ELSEWHERE or verdict == expected[row], (seed, question, name, row)
            self._count(name, len(found), sum(verdict[0] == ELSEWHERE for verdict in found.values()))

    def _count(self, name: str, rows: int, handed_on: int) -> None:
        self.tally[f"rows: {name}"] += rows
        self.tally[f"rows handed on: {name}"] += handed_on
        self.tally[f"questions: {name}"] += 1


def _with_records(table: Any, one: Kernel, records: Sequence[Record]) -> dict[str, Any]:
    """A table that begins with the facts that were put to the interpreter."""
    found = {name: numbers.copy() for name, numbers in table.items()}
    rows = (row_of(record, one.program, one.rulebook.vocabulary) for record in records)
    for place, row in enumerate(row for row in rows if not isinstance(row, Outside)):
        for name, numbers in found.items():
            state = row.get(f"{name}?", 0)
            low = one.program.columns.numbers[name].low
            given = max(row[name], low) if row[name] == 0 else row[name]  # A place without a member holds anything.
            numbers[place] = {ABSENT: NOT_APPLICABLE, UNKNOWN: NOT_KNOWN}.get(state, given)
    return found


def _databases(names: str) -> Iterator[tuple[str, Database]]:
    for name in filter(None, names.split(",")):
        yield name, DATABASES[name](os.environ["PANARCHY_POSTGRES"] if name == "postgres" else "")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state", type=Path)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="how long until the run pauses")
    parser.add_argument("--first", type=int, default=0, help="the first seed of a new run")
    parser.add_argument("--numba", type=int, default=40, help="compile every so manieth kernel")
    parser.add_argument("--sql", type=int, default=40, help="ask databases about every so manieth")
    parser.add_argument("--engines", default="", help="databases, such as `duckdb,postgres,spark`")
    asked = parser.parse_args()
    state = json.loads(asked.state.read_text()) if asked.state.exists() else {"seed": asked.first, "tally": {}}
    run = Run(Counter(state["tally"]), asked.numba, asked.sql, dict(_databases(asked.engines)))
    seed, end, wrong = state["seed"], monotonic() + 60 * asked.minutes, []
    while run.tally["pairs"] < asked.pairs and not wrong and monotonic() < end:
        wrong = run.compare(seed)
        seed += not wrong
        asked.state.write_text(json.dumps({"seed": seed, "tally": run.tally}))
    if wrong:
        asked.state.with_name(f"{asked.state.stem}-{seed}.txt").write_text("\n\n".join(wrong) + "\n")
        print(f"seed {seed}", *wrong, sep="\n\n")
    for name, count in sorted(run.tally.items()):
        print(f"{count:9} {name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
