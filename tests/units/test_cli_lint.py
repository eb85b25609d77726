from pathlib import Path

import pytest

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.rulebook.rulebook import Owing
from tests.support.command import panarchy
from tests.support.suites import compiled

LAW = """rulebook mesa
-- lint: ignore PR918 because Mesa never forgets
fact late is yes_no "Whether the goods came late"

rule delay "A late delivery"  source "Mesa 4"
  respondent owes claimant 10 EUR
  when late is yes and not not (late is yes)  -- lint: ignore PR910 because it is old
"""
MENDED = """rulebook mesa
fact late is yes_no "Whether the goods came late"

rule delay "A late delivery"  source "Mesa 4"
  respondent owes claimant 10 EUR
  when late and late
"""


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world of one rulebook with something to mend."""
    monkeypatch.chdir(tmp_path)
    Path("panarchy.toml").write_text('[world]\nname = "small"\nlanguage = 1\n', "utf-8")
    Path("mesa.law").write_text(LAW, "utf-8")
    return Path("mesa.law")


def test_what_can_be_mended_is_mended(law: Path) -> None:
    """What stays is what only the author can decide."""
    before = panarchy("lint", ".", "--format", "json").table
    ran = panarchy("lint", ".", "--fix")

    mended = [one["code"] for one in before["diagnostics"] if one["can_be_mended"]]
    assert mended == ["PR924", "PR921", "PR921", "PR924"]
    assert law.read_text("utf-8") == MENDED
    assert ran.code == 1
    assert ran.last_line == "1 finding, 5 mended"


def test_json_says_what_is_found(law: Path) -> None:
    """Findings are diagnostics, and each says whether it can be mended."""
    table = panarchy("lint", ".", "--format", "json").table

    assert (table["status"], table["findings"], table["mended"]) == ("findings", 6, 0)
    assert {one["code"] for one in table["diagnostics"]} == {"PR918", "PR921", "PR922", "PR924"}


def test_a_world_without_findings_is_all_right(law: Path) -> None:
    """The exit code says so."""
    text = "-- lint: ignore PR918 because Mesa never forgets\n" + MENDED.replace("late and late", "late")
    law.write_text(text, "utf-8")

    ran = panarchy("lint")

    assert (ran.code, ran.out) == (0, "0 findings\n")


def test_a_world_with_mistakes_is_not_linted(law: Path) -> None:
    """The mistakes come first."""
    law.write_text("rulebook mesa\nrul delay\n", "utf-8")

    ran = panarchy("lint", ".")

    assert ran.code == 1
    assert ". was not linted, because it has errors" in ran.out


def test_markdown_is_mended_in_its_blocks(law: Path) -> None:
    """Positions in Markdown are those of the file."""
    law.unlink()
    path = Path("mesa.law.md")
    path.write_text(f"# Mesa\n\nWhere `late is yes`:\n\n```law\n{LAW}```\n", "utf-8")

    panarchy("lint", ".", "--fix")

    assert path.read_text("utf-8") == f"# Mesa\n\nWhere `late is yes`:\n\n```law\n{MENDED}```\n"


@pytest.mark.parametrize("closing", ["", " otherwise no", " otherwise not_applicable"])
@pytest.mark.parametrize("fact", ["yes", "no", "unknown", "not_applicable", ""])
@pytest.mark.parametrize("shape", ["{}", "not ({})", "{} or other", "not ({}) and other"])
def test_striking_is_yes_changes_no_verdict(closing: str, fact: str, shape: str) -> None:
    """Whatever is known of the fact, both forms give the same."""

    def verdict(words: str) -> object:
        given = f"given late is {fact}, " if fact else "given "
        text = (
            f"rulebook mesa\nfact late is yes_no{closing}\nfact other is yes_no\n"
            f"rule delay respondent owes claimant 10 EUR when {shape.format(words)}\n"
            f'example "e" {given}other is unknown expect lacuna on damages\n'
        )
        world, _ = compiled({"mesa.law": text.encode()})
        (book,) = world.rulebooks.values()
        return Evaluation(book, book.examples[0].record).decide(Owing("respondent", "claimant", "damages"))

    assert verdict("late is yes") == verdict("late")


def test_a_unit_that_nobody_declares_is_declared(law: Path) -> None:
    """One that may be misspelt is left to the author."""
    law.write_text("rulebook mesa\nrule a respondent owes claimant 5 CAMELS\nrule b claimant owes respondent 5 EUB\n")

    panarchy("lint", law, "--fix")

    assert law.read_text().splitlines()[:2] == ["rulebook mesa", "unit CAMELS"]
    assert "EUB" not in law.read_text().splitlines()[1]
