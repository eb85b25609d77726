"""The engine and a second reading of the burden of proof agree at judgment."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.rulebook.verdict import Settled, Undetermined, Verdict
from tests.support import engine
from tests.support.generate import FACTS, Case, Maker
from tests.support.reference import Reference
from tests.support.reference_judgment import FEW, at_judgment, completions
from tests.support.small_rulebook import Tuple
from tests.support.small_text import text

Judged = tuple[Case, Tuple, Verdict]


def judged(seed: int) -> Iterator[Judged]:
    """What the engine says at judgment to each question of what is owed that is open before; circles are left out."""
    maker = Maker(Random(seed).randrange)
    first = maker.case()
    if "owed" in text(first):
        return
    made = engine.rulebook(text(first))
    for case in (first, *(maker.again(first) for _ in range(7))):
        on = Evaluation(made, replace(engine.case_record(case), at_judgment=True))
        for question in case.questions:
            if question[0] == "owes" and _before(case, question)[0] == "undetermined":
                yield case, question, on.decide(engine.question_id(question))


def _before(case: Case, question: Tuple) -> Tuple:
    return Reference(case.book, dict(case.facts)).ask(question)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_not_proved_counts_against_the_one_who_had_to_prove_it(seed: int) -> None:
    """Facts of few values are left to the next claim, and so is what waits for more than facts."""
    for case, question, verdict in judged(seed):
        missing = _before(case, question)[1]
        is_open = isinstance(verdict, Undetermined) and verdict.obstacles
        if not is_open and not any(FACTS[name] in FEW for name in missing):
            assert engine.plain(verdict) == at_judgment(case).ask(question)


@pytest.mark.parametrize("seed", range(40))
def test_a_result_at_judgment_is_one_that_some_way_of_filling_in_the_facts_gives(seed: int) -> None:
    """If the missing facts have few values, and each way of filling them in settles what is owed."""
    for case, question, verdict in judged(seed):
        ways = [_before(way, question) for way in completions(case, _before(case, question)[1])]
        if isinstance(verdict, Settled) and ways and all(way[0] == "settled" for way in ways):
            assert engine.plain(verdict)[1] in {way[1] for way in ways}
