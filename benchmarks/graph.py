"""Measure worlds of many providers: `python benchmarks/graph.py [PROVIDERS...]`, by default 100 and 1000.

Every provider has a member and a hundred acceptance clauses, each towards the members of another provider.
Loading stands beside Lark's bare parse of a hundred of the same rulebooks, so that the ratio can be compared
between machines. One resolution reads two codes of the many: its time should not grow with their number.
"""

import random
import resource
import statistics
import subprocess
import sys
import time
from datetime import date

from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import Join
from panarchy_rules.syntax.grammar import parser

CLAUSES = 100
DAY = date(2025, 1, 1)
WORDS = "vocabulary words\nlanguage 1\nmatter contract\nmatter tort\nhead price\n"


def main() -> None:
    """One line for each size, each measured in a process of its own, so that none inherits another's memory."""
    if sys.argv[1:2] == ["--one"]:
        print(_line(int(sys.argv[2])))
        return
    print("providers  clauses  load, processor s  × bare parse  peak MB  one resolution, processor ms")
    for size in sys.argv[1:] or ("100", "1000"):
        subprocess.run([sys.executable, __file__, "--one", size], check=True)


def _line(size: int) -> str:
    rng = random.Random(1)
    laws = {"words.law": WORDS, **{f"p{number}.law": _law(rng, number, size) for number in range(size)}}
    bare = _seconds_to_parse([laws[f"p{number}.law"] for number in range(min(size, 100))])
    joins = [Join(recorded=DAY, person=f"x{number}", provider=f"p{number}") for number in range(size)]
    begin = time.process_time()
    world = Panarchy.build(laws, joins)
    load = time.process_time() - begin
    ratio = load / (bare / min(size, 100) * size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    one = statistics.median(_resolution(world, rng, size) for _ in range(50)) * 1000
    return f"{size:9}  {size * CLAUSES:7}  {load:17.1f}  {ratio:12.2f}  {peak:7}  {one:28.2f}"


def _law(rng: random.Random, number: int, size: int) -> str:
    heading = f"rulebook p{number}\nlanguage 1\nuses words\nthis is edition 1 in force from {DAY}\ngoverns everything\n"
    clauses = [
        f"acceptance a{clause} accept p{rng.randrange(size)} for {rng.choice(('contract', 'tort'))} "
        f"towards members of p{rng.randrange(size)}\n"
        for clause in range(CLAUSES)
    ]
    return f"{heading}rule pay respondent owes claimant 10 EUR as price\n{''.join(clauses)}"


def _seconds_to_parse(texts: list[str]) -> float:
    bare = parser()
    begin = time.process_time()
    for text in texts:
        bare.parse(text)
    return time.process_time() - begin


def _resolution(world: Panarchy, rng: random.Random, size: int) -> float:
    claimant, respondent = rng.sample(range(size), 2)
    parties = {"claimant": f"x{claimant}", "respondent": f"x{respondent}"}
    raw = {"id": "d", "matter": "contract", "anchor": "2025-06-01", "parties": parties}
    dispute = Dispute.model_validate(raw)
    begin = time.process_time()
    world.resolve(dispute)
    return time.process_time() - begin


if __name__ == "__main__":
    main()
