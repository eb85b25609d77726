import json
from pathlib import Path
from typing import Any

import pytest

from panarchy_rules.analysis.cases import Putting
from panarchy_rules.analysis.forum import ForumFinding, Outcome
from panarchy_rules.casefile.cases import Case
from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT
from tests.support.command import Ran, panarchy

WORDS = """
vocabulary status
fact nationality is law otherwise not_applicable
fact domicile is law otherwise not_applicable
fact late is yes_no
question governing_law is law
"""


def code(name: str, *rules: str) -> str:
    """A rulebook with some rules on the governing law."""
    return "\n".join([f"rulebook {name}", "uses status", *rules])


def ask(of: str, facts: dict[str, Any], *codes: str) -> ForumFinding:
    """What the forum of one of some providers would say."""
    laws = {"status.law": WORDS, **{f"{number}.law": text for number, text in enumerate(codes)}}
    (one,) = Putting(Panarchy.build(laws).law_world, of=of).put(Case("case", facts)).asked
    return one.finding


def end(finding: ForumFinding) -> tuple[str, str | None]:
    """The outcome and the law of a finding."""
    return finding.outcome.value, finding.law.provider if finding.law else None


def way(finding: ForumFinding) -> list[str]:
    """The codes that were asked, in order."""
    return [step.provider.provider for step in finding.steps]


NATIONAL = 'rule status source "1" governing_law is nationality'


def test_without_a_word_the_substantive_law_is_meant() -> None:
    """What the other law's rules on conflicts say is not asked."""
    found = ask("t", {"nationality": "C"}, code("t", NATIONAL), code("c", f"{NATIONAL} whole"))

    assert (end(found), way(found)) == (("law", "c"), ["t"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ("law", "c")),
        ("whole renvoi none", ("law", "c")),
        ("whole renvoi single", ("law", "t")),
        ("whole renvoi single on cycle target", ("law", "t")),
        ("whole", ("renvoi_cycle", None)),
        ("whole renvoi foreign court", ("renvoi_cycle", None)),
        ("whole on cycle report", ("renvoi_cycle", None)),
        ("whole renvoi foreign court on cycle own", ("law", "t")),
        ("whole on cycle target", ("law", "c")),
        ("whole on cycle n", ("law", "n")),
    ],
)
def test_two_codes_that_refer_to_each_other(words: str, expected: tuple[str, str | None]) -> None:
    """T refers to C in some way, and C refers back to T as a foreign court would."""
    codes = code("t", f"rule status governing_law is c {words}"), code("c", "rule status governing_law is t whole")

    assert end(ask("t", {}, *codes, code("n"))) == expected


def test_a_circle_is_reported_with_its_loop() -> None:
    """The codes on the way before the circle are no part of it."""
    codes = [code(a, f"rule status governing_law is {b} whole") for a, b in ("ab", "bc", "cd", "db")]
    found = ask("a", {}, *codes)

    assert end(found) == ("renvoi_cycle", None)
    assert [law.provider for law in found.loop] == ["b", "c", "d", "b"]


def test_the_rule_that_entered_the_circle_says_what_happens() -> None:
    """Not that of the forum, and not that of the code that closes the circle."""
    codes = (
        code("a", "rule status governing_law is b whole on cycle own"),
        code("b", "rule status governing_law is c whole on cycle target"),
        code("c", "rule status governing_law is b whole on cycle report"),
    )
    found = ask("a", {}, *codes)

    assert (end(found), [law.provider for law in found.loop]) == (("law", "c"), ["b", "c", "b"])


def test_onward_references_by_a_single_step() -> None:
    """The third law's substantive rules, whatever it refers to itself."""
    codes = (
        code("a", "rule status governing_law is b whole renvoi single"),
        code("b", "rule status governing_law is c whole"),
        code("c", "rule status governing_law is a whole"),
    )

    assert end(ask("a", {}, *codes)) == ("law", "c")


def test_a_foreign_court_obeys_the_policy_of_the_code_it_follows() -> None:
    """A follows B, B takes one step: back from C to B."""
    codes = (
        code("a", "rule status governing_law is b whole"),
        code("b", "rule status governing_law is c whole renvoi single"),
        code("c", "rule status governing_law is b whole"),
    )
    found = ask("a", {}, *codes)

    assert (end(found), way(found)) == (("law", "b"), ["a", "b", "c"])


@pytest.mark.parametrize("mode", ["whole", "whole renvoi single"])
@pytest.mark.parametrize("answer", ["", "rule none governing_law is outside_scope", "rule c governing_law is c"])
def test_a_law_without_another_answer_stands_by_itself(mode: str, answer: str) -> None:
    """It has no rule on the question, its rules are not about this, or it names itself."""
    found = ask("t", {}, code("t", f"rule status governing_law is c {mode}"), code("c", answer))

    assert end(found) == ("law", "c")


def test_a_law_that_is_not_here_cannot_be_followed() -> None:
    """Its substantive rules are not assumed to be meant."""
    found = ask("t", {"nationality": "ZZ"}, code("t", f"{NATIONAL} whole"))

    assert end(found) == ("undetermined", None)
    assert found.reasons == ("ZZ is referred to as a whole, and its rules are not here",)


