"""Which suite reaches which result: the suites of `tests/choice_of_law` in, a page with a table out.

`python -m tests.support.reached` writes the page.
"""

import re
from pathlib import Path

from panarchy_rules.base.results import NoteCode, Status
from tests.support.checkout import ROOT
from tests.support.world_suites import WorldClaim, world_claims

SUITES = sorted((ROOT / "tests/choice_of_law").glob("*.md"))
PAGE = ROOT / "docs/reference/results_reached.md"
_HEAD = """# Where each result is reached

This table names the suites of claims that reach each result of the two closed lists.
A test fails if one of them is reached nowhere.
An issue that is not decided says at which step it `failed`, between whom, along which consents, and what `cures` it.
A limit that is reached is no result of its own: the issue is `UNDETERMINED`, and its reason names the limit.
The page is written by `python -m tests.support.reached`.

| result | kind | suites |
|---|---|---|
"""


def reaching(result: str) -> list[tuple[Path, WorldClaim]]:
    """The claims that expect a status or a note."""
    line = re.compile(rf"^(?:status: {result}$|note: {result},)", re.MULTILINE)
    found = [(suite, claim) for suite in SUITES for claim in world_claims(suite)]
    return [(suite, claim) for suite, claim in found if any(line.search(text) for text in claim.expected())]


def page() -> str:
    """The page as it should be."""
    return _HEAD + "".join(f"{_row(result, kind)}\n" for kind, names in _LISTS for result in names)


_LISTS = (("status", [str(one) for one in Status]), ("note", [str(one) for one in NoteCode]))


def _row(result: str, kind: str) -> str:
    suites = dict.fromkeys(suite.stem for suite, _ in reaching(result))
    links = ", ".join(f"[{name}](../../tests/choice_of_law/{name}.md)" for name in suites)
    return f"| [{result}](results/{result}.md) | {kind} | {links or 'none'} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
