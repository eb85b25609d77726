"""What the translators make of the cases kept beside them comes out as those cases expect."""

from pathlib import Path

import pytest

from tests.material import dates_money, default_trees, defeasible_theories, sara
from tests.support.translated import Check, read

TRANSLATORS = {
    "default_trees": default_trees.translated,
    "dates_money": dates_money.translated,
    "defeasible_theories": defeasible_theories.translated,
    "sara": sara.translated,
    "sara_by_hand": sara.translated,
}
KEPT = [
    pytest.param(check, id=f"{name}: {check.name}")
    for name, translated in TRANSLATORS.items()
    for check in translated(read(Path(__file__).with_name(f"{name}.json")))
]


@pytest.mark.parametrize("check", KEPT)
def test_a_case_comes_out_as_expected(check: Check) -> None:
    """Law text translated from a neutral case gives the answer that the case expects."""
    assert check.find() == check.expected
