from pathlib import Path

import pytest

from tests.support.command import panarchy

CROOKED = "rulebook mesa\nrule late\n  claim fails   when  late\n"
STRAIGHT = "rulebook mesa\nrule late claim fails when late\n"


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file that is not in canonical form and one that is."""
    monkeypatch.chdir(tmp_path)
    Path("law").mkdir()
    Path("law/mesa.law").write_text(CROOKED, "utf-8")
    Path("law/ulex.law.md").write_text("# Ulex\n\n```law\nrulebook ulex\n```\n", "utf-8")
    return Path("law")


def test_files_are_written_in_canonical_form(law: Path) -> None:
    """The second time there is nothing to do."""
    first, second = panarchy("fmt", law), panarchy("fmt", law)

    assert (first.code, first.out) == (0, "1 file formatted, 1 file left as it is\n")
    assert (second.code, second.out) == (0, "0 files formatted, 2 files left as they are\n")
    assert (law / "mesa.law").read_text("utf-8") == STRAIGHT


def test_check_writes_nothing_and_names_the_file(law: Path) -> None:
    """The exit code says whether there is something to do."""
    ran = panarchy("fmt", "--check", law)

    assert (ran.code, ran.last_line) == (1, "1 file would be formatted, 1 file left as it is")
    assert "error[PR902]: this file is not in canonical form\n --> law/mesa.law\n" in ran.out
    assert (law / "mesa.law").read_text("utf-8") == CROOKED


def test_diff_shows_what_would_change(law: Path) -> None:
    """It is the usual form of differences, and nothing is written."""
    ran = panarchy("fmt", "--diff", law)

    assert ran.code == 1
    assert "-  claim fails   when  late\n+rule late claim fails when late\n" in ran.out
    assert (law / "mesa.law").read_text("utf-8") == CROOKED


def test_a_file_with_mistakes_is_left_as_it_is(law: Path) -> None:
    """The mistakes are shown, and the other files are formatted."""
    (law / "broken.law").write_text("rulebook  broken\nrul late\n", "utf-8")

    ran = panarchy("fmt", law, "--format", "json")

    assert ran.code == 1
    assert ran.table["changed"] == ["law/mesa.law"]
    assert [one["code"] for one in ran.table["diagnostics"]] == ["PR112"]
    assert (law / "broken.law").read_text("utf-8") == "rulebook  broken\nrul late\n"


def test_line_ends_and_byte_order_marks_become_plain(law: Path) -> None:
    """A file from another system is written like all others."""
    (law / "mesa.law").write_bytes(b"\xef\xbb\xbf" + STRAIGHT.replace("\n", "\r\n").encode())

    panarchy("fmt", law)

    assert (law / "mesa.law").read_bytes() == STRAIGHT.encode()


def test_brackets_without_end_meet_a_limit(law: Path) -> None:
    """A file that cannot be laid out is left, and said to be."""
    (law / "deep.law").write_text(f"rulebook deep\ndefinition x when {'(' * 900}late{')' * 900}\n", "utf-8")

    ran = panarchy("fmt", law / "deep.law")

    assert ran.code == 1
    assert "error[PR105]" in ran.out


def test_a_file_that_is_no_law_is_refused(law: Path) -> None:
    """A misspelt path does not end in silence."""
    Path("law/notes.txt").write_text("", "utf-8")

    assert panarchy("fmt", "law/notes.txt").code == 2
    assert panarchy("fmt", "lav").code == 2
