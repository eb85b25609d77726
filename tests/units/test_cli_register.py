import json
from pathlib import Path

import pytest

from tests.support.command import panarchy

LINES = """{"entry": 1, "recorded": "2025-01-01", "act": "join", "person": "ana", "provider": "orchard"}
{"entry": 2, "recorded": "2025-01-02", "act": "join", "person": "ben", "provider": "quay", "kind": "conduct"}
"""
ACT = '{"recorded": "2025-01-03", "act": "leave", "person": "ben", "provider": "quay"}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register in JSON lines."""
    monkeypatch.chdir(tmp_path)
    Path("register.jsonl").write_text(LINES, "utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_register_is_imported_verified_and_exported() -> None:
    """What is imported comes out again, and each step names the same checkpoint."""
    imported = panarchy("register", "import", "r.sqlite", "--from", "register.jsonl")
    checkpoint = panarchy("register", "checkpoint", "r.sqlite").out.strip()
    exported = panarchy("register", "export", "r.sqlite", "--to", "out.jsonl", "--plain")

    assert imported.out == f"recorded 2 entries, 1 to 2\ncheckpoint {checkpoint}\n"
    assert exported.out == f"wrote out.jsonl\ncheckpoint {checkpoint}\n"
    assert Path("out.jsonl").read_text("utf-8") == LINES
    assert panarchy("register", "verify", "r.sqlite", "--checkpoint", checkpoint).out == (
        f"the register holds: 2 entries\ncheckpoint {checkpoint}\n"
    )


@pytest.mark.usefixtures("folder")
def test_acts_are_appended_without_numbers() -> None:
    """They get the next numbers; one that does not fit leaves the store as it was."""
    panarchy("register", "import", "r.sqlite", "--from", "register.jsonl")
    Path("more.jsonl").write_text(ACT, "utf-8")

    assert panarchy("register", "append", "r.sqlite", "--from", "more.jsonl").out.startswith(
        "recorded 1 entry, number 3\n"
    )
    again = panarchy("register", "append", "r.sqlite", "--from", "more.jsonl")
    assert (again.code, again.err.splitlines()[0][:13]) == (1, "error[PR505]:")
    assert '"entries": 3' in panarchy("register", "verify", "r.sqlite", "--format", "json").out


@pytest.mark.usefixtures("folder")
def test_another_past_is_found_out() -> None:
    """A store that does not lead through a checkpoint is not the one it was taken of."""
    panarchy("register", "import", "r.sqlite", "--from", "register.jsonl")
    wrong = panarchy("register", "verify", "r.sqlite", "--checkpoint", f"1:{'0' * 64}", "--format", "json")

    assert wrong.code == 1
    assert [d["code"] for d in json.loads(wrong.out)["diagnostics"]] == ["PR512"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("import", "r.sqlite"), "PR800"),
        (("import", "register.jsonl", "--from", "register.jsonl"), "PR800"),
        (("import", "r.sqlite", "--from", "nowhere.jsonl"), "PR100"),
        (("verify", "nowhere.sqlite"), "PR518"),
        (("verify", "r.sqlite", "--checkpoint", "last"), "PR800"),
        (("export", "nowhere.sqlite", "--to", "x.jsonl"), "PR518"),
        (("export", "r.sqlite"), "PR800"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], code: str) -> None:
    """Each mistake of the command has its code."""
    ran = panarchy("register", *words)

    assert ran.code in (1, 2)
    assert ran.err.startswith(f"error[{code}]")


def test_a_world_may_keep_its_register_in_a_store(folder: Path) -> None:
    """The store of a world is named by the world's folder, and the world reads it."""
    panarchy("new", "aegis")
    Path("aegis/panarchy.toml").write_text(
        Path("aegis/panarchy.toml").read_text("utf-8").replace("[world]", '[world]\nregister = "register.sqlite"'),
        "utf-8",
    )
    made = panarchy("register", "import", "aegis", "--from", "aegis/register.jsonl")

    assert made.code == 0
    assert panarchy("resolve", "aegis").code == 0


def test_weak_consents_may_be_left_out(folder: Path) -> None:
    """With a minimum kind, what somebody only did counts for nothing; the judgment says so and verifies."""
    panarchy("new", "aegis")
    register = Path("aegis/register.jsonl")
    register.write_text(
        register.read_text("utf-8").replace('"act": "join",', '"act": "join", "kind": "conduct",'), "utf-8"
    )
    dispute = "aegis/disputes/late_apples.toml"

    assert panarchy("resolve", dispute).code == 0
    strict = panarchy("resolve", dispute, "--minimum-kind", "click", "--format", "json")
    assert json.loads(strict.out)["status"] == "NO_COMMON_LAW"
    assert json.loads(strict.out)["minimum_kind"] == "click"
    manifest = Path("aegis/panarchy.toml")
    manifest.write_text(manifest.read_text("utf-8") + '\n[register]\nminimum_kind = "click"\n', "utf-8")
    assert "NO_COMMON_LAW" in panarchy("resolve", dispute).out
