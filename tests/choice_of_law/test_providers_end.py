"""A judgment that lets a forum sit in the place of another is checked again."""

import pytest

from panarchy_rules.casefile.judgment import ForumFinding, Judgment
from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT

WORLD = Panarchy.load(ROOT / "examples/escape")


def _with_forum(judgment: Judgment, **changes: object) -> Judgment:
    """The same judgment with something else said of every forum."""
    issues = tuple(
        issue.model_copy(update={"forum": ForumFinding.model_copy(issue.forum, update=changes)})
        for issue in judgment.issues
    )
    return judgment.model_copy(update={"issues": issues})


def _objections(dispute: str, **changes: object) -> str:
    return "; ".join(d.message for d in WORLD.verify(_with_forum(WORLD.resolve(dispute), **changes)))


def test_the_forum_that_sits_in_its_place_holds() -> None:
    """The judgment names the forum to which the consents lead, and the one that hears the case."""
    judgment = WORLD.resolve("too_late")

    assert (judgment.issues[0].forum.forum, judgment.issues[0].forum.in_place_of) == ("lodestar_panel", "crest_court")
    assert WORLD.verify(judgment) == ()


@pytest.mark.parametrize(
    ("dispute", "changes", "objection"),
    [
        ("too_late", {"forum": "crag_court"}, "forum crest_court is not succeeded by crag_court"),
        ("too_late", {"in_place_of": None}, "ends at crest_court"),
        ("too_late", {"forum": "crest_court", "in_place_of": None}, "the provider of forum crest_court had ended on"),
        (
            "before_the_end",
            {"forum": "lodestar_panel", "in_place_of": "crest_court"},
            "the provider of forum crest_court had not ended on 2026-09-30",
        ),
    ],
)
def test_a_forum_that_has_no_place_there_is_found(dispute: str, changes: dict[str, object], objection: str) -> None:
    """Neither may a forum be heard after its provider's end, nor another one sit before it."""
    assert objection in _objections(dispute, **changes)
