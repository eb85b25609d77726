"""P12, P13, P14 and P16: order, names and the side on which one stands say nothing; every resolution ends."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import IssueJudgment
from panarchy_rules.register import Agree
from tests.support.small_world import NO_LAW, World, renamed
from tests.support.theorems.others import world_of
from tests.support.theorems.seen import Seen, paired, theorem
from tests.support.worlds import Shape


@theorem()
def p12_order_and_names_say_nothing(seen: Seen, chance: Random) -> None:
    """One of the two: other names with the same alphabetical order, or in any order. Each needs a world of its own."""
    (order_says_nothing if chance.random() < 0.5 else names_in_another_order)(seen, chance)


def order_says_nothing(seen: Seen, chance: Random) -> None:
    """The order of law files, of clauses in a file, of facts and of roles changes no byte of the judgment; and other
    names for persons, providers and clauses, with the same alphabetical order, rename it only."""
    seen.note("names in the same order")
    new = {name: f"{name[0]}{number:03}" for number, name in enumerate(sorted(identifiers(seen.world)))}

    assert mixed(seen.world, chance).renamed(new).judged().body() == renamed(seen.body, new)


def names_in_another_order(seen: Seen, chance: Random) -> None:
    """Whatever persons, providers and clauses are called, the same is decided under the same laws."""
    seen.note("names in another order")
    names = sorted(identifiers(seen.world))
    new = dict(zip(names, chance.sample([f"n{number:03}" for number in range(len(names))], len(names)), strict=True))

    def content(issue: IssueJudgment, names: dict[str, str]) -> Any:
        said = [
            [law.name for law in issue.laws], [*issue.possible_laws], [str(order) for order in issue.orders],
            [f"{f.party} {' '.join(f.laws)}" for f in issue.frontiers],
            [b.text for b in issue.bridges],
            [*issue.lacking],
        ]  # fmt: skip
        sets = [sorted(" ".join(sorted(renamed(text, names).split())) for text in set(part)) for part in said]
        return issue.status, issue.forum.status, renamed(str(issue.forum.forum), names), sets

    for one, other in zip(seen.judgment.issues, seen.world.renamed(new).judged().issues, strict=True):
        assert content(one, new) == content(other, {})


@theorem()
def p13_termination(seen: Seen, chance: Random) -> None:
    """Every resolution ends within a budget of steps, and what is not decided comes with a reason or missing facts."""
    if chance.random() < 0.1:  # Counting takes much longer than resolving.
        with at_most(1_000_000):
            seen.panarchy.resolve(seen.world.dispute)

    assert all(explained(issue) for issue in seen.judgment.issues)


@theorem(Shape(roles=False, claims=False))
def p14_claimant_and_respondent(seen: Seen, chance: Random) -> None:
    """Where nothing treats claimant and respondent unlike, exchanging them changes nothing."""
    parties = seen.world.raw["parties"]
    turned = {**parties, "claimant": parties["respondent"], "respondent": parties["claimant"]}
    other = replace(seen.world, raw={**seen.world.raw, "parties": turned})

    def content(issue: IssueJudgment) -> Any:
        laws = {(law.name, chain.model_dump_json()) for law in issue.laws for chain in law.chains}
        orders = {(o.debtor, o.creditor, o.amount, o.head, o.undecided) for o in issue.orders}
        frontiers = {f.party: (f.home, f.laws) for f in issue.frontiers}
        return issue.status, laws, orders, frontiers, issue.forum.forum, issue.forum.status, set(issue.bridges)

    assert [content(i) for i in other.judged().issues] == [content(i) for i in seen.judgment.issues]


@theorem()
def p16_monotone_reporting(seen: Seen, chance: Random) -> None:
    """Fewer facts never turn "undetermined" into "decided"; what is decided on fewer facts stays so on more."""
    world = seen.world
    fixed = {"signed", "weather", "term", *(one["fact"] for one in world.raw.get("standings", ()))}
    kept = {name: fewer(value, chance, fixed=name in fixed) for name, value in world.raw["facts"].items()}
    less = world.with_facts({name: value for name, value in kept.items() if value is not None})
    told = less.judged()
    if world.raw["facts"].get("term") != less.raw["facts"].get("term"):  # Then it is open which times there are.
        over = {i.claim for i in told.issues} - {i.claim for i in seen.judgment.issues}
        assert not [i for i in told.issues if i.claim in over and (i.status in DECIDED or i.status in NO_LAW)]

    for before, after in paired(told, seen.judgment):
        if before.status in DECIDED:
            seen.note("decided on fewer facts")
            assert after.status in DECIDED
            # A law that is seen to give the same result is named beside the one that was chosen.
            if not any(note.code == "SAME_RESULT" for note in after.notes):
                assert {law.name for law in after.laws} <= {law.name for law in before.laws}
            assert after.forum.forum == before.forum.forum
            if before.status == "DECIDED":
                assert set(map(str, after.orders)) == set(map(str, before.orders))
        if before.status in NO_LAW:
            assert after.status in NO_LAW


def mixed(world: World, chance: Random) -> World:
    """The same world in another order."""

    def anyhow(things: Any) -> Any:
        return chance.sample(list(things), len(things))

    codes = [replace(code, clauses=tuple(anyhow(code.clauses))) for code in anyhow(world.codes)]
    raw = {**world.raw, **{key: dict(anyhow(world.raw[key].items())) for key in ("facts", "parties")}}
    raw["facts"] = {k: dict(anyhow(v.items())) if isinstance(v, dict) else v for k, v in raw["facts"].items()}
    entries = [
        e.model_copy(update={"parties": tuple(anyhow(e.parties))}) if isinstance(e, Agree) else e for e in world.entries
    ]
    return replace(world_of(world, entries), codes=tuple(codes), raw=dict(anyhow(raw.items())))


LABELLED = {
    "acceptance": 1, "exception": 1, "rule": 1, "forum": 1, "reservation": 1, "recognition": 1, "group": 1, "step": 1,
    "set": 2,
}  # fmt: skip
"""The clauses that have a label, and where in them it stands."""


def identifiers(world: World) -> set[str]:
    """Every name of a person, provider, forum and clause."""
    words = [clause.split() for code in world.codes for clause in code.clauses]
    labels = {said[LABELLED[said[0]]] for said in words if said[0] in LABELLED}
    return labels | {code.provider for code in world.codes} | set(world.persons)


def explained(issue: IssueJudgment) -> bool:
    """Whether a judgment that decides nothing says why."""
    return issue.status in DECIDED or bool(issue.reasons or issue.lacking)


@contextmanager
def at_most(calls: int) -> Iterator[None]:
    """Stop what makes more calls of functions."""
    left = calls

    def count(frame: object, what: str, argument: object) -> None:
        nonlocal left
        left -= what == "call"
        if left < 0:
            raise AssertionError(f"more than {calls} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)


def fewer(value: Any, chance: Random, *, fixed: bool) -> Any:
    """The fact, or the same fact unknown; where its absence says nothing, it may also not be asked."""
    if isinstance(value, dict):
        return {who: chance.choice([one, "unknown"]) for who, one in value.items()}
    return chance.choice([value, "unknown"] if fixed else [value, "unknown", None])
