"""What is a numeral, and what is none."""

from fractions import Fraction

import pytest

from panarchy_rules.base.values import parse_number

NUMERALS = {"5": 5, "-1.5": Fraction(-3, 2), "1_000": 1000, " 7 ": 7, "1/3": Fraction(1, 3)}


@pytest.mark.parametrize("text", NUMERALS)
def test_a_numeral_is_read_exactly(text: str) -> None:
    """Whole numbers, decimals, signs, underscores between digits and fractions."""
    assert parse_number(text) == NUMERALS[text]


@pytest.mark.parametrize("text", ["", "_", "-", "2017-05-05", "1..2", "1.2.3", "1/0", "a/b", "much", "5 USD"])
def test_what_is_no_numeral_is_refused_as_one(text: str) -> None:
    """Dates, several points or signs, a division by nothing and words raise ValueError, and nothing else."""
    with pytest.raises(ValueError, match=r"^"):
        parse_number(text)
