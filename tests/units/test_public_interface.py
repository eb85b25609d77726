"""The Python interface that the README shows."""

from datetime import date

import pytest

import panarchy_rules
from panarchy_rules import Dispute, Join, Panarchy, Refused, Status
from tests.support.checkout import ROOT

_LAW = """
rulebook kettle
governs everything
matter sale
fact price is money
rule late respondent owes claimant price * 10 %
forum table open to anyone
acceptance own_table accept forum table
"""


def test_every_public_name_can_be_imported() -> None:
    """`from panarchy_rules import NAME` works for each name that is promised, and for no other."""
    assert all(getattr(panarchy_rules, name) for name in panarchy_rules.__all__)
    with pytest.raises(AttributeError):
        _ = panarchy_rules.no_such_name


def test_a_folder_is_loaded_and_its_disputes_are_resolved_by_their_ids() -> None:
    """As the README shows it."""
    world = Panarchy.load(ROOT / "examples" / "ulex")

    judgment = world.resolve("a")

    assert (judgment.status, judgment.laws) == (Status.DECIDED, ("ulex 1.2",))
    assert [str(order) for order in judgment.orders] == [
        "ben pays ana 2000 EUR as remedy",
        "ana pays ben 700 EUR as costs",
    ]
    assert world.verify(judgment) == ()


def test_a_world_is_built_without_files() -> None:
    """Law as text, consents as entries, a dispute as a model."""
    joins = [Join(recorded=date(2025, 1, 1), person=name, provider="kettle") for name in ("ana", "ben")]
    world = Panarchy.build({"kettle.law": _LAW}, joins)
    parties = {"claimant": "ana", "respondent": "ben"}
    dispute = Dispute(id="tea", matter="sale", anchor=date(2026, 1, 1), parties=parties, facts={"price": "30 EUR"})

    judgment = world.resolve(dispute)

    assert [str(order) for order in judgment.orders] == ["ben pays ana 3 EUR as damages"]


def test_what_a_world_does_not_know_is_refused_with_diagnostics() -> None:
    """Refused carries every mistake, not only the first."""
    world = Panarchy.build({"kettle.law": _LAW}, ())
    parties = {"claimant": "ana", "respondent": "ben"}
    dispute = Dispute(id="x", matter="sail", anchor=date(2026, 1, 1), parties=parties, facts={"prize": "30 EUR"})

    with pytest.raises(Refused) as refused:
        world.resolve(dispute)

    assert sorted(d.code for d in refused.value.diagnostics) == ["PR601", "PR601", "PR602", "PR603"]


def test_an_unknown_dispute_is_refused() -> None:
    """By its id, with the ids there are."""
    with pytest.raises(Refused, match="no dispute"):
        Panarchy.load(ROOT / "examples" / "ulex").resolve("zz")
