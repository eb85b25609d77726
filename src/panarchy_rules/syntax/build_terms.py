"""Make syntax nodes of conditions, amounts and literals: one method a grammar rule."""

from collections.abc import Callable
from typing import Any, TypeVar

from panarchy_rules.base.calendar import negated
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import Days, Money, Months, Percent
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build_base import Named, PieceBuilder, first
from panarchy_rules.syntax.tokens import Meta

T = TypeVar("T")


class TermBuilder(PieceBuilder):
    """Builds expressions."""

    def name(self, meta: Meta, c: list[Any]) -> t.Name:
        return t.Name(str(c[0]), self._span(meta))

    named_law = name

    def in_place(self, meta: Meta, c: list[Any]) -> t.Place:
        return t.Place(c[0], c[1])

    def other_preposition(self, meta: Meta, c: list[Any]) -> str:
        return str(c[0])

    def preposition(self, meta: Meta, c: list[Any]) -> str:
        return str(c[0])

    def in_unit(self, meta: Meta, c: list[Any]) -> t.Word:
        return self._word(c[0])

    def phrase(self, meta: Meta, c: list[Any]) -> t.Expression:
        places = tuple(x if isinstance(x, t.Place | t.Word) else t.Place("of", x) for x in c[1:])
        count = next((i for i, x in enumerate(places) if isinstance(x, t.Word)), len(places))
        about = tuple(x for x in places[:count] if isinstance(x, t.Place))
        span = self._span(meta)
        subject = t.Phrase(str(c[0]), about, span) if about else t.Name(str(c[0]), self._token_span(c[0]))
        return self._converted(subject, places[count:], span) if places[count:] else subject

    def converted(self, meta: Meta, c: list[Any]) -> t.Expression:
        return self._converted(c[0], tuple(c[1:]), self._span(meta))

    def _converted(self, amount: t.Expression, behind: tuple[t.Place | t.Word, ...], span: Span) -> t.Expression:
        """An amount, and what stands behind it: a unit first, then the day of the rate."""
        match behind:
            case [t.Word() as unit, t.Place("at", day)]:
                return t.Converted(amount, unit, day, span)
            case [t.Word() as unit]:
                return t.Converted(amount, unit, None, span)
            case _:
                help_ = "write `(price + costs) in EUR at due`"
                self.diagnostics.append(Diagnostic("PR440", "this is no amount in a unit on a day", span, help=help_))
                return amount

    def record_item(self, meta: Meta, c: list[Any]) -> Named:
        return Named("field", self._word(c[0]), c[2])

    def record_literal(self, meta: Meta, c: list[Any]) -> t.RecordOf:
        return t.RecordOf(tuple((name, value) for name, value in c), self._span(meta))

    def home_law(self, meta: Meta, c: list[Any]) -> t.HomeLaw:
        return t.HomeLaw(self._word(c[0]), self._span(meta))

    def only_member(self, meta: Meta, c: list[Any]) -> t.OnlyMember:
        return t.OnlyMember(c[0], self._span(meta))

    def rank_of(self, meta: Meta, c: list[Any]) -> t.RankOf:
        return t.RankOf(self._word(c[0]), self._span(meta))

    def is_(self, meta: Meta, c: list[Any]) -> Named:
        return Named("is")

    def unless(self, meta: Meta, c: list[Any]) -> t.Junction:
        span = self._span(meta)
        return t.Junction("and", (c[0], t.Not(c[1], span)), span)

    def conjunction(self, meta: Meta, c: list[Any]) -> t.Junction:
        return t.Junction("and", tuple(c), self._span(meta))

    def disjunction(self, meta: Meta, c: list[Any]) -> t.Junction:
        return t.Junction("or", tuple(c), self._span(meta))

    def not_(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(c[0], self._span(meta))

    def compare(self, meta: Meta, c: list[Any]) -> t.Compare:
        return t.Compare(str(c[1]), c[0], c[2], self._span(meta))

    def is_equal(self, meta: Meta, c: list[Any]) -> t.Compare:
        return t.Compare("=", c[0], c[2], self._span(meta))

    def is_not_equal(self, meta: Meta, c: list[Any]) -> t.Compare:
        return t.Compare("<>", c[0], c[2], self._span(meta))

    def is_one_of(self, meta: Meta, c: list[Any]) -> t.OneOf:
        return t.OneOf(c[0], tuple(c[2]), self._span(meta))

    def choices(self, meta: Meta, c: list[Any]) -> Named:
        return Named("choices", *c)

    def is_not_one_of(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_one_of(meta, c), self._span(meta))

    def is_given(self, meta: Meta, c: list[Any]) -> t.IsGiven:
        return t.IsGiven(c[0], self._span(meta))

    def is_not_given(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_given(meta, c), self._span(meta))

    def is_owed(self, meta: Meta, c: list[Any]) -> t.IsOwed:
        return t.IsOwed(c[0], self._span(meta))

    def is_not_owed(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_owed(meta, c), self._span(meta))

    def within_after(self, meta: Meta, c: list[Any]) -> Named:
        return Named("within", c[0], c[1], True)

    def within_before(self, meta: Meta, c: list[Any]) -> Named:
        return Named("within", c[0], c[1], False)

    def is_within(self, meta: Meta, c: list[Any]) -> t.Within:
        length, anchor, after = c[2]
        return t.Within(c[0], length, anchor, after, self._span(meta))

    def is_not_within(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_within(meta, c), self._span(meta))

    def is_between(self, meta: Meta, c: list[Any]) -> t.Between:
        return t.Between(c[0], c[2], c[3], self._span(meta))

    def some(self, meta: Meta, c: list[Any]) -> str:
        return "some"

    def every(self, meta: Meta, c: list[Any]) -> str:
        return "every"

    def no_(self, meta: Meta, c: list[Any]) -> str:
        return "no"

    def quantified(self, meta: Meta, c: list[Any]) -> t.Quantified:
        return t.Quantified(c[0], self._word(c[1]), c[2], first(c, "where"), c[-1], self._span(meta))

    def under_common(self, meta: Meta, c: list[Any]) -> t.UnderCommon:
        return t.UnderCommon(c[0], self._span(meta))

    def under(self, meta: Meta, c: list[Any]) -> t.Under:
        return t.Under(c[0], c[1], self._span(meta))

    def plus(self, meta: Meta, c: list[Any]) -> t.Arithmetic:
        return t.Arithmetic("+", c[0], c[1], self._span(meta))

    def minus(self, meta: Meta, c: list[Any]) -> t.Arithmetic:
        return t.Arithmetic("-", c[0], c[1], self._span(meta))

    def times(self, meta: Meta, c: list[Any]) -> t.Arithmetic:
        return t.Arithmetic("*", c[0], c[1], self._span(meta))

    def over(self, meta: Meta, c: list[Any]) -> t.Arithmetic:
        return t.Arithmetic("/", c[0], c[1], self._span(meta))

    def where(self, meta: Meta, c: list[Any]) -> Named:
        return Named("where", c[0])

    def count(self, meta: Meta, c: list[Any]) -> t.Aggregate:
        return t.Aggregate("number", None, self._word(c[0]), c[1], first(c, "where"), None, self._span(meta))

    def extent(self, meta: Meta, c: list[Any]) -> str:
        return str(c[0])

    def or_else(self, meta: Meta, c: list[Any]) -> Named:
        return Named("otherwise", c[0])

    def extent_of(self, meta: Meta, c: list[Any]) -> t.Aggregate:
        word, term, variable, items = c[:4]
        where, otherwise = first(c[4:], "where"), first(c[4:], "otherwise")
        return t.Aggregate(word, term, self._word(variable), items, where, otherwise, self._span(meta))

    def greater(self, meta: Meta, c: list[Any]) -> t.Extremum:
        return _in_pairs(lambda left, right: t.Extremum("greater", left, right, self._span(meta)), c)

    def lesser(self, meta: Meta, c: list[Any]) -> t.Extremum:
        return _in_pairs(lambda left, right: t.Extremum("lesser", left, right, self._span(meta)), c)

    def rounded(self, meta: Meta, c: list[Any]) -> t.Rounded:
        return t.Rounded(c[0], c[1], c[2], self._span(meta))

    def months_from(self, meta: Meta, c: list[Any]) -> t.Elapsed:
        return t.Elapsed("months", c[0], c[1], self._span(meta))

    def years_from(self, meta: Meta, c: list[Any]) -> t.Elapsed:
        return t.Elapsed("years", c[0], c[1], self._span(meta))

    def counted_days(self, meta: Meta, c: list[Any]) -> t.CountedDays:
        return t.CountedDays(c[0], c[1], self._word(c[2]), self._span(meta))

    def differs(self, meta: Meta, c: list[Any]) -> t.Differs:
        return t.Differs(c[0], c[1], self._span(meta))

    def year_of(self, meta: Meta, c: list[Any]) -> t.DatePart:
        return t.DatePart("year", c[0], self._span(meta))

    def month_of(self, meta: Meta, c: list[Any]) -> t.DatePart:
        return t.DatePart("month", c[0], self._span(meta))

    def day_of(self, meta: Meta, c: list[Any]) -> t.DatePart:
        return t.DatePart("day", c[0], self._span(meta))

    def weekday_of(self, meta: Meta, c: list[Any]) -> t.DatePart:
        return t.DatePart("weekday", c[0], self._span(meta))

    def period_from(self, meta: Meta, c: list[Any]) -> t.PeriodFrom:
        return t.PeriodFrom(c[0], c[1], self._span(meta))

    def overlap(self, meta: Meta, c: list[Any]) -> t.Overlap:
        return _in_pairs(lambda left, right: t.Overlap(left, right, self._span(meta)), c)

    def union(self, meta: Meta, c: list[Any]) -> t.Union:
        return t.Union(c[0], self._word(c[1]), c[2], first(c, "where"), self._span(meta))

    def union_of_several(self, meta: Meta, c: list[Any]) -> t.UnionOfTwo:
        return _in_pairs(lambda left, right: t.UnionOfTwo(left, right, self._span(meta)), c)

    def band_of(self, meta: Meta, c: list[Any]) -> t.BandOf:
        return t.BandOf(self._word(c[0]), c[1], self._span(meta))

    def overlaps(self, meta: Meta, c: list[Any]) -> t.Overlaps:
        return t.Overlaps(c[0], c[1], self._span(meta))

    def is_during(self, meta: Meta, c: list[Any]) -> t.During:
        return t.During(c[0], c[2], self._span(meta))

    def is_not_during(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_during(meta, c), self._span(meta))

    def number(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(self._number(c[0]), self._span(meta))

    def negative_number(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(-self._number(c[0]), self._span(meta))

    def percent(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(Percent(self._number(c[0]) / 100), self._span(meta))

    def money(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(Money(self._number(c[0]), str(c[1])), self._span(meta))

    def negative_money(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(Money(-self._number(c[0]), str(c[1])), self._span(meta))

    def days(self, meta: Meta, c: list[Any]) -> Named:
        return Named("unit", Days, 1)

    def weeks(self, meta: Meta, c: list[Any]) -> Named:
        return Named("unit", Days, 7)

    def months(self, meta: Meta, c: list[Any]) -> Named:
        return Named("unit", Months, 1)

    def years(self, meta: Meta, c: list[Any]) -> Named:
        return Named("unit", Months, 12)

    def span(self, meta: Meta, c: list[Any]) -> t.Constant:
        unit, factor = c[1]
        return t.Constant(unit(self._whole(c[0]) * factor), self._span(meta))

    def negative_span(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(negated(c[0].value), self._span(meta))

    def date(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(self._date(c[0]), self._span(meta))

    def text(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(str(c[0])[1:-1], self._span(meta))

    def yes(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(True, self._span(meta))

    def no(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(False, self._span(meta))

    def unknown(self, meta: Meta, c: list[Any]) -> t.Absent:
        return t.Absent("unknown", self._span(meta))

    def outside_scope(self, meta: Meta, c: list[Any]) -> t.Absent:
        return t.Absent("outside_scope", self._span(meta))

    def not_applicable(self, meta: Meta, c: list[Any]) -> t.Absent:
        return t.Absent("not_applicable", self._span(meta))

    def today(self, meta: Meta, c: list[Any]) -> t.Clock:
        return t.Clock("today", self._span(meta))

    def filing(self, meta: Meta, c: list[Any]) -> t.Clock:
        return t.Clock("filing", self._span(meta))

    def list_literal(self, meta: Meta, c: list[Any]) -> t.ListOf:
        return t.ListOf(tuple(c), self._span(meta))


def _in_pairs(put: Callable[[Any, Any], T], parts: list[Any]) -> T:
    """Several put together two by two, so that a long list is not nested deeply."""
    while len(parts) > 1:
        odd = parts[-1:] if len(parts) % 2 else []
        parts = [*map(put, parts[::2], parts[1::2]), *odd]
    one: T = parts[0]
    return one
