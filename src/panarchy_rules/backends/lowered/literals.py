"""Lower what is written out: a value in, a number of the law out, at the usual scale of its kind or a finer one."""

from datetime import date
from fractions import Fraction
from math import lcm

from panarchy_rules.backends.lowered.facts import SCALES
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import Days, Money, Months, Percent, Symbol, Value
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m


def lower_literal(term: m.Literal, on: Lowering, bound: Bindings) -> Lowered:  # noqa: ARG001
    """A value written out."""
    return literal(term.value, on)


def literal(value: Value, on: Lowering, *, is_shape: bool = False) -> Lowered:
    """A value written out. If it `is_shape`, its number is part of the law's shape."""
    graph, known = on.graph, on.algebra.known
    number = graph.const if is_shape else on.number
    match value:
        case bool():
            return known(k.YES_NO, graph.not_(graph.eq(number(int(value)), graph.const(0))))
        case Money(amount, unit):
            scale = _scale(k.MONEY, amount)
            return known(k.MONEY, number(int(amount * scale)), scale, unit)
        case Percent(share):
            scale = _scale(k.PERCENT, share)
            return known(k.PERCENT, number(int(share * scale)), scale)
        case Fraction():
            scale = _scale(k.NUMBER, value)
            return known(k.NUMBER, number(int(value * scale)), scale)
        case Days(count):
            return known(k.DAYS, number(count))
        case Months(count):
            return known(k.MONTHS, number(count))
        case date():
            return known(k.DATE, number(value.toordinal()))
        case Symbol(word):
            return replace(known(k.enumeration(()), graph.const(0)), word=word)
        case _:
            raise Unsupported("kind")


def _scale(kind: k.Kind, amount: Fraction) -> int:
    return lcm(SCALES.get(kind.name, 1), amount.denominator)
