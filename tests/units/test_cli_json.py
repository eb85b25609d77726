"""Every verb prints JSON: each is run in a small world, and what it prints is read."""

import json
import shutil
from pathlib import Path

import pytest

from panarchy_rules.cli.arguments import VERBS
from tests.support.checkout import ROOT
from tests.support.command import panarchy

DISPUTE = "aegis/disputes/late_apples.toml"
FACTS = "arrived is yes, arrival is 2026-05-15, due is 2026-05-01, price is 400 EUR, excused is no"
CODES = ROOT / "examples/conflict_of_laws"
RUNS = {
    "new": ("borea",),
    "check": ("aegis",),
    "fmt": ("aegis",),
    "lint": ("aegis",),
    "test": ("aegis",),
    "eval": ("aegis/rulebooks/scales.law", "delay", "--given", FACTS),
    "ask": ("aegis/rulebooks/scales.law", "delay", "--given", FACTS),
    "explain": ("aegis/rulebooks/scales.law", "delay", "--given", FACTS, "--change"),
    "resolve": (DISPUTE,),
    "why": (DISPUTE,),
    "verify": ("judgment.json", "--world", "aegis"),
    "replay": ("judgment.json", "--world", "aegis"),
    "diff": ("aegis", "aegis"),
    "forum": (str(CODES / "neumeier.law"), str(CODES / "neumeier.json")),
    "register import": ("store.db", "--from", "aegis/register.jsonl"),
    "register append": ("store.db", "--from", "acts.jsonl"),
    "register verify": ("store.db",),
    "register checkpoint": ("store.db",),
    "register export": ("store.db", "--to", "out.jsonl"),
    "graph": ("aegis",),
    "graph coverage": ("aegis",),
    "graph cures": ("aegis",),
    "graph clauses": ("aegis",),
    "graph shopping": (DISPUTE,),
    "secession": (str(ROOT / "examples/secession_toy"),),
}
WITH_AN_EXTRA = {"batch"}  # Its tests are in a file of their own.


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a world, a judgment and a store of the register."""
    folder = tmp_path_factory.mktemp("json")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        panarchy("new", "aegis")
        Path("judgment.json").write_text(panarchy("resolve", DISPUTE, "--format", "json").out, "utf-8")
        act = {"recorded": "2027-01-01", "act": "join", "person": "cleo", "provider": "quay"}
        Path("acts.jsonl").write_text(json.dumps(act) + "\n", "utf-8")
        panarchy("register", "import", "kept.db", "--from", "aegis/register.jsonl")
    return folder


def test_no_verb_is_forgotten() -> None:
    """A new verb is run here, too."""
    assert RUNS.keys() | WITH_AN_EXTRA == {verb.name for verb in VERBS}


@pytest.mark.parametrize("verb", sorted(RUNS))
def test_a_verb_prints_one_table_of_json(
    verb: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its status first, and in the text form something else; both with one exit code."""
    folders = tmp_path / "text", tmp_path / "json"
    for folder in folders:
        shutil.copytree(world, folder)
        if verb.startswith("register") and verb != "register import":
            (folder / "kept.db").rename(folder / "store.db")
    monkeypatch.chdir(folders[0])
    text = panarchy(*verb.split(), *RUNS[verb])
    monkeypatch.chdir(folders[1])
    found = panarchy(*verb.split(), *RUNS[verb], "--format", "json")

    assert text.err == found.err == ""
    assert (found.code, next(iter(found.table))) == (text.code, "status")
    assert text.out != found.out
    assert text.code in (0, 1, 3)
