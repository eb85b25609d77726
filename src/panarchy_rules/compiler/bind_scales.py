"""Bind scales and parameters: bands and dated figures as written in, typed terms out.

The bands of a scale rise, and no two spans of a parameter hold one day: the order of lines decides nothing.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import OPEN, Money, Percent, Value
from panarchy_rules.compiler import bind_terms
from panarchy_rules.compiler.kind_words import kind_words
from panarchy_rules.compiler.scope import NOTHING, Bound, Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.rulebook import Vocabulary
from panarchy_rules.syntax import tree as t


def bind_graduated(expression: t.Graduated, scope: Scope) -> Bound:
    """The body of a scale; it gives what the amount is."""
    amount, kind = bind_terms.infer(expression.amount, scope)
    bands = _bands(expression, kind or k.MONEY, scope)
    return m.Graduated(amount, bands), kind


def bind_band_of(expression: t.BandOf, scope: Scope) -> Bound:
    """The number of a band."""
    definition = scope.definitions.get(expression.scale.text)
    if definition is None or not isinstance(definition.means, t.Graduated):
        scales = [name for name, one in scope.definitions.items() if isinstance(one.means, t.Graduated)]
        help_ = did_you_mean(expression.scale.text, scales, f"scales here: {listed(scales)}" if scales else "")
        return scope.report("PR337", f"`{expression.scale}` is no scale", expression.scale.span, help_)
    kind = scope.openings(expression.scale.text)[0].kind or k.MONEY
    bands = _bands(definition.means, kind, scope.silent())
    return m.BandOf(bind_terms.bind(expression.amount, scope, kind), bands), k.NUMBER


def _bands(expression: t.Graduated, kind: Kind, scope: Scope) -> tuple[m.Band, ...]:
    found = []
    for band in expression.bands:
        before = len(scope.problems)
        rate = bind_terms.bind(band.rate, scope, k.PERCENT)
        end = bind_terms.bind(band.up_to, scope, kind) if band.up_to else None
        if len(scope.problems) > before or NOTHING in (rate, end):
            continue
        plain = end is None or isinstance(end, m.Literal)
        if plain and isinstance(rate, m.Literal) and isinstance(rate.value, Percent):
            found.append((band, m.Band(rate.value, end.value if isinstance(end, m.Literal) else None)))
        else:
            help_ = "put what is to be computed into the amount that the scale is applied to"
            scope.report("PR337", "a band is written with plain values", band.span, help_)
    for (_, below), (band, above) in pairwise(found):
        if not _rises(below.up_to, above.up_to):
            help_ = "list the bands from the lowest to the highest, all in one currency or unit"
            message = "this band does not end above the one before it"
            if (
                isinstance(below.up_to, Money)
                and isinstance(above.up_to, Money)
                and below.up_to.unit != above.up_to.unit
            ):
                message = f"this band ends in {above.up_to.unit}, and the one before it in {below.up_to.unit}"
            scope.report("PR337", message, band.span, help_)
    return tuple(band for _, band in found)


def _rises(low: Value | None, high: Value | None) -> bool:
    match low, high:
        case _, None:
            return True
        case Money(less, unit), Money(more, other):
            return unit == other and less < more
        case _:
            return not isinstance(low, Money) and low < high  # type: ignore[operator]


# --- parameters ---------------------------------------------------------------------------------


def figure_kind(clause: t.ParameterClause, words: Vocabulary) -> Kind:
    """The kind of a parameter, which its first figure gives."""
    first = clause.value or clause.dated[0].value
    return bind_terms.kind_of_value(first.value, words)


def bind_figure(clause: t.ParameterClause, places: tuple[t.Place, ...], span: Span, scope: Scope) -> Bound:
    """A parameter: alone, on the day governed; `at` a date; or `in` a year, on its first day."""
    match places:
        case ():
            day: m.Term = m.ClockDate("anchor")
        case (t.Place("at", term),):
            day = bind_terms.bind(term, scope, k.DATE)
        case (t.Place("in", term),):
            day = m.Calendar("first_day", m.Calendar("calendar_year", bind_terms.bind(term, scope, k.NUMBER)))
        case _:
            help_ = f"write `{clause.name} at` and a date, `{clause.name} in` and a year, or `{clause.name}` alone"
            return scope.report("PR338", f"the parameter `{clause.name}` is not read like this", span, help_)
    value = clause.value.value if clause.value else None
    return m.FigureAt(clause.name.text, value, tuple(_spans(clause)), day), figure_kind(clause, scope.vocabulary)


def _spans(clause: t.ParameterClause) -> Iterator[tuple[date, date, Value]]:
    """The spans in the order of time; one without `until` goes until the next."""
    dated = sorted(clause.dated, key=lambda one: one.start)
    ends = [*(following.start for following in dated[1:]), OPEN]
    for one, end in zip(dated, ends, strict=False):
        yield one.start, one.until or end, one.value.value


def check_figures(clause: t.ParameterClause, words: Vocabulary) -> Iterator[Diagnostic]:
    """What is wrong with a parameter."""
    if clause.value is None and not clause.dated:
        help_ = f"write `parameter {clause.name} is` and a figure"
        yield Diagnostic("PR338", f"the parameter `{clause.name}` has no figure", clause.span, help=help_)
        return
    kind = figure_kind(clause, words)
    for one in clause.dated:
        found = bind_terms.kind_of_value(one.value.value, words)
        if found != kind:
            message = f"expected {kind_words(kind)}, found {kind_words(found)}"
            yield Diagnostic("PR202", message, one.value.span)
        if one.until and one.until <= one.start:
            yield Diagnostic("PR338", "this span ends before it begins", one.span, help="exchange the two dates")
    dated = sorted(clause.dated, key=lambda one: one.start)
    for one, following in pairwise(dated):
        if following.start == one.start or (one.until and following.start < one.until):
            related = (Label(one.span, "this span holds these days, too"),)
            help_ = "let one end on the day on which the other begins"
            message = f"`{clause.name}` has two figures for one day"
            yield Diagnostic("PR338", message, following.span, help=help_, related=related)
