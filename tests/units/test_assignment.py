"""A claim that somebody has taken over: the consents of whoever had it count, and whoever has it is paid."""

import pytest
from pydantic import ValidationError

from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT

ROAD = Panarchy.load(ROOT / "examples/road")


def test_the_law_and_the_chains_are_those_of_the_assignor() -> None:
    """The debtor's position does not change."""
    mine, taken = ROAD.resolve("b").issues[0], ROAD.resolve("f").issues[0]

    assert (taken.laws, taken.forum, taken.answers) == (mine.laws, mine.forum, mine.answers)
    assert [order.assignee for order in taken.orders] == ["shield"]
    assert "shield has taken the claim of bo over" in taken.steps[0].found


def test_an_order_to_pay_somebody_else_does_not_verify() -> None:
    """Neither to a stranger, nor to the assignor."""
    judgment = ROAD.resolve("f")
    for payee in ("cas", None):
        orders = tuple(order.model_copy(update={"assignee": payee}) for order in judgment.orders)
        issue = judgment.issues[0].model_copy(update={"orders": orders})
        found = ROAD.verify(judgment.model_copy(update={"issues": (issue,), "orders": orders}))

        assert any("does not go to whoever has the claim" in one.message for one in found)


def test_nobody_takes_over_a_claim_against_themselves() -> None:
    """It would be extinguished."""
    raw = ROAD.disputes["f"].model_dump(mode="json") | {"assignee": "ada"}

    with pytest.raises(ValidationError):
        Dispute.model_validate(raw)
