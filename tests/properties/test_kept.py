"""What is kept with a world says nothing: a dispute gets one judgment, whatever was judged there before."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from panarchy_rules import Panarchy
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.register import Join
from tests.support.small_world import World
from tests.support.worlds import sample

WORDS = "vocabulary words\nlanguage 1\nmatter contract\nmatter tort\nrole guest\nhead price\n"
CODE = """rulebook {name} language 1 uses words this is edition 1 in force from 2020-01-01 governs everything
    own law never
    rule pay respondent owes claimant {sum} EUR as price
    acceptance a accept {accepts}"""
DAY = date(2025, 1, 1)


@pytest.mark.parametrize("world", tuple(sample(40)), ids=range(40))
def test_no_dispute_says_anything_of_another(world: World) -> None:
    """Judged after others between the same persons, a dispute gets the bytes that it gets in a new world."""
    used = world.built()
    fresh = world.built().resolve(world.dispute).body()

    for other in _alike(dict(world.raw)):
        _try(used, other)

    assert used.resolve(world.dispute).body() == fresh


def _alike(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Disputes that differ in something that a closure may depend on."""
    parties = dict(raw["parties"])
    exchanged = {**parties, "claimant": parties["respondent"], "respondent": parties["claimant"]}
    return [
        {**raw, "facts": {}},
        {**raw, "parties": {role: parties[role] for role in ("claimant", "respondent")}},
        {**raw, "parties": exchanged},
        {**raw, "matter": "tort", "issues": ("merits",)},
        {**raw, "anchor": raw["anchor"] + timedelta(days=200)},
    ]


def _try(world: Panarchy, raw: dict[str, Any]) -> None:
    try:
        world.resolve(Dispute.model_validate(raw))
    except (Refused, ValueError):
        return


@pytest.mark.parametrize("accepts", ["law of guest", "ash as guest", "ash towards members of ash", "ash for tort"])
def test_roles_and_the_other_side_count(accepts: str) -> None:
    """A kept closure is not taken for that of the same person in another role or matter, or against somebody else."""
    codes = {"oak": accepts, "ash": "ash", "elm": "ash"}
    laws = {f"{name}.law": CODE.format(name=name, sum=n, accepts=to) for n, (name, to) in enumerate(codes.items(), 1)}
    joins = [Join(recorded=DAY, person=f"of_{name}", provider=name) for name in codes]
    disputes = [
        _dispute(claimant="of_oak", respondent="of_ash", guest="of_ash"),
        _dispute(claimant="of_oak", respondent="of_ash", guest="of_oak"),
        _dispute(claimant="of_oak", respondent="of_ash", guest="of_elm"),
        _dispute(claimant="of_oak", respondent="of_elm", guest="of_elm"),
        _dispute("tort", claimant="of_oak", respondent="of_ash", guest="of_ash"),
    ]

    def said(*judged: Dispute) -> str:
        world = Panarchy.build({"words.law": WORDS, **laws}, joins)
        return [world.resolve(dispute) for dispute in judged][-1].body()

    alone = [said(dispute) for dispute in disputes]

    assert len({Judgment.model_validate_json(text).laws for text in alone}) > 1
    for first, second in permutations(range(len(disputes)), 2):
        assert said(disputes[first], disputes[second]) == alone[second]


def _dispute(matter: str = "contract", **parties: str) -> Dispute:
    return Dispute.model_validate({"id": "d", "matter": matter, "anchor": "2025-06-01", "parties": parties})
