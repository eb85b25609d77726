import json
from pathlib import Path

import pytest

from tests.support.command import panarchy

LAW = """rulebook mesa
fact price is money "The price"
fact due is date "The day that was agreed"
fact delivered is date "The day of delivery"
fact kept of party is yes_no "Whether a party kept the contract"
fact cause is one of {storm, neglect} "Why it came late"

definition late when delivered > due + 7 days
rule delay "A tenth for delay"  source "Mesa 4"
  respondent owes claimant price * 10 %
  when late
exception excused to delay claim fails when cause is storm
step cap of damages at most 50 EUR
steps of damages cap
rule set_off claimant owes respondent price when not kept of claimant
"""
FACTS = "price is 400 EUR, due is 2026-05-01, delivered is 2026-05-15, cause is neglect"


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rulebook in a folder that is no world."""
    monkeypatch.chdir(tmp_path)
    Path("mesa.law").write_text(LAW, "utf-8")
    return Path("mesa.law")


def test_a_rulebook_answers_with_its_grounds(law: Path) -> None:
    """Every rule that had a say is told, with the facts it looked at and the steps."""
    ran = panarchy("eval", law, "damages", "--given", FACTS)

    assert ran.code == 0
    assert ran.out == (
        "respondent owes claimant damages: 40 EUR because delay\n"
        "  delay decides: A tenth for delay (Mesa 4)\n"
        "    price: 400 EUR\n"
        "  excused does not hold\n"
        "    cause: neglect\n"
        "  cap holds\n"
        "  late decides\n"
        "    delivered: 2026-05-15\n"
        "    due: 2026-05-01\n"
        "  step cap: 40 EUR to 40 EUR\n"
    )


def test_facts_may_come_from_several_places(law: Path) -> None:
    """A file has them as a dispute does, with facts of each party by role."""
    Path("facts.json").write_text(json.dumps({"price": "400 EUR", "kept": {"claimant": False}}), "utf-8")

    ran = panarchy(
        "eval", law, "claimant", "owes", "respondent", "damages", "--facts", "facts.json", "--format", "json"
    )

    assert (ran.table["status"], ran.table["value"], ran.table["grounds"]) == ("settled", "50 EUR", ["cap"])


def test_missing_facts_are_named(law: Path) -> None:
    """The exit code says that nothing is settled."""
    ran = panarchy("eval", law, "damages", "--given", "price is 400 EUR, due is 2026-05-01", "--format", "json")

    assert ran.code == 3
    assert (ran.table["status"], ran.table["missing"]) == ("undetermined", ["cause", "delivered"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["damages", "--given", "prise is 3 EUR"], "error[PR200]: there is no fact `prise`"),
        (["damages", "--given", "price is 3"], "error[PR202]: expected"),
        (["damages", "--given", "price 3 EUR"], "error[PR102]"),
        (["damage"], "error[PR200]: `mesa` cannot be asked `damage`"),
        ([], "error[PR800]: the question is missing"),
        (["damages", "--facts", "none.json"], "error[PR100]: there is no such file or folder"),
    ],
)
def test_what_is_wrong_with_a_question_is_told(law: Path, words: list[str], message: str) -> None:
    """With the place, and what may have been meant."""
    ran = panarchy("eval", law, *words)

    assert ran.code in (1, 2)
    assert message in ran.err
    assert "expect lacuna" not in ran.err


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"prise": "3 EUR"}, "`prise` is no fact of this rulebook"),
        ({"price": "3"}, "`3` is no value of `price`, which is"),
        ({"price": {"claimant": "3 EUR"}}, "`price` is not a fact of each party"),
        ({"kept": True}, "`kept` is a fact of each party"),
        ({"price": 3.5}, "a fact"),
    ],
)
def test_what_is_wrong_with_a_table_of_facts_is_told(law: Path, table: object, message: str) -> None:
    """Nothing is decided then."""
    Path("facts.json").write_text(json.dumps(table), "utf-8")

    ran = panarchy("eval", law, "damages", "--facts", "facts.json")

    assert ran.code == 1
    assert message in ran.err


def test_why_not_names_what_stood_in_the_way(law: Path) -> None:
    """A condition that fails, or an exception, with the facts."""
    failed = panarchy("explain", law, "damages", "--given", FACTS, "--why-not", "excused")
    replaced = panarchy("explain", law, "damages", "--given", FACTS.replace("neglect", "storm"), "--why-not", "delay")

    assert "excused does not decide, because its condition does not hold\n  cause: neglect\n" in failed.out
    assert "delay does not decide, because excused stands over it\n" in replaced.out
    assert panarchy("explain", law, "damages", "--why-not", "dela").code == 2


def test_what_would_change_it_is_the_nearest_value(law: Path) -> None:
    """Seven days after 1 May is 8 May: one day later and the buyer is paid."""
    ran = panarchy("explain", law, "damages", "--given", FACTS, "--change")

    assert ran.out.splitlines()[1:-1] == [
        "  if price were 500.01 EUR, not 400 EUR: 50 EUR because cap",
        "  if cause were storm, not neglect: claim fails because excused",
        "  if delivered were 2026-05-08, not 2026-05-15: claim fails because delay, excused",
        "  if due were 2026-05-08, not 2026-05-01: claim fails because delay, excused",
    ]


def test_the_search_keeps_to_its_budget(law: Path) -> None:
    """What was not tried is said."""
    ran = panarchy("explain", law, "damages", "--given", FACTS, "--change", "--budget", "3", "--format", "json")

    assert (ran.table["changes"]["tried"], ran.table["changes"]["is_whole"]) == (3, False)
    assert panarchy("explain", law, "damages", "--budget", "0").code == 2


def test_a_rulebook_of_a_world_finds_its_vocabulary(law: Path) -> None:
    """The files that the manifest names are read with it."""
    panarchy("new", "aegis")

    ran = panarchy("eval", "aegis/rulebooks/scales.law", "refund", "--given", "arrived is no, price is 400 EUR")

    assert ran.out.startswith("respondent owes claimant refund: 400 EUR because money_back\n")


LISTS = """rulebook lists
record payment has amount as money, late as yes_no
fact payments is list of payment
fact votes is list of one of {yea, nay}
fact person is child of person otherwise no
head support
rule back respondent owes claimant 10 EUR
  when total of (amount of p for each p in payments otherwise 0 EUR) > 100 EUR and no p in payments has (late of p)
