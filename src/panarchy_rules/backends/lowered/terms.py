"""Lower a term: a typed term in, a value over whole numbers out. Mirrors the interpreter's table entry by entry."""

from collections.abc import Callable
from typing import Any

from panarchy_rules.backends.lowered import (
    arithmetic,
    comparisons,
    dates,
    figures,
    lists,
    literals,
    periods,
    reading,
)
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered
from panarchy_rules.rulebook import terms as m


def lower_value(term: m.Term, on: Lowering, bound: Bindings) -> Lowered:
    """A term that is no list, as a number of a settled scale."""
    value = lower_exact(term, on, bound)
    if value.below is not None:
        raise Unsupported("division")
    return value


def lower_exact(term: m.Term, on: Lowering, bound: Bindings) -> Lowered:
    """A term that is no list, which may be divided by an amount that the facts give."""
    entry = TABLE.get(type(term))
    if entry is None:
        raise Unsupported(UNSUPPORTED_TERMS.get(type(term), "term"))
    value: Lowered = entry(term, on, bound)
    return value


TABLE: dict[type, Callable[[Any, Lowering, Bindings], Lowered]] = {
    m.Literal: literals.lower_literal,
    m.FactOf: reading.lower_fact,
    m.FieldOf: reading.lower_field,
    m.RolePerson: reading.lower_role,
    m.Answer: reading.lower_answer,
    m.Bound: reading.lower_bound,
    m.ClockDate: reading.lower_clock,
    m.Arithmetic: arithmetic.lower_arithmetic,
    m.Extremum: arithmetic.lower_extremum,
    m.Rounded: arithmetic.lower_rounded,
    m.Compare: comparisons.lower_compare,
    m.OneOf: comparisons.lower_one_of,
    m.Given: comparisons.lower_given,
    m.Owed: comparisons.lower_owed,
    m.All: comparisons.lower_all,
    m.Any: comparisons.lower_any,
    m.Not: comparisons.lower_not,
    m.Within: dates.lower_within,
    m.Elapsed: dates.lower_elapsed,
    m.DatePart: dates.lower_date_part,
    m.CountedDays: dates.lower_counted_days,
    m.During: periods.lower_during,
    m.Overlaps: periods.lower_overlaps,
    m.Calendar: periods.lower_calendar,
    m.Quantified: lists.lower_quantified,
    m.Aggregate: lists.lower_aggregate,
    m.Picked: lists.lower_picked,
    m.OnlyMember: lists.lower_only_member,
    m.Lookup: figures.lower_lookup,
    m.Graduated: figures.lower_graduated,
    m.BandOf: figures.lower_band_of,
    m.FigureAt: figures.lower_figure,
    m.Converted: figures.lower_converted,
}
UNSUPPORTED_TERMS: dict[type, str] = {
    m.Persons: "kind",
    m.PeriodFrom: "kind",
    m.Overlap: "kind",
    m.Union: "periods",
    m.UnionOfTwo: "kind",
    m.RemedyTerm: "kind",
    m.ListTerm: "kind",
    m.ActsOf: "conduct",
    m.Proposed: "conduct",
    m.Breached: "conduct",
    m.ConductIs: "conduct",
    m.ResultOf: "law",
    m.Differs: "law",
    m.HomeLawOf: "another law",
    m.Under: "another law",
    m.UnderCommon: "another law",
    m.RankFor: "law",
}
