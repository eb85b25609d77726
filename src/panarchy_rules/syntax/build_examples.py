"""Make syntax nodes of the examples that authors write as tests."""

from typing import Any

from panarchy_rules.base.records import replace
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build_base import Named, first, tagged
from panarchy_rules.syntax.build_limits import LimitBuilder
from panarchy_rules.syntax.tokens import Meta, Token
from panarchy_rules.syntax.words_of import words_of


class ExampleBuilder(LimitBuilder):
    """Builds examples: what is given, and what is expected of it."""

    def given(self, meta: Meta, c: list[Any]) -> Named:
        return Named("given", *c)

    def _given(self, how: str, negated: bool, c: list[Any], meta: Meta) -> t.Given:
        return t.Given(c[0], c[-1], negated, how, self._span(meta))

    def given_fact(self, meta: Meta, c: list[Any]) -> t.Given:
        return self._given("fact", False, c, meta)

    def given_not(self, meta: Meta, c: list[Any]) -> t.Given:
        return self._given("fact", True, c, meta)

    def given_that(self, meta: Meta, c: list[Any]) -> t.Given:
        return self._given("that", False, c, meta)

    def given_that_not(self, meta: Meta, c: list[Any]) -> t.Given:
        return self._given("that", True, c, meta)

    def given_unknown(self, meta: Meta, c: list[Any]) -> t.Given:
        return self._given("unknown", False, c, meta)

    def given_under(self, meta: Meta, c: list[Any]) -> t.GivenUnder:
        return t.GivenUnder(self._word(c[0]), self._word(c[1]), c[-1])

    # --- expectations ---

    def expect(self, meta: Meta, c: list[Any]) -> t.Expect:
        made: t.Expect = next(x for x in c if isinstance(x, t.Expect))
        return replace(
            made,
            because=tuple(tagged(c, "because") or ()),
            span=self._span(meta),
            at_judgment=bool(first(c, "at judgment")),
            unproved=tuple(tagged(c, "unproved") or ()),
        )

    def at_judgment(self, meta: Meta, c: list[Any]) -> Named:
        return Named("at judgment", True)

    def unproved(self, meta: Meta, c: list[Any]) -> Named:
        return Named("unproved", *(x[0] for x in c))

    def _expect(
        self,
        what: str,
        question: t.Expression,
        meta: Meta,
        *,
        conclusion: t.Owes | t.Order | None = None,
        value: t.Expression | None = None,
        negated: bool = False,
        names: tuple[t.Word, ...] = (),
        lacking: tuple[str, ...] = (),
    ) -> t.Expect:
        return t.Expect(what, question, conclusion, value, negated, names, lacking, (), self._span(meta))

    def expect_owes(self, meta: Meta, c: list[Any]) -> t.Expect:
        owes = self.owes(meta, c)
        head = owes.head or t.Word("damages", owes.bearer.span)
        return self._expect("owes", t.Name(head.text, head.span), meta, conclusion=owes)

    def expect_value(self, meta: Meta, c: list[Any]) -> t.Expect:
        return self._expect("value", c[0], meta, value=c[-1])

    def expect_not(self, meta: Meta, c: list[Any]) -> t.Expect:
        return self._expect("value", c[0], meta, value=c[-1], negated=True)

    def expect_overlay(self, meta: Meta, c: list[Any]) -> t.Expect:
        return self._expect("overlay", t.Name("overlay", self._span(meta)), meta, value=c[0])

    def expect_no_overlay(self, meta: Meta, c: list[Any]) -> t.Expect:
        return self._expect("no overlay", t.Name("overlay", self._span(meta)), meta)

    def expect_conduct(self, meta: Meta, c: list[Any]) -> t.Expect:
        status, holds = c[2]
        span = self._span(meta)
        bearer = c[0]
        asked = t.Conduct(bearer, status, self._word(c[3]), span)
        return self._expect("conduct", bearer, meta, value=asked if holds else t.Not(asked, span))

    def expect_order(self, meta: Meta, c: list[Any]) -> t.Expect:
        order: t.Order = c[0]
        head = order.head or t.Word("damages", order.span)
        return self._expect("owes", t.Name(head.text, head.span), meta, conclusion=order)

    def asked_name(self, meta: Meta, c: list[Any]) -> Named:
        return Named("asked", self.name(meta, c), None)

    def asked_term(self, meta: Meta, c: list[Any]) -> Named:
        return Named("asked", c[0], None)

    def asked_relation(self, meta: Meta, c: list[Any]) -> Named:
        return Named("asked", c[0], c[-1])

    def expect_lacuna(self, meta: Meta, c: list[Any]) -> t.Expect:
        subject, relation = c[0]
        return self._expect("lacuna", subject, meta, value=relation)

    def expect_antinomy(self, meta: Meta, c: list[Any]) -> t.Expect:
        subject, relation = c[0]
        return self._expect("antinomy", subject, meta, value=relation, names=tuple(c[1]))

    def expect_undetermined(self, meta: Meta, c: list[Any]) -> t.Expect:
        subject, relation = c[0]
        return self._expect("undetermined", subject, meta, value=relation, lacking=tuple(x[0] for x in c[1:]))

    def lacking_term(self, meta: Meta, c: list[Any]) -> Named:
        number = f" {c[1]}" if isinstance(c[-1], Token) and len(c) > 1 else ""
        return Named("lacking", words_of(c[0]) + number)

    def lacking_relation(self, meta: Meta, c: list[Any]) -> Named:
        return Named("lacking", f"{words_of(c[0])} is {words_of(c[-1])}")

    def because(self, meta: Meta, c: list[Any]) -> Named:
        return Named("because", *c[0])

    def example(self, meta: Meta, c: list[Any]) -> t.ExampleClause:
        given = tuple(item for x in c if isinstance(x, Named) and x.tag == "given" for item in x)
        expect = tuple(x for x in c if isinstance(x, t.Expect))
        return t.ExampleClause(self._title(c), given, expect, self._span(meta))
