"""Bind what is said of days and periods: an expression in, a typed term out."""

from datetime import date
from typing import TypeAlias, assert_never

from panarchy_rules.base.calendar import DAY_COUNTS
from panarchy_rules.base.periods import between
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.compiler import bind_lists, bind_terms
from panarchy_rules.compiler.kind_words import kind_words
from panarchy_rules.compiler.scope import NOTHING, Bound, Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.syntax import tree as t

OfDays: TypeAlias = (
    t.Elapsed | t.DatePart | t.Within | t.During | t.CountedDays
    | t.PeriodFrom | t.Overlap | t.Overlaps | t.Union | t.UnionOfTwo
)  # fmt: skip


def bind_days(expression: OfDays, scope: Scope) -> Bound:
    """A term with its kind: a length of time, a part of a date, a period, or whether one lies in another."""
    match expression:
        case t.Elapsed(unit, start, end):
            return m.Elapsed(12 if unit == "years" else 1, _day(start, scope), _day(end, scope)), k.MONTHS
        case t.DatePart(part, of):
            return _date_part(part, of, scope)
        case t.Within():
            return _within(expression, scope), k.YES_NO
        case t.During(day, period):
            return m.During(_day(day, scope), _period(period, scope)), k.YES_NO
        case t.CountedDays():
            return _counted_days(expression, scope), k.DAYS
        case t.PeriodFrom(start, end):
            return _from(_day(start, scope), _day(end, scope)), k.PERIOD
        case t.Overlap(left, right):
            return m.Overlap(_period(left, scope), _period(right, scope)), k.PERIOD
        case t.Overlaps(left, right):
            return m.Overlaps(_period(left, scope), _period(right, scope)), k.YES_NO
        case t.Union():
            return _union(expression, scope), k.PERIOD
        case t.UnionOfTwo(left, right):
            return m.UnionOfTwo(_period(left, scope), _period(right, scope)), k.PERIOD
        case _:
            assert_never(expression)


def _date_part(part: str, of: t.Expression, scope: Scope) -> Bound:
    """`day of d`. A record with a field of that name was reported where it is declared."""
    day, kind = bind_terms.infer(of, scope, k.DATE)
    if kind is not None and kind.field(part):
        return NOTHING, None
    return m.DatePart(part, bind_terms.checked(day, kind, k.DATE, of.span, scope)), (
        k.WEEKDAY if part == "weekday" else k.NUMBER
    )


def _day(expression: t.Expression, scope: Scope) -> m.Term:
    return bind_terms.bind(expression, scope, k.DATE)


def _period(expression: t.Expression, scope: Scope) -> m.Term:
    return bind_terms.bind(expression, scope, k.PERIOD)


def _within(expression: t.Within, scope: Scope) -> m.Term:
    term, anchor = _day(expression.term, scope), _day(expression.anchor, scope)
    length, kind = bind_terms.infer(expression.length, scope)
    if kind not in (None, k.DAYS, k.MONTHS):
        scope.report("PR202", f"expected a span such as `30 days`, found {kind_words(kind)}", expression.length.span)
    return m.Within(term, length, anchor, expression.after)


def _counted_days(expression: t.CountedDays, scope: Scope) -> m.Term:
    convention = expression.convention
    if convention.text not in DAY_COUNTS:
        help_ = did_you_mean(convention.text, DAY_COUNTS, f"known: {listed(DAY_COUNTS)}")
        scope.report("PR204", f"there is no way of counting days `{convention}`", convention.span, help_)
    return m.CountedDays(convention.text, _day(expression.start, scope), _day(expression.end, scope))


def _from(start: m.Term, end: m.Term) -> m.Term:
    """A period of two dates that are written out is a value, as lists and facts of examples want it."""
    match start, end:
        case m.Literal(date() as first), m.Literal(date() as last):
            return m.Literal(between(first, last))
        case _:
            return m.PeriodFrom(start, end)


def _union(expression: t.Union, scope: Scope) -> m.Term:
    items, inner = bind_lists.bind_members(expression.items, expression.variable, scope)
    where = bind_terms.bind_condition(expression.where, inner) if expression.where else None
    return m.Union(bind_terms.bind(expression.term, inner, k.PERIOD), expression.variable.text, items, where)
