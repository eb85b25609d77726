"""Where a clause stands and what its file is called change nothing in the law of this repository."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from panarchy_rules.adjudication.read_laws import library_file
from panarchy_rules.casefile.manifest import read_manifest, world_files
from panarchy_rules.compiler import compile_world
from panarchy_rules.rulebook.rulebook import Rulebook
from panarchy_rules.syntax import Parsed, parse_bytes
from panarchy_rules.syntax import tree as t
from tests.support.checkout import ROOT

WORLDS = sorted(path.parent for path in (ROOT / "examples").glob("*/panarchy.toml"))


@pytest.mark.parametrize("world", [pytest.param(path, id=path.name) for path in WORLDS])
def test_the_order_of_clauses_and_files_does_not_matter(world: Path) -> None:
    """Every rulebook is the same when clauses change places in their files, and files their names."""
    parsed, chance = _parsed(world), Random(world.name)
    expected = _said(parsed)

    for _ in range(3):
        chance.shuffle(parsed)
        moved = [_mixed(one, chance, f"{number}.law") for number, one in enumerate(parsed)]
        assert _said(moved) == expected


def _parsed(world: Path) -> list[Parsed]:
    manifest, _ = read_manifest(world)
    assert manifest
    files = world_files(world, manifest.world.rulebooks)
    return [parse_bytes(str(path), path.read_bytes()) for path in files]


def _mixed(parsed: Parsed, chance: Random, name: str) -> Parsed:
    """The clauses of each edition in another order, behind its header, and the file under another name."""
    clauses: list[t.Clause] = []
    for clause in parsed.file.clauses:
        if isinstance(clause, t.Header):
            clauses += [clause]
            continue
        last = max(place for place, each in enumerate(clauses) if isinstance(each, t.Header))
        clauses.insert(chance.randint(last + 1, len(clauses)), clause)
    return replace(parsed, file=t.File(name, tuple(clauses)))


def _said(parsed: list[Parsed]) -> Mapping[object, Rulebook]:
    """What the rulebooks say; examples are in the order in which they are told."""
    compiled = compile_world(parsed, library_file)
    assert not [d for d in compiled.diagnostics if d.severity == "error"]
    return {
        law: replace(book, path="", examples=tuple(sorted(book.examples, key=lambda one: one.title)))
        for law, book in compiled.rulebooks.items()
    }
