"""The engine and the reference agree on conduct, duties, breaches, stages, measures, powers and replayed acts."""

from collections import Counter

import pytest

from tests.support.generate_conduct import ConductMaker
from tests.support.generate_procedure import ProcedureMaker
from tests.support.long_run import differences, drawn


@pytest.mark.parametrize("number", range(30))
def test_engine_and_reference_agree_on_conduct(number: int) -> None:
    """Eight records of facts and acts, put to one rulebook."""
    assert differences(drawn(4 * number + 3, ConductMaker), Counter()) == []


@pytest.mark.parametrize("seed", range(20))
def test_engine_and_reference_agree_on_procedure(seed: int) -> None:
    """Acts count or are void, and units are put in others, alike."""
    assert differences(drawn(seed, ProcedureMaker), Counter(), with_kernel=False) == []
