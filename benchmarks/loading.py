"""Measure how long law takes to load: ratios to Lark's bare parse of the same text, and start-up of the command.

    python benchmarks/loading.py [--copies 23] [--rounds 3]

The law is `examples/tern`, its largest rulebook under several names. Cold means that nothing was kept; warm, that
exactly these files were compiled before. All figures of a round are taken in turns, and the least of the rounds counts.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from panarchy_rules.adjudication.read_laws import library_file
from panarchy_rules.base.kept import nothing_kept
from panarchy_rules.compiler.compile_files import compile_files
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.syntax import parse
from panarchy_rules.syntax.grammar import parser

TERN = Path(__file__).resolve().parents[1] / "examples" / "tern" / "rulebooks"
SMALL = 'rulebook mesa "Mesa"\nfact late is yes_no\nrule r respondent owes claimant 5 EUR when late\n'


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--copies", type=int, default=23)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    with TemporaryDirectory() as place:
        os.environ["PANARCHY_CACHE"] = str(Path(place) / "cache")
        law = written(Path(place) / "law", asked.copies)
        _print("text", measured(texts(law), Path(place) / "law", asked.rounds))
        small = Path(place) / "small" / "mesa.law"
        small.parent.mkdir()
        small.write_text(SMALL)
        _print("start-up", started(small, asked.rounds))


def written(folder: Path, copies: int) -> Path:
    """The law in a folder."""
    folder.mkdir()
    for path in TERN.glob("*.law"):
        (folder / path.name).write_bytes(path.read_bytes())
    text = (TERN / "tern.law").read_text()
    for number in range(1, copies):
        (folder / f"tern{number}.law").write_text(text.replace("rulebook tern ", f"rulebook tern{number} "))
    return folder


def texts(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {str(path): path.read_bytes() for path in sorted(folder.iterdir())}


def measured(files: Mapping[str, bytes], folder: Path, rounds: int) -> dict[str, float]:
    """Seconds by what was done."""
    plain = {path: data.decode() for path, data in files.items()}
    as_json = json.dumps(plain)
    steps: dict[str, Callable[[], object]] = {
        "Lark's bare parse": lambda: [parser().parse(text) for text in plain.values()],
        "parse": lambda: [parse(path, text) for path, text in plain.items()],
        "parse, check and lower, cold": lambda: _cold(files, folder),
        "parse, check and lower, warm": lambda: compile_files(files, library_file, str(folder)),
        "load the folder, warm": lambda: Panarchy.load(folder),
        "the same texts by the json module": lambda: json.loads(as_json),
    }
    print(f"{sum(text.count(chr(10)) for text in plain.values())} lines in {len(plain)} files")
    compile_files(files, library_file, str(folder))
    Panarchy.load(folder)
    return {name: min(_seconds(step) for _ in range(rounds)) for name, step in steps.items()}


def _cold(files: Mapping[str, bytes], folder: Path) -> object:
    with nothing_kept():
        return compile_files(files, library_file, str(folder))


def started(small: Path, rounds: int) -> dict[str, float]:
    """Processor seconds of commands."""
    check = [sys.executable, "-m", "panarchy_rules", "check", str(small)]
    commands = {
        "import pydantic and lark": [sys.executable, "-c", "import pydantic, lark"],
        "python -c pass": [sys.executable, "-c", "pass"],
        "panarchy --help": [sys.executable, "-m", "panarchy_rules", "--help"],
        "panarchy check, nothing kept": [*check, "--no-cache"],
        "panarchy check, changed": check,
        "panarchy check, as it was": check,
    }
    # Compiled modules are kept as they usually are, of Python, of what is installed and of this library alike.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(small.parent / "compiled")
    found: dict[str, float] = {}
    for name, command in commands.items():
        for _ in range(rounds + 2):
            if name.endswith("changed"):
                small.write_text(small.read_text() + "-- A line more.\n")
            found[name] = min(_processor_seconds(command, environment), found.get(name, 1e9))
    return found


def _processor_seconds(command: list[str], environment: Mapping[str, str]) -> float:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return used.ru_utime + used.ru_stime


def _seconds(step: Callable[[], object]) -> float:
    start = time.process_time()
    step()
    return time.process_time() - start


def _print(title: str, found: Mapping[str, float]) -> None:
    base = next(iter(found.values()))
    print(f"\n{title}")
    for name, seconds in found.items():
        print(f"  {name:36} {seconds:8.3f} s  {seconds / base:7.3f} x")


if __name__ == "__main__":
    main()
