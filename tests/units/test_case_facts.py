import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panarchy_rules.analysis.case_facts import read_case
from panarchy_rules.base.values import LawRef, Money, Person, Symbol
from panarchy_rules.casefile.cases import read_cases
from panarchy_rules.compiler.spelling import spelled
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.rulebook.record import Absence, FactKey
from panarchy_rules.syntax.grammar import keywords
from tests.support.command import panarchy

LAW = """
rulebook mesa
role plaintiff
fact contract.chosen_law is law
fact contract.type is one of {sale_of_goods, lease}
fact subject is text
fact the_forum is law
fact domicile of party is law
fact states is list of law
fact alike is list of list of law
fact vehicles.registered is list of law
fact judges is number
fact is_consumer is yes_no
fact contract.date is date
fact the_2nd_sale is yes_no otherwise no
fact refers_to of law is law
fact states.interested of law is yes_no
fact income of person in year is money
record share has part as percent
fact shares of person is list of share
record stay has place as law, since as date
fact stays of party is list of stay
question governing_law is law
rule choice governing_law is contract.chosen_law
"""
WORLD = Panarchy.build({"mesa.law": LAW, "gb.law": "rulebook gb_eng"})
VOCABULARY = WORLD.law_world.vocabulary


def read(facts: dict[str, Any]) -> Any:
    """The facts of a case as they were read."""
    return read_case(facts, VOCABULARY, tuple(WORLD.law_world.providers))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("contract.chosen_law", "contract.chosen_law"),
        ("Contract.Chosen-Law", "contract.chosen_law"),
        ("forum", "the_forum"),
        ("contract.date", "contract.date"),
        ("2nd sale", "the_2nd_sale"),
        ("place of work", "place_of_work"),
        ("a..b", "a.the.b"),
        ("", "the"),
    ],
)
def test_a_path_is_spelled_as_a_name(path: str, name: str) -> None:
    """One rule: small letters, `_` for what is no letter or digit, `the_` before what could be no name."""
    assert spelled(path) == name


@given(st.text())
def test_every_key_has_a_spelling(key: str) -> None:
    """Whatever it holds, the spelling can be declared."""
    name = spelled(key)
    law = f"rulebook mesa fact {name} is text"

    assert spelled(name) == name
    assert name in Panarchy.build({"mesa.law": law}).law_world.vocabulary.facts


@pytest.mark.parametrize("word", sorted(word for word in keywords().values() if word.isidentifier()))
def test_every_word_of_the_language_can_be_a_key(word: str) -> None:
    """Its spelling is a name wherever a rule reads a fact: in conditions, as a law and in a list."""
    uses = {
        "text": 'governing_law is "A" when NAME is "a" or not (NAME is not "b")',
        "law": "governing_law is NAME when NAME is given",
        "list of law": "governing_law is only member of NAME when number of (s in NAME) is 1",
        "yes_no": 'governing_law is "A" when NAME unless not NAME',
    }
    for kind, rule in uses.items():
        name = spelled(word)
        law = f"rulebook mesa question governing_law is law fact {name} is {kind} rule reads {rule}"

        assert Panarchy.build({"mesa.law": law.replace("NAME", name)}).law_world.rulebooks


