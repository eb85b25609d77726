"""The claims of `tests/choice_of_law/*.md` hold."""

import re
from pathlib import Path

import pytest

from tests.support.world_suites import WorldClaim, world_claims

SUITES = sorted(Path(__file__).parent.glob("*.md"))
CLAIMS = [pytest.param(claim, id=f"{suite.stem}: {claim.title}") for suite in SUITES for claim in world_claims(suite)]


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_about_the_choice_of_law_holds(claim: WorldClaim) -> None:
    """What the judgment says is what the claim expects of it, and the judgment verifies."""
    assert claim.found() == claim.expected()


def test_every_rule_on_consent_is_claimed() -> None:
    """The rules of the standard that need a register are claimed here, by their numbers."""
    needed = {
        *range(61, 67),
        *range(69, 77),
        78,
        79,
        80,
        *range(125, 134),
        *range(135, 140),
        *range(180, 186),
        *range(200, 217),
    }
    texts = "".join(suite.read_text("utf-8") for suite in SUITES)
    claimed = {
        int(number)
        for line in re.findall(r"^Rules? [\d, and]+\.", texts, re.MULTILINE)
        for number in re.findall(r"\d+", line)
    }

    assert needed <= claimed
