"""`eval` answers what somebody may do, and takes acts among the facts."""

from pathlib import Path

from tests.support.command import panarchy

LAW = """rulebook mesa
act enter
act dance
act deliver
fact invited is yes_no
fact due is date
rule shut claimant must not enter
exception guest to shut claimant may enter when invited
rule loud anyone may dance
rule delivery respondent must deliver no later than due
rule penalty respondent owes claimant 5 EUR when delivery is breached
rule choosing claimant has power to enter when invited
"""


def answer(folder: Path, question: str, given: str) -> str:
    """The first line of what is printed."""
    (folder / "mesa.law").write_text(LAW, "utf-8")
    return panarchy("eval", folder / "mesa.law", question, "--given", given).out.splitlines()[0]


def test_conduct_is_permitted_forbidden_or_neither(tmp_path: Path) -> None:
    """All rules that speak of the person count, also those on anyone."""
    assert answer(tmp_path, "claimant may enter", "invited is yes") == (
        "whether claimant may enter: permitted because guest"
    )
    assert answer(tmp_path, "claimant may enter", "invited is no") == (
        "whether claimant may enter: forbidden because shut"
    )
    assert answer(tmp_path, "respondent may dance", "invited is no") == (
        "whether respondent may dance: permitted because loud"
    )
    assert answer(tmp_path, "claimant may deliver", "invited is no") == (
        "whether claimant may deliver: neither permitted nor forbidden"
    )


def test_power_is_asked_in_the_words_of_a_rule(tmp_path: Path) -> None:
    """Without a rule that holds nobody has it."""
    assert answer(tmp_path, "claimant has power to enter", "invited is yes") == (
        "whether claimant has power to enter: power because choosing"
    )


def test_acts_stand_among_the_facts(tmp_path: Path) -> None:
    """A delivery in time breaches nothing."""
    late = "due is 2026-03-01, today is 2026-03-05, respondent did deliver on 2026-03-02"
    in_time = "due is 2026-03-02, today is 2026-03-05, respondent did deliver on 2026-03-02"

    assert answer(tmp_path, "damages", late) == "respondent owes claimant damages: 5 EUR because penalty"
    assert answer(tmp_path, "damages", in_time) == "respondent owes claimant damages: claim fails because penalty"
