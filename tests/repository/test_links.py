"""Every document can be followed."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.support.checkout import ROOT, files, name

FENCED = re.compile(r"^(`{3,}).*?^\1`*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+).+?\1")
LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?: \"[^\"]*\")?\)|^\[[^\]]+\]: (\S+)", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")
BESIDE_THE_CHECKOUT = "/".join(("..", "shared"))


@pytest.mark.parametrize("document", [name(path) for path in files("*.md")])
def test_the_links_of_a_document_lead_somewhere(document: str) -> None:
    """Each relative link names a file or folder of the checkout, and a heading that is there."""
    broken = [link for link in _links(ROOT / document) if not _leads_somewhere(ROOT / document, link)]

    assert not broken


def test_no_file_refers_to_what_is_not_in_the_checkout() -> None:
    """Whoever has the repository has all that it speaks of."""
    bad = [name(path) for path in files() if BESIDE_THE_CHECKOUT.encode() in path.read_bytes()]

    assert not bad


def _links(document: Path) -> list[str]:
    prose = CODE.sub("", FENCED.sub("", document.read_text("utf-8")))
    return [inline or reference for inline, reference in LINK.findall(prose)]


def _leads_somewhere(document: Path, link: str) -> bool:
    if ELSEWHERE.match(link):
        return True
    path, _, anchor = unquote(link).partition("#")
    target = (document.parent / path).resolve() if path else document
    if not (target.exists() and target.is_relative_to(ROOT)):
        return False
    return not anchor or target.suffix != ".md" or anchor in _anchors(target)


def _anchors(document: Path) -> set[str]:
    """The names under which the headings of a document can be linked to."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", document.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}
