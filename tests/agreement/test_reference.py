"""The engine and the reference, written apart from each other, give the same verdicts."""

import os

from hypothesis import HealthCheck, given, note, settings

from tests.support import engine
from tests.support.generate import Case, cases
from tests.support.reference import Reference
from tests.support.small_text import text

EXAMPLES = 100_000 if os.environ.get("PANARCHY_HUNT") else 300


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(cases())
def test_the_engine_agrees_with_the_reference(case: Case) -> None:
    """Every question of a small rulebook has one verdict: kind, value, grounds and missing facts."""
    note(text(case))
    note(str(dict(case.facts)))
    reference = Reference(case.book, dict(case.facts))
    expected = {question: reference.ask(question) for question in case.questions}

    assert engine.decided(engine.rulebook(text(case)), case) == expected
