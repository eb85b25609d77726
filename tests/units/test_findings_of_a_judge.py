from typing import Any

import pytest

from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.explanation.text import judgment_text
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import Join

LAW = """
rulebook mesa
matter contract
governs contract
needs a judge "Was the delay reasonable?" for reasonable as yes_no, if raised
needs a judge "How much was the work worth?" for worth as money between 1 EUR and 500 EUR
fact urgent is yes_no otherwise no
definition serious when not reasonable
rule late respondent owes claimant worth when serious
rule hurry respondent owes claimant 5 EUR as fees when urgent
head fees
forum bench open to anyone
acceptance court accept forum bench
"""
WORLD = Panarchy.build({"mesa.law": LAW}, [
    Join(entry=number, recorded="2025-01-01", person=person, provider="mesa")
    for number, person in enumerate(("ana", "ben"), 1)
])  # fmt: skip


def resolved(**facts: Any) -> Any:
    """The judgment on some facts."""
    parties = {"claimant": "ana", "respondent": "ben"}
    dispute = {"id": "d", "parties": parties, "matter": "contract", "anchor": "2026-01-01", "facts": facts}
    return WORLD.resolve(Dispute.model_validate(dispute))


def test_an_answer_says_what_it_rests_on() -> None:
    """Findings that the rule read, also by a definition; other answers rest on none."""
    judgment = resolved(reasonable=False, worth="80 EUR", urgent=True)
    findings = {answer.head: dict(answer.findings) for answer in judgment.issues[0].answers}

    assert findings == {"damages": {"reasonable": "no", "worth": "80 EUR"}, "fees": {}}
    assert "A judge found this: reasonable is no" in judgment_text(judgment)
    assert WORLD.verify(judgment) == ()


def test_what_nobody_raised_is_no_finding() -> None:
    """The fact is then not applicable."""
    (damages, _) = resolved(worth="80 EUR").issues[0].answers

    assert dict(damages.findings) == {"worth": "80 EUR"}


def test_a_finding_lies_in_its_range() -> None:
    """A dispute that states another is refused."""
    with pytest.raises(Exception, match="`worth` is found between 1 EUR and 500 EUR"):
        resolved(worth="501 EUR")
