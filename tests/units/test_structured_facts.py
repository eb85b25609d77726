"""A dispute states facts about persons and years, relations and lists of records."""

from fractions import Fraction

from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.adjudication.resolve import resolve
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.base.values import Money, Person
from panarchy_rules.casefile.read_dispute import read_dispute
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.explanation.html import html
from panarchy_rules.explanation.markdown import markdown
from panarchy_rules.explanation.page import judgment_page
from panarchy_rules.explanation.text import judgment_text
from panarchy_rules.register import read_register
from panarchy_rules.rulebook.rulebook import Asking, Owing
from panarchy_rules.rulebook.verdict import Settled
from panarchy_rules.verification.verify import verify
from tests.support.suites import compiled

LAW = b"""
rulebook mesa
matter tax
governs tax
record payment has amount as money, payer as person
fact payments is list of payment complete unless disputed
fact income of person in year is money otherwise 0 EUR
fact person is child of person otherwise no
fact alike is list of list of law otherwise not_applicable
definition paired when some g in alike has (some a in g has (a is mesa))
definition x is heir of y when x is child of y
definition paid_by of x means total of (amount of p for each p in payments where payer of p is x otherwise 0 EUR)
definition wealth of x in y means income of x in y + paid_by of x
rule share for each x in persons, x owes claimant wealth of x in 2015 when x is not claimant
"""
REGISTER = b"""{"entry": 1, "act": "join", "person": "ana", "provider": "mesa", "recorded": "2014-01-01"}
{"entry": 2, "act": "join", "person": "ben", "provider": "mesa", "recorded": "2014-01-01"}
"""
DISPUTE = b"""
id = "a"
matter = "tax"
anchor = 2015-06-01
[parties]
claimant = "ana"
respondent = "ben"
[facts]
payments = [{amount = "5 EUR", payer = "ben"}, {amount = "3 EUR", payer = "ana"}, {payer = "ben", amount = "unknown"}]
[facts.income.ben]
2015 = "10 EUR"
2016 = "20 EUR"
[facts.child.ben]
ana = true
"""


def _world() -> LawWorld:
    laws, _ = compiled({"mesa.law": LAW})
    assert laws.diagnostics == ()
    return LawWorld(laws.rulebooks, laws.vocabulary, read_register("register.jsonl", REGISTER)[0])


def _asked(text: bytes) -> Evaluation:
    world = _world()
    dispute, wrong = read_dispute("a.toml", text)
    assert dispute is not None
    assert wrong == ()
    prepared = prepare(world, dispute)
    assert prepared.diagnostics == ()
    claim = prepared.claims[0][1]
    return claim.evaluation(next(iter(world.rulebooks.values())))


def test_relations_and_years_are_read_from_tables_within_tables() -> None:
    """Ben is a child of Ana and nobody else's; his income has a year."""
    on = _asked(DISPUTE)

    assert [(str(q), v.value) for q, v in on.bindings(Asking("heir", (None, None))) if isinstance(v, Settled)] == [
        ("ana is heir of ana", False),
        ("ana is heir of ben", False),
        ("ben is heir of ana", True),
        ("ben is heir of ben", False),
    ]
    assert on.decide(on.asking("paid_by", (Person("ana"),))) == Settled(Money(Fraction(3), "EUR"), ("paid_by",))


def test_a_list_may_be_of_lists() -> None:
    """Each of them is asked about its members."""
    on = _asked(DISPUTE.replace(b"[facts]\n", b'[facts]\nalike = [["mesa"], []]\n'))

    assert on.decide(on.asking("paired", ())) == Settled(True, ("paired",))


def test_a_field_that_is_unknown_is_named_by_its_place_in_the_list() -> None:
    """What the third payment came to is not known."""
    verdict = _asked(DISPUTE).decide(Owing("respondent", "claimant", "damages"))

    assert getattr(verdict, "missing", None) == ("amount of payments 3",)


def test_a_rule_for_each_person_binds_the_respondent() -> None:
    """With all payments known, Ben owes his income and what he paid."""
    verdict = _asked(DISPUTE.replace(b'"unknown"', b'"1 EUR"')).decide(Owing("respondent", "claimant", "damages"))

    assert verdict == Settled(Money(Fraction(16), "EUR"), ("share",), ("paid_by", "wealth"))


def test_what_the_parties_agree_on_needs_no_proof() -> None:
    """They agree what Ben's wealth was, and the verdict says that it rests on that."""
    agreed = DISPUTE + b'[stipulated.wealth.ben]\n2015 = "7 EUR"\n[stipulated.heir.ana]\nben = true\n'
    on = _asked(agreed)

    verdict = on.decide(Owing("respondent", "claimant", "damages"))

    assert verdict == Settled(Money(Fraction(7), "EUR"), ("share",), stipulated=("wealth of ben in 2015",))
    assert on.decide(on.asking("heir", (Person("ana"), Person("ben")))) == Settled(
        True, (), stipulated=("ana is heir of ben",)
    )


def test_a_judgment_says_what_the_parties_agreed_on() -> None:
    """In its JSON form, as text and as a page; and without it the judgment does not verify."""
    agreed = DISPUTE + b'[stipulated.wealth.ben]\n2015 = "7 EUR"\n[stipulated.heir.ana]\nben = true\n'
    dispute, _ = read_dispute("a.toml", agreed)
    assert dispute is not None
    judgment = resolve(_world(), dispute)
    (issue,) = judgment.issues
    (answer,) = (answer for answer in issue.answers if answer.debtor == "ben")
    silent = issue.model_copy(update={"answers": (answer.model_copy(update={"stipulated": ()}),)})
    before = {problem.message for problem in verify(_world(), judgment)}

    assert answer.stipulated == (("wealth of ben in 2015", "7 EUR"),)
    assert '"stipulated":[["wealth of ben in 2015","7 EUR"]]' in judgment.model_dump_json()
    assert "    The parties agreed on this: wealth of ben in 2015 is 7 EUR" in judgment_text(judgment)
    assert "Wealth of ben in 2015: 7 EUR" in markdown(judgment_page(judgment))
    assert "Wealth of ben in 2015: 7 EUR" in html(judgment_page(judgment))
    after = {problem.message for problem in verify(_world(), judgment.model_copy(update={"issues": (silent,)}))}
    assert [message for message in after - before if "stipulations" in message] == [
        "issue merits of a: what ben owes ana as damages rests on other stipulations"
    ]


def test_a_fact_is_not_stipulated() -> None:
    """What is stipulated is what rules would say."""
    dispute, _ = read_dispute("a.toml", DISPUTE + b"[stipulated]\nchild = true\n")
    assert dispute is not None

    assert [p.message for p in prepare(_world(), dispute).diagnostics] == ["`child` is no conclusion of any law here"]


def test_what_does_not_fit_is_refused() -> None:
    """A year for a person, a field nobody declared, a fact without its year."""
    wrong = DISPUTE.replace(b'payer = "ana"', b'buyer = "ana"')
    wrong = wrong.replace(b"[facts.child.ben]\nana", b"[facts.child.2015]\nana")
    wrong = wrong.replace(b"[facts.income.ben]\n2015", b"[facts.income]\nben").replace(b'2016 = "20 EUR"', b"")
    dispute, _ = read_dispute("a.toml", wrong)
    assert dispute is not None

    messages = [problem.message for problem in prepare(_world(), dispute).diagnostics]

    assert sorted(messages) == [
        "`2015` is no role of this dispute and no known person",
        "`income` is also about a year",
        "a payment has no field `buyer`",
    ]
