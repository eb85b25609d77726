"""Compare all evaluators for a long time: seeds in, how many pairs and rows agreed and what they were made of out.

    nice python -m tests.agreement.long_run STATE.json --pairs 100000 [--minutes 60] [--engines duckdb,postgres,spark]

Each seed draws a rulebook and three more that differ from it in their numbers, each with many sets of facts. A *pair*
is one of their questions on one of these: the kernel as plain Python is put beside the interpreter and the reference.
The four laws are then compiled with numba as one shape, and written as one query, and put to the same facts and to rows
of numbers at the ends of their ranges and beyond, where each has to say what the kernel as Python says, or hand the row
on. `pairs: numba` and the like are the pairs that each of them decided.
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

import numpy as np

from panarchy_rules.backends.kernel import batch as numba
from panarchy_rules.backends.kernel.kernel import Kernel, kernel
from panarchy_rules.backends.kernel.rows import ABSENT, UNKNOWN, Outside, row_of
from panarchy_rules.backends.lowered.answered import ANTINOMY, ELSEWHERE, SETTLED
from panarchy_rules.backends.lowered.program import lower
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.batch.databases import DATABASES, Database
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Rulebook
from tests.agreement.test_batch import NOT_APPLICABLE, NOT_KNOWN, _columns_of_table, _random_table, _row
from tests.agreement.test_sql import Verdict, asked_of, weighed
from tests.support import engine
from tests.support.edges import MOST, at_the_edges
from tests.support.generate import PERSONS, Case, Maker
from tests.support.generate_figures import FigureMaker
from tests.support.generate_structures import StructuredMaker
from tests.support.kernel import columns
from tests.support.long_run import by_kernel, constructs
from tests.support.reference import Reference
from tests.support.retold import retold
from tests.support.small_rulebook import Tuple
from tests.support.small_text import text

FACTS_EACH = 64
LAWS_EACH = 4
QUESTIONS_EACH = 4
ROWS = 500
MAKERS = (Maker, StructuredMaker, FigureMaker, FigureMaker)
_RULED = (SETTLED, ANTINOMY)


def drawn(seed: int, count: int = FACTS_EACH) -> tuple[Case, ...]:
    """One rulebook with many sets of facts. Three in four have no stipulations, which the kernel leaves alone."""
    return next(laws_drawn(seed, count))


def laws_drawn(seed: int, count: int) -> Iterator[tuple[Case, ...]]:
    """A rulebook, and the same with other numbers in it, each with many sets of facts."""
    random = Random(seed)
    maker = MAKERS[seed % len(MAKERS)](random.randrange)
    first = maker.case()
    if seed // len(MAKERS) % 4:
        first = replace(first, stipulated=())
    for place in range(LAWS_EACH):
        law = retold(first, random) if place else first
        cases = (law, *(maker.again(law) for _ in range(count - 1)))
        yield tuple(at_the_edges(case, random) for case in cases) if is_wide(seed) else cases


def is_wide(seed: int) -> bool:
    """Whether the numbers of a seed reach to the ends of 64 bits."""
    return seed // 16 % 4 == 3


@dataclass(frozen=True)
class Law:
    """A rulebook with the facts that are put to it, and its questions as kernels."""

    made: Rulebook
    cases: tuple[Case, ...]
    records: tuple[Record, ...]
    kernels: dict[Tuple, Kernel]


@dataclass
class Run:
    """What is compared, and what was so far: with numba and by each database every so manieth question.

    Each law is put to so many sets of facts.
    """

    tally: Counter[str]
    every: dict[str, int]
    databases: dict[str, Database]
    facts: int = FACTS_EACH

    def compare(self, seed: int) -> list[str]:
        """What the evaluators of some laws of one shape do not agree on."""
        laws = list[Law]()
        for cases in laws_drawn(seed, self.facts):
            law = self._law(seed, cases)
            wrong = self._pairs(law)
            if wrong:
                return [*wrong, text(cases[0])]
            self.tally["rulebooks"] += 1
            laws.append(law)
        for question in laws[0].kernels:
            wrong = self._rows(seed, question, [law for law in laws if question in law.kernels])
            if wrong:
                return [*wrong, text(laws[0].cases[0])]
        return []

    def _law(self, seed: int, cases: tuple[Case, ...]) -> Law:
        made = engine.rulebook(text(cases[0]))
        asked = Random(seed).sample(cases[0].questions, min(QUESTIONS_EACH, len(cases[0].questions)))
        stands = columns(made, persons=PERSONS, bound=MOST if is_wide(seed) else None)
        kernels = {}
        for question in asked:
            try:
                kernels[question] = kernel(made, engine.question_id(question), stands)
            except Unsupported as unsupported:
                self.tally[f"declined question: {unsupported.reason}"] += 1
        return Law(made, cases, tuple(engine.case_record(case) for case in cases), kernels)

    def _pairs(self, law: Law) -> list[str]:
        """Kernel as Python, interpreter and reference on the same facts."""
        wrong, held = list[str](), constructs(law.cases[0])
        for case, record in zip(law.cases, law.records, strict=True):
            evaluation = engine.Evaluation(law.made, record)
            reference = Reference(case.book, dict(case.facts), dict(case.stipulated))
            for question, one in law.kernels.items():
                said = by_kernel(one, record)
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

    def _rows(self, seed: int, question: Tuple, laws: Sequence[Law]) -> list[str]:
        """Machine code and SQL on the facts and on rows of numbers, under all laws of a shape."""
        place = self.tally["kernels"]
        self.tally["kernels"] += 1
        used = [name for name, every in self.every.items() if place % every == 0]
        kernels = [law.kernels[question] for law in laws]
        stands = kernels[0].program.columns
        if not used or not stands.facts:
            return []
        parts, stated = zip(*(_table(law, question, Random(seed)) for law in laws), strict=True)
        table = {name: np.concatenate([part[name] for part in parts]) for name in stands.numbers}
        of_law = np.repeat(np.arange(len(laws)), [len(part[next(iter(stands.numbers))]) for part in parts])
        is_pair = np.concatenate(stated)
        expected = [weighed(kernels[law].decide(_row(stands, table, row))) for row, law in enumerate(of_law.tolist())]
        for name in used:
            found = (
                _by_numba(laws, question, table, of_law)
                if name == "numba"
                else _by_sql(self.databases[name], kernels, table, of_law)
            )
            for row, (verdict, other) in enumerate(zip(found, expected, strict=True)):
                if verdict[0] != ELSEWHERE and verdict != (_lone(other) if name == "numba" else other):
                    said = f"{question}\n  row {row} of law {of_law[row]}\n  {name} {verdict}\n  kernel {other}"
                    return [said, repr({fact: int(numbers[row]) for fact, numbers in table.items()})]
            decided = np.array([verdict[0] != ELSEWHERE for verdict in found])
            self.tally[f"rows: {name}"] += len(found)
            self.tally[f"rows handed on: {name}"] += int((~decided).sum())
            self.tally[f"pairs: {name}"] += int((decided & is_pair).sum())
            self.tally[f"questions: {name}"] += 1
        return []


def _table(law: Law, question: Tuple, random: Random) -> tuple[dict[str, Any], Any]:
    """Rows that begin with the facts that were put to the interpreter and go on at random, and which are the first."""
    one = law.kernels[question]
    found = dict(_random_table(one.program.columns, random, ROWS))
    rows = [row_of(record, one.program, law.made.vocabulary) for record in law.records]
    inside = [row for row in rows if not isinstance(row, Outside)]
    for place, row in enumerate(inside):
        for name, numbers in found.items():
            state = row.get(f"{name}?", 0)
            low = one.program.columns.numbers[name].low
            given = max(row[name], low) if row[name] == 0 else row[name]  # A place without a member holds anything.
            numbers[place] = {ABSENT: NOT_APPLICABLE, UNKNOWN: NOT_KNOWN}.get(state, given)
    return found, np.arange(ROWS) < len(inside)


def _by_numba(laws: Sequence[Law], question: Tuple, table: dict[str, Any], of_law: Any) -> list[Verdict]:
    """Status, what is said, its value and the place of the one deciding rule, of every row."""
    stands = laws[0].kernels[question].program.columns
    given = _columns_of_table(stands)
    labels = sorted({label for law in laws for label in law.kernels[question].program.labels})
    batch = numba.Batch(
        [numba.Case(law.made, engine.question_id(question), stands, given) for law in laws],
        {label: place for place, label in enumerate(labels)},
        parallel=False,
    )
    assert set(batch.reasons.values()) <= {"range"}, batch.reasons
    found = batch.run(of_law.astype(np.int32), {column.array: table[name] for name, column in given.items()})
    places = [
        {labels.index(label): bit for bit, label in enumerate(law.kernels[question].program.labels)} for law in laws
    ]
    rows = zip(*(x.tolist() for x in (found.status, found.says, found.value, found.ground, of_law)), strict=True)
    return [
        (status, says, value, places[law].get(ground, -1) if status in _RULED else -1)
        for status, says, value, ground, law in rows
    ]


def _by_sql(database: Database, kernels: Sequence[Kernel], table: dict[str, Any], of_law: Any) -> list[Verdict]:
    stands = kernels[0].program.columns
    programs = [lower(one.rulebook, one.program.question, stands, lift=True) for one in kernels]
    return asked_of(database, programs, stands, table, of_law)


def _lone(verdict: Verdict) -> Verdict:
    """A verdict whose grounds are the place of the one deciding rule, and -1 if there are several or none."""
    status, says, value, mask = verdict
    return status, says, value, mask.bit_length() - 1 if mask and mask & (mask - 1) == 0 else -1


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
    parser.add_argument("--facts", type=int, default=FACTS_EACH, help="sets of facts for each law, up to 500")
    parser.add_argument("--numba", type=int, default=1, help="compile every so manieth question")
    parser.add_argument("--sql", type=int, default=1, help="ask DuckDB and PostgreSQL every so manieth")
    parser.add_argument("--spark", type=int, default=20, help="ask Spark every so manieth")
    parser.add_argument("--engines", default="", help="databases, such as `duckdb,postgres,spark`")
    asked = parser.parse_args()
    state = json.loads(asked.state.read_text()) if asked.state.exists() else {"seed": asked.first, "tally": {}}
    databases = dict(_databases(asked.engines))
    every = {"numba": asked.numba, **{name: asked.spark if name == "spark" else asked.sql for name in databases}}
    run = Run(Counter(state["tally"]), every, databases, asked.facts)
    seed, end, wrong = state["seed"], monotonic() + 60 * asked.minutes, list[str]()
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
