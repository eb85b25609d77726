"""Which values of a fact are worth trying: its kind, what it is and what the rules write out, in; rows of values, out.

The opposite, each listed value, and, where there is an order, the values the rules write out and values ever farther
away, the nearest first.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from panarchy_rules.base.values import Days, Money, Months, Percent, Symbol, Value, magnitude
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.record import Absence

_FARTHEST = 24  # Powers of two of the smallest step: 2**24 cents, or days.
_ORDERED = ("money", "number", "percent", "date", "days", "months")


def rows(kind: Kind, known: Value | Absence | None, constants: tuple[Any, ...]) -> list[list[Any]]:
    """Values to try, in rows: of each row the first that changes something is enough."""
    if kind.name == "yes_no":
        return [[value] for value in (True, False) if value is not known]
    if kind.name == "one_of":
        return [[Symbol(word)] for word in kind.words if Symbol(word) != known]
    if kind.item is not None or kind.name not in _ORDERED:
        return []
    if known is None or isinstance(known, Absence):
        return [list(dict.fromkeys(value for one in constants for value in (one, moved(one, -1), moved(one, 1))))]
    fitting = [value for value in constants if comparable(value, known)]
    fitting += [near for one in fitting for near in (moved(one, -1), moved(one, 1))]
    fitting += [moved(known, sign * 2**power) for power in range(_FARTHEST) for sign in (-1, 1)]
    above = sorted({v for v in fitting if _order(v) > _order(known)}, key=_order)
    below = sorted({v for v in fitting if _order(v) < _order(known)}, key=_order, reverse=True)
    return [above, below]


def moved(value: Any, by: int) -> Any:
    """A value so many of the smallest steps away: cents, percent, days, months, ones."""
    match value:
        case Money(amount, unit):
            return Money(amount + Fraction(by, 100), unit)
        case Percent(share):
            return Percent(share + Fraction(by, 100))
        case Days(count):
            return Days(count + by)
        case Months(count):
            return Months(count + by)
        case date():
            return date.fromordinal(min(max(value.toordinal() + by, 1), date.max.toordinal()))
        case _:
            return value + by


def steps(one: Any, other: Any) -> int | None:
    """How many of the smallest steps lie between two values; None if it is no whole number."""
    if isinstance(one, bool | Symbol):
        return None
    apart = Fraction(_order(other) - _order(one)) * (100 if isinstance(one, Money | Percent) else 1)
    return int(apart) if apart.denominator == 1 else None


def comparable(one: Any, other: Any) -> bool:
    """Whether two values are of one kind and one unit."""
    return type(one) is type(other) and (not isinstance(one, Money) or one.unit == other.unit)


def _order(value: Any) -> Any:
    return value.toordinal() if isinstance(value, date) else magnitude(value)


def constants_of(book: r.Rulebook, kind: Kind) -> tuple[Any, ...]:
    """Every value of a kind that the rules write out."""
    found: dict[Any, None] = {}
    todo: list[Any] = list(book.rules.values())
    while todo:
        node = todo.pop()
        match node:
            case m.Literal(value) if _is_of(value, kind):
                found[value] = None
            case r.Rule(condition=condition, conclusion=conclusion):
                todo += [condition, conclusion]
            case tuple():
                todo += node
            case _ if hasattr(node, "__dataclass_fields__"):
                todo += [getattr(node, name) for name in node.__dataclass_fields__]
            case _:
                pass
    return tuple(sorted(found, key=lambda value: (str(type(value)), getattr(value, "unit", ""), _order(value))))


def _is_of(value: Any, kind: Kind) -> bool:
    kinds = {Money: "money", Percent: "percent", Days: "days", Months: "months", Fraction: "number"}
    return kinds.get(type(value)) == kind.name or (kind.name == "date" and type(value) is date)