def test_facts_that_another_code_lacks_are_named() -> None:
    """The missing fact is that of the code that could not answer."""
    codes = (
        code("t", "rule status governing_law is c whole"),
        code("c", "rule first governing_law is t when late", "rule second governing_law is c when not late"),
    )
    found = ask("t", {}, *codes)

    assert (end(found), found.lacking) == (("undetermined", None), ("late",))


def test_rules_that_agree_on_the_law_and_not_on_the_reference_collide() -> None:
    """They may come to different laws."""
    found = ask("t", {}, code("t", "rule first governing_law is c", "rule second governing_law is c whole"), code("c"))

    assert (found.outcome, [rule.rule for rule in found.rules]) == (Outcome.ANTINOMY, ["first", "second"])


def test_each_way_of_naming_no_law_is_told_apart() -> None:
    """Outside scope, not applicable, no rule and an antinomy."""
    rules = (
        "rule scope governing_law is outside_scope when nationality is given and domicile is not given",
        "rule date governing_law is not_applicable when late and nationality is not given",
        "rule first governing_law is nationality when domicile is given",
        "rule second governing_law is domicile when nationality is given",
    )
    cases: list[tuple[dict[str, Any], str]] = [
        ({"nationality": "A", "late": False}, "outside_scope"),
        ({"late": True}, "not_applicable"),
        ({"late": False}, "no_rule"),
        ({}, "undetermined"),
        ({"nationality": "A", "domicile": "B", "late": False}, "antinomy"),
        ({"nationality": "A", "domicile": "A", "late": False}, "law"),
    ]

    assert [ask("t", facts, code("t", *rules)).outcome.value for facts, _ in cases] == [each for _, each in cases]


def test_overlays_of_one_law_are_one() -> None:
    """With all their rules; those that are not settled are listed with what they lack."""
    rules = (
        NATIONAL,
        'rule police source "9" overlay domicile',
        'rule worker source "8" overlay domicile',
        'rule fair source "7" overlay nationality when late',
    )
    found = ask("t", {"nationality": "A", "domicile": "B"}, code("t", *rules))

    assert [(str(o.law), [rule.id for rule in o.rules], o.lacking) for o in found.overlays] == [
        ("B", ["9", "8"], ()),
        ("None", ["7"], ("late",)),
    ]


def test_a_result_says_which_findings_it_rests_on() -> None:
    """Also where the finding only left a rule standing; not where nobody raised the question."""
    judged = 'needs a judge "Is it closer to another law?" for closer as yes_no, if raised'
    other = 'needs a judge "Was it grave?" for grave as yes_no, if raised'
    escape = "exception escape to status governing_law is domicile when closer"
    unrelated = "rule aside overlay domicile when grave"
    text = code("t", judged, other, NATIONAL, escape, unrelated)
    facts = {"nationality": "A", "domicile": "B"}

    assert ask("t", facts, text).steps[0].findings == ()
    assert ask("t", {**facts, "closer": True}, text).steps[0].findings == (("closer", "yes"),)
    kept = ask("t", {**facts, "closer": False, "grave": True}, text)
    assert (kept.steps[0].findings, kept.overlays[0].findings) == ((("closer", "no"),), (("grave", "yes"),))


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two codes that refer to each other and their vocabulary."""
    (tmp_path / "status.law").write_text(WORDS, "utf-8")
    (tmp_path / "t.law").write_text(code("t", f"{NATIONAL} whole renvoi single"), "utf-8")
    (tmp_path / "c.law").write_text(code("c", 'rule home source "2" governing_law is domicile'), "utf-8")
    return tmp_path


def run(folder: Path, case: Any, *words: str, laws: str = ".") -> Ran:
    """`panarchy forum` on what is in the folder."""
    (folder / "case.json").write_text(json.dumps(case), "utf-8")
    return panarchy("forum", folder / laws, folder / "case.json", *words)


CASE = {"forum": "T", "nationality": "C", "domicile": "T"}


def test_the_fact_forum_says_whose_forum_is_asked(folder: Path) -> None:
    """Where a folder has several codes, and no option says more."""
    ran = run(folder, CASE)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("governing_law before the forum of t: the law of t\n")
    assert "t refers to the law of c as a whole (renvoi single, on cycle report)" in ran.out
    assert "c says: the law of t" in ran.out


def test_the_option_goes_before_the_fact(folder: Path) -> None:
    """Another forum may say otherwise."""
    assert run(folder, CASE, "--of", "c").out.startswith("governing_law before the forum of c: the law of t\n")


def test_one_file_is_read_with_the_words_beside_it(folder: Path) -> None:
    """But without the other providers' codes, which then cannot be followed."""
    ran = run(folder, CASE, laws="t.law")

    assert ran.code == 0
    assert "C is referred to as a whole, and its rules are not here" in ran.out


