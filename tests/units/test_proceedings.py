"""What a judgment says of proceedings and remedies is found out when it was altered."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from panarchy_rules import Panarchy
from panarchy_rules.casefile.judgment import Judgment
from tests.support.checkout import ROOT


@cache
def fair() -> tuple[Panarchy, Judgment]:
    """The world of the fair, and its judgment on three letters."""
    world = Panarchy.load(ROOT / "examples/fair")
    return world, world.resolve("a")


def altered(change: Callable[[dict[str, Any]], None]) -> list[str]:
    """What the check says of the judgment, once something in it was changed."""
    world, judgment = fair()
    raw = judgment.model_dump(mode="python")
    change(raw)
    raw["orders"] = [order for issue in raw["issues"] for order in issue["orders"]]
    return [found.message for found in world.verify(Judgment.model_validate(raw))]


def issue(raw: dict[str, Any], name: str) -> dict[str, Any]:
    """One issue of a judgment."""
    return next(one for one in raw["issues"] if one["issue"] == name)


def test_the_judgment_itself_holds() -> None:
    """Nothing is wrong with it before it is altered."""
    assert altered(lambda _: None) == []


def test_an_imposition_on_somebody_without_a_chain_is_found() -> None:
    """What binds nobody cannot be moved among the orders."""

    def impose(raw: dict[str, Any]) -> None:
        one = issue(raw, "forfeiture")
        one["orders"] = [*one["orders"], *one["unimposed"]]
        one["unimposed"] = []

    assert any("no chain of theirs is shown" in message for message in altered(impose))


def test_a_borrowed_chain_is_found() -> None:
    """The chain of another person binds nobody."""

    def borrow(raw: dict[str, Any]) -> None:
        one = issue(raw, "forfeiture")
        chain = next(order["chain"] for order in one["orders"] if order["chain"])
        free = dict(one["unimposed"][0], chain=chain)
        one["orders"], one["unimposed"] = [*one["orders"], free], one["unimposed"][1:]

    assert any("no chain of theirs is shown" in message for message in altered(borrow))


@pytest.mark.parametrize(
    ("key", "value"),
    [("remedy", "hanging"), ("kind", "withdrawal"), ("of", "900 LIVRES"), ("lasting", "1 year"), ("debtor", "pia")],
)
def test_another_remedy_than_the_law_gives_is_found(key: str, value: str) -> None:
    """Name, nature, content, length and person of a remedy are those of the law."""

    def exchange(raw: dict[str, Any]) -> None:
        one = issue(raw, "forfeiture")
        one["orders"] = [{**one["orders"][0], key: value}, *one["orders"][1:]]

    assert any("does not follow from the law" in message for message in altered(exchange))


def test_a_remedy_that_is_left_out_is_found() -> None:
    """The exclusion of one companion cannot be forgotten."""

    def leave_out(raw: dict[str, Any]) -> None:
        one = issue(raw, "ban")
        one["orders"] = one["orders"][:-1]

    assert any("no order says so" in message for message in altered(leave_out))


def test_an_act_that_fared_otherwise_is_found() -> None:
    """Whether an act counts is found out again."""

    def void(raw: dict[str, Any]) -> None:
        raw["issues"][0]["proceedings"]["acts"][0]["fate"] = "void"

    assert any("not those of the record" in message for message in altered(void))


def test_the_order_in_which_acts_are_written_down_matters_within_a_day_only() -> None:
    """Acts of different days give the same judgment in any order of the file."""
    world, judgment = fair()
    dispute = judgment.dispute
    assert dispute.proceedings
    turned = dispute.model_copy(update={"proceedings": tuple(reversed(dispute.proceedings))})

    assert world.resolve(turned).issues == judgment.issues
