"""The claims of `tests/formatting/*.md` hold, and the law of this repository is in canonical form."""

from pathlib import Path

import pytest

from panarchy_rules.formatting.format import formatted_file
from tests.support.checkout import files, name
from tests.support.layouts import pairs

SUITES = sorted(Path(__file__).parent.glob("*.md"))
CLAIMS = [pytest.param(want, found, id=title) for suite in SUITES for title, want, found in pairs(suite)]


@pytest.mark.parametrize(("want", "found"), CLAIMS)
def test_a_text_has_this_canonical_form(want: str, found: str) -> None:
    """The form is the one written down, byte for byte."""
    assert found == want


def test_every_claim_is_run() -> None:
    """No claim is written so that it is passed over."""
    titles = [line for suite in SUITES for line in suite.read_text("utf-8").splitlines() if line.startswith("## ")]

    assert len(titles) == len(CLAIMS)


def test_rulebooks_that_ship_and_examples_are_in_canonical_form() -> None:
    """Authors copy what they see; `panarchy fmt examples src/panarchy_rules/library` mends it."""
    law = [path for suffix in ("*.law", "*.law.md") for path in files(suffix)]
    shown = [path for path in law if name(path).startswith(("examples/", "src/"))]

    assert len(shown) > 20
    assert [name(p) for p in shown if formatted_file(p.name, p.read_text("utf-8")) != p.read_text("utf-8")] == []
