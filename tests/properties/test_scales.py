"""A scale is the sum of what each unit of an amount is taxed, and each amount lies in one band."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from panarchy_rules.backends.interpreter.scales import band_of, graduated
from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE
from panarchy_rules.base.values import Money, Percent
from panarchy_rules.rulebook.terms import Band

_RATES = st.integers(0, 60).map(lambda rate: Percent(Fraction(rate, 100)))


@st.composite
def scales(draw: st.DrawFn) -> tuple[Band, ...]:
    """A few bands that rise, perhaps with one that has no end."""
    ends = sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=5)))
    bands = [Band(draw(_RATES), Money(Fraction(end), "EUR")) for end in ends]
    return (*bands, *([Band(draw(_RATES), None)] if draw(st.booleans()) else []))


def rate_of(unit: int, bands: tuple[Band, ...]) -> Fraction | None:
    """The rate of one unit of an amount: that of the first band that goes up to it."""
    fitting = (band for band in bands if not isinstance(band.up_to, Money) or unit <= band.up_to.amount)
    band = next(fitting, None)
    return band.rate.share if band else None


@given(scales(), st.integers(-5, 80))
def test_a_scale_is_the_sum_over_units(bands: tuple[Band, ...], amount: int) -> None:
    """Each unit bears the rate of its band; beyond the last band there is no scale."""
    rates = [rate_of(unit, bands) for unit in range(1, amount + 1)]

    found = graduated(Money(Fraction(amount), "EUR"), bands)

    known = [rate for rate in rates if rate is not None]
    expected = Money(sum(known, Fraction(0)), "EUR") if len(known) == len(rates) else NOT_APPLICABLE
    assert found == expected


@given(scales(), st.integers(1, 80))
def test_the_band_of_an_amount_is_that_of_its_last_unit(bands: tuple[Band, ...], amount: int) -> None:
    """An amount ends where its last unit lies."""
    number = band_of(Money(Fraction(amount), "EUR"), bands)

    assert (bands[int(number) - 1].rate.share if isinstance(number, Fraction) else None) == rate_of(amount, bands)