@pytest.mark.parametrize(
    ("facts", "key", "value"),
    [
        ({"contract": {"chosen_law": "US-NY"}}, "contract.chosen_law", LawRef("US-NY", "")),
        ({"contract": {"chosen_law": "New York"}}, "contract.chosen_law", LawRef("New York", "")),
        ({"contract": {"chosen_law": "GB-ENG"}}, "contract.chosen_law", LawRef("gb_eng", "")),
        ({"contract": {"type": "sale_of_goods"}}, "contract.type", Symbol("sale_of_goods")),
        ({"CONTRACT": {"Type": "Sale of goods"}}, "contract.type", Symbol("sale_of_goods")),
        ({"subject": "what you like"}, "subject", "what you like"),
        ({"subject": 7}, "subject", "7"),
        ({"forum": "AT"}, "the_forum", LawRef("AT", "")),
        ({"states": []}, "states", ()),
        ({"states": ["A", "B"]}, "states", (LawRef("A", ""), LawRef("B", ""))),
        ({"alike": [["A", "B"], []]}, "alike", ((LawRef("A", ""), LawRef("B", "")), ())),
        ({"judges": 3}, "judges", Fraction(3)),
        ({"judges": "2.5"}, "judges", Fraction(5, 2)),
        ({"is_consumer": True}, "is_consumer", True),
        ({"is_consumer": "false"}, "is_consumer", False),
        ({"is_consumer": "unknown"}, "is_consumer", Absence.UNKNOWN),
        ({"2nd-sale": True}, "the_2nd_sale", True),
        (
            {"vehicles": [{"registered": "A"}, {"colour": "red"}, {"registered": "B"}]},
            "vehicles.registered",
            (LawRef("A", ""), LawRef("B", "")),
        ),
    ],
)
def test_a_fact_is_read_as_its_kind(facts: dict[str, Any], key: str, value: object) -> None:
    """The declaration says what a value means."""
    found = read(facts)

    assert not found.problems
    assert found.record.facts[key, None] == value


def test_a_fact_of_a_party_is_found_under_its_role() -> None:
    """`plaintiff.domicile` is the domicile of the plaintiff, and `plaintiff.law` the home law."""
    found = read({"plaintiff": {"domicile": "A", "law": "gb-eng"}})

    assert found.record.facts == {("domicile", "plaintiff"): LawRef("A", "")}
    assert found.record.home == {"plaintiff": LawRef("gb_eng", "")}


def test_records_of_a_party_are_found_under_its_role() -> None:
    """The tables of a list stay together, as they do of a fact that is nobody's."""
    found = read({"plaintiff": {"stays": [{"place": "GB-ENG", "since": "1866-06-21"}]}})

    (stay,) = found.record.facts["stays", "plaintiff"]
    assert dict(stay.fields) == {"place": LawRef("gb_eng", ""), "since": date(1866, 6, 21)}
    assert not found.left_aside


@pytest.mark.parametrize(
    ("facts", "key", "value"),
    [
        ({"refers_to": {"US-NY": "A"}}, ("refers_to", (LawRef("US-NY", ""),)), LawRef("A", "")),
        ({"Refers to": {"GB-ENG": "A"}}, ("refers_to", (LawRef("gb_eng", ""),)), LawRef("A", "")),
        ({"states": {"NY": {"interested": True}}}, ("states.interested", (LawRef("NY", ""),)), True),
        ({"states": {"interested": {"NY": False}}}, ("states.interested", (LawRef("NY", ""),)), False),
        (
            {"income": {"ana": {"2015": "7 EUR"}}},
            ("income", (Person("ana"), Fraction(2015))),
            Money(Fraction(7), "EUR"),
        ),
        ({"shares": {"ana": []}}, ("shares", "ana"), ()),
    ],
)
def test_a_fact_about_things_is_found_under_each_thing(facts: dict[str, Any], key: FactKey, value: object) -> None:
    """`states.NY.interested` is the fact `states.interested` of NY, wherever in the path the thing stands."""
    found = read(facts)

    assert (found.left_aside, found.problems) == ({}, [])
    assert found.record.facts == {key: value}


def test_what_a_fact_is_about_is_of_the_kind_that_is_declared() -> None:
    """The places are in the order of the declaration: a person, then a year."""
    found = read({"income": {"2015": {"ana": "7 EUR"}}})

    assert [problem.message for problem in found.problems] == ["`ana` is no number, and `income` is about one"]


