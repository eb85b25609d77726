"""What people read of every judgment under examples/ is committed, and reads like a text and not like a program."""

import re
from functools import cache
from pathlib import Path

import pytest

from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT
from tests.support.explanations import FOLDER, WORLDS, golden, page

worlds = pytest.mark.parametrize("folder", WORLDS, ids=lambda folder: str(folder.relative_to(ROOT / "examples")))
_DOUBLED = re.compile(r"\b(\w+) \1\b")
_JOINED = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b")


@cache
def _page(folder: Path) -> str:
    return page(folder)


@worlds
def test_the_text_is_the_committed_one(folder: Path) -> None:
    """`python -m tests.support.explanations` writes it anew."""
    assert _page(folder) == golden(folder).read_text("utf-8")


@worlds
def test_no_word_is_doubled_and_no_name_has_underscores(folder: Path) -> None:
    """The first line of a dispute, which has its id, is the author's own."""
    ids = tuple(f"{name}: " for name in Panarchy.load(folder).disputes)
    claims = tuple(f"Claim {claim.id}" for one in Panarchy.load(folder).disputes.values() for claim in one.claims)
    lines = [line for line in _page(folder).splitlines() if not line.strip().startswith((*ids, *claims))]

    assert [line for line in lines if _DOUBLED.search(line) or _JOINED.search(line)] == []


def test_no_text_is_left_of_a_world_that_is_gone() -> None:
    """Every golden belongs to a world."""
    assert sorted(FOLDER.glob("*.md")) == sorted(golden(folder) for folder in WORLDS)
