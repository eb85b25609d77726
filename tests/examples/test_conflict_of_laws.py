"""The conflicts codes under examples/conflict_of_laws/ give what their cases expect, and say what they are."""

import json
import re
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.command import panarchy

FOLDER = ROOT / "examples/conflict_of_laws"
CODES = sorted(path.stem for path in FOLDER.glob("*.law"))
codes = pytest.mark.parametrize("code", CODES)


def test_there_are_four() -> None:
    """The search finds them all."""
    assert CODES == ["interest_analysis", "neumeier", "restatement_second", "rome1"]


@codes
def test_every_case_comes_out_as_expected(code: str) -> None:
    """Law, deciding rule and overlays of every case."""
    cases = json.loads((FOLDER / f"{code}.json").read_text("utf-8"))["cases"]

    ran = panarchy("forum", FOLDER / f"{code}.law", FOLDER / f"{code}.json")

    assert (ran.code, ran.err) == (0, "")
    assert ran.last_line == f"{len(cases)} passed, 0 failed"


@codes
def test_a_wrong_expectation_fails(code: str, tmp_path: Path) -> None:
    """The comparison is of law, rule and overlays, each by itself."""
    case = json.loads((FOLDER / f"{code}.json").read_text("utf-8"))["cases"][0]
    wrong = [{"law": "nowhere"}, {"rule": "0(0)"}, {"overlays": ["nowhere"]}]
    changed = [{**case, "id": str(n), "expected": {**case["expected"], **each}} for n, each in enumerate(wrong)]
    (tmp_path / "wrong.json").write_text(json.dumps({"cases": changed}), "utf-8")

    ran = panarchy("forum", FOLDER / f"{code}.law", tmp_path / "wrong.json")

    assert ran.code == 1
    assert ran.last_line == "0 passed, 3 failed"
    assert ran.out.count("error[PR434]") == 3


@codes
def test_its_own_examples_hold(code: str) -> None:
    """What the author wrote beside the rules."""
    ran = panarchy("test", FOLDER / f"{code}.law")

    assert ran.code == 0
    assert re.fullmatch(r"[1-9]\d* passed, 0 failed", ran.last_line)


@codes
def test_the_readme_speaks_of_it(code: str) -> None:
    """What is stylised in each is said."""
    assert f"`{code}.law`" in (FOLDER / "README.md").read_text("utf-8")
