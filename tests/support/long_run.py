"""Compare engine, kernel and reference for a long time: seeds in, how many cases agreed and what they were made of out.

    python -m tests.support.long_run STATE.json --cases 100000 [--minutes 60] [--without-kernel]

Three quarters of the time go into making kernels, so that many more cases of engine and reference alone are tried
without them; `tests.agreement.long_run` compares the kernel.
Each seed draws one rulebook with eight sets of facts, and each of the eight is a case.
`STATE.json` says how far a run has come, so that the next one goes on there.
A case on which they disagree is written beside it, and the command ends with exit code 1.
The tallies show what was tried: how often each verdict came out, and how many cases had each construct.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from time import monotonic

from panarchy_rules.backends.kernel.kernel import Kernel, kernel
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Rulebook
from tests.support import engine
from tests.support.generate import PERSONS, Case, Maker
from tests.support.generate_conduct import ConductMaker
from tests.support.generate_figures import FigureMaker
from tests.support.generate_procedure import ProcedureMaker
from tests.support.generate_structures import StructuredMaker
from tests.support.kernel import columns
from tests.support.reference_conduct import reference_for
from tests.support.small_rulebook import Tuple
from tests.support.small_text import text

MAKERS = (Maker, StructuredMaker, FigureMaker, ConductMaker, ProcedureMaker)
FACTS_EACH = 8
_SAVED_EVERY = 20


def drawn(seed: int, kind: type[Maker] | None = None) -> Iterator[Case]:
    """The cases of a seed, of one rulebook, each kind of rulebook having all of the one before and more."""
    maker = (kind or MAKERS[seed % len(MAKERS)])(Random(seed).randrange)
    case = maker.case()
    yield case
    yield from (maker.again(case) for _ in range(FACTS_EACH - 1))


def differences(cases: Iterable[Case], tally: Counter[str], with_kernel: bool = True) -> list[str]:
    """What engine, kernel (if asked) and reference do not agree on; the tally counts verdicts and constructs."""
    first, *others = cases
    made, asked = engine.rulebook(text(first)), first.questions
    kernels = {
        (question, dated): kernel_for(made, question, dated)
        for question in asked
        for dated in {case.today is not None for case in (first, *others)}
        if with_kernel
    }
    tally.update(f"construct: {word}" for word in constructs(first))
    wrong = []
    for case in (first, *others):
        reference = reference_for(case)
        found, record = engine.decided(made, case), engine.case_record(case)
        before = len(wrong)
        for question in asked:
            expected = reference.ask(question)
            tally[f"verdict: {expected[0]}"] += 1
            if expected[0] == "settled":
                tally[f"value: {expected[1][0]}"] += 1
            if found[question] != expected:
                wrong.append(f"{question}\n  engine    {found[question]}\n  reference {expected}")
            if not with_kernel:
                continue
            said = by_kernel(kernels[question, case.today is not None], record)
            tally[f"kernel: {said[0] if said else 'declined'}"] += 1
            if said and said != (expected[:1] if expected[0] == "undetermined" else expected):
                wrong.append(f"{question}\n  kernel    {said}\n  reference {expected}")
        wrong += [repr(case)] if len(wrong) > before else []
    return [*wrong, text(first)] if wrong else []


def kernel_for(made: Rulebook, question: Tuple, dated: bool) -> Kernel | None:
    """The kernel of a question as plain Python, for rows that state the day or do not; None where it declines."""
    if question[0] == "conduct":
        return None
    try:
        clock = frozenset({"today"} if dated else ())
        return kernel(made, engine.question_id(question), replace(columns(made, persons=PERSONS), clock=clock))
    except Unsupported:
        return None


def by_kernel(made: Kernel | None, record: Record) -> Tuple | None:
    """What the kernel says: not which facts are missing. None where it leaves a row to the engine."""
    found = made.verdict(record) if made else None
    plain = engine.plain(found) if found is not None else None
    return plain[:1] if plain and plain[0] == "undetermined" else plain


def constructs(case: Case) -> set[str]:
    """The operators of a case's terms and the clauses of its rulebook."""
    names = {name for rule in case.book.rules for name in (rule.label, rule.group, *rule.parameters)}
    operators = _operators((case.book.rules, case.book.shared))
    return (operators - names) | {f"clause {word}" for word in re.findall(r"^[a-z]+", text(case), re.MULTILINE)}


def _operators(term: object) -> set[str]:
    if not isinstance(term, tuple):
        return {word for part in vars(term).values() for word in _operators(part)} if hasattr(term, "label") else set()
    inner = {word for part in term for word in _operators(part)}
    return inner | {term[0]} if term and isinstance(term[0], str) and len(term) > 1 else inner


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state", type=Path)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="how long until the run pauses")
    parser.add_argument("--without-kernel", action="store_true", help="compare engine and reference alone")
    asked = parser.parse_args()
    state = json.loads(asked.state.read_text()) if asked.state.exists() else {"seeds": 0, "tally": {}}
    seed, tally = state["seeds"], Counter(state["tally"])
    end, failed = monotonic() + 60 * asked.minutes, []
    while seed * FACTS_EACH < asked.cases and not failed and monotonic() < end:
        failed = differences(drawn(seed), tally, not asked.without_kernel)
        if failed:
            asked.state.with_name(f"{asked.state.stem}-{seed}.txt").write_text("\n\n".join(failed) + "\n")
            print(f"seed {seed}", *failed, sep="\n\n")
            break
        seed += 1
        if seed % _SAVED_EVERY == 0:
            asked.state.write_text(json.dumps({"seeds": seed, "cases": seed * FACTS_EACH, "tally": tally}))
    asked.state.write_text(json.dumps({"seeds": seed, "cases": seed * FACTS_EACH, "tally": tally}))
    print(f"{seed * FACTS_EACH} cases of {seed} rulebooks agreed")
    for name, count in sorted(tally.items()):
        print(f"{count:9} {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
