"""The body of a judgment is the same bytes with another hash seed, other file names and another Python.

The receipt may differ: it says which version made it and under which paths the texts were.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

# Laws side by side, facts that are missing, proceedings, references that come round, shares of many, exact thirds.
WORLDS = tuple(ROOT / "examples" / name for name in ("ulex", "lantern", "rites", "xeer", "bazaar", "fair", "neumeier"))
_VERSIONS = ("3.11", "3.12", "3.13", "3.14")
_NEEDS = "import pydantic, lark, interegular, networkx, rich, sys; print('%d.%d' % sys.version_info[:2])"


def _bodies(*folders: Path, python: str = sys.executable, seed: str = "0") -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env |= {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PANARCHY_CACHE": "off",  # Each run reads and compiles by itself.
    }
    words = [python, "-m", "tests.support.bodies", *map(str, folders)]
    return subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@cache
def _here() -> str:
    return _bodies(*WORLDS)


def test_something_is_compared() -> None:
    """One line for each dispute of these worlds."""
    disputes = [path for world in WORLDS for path in (world / "disputes").glob("*.toml")]

    assert len(_here().splitlines()) == len(disputes) > 90


def test_another_hash_seed_changes_no_byte() -> None:
    """Sets of names come in another order then."""
    assert _bodies(*WORLDS, seed="4242") == _here()


def test_another_order_of_files_changes_no_byte(tmp_path: Path) -> None:
    """The files of a world are read in the order of their names; here each has a name that turns it round."""
    turned = []
    for world in WORLDS:
        shutil.copytree(world, tmp_path / world.name)
        turned.append(tmp_path / world.name)
        for folder, endings in (("rulebooks", (".law", ".law.md")), ("disputes", (".toml",))):
            files = sorted(p for p in (tmp_path / world.name / folder).iterdir() if p.name.endswith(endings))
            for number, path in enumerate(reversed(files)):
                path.rename(path.with_name(f"{number:03}_{path.name}"))

    assert _bodies(*turned) == _here()


def _others() -> Iterator[tuple[str, str]]:
    """Other Pythons in which the library can run: those of `PANARCHY_PYTHONS`, and those on the path."""
    named = [word for word in os.environ.get("PANARCHY_PYTHONS", "").split(os.pathsep) if word]
    found = [*named, *(path for version in _VERSIONS if (path := shutil.which(f"python{version}")))]
    seen = {f"{sys.version_info.major}.{sys.version_info.minor}"}
    for python in found:
        ran = subprocess.run([python, "-I", "-c", _NEEDS], capture_output=True, text=True, check=False)
        version = ran.stdout.strip()
        if ran.returncode == 0 and re.fullmatch(r"\d+\.\d+", version) and version not in seen:
            seen.add(version)
            yield version, python


def test_another_python_changes_no_byte() -> None:
    """Every other one that is there and can import what the library needs."""
    others = list(_others())
    if not others:
        pytest.skip(
            "no other Python with pydantic, lark, interegular, networkx and rich; name some in PANARCHY_PYTHONS"
        )
    here = _here()

    assert {version: _bodies(*WORLDS, python=python, seed="7") == here for version, python in others} == {
        version: True for version, _ in others
    }
