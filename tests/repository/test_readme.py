"""The README's commands and outputs, and those of all documents, are the real ones."""

import re
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.documents import WrongMarker, documents, refreshed

README = ROOT / "README.md"
INSTALL = "python3 -m venv --without-pip .venv && python3 -m pip --python .venv/bin/python install -q "


def commands() -> list[str]:
    """The lines of the README that a reader is told to run, each the only line of its block."""
    return re.findall(r"^<!-- command: \w+ -->\n```sh\n(.+)\n```$", README.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("document", documents())
def test_a_document_shows_the_real_output(document: str, tmp_path: Path) -> None:
    """Running what a document shows changes nothing in it."""
    text = (ROOT / document).read_text("utf-8")

    assert refreshed(text, tmp_path) == text


def test_the_readme_leads_with_two_commands() -> None:
    """Both work on a bare Debian 12: no ensurepip, and a system Python nobody may install into."""
    try_it, test_it = commands()

    assert try_it.startswith(INSTALL + ". && .venv/bin/panarchy resolve ")
    assert test_it == INSTALL + '-e ".[test]" && .venv/bin/python -m pytest -q'


def test_the_readme_shows_what_its_first_command_prints() -> None:
    """The output in the README belongs to the command above it."""
    resolve = commands()[0].rpartition(".venv/bin/")[2]

    assert f"\n<!-- output of: {resolve} -->\n" in README.read_text("utf-8")


def test_the_continuous_check_runs_the_readmes_test_command() -> None:
    """`.ci/run` reads the command from the README instead of repeating it."""
    script = (ROOT / ".ci/run").read_text("utf-8")

    assert "<!-- command: test -->" in script
    assert "-m pytest" not in script


def test_wrong_output_is_corrected(tmp_path: Path) -> None:
    """Outputs of marked blocks and of transcripts are replaced; other blocks stay."""
    before = """<!-- in: tmp -->
<!-- file: law/a.txt -->
```law
one
```
<!-- output of: cat law/a.txt -->
```text
two
```
```sh
$ echo three
$ echo four >&2; exit 3
five
```
````markdown
```sh
$ echo six
```
````
"""
    after = before.replace("two\n", "one\n").replace("three\n", "three\nthree\n").replace("five\n", "four\n")

    assert refreshed(before, tmp_path) == after


@pytest.mark.parametrize(
    "text",
    [
        "<!-- output of: true -->\n\nprose\n",
        "<!-- file: a.txt -->\n```\n```\n",
        "<!-- in: tmp -->\n<!-- file: ../a.txt -->\n```\n```\n",
    ],
)
def test_a_marker_that_cannot_be_followed_is_reported(text: str, tmp_path: Path) -> None:
    """No marker is passed over in silence."""
    with pytest.raises(WrongMarker):
        refreshed(text, tmp_path)
