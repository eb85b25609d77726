"""Make syntax nodes of acts, norms, remedies and stages: one method a grammar rule."""

from typing import Any

from panarchy_rules.base.records import replace
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build_base import Named, first
from panarchy_rules.syntax.build_rules import RuleBuilder
from panarchy_rules.syntax.tokens import Meta, Token


class NormBuilder(RuleBuilder):
    """Builds what is said of conduct."""

    def act_field(self, meta: Meta, c: list[Any]) -> t.ActField:
        return t.ActField(self._word(c[0]), c[1])

    def act(self, meta: Meta, c: list[Any]) -> t.ActClause:
        fields = tuple(x for x in c if isinstance(x, t.ActField))
        return t.ActClause(self._word(c[0]), self._title(c), fields, self._span(meta))

    def remedy(self, meta: Meta, c: list[Any]) -> t.RemedyClause:
        name, nature = self._words(c)
        return t.RemedyClause(name, nature, self._title(c), self._span(meta))

    def stage(self, meta: Meta, c: list[Any]) -> t.Definition:
        return t.Definition(
            self._word(c[0]), c[1], None, self._when(c), (), False, None, self._span(meta), is_stage=True
        )

    # --- remedies ---

    def of_what(self, meta: Meta, c: list[Any]) -> Named:
        return Named("of", c[0])

    def for_role(self, meta: Meta, c: list[Any]) -> Named:
        return Named("for", self._word(c[0]))

    def lasting(self, meta: Meta, c: list[Any]) -> Named:
        return Named("lasting", c[0])

    def deadline(self, meta: Meta, c: list[Any]) -> Named:
        return Named("deadline", c[0])

    def order(self, meta: Meta, c: list[Any]) -> t.Order:
        remedy, against = self._words(c)
        return t.Order(
            remedy,
            first(c, "of"),
            against,
            first(c, "for"),
            first(c, "lasting"),
            first(c, "deadline"),
            first(c, "head"),
            None,
            self._span(meta),
        )

    def orders(self, meta: Meta, c: list[Any]) -> t.Order:
        made: t.Order = replace(c[0], noting=first(c, "noting"))
        return made

    # --- norms ---

    def one_bearer(self, meta: Meta, c: list[Any]) -> Named:
        return Named("bearer", self._word(c[0]))

    def anyone(self, meta: Meta, c: list[Any]) -> Named:
        return Named("bearer", None)

    def must(self, meta: Meta, c: list[Any]) -> Named:
        return Named("modality", "must")

    def must_not(self, meta: Meta, c: list[Any]) -> Named:
        return Named("modality", "must_not")

    def may(self, meta: Meta, c: list[Any]) -> Named:
        return Named("modality", "may")

    def has_power(self, meta: Meta, c: list[Any]) -> Named:
        return Named("modality", "power")

    def has_no_power(self, meta: Meta, c: list[Any]) -> Named:
        return Named("modality", "no_power")

    def towards_role(self, meta: Meta, c: list[Any]) -> Named:
        return Named("towards", self._word(c[0]))

    def after_date(self, meta: Meta, c: list[Any]) -> Named:
        return Named("after", c[0])

    def norm(self, meta: Meta, c: list[Any]) -> t.Norm:
        return t.Norm(
            first(c, "bearer"),
            first(c, "modality"),
            self._word(c[2]),
            first(c, "towards"),
            first(c, "after"),
            first(c, "deadline"),
            first(c, "noting"),
        )

    # --- what conditions ask, and what examples say ---

    def is_breached(self, meta: Meta, c: list[Any]) -> t.IsBreached:
        return t.IsBreached(c[0], self._span(meta))

    def is_not_breached(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_breached(meta, c), self._span(meta))

    def permitted(self, meta: Meta, c: list[Any]) -> Named:
        return Named("conduct", "permitted", True)

    def required(self, meta: Meta, c: list[Any]) -> Named:
        return Named("conduct", "required", True)

    def forbidden(self, meta: Meta, c: list[Any]) -> Named:
        return Named("conduct", "forbidden", True)

    def not_permitted(self, meta: Meta, c: list[Any]) -> Named:
        return Named("conduct", "permitted", False)

    def not_required(self, meta: Meta, c: list[Any]) -> Named:
        return Named("conduct", "required", False)

    def not_forbidden(self, meta: Meta, c: list[Any]) -> Named:
        return Named("conduct", "forbidden", False)

    def not_regulated(self, meta: Meta, c: list[Any]) -> Named:
        return Named("conduct", "unregulated", True)

    def may_be_done(self, meta: Meta, c: list[Any]) -> t.Conduct | t.Not:
        status, holds = c[2]
        span = self._span(meta)
        asked = t.Conduct(c[0], status, self._word(c[3]), span)
        return asked if holds else t.Not(asked, span)

    def proposed(self, meta: Meta, c: list[Any]) -> t.Proposed:
        return t.Proposed(self._word(c[0]), self._span(meta))

    def earliest(self, meta: Meta, c: list[Any]) -> t.Picked:
        return self._picked("earliest", meta, c)

    def latest(self, meta: Meta, c: list[Any]) -> t.Picked:
        return self._picked("latest", meta, c)

    def collected(self, meta: Meta, c: list[Any]) -> t.Picked:
        return self._picked("list", meta, c)

    def _picked(self, word: str, meta: Meta, c: list[Any]) -> t.Picked:
        return t.Picked(word, c[0], self._word(c[1]), c[2], first(c, "where"), self._span(meta))

    def given_field(self, meta: Meta, c: list[Any]) -> Named:
        return Named("given_field", self._word(c[0]), c[2])

    def given_fields(self, meta: Meta, c: list[Any]) -> Named:
        return Named("given_fields", *(tuple(one) for one in c))

    def given_act(self, meta: Meta, c: list[Any]) -> t.GivenAct:
        actor, act = self._words(c)
        token = next(x for x in c if isinstance(x, Token) and x.type == "DATE")
        date = t.Constant(self._date(token), self._token_span(token))
        fields = tuple(c[3]) if len(c) > 3 else ()
        return t.GivenAct(actor, act, date, fields, self._span(meta))
