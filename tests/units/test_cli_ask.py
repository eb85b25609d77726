import io
import json
from pathlib import Path

import pytest

from tests.support.command import Ran, panarchy

LAW = """rulebook mesa
fact late is yes_no "Whether the goods came late?"
fact price is money "The price"
fact cause is one of {storm, neglect} "Why they came late"
fact kept of party is yes_no "Whether the contract was kept"
fact votes is list of one of {aye, nay} "The votes"

rule delay respondent owes claimant price * 10 % when late and kept of claimant and not excused
definition excused when cause is storm
question carried is yes_no
rule majority carried is yes when number of (v in votes where v is aye) > 1
rule in_time carried is no when number of (v in votes where v is aye) <= 1 and filing > 2026-01-01
"""


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rulebook in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    Path("mesa.law").write_text(LAW, "utf-8")
    return Path("mesa.law")


def ask(monkeypatch: pytest.MonkeyPatch, typed: str, *words: object) -> Ran:
    """`panarchy ask` with some lines typed into it."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return panarchy("ask", *words)


def asked_for(ran: Ran) -> list[str]:
    """The facts that were asked for, in order."""
    return [line.partition("? (")[2].partition(":")[0] for line in ran.out.splitlines() if "? (" in line]


def test_only_what_matters_is_asked(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If there was a storm nothing else is asked."""
    ran = ask(monkeypatch, "storm\n", law, "damages")

    assert ran.code == 0
    assert ran.out == (
        "answer `unknown` if you do not know, `back` to change the last answer, `stop` to go on another day\n"
        "\n"
        "Why they came late? (cause: one of storm, neglect)\n"
        "> storm\n"
        "\n"
        "respondent owes claimant damages: claim fails because delay\n"
        "  delay does not hold\n"
        "    late: not asked\n"
        "    kept of claimant: not asked\n"
        "  excused decides\n"
        "    cause: storm\n"
    )


def test_the_interview_goes_on_until_the_verdict_is_settled(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts of a party are asked for with the party."""
    ran = ask(monkeypatch, "neglect\nyes\nY\n400 EUR\n", law, "damages")

    assert ran.code == 0
    assert asked_for(ran) == ["cause", "kept of claimant", "late", "price"]
    assert "Whether the contract was kept, of the claimant? (kept of claimant: yes or no)" in ran.out
    assert "respondent owes claimant damages: 40 EUR because delay" in ran.out


def test_an_answer_of_another_kind_is_asked_for_again(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to write one, and which word may have been meant."""
    ran = ask(monkeypatch, "neglct\nneglect\nperhaps\nyes\nyes\n400\n400 EUR\n", law, "damages")

    assert ran.code == 0
    assert "`perhaps` is no answer to this; write yes or no" in ran.out
    assert "`neglct` is no answer to this; did you mean `neglect`?" in ran.out
    assert "`400` is no answer to this; write an amount such as 9000.50 EUR" in ran.out


def test_back_changes_the_last_answer(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And at the beginning there is nothing to take back."""
    ran = ask(monkeypatch, "back\nneglect\nback\nstorm\n", law, "damages")

    assert ran.code == 0
    assert "there is no answer to take back" in ran.out
    assert "cause is no longer neglect" in ran.out


def test_what_is_unknown_is_not_asked_again(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The verdict may be settled by the rest."""
    ran = ask(monkeypatch, "unknown\nno\n", law, "damages")

    assert asked_for(ran) == ["cause", "kept of claimant"]
    assert ran.code == 0


def test_answers_are_kept_and_gone_on_with(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is a table of facts, which `eval` reads as well."""
    first = ask(monkeypatch, "neglect\nyes\nstop\n", law, "damages", "--save", "answers.json")
    kept = json.loads(Path("answers.json").read_text("utf-8"))
    second = ask(monkeypatch, "yes\n400 EUR\n", law, "damages", "--save", "answers.json")
    evaluated = panarchy("eval", law, "damages", "--facts", "answers.json")

    assert (first.code, second.code, evaluated.code) == (3, 0, 0)
    assert kept == {"cause": "neglect", "kept": {"claimant": True}}
    assert asked_for(second) == ["late", "price"]
    assert "40 EUR because delay" in evaluated.out


def test_lists_and_days_are_asked_for(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list is typed with commas between; the day of filing is a day."""
    ran = ask(monkeypatch, "aye, nay\n2026-05-01\n", law, "carried", "--format", "json")

    assert ran.table["answers"] == {"votes": ["aye", "nay"], "filing": "2026-05-01"}
    assert (ran.table["status"], ran.table["value"]) == ("settled", "no")


def test_the_end_of_the_input_ends_the_interview(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known so far is told."""
    ran = ask(monkeypatch, "", law, "damages")

    assert ran.code == 3
    assert "respondent owes claimant damages: undetermined, lacking" in ran.out


def test_answers_that_do_not_fit_any_more_are_refused(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They may have been given to another edition."""
    Path("answers.json").write_text('{"cause": "flood"}', "utf-8")

    ran = ask(monkeypatch, "", law, "damages", "--save", "answers.json")

    assert ran.code == 1
    assert "error[PR604]: `flood` is no value of `cause`" in ran.err


STRUCTURED = """rulebook kin
fact born of person is date "When was this person born"
fact income of person in year is money "What was earned"
fact person is child of person "Whether one is a child of the other" acyclic
record payment has amount as money
fact payments is list of payment
head back
rule help respondent owes claimant 10 EUR
  when claimant is child of respondent and income of claimant in 2015 < 100 EUR and born of claimant > 2000-01-01
rule back_rule respondent owes claimant 3 EUR as back
  when total of (amount of p for each p in payments) > 3 EUR
"""


def test_facts_about_things_and_relations_are_asked_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words of the language, and kept in tables within tables; a list of records cannot be typed."""
    monkeypatch.chdir(tmp_path)
    Path("kin.law").write_text(STRUCTURED, "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n2010-01-01\n50 EUR\n"))
    ran = panarchy("ask", "kin.law", "damages", "--save", "kept.json")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    again = panarchy("ask", "kin.law", "damages", "--save", "kept.json")
    records = panarchy("ask", "kin.law", "back")

    assert "(claimant is child of respondent: yes or no)" in ran.out
    assert "(income of claimant in 2015: an amount such as 9000.50 EUR)" in ran.out
    assert "10 EUR because help" in ran.out
    assert json.loads(Path("kept.json").read_text("utf-8")) == {
        "child": {"claimant": {"respondent": True}},
        "born": {"claimant": "2010-01-01"},
        "income": {"claimant": {"2015": "50 EUR"}},
    }
    assert (again.code, "?" in again.out) == (0, False)
    assert (records.code, "?" in records.out) == (3, False)


def test_the_interview_ends_before_judgment_and_the_verdict_may_come_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody could answer counts against the one who has to prove it."""
    monkeypatch.chdir(tmp_path)
    Path("kin.law").write_text(STRUCTURED, "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\nunknown\n50 EUR\n"))

    ran = panarchy("ask", "kin.law", "damages", "--at-judgment")

    assert "claim fails because help; not proved: born of claimant, for claimant to prove\n" in ran.out
