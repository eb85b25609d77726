"""Every result that this version reports is reached by a claim."""

import re

import pytest

from tests.support.checkout import ROOT

INDEX = (ROOT / "docs/reference/results/README.md").read_text("utf-8")
SUITES = "".join(path.read_text("utf-8") for path in sorted((ROOT / "tests/choice_of_law").glob("*.md")))
ROWS = re.findall(r"^\| \[(\w+)\]\(\w+\.md\) \| [^|]+ \| ([^|]+) \|$", INDEX, re.MULTILINE)
# `noting` puts these beside a status; one of them stands for all.
BY_A_RULE = {"if a rule says `noting`"}


@pytest.mark.parametrize("result", [name for name, reported in ROWS if reported != "no" and reported not in BY_A_RULE])
def test_a_result_is_reached(result: str) -> None:
    """Some claim expects the status, or the note."""
    assert re.search(rf"^(?:status: {result}$|note: {result},)", SUITES, re.MULTILINE)