def test_json_has_all_of_it(folder: Path) -> None:
    """For programs."""
    (one,) = run(folder, CASE, "--format", "json").table["cases"]
    (finding,) = one["findings"]

    assert {key: finding[key] for key in ("forum", "outcome", "law", "loop", "overlays")} == {
        "forum": "t", "outcome": "law", "law": "t", "loop": [], "overlays": [],
    }  # fmt: skip
    assert [(step["provider"], step["law"], step["renvoi"]) for step in finding["steps"]] == [
        ("t", "c", "single"),
        ("c", "t", None),
    ]


def test_a_case_may_be_asked_for_each_defendant(folder: Path) -> None:
    """Once for every member of a list, which stands in the place of the list."""
    facts = {"person": [{"name": "bus", "nationality": "X"}, {"name": "trailer", "nationality": "Y"}]}
    text = "rulebook t\nfact person.nationality is law\nquestion governing_law is law\n"
    (folder / "alone.law").write_text(text + "rule home governing_law is person.nationality\n", "utf-8")
    ran = run(folder, facts, "--each", "person", laws="alone.law")

    assert ran.out.count("governing_law before the forum of t") == 2
    assert "t, person: bus: the law of X" in ran.out
    assert "t, person: trailer: the law of Y" in ran.out


def test_a_case_may_say_which_question_it_is_about(folder: Path) -> None:
    """One file has cases on several; one that the code does not answer is told with its place."""
    text = "rulebook t\nfact hers is law\nfact his is law\nquestion of_wife is law\nquestion of_husband is law\n"
    (folder / "alone.law").write_text(f"{text}rule a of_wife is hers\nrule b of_husband is his\n", "utf-8")
    facts = {"hers": "PT", "his": "GB"}
    wanted = [("of_wife", "PT", "a"), ("of_husband", "GB", "b"), ("of_wive", "PT", "a")]
    cases = [
        {"id": name, "facts": facts, "expected": {"question": name, "law": law, "rule": rule}}
        for name, law, rule in wanted
    ]
    (folder / "cases.json").write_text(json.dumps(cases), "utf-8")

    ran = panarchy("forum", folder / "alone.law", folder / "cases.json")

    assert ran.out.startswith("of_wife: PT by a\nof_husband: GB by b\n")
    assert "error[PR431]: `t` has no rule on a law called `of_wive`" in ran.out
    assert ran.last_line == "2 passed, 1 failed"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--of", "nobody"), "nobody here publishes the law of `nobody`"),
        (("--of", "t", "--question", "governing_laws"), "`t` has no rule on a law called `governing_laws`"),
        (("--case", "x"), "there is no case `x`"),
        (("--as-of", "soon"), "`--as-of` must be a date, not `soon`"),
        ((), "it is not said whose forum is asked"),
    ],
)
def test_what_cannot_be_asked_is_told(folder: Path, words: tuple[str, ...], message: str) -> None:
    """Nothing is asked then."""
    ran = run(folder, {"nationality": "C"}, *words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error[PR800]: {message}")
    assert "= help: " in ran.err


def test_a_dispute_of_a_world_can_be_asked_about() -> None:
    """Each claim on each issue, with the home laws of the register; what the parties accepted is not read."""
    world = ROOT / "examples/neumeier"
    ran = panarchy("forum", world, "row_5", "--of", "heron")

    assert ran.code == 0
    assert ran.out.startswith("governing_law before the forum of heron, claim row_5 on ")
    assert "kim against hal: the law of kestrel\n    by rule_3: " in ran.out
    assert panarchy("forum", world, world / "disputes/row_5.toml", "--of", "heron").out == ran.out
    (finding,) = panarchy("forum", world, "row_5", "--of", "heron", "--format", "json").table["findings"]
    assert (finding["law"], [rule["rule"] for rule in finding["rules"]]) == ("kestrel", ["rule_3"])


SUCCESSION = """vocabulary succession
fact first_marriage is law "The law under which the deceased first married"
fact last_membership is law
fact chosen_by_will is law otherwise not_applicable
question governing_law is law
"""


@pytest.mark.parametrize(
    ("rite", "office", "expected", "loop"),
    [
        ("whole renvoi foreign court", "whole renvoi foreign court", "renvoi_cycle", ["rite_t", "civil", "rite_t"]),
        ("whole renvoi foreign court on cycle own", "whole", "rite_t", ["rite_t", "civil", "rite_t"]),
        ("whole renvoi single", "whole", "rite_t", []),
        ("", "whole", "civil", []),
    ],
)
def test_the_succession_of_a_convert(rite: str, office: str, expected: str, loop: list[str]) -> None:
    """The rite looks to the first marriage, the civil office to the last membership: each says how it is followed."""
    laws = {
        "succession.law": SUCCESSION,
        "rite_t.law": f"rulebook rite_t uses succession rule estate governing_law is first_marriage {rite}",
        "civil.law": f"rulebook civil uses succession rule estate governing_law is last_membership {office}",
    }
    facts = {"first_marriage": "civil", "last_membership": "rite_t"}
    (asked,) = Panarchy.build(laws).forum(facts, of="rite_t")

    assert (asked.finding.law.provider if asked.finding.law else asked.finding.outcome.value) == expected
    assert [law.provider for law in asked.finding.loop] == loop
