"""The claims of `tests/language/*.md` hold."""

from pathlib import Path

import pytest

from tests.support.suites import Claim, claims

SUITES = sorted(Path(__file__).parent.glob("*.md"))
CLAIMS = [pytest.param(claim, id=f"{suite.stem}: {claim.title}") for suite in SUITES for claim in claims(suite)]


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_about_the_language_holds(claim: Claim) -> None:
    """What the law text says is what the claim expects of it."""
    assert claim.found() == claim.expected()