rule keep_up respondent owes claimant 5 EUR as support
  when number of (v in votes where v is yea) > 1 and some p in persons has (p is child of claimant)
"""


def test_members_of_lists_and_fields_of_records_are_changed_one_by_one(law: Path) -> None:
    """A field, the whole record, a listed word, and a relation between two persons."""
    Path("lists.law").write_text(LISTS, "utf-8")
    payments = "payments is [{amount is 60 EUR, late is no}, {amount is 70 EUR, late is no}]"
    votes = "votes is [yea, yea, nay], bob is child of claimant"

    records = panarchy("explain", "lists.law", "damages", "--given", payments, "--change")
    members = panarchy("explain", "lists.law", "support", "--given", votes, "--change")

    assert records.out.splitlines()[1:-1] == [
        "  if payments 1 were left out: claim fails because back",
        "  if amount of payments 1 were 30 EUR, not 60 EUR: claim fails because back",
        "  if late of payments 1 were yes, not no: claim fails because back",
        "  if payments 2 were left out: claim fails because back",
        "  if amount of payments 2 were 40 EUR, not 70 EUR: claim fails because back",
        "  if late of payments 2 were yes, not no: claim fails because back",
    ]
    assert members.out.splitlines()[1:-1] == [
        "  if votes 1 were nay, not yea: claim fails because keep_up",
        "  if votes 1 were left out: claim fails because keep_up",
        "  if votes 2 were nay, not yea: claim fails because keep_up",
        "  if votes 2 were left out: claim fails because keep_up",
        "  if bob is child of claimant were no, not yes: claim fails because keep_up",
    ]


def test_only_what_the_rulebook_speaks_of_is_read(law: Path) -> None:
    """A mistake in a file that it does not name is not its own."""
    Path("other.law").write_text("rulebook mesa\nrule broken\n", "utf-8")
    Path("words.law").write_text("vocabulary words\nfact late is yes_no\n", "utf-8")
    Path("user.law").write_text("rulebook user\nuses words\nrule late_fee respondent owes claimant 1 EUR when late\n")

    assert panarchy("eval", law, "damages", "--given", FACTS).code == 0
    assert "1 EUR because late_fee" in panarchy("eval", "user.law", "damages", "--given", "late is yes").out


def test_a_forum_of_another_file_is_found(law: Path) -> None:
    """A rulebook may accept a forum without speaking of the text that publishes it."""
    law.write_text(LAW + "acceptance bench accept forum court\n", "utf-8")
    Path("bench.law").write_text("rulebook bench\nforum court open to anyone\n", "utf-8")

    ran = panarchy("eval", law, "damages", "--given", FACTS)

    assert (ran.code, ran.err) == (0, "")


def test_at_judgment_the_burden_of_proof_decides(law: Path) -> None:
    """The seller has to prove the storm."""
    facts = FACTS.replace(", cause is neglect", "")

    assert panarchy("eval", law, "damages", "--given", facts).code == 3
    ran = panarchy("eval", law, "damages", "--given", facts, "--at-judgment", "--format", "json")
    assert (ran.code, ran.table["value"], ran.table["not_proved"]) == (
        0,
        "40 EUR",
        [{"fact": "cause", "by": "respondent"}],
    )
    text = panarchy("explain", law, "damages", "--given", facts, "--at-judgment", "--why-not", "excused").out
    assert "excused does not decide, because what it needs is not proved\n" in text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "facts.toml",
            """votes = ["yea", "yea"]