@pytest.mark.parametrize("facts", [{"subject": None}, {"contract": {}}, {"contract": {"type": None}}, {}])
def test_null_is_silence(facts: dict[str, Any]) -> None:
    """As if the key were not there."""
    assert (read(facts).record.facts, read(facts).left_aside) == ({}, {})


def test_what_nobody_declared_is_left_aside() -> None:
    """It is said, with the name it would have, and it is no mistake."""
    found = read({"colour": "red", "Odd Things": {"a": [[1], {"b": None}]}, "domicile": "A"})

    assert not found.problems
    assert found.left_aside == {"colour": "colour", "Odd Things.a": "odd_things.a", "domicile": "domicile"}


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"contract": {"type": "barter"}}, "`barter` is no value of `contract.type`"),
        ({"contract": {"chosen_law": 7}}, "`7` is no value of `contract.chosen_law`, which is law"),
        ({"contract": {"chosen_law": ["A"]}}, "a list is no value of `contract.chosen_law`, which is law"),
        ({"states": "A"}, "`states` is list of law, and `A` is no list"),
        ({"states": [["A"], "B"]}, "a list is no value of an item of `states`, which is law"),
        ({"alike": ["A"]}, "`A` is no value of an item of `alike`, which is list of law"),
        ({"alike": [["A", 7]]}, "a list is no value of an item of `alike`, which is list of law"),
        ({"subject": True}, "`true` is no value of `subject`"),
        ({"is_consumer": "perhaps"}, "`perhaps` is no value of `is_consumer`"),
        ({"contract": {"date": "2026-02-30"}}, "`2026-02-30` is no value of `contract.date`"),
        ({"Subject": "a", "subject": "b"}, "`Subject` and `subject` are both read as `subject`"),
    ],
)
def test_what_does_not_fit_is_told(facts: dict[str, Any], message: str) -> None:
    """With the place and a way out."""
    (problem,) = read(facts).problems

    assert problem.message.startswith(message)
    assert problem.help
    assert problem.where


def test_a_problem_is_shown_at_its_place(tmp_path: Path) -> None:
    """The line of the fact in the file of cases."""
    (tmp_path / "mesa.law").write_text(LAW, "utf-8")
    (tmp_path / "cases.json").write_text('{"cases": [\n{"id": "a", "facts": {\n"subject": true}}]}', "utf-8")
    ran = panarchy("forum", tmp_path / "mesa.law", tmp_path / "cases.json")

    assert ran.code == 1
    assert f"{tmp_path / 'cases.json'}:3:1" in ran.out
    assert ran.last_line == "0 passed, 1 failed"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a value was expected here"),
        ("3", "a list of cases, or a table with it, was expected here"),
        ("[1]", "a case must be a table, not a number"),
        ('[{"place": "FR"}]', "the case `case 1` has no `facts`"),
        ('{"cases": {}}', "`cases` must be a list, not a table"),
        ('{"cases": [1]}', "a case must be a table, not a number"),
        ('{"cases": [{"id": "a"}]}', "the case `a` has no `facts`"),
        ('{"cases": [{"id": "a", "facts": []}]}', "the case `a` has a list as its `facts`"),
        ('{"cases": [{"facts": {}, "expected": 1}]}', "`expected` must be a table, not a number"),
        ('{"cases": [{"facts": {}, "expected": {"law": 1}}]}', "`law` must be text, not a number"),
        ('{"cases": [{"facts": {}, "expected": {"rule": 1}}]}', "a rule is named by text, not a number"),
        ('{"cases": [{"facts": {}, "expected": {"overlays": [1]}}]}', "an overlay is named by its law"),
        ('{"cases": [{"id": "a", "facts": {}}, {"id": "a", "facts": {}}]}', "two cases have the id `a`"),
    ],
)
def test_a_file_of_cases_that_is_not_in_order(text: str, message: str) -> None:
    """One sentence at its place."""
    _, found = read_cases("cases.json", text.encode())

    assert [(one.code, one.message[: len(message)]) for one in found] == [("PR431", message)]


