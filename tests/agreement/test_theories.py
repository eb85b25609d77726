"""Theories of defeasible logic, translated to the language, prove what the logic says that they prove."""

import pytest

from tests.support.theories.compare import differences
from tests.support.theories.draw import KINDS, theory


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kind", KINDS)
def test_language_and_logic_draw_the_same_conclusions(kind: str, seed: int) -> None:
    """Strictly and by default, where ambiguity blocks and where it propagates."""
    assert list(differences(theory(kind, seed))) == []


NAMES = {
    "id": "names",
    "facts": ["Bird", "bird", "ill-fed", "ill_fed", "~P", "P"],
    "rules": [
        {"id": "R1", "kind": "defeasible", "body": ["Bird"], "head": "flies"},
        {"id": "r1", "kind": "defeasible", "body": ["bird", "ill-fed"], "head": "~flies"},
        {"id": "α", "kind": "strict", "body": ["P", "~P"], "head": "absurd"},
        {"id": "β", "kind": "defeater", "body": ["absurd"], "head": "~absurd"},
    ],
    "superiority": [["r1", "R1"], ["β", "α"]],
}
ROUND = {
    "id": "superiority in a circle",
    "facts": [],
    "rules": [
        {"id": "one", "kind": "defeasible", "body": [], "head": "p"},
        {"id": "two", "kind": "defeasible", "body": [], "head": "~p"},
    ],
    "superiority": [["one", "two"], ["two", "one"]],
}
MANY = {
    "id": "many rules that are left open",
    "facts": [],
    "rules": [
        {"id": "p1", "kind": "defeasible", "body": [], "head": "p"},
        {"id": "p2", "kind": "defeasible", "body": [], "head": "~p"},
        *({"id": f"q{number}", "kind": "defeasible", "body": ["p"], "head": "q"} for number in range(12)),
        {"id": "r1", "kind": "defeasible", "body": ["q"], "head": "~r"},
        {"id": "r2", "kind": "defeasible", "body": [], "head": "r"},
    ],
    "superiority": [],
}


@pytest.mark.parametrize("unusual", [NAMES, ROUND, MANY], ids=lambda theory: theory["id"])
def test_theories_out_of_the_ordinary(unusual: dict[str, object]) -> None:
    """Names that the language would write alike, facts that contradict each other, and more rules than it tries."""
    assert list(differences(unusual)) == []