[[payments]]
amount = "60 EUR"
late = false
[[payments]]
amount = "70 EUR"
late = false
[child.bob]
claimant = true
""",
        ),
        (
            "facts.json",
            """{"votes": ["yea", "yea"], "child": {"bob": {"claimant": true}},
            "payments": [{"amount": "60 EUR", "late": false}, {"amount": "70 EUR", "late": false}]}""",
        ),
    ],
)
def test_records_and_persons_are_stated_in_every_form(law: Path, name: str, text: str) -> None:
    """As a dispute states them: lists of tables, and tables within tables; persons that only facts name count too."""
    Path("lists.law").write_text(LISTS, "utf-8")
    Path(name).write_text(text, "utf-8")

    assert "10 EUR because back" in panarchy("eval", "lists.law", "damages", "--facts", name).out
    assert "5 EUR because keep_up" in panarchy("eval", "lists.law", "support", "--facts", name).out


def test_of_laws_that_the_facts_may_name_those_with_mistakes_are_left_out(law: Path) -> None:
    """A rulebook that asks the law of somebody else is asked all the same."""
    law.write_text(
        "rulebook mesa fact home is law question recovery is yes_no\n"
        "rule asks recovery is yes when under home, recovery is yes\n"
    )
    Path("reef.law").write_text("rulebook reef question recovery is yes_no rule plain recovery is yes\n")
    Path("wreck.law").write_text("rulebook wreck question recovery is is yes_no\n")

    assert panarchy("eval", law, "recovery", "--given", "home is reef").code == 0
    assert "wreck" not in panarchy("eval", law, "recovery", "--given", "home is reef").err


def test_a_vocabulary_that_is_nowhere_is_reported_with_those_of_the_folder(law: Path) -> None:
    """Also those that the rulebook does not name."""
    law.write_text("rulebook mesa uses trade_words rule a respondent owes claimant 5 EUR\n")
    Path("commerce.law").write_text("vocabulary commerce fact price is money\n")

    assert "known: `commerce`, `issues`" in panarchy("eval", law, "damages").err
