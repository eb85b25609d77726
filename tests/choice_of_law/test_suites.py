"""The claims of `tests/choice_of_law/*.md` hold."""

from pathlib import Path

import pytest

from tests.support.world_suites import WorldClaim, world_claims

SUITES = sorted(Path(__file__).parent.glob("*.md"))
CLAIMS = [pytest.param(claim, id=f"{suite.stem}: {claim.title}") for suite in SUITES for claim in world_claims(suite)]


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_about_the_choice_of_law_holds(claim: WorldClaim) -> None:
    """What the judgment says is what the claim expects of it, and the judgment verifies."""
    assert claim.found() == claim.expected()