def test_a_list_of_cases_may_stand_alone(tmp_path: Path) -> None:
    """What stands in a list without a key is read as if it stood under `cases`, and shown at its place."""
    (tmp_path / "mesa.law").write_text(LAW, "utf-8")
    (tmp_path / "cases.json").write_text('[\n{"id": "a", "facts": {\n"subject": true}}]', "utf-8")
    ran = panarchy("forum", tmp_path / "mesa.law", tmp_path / "cases.json")
    file, found = read_cases("cases.json", b'[{"facts": {}}, {"facts": {}}]')

    assert f"{tmp_path / 'cases.json'}:3:1" in ran.out
    assert ([case.id for case in file.cases], file.is_list, found) == (["case 1", "case 2"], True, ())


@given(
    st.binary()
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    ).map(lambda x: json.dumps({"cases": [{"facts": x, "expected": x}], "facts": x}).encode())
)
def test_reading_cases_never_fails(data: bytes) -> None:
    """Whatever the bytes; and the facts of every case that is read can be asked."""
    file, _ = read_cases("cases.json", data)

    for case in file.cases:
        read(dict(case.facts))


@pytest.mark.parametrize(
    ("expected", "passes"),
    [
        ({"law": "A", "rule": "3(1)"}, True),
        ({"law": "A", "rule": "art. 3(1)"}, True),
        ({"law": "A", "rule": "choice"}, True),
        ({"law": "A", "rule": ["3(1)"]}, True),
        ({"law": "a"}, False),
        ({"law": None}, False),
        ({"rule": "(1)"}, False),
        ({"rule": "4(1)"}, False),
        ({"overlays": ["B"]}, True),
        ({"overlays": [{"law": "B", "rule": "9"}]}, True),
        ({"overlays": [{"law": "B", "rule": "8"}]}, False),
        ({"overlays": []}, False),
        ({"overlays": ["A", "B"]}, False),
        ({}, True),
    ],
)
def test_what_a_case_expects_is_compared(expected: dict[str, Any], passes: bool, tmp_path: Path) -> None:
    """Law, rule and overlays; of what it does not name nothing is expected."""
    law = 'rulebook t fact p is law fact q is law question governing_law is law rule choice source "Code art. 3(1)" '
    law += 'governing_law is p rule police source "9" overlay q'
    (tmp_path / "t.law").write_text(law, "utf-8")
    case = {"facts": {"p": "A", "q": "B"}, "expected": expected}
    (tmp_path / "c.json").write_text(json.dumps(case), "utf-8")

    assert panarchy("forum", tmp_path / "t.law", tmp_path / "c.json").code == (0 if passes else 1)


def test_a_table_may_be_a_record(tmp_path: Path) -> None:
    """Where a fact is declared as a record, or a list of records, its table is read whole."""
    law = """
rulebook t
record vehicle has registered as law, keeper as text, doors as number
fact vehicles is list of vehicle
fact the_first is vehicle otherwise not_applicable
question governing_law is law
rule one_plate governing_law is registered of the_first
  when every v in vehicles has (registered of v is registered of the_first)
"""
    facts = {
        "vehicles": [{"Registered": "FR", "colour": "red"}, {"registered": "FR"}],
        "the first": {"registered": "FR"},
    }
    (tmp_path / "t.law").write_text(law, "utf-8")
    (tmp_path / "c.json").write_text(json.dumps({"facts": facts, "expected": {"law": "FR"}}), "utf-8")
    wrong = {**facts, "vehicles": [{"doors": "many"}]}
    (tmp_path / "w.json").write_text(json.dumps({"facts": wrong}), "utf-8")

    assert panarchy("forum", tmp_path / "t.law", tmp_path / "c.json").last_line == "1 passed, 0 failed"
    assert (
        "`many` is no value of `doors` of a vehicle" in panarchy("forum", tmp_path / "t.law", tmp_path / "w.json").out
    )
