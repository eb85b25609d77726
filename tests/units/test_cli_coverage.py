from pathlib import Path

import pytest

from tests.support.command import panarchy

LAW = """rulebook mesa
fact late is yes_no
fact stormy is yes_no

rule delay respondent owes claimant 10 EUR when late and not stormy
exception excused to delay claim fails when stormy and late
step cap of damages at most 5 EUR when stormy
steps of damages cap

example "late"
  given late is yes, stormy is no
  expect respondent owes claimant 10 EUR
"""
MANIFEST = '[world]\nname = "small"\nlanguage = 1\n'


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world of one rulebook with one example."""
    monkeypatch.chdir(tmp_path)
    Path("panarchy.toml").write_text(MANIFEST, "utf-8")
    Path("mesa.law").write_text(LAW, "utf-8")
    return Path("mesa.law")


def test_coverage_counts_what_held_and_what_conditions_were(law: Path) -> None:
    """Each condition counts three times: true, false and unknown."""
    ran = panarchy("test", ".", "--coverage")

    assert ran.code == 0
    assert ran.out == (
        "rules               1/1\n"
        "exceptions          0/1\n"
        "steps               0/1\n"
        "conditions          4/15\n"
        "\n"
        "never seen:\n"
        "  mesa.law:5:49: `late` false or unknown\n"
        "  mesa.law:5:62: `stormy` true or unknown\n"
        "  mesa.law:6:1: exception `excused` to hold\n"
        "  mesa.law:6:45: `stormy` true or unknown\n"
        "  mesa.law:6:56: `late` true, false or unknown\n"
        "  mesa.law:7:1: step `cap` to hold\n"
        "  mesa.law:7:40: `stormy` true or unknown\n"
        "\n"
        "1 passed, 0 failed\n"
    )


def test_more_examples_cover_the_rest(law: Path) -> None:
    """With an example for each state nothing is left."""
    more = 'example "e" given late is {}, stormy is {} expect {}\n'
    cases = [
        ("yes", "yes", "respondent owes claimant nothing"),
        ("no", "yes", "respondent owes claimant nothing"),
        ("no", "no", "respondent owes claimant nothing"),
        ("unknown", "yes", "respondent owes claimant nothing"),
        ("unknown", "no", "undetermined damages lacking late"),
        ("yes", "unknown", "undetermined damages lacking stormy"),
    ]
    law.write_text(LAW + "".join(more.format(*case) for case in cases), "utf-8")

    ran = panarchy("test", ".", "--coverage", "--format", "json")

    assert ran.table["coverage"]["counts"]["rules"] == {"seen": 1, "all": 1}
    assert ran.table["coverage"]["counts"]["exceptions"] == {"seen": 1, "all": 1}
    assert [one["words"] for one in ran.table["coverage"]["unseen"]] == ["step `cap`", "`stormy`"]


def test_a_threshold_is_compared_exactly(law: Path) -> None:
    """Four of fifteen is less than 26.67 %, and not less than 4/15."""
    assert panarchy("test", ".", "--fail-under", "conditions=4/15").code == 0
    assert panarchy("test", ".", "--fail-under", "conditions=26.66%").code == 0

    ran = panarchy("test", ".", "--fail-under", "conditions=26.67%")

    assert ran.code == 1
    assert "error[PR903]: of conditions 4/15 were seen, less than 2667/10000\n" in ran.out


def test_one_threshold_is_for_every_kind(law: Path) -> None:
    """What there is none of is covered."""
    ran = panarchy("test", ".", "--fail-under", "100%", "--format", "json")

    assert ran.code == 1
    assert [one["message"] for one in ran.table["diagnostics"]] == [
        "of conditions 4/15 were seen, less than 100 %",
        "of exceptions 0/1 were seen, less than 100 %",
        "of steps 0/1 were seen, less than 100 %",
    ]


@pytest.mark.parametrize("typed", ["101%", "x", "1/0", "rules=", "ruls=100%", "3/2", "-1%"])
def test_a_threshold_that_is_no_share_is_refused(law: Path, typed: str) -> None:
    """The message says how to write one."""
    ran = panarchy("test", ".", f"--fail-under={typed}")

    assert ran.code == 2
    assert "error[PR800]: `--fail-under`" in ran.err


def test_without_a_witness_nothing_is_remembered(law: Path) -> None:
    """Coverage is of the run it is asked for."""
    panarchy("test", ".")
    first = panarchy("test", ".", "--coverage").out

    assert panarchy("test", ".", "--coverage").out == first


def test_rows_bands_norms_and_rules_for_each_member_are_counted(law: Path) -> None:
    """A row that never fits and a band that no amount reaches are told at their places."""
    law.write_text(
        """rulebook mesa
fact quality is one of {poor, good}
fact losses is list of money
fact price is money
act deliver
head returned
table fee by quality
  row poor gives 1 EUR
  row good gives 3 EUR
scale toll
  band 5 % up to 100 EUR
  band 2 % up to 1000 EUR
  band 1 % above
rule refund for each x in losses, respondent owes claimant x as returned when x > 10 EUR
rule duty respondent must deliver when price > 5 EUR
definition charge means toll of (price) + fee

example "one poor thing"
  given quality is poor, price is 200 EUR, losses is [20 EUR, 5 EUR]
  expect charge is 8 EUR
  expect respondent owes claimant 20 EUR as returned
  expect respondent is permitted to deliver
""",
        "utf-8",
    )
    ran = panarchy("test", ".", "--coverage")

    assert ran.out == (
        "rules               5/5\n"
        "norms               1/1\n"
        "rows and bands      3/5\n"
        "conditions          3/6\n"
        "\n"
        "never seen:\n"
        "  mesa.law:9:3: `row good gives 3 EUR` to fit\n"
        "  mesa.law:13:3: `band 1 % above` to fit\n"
        "  mesa.law:14:79: `x > 10 EUR` unknown\n"
        "  mesa.law:15:40: `price > 5 EUR` false or unknown\n"
        "\n"
        "1 passed, 0 failed\n"
    )
    assert panarchy("test", ".", "--coverage", "--fail-under", "rows_and_bands=2/3").code == 1
    assert panarchy("test", ".", "--coverage", "--fail-under", "rows_and_bands=60%").code == 0


NORMS = """rulebook mesa
act deliver
rule duty respondent must deliver no later than 2026-03-01
rule ban claimant must not deliver
exception let to ban claimant may deliver when filing > 2026-01-01
rule late respondent owes claimant 10 EUR when duty is breached

example "never delivered"
  given today is 2026-04-01, filing is 2026-02-01
  given respondent did deliver on 2026-03-02
  expect respondent owes claimant 10 EUR
  expect claimant is permitted to deliver because let
"""


def test_norms_are_counted_by_themselves(law: Path) -> None:
    """What each says of conduct was asked, and duties were seen kept and breached."""
    law.write_text(NORMS, "utf-8")

    ran = panarchy("test", ".", "--coverage")

    assert "norms               2/7\n" in ran.out
    assert "  mesa.law:3:1: answer of `duty` to what somebody may do\n" in ran.out
    assert "  mesa.law:3:1: breach of `duty` false\n" in ran.out
    assert "  mesa.law:4:1: breach of `ban` true or false\n" in ran.out
