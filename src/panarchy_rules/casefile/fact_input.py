"""A fact as an author writes it: text, yes or no, a number, a day, several of these, or one for each person.

What kind of fact it is meant to be, a vocabulary says; it is compared with that elsewhere.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from panarchy_rules.base import fields
from panarchy_rules.base.boundary import PointNumber, Unfit, kind_of, point_number, quoted
from panarchy_rules.base.documents import LONG_NUMBER, MOST_DIGITS

FactScalar = str | bool | int | date
FactList = tuple[FactScalar, ...]
FactInput = FactScalar | FactList | Mapping[str, FactScalar | FactList]

MOST_FACTS = 10_000

_SCALAR_SCHEMA: dict[str, object] = {"type": ["string", "boolean", "integer"]}
_LIST_SCHEMA: dict[str, object] = {"type": "array", "items": _SCALAR_SCHEMA}
_TABLE_SCHEMA: dict[str, object] = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": f"^{fields.NAME}$"},
    "additionalProperties": {"anyOf": [_SCALAR_SCHEMA, _LIST_SCHEMA]},
}
_SCHEMA = {
    "anyOf": [_SCALAR_SCHEMA, _LIST_SCHEMA, _TABLE_SCHEMA],
    "description": "an amount is text, such as `9000.50 EUR`; a date is text, such as `2026-06-01`",
}


def read_fact(value: object) -> FactInput:
    """The value itself, with lists as tuples and decimals as text. Raises Unfit."""
    if isinstance(value, Mapping):
        if not value:
            raise Unfit("is a table with nobody in it", "write one value for each role or person")
        return dict(sorted((_person(key), _of_person(key, inside)) for key, inside in value.items()))
    return _one_or_several(value)


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
    return len(fact) if isinstance(fact, tuple) else 1


def _person(key: object) -> str:
    try:
        return fields.read_name(key)
    except Unfit as unfit:
        raise Unfit(f"has a key that {unfit.message}", unfit.cure) from None


def _of_person(key: object, value: object) -> FactScalar | FactList:
    try:
        return _one_or_several(value)
    except Unfit as unfit:
        message = f"of {quoted(key)} {unfit.message}"
        raise Unfit(message, unfit.cure, unfit.code, below=(str(key),)) from None


def _one_or_several(value: object) -> FactScalar | FactList:
    if isinstance(value, list | tuple):
        return tuple(_scalar(item) for item in value)
    return _scalar(value)


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
