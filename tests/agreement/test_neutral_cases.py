"""Drawn trees of defaults and calculations, translated to the language, come out as they are computed elsewhere."""

import pytest

from tests.material import dates_money, default_trees
from tests.support import calculations, trees
from tests.support.translated import Check


def _wrong(checks: list[Check]) -> list[str]:
    return [
        f"{check.name}: expected {check.expected}, found {found}\n{check.text}"
        for check in checks
        if (found := check.find()) != check.expected
    ]


@pytest.mark.parametrize("seed", range(4))
def test_trees_of_defaults_come_out_group_by_group(seed: int) -> None:
    """Ten trees: a value, a conflict or nothing."""
    cases = [trees.case(10 * seed + number) for number in range(10)]

    assert _wrong(list(default_trees.translated({"cases": cases}))) == []


@pytest.mark.parametrize("op", calculations.OPERATIONS)
def test_calculations_come_out_as_the_calendar_and_the_decimals_say(op: str) -> None:
    """Twelve of each operation."""
    cases = [calculations.case(op, number) for number in range(12)]

    assert _wrong(list(dates_money.translated({"cases": cases}))) == []


def test_an_exception_to_the_only_other_rule_needs_no_label() -> None:
    """Words in brackets say which rule is meant, if there is one."""
    rules = [
        {"id": "plain", "when": ["true"], "value": 1},
        {"id": "x", "when": ["istrue", "$on"], "value": 2, "exception_to": "(the only other definition)"},
    ]
    case = {"id": "unlabelled", "inputs": {"on": True}, "rules": rules, "expected": {"value": 2}}

    assert _wrong(list(default_trees.translated({"cases": [case]}))) == []


def test_a_mistake_for_a_reason_that_is_not_listed_is_any_mistake() -> None:
    """A case may say that it is refused without words that are known here."""
    rules = [{"id": "x", "label": "g", "when": ["true"], "value": 1, "exception_to": "g"}]
    case = {"id": "round", "rules": rules, "expected": {"status": "static_error", "reason": "not well founded"}}

    assert _wrong(list(default_trees.translated({"static_cases": [case]}))) == []
