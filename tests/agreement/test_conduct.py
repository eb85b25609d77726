"""The engine and the reference agree on conduct, duties, breaches, stages and measures."""

from collections import Counter

import pytest

from tests.support.long_run import differences, drawn


@pytest.mark.parametrize("number", range(30))
def test_engine_and_reference_agree_on_conduct(number: int) -> None:
    """Eight records of facts and acts, put to one rulebook."""
    assert differences(drawn(4 * number + 3), Counter()) == []
