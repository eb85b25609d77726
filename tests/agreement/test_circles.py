"""Questions that rest on one another have one verdict each, whichever is asked first."""

from collections import Counter
from itertools import permutations
from random import Random

import pytest

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.rulebook.rulebook import QuestionId
from panarchy_rules.rulebook.verdict import Undetermined
from tests.support import engine
from tests.support.generate import Maker
from tests.support.long_run import differences, drawn
from tests.support.small_text import text

TWO_CIRCLES = """
rulebook mesa
fact late is yes_no
fact cold is yes_no
fact dark is yes_no
question a is yes_no
question b is yes_no
question c is yes_no
rule ra a is yes when b and late
rule rb b is yes when (a or c) and cold
rule rc c is yes when b and dark
"""


@pytest.mark.parametrize("seed", [15124])
def test_a_case_on_which_engine_and_reference_once_disagreed(seed: int) -> None:
    """The engine's grounds hung on the question that was asked first."""
    assert differences(drawn(seed, Maker), Counter()) == []


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
def test_what_waits_for_itself_says_the_same_in_every_order(order: tuple[str, ...]) -> None:
    """All lack the facts of all, and name the circle from its first question."""
    evaluation = Evaluation(engine.rulebook(TWO_CIRCLES), engine.record([]))

    verdicts = {name: evaluation.decide(engine.question_id(("question", name))) for name in order}

    circle = "a circle of questions: a under mesa to b under mesa to a under mesa"
    assert set(verdicts.values()) == {Undetermined(("cold", "dark", "late"), (circle,))}


@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_asking_changes_nothing(seed: int) -> None:
    """Every verdict is that of the question asked alone, with grounds, support and what is missing."""
    case = next(drawn(seed))
    made, record = engine.rulebook(text(case)), engine.case_record(case)
    questions: list[QuestionId] = [engine.question_id(question) for question in case.questions]
    alone = {question: Evaluation(made, record).decide(question) for question in questions}
    Random(seed).shuffle(questions)
    together = Evaluation(made, record)

    assert {question: together.decide(question) for question in questions} == alone
