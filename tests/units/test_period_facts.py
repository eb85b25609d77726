"""A dispute states a period as a rulebook writes it, and may leave its ends open."""

from datetime import date

import pytest

from panarchy_rules.adjudication.facts import read_scalar
from panarchy_rules.base.periods import between
from panarchy_rules.base.values import ALWAYS, OPEN
from panarchy_rules.rulebook.kinds import PERIOD


def test_a_period_is_read() -> None:
    """The words are those of the language, with `always` and `open` for ends that are not there."""
    march = date(2026, 3, 1)

    assert read_scalar(PERIOD, "from 2026-03-01 until 2026-04-01") == between(march, date(2026, 4, 1))
    assert read_scalar(PERIOD, "from always until 2026-03-01") == between(ALWAYS, march)
    assert read_scalar(PERIOD, "from 2026-03-01 until open") == between(march, OPEN)


@pytest.mark.parametrize("text", ["2026-03-01", "from 2026-03-01", "from 2026-02-30 until open", "from a until b"])
def test_what_is_no_period_is_not_read(text: str) -> None:
    """A wrong date or a missing end is no period."""
    assert read_scalar(PERIOD, text) is None
