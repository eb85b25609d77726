"""The claims of `tests/diagnostics/*.md` hold, and every code of the law text has one."""

from pathlib import Path

import pytest

from panarchy_rules.base.codes import CODES
from tests.support.suites import Claim, claims

SUITES = sorted(Path(__file__).parent.glob("*.md"))
CLAIMS = [pytest.param(claim, id=f"{suite.stem}: {claim.title}") for suite in SUITES for claim in claims(suite)]

# PR354, PR355 and PR358 belong to disputes. PR342 to registers.
# PR100, PR106 and PR371 belong to files on a disk, PR404 to PR410 to worlds with a register, PR431 to PR434 to cases.
ELSEWHERE = {
    "PR342",
    "PR354",
    "PR358",
    "PR355",
    "PR100",
    "PR106",
    "PR371",
    *(f"PR{number}" for number in (*range(404, 411), *range(431, 435))),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_mistake_gets_this_message(claim: Claim) -> None:
    """The messages are those written down, byte for byte."""
    assert claim.found() == claim.expected()


@pytest.mark.parametrize("code", [code for code in sorted(CODES) if code < "PR5" and code not in ELSEWHERE])
def test_a_code_of_the_law_text_is_reached(code: str) -> None:
    """Some suite shows the message of each code that law text can give."""
    shown = "".join(suite.read_text("utf-8") for suite in SUITES)

    assert f"[{code}]: " in shown
