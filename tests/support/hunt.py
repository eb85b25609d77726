"""Look long for a world against a theorem: `python -m tests.support.hunt`, or `make hunt`.

A seed makes one world, and the world is put to every theorem of its shape, its judgment resolved once for all.
What was done is kept in a file of tallies, so that a hunt can be stopped at any time and goes on where it was.
A world that is found is written beside it, with the seed: `python -m tests.support.hunt --seed SEED` tries it again.
"""

import argparse
import gc
import json
import multiprocessing
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.pool import Pool
from pathlib import Path
from random import Random

from tests.support.theorems import THEOREMS, Seen
from tests.support.worlds import seeded

CHUNK = 20
SECONDS = 60
"""How long one world may take before it counts as one against P13."""


@dataclass
class Tallies:
    """What has been done: seeds from 0 up to `next`, what was counted, and the seeds of worlds against a theorem."""

    next: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    against: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, file: Path) -> "Tallies":
        """Those of an earlier hunt, or none."""
        if not file.exists():
            return cls()
        kept = json.loads(file.read_text("utf-8"))
        return cls(kept["next"], Counter(kept["counts"]), kept["against"])

    def write(self, file: Path) -> None:
        """Keep them; a hunt that is killed while writing leaves the file as it was."""
        kept = {"next": self.next, "counts": dict(sorted(self.counts.items())), "against": self.against}
        new = file.with_suffix(".new")
        new.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
        new.replace(file)

    def __str__(self) -> str:
        counted = ", ".join(f"{what} {number}" for what, number in sorted(self.counts.items()))
        return f"{self.next} worlds, {len(self.against)} against a theorem; {counted}"


def tried(seed: int) -> tuple[Counter[str], dict[str, str]]:
    """What one world counts for, and the theorems that do not hold of it, with what was found."""
    shape, world = seeded(seed)
    seen = Seen(world)
    failed: dict[str, str] = {}
    for name, theorem in THEOREMS.items():
        if shape.fits(theorem.shape):
            try:
                with _no_longer_than(SECONDS):
                    theorem.check(seen, Random(f"{seed} {name}"))
                seen.note(f"theorem {name}")
            except Exception:  # noqa: BLE001
                failed[name] = traceback.format_exc()
    if not failed:
        _count(seen)
    return seen.tally, failed


def _count(seen: Seen) -> None:
    """What the judgment of a world reaches."""
    for issue in seen.judgment.issues:
        seen.note("issues")
        seen.note(f"status {issue.status}")
        for note in {note.code for note in issue.notes}:
            seen.note(f"note {note}")


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    """Interrupt what takes longer."""

    def ring(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} seconds of the processor")

    signal.signal(signal.SIGPROF, ring)  # Seconds of the processor: a hunt gives way to everything else.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


_Found = tuple[Counter[str], dict[int, dict[str, str]]]
"""What was counted, and for each world against a theorem what was found."""


def _chunk(seeds: range) -> _Found:
    counts: Counter[str] = Counter()
    against = {}
    for seed in seeds:
        mine, failed = tried(seed)
        counts += mine
        if failed:
            against[seed] = failed
    return counts, against


def _ready() -> None:
    """In a process of its own: what is there now stays, and is not looked at again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def hunt(kept: Path, upto: int, processes: int, minutes: float) -> Tallies:
    """Go on from where the file of tallies is, until so many worlds were tried or the time is up."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    tallies = Tallies.of(kept)
    end = time.monotonic() + minutes * 60
    todo = (range(n, min(n + CHUNK, upto)) for n in range(tallies.next, upto, CHUNK))
    with multiprocessing.Pool(processes, _ready, maxtasksperchild=100) as pool:
        for seeds, (counts, against) in _in_turn(pool, todo, processes, end):
            tallies.next = seeds.stop
            tallies.counts += counts
            for seed, failed in against.items():
                tallies.against[str(seed)] = sorted(failed)
                _write_down(kept.parent, seed, failed)
            tallies.write(kept)
    return tallies


def _in_turn(pool: Pool, todo: Iterator[range], processes: int, end: float) -> Iterator[tuple[range, _Found]]:
    """Chunks in their order, a few at a time; no new one is begun when the time is up."""
    waiting = [(seeds, pool.apply_async(_chunk, (seeds,))) for seeds in islice(todo, 2 * processes)]
    while waiting:
        seeds, result = waiting.pop(0)
        yield seeds, result.get()
        more = next(todo, None) if time.monotonic() < end else None
        if more is not None:
            waiting.append((more, pool.apply_async(_chunk, (more,))))


def _write_down(folder: Path, seed: int, failed: dict[str, str]) -> None:
    _, world = seeded(seed)
    said = "\n".join(f"=== {name}\n{found}" for name, found in failed.items())
    (folder / f"world_{seed}.txt").write_text(f"{world!r}\n{said}", "utf-8")
    print(f"seed {seed} is against {', '.join(failed)}: {folder}/world_{seed}.txt", flush=True)


def main() -> int:
    """0 if no world was found."""
    wanted = argparse.ArgumentParser(prog="python -m tests.support.hunt", description=__doc__.splitlines()[0])
    wanted.add_argument("--worlds", type=int, default=100_000, help="how many worlds to try in all")
    wanted.add_argument("--minutes", type=float, default=1_000_000, help="begin nothing new after so long")
    wanted.add_argument("--processes", type=int, default=2)
    wanted.add_argument("--tallies", type=Path, default=Path("build/hunt/tallies.json"))
    wanted.add_argument("--seed", type=int, help="try one world, and show it")
    asked = wanted.parse_args()
    if asked.seed is not None:
        print(repr(seeded(asked.seed)[1]))
        _, failed = tried(asked.seed)
        print("\n".join(failed.values()) or "every theorem holds")
        return bool(failed)
    tallies = hunt(asked.tallies, asked.worlds, asked.processes, asked.minutes)
    print(tallies)
    return bool(tallies.against)


if __name__ == "__main__":
    sys.exit(main())
