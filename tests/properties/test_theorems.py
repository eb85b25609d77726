"""What is true of every world: the guarantees of the consent-meet graph, tried on generated worlds.

`tests/support/worlds/` makes the worlds, `tests/support/theorems/` holds the theorems,
`tests/support/chains.py` checks chains without the engine. `make hunt` puts all of them to many more worlds.
"""

import os
import subprocess
import sys
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.adversarial import ADVERSARIAL
from tests.support.checkout import ROOT
from tests.support.small_world import World
from tests.support.theorems import THEOREMS, Seen, Theorem
from tests.support.theorems.form import at_most, explained
from tests.support.worlds import sample, worlds


@pytest.mark.parametrize("theorem", THEOREMS.values(), ids=THEOREMS)
def test_theorem(theorem: Theorem) -> None:
    """It holds of the worlds of its shape."""

    @given(worlds(theorem.shape), st.randoms(use_true_random=False))
    def holds(world: World, chance: Random) -> None:
        theorem.check(seen(world), chance)

    holds()


_SEEN: dict[int, Seen] = {}


def seen(world: World) -> Seen:
    """A world that several theorems are put to is resolved once."""
    if os.environ.get("PANARCHY_HUNT"):
        return Seen(world)  # No world comes twice.
    return _SEEN.setdefault(id(world), Seen(world))


def test_the_generated_worlds_reach_every_outcome() -> None:
    """Each status that laws, forums and their limits can give, and the notes, occur in a few hundred worlds."""
    found: Counter[str] = Counter()
    for world in sample(800):
        judgment = world.judged()
        found.update(f"set off {one.status}" for one in judgment.set_offs)
        for issue in judgment.issues:
            found.update(part for part in PARTS if getattr(issue, part))
            found.update([issue.status, f"forum {issue.forum.status}", *(str(note.code) for note in issue.notes)])
            found["conditional"] += any(law.assuming for law in issue.laws)
            found["long chain"] += any(len(chain.edges) > 2 for law in issue.laws for chain in law.chains)

    wanted = (
        "DECIDED DECIDED_IN_PART UNDETERMINED NO_COMMON_LAW AMBIGUOUS_LAW NO_FORUM FORUM_DECLINED AMBIGUOUS_FORUM "
        "RULE_CONFLICT LAW_SILENT PANEL_HUNG FALSE_CONFLICT SAME_RESULT PARTIAL_FORUM "
        "TIME_BARRED conditional RENVOI_CYCLE CONSENT_BY_PROXY PROXY_SPLIT ALREADY_DECIDED STAYED NOT_ARBITRABLE "
        "CHARACTERISATION_SPLIT INCIDENTAL_UNRESOLVED REFUSED_PUBLIC_POLICY NOT_OPPOSABLE NOT_RECOGNISED "
        "MANDATORY_RULE_CONFLICT LAW_UNAVAILABLE AMENDMENT_OUTSIDE_POWER PERIOD_SPLIT"
    )
    outcomes = (*wanted.split(), *PARTS, "long chain", "set off DECIDED")
    assert not [outcome for outcome in outcomes if not found[outcome]], found


PARTS = ("refused_results", "mandatory_rules", "incidental", "recognitions", "joined", "together", "proceedings")


def test_p12_hash_seeds() -> None:
    """The same bytes come out whatever PYTHONHASHSEED is."""
    code = (
        "import hashlib\nfrom tests.support.worlds import sample\n"
        "texts = [world.judged().body() for world in sample(25)]\n"
        "print(hashlib.sha256('\\n'.join(texts).encode()).hexdigest())"
    )
    found = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
        run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        found.add(run.stdout)

    assert len(found) == 1


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_p13_termination_of_adversarial_worlds(name: str) -> None:
    """Circles of laws and questions, long chains and choices that multiply end, are reported and can be verified."""
    panarchy, dispute = ADVERSARIAL[name].built(), ADVERSARIAL[name].dispute

    with at_most(2_000_000):
        judgment = panarchy.resolve(dispute)

    assert all(explained(issue) for issue in judgment.issues)
    assert panarchy.verify(judgment) == ()
