"""Records, relations, parameters and rules for each member: engine and reference give the same verdicts."""

import os

from hypothesis import HealthCheck, given, note, settings

from tests.support import engine
from tests.support.generate import Case
from tests.support.generate_figures import figured_cases
from tests.support.generate_structures import structured_cases
from tests.support.reference import Reference
from tests.support.small_text import text

EXAMPLES = 100_000 if os.environ.get("PANARCHY_HUNT") else 100


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(structured_cases())
def test_the_engine_agrees_with_the_reference_on_structures(case: Case) -> None:
    """Every question, about everybody, has one verdict: kind, value, grounds and missing facts."""
    agree(case)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(figured_cases())
def test_the_engine_agrees_with_the_reference_on_figures(case: Case) -> None:
    """Tables, scales, dated parameters, rounding, the calendar and strict rules, too."""
    agree(case)


def agree(case: Case) -> None:
    """Put a case to both."""
    note(text(case))
    note(f"{case.facts} {case.stipulated}")
    reference = Reference(case.book, dict(case.facts), dict(case.stipulated))
    expected = {question: reference.ask(question) for question in case.questions}

    assert engine.decided(engine.rulebook(text(case)), case) == expected
