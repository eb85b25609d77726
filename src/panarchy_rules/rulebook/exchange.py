"""Convert an amount by a declared, dated rate: amount, unit, rates and a day in, the amount in that unit out."""

from collections.abc import Iterable
from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Money
from panarchy_rules.rulebook.limits import Rate


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The amount and the rate it was converted by, or why there is none."""

    amount: Money | None
    rate: Rate | None = None
    reason: str = ""


def exchanged(amount: Money, unit: str, rates: Iterable[Rate], day: date | None) -> Exchanged:
    """The amount in another unit, by the latest rate up to a day, or one that holds always; in both directions."""
    if amount.unit == unit:
        return Exchanged(amount)
    between = [rate for rate in rates if {rate.one.unit, rate.other.unit} == {amount.unit, unit}]
    known = [rate for rate in between if rate.day is None or (day is not None and rate.day <= day)]
    if between and not known and day is None:
        return Exchanged(None, reason=f"no day is given for a rate of {amount.unit} and {unit}")
    if not known:
        return Exchanged(
            None, reason=f"the law declares no rate of {amount.unit} and {unit}" + (f" up to {day}" if day else "")
        )
    latest = max(known, key=lambda rate: rate.day or date.min)
    one, other = (latest.one, latest.other) if latest.one.unit == amount.unit else (latest.other, latest.one)
    return Exchanged(Money(amount.amount * other.amount / one.amount, unit), latest)
