"""Every code a user may meet has a page, and no page speaks of a code that is gone."""

import re

import pytest

from panarchy_rules.base.codes import CODES
from panarchy_rules.base.results import NoteCode, Status
from tests.support.checkout import ROOT

DIAGNOSTICS = ROOT / "docs/diagnostics"
RESULTS = ROOT / "docs/reference/results"
HEADINGS = ["What it means", "Wrong", "Right", "Why"]
NAMES = sorted([*Status, *NoteCode])


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_diagnostic_has_a_page(code: str) -> None:
    """The page of a code says what it means, shows it wrong and right, and says why."""
    text = (DIAGNOSTICS / f"{code}.md").read_text("utf-8")
    headings = re.findall(r"^##+ (.+)$", text, re.MULTILINE)

    assert [heading for heading in headings if heading in HEADINGS] == HEADINGS


@pytest.mark.parametrize("result", NAMES)
def test_a_result_has_a_page(result: str) -> None:
    """The page of a status or note names it in its title."""
    text = (RESULTS / f"{result}.md").read_text("utf-8")

    assert result in text.splitlines()[0]


def test_no_page_is_left_over() -> None:
    """A page whose code is gone would explain what nobody can meet."""
    pages = {path.stem for path in [*DIAGNOSTICS.glob("*.md"), *RESULTS.glob("*.md")]}

    assert pages <= {*CODES, *NAMES, "README"}


def test_every_world_has_a_page_that_shows_its_readme() -> None:
    """Links of documents to worlds lead to these pages, where pages are built."""
    worlds = {readme.parent.name for readme in (ROOT / "examples").glob("*/README.md")}
    pages = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs/worlds").glob("*.md")}

    assert set(pages) == worlds
    assert [name for name, text in pages.items() if f"(../../examples/{name}/README.md)" not in text] == []
