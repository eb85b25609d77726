"""Every world under examples/ holds what it says: found by its manifest, so that a new one is tested by being there."""

import shutil
import tomllib
from functools import cache
from pathlib import Path

import pytest

from panarchy_rules.adjudication.expected import expect_table, expected
from panarchy_rules.analysis.lint import lint
from panarchy_rules.base.diagnostics import render
from panarchy_rules.base.results import DECIDED
from panarchy_rules.panarchy import Loaded, Panarchy, load
from tests.support.checkout import ROOT, name
from tests.support.command import panarchy

WORLDS = [name(manifest.parent) for manifest in sorted((ROOT / "examples").rglob("panarchy.toml"))]
worlds = pytest.mark.parametrize("folder", WORLDS)


@cache
def _loaded(folder: str) -> Loaded:
    return load(ROOT / folder)


def _world(folder: str) -> Panarchy:
    world = _loaded(folder).world
    assert world is not None, "\n".join(render(d, _loaded(folder).texts) for d in _loaded(folder).diagnostics)
    return world


def test_there_are_worlds() -> None:
    """The search finds something."""
    assert WORLDS


@worlds
def test_it_loads_without_mistakes(folder: str) -> None:
    """No error is found, and no warning that the world's README does not speak of by its code."""
    readme = (ROOT / folder / "README.md").read_text("utf-8")

    found = [d for d in _loaded(folder).diagnostics if d.severity == "error" or d.code not in readme]

    assert not found, "\n".join(render(d, _loaded(folder).texts) for d in found)


@worlds
def test_the_linter_finds_nothing_unsaid(folder: str) -> None:
    """What is legal and probably not meant is not there, or ignored with a reason, or spoken of in the README."""
    loaded, readme = _loaded(folder), (ROOT / folder / "README.md").read_text("utf-8")

    found = lint(_world(folder).law_world.rulebooks.values(), loaded.texts, loaded.diagnostics).findings

    assert [one.diagnostic.message for one in found if one.diagnostic.code not in readme] == []


@worlds
def test_its_examples_come_out(folder: str) -> None:
    """The examples in its rulebooks come out as their authors expect."""
    failed = [str(one.diagnostic.message) for _, some in _world(folder).run_examples() for one in some]

    assert not failed


@worlds
@pytest.mark.parametrize("key", ["status", "orders", "notes", "grounds", "chains", "forum_chains"])
def test_its_disputes_say_what_they_expect(folder: str, key: str) -> None:
    """Every dispute file says how it comes out, by which rules, and why law and forum may bind each party."""
    silent = [d.id for d in _world(folder).disputes.values() if d.expect is None or getattr(d.expect, key) is None]

    assert _world(folder).disputes
    assert not silent


@worlds
def test_its_disputes_expect_what_resolve_prints_for_them(folder: str, tmp_path: Path) -> None:
    """The table that `--format expect` prints is met by the judgment it was made from."""
    world = _world(folder)
    shutil.copytree(ROOT / folder, tmp_path / "world")
    for path in (tmp_path / "world/disputes").glob("*.toml"):
        filed = path.read_text("utf-8").partition("[expect]")[0]
        judgment = world.resolve(tomllib.loads(filed)["id"])
        path.write_text(filed + expect_table(expected(judgment)), "utf-8")

    written = load(tmp_path / "world").world

    assert written is not None
    assert {dispute: list(map(str, unmet)) for dispute, unmet in written.run_disputes() if unmet} == {}


@worlds
def test_its_disputes_come_out(folder: str) -> None:
    """Every dispute comes out as its file expects."""
    different = {dispute: list(map(str, unmet)) for dispute, unmet in _world(folder).run_disputes() if unmet}

    assert not different


@worlds
def test_its_judgments_hold(folder: str) -> None:
    """Every judgment stands the check of its chains, verdicts and orders."""
    world = _world(folder)

    objections = {name: [d.message for d in world.verify(world.resolve(name))] for name in world.disputes}

    assert not {name: said for name, said in objections.items() if said}


@worlds
def test_something_stays_undecided(folder: str) -> None:
    """Every world has a dispute that must not be decided."""
    world = _world(folder)

    assert any(world.resolve(name).status not in DECIDED for name in world.disputes)


@worlds
def test_its_readme_names_every_dispute(folder: str) -> None:
    """The table of results in the README is complete."""
    readme = Path(ROOT, folder, "README.md").read_text("utf-8")

    assert [d for d in _world(folder).disputes if f"`{d}`" not in readme] == []


@pytest.mark.parametrize("world", ["tern", "irc"])
def test_every_rule_and_exception_is_tried(world: str) -> None:
    """The insurers' law and the tax law are written as an author would, with an example for each of their rules."""
    ran = panarchy("test", str(ROOT / "examples" / world), "--coverage", "--fail-under", "rules=100%,exceptions=100%")

    assert ran.code == 0, ran.out
