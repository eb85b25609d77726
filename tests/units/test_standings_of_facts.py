"""A dispute says who asserts a fact and whether it is contested; what is contested counts as unknown."""

from collections.abc import Mapping

import pytest

from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.adjudication.resolve import resolve
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.casefile.read_dispute import read_dispute
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.explanation.html import html
from panarchy_rules.explanation.markdown import markdown
from panarchy_rules.explanation.page import judgment_page
from panarchy_rules.explanation.text import judgment_text
from panarchy_rules.register import read_register
from panarchy_rules.rulebook.rulebook import Rulebook, Vocabulary
from panarchy_rules.verification.verify import verify
from tests.support.suites import compiled

LAW = b"""
rulebook mesa
matter sale
governs sale
forum desk open to anyone
acceptance desk accept forum desk
fact delivered is yes_no
fact offer of party is money
rule price respondent owes claimant 10 EUR when delivered and offer of claimant > 5 EUR
"""
REGISTER = b"""{"entry": 1, "act": "join", "person": "ana", "provider": "mesa", "recorded": "2014-01-01"}
{"entry": 2, "act": "join", "person": "ben", "provider": "mesa", "recorded": "2014-01-01"}
"""
DISPUTE = """
id = "a"
matter = "sale"
anchor = 2015-06-01
[parties]
claimant = "ana"
respondent = "ben"
[facts]
delivered = true
[facts.offer]
ana = "9 EUR"
ben = "1 EUR"
"""


def _world() -> LawWorld:
    laws, _ = compiled({"mesa.law": LAW})
    assert laws.diagnostics == ()
    return LawWorld(laws.rulebooks, laws.vocabulary, read_register("register.jsonl", REGISTER)[0])


def _judged(standings: str) -> Judgment:
    dispute, wrong = read_dispute("a.toml", (DISPUTE + standings).encode())
    assert dispute is not None, wrong
    return resolve(_world(), dispute)


def _standing(word: str, rest: str = 'fact = "delivered"') -> str:
    return f'[[standings]]\n{rest}\nasserted_by = "claimant"\nstanding = "{word}"\n'


@pytest.mark.parametrize("word", ["admitted", "proved", "found"])
def test_what_is_admitted_proved_or_found_counts_as_stated(word: str) -> None:
    """Only what is contested is taken out."""
    assert _judged(_standing(word)).status is Status.DECIDED


def test_what_is_contested_is_lacking() -> None:
    """The judgment asks for it, and says who asserts it."""
    judgment = _judged(_standing("contested"))

    assert judgment.status is Status.UNDETERMINED
    assert judgment.lacking == ("delivered",)
    assert "  Delivered, asserted by the claimant: contested, and so counted as unknown\n" in judgment_text(judgment)


@pytest.mark.parametrize(
    ("of", "status"), [("claimant", Status.UNDETERMINED), ("ana", Status.UNDETERMINED), ("ben", Status.DECIDED)]
)
def test_a_fact_of_one_person_is_contested_alone(of: str, status: Status) -> None:
    """The offer of the other party counts."""
    assert _judged(_standing("contested", f'fact = "offer"\nof = ["{of}"]')).status is status


def test_a_judgment_that_counts_a_contested_fact_does_not_verify() -> None:
    """The check weighs the facts again."""
    decided = _judged(_standing("admitted"))
    contested = decided.dispute.standings[0].model_copy(update={"standing": "contested"})
    forged = decided.model_copy(update={"dispute": decided.dispute.model_copy(update={"standings": (contested,)})})

    assert not list(verify(_world(), decided))
    assert list(verify(_world(), forged))


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ('fact = "deliverd"', "PR633"),
        ('fact = "delivered"\nof = ["ana"]', "PR604"),
        ('fact = "offer"\nof = ["cleo"]', "PR608"),
    ],
)
def test_a_standing_is_that_of_a_stated_fact(rest: str, code: str) -> None:
    """A slip is told, not passed over."""
    dispute, wrong = read_dispute("a.toml", (DISPUTE + _standing("contested", rest)).encode())
    assert dispute is not None, wrong

    assert [one.code for one in prepare(_world(), dispute).diagnostics] == [code]


def test_a_standing_is_said_once() -> None:
    """Two standings would contradict each other."""
    dispute, wrong = read_dispute("a.toml", (DISPUTE + _standing("proved") + _standing("contested")).encode())

    assert dispute is None
    assert "said twice" in wrong[0].message


AT_JUDGMENT = 'id = "a"\nat_judgment = true\n'


def _at_judgment(standings: str, law: bytes = LAW) -> tuple[LawWorld, Judgment]:
    world = LawWorld(*_laws(law), read_register("register.jsonl", REGISTER)[0])
    text = DISPUTE.replace('id = "a"\n', AT_JUDGMENT) + standings
    dispute, wrong = read_dispute("a.toml", text.encode())
    assert dispute is not None, wrong
    return world, resolve(world, dispute)


def _laws(law: bytes) -> tuple[Mapping[LawRef, Rulebook], Vocabulary]:
    laws, _ = compiled({"mesa.law": law})
    assert laws.diagnostics == ()
    return laws.rulebooks, laws.vocabulary


def test_at_judgment_what_is_contested_counts_against_the_one_who_has_to_prove_it() -> None:
    """The seller asserts the delivery, and cannot show it."""
    world, judgment = _at_judgment(_standing("contested"))

    assert judgment.status is Status.DECIDED
    assert judgment.orders == ()
    (answer,) = judgment.issues[0].answers
    assert answer.value == "claim fails"
    assert [(one.fact, one.by) for one in answer.not_proved] == [("delivered", "ana")]
    assert not list(verify(world, judgment))


def test_the_law_that_governs_says_who_has_to_prove() -> None:
    """With the proof on the buyer, the same dispute comes out the other way."""
    world, judgment = _at_judgment(_standing("contested"), LAW + b"proof of delivered on respondent\n")

    assert [order.amount for order in judgment.orders] == ["10 EUR"]
    assert not list(verify(world, judgment))


def test_every_form_says_what_was_not_proved() -> None:
    """Text, Markdown, HTML and data."""
    _, judgment = _at_judgment(_standing("contested"))
    page = judgment_page(judgment)

    assert "    Not proved: delivered, for Ana to prove\n" in judgment_text(judgment)
    for written in (markdown(page), html(page)):
        assert "Delivered, for Ana to prove" in written
        assert "Delivered, asserted by the claimant: contested" in written
    data = judgment.model_dump(mode="json")
    assert data["issues"][0]["answers"][0]["not_proved"] == [{"fact": "delivered", "by": "ana"}]
    assert data["dispute"]["standings"][0]["standing"] == "contested"


def test_a_judgment_that_hides_what_was_not_proved_does_not_verify() -> None:
    """The check asks the law again."""
    world, judgment = _at_judgment(_standing("contested"))
    (issue,) = judgment.issues
    answer = issue.answers[0].model_copy(update={"not_proved": ()})
    forged = judgment.model_copy(update={"issues": (issue.model_copy(update={"answers": (answer,)}),)})

    assert list(verify(world, forged))


def test_no_burden_of_proof_chooses_a_law() -> None:
    """A clause that waits for a contested fact leads nowhere for certain, at judgment as before."""
    law = LAW.replace(b"forum desk open to anyone\n", b"forum desk open to anyone\nown law never when not delivered\n")
    _, judgment = _at_judgment(_standing("contested"), law)

    assert judgment.status is Status.UNDETERMINED
