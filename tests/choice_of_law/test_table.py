"""The table of consents names the law that the closures of each dispute lead to, or asks for them."""

from datetime import date
from itertools import product

import pytest

from panarchy_rules import Panarchy
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.table import ASK, ConsentTable
from panarchy_rules.register import Agree, Join

DAY = date(2026, 1, 1)
WORDS = """
vocabulary words
matter tort
matter contract
fact chosen is law otherwise not_applicable
fact hurt is yes_no otherwise no
"""
LAWS = {
    "ash": """own law never acceptance own accept ash towards members of ash
        acceptance a accept law of claimant for tort towards members of birch
        acceptance b accept cedar for tort towards members of cedar
        acceptance c accept chosen for contract towards members of birch
        acceptance d accept cedar whole on cycle nothing for contract towards members of cedar""",
    "birch": """acceptance a accept law of claimant towards members of ash for tort
        acceptance b accept chosen for contract towards members of ash, cedar
        acceptance c accept dogwood for tort towards members of cedar
        acceptance d accept cedar for tort towards anyone""",
    "cedar": """own law never
        acceptance a accept ash whole on cycle nothing for contract towards members of ash
        acceptance b accept ash whole on cycle nothing for tort towards members of ash
        acceptance c accept dogwood for contract towards members of birch
        acceptance d accept law of respondent for tort towards members of birch""",
    "dogwood": "acceptance a accept law of claimant for tort towards members of ash",
}
RULE = "governs tort, contract rule r respondent owes claimant {amount} EUR"


def _world(**more: str) -> Panarchy:
    laws = {"words.law": WORDS}
    for amount, (name, clauses) in enumerate((LAWS | more).items()):
        laws[f"{name}.law"] = f"rulebook {name} uses words {RULE.format(amount=amount + 1)} {clauses}"
    pairs = [(name, side) for name in LAWS for side in ("one", "two")]
    return Panarchy.build(laws, [Join(entry=i, recorded=DAY, person=f"{n}_{s}", provider=n) for i, (n, s) in
                                 enumerate(pairs, 1)])  # fmt: skip


def _resolved(world: Panarchy, claimant: str, respondent: str, matter: str, chosen: str | None) -> str | None:
    facts = {} if chosen is None else {"chosen": chosen}
    parties = {"claimant": f"{claimant}_one", "respondent": f"{respondent}_two"}
    dispute = Dispute(id="d", matter=matter, anchor=DAY, parties=parties, facts=facts)
    (issue,) = world.resolve(dispute).issues
    return issue.laws[0].provider if issue.laws else None


@pytest.mark.parametrize("matter", ["tort", "contract"])
def test_every_entry_names_the_law_that_resolving_finds(matter: str) -> None:
    """For every pair of providers and whatever law the parties chose."""
    world = _world()
    table = ConsentTable(world.law_world, matter, DAY)
    asked = 0

    for claimant, respondent, chosen in product(LAWS, LAWS, (None, *LAWS)):
        entry = table.entry(claimant, respondent)
        if entry.ask:
            asked += 1
            continue
        law = entry.law.provider if entry.law else None
        if entry.fact:
            law = chosen if law in (None, chosen) else None
        assert law == _resolved(world, claimant, respondent, matter, chosen), (claimant, respondent, chosen)

    assert asked <= 20


@pytest.mark.parametrize(
    "clauses",
    [
        "own law never when hurt",
        "acceptance a accept cedar rank 1",
        "acceptance a accept cedar up to 5 EUR",
        "acceptance a accept cedar if reciprocal",
        "acceptance a accept cedar from 2020-01-01",
        "acceptance a accept cedar as claimant",
        "acceptance a accept cedar when hurt",
        "acceptance a accept cedar whole",
        "acceptance a accept cedar exception x to a accept dogwood when hurt",
    ],
)
def test_what_depends_on_more_is_asked(clauses: str) -> None:
    """Ranks, caps, conditions, periods and the like are weighed in each dispute."""
    table = ConsentTable(_world(dogwood=clauses).law_world, "tort", DAY)

    assert table.entry("dogwood", "cedar") == ASK


def test_only_members_of_one_provider_who_consented_to_nothing_else_are_read_from_the_table() -> None:
    """A second membership or an agreement of one's own is weighed in each dispute."""
    world = _world()
    joined = [*world.law_world.register.entries]
    agree = Agree(entry=len(joined) + 1, recorded=DAY, parties=("ash_two", "birch_two"), law="cedar")
    more = Join(entry=len(joined) + 2, recorded=DAY, person="ash_one", provider="birch")
    register = type(world.law_world.register)((*joined, agree, more))

    table = ConsentTable(world.with_register(register).law_world, "tort", DAY)

    assert table.provider("cedar_one") == "cedar"
    assert table.provider("ash_one") is None
    assert table.provider("ash_two") is None
    assert table.provider("nobody") is None
