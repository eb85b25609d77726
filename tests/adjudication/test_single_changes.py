"""Every single change to a judgment of the examples is found by `verify`, but for what decides nothing."""

import os
from collections import Counter

from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT
from tests.support.single_changes import changed, name_of, places
from tests.support.world_suites import judged, world_claims

WORLDS = sorted(file.parent for file in (ROOT / "examples").glob("*/panarchy.toml"))
EACH = 20 if os.environ.get("PANARCHY_HUNT") else 1

_CURES = "a cure is for those who have no law or forum yet: nothing that was decided rests on it"
_WHY_NOT = "nothing is decided; what the parties lack is said for them, and `panarchy replay` compares it"
_SEARCH = "how the search went, in words; what it came to is checked"
NOT_FOUND = {
    "issues.bridges": _CURES,
    "issues.forum.bridges": _CURES,
    "issues.frontiers": "all that the consents lead to; the law that governs has its chains, which are checked",
    "issues.refused": "clauses that led nowhere; those that led somewhere are in the chains",
    "issues.steps": _SEARCH,
    "issues.reasons": _WHY_NOT,
    "issues.lacking": _WHY_NOT,
    "issues.possible_laws": _WHY_NOT,
    "issues.forum.candidates": _WHY_NOT,
    "issues.forum.lacking": _WHY_NOT,
    "issues.forum.reason": _WHY_NOT,
    "issues.forum.status": "why there is no forum, where there is none: that there is one is checked by its chains",
    "issues.answers.lacking": "what a common law waits for, where one is asked for, is known only to a search",
    "issues.incidental.reason": _WHY_NOT,
    "issues.laws.also": "further chains to the law that governs; one of each party is enough, and caps are checked",
    "issues.alone": _WHY_NOT,
    "issues.readings.notes": "notes of a class that does not count; those of the one that counts are compared",
    "issues.common_laws": "laws that are common beside the one that governs, where a rule asks for them",
}
"""The places that `verify` does not look at, with the reason why a change there says nothing about the decision."""


def is_let_pass(name: str) -> bool:
    """Whether a place, or what it is a part of, is among those that are not looked at."""
    plain = name.replace("issues.readings.", "issues.")
    return any(f"{one}.".startswith(f"{place}.") for place in NOT_FOUND for one in (name, plain))


def test_a_single_change_is_found() -> None:
    """Whatever is changed, one place after the other, the judgment does not verify any more."""
    tried: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []

    for folder in WORLDS:
        world = Panarchy.load(folder)
        for dispute in world.disputes:
            missed += missed_in(world, world.resolve(dispute), tried)

    assert sorted(set(missed)) == []


def test_a_single_change_to_what_a_claim_comes_to_in_a_class_is_found() -> None:
    """A judgment of a claim that codes class differently has all its readings, and each of them is checked."""
    suite = world_claims(ROOT / "tests" / "choice_of_law" / "characterisation.md")
    claims = [one for one in suite if one.title.startswith(("One law that gives", "The procedure of the forum"))]
    tried: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []

    assert claims
    for claim in claims:
        world, judgment = judged(claim)[0]
        missed += missed_in(world, judgment, tried, "issues.readings")

    assert sorted(set(missed)) == []


def missed_in(world: Panarchy, judgment: Judgment, tried: Counter[tuple[str, str]], within: str = "") -> list[str]:
    """The places of one judgment at which a change is not found; some of each kind and status are tried."""
    missed = []
    for path, value in places(judgment):
        name = name_of(path)
        status = judgment.issues[path[1]].status if path[0] == "issues" and len(path) > 1 else ""  # type: ignore[index]
        if tried[name, status] >= EACH or is_let_pass(name) or not name.startswith(within):
            continue
        other = changed(judgment, path, value)
        if other is not None:
            tried[name, status] += 1
            missed += [] if world.verify(other) else [f"{name} of {judgment.dispute.id}: {value}"]
    return missed
