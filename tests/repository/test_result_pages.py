"""The pages of the result codes say truly whether this version reports them."""

import re

import pytest

from panarchy_rules.base.results import MEANING, NOTED, NoteCode, Status
from panarchy_rules.compiler.bind_rules import DECLINABLE
from tests.support.checkout import ROOT

ENGINE = "".join(
    path.read_text("utf-8")
    for folder in ("adjudication", "choice_of_law")
    for path in sorted((ROOT / "src/panarchy_rules" / folder).glob("*.py"))
)
HEADINGS = ["What it means", "When it is reported", "What would cure it", "Doctrine"]


@pytest.mark.parametrize("status", sorted(Status))
def test_a_page_says_whether_the_status_is_reported(status: Status) -> None:
    """A status is reported by the engine, or when a law says so, or the page says that it is not."""
    page = (ROOT / f"docs/reference/results/{status}.md").read_text("utf-8")

    by_the_engine = f"Status.{status}" in ENGINE
    by_a_law = status.lower() in DECLINABLE

    assert ("This version does not report it" in page) == (not by_the_engine and not by_a_law)
    assert ("`no decision as" in page) == by_a_law


@pytest.mark.parametrize("result", sorted([*Status, *NoteCode]))
def test_a_page_has_its_four_parts(result: str) -> None:
    """Meaning, report, cure and doctrine, in that order."""
    text = (ROOT / f"docs/reference/results/{result}.md").read_text("utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS


def test_the_index_lists_every_result() -> None:
    """Whoever looks for a status or a note finds it."""
    index = (ROOT / "docs/reference/results/README.md").read_text("utf-8")

    assert [result for result in [*Status, *NoteCode] if f"[{result}]({result}.md)" not in index] == []


def test_the_index_says_of_each_what_judgments_say() -> None:
    """The few words on a result are the same in the tables and in the texts of judgments."""
    index = (ROOT / "docs/reference/results/README.md").read_text("utf-8")
    statuses, notes = (
        dict(re.findall(r"^\| \[(\w+)\]\(\w+\.md\) \| ([^|]+) \|", part, re.MULTILINE))
        for part in index.split("## Notes")
    )

    assert statuses == {str(status): words for status, words in MEANING.items()}
    assert notes == {str(note): words for note, words in NOTED.items()}
    assert (set(MEANING), set(NOTED)) == (set(Status), set(NoteCode))
