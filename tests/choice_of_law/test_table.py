"""The table of consents names the law that the closures of each dispute lead to, or asks for them."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest

from panarchy_rules import Panarchy
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.table import ASK, Consents, ConsentTable, Entry
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, End, Join, Leave, RevokeClause, Submit
from panarchy_rules.register import Entry as Act

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


def test_who_joined_before_a_code_was_in_force_is_not_bound_by_it() -> None:
    """Such a membership leads nowhere, and is weighed in each dispute."""
    world = _world()
    late = Panarchy.build(
        {
            "words.law": WORDS,
            "elm.law": "rulebook elm this is edition 1 in force from 2026-02-01 uses words governs tort",
        },
        [Join(entry=1, recorded=DAY, person="early", provider="elm")],
    )

    assert ConsentTable(late.law_world, "tort", date(2026, 3, 1)).provider("early") is None
    assert ConsentTable(world.law_world, "tort", DAY).provider("cedar_one") == "cedar"


def test_only_what_an_entry_touches_is_resolved_again() -> None:
    """A new membership reads no code again; a clause that ends has one code read again, and the pairs it is in."""
    world = _world()
    consents = Consents(world.law_world)
    _everything(consents, DAY)
    assert (consents.read, consents.met) == (2 * len(LAWS), 2 * len(LAWS) ** 2)

    joined = consents.after(_with(world, Join(entry=0, recorded=DAY, person="new", provider="ash")))
    assert joined.provider("new", DAY) == "ash"
    _everything(joined, DAY)
    assert (joined.read, joined.met) == (0, 0)

    ended = RevokeClause(entry=0, recorded=DAY + timedelta(9), provider="ash", clause="a")
    revoked = consents.after(_with(world, ended))
    _everything(revoked, DAY)
    assert (revoked.read, revoked.met) == (2, 2 * (2 * len(LAWS) - 1))
    assert revoked.entry("ash", "cedar", "tort", "merits", DAY) == consents.entry("ash", "cedar", "tort", "merits", DAY)
    assert revoked.entry("ash", "cedar", "tort", "merits", DAY + timedelta(9)) == ASK


@pytest.mark.parametrize("seed", range(40))
def test_what_is_kept_is_what_would_be_resolved_from_scratch(seed: int) -> None:
    """For any entries that are appended, one batch after the other, on days before, between and after them."""
    random, world = Random(seed), _world()
    consents = Consents(world.law_world)
    for day in range(1, 5):
        _everything(consents, DAY + timedelta(day))
        world = world.with_register(world.law_world.register.plus(*_acts(random, world, DAY + timedelta(day))))
        consents = consents.after(world.law_world)
        for when in (0, day - 1, day, day + 1, 60):
            anchor = DAY + timedelta(when)
            assert _everything(consents, anchor) == _everything(Consents(world.law_world), anchor)


def _everything(consents: Consents, day: date) -> tuple[list[str | None], list[Entry]]:
    """Whom everybody belongs to, and the entry of every pair on both matters."""
    people = [f"{name}_{side}" for name in LAWS for side in ("one", "two")]
    members = [consents.provider(person, day) for person in people]
    matters = ("tort", "contract")
    return members, [consents.entry(a, b, matter, "merits", day) for a, b, matter in product(LAWS, LAWS, matters)]


def _with(world: Panarchy, *acts: Act) -> LawWorld:
    return world.with_register(world.law_world.register.plus(*acts)).law_world


def _acts(random: Random, world: Panarchy, day: date) -> Sequence[Act]:
    """Some acts of one day."""
    people = [f"{name}_{side}" for name in LAWS for side in ("one", "two")]
    left = {e.person for e in world.law_world.register.entries if isinstance(e, Leave)}
    found: list[Act] = []
    for _ in range(random.randint(0, 2)):
        who, law = random.choice(people), random.choice(list(LAWS))
        home = who.partition("_")[0]
        match random.randrange(5):
            case 0:
                found.append(Join(recorded=day, person=who, provider=law, matters=random.choice(((), ("tort",)))))
            case 1 if who not in left:
                left.add(who)
                found.append(Leave(recorded=day, person=who, provider=home))
            case 2:
                found.append(Submit(recorded=day, person=who, law=law, towards=random.choice(((), ("ash_one",)))))
            case 3 if not any(isinstance(e, End) for e in (*world.law_world.register.entries, *found)):
                found.append(End(recorded=day, provider=law, effective=day + timedelta(random.choice((0, 30)))))
            case 4:
                found.append(RevokeClause(recorded=day, provider=random.choice(("ash", "cedar")), clause="a"))
            case _:
                parties = tuple(sorted(random.sample(people, 2)))
                found.append(Agree(recorded=day, parties=parties, law=law))
    return found
