"""Apply a scale: an amount and bands in, what they come to or the number of a band out. Nothing is rounded."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown, obstacle
from panarchy_rules.base.values import Money
from panarchy_rules.rulebook.terms import Band


def graduated(amount: Any, bands: Sequence[Band]) -> Any:
    """Each band's rate of the part that lies in it; nothing of what is not above zero.

    An amount beyond the last band is not applicable.
    """
    number = band_of(amount, bands)
    if not isinstance(number, Fraction):
        return number
    size, total, low = _size(amount), Fraction(0), Fraction(0)
    for band in bands[: int(number)]:
        high = size if band.up_to is None else min(size, _size(band.up_to))
        total += max(high - low, Fraction(0)) * band.rate.share
        low = high
    return Money(total, amount.unit) if isinstance(amount, Money) else total


def band_of(amount: Any, bands: Sequence[Band]) -> Fraction | Unknown | Any:
    """The number of the first band whose end is not below the amount."""
    for number, band in enumerate(bands, 1):
        if isinstance(amount, Money) and isinstance(band.up_to, Money) and band.up_to.unit != amount.unit:
            return obstacle(f"{amount} cannot be put on a scale in {band.up_to.unit}: they are in different units")
        if band.up_to is None or _size(amount) <= _size(band.up_to):
            return Fraction(number)
    return NOT_APPLICABLE


def _size(amount: Any) -> Fraction:
    return amount.amount if isinstance(amount, Money) else Fraction(amount)
