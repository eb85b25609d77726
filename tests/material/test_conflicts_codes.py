"""Codes on conflicts of laws that were written from the documentation alone give what their cases expect."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.checkout import ROOT
from tests.support.command import panarchy

FOLDER = Path(__file__).with_name("conflicts_codes")
# A code in one file has its cases beside it, and codes that refer to each other share a folder with their cases.
ALONE = sorted(path.stem for path in FOLDER.glob("*.law"))
TOGETHER = sorted(path.parent.name for path in FOLDER.glob("*/cases.json"))
codes = pytest.mark.parametrize("code", [*ALONE, *TOGETHER])


def law_of(code: str) -> Path:
    """Its file or folder."""
    return FOLDER / code if code in TOGETHER else FOLDER / f"{code}.law"


def file_of(code: str) -> Path:
    """Its cases."""
    return FOLDER / code / "cases.json" if code in TOGETHER else FOLDER / f"{code}.json"


def cases_of(code: str) -> list[Any]:
    """Those of its file, under `cases` or in a list alone."""
    read = json.loads(file_of(code).read_text("utf-8"))
    return read if isinstance(read, list) else read["cases"]


def test_there_are_codes() -> None:
    """The search finds them."""
    assert len(ALONE) == 8
    assert TOGETHER == ["circles", "english_common_law"]


@codes
def test_every_case_comes_out_as_expected(code: str) -> None:
    """Law, deciding rule and overlays, of at least eight cases."""
    cases = cases_of(code)

    ran = panarchy("forum", law_of(code), file_of(code))

    assert len(cases) >= 8
    assert ran.last_line == f"{len(cases)} passed, 0 failed", ran.out


@codes
def test_it_has_no_mistakes_and_no_warnings(code: str) -> None:
    """Nor do its own examples fail."""
    assert panarchy("check", law_of(code)).last_line.endswith(", 0 errors, 0 warnings")
    assert panarchy("test", law_of(code)).code == 0


@codes
def test_its_cases_try_several_rules(code: str) -> None:
    """At least five rules decide some case."""
    cases = cases_of(code)
    rules = {case["expected"].get("rule") for case in cases if isinstance(case["expected"].get("rule"), str)}

    assert len(rules) >= 5


def test_the_script_does_the_same() -> None:
    """`python tests/material/conflict_of_laws.py RULEBOOK CASES.json` closes with the count."""
    words = [str(FOLDER / "rome2.law"), str(FOLDER / "rome2.json")]
    script = ROOT / "tests/material/conflict_of_laws.py"

    ran = subprocess.run([sys.executable, script, *words], capture_output=True, text=True, check=False)

    assert ran.returncode == 0
    assert ran.stdout.splitlines()[-1] == "23 passed, 0 failed"
