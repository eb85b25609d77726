import json
import shutil
from pathlib import Path

import pytest

from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT
from tests.support.command import panarchy
from tests.units.test_cli_check import spoil

ULEX = ROOT / "examples/ulex"
DISPUTE = Path("aegis/disputes/late_apples.toml")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world called `aegis` in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    panarchy("new", "aegis")
    return Path("aegis")


def test_a_decided_dispute_is_told_in_words() -> None:
    """The text is that of the judgment, and the exit code is 0."""
    world = Panarchy.load(ULEX)

    ran = panarchy("resolve", ULEX / "disputes/a.toml")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip() == world.text(world.resolve("a")).strip()


def test_json_is_the_judgment_itself() -> None:
    """Status first, and nothing around it."""
    judgment = Panarchy.load(ULEX).resolve("a")

    ran = panarchy("resolve", ULEX / "disputes/a.toml", "--format", "json")

    assert ran.out == judgment.model_dump_json(indent=2) + "\n"
    assert ran.out.startswith('{\n  "status": "DECIDED",\n')


def test_what_is_not_decided_has_an_exit_code_of_its_own(world: Path) -> None:
    """No common law is a result, and differs from a mistake."""
    spoil(DISPUTE, '"ben"', '"cleo"')

    ran = panarchy("resolve", DISPUTE)

    assert (ran.code, ran.err) == (3, "")
    assert "\nNot decided (NO_COMMON_LAW)" in ran.out


def test_a_world_stands_for_all_its_disputes(world: Path) -> None:
    """Each is told in turn; one that is not decided decides the exit code."""
    text = DISPUTE.read_text("utf-8").replace('"late_apples"', '"a_stranger"').replace('"ben"', '"cleo"')
    (world / "disputes/a_stranger.toml").write_text(text, "utf-8")

    ran = panarchy("resolve", "aegis")
    table = panarchy("resolve", "aegis", "--format", "json").table

    assert ran.code == 3
    assert ran.out.index("a_stranger: ") < ran.out.index("\n\nlate_apples: ")
    assert (next(iter(table)), table["status"]) == ("status", "NO_COMMON_LAW")
    assert [judgment["status"] for judgment in table["judgments"]] == ["NO_COMMON_LAW", "DECIDED"]


@pytest.mark.parametrize("typed", ["late_apples", DISPUTE, "elsewhere.toml"])
def test_with_a_world_an_id_or_any_file_will_do(world: Path, typed: object) -> None:
    """A dispute need not stand in its world."""
    shutil.copy(DISPUTE, "elsewhere.toml")

    ran = panarchy("resolve", typed, "--world", "aegis")

    assert (ran.code, ran.out) == (0, panarchy("resolve", DISPUTE).out)


def test_a_dispute_may_be_named_from_inside_its_world(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The world is the nearest folder around with a manifest."""
    monkeypatch.chdir("aegis/disputes")

    assert panarchy("resolve", "late_apples.toml").code == 0


@pytest.mark.parametrize(
    ("words", "first", "help"),
    [
        (("aegis/disputes/late_aples.toml",), "error[PR100]: there is no such file or folder", "did you mean"),
        (("late_apples",), "error[PR100]: there is no such file or folder", "`--world DIR`"),
        (("late_aples", "--world", "aegis"), "error[PR800]: the world `aegis` has no dispute", "`late_apples`?"),
        (("late_apples", "--world", "nowhere"), "error[PR100]: there is no such file or folder", ""),
        (("late_apples", "--world", "."), "error[PR800]: there are 3 worlds in this folder", "`aegis`, `bora`"),
        (("stray.toml",), "error[PR408]: there is no world here", "`panarchy new` writes a world"),
        (("empty",), "error[PR800]: the world `empty` has no disputes", "folder `disputes`"),
    ],
)
def test_what_cannot_be_found_is_told(world: Path, words: tuple[str, ...], first: str, help: str) -> None:
    """Exit code 2, nothing on the side of results, and a way out."""
    panarchy("new", "bora")
    shutil.copy(DISPUTE, "stray.toml")
    Path("empty").mkdir()
    Path("empty/panarchy.toml").write_text('[world]\nname = "empty"\nlanguage = 1\n', "utf-8")

    ran = panarchy("resolve", *words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(first)
    assert help in ran.err


@pytest.mark.parametrize("words", [(DISPUTE,), ("aegis",), ("late_apples", "--world", "aegis")])
def test_a_mistake_in_the_world_refuses_the_dispute(world: Path, words: tuple[object, ...]) -> None:
    """Nothing is decided under laws that are not in order."""
    spoil(world / "rulebooks/quay.law", "not arrived", "not arived")

    ran = panarchy("resolve", *words)
    table = panarchy("resolve", *words, "--format", "json").table

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error[PR200]: `arived` is not known here\n   --> aegis/rulebooks/quay.law:13:12\n13 |")
    assert (next(iter(table)), table["status"]) == ("status", "REFUSED")
    assert [d["code"] for d in table["diagnostics"]] == ["PR200"]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ('"ana"', '"anna"', 'error[PR601]: nobody knows a person `anna`\n  --> x.toml:8:12\n8 | claimant = "anna"\n'),
        ('"ana"', "ana", "error[PR600]: a value was expected here\n  --> x.toml:8:12\n8 | claimant = ana\n"),
    ],
)
def test_a_mistake_in_the_dispute_is_shown_at_its_place(world: Path, old: str, new: str, shown: str) -> None:
    """Also in a file that does not stand in its world."""
    shutil.copy(DISPUTE, "x.toml")
    spoil(Path("x.toml"), old, new)

    ran = panarchy("resolve", "x.toml", "--world", "aegis")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(shown)


def test_a_mistake_in_another_dispute_does_not_matter_to_the_one_that_is_named_by_its_file(world: Path) -> None:
    """Who files hundreds of cases a day gets the good ones decided."""
    shutil.copy(world / "disputes/late_apples.toml", world / "disputes/other.toml")
    spoil(world / "disputes/other.toml", '"ana"', '"anna"')
    spoil(world / "disputes/other.toml", 'id = "late_apples"', 'id = "other"')

    assert panarchy("resolve", world / "disputes/late_apples.toml").code == 0
    assert "nobody knows a person `anna`" in panarchy("resolve", world / "disputes/other.toml").err
    assert panarchy("resolve", world).code == 1


def test_json_tells_what_is_unreadable_where_results_stand(world: Path) -> None:
    """A program reads one stream only."""
    ran = panarchy("resolve", "nowhere.toml", "--format", "json")

    assert (ran.code, ran.err, json.loads(ran.out)["status"]) == (2, "", "UNREADABLE")


def test_the_same_dispute_gives_the_same_bytes(world: Path) -> None:
    """Nothing depends on the day or on chance."""
    assert panarchy("resolve", "aegis", "--format", "json") == panarchy("resolve", "aegis", "--format", "json")
