"""A judgment whose refusals, mandatory rules, set-offs or other proceedings were changed does not verify."""

from collections.abc import Iterator
from typing import Any

import pytest

from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import Register
from tests.support.chains import faults
from tests.support.world_suites import entries, read_dispute

WORDS = """vocabulary words
matter contract.sale
matter loan
role buyer
role seller
head refund
fact late is yes_no
"""
BAZAAR = """rulebook bazaar
uses words
rule small seller owes buyer 20 EUR as refund
forum desk open to anyone stays for earlier proceedings
"""
VALE = """rulebook vale
uses words
rule large seller owes buyer 30 EUR as refund
"""
MUTUAL = """rulebook mutual
uses words
governs contract
own law never
acceptance market accept bazaar rank 1
acceptance other accept vale rank 2
acceptance desk accept forum desk
rule full seller owes buyer 120 EUR as refund when late
mandatory full source "art. 5" protects members as buyer
reservation more source "art. 6" refuse result where result of refund < 25 EUR
"""
GUILD = """rulebook guild
uses words
governs contract
own law never
acceptance market accept bazaar rank 1
acceptance other accept vale rank 2
acceptance desk accept forum desk
acceptance floors respect mandatory rules of mutual up to 100 EUR
recognition awards recognise decisions of desk
"""
REGISTER = "2026-01-01 bea joins mutual\n2026-01-01 sol joins guild\n2026-01-01 sue joins guild"
DISPUTE = """matter contract.sale; anchor 2026-03-01; filed 2026-06-01; bea as buyer; sol as seller; enforce with guild
bea against sol; late is {late}; cause crash
"""


OF_A_RULE = {
    "value": "130 EUR", "after": "120 EUR", "before": "1 EUR", "kind": "at most", "rule": "small",
    "code": "guild 1", "protects": "sol", "source": "art. 7", "opposable": False,
}  # fmt: skip
OF_A_REFUSAL = {
    "result": "1 EUR as refund", "law": "vale 1", "party": "sol", "reservation": "less",
    "code": "guild 1", "replacement": "bazaar 1", "source": "art. 7",
}  # fmt: skip


def world() -> Panarchy:
    """Two codes with limits on the law of a marketplace."""
    files = {"words": WORDS, "bazaar": BAZAAR, "vale": VALE, "mutual": MUTUAL, "guild": GUILD}
    texts = {f"{name}.law": text for name, text in files.items()}
    return Panarchy.build(texts, Register.of(entries(REGISTER)), ())


def judged(late: str, more: str = "") -> Judgment:
    """The judgment of the dispute, which verifies."""
    judgment = world().resolve(read_dispute(DISPUTE.format(late=late) + more))
    assert world().verify(judgment) == ()
    return judgment


def changed(judgment: Judgment, **how: Any) -> Judgment:
    """The judgment with its one issue changed."""
    return judgment.model_copy(update={"issues": (judgment.issues[0].model_copy(update=how),)})


def without_refusal(judgment: Judgment) -> Judgment:
    """The judgment with nothing anywhere that says that a result was refused."""
    issue = judgment.issues[0]
    kept = tuple(note for note in issue.notes if note.code != "REFUSED_PUBLIC_POLICY")
    steps = tuple(step for step in issue.steps if step.step != "reservations")
    silent = {"notes": kept, "steps": steps, "refused": (), "refused_results": ()}
    return changed(judgment, **silent).model_copy(update={"notes": kept})


def changes() -> Iterator[tuple[str, Judgment]]:
    """Judgments after which something does not hold."""
    floor, refused = judged("yes"), judged("no")
    rule, refusal = floor.issues[0].mandatory_rules[0], refused.issues[0].refused_results[0]
    yield "a mandatory rule left out", changed(floor, mandatory_rules=())
    for key, value in OF_A_RULE.items():
        yield f"{key} of a mandatory rule", changed(floor, mandatory_rules=(rule.model_copy(update={key: value}),))
    yield "the chains of a mandatory rule", changed(floor, mandatory_rules=(rule.model_copy(update={"chains": ()}),))
    for key, value in OF_A_REFUSAL.items():
        yield f"{key} of a refusal", changed(refused, refused_results=(refusal.model_copy(update={key: value}),))
    yield "a refusal left out of the list", changed(refused, refused_results=())
    yield "a refusal left out throughout", without_refusal(refused)
    other = floor.issues[0].recognitions[0].model_copy(update={"result": "not recognised"})
    yield "a recognition", changed(floor, recognitions=(other,))
    halted = judged("no", "earlier first before desk filed 2026-03-01 decided 2026-05-01 on crash by bea and sol\n")
    without = halted.dispute.model_copy(update={"earlier": ()})
    yield "the earlier decision", halted.model_copy(update={"dispute": without})


@pytest.mark.parametrize("what", [what for what, _ in changes()])
def test_what_was_changed_is_found(what: str) -> None:
    """The changed judgment does not verify."""
    judgment = dict(changes())[what]

    assert world().verify(judgment) != ()


def test_the_refusal_that_was_left_out_is_named() -> None:
    """Both codes put the bazaar first, and the mutual refuses what it says; so it is missed among what Bea accepts."""
    said = [problem.message for problem in world().verify(without_refusal(judged("no")))]

    assert any("mutual 1 refuses the result of bazaar 1 for bea (more): not mentioned" in one for one in said)
    assert any("bazaar 1 is not said to be what bea has consented to" in one for one in said)


def test_a_floor_raises_an_order_up_to_its_cap() -> None:
    """The order says what stays undecided, and the steps say why."""
    judgment = judged("yes")

    assert [(order.amount, order.undecided, order.law) for order in judgment.orders] == [
        ("100 EUR", "20 EUR", "mutual 1")
    ]
    assert [step.step for step in judgment.issues[0].steps][:3] == ["parties", "forum", "law"]


def test_an_independent_checker_follows_the_chains_of_a_mandatory_rule() -> None:
    """It finds no fault with them, and does not take the clause for one that makes a law govern."""
    judgment = judged("yes")
    issue = judgment.issues[0]
    member, other = issue.mandatory_rules[0].chains
    clause = other.edges[1].model_copy(update={"act": "accept"})
    as_law = other.model_copy(update={"edges": (other.edges[0], clause)})

    assert faults(world(), judgment, issue, other, "mutual 1") == []
    assert faults(world(), judgment, issue, as_law, "mutual 1") != []
    assert [edge.act for edge in member.edges] == ["join"]
