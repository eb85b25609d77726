import os
from pathlib import Path

import pytest

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.casefile import Manifest, World, read_manifest, world_files

WORLD = '[world]\nname = "ulex"\nlanguage = 1\n'


def _read(folder: Path, text: str) -> tuple[Manifest | None, tuple[Diagnostic, ...]]:
    (folder / "panarchy.toml").write_text(text, encoding="utf-8")
    return read_manifest(folder)


def _only_mistake(folder: Path, text: str) -> Diagnostic:
    manifest, (mistake,) = _read(folder, text)
    assert manifest is None
    return mistake


def test_a_small_manifest_is_read_with_its_defaults(tmp_path: Path) -> None:
    """The files of a world have places of their own."""
    manifest, mistakes = _read(tmp_path, WORLD)

    assert not mistakes
    assert manifest == Manifest(
        world=World(
            name="ulex",
            language=1,
            rulebooks=("**/*.law", "**/*.law.md", "**/*.law.csv"),
            register_file="register.jsonl",
            disputes=("disputes/*.toml", "disputes/*.json"),
        )
    )


def test_the_file_may_be_named_itself(tmp_path: Path) -> None:
    """A path to the folder and a path to the file mean the same."""
    manifest, _ = _read(tmp_path, WORLD + 'register = "acts/r.jsonl"\n[persons]\ncleo = "Cleo, a stranger"\n')

    assert read_manifest(tmp_path / "panarchy.toml") == (manifest, ())
    assert manifest is not None
    assert manifest.world.register_file == "acts/r.jsonl"
    assert manifest.persons == {"cleo": "Cleo, a stranger"}


@pytest.mark.parametrize(
    ("text", "code", "message", "line"),
    [
        ("", "PR409", "`world` is missing", 1),
        ("[world]\nlanguage = 1\n", "PR409", "`name` is missing", 1),
        (WORLD.replace("1", "2"), "PR111", "`language` is 2, and this version reads language 1", 3),
        (WORLD.replace("1", "true"), "PR409", "`language` must be a whole number, not `true`", 3),
        (WORLD.replace("1", "1.0"), "PR605", "`language` must be a whole number, not the number `1.0`", 3),
        (WORLD + 'ttle = "x"\n', "PR409", "`ttle` is not a key in `world`", 4),
        (WORLD + "[person]\n", "PR409", "`person` is not a key here", 4),
        (WORLD + "[persons]\ncleo = 1\n", "PR409", "`cleo` must be text, not a number", 5),
        (WORLD + 'register = "../r"\n', "PR409", "`register` leads out of the folder of the world: `../r`", 4),
        (WORLD + 'register = "a/../r"\n', "PR409", "`register` leads out of the folder of the world: `a/../r`", 4),
        (WORLD + 'register = "/r"\n', "PR409", "`register` leads out of the folder of the world: `/r`", 4),
        (WORLD + 'register = "C:/r"\n', "PR409", "`register` leads out of the folder of the world: `C:/r`", 4),
        (WORLD + 'register = "*.jsonl"\n', "PR409", "`register` must be one file", 4),
        (WORLD + 'rulebooks = ["a\\\\b"]\n', "PR409", "item 1 of `rulebooks` cannot be `a\\b`", 4),
        (WORLD + 'rulebooks = ["**.law"]\n', "PR409", "item 1 of `rulebooks` cannot be `**.law`", 4),
        (WORLD + 'rulebooks = [""]\n', "PR409", "item 1 of `rulebooks` cannot be ``", 4),
        (WORLD + 'disputes = "x"\n', "PR409", "`disputes` must be a list, not text", 4),
        ("[world\n", "PR409", "a heading is not closed", 1),
        ("a = " + "[" * 5000, "PR409", "tables and lists are nested more than 12 deep", 1),
    ],
)
def test_a_mistake_is_explained_at_its_place(tmp_path: Path, text: str, code: str, message: str, line: int) -> None:
    """Each message has the author's words, a code and the line."""
    mistake = _only_mistake(tmp_path, text)

    assert (mistake.code, mistake.message, mistake.span.line) == (code, message, line)


def test_a_world_without_a_manifest_is_told_so(tmp_path: Path) -> None:
    """Also when the folder itself does not exist."""
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / "nowhere" / "panarchy.toml"):
        manifest, (mistake,) = read_manifest(place)

        assert (manifest, mistake.code) == (None, "PR408")


def test_a_manifest_that_cannot_be_read_is_told_so(tmp_path: Path) -> None:
    """A folder or a pipe in its place, bytes that are no text, a path that is none."""
    (tmp_path / "panarchy.toml").mkdir()
    assert read_manifest(tmp_path)[1][0].code == "PR100"

    os.mkfifo(tmp_path / "pipe.toml")
    assert read_manifest(tmp_path / "pipe.toml")[1][0].code == "PR100"

    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    assert read_manifest(tmp_path / "bytes.toml")[1][0].code == "PR101"

    (tmp_path / "large.toml").write_bytes(b"#" * (1 << 20) + b"#")
    assert read_manifest(tmp_path / "large.toml")[1][0].code == "PR106"

    assert read_manifest(Path("a\0b"))[1][0].code == "PR100"


def test_files_are_found_once_and_in_order(tmp_path: Path) -> None:
    """The order of a folder is no order, so paths are sorted; hidden ones are passed over."""
    for name in ("b.law", "a.law", "codes/c.law", ".hidden/d.law", "codes/.e.law", "codes/f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.law").mkdir()

    found = world_files(tmp_path, ("**/*.law", "codes/*.law"))

    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.law", "b.law", "codes/c.law"]


def test_a_link_does_not_lead_out_of_the_world(tmp_path: Path) -> None:
    """What lies elsewhere is not part of the world, whatever points to it."""
    world = tmp_path / "world"
    world.mkdir()
    (tmp_path / "secret.law").touch()
    (world / "link.law").symlink_to(tmp_path / "secret.law")
    (world / "broken.law").symlink_to(world / "nothing.law")

    assert world_files(world, ("*.law",)) == ()
