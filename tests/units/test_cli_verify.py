import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import panarchy

DISPUTE = "aegis/disputes/late_apples.toml"


@pytest.fixture
def judgment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The judgment of a new world's dispute, in a file of that world."""
    monkeypatch.chdir(tmp_path)
    panarchy("new", "aegis")
    file = Path("aegis/judgment.json")
    file.write_text(panarchy("resolve", DISPUTE, "--format", "json").out, "utf-8")
    return file


def change(file: Path, edit: Callable[[Any], None]) -> None:
    """Alter a judgment."""
    table = json.loads(file.read_text("utf-8"))
    edit(table)
    file.write_text(json.dumps(table), "utf-8")


def test_a_judgment_that_holds_is_counted(judgment: Path) -> None:
    """Two laws' chains and two forums' chains, one order."""
    ran = panarchy("verify", judgment)

    assert (ran.code, ran.out, ran.err) == (0, "the judgment holds: 4 chains, 1 order\n", "")


def test_the_world_may_be_named(judgment: Path) -> None:
    """A judgment need not stand in its world."""
    judgment.rename("elsewhere.json")

    assert panarchy("verify", "elsewhere.json", "--world", "aegis").code == 0
    assert panarchy("verify", "elsewhere.json").err.startswith("error[PR408]: there is no world here")


def test_the_judgments_of_a_world_are_verified_together(judgment: Path) -> None:
    """What `resolve` writes for a world, `verify` reads."""
    text = Path(DISPUTE).read_text("utf-8").replace('"late_apples"', '"again"')
    Path("aegis/disputes/again.toml").write_text(text, "utf-8")
    judgment.write_text(panarchy("resolve", "aegis", "--format", "json").out, "utf-8")

    assert panarchy("verify", judgment).out == "the 2 judgments hold: 8 chains, 2 orders\n"
    change(judgment, lambda table: table.update(status="NO_FORUM"))
    assert "the status at the top is NO_FORUM, that below DECIDED" in panarchy("verify", judgment).out


def _other_amount(table: Any) -> None:
    table["orders"][0]["amount"] = table["issues"][0]["orders"][0]["amount"] = "800 EUR"


def _other_entry(table: Any) -> None:
    table["issues"][0]["laws"][0]["chains"][0]["edges"][0]["entry"] = 2


def _other_world(table: Any) -> None:
    table["world"] = "bora"


def _stranger(table: Any) -> None:
    table["dispute"]["parties"]["respondent"] = "dora"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (_other_amount, "800 EUR"),
        (_other_entry, "entry 2 does not make ana a member"),
        (_other_world, "it is of the world `bora`, and this is `aegis`"),
        (_stranger, "nobody knows a person `dora`"),
    ],
)
def test_what_does_not_hold_is_told(judgment: Path, edit: Callable[[Any], None], message: str) -> None:
    """Each objection is a diagnostic about the file."""
    change(judgment, edit)

    ran = panarchy("verify", judgment)
    table = panarchy("verify", judgment, "--format", "json").table

    assert ran.code == 1
    assert message in ran.out
    assert "\n --> aegis/judgment.json" in ran.out
    assert table["status"] == "findings"
    assert any(message in d["message"] for d in table["diagnostics"])


def test_json_counts_what_holds(judgment: Path) -> None:
    """Programs get status and counts."""
    table = panarchy("verify", judgment, "--format", "json").table

    assert table == {"status": "ok", "judgments": 1, "chains": 4, "orders": 1, "diagnostics": []}


@pytest.mark.parametrize(
    ("data", "first"),
    [
        (b"", "error[PR700]: a value was expected here"),
        (b"\xff", "error[PR101]: "),
        (b"[]", "error[PR700]: a table in curly brackets was expected here"),
        (b"{}", "error[PR700]: `status` is missing"),
        (b"{" * 50, "error[PR700]: tables and lists are nested"),
        (b'{"status": 1.5}', "error[PR605]: "),
        (b'{"status": "REFUSED", "diagnostics": []}', "error[PR700]: this is not a judgment, but the reasons"),
        (b'{"status": "DECIDED", "judgments": []}', "error[PR700]: `judgments` must not be empty"),
        (b" " * ((1 << 24) + 2), "error[PR700]: a file of judgments has at most 16777216 bytes"),
    ],
    ids=["empty", "bytes", "list", "table", "deep", "point", "refusal", "nothing", "large"],
)
def test_what_is_no_judgment_is_told(judgment: Path, data: bytes, first: str) -> None:
    """Any bytes give a diagnostic in plain words."""
    judgment.write_bytes(data)

    ran = panarchy("verify", judgment)

    assert (ran.code, ran.out) == (1, "")
    assert first in ran.err


def test_a_judgment_of_another_form_is_not_guessed_at(judgment: Path) -> None:
    """A later version may mean other things by the same words."""
    change(judgment, lambda table: table.update(form="panarchy-judgment/9"))

    assert "this has the form `panarchy-judgment/9`, and this version reads" in panarchy("verify", judgment).err


@pytest.mark.parametrize("typed", ["aegis", "nowhere.json"])
def test_what_is_no_file_is_told(judgment: Path, typed: str) -> None:
    """Nothing was read, so the exit code is 2."""
    ran = panarchy("verify", typed)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[PR100]: ")
