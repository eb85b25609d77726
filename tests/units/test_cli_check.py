import os
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.command import panarchy

CLEAN = "7 files, 0 errors, 0 warnings"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world called `aegis` in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    panarchy("new", "aegis")
    return Path("aegis")


def spoil(path: Path, old: str, new: str) -> None:
    """Put a mistake into a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    "typed",
    [
        "aegis",
        "aegis/",
        "./aegis",
        "aegis/panarchy.toml",
        "aegis/rulebooks",
        "aegis/rulebooks/quay.law",
        "aegis/../aegis/disputes",
        ".",
    ],
)
def test_a_world_is_found_from_any_place_in_it_or_above(world: Path, typed: str) -> None:
    """A folder, a file in it and the folder around it mean the same world."""
    ran = panarchy("check", typed)

    assert (ran.code, ran.out, ran.err) == (0, CLEAN + "\n", "")


def test_the_folder_one_stands_in_needs_no_name(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`panarchy check` alone checks the world around."""
    monkeypatch.chdir("aegis/rulebooks")

    assert panarchy("check").out == CLEAN + "\n"


def test_several_worlds_are_all_checked_once(world: Path) -> None:
    """A folder of worlds stands for all of them; what is named twice counts once."""
    panarchy("new", "bora", "--dir", "deeper/down")
    panarchy("new", "hidden", "--dir", ".git")

    assert panarchy("check").last_line == "14 files, 0 errors, 0 warnings"
    assert panarchy("check", ".", "aegis", "deeper").last_line == "14 files, 0 errors, 0 warnings"


def test_a_mistake_is_shown_with_its_line(world: Path) -> None:
    """The path is the one a person would type."""
    spoil(world / "rulebooks/orchard.law", "when not arrived", "when not arived")

    ran = panarchy("check", "aegis")

    assert (ran.code, ran.err) == (1, "")
    assert ran.out == (
        "error[PR200]: `arived` is not known here\n"
        "   --> aegis/rulebooks/orchard.law:13:12\n"
        "13 |   when not arived\n"
        "   |            ^^^^^^\n"
        "   = help: did you mean `arrived`?\n"
        "\n"
        "7 files, 1 error, 0 warnings\n"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "shown"),
    [
        ("disputes/late_apples.toml", '"ana"', '"anna"', '8 | claimant = "anna"\n  |            ^^^^^^\n'),
        ("disputes/late_apples.toml", "price =", "prise =", '12 | prise = "400 EUR"\n   | ^^^^^\n'),
        ("disputes/late_apples.toml", '"400 EUR"', "400.5", "12 | price = 400.5\n   | ^^^^^\n"),
        ("disputes/late_apples.toml", '"contract.sale"', '"contract.sail"', "contract.sail"),
        ("panarchy.toml", "name", "nam", '2 | nam = "aegis"\n  | ^^^\n'),
    ],
)
def test_a_mistake_in_any_file_is_shown_at_its_place(world: Path, file: str, old: str, new: str, shown: str) -> None:
    """A name that is wrong in a dispute is underlined there."""
    spoil(world / file, old, new)

    ran = panarchy("check", world)

    assert ran.code == 1
    assert shown in ran.out


def test_a_line_of_the_register_that_is_wrong_makes_nobody_unknown(world: Path) -> None:
    """One mistake is one diagnostic."""
    spoil(world / "register.jsonl", '"join"', '"joins"')

    ran = panarchy("check", world)

    assert ran.last_line == "7 files, 1 error, 0 warnings"
    assert "`joins` is not an act of the register" in ran.out


def test_warnings_are_no_failure() -> None:
    """They are printed and counted, and the exit code stays 0."""
    ran = panarchy("check", ROOT / "examples/ulex")

    assert ran.code == 0
    assert ran.out.startswith("warning[PR506]")
    assert ran.last_line.endswith("0 errors, 1 warning")


@pytest.mark.parametrize(
    ("typed", "code", "help"),
    [("aegsi", "PR100", "did you mean `aegis`?"), ("empty", "PR408", "`panarchy new` writes a world")],
)
def test_where_no_world_is_the_exit_code_is_two(world: Path, typed: str, code: str, help: str) -> None:
    """Nothing was checked, which differs from nothing being wrong."""
    Path("empty").mkdir()

    ran = panarchy("check", typed)

    assert ran.code == 2
    assert ran.out.startswith(f"error[{code}]: ")
    assert f"\n --> {typed}\n" in ran.out
    assert help in ran.out


def test_json_has_the_same_findings(world: Path) -> None:
    """Programs get status, counts and the place of each diagnostic."""
    spoil(world / "rulebooks/orchard.law", "when not arrived", "when not arived")

    ran = panarchy("check", "aegis", "--format", "json")

    assert next(iter(ran.table)) == "status"
    assert {key: ran.table[key] for key in ("status", "files", "errors", "warnings")} == {
        "status": "findings",
        "files": 7,
        "errors": 1,
        "warnings": 0,
    }
    assert ran.table["diagnostics"] == [
        {
            "code": "PR200",
            "severity": "error",
            "message": "`arived` is not known here",
            "path": "aegis/rulebooks/orchard.law",
            "line": 13,
            "column": 12,
            "end_line": 13,
            "end_column": 18,
            "label": "",
            "help": "did you mean `arrived`?",
            "related": [],
            "page": "docs/diagnostics/PR200.md",
        }
    ]


def test_json_says_ok_and_unreadable(world: Path) -> None:
    """The status follows the exit code."""
    assert panarchy("check", "--format", "json").table["status"] == "ok"
    assert panarchy("check", "nowhere", "--format", "json").table["status"] == "unreadable"


@pytest.mark.parametrize("file", ["register.jsonl", "panarchy.toml"])
def test_a_link_out_of_a_world_is_not_followed(world: Path, file: str) -> None:
    """A stranger's world cannot show what is elsewhere on the disk."""
    Path("secret").write_text("secret words", "utf-8")
    (world / file).unlink()
    (world / file).symlink_to("../secret")

    ran = panarchy("check", "aegis")

    assert ran.code == 2
    assert f"this leads out of the folder of the world, and is not read\n --> aegis/{file}" in ran.out
    assert "secret words" not in ran.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_not_waited_for(world: Path) -> None:
    """A named pipe in the place of the register would never end."""
    (world / "register.jsonl").unlink()
    os.mkfifo(world / "register.jsonl")

    ran = panarchy("check", "aegis")

    assert (ran.code, "error[PR100]: this is not a file" in ran.out) == (2, True)


def test_a_file_one_may_not_read_is_told(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is that of the system, and no Python name is shown."""

    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)

    ran = panarchy("check", "aegis")

    assert ran.code == 2
    assert "error[PR100]: this file cannot be read: permission denied\n --> aegis/panarchy.toml" in ran.out


def test_a_folder_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody deleted the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir("gone")
    (tmp_path / "gone").rmdir()

    ran = panarchy("check")

    assert (ran.code, "this folder is gone" in ran.out) == (2, True)
