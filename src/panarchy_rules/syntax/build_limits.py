"""Make syntax nodes of what a code reserves for its members, and of gaps, cross-claims and decisions of others."""

from typing import Any

from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build_base import Named, first, required_length, tagged
from panarchy_rules.syntax.build_norms import NormBuilder
from panarchy_rules.syntax.tokens import Meta, Token


class LimitBuilder(NormBuilder):
    """Builds reservations, mandatory rules and their kin."""

    def _heading(self, c: list[Any]) -> t.Heading:
        return next(x for x in c if isinstance(x, t.Heading))

    def inalienable(self, meta: Meta, c: list[Any]) -> Named:
        return Named("inalienable", True)

    def reservation(self, meta: Meta, c: list[Any]) -> t.Reservation:
        self._once(c, meta)
        inalienable = bool(first(c, "inalienable"))
        matters, issues = self._collect(c, "matters"), self._collect(c, "issues")
        return t.Reservation(self._word(c[0]), c[1], matters, issues, inalienable, c[-1], self._span(meta))

    def mandatory(self, meta: Meta, c: list[Any]) -> t.Mandatory:
        self._once(c, meta)
        roles, matters, issues = (self._collect(c, tag) for tag in ("roles", "matters", "issues"))
        return t.Mandatory(self._word(c[0]), c[1], roles, matters, issues, self._when(c), self._span(meta))

    def gaps(self, meta: Meta, c: list[Any]) -> t.Gaps:
        matters, issues = self._collect(c, "matters"), self._collect(c, "issues")
        return t.Gaps(self._heading(c), matters, issues, self._span(meta))

    def tail(self, meta: Meta, c: list[Any]) -> t.Tail:
        return t.Tail(required_length(c[0]), self._collect(c, "matters"), self._heading(c), self._span(meta))

    def watch(self, meta: Meta, c: list[Any]) -> t.Watch:
        return t.Watch(required_length(c[0]), self._collect(c, "matters"), self._heading(c), self._span(meta))

    def transition_from(self, meta: Meta, c: list[Any]) -> t.Transition:
        since = next(self._date(x) for x in c if isinstance(x, Token) and x.type == "DATE")
        return t.Transition(self._heading(c), self._collect(c, "matters"), since, None, self._span(meta))

    def transition_by_period(self, meta: Meta, c: list[Any]) -> t.Transition:
        over = next(self._word(x) for x in c if isinstance(x, Token) and x.type == "NAME")
        return t.Transition(self._heading(c), self._collect(c, "matters"), None, over, self._span(meta))

    def validity(self, meta: Meta, c: list[Any]) -> t.Validity:
        when = self._when(c)
        assert when is not None
        return t.Validity(self._heading(c), when, self._span(meta))

    def silence(self, meta: Meta, c: list[Any]) -> t.Silence:
        return t.Silence(self._heading(c), self._span(meta))

    def outsiders(self, meta: Meta, c: list[Any]) -> t.Outsiders:
        return t.Outsiders(self._heading(c), tuple(c[0]), self._collect(c, "issues"), self._span(meta))

    def keep_together(self, meta: Meta, c: list[Any]) -> t.KeepTogether:
        return t.KeepTogether(self._heading(c), self._collect(c, "matters"), tuple(c[0]), self._span(meta))

    def at_the_higher(self, meta: Meta, c: list[Any]) -> Named:
        return Named("adapted", False)

    def at_the_lower(self, meta: Meta, c: list[Any]) -> Named:
        return Named("adapted", True)

    def adaptation(self, meta: Meta, c: list[Any]) -> t.Adaptation:
        lower = bool(first(c, "adapted"))
        return t.Adaptation(self._heading(c), self._collect(c, "matters"), lower, self._span(meta))

    def continuing(self, meta: Meta, c: list[Any]) -> Named:
        return Named("continuing", True)

    def majority(self, meta: Meta, c: list[Any]) -> t.Majority:
        return t.Majority(required_length(c[0]), bool(first(c, "continuing")), self._heading(c), self._span(meta))

    def protection(self, meta: Meta, c: list[Any]) -> t.Protection:
        return t.Protection(self._heading(c), self._span(meta))

    def classify(self, meta: Meta, c: list[Any]) -> t.Classify:
        return t.Classify(self._word(c[0]), self._word(c[1]), c[2], self._when(c), self._span(meta))

    def set_off(self, meta: Meta, c: list[Any]) -> t.SetOff:
        return t.SetOff(self._word(c[0]), c[1], self._collect(c, "matters"), self._when(c), self._span(meta))

    def of_head(self, meta: Meta, c: list[Any]) -> Named:
        return Named("head", self._word(c[0]))

    def by_share(self, meta: Meta, c: list[Any]) -> Named:
        return Named("share", c[0])

    def rest(self, meta: Meta, c: list[Any]) -> Named:
        return Named("rest", c[0].value, self._word(c[1]))

    def joint(self, meta: Meta, c: list[Any]) -> Named:
        return Named("shared", *c)

    def several(self, meta: Meta, c: list[Any]) -> Named:
        return Named("shared", Named("several"), *c)

    def debtors(self, meta: Meta, c: list[Any]) -> t.Shared:
        return self._shared(meta, c, debtors=True)

    def creditors(self, meta: Meta, c: list[Any]) -> t.Shared:
        return self._shared(meta, c, debtors=False)

    def _shared(self, meta: Meta, c: list[Any], *, debtors: bool) -> t.Shared:
        said = list(tagged(c, "shared") or ())
        rest = tagged(said, "rest")
        return t.Shared(
            label=self._word(c[0]),
            heading=c[1],
            debtors=debtors,
            joint=tagged(said, "several") is None,
            head=first(said, "head"),
            share=first(said, "share"),
            rest=(rest[0], rest[1]) if rest else None,
            matters=self._collect(c, "matters"),
            when=self._when(c),
            span=self._span(meta),
        )

    def netting(self, meta: Meta, c: list[Any]) -> t.Netting:
        return t.Netting(self._word(c[0]), c[1], self._collect(c, "matters"), self._when(c), self._span(meta))

    def dependent(self, meta: Meta, c: list[Any]) -> t.Incidental:
        return t.Incidental(self._word(c[0]), c[1], True, self._span(meta))

    def independent(self, meta: Meta, c: list[Any]) -> t.Incidental:
        return t.Incidental(self._word(c[0]), c[1], False, self._span(meta))

    def ungrounded(self, meta: Meta, c: list[Any]) -> Named:
        return Named("unless", c[0])

    def recognition(self, meta: Meta, c: list[Any]) -> t.Recognition:
        self._once(c, meta)
        return t.Recognition(
            label=self._word(c[0]),
            heading=c[1],
            forums=tuple(c[2]),
            matters=self._collect(c, "matters"),
            cap=first(c, "cap"),
            unless=first(c, "unless"),
            span=self._span(meta),
        )

    def rate(self, meta: Meta, c: list[Any]) -> t.Rate:
        return t.Rate(c[0].value, c[2].value, c[3][0], c[4], self._span(meta))

    def rate_day(self, meta: Meta, c: list[Any]) -> Named:
        return Named("day", self._date(c[0]) if c else None)
