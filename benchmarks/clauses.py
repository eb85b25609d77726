"""Measure worlds of many acceptance clauses: `python benchmarks/clauses.py [RULEBOOKS] [CLAUSES] [--written]`.

By default 2000 rulebooks with 1200 acceptances each, in tables beside them; `--written` has them in the law text.
Loading, cold and as it was kept, stands beside the json module reading the same rulebooks and clauses.
Everything is measured in processor seconds, each in a process of its own, so that none inherits another's memory.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

DAY = date(2025, 1, 1)
WORDS = "vocabulary words\nlanguage 1\nmatter contract\nmatter tort\nhead price\n"
COLUMNS = ("rulebook", "acceptance", "accept", "for", "towards")


def main() -> None:
    """Write the world, then measure each step in its own process."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("rulebooks", type=int, nargs="?", default=2000)
    options.add_argument("clauses", type=int, nargs="?", default=1200)
    options.add_argument("--written", action="store_true")
    options.add_argument("--step", choices=("write", *_STEPS))
    options.add_argument("--folder", type=Path)
    asked = options.parse_args()
    if asked.step:
        if asked.step == "write":
            _write(asked.folder, asked.rulebooks, asked.clauses, written=asked.written)
        else:
            print(json.dumps(_STEPS[asked.step](asked.folder, asked.rulebooks)))
        return
    with TemporaryDirectory() as place:
        folder = Path(place) / "world"
        # Also in a process of its own: a child counts what its parent held when it began.
        subprocess.run(
            [sys.executable, __file__, *sys.argv[1:], "--step", "write", "--folder", str(folder)], check=True
        )
        os.environ["PANARCHY_CACHE"] = str(Path(place) / "cache")
        form = "written out" if asked.written else "in tables"
        print(f"{asked.rulebooks} rulebooks, {asked.rulebooks * asked.clauses} acceptances, {form}")
        base = 0.0
        for step in ("json", "cold", "kept"):
            found = _measured(step, folder, asked.rulebooks)
            base = base or found["seconds"]
            more = f", one resolution {found['resolution']:.2f} ms" if "resolution" in found else ""
            times = found["seconds"] / base
            print(f"  {step:5} {found['seconds']:8.2f} s  {times:7.2f} x  {found['peak']:6.0f} MB{more}", flush=True)


def _measured(step: str, folder: Path, rulebooks: int) -> dict[str, float]:
    command = [sys.executable, __file__, str(rulebooks), "--step", step, "--folder", str(folder)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def _write(folder: Path, rulebooks: int, clauses: int, *, written: bool) -> None:
    rng = random.Random(1)
    folder.mkdir(parents=True)
    (folder / "panarchy.toml").write_text('[world]\nname = "many"\nlanguage = 1\n')
    (folder / "words.law").write_text(WORDS)
    joins = []
    everything = []
    for number in range(rulebooks):
        heading = f"rulebook p{number}\nlanguage 1\nuses words\nthis is edition 1 in force from {DAY}\n"
        text = f"{heading}governs everything\nrule pay respondent owes claimant 10 EUR as price\n"
        rows = [(f"p{number}", f"a{clause}", *_clause(rng, rulebooks)) for clause in range(clauses)]
        everything.append({"rulebook": text, "acceptances": [dict(zip(COLUMNS, row, strict=True)) for row in rows]})
        if written:
            text += "".join(f"acceptance {a} accept {b} for {c} towards members of {d}\n" for _, a, b, c, d in rows)
        else:
            table = "\n".join(",".join(row) for row in (COLUMNS, *rows))
            (folder / f"p{number}.law.csv").write_text(f"{table}\n")
        (folder / f"p{number}.law").write_text(text)
        joins.append({"entry": number + 1, "act": "join", "person": f"x{number}", "provider": f"p{number}"})
    lines = (json.dumps({**join, "recorded": str(DAY)}) for join in joins)
    (folder / "register.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "same.json").write_text(json.dumps(everything))


def _clause(rng: random.Random, rulebooks: int) -> tuple[str, str, str]:
    return f"p{rng.randrange(rulebooks)}", rng.choice(("contract", "tort")), f"p{rng.randrange(rulebooks)}"


def _json(folder: Path, _rulebooks: int) -> dict[str, float]:
    return _timed(lambda: json.loads((folder / "same.json").read_bytes()))


def _loaded(folder: Path, rulebooks: int) -> dict[str, float]:
    from panarchy_rules.panarchy import Panarchy

    worlds: list[Panarchy] = []
    found = _timed(lambda: worlds.append(Panarchy.load(folder)))
    rng = random.Random(2)
    seconds = sorted(_resolution(worlds[0], rng, rulebooks) for _ in range(21))
    return {**found, "resolution": seconds[10] * 1000, "peak": _peak()}


def _resolution(world: object, rng: random.Random, rulebooks: int) -> float:
    from panarchy_rules.casefile.dispute import Dispute
    from panarchy_rules.panarchy import Panarchy

    assert isinstance(world, Panarchy)
    one, other = rng.sample(range(rulebooks), 2)
    parties = {"claimant": f"x{one}", "respondent": f"x{other}"}
    raw = {"id": "d", "matter": "contract", "anchor": "2025-06-01", "parties": parties}
    dispute = Dispute.model_validate(raw)
    begin = time.process_time()
    world.resolve(dispute)
    return time.process_time() - begin


def _timed(step: Callable[[], object]) -> dict[str, float]:
    begin = time.process_time()
    kept = step()
    seconds = time.process_time() - begin
    del kept
    return {"seconds": seconds, "peak": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_STEPS: dict[str, Callable[[Path, int], dict[str, float]]] = {"json": _json, "cold": _loaded, "kept": _loaded}

if __name__ == "__main__":
    main()
