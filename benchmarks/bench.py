"""Run the benchmarks and write their tables into RESULTS.md: `make bench PEERS=FOLDER`, in about six minutes.

    python benchmarks/bench.py PEERS [--only one,rows]

`PEERS` is the folder of the docket's workload and of the engines beside which it is decided. Each part runs in a
process of its own, and its table replaces the one between its marks; what stands between tables is written by hand.
The table at the top, of what was to be reached, is put together from the others.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

import targets

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
ENGINES = "oracle,codegen,numpy,numba_flat,numba_flat_par,duckdb"
DECIDING = ("one", "rows", "providers", "shapes", "bound", "entries")


def commands(peers: Path) -> dict[str, list[str]]:
    """What is run for each part."""
    python = sys.executable
    engines = [python, str(peers / "run.py"), "--only", ENGINES, "--disputes", "1000000", "--rounds", "5",
               "--engine", "docket_engine:load"]  # fmt: skip
    return {
        "peers": engines,
        **{part: [python, str(HERE / "deciding.py"), str(peers), part] for part in DECIDING},
        "loading": [python, str(HERE / "loading.py"), "--rounds", "1"],
        "graph": [python, str(HERE / "graph.py"), "100", "1000"],
        "clauses": [python, str(HERE / "clauses.py"), "2000", "1200"],
        "register": [python, str(HERE / "register.py"), "10000"],
        "sql": [python, str(HERE / "sql.py"), str(peers)],
        "tables": [python, str(HERE / "tables.py")],
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("peers", type=Path)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    parts = commands(asked.peers)
    for name in asked.only.split(",") if asked.only else parts:
        begin, before = time.perf_counter(), os.times()
        said = _run(parts[name])
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        text = RESULTS.read_text(encoding="utf-8")
        text = replaced(replaced(text, "machine", machine()), name, said)
        RESULTS.write_text(replaced(text, "targets", targets.table_of(text)), encoding="utf-8")
        print(f"{name}: {time.perf_counter() - begin:.0f} s, {used:.0f} s of processors", flush=True)


def replaced(text: str, name: str, said: str) -> str:
    """The page with what was measured between the marks of a part."""
    start, end = f"<!-- measured: {name} -->", "<!-- end -->"
    if start not in text:
        raise SystemExit(f"RESULTS.md has no mark `{start}`")
    before, rest = text.split(start, 1)
    return before + f"{start}\n{said.strip()}\n{end}" + rest.split(end, 1)[1]


def machine() -> str:
    """What it was measured with, and on which day."""
    found = {name: version(name) for name in ("panarchy_rules", "numba", "numpy", "pydantic", "lark")}
    model = (
        re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text()) if platform.system() == "Linux" else None
    )
    return (
        f"Measured on {date.today():%-d %B %Y} with Python {platform.python_version()}, "  # noqa: DTZ011
        + ", ".join(f"{name} {number}" for name, number in found.items())
        + f", on {len(os.sched_getaffinity(0))} processors ({model[1] if model else platform.machine()})"
        + f"; {os.getloadavg()[2]:.1f} processes wanted to run on average."
    )


def _run(command: list[str]) -> str:
    environment = os.environ | {"PYTHONPATH": f"{HERE}:{HERE.parent / 'src'}:{os.environ.get('PYTHONPATH', '')}"}
    done = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    lines = done.stdout.strip().split("\n")
    table = [line for line in lines if line.startswith("|")]
    rest = (
        [line for line in lines if line and not line.startswith("|")] if command[1].startswith(str(HERE)) else lines[:1]
    )
    if not table:
        return "```text\n" + "\n".join(lines) + "\n```"
    return "\n".join(table) + ("\n\n" + "\n".join(rest) if rest else "")


if __name__ == "__main__":
    main()
