"""At judgment, on generated rulebooks: the burden of proof decides, and never what no facts could give."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Owing, Rulebook
from panarchy_rules.rulebook.verdict import Antinomy, Settled, Undetermined, Verdict
from tests.support.suites import compiled

FACTS = ("rainy", "seen", "paid", "late")
QUESTION = Owing("respondent", "claimant", "damages")
ROLES = {"claimant": "claimant", "respondent": "respondent"}


def _condition(random: Random, depth: int = 2) -> str:
    if depth == 0 or random.random() < 0.4:
        return random.choice(("", "not ")) + random.choice(FACTS)
    word = random.choice((" and ", " or "))
    return f"({_condition(random, depth - 1)}{word}{_condition(random, depth - 1)})"


def _law(random: Random) -> str:
    """A few rules with exceptions to any depth, ranked so that they never collide, and proofs of some facts."""
    lines = ["rulebook mesa", *(f"fact {name} is yes_no" for name in FACTS)]
    rules = [f"r{n}" for n in range(random.randint(1, 3))]
    lines += [
        f"rule {x} respondent owes claimant {10 * n + 10} EUR when {_condition(random)}" for n, x in enumerate(rules)
    ]
    above = list(rules)
    for n in range(random.randint(0, 3)):
        target, says = random.choice(above), random.choice(("claim fails", "respondent owes claimant 5 EUR"))
        lines.append(f"exception x{n} to {target} {says} when {_condition(random)}")
        above.append(f"x{n}")
    lines.append(f"precedence {', '.join(above)}")
    for name in random.sample(FACTS, random.randint(0, 2)):
        lines.append(f"proof of {name} on {random.choice(('claimant', 'respondent'))}")
    return "\n".join(lines) + "\n"


def _book(random: Random) -> Rulebook:
    world, _ = compiled({"mesa.law": _law(random).encode()})
    assert world.diagnostics == ()
    return next(iter(world.rulebooks.values()))


def _asked(book: Rulebook, facts: dict[str, bool], *, at_judgment: bool) -> Verdict:
    record = Record({(name, None): value for name, value in facts.items()}, ROLES, at_judgment=at_judgment)
    return Evaluation(book, record).decide(QUESTION)


def _cases(seed: int) -> tuple[Rulebook, dict[str, bool], list[Verdict]]:
    """A rulebook, some of the facts, and its verdict on every way of filling in the rest."""
    random = Random(seed)
    book = _book(random)
    known = {name: random.random() < 0.5 for name in FACTS if random.random() < 0.4}
    rest = [name for name in FACTS if name not in known]
    ways = product((True, False), repeat=len(rest))
    return book, known, [_asked(book, known | dict(zip(rest, way, strict=True)), at_judgment=False) for way in ways]


@pytest.mark.parametrize("seed", range(300))
def test_a_judgment_is_what_some_facts_would_give(seed: int) -> None:
    """It is settled but where both sides failed to prove something; and what all facts give, the judgment gives."""
    book, known, ways = _cases(seed)
    verdict = _asked(book, known, at_judgment=True)
    possible = {way.value for way in ways if isinstance(way, Settled)}

    assert len([way for way in ways if isinstance(way, Settled)]) == len(ways)
    match verdict:
        case Settled(value, unproved=unproved):
            assert value in possible
            assert len(possible) > 1 or not unproved
        case Undetermined(_, obstacles):
            assert obstacles
            assert len(possible) > 1
        case _:
            pytest.fail(f"{verdict}")


@pytest.mark.parametrize("seed", range(100))
def test_what_is_settled_before_judgment_stays(seed: int) -> None:
    """With every fact known there is nothing left to prove; and an open case that is settled is judged alike."""
    book, known, _ = _cases(seed)
    before, after = (_asked(book, known, at_judgment=stage) for stage in (False, True))
    whole = {name: known.get(name, False) for name in FACTS}

    assert not isinstance(before, Settled | Antinomy) or replace_unproved(after) == before
    assert _asked(book, whole, at_judgment=True) == _asked(book, whole, at_judgment=False)


def replace_unproved(verdict: Verdict) -> Verdict:
    """The verdict without the facts that nobody proved."""
    return replace(verdict, unproved=()) if isinstance(verdict, Settled) else verdict


@pytest.mark.parametrize("seed", range(100))
def test_proving_what_one_has_to_prove_never_hurts(seed: int) -> None:
    """Where the claimant has to prove everything, nothing is owed that no fact supports by itself."""
    random = Random(seed)
    law = "rulebook mesa\n" + "".join(f"fact {name} is yes_no\n" for name in FACTS)
    law += f"rule r respondent owes claimant 10 EUR when {_condition(random)}\n"
    world, _ = compiled({"mesa.law": law.encode()})
    book = next(iter(world.rulebooks.values()))
    verdict = _asked(book, {}, at_judgment=True)

    assert isinstance(verdict, Settled)
    assert str(verdict.value) == "claim fails" or not verdict.unproved
