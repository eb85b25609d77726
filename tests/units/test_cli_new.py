from importlib.resources import files
from pathlib import Path
from shlex import split

import pytest

from tests.support.checkout import ROOT
from tests.support.command import panarchy

TEMPLATE = ROOT / "src/panarchy_rules/library/new_world"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_template_is_a_world_without_mistakes() -> None:
    """What `new` writes is checked where it is kept."""
    assert panarchy("check", TEMPLATE).last_line == "7 files, 0 errors, 0 warnings"
    assert panarchy("test", TEMPLATE).last_line == "6 passed, 0 failed"


def test_the_template_belongs_to_the_package() -> None:
    """An installed package can write it, too."""
    kept = files("panarchy_rules") / "library/new_world"

    assert (kept / "panarchy.toml").read_text("utf-8") == (TEMPLATE / "panarchy.toml").read_text("utf-8")


def test_a_new_world_works(here: Path) -> None:
    """It passes its own check and test, and its dispute is decided."""
    assert panarchy("new", "aegis").code == 0

    assert panarchy("check", "aegis").last_line == "7 files, 0 errors, 0 warnings"
    assert panarchy("test", "aegis").last_line == "6 passed, 0 failed"
    assert panarchy("lint", "aegis").last_line == "0 findings"
    assert "Decided under Scales" in panarchy("resolve", "aegis").out


def test_a_new_world_has_its_name(here: Path) -> None:
    """Manifest and README speak of it, and nothing speaks of the template."""
    panarchy("new", "aegis")

    assert 'name = "aegis"' in (here / "aegis/panarchy.toml").read_text("utf-8")
    assert all("new_world" not in path.read_text("utf-8") for path in (here / "aegis").rglob("*.*"))


def test_the_commands_to_try_can_be_tried(here: Path) -> None:
    """Each command that `new` prints works as it is printed."""
    ran = panarchy("new", "aegis", "--dir", "my worlds")
    commands = [line.strip() for line in ran.out.splitlines() if line.startswith("  panarchy ")]

    assert len(commands) == 4
    assert [panarchy(*split(line)[1:]).code for line in commands] == [0, 0, 0, 0]


def test_the_readme_of_a_new_world_is_true(here: Path) -> None:
    """The changes it proposes have the results it promises."""
    panarchy("new", "aegis")
    dispute, quay = Path("aegis/disputes/late_apples.toml"), Path("aegis/rulebooks/quay.law")
    text, law = dispute.read_text("utf-8"), quay.read_text("utf-8")

    dispute.write_text(text.replace("2026-05-15", "2026-05-05"), "utf-8")
    assert panarchy("test", "aegis").last_line == "5 passed, 1 failed"
    dispute.write_text(text, "utf-8")
    quay.write_text(law[: law.index("acceptance fair_law")] + law[law.index("acceptance fair_bench") :], "utf-8")
    assert "NO_COMMON_LAW" in panarchy("resolve", "aegis").out
    quay.write_text(law, "utf-8")
    dispute.write_text(text.replace('"ben"', '"cleo"'), "utf-8")
    assert "NO_COMMON_LAW" in panarchy("resolve", "aegis").out
    _add_the_line_of_the_readme()
    assert "Cleo submitted to Scales on 1 March 2026 (entry 3)." in panarchy("resolve", "aegis").out


@pytest.mark.parametrize("kind", ["folder", "file", "link to nothing"])
def test_nothing_is_written_over(here: Path, kind: str) -> None:
    """Whatever stands in the way stays as it is."""
    way = here / "aegis"
    if kind == "folder":
        way.mkdir()
    elif kind == "file":
        way.write_text("mine", "utf-8")
    else:
        way.symlink_to("nowhere")

    ran = panarchy("new", "aegis")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[PR801]: there is already something called `aegis` here")
    assert [path.name for path in here.iterdir()] == ["aegis"]
    assert kind != "folder" or not list(way.iterdir())


def test_a_file_is_no_place_for_a_world(here: Path) -> None:
    """`--dir` names a folder."""
    (here / "law").write_text("mine", "utf-8")

    ran = panarchy("new", "aegis", "--dir", "law")

    assert (ran.code, ran.err.partition("\n")[0]) == (
        2,
        "error[PR801]: this is a file, and no folder can be made in it",
    )


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("My World", "did you mean `my_world`?"),
        ("law/aegis", "choose the place with `--dir`"),
        ("..", ""),
        ("2nd", ""),
    ],
)
def test_a_name_that_is_none_is_refused(here: Path, name: str, help: str) -> None:
    """A world is called as other names are spelt."""
    ran = panarchy("new", name)

    assert ran.code == 2
    assert ran.err.startswith("error[PR800]: the name of a world must be a name")
    assert help in ran.err
    assert not list(here.iterdir())


def test_half_a_world_is_taken_away_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk is full in the middle, the next attempt finds nothing in its way."""

    def fail(path: Path, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_text", fail)

    ran = panarchy("new", "aegis")

    assert (ran.code, "no space left on device" in ran.err) == (2, True)
    assert not list(here.iterdir())


def _add_the_line_of_the_readme() -> None:
    readme = Path("aegis/README.md").read_text("utf-8")
    (line,) = (part for part in readme.split("`") if part.startswith('{"entry": 3'))
    with Path("aegis/register.jsonl").open("a", encoding="utf-8") as register:
        register.write(line + "\n")


def test_a_literate_world_works_as_well(here: Path) -> None:
    """The same law in Markdown, in canonical form, and decided alike."""
    assert panarchy("new", "aegis", "--literate").code == 0

    laws = sorted(path.name for path in Path("aegis/rulebooks").iterdir())
    assert laws == ["orchard.law.md", "quay.law.md", "sale_words.law.md", "scales.law.md"]
    assert (
        Path("aegis/rulebooks/quay.law.md").read_text("utf-8").startswith("# Quay, a community of shippers\n\n```law\n")
    )
    assert "`rulebooks/scales.law.md`" in Path("aegis/README.md").read_text("utf-8")
    assert panarchy("check", "aegis").last_line == "7 files, 0 errors, 0 warnings"
    assert panarchy("test", "aegis").last_line == "6 passed, 0 failed"
    assert panarchy("fmt", "--check", "aegis").code == 0
    assert "Decided under " in panarchy("resolve", "aegis").out
