"""A fact as an author writes it: text, yes or no, a number, a day, several of these, a record, or one for each person.

What a fact is about stands in tables within tables: `[facts.income.ana] 2015 = "10 EUR"`.

What kind of fact it is meant to be, a vocabulary says; it is compared with that elsewhere.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from panarchy_rules.base import fields
from panarchy_rules.base.boundary import PointNumber, Unfit, kind_of, point_number, quoted
from panarchy_rules.base.documents import LONG_NUMBER, MOST_DIGITS

FactScalar = str | bool | int | date
FactInput = FactScalar | tuple[Any, ...] | Mapping[str, Any]  # With such values inside again.

MOST_FACTS = 10_000

_SCALAR_SCHEMA: dict[str, object] = {"type": ["string", "boolean", "integer"]}
_KEY = f"({fields.NAME}|[0-9]{{1,9}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
MOST_LEVELS = 5


def _schema(levels: int) -> list[dict[str, object]]:
    """A value, or a list or table of what may stand one level deeper."""
    if levels == 0:
        return [_SCALAR_SCHEMA]
    inside = _schema(levels - 1)
    table = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": f"^{_KEY}$"},
        "additionalProperties": {"anyOf": inside},
    }
    return [_SCALAR_SCHEMA, {"type": "array", "items": {"anyOf": inside}}, table]


_SCHEMA = {
    "anyOf": _schema(2),
    "description": "an amount is text, such as `9000.50 EUR`; a date is text, such as `2026-06-01`",
}


def read_fact(value: object) -> FactInput:
    """The value itself, with lists as tuples and decimals as text. Raises Unfit."""
    return _inside(value, MOST_LEVELS)


def count_facts(facts: Mapping[str, FactInput]) -> int:
    """How many single values there are, for the limit on the size of a dispute."""
    return sum(_count(fact) for fact in facts.values())


def _as_it_is(fact: Any) -> Any:
    return fact


# Without a serializer of its own pydantic tries the union's members in turn and warns of each that does not fit.
Fact = Annotated[FactInput, PlainValidator(read_fact), PlainSerializer(_as_it_is), WithJsonSchema(_SCHEMA)]


def _count(fact: FactInput) -> int:
    if isinstance(fact, Mapping):
        return sum(_count(inside) for inside in fact.values())
    return sum(_count(inside) for inside in fact) if isinstance(fact, tuple) else 1


def _inside(value: object, levels: int) -> FactInput:
    if isinstance(value, Mapping | list | tuple) and levels == 0:
        raise Unfit("holds tables and lists more than five deep", "state what a fact is about, and its value")
    if isinstance(value, list | tuple):
        return tuple(_inside(item, levels - 1) for item in value)
    if not isinstance(value, Mapping):
        return _scalar(value)
    if not value:
        raise Unfit("is a table with nobody in it", "write one value for each role or person")
    return dict(sorted((_key(key), _below(key, inside, levels - 1)) for key, inside in value.items()))


def _key(key: object) -> str:
    if isinstance(key, str) and re.fullmatch(_KEY, key):
        return key
    try:
        return fields.read_name(key)
    except Unfit as unfit:
        raise Unfit(f"has a key that {unfit.message}", unfit.cure) from None


def _below(key: object, value: object, levels: int) -> FactInput:
    try:
        return _inside(value, levels)
    except Unfit as unfit:
        message = f"of {quoted(key)} {unfit.message}"
        raise Unfit(message, unfit.cure, unfit.code, below=(str(key),)) from None


def _scalar(value: object) -> FactScalar:
    match value:
        case bool():
            return value
        case int() if abs(value) < 10**MOST_DIGITS:
            return value
        case int():
            raise Unfit(f"is a number of more than {MOST_DIGITS} digits", LONG_NUMBER.help)
        case float() | PointNumber():
            raise point_number(value)
        case Decimal():
            return _plain(value)
        case datetime() | time() | date():
            return fields.read_day(value)
        case str():
            return fields.read_text(value)
        case _:
            raise Unfit(f"holds {kind_of(value)} where a single value is expected", _CURE)


_CURE = 'write a text, a number, a date, `true` or `false`; what is not known is `"unknown"`'


def _plain(number: Decimal) -> str:
    """A decimal of Python as the numeral an author would write."""
    if not number.is_finite() or max(abs(number.adjusted()), len(number.as_tuple().digits)) > MOST_DIGITS:
        raise Unfit("is not a number that can be written out", "write a plain number, such as `9000.50`")
    return format(number, "f")
