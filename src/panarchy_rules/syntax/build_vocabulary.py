"""Make syntax nodes of declarations: matters, roles, facts, records, questions and heads."""

from typing import Any

from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build_base import Named, first, tagged
from panarchy_rules.syntax.build_terms import TermBuilder
from panarchy_rules.syntax.tokens import Meta, Token


class VocabularyBuilder(TermBuilder):
    """Builds what declares words, with their kinds."""

    def matter(self, meta: Meta, c: list[Any]) -> t.Declared:
        special = "indivisible" if tagged(c, "indivisible") is not None else ""
        return t.Declared("matter", self._word(c[0]), self._title(c), special, self._span(meta))

    def issue(self, meta: Meta, c: list[Any]) -> t.Declared:
        special = "procedural" if tagged(c, "procedural") is not None else ""
        return t.Declared("issue", self._word(c[0]), self._title(c), special, self._span(meta))

    def role(self, meta: Meta, c: list[Any]) -> t.Declared:
        return t.Declared("role", self._word(c[0]), self._title(c), "", self._span(meta))

    def measured(self, meta: Meta, c: list[Any]) -> Named:
        return Named("of", self._word(c[0]))

    def unit(self, meta: Meta, c: list[Any]) -> t.UnitClause:
        return t.UnitClause(self._word(c[0]), first(c, "of"), self._title(c), self._span(meta))

    def indivisible(self, meta: Meta, c: list[Any]) -> Named:
        return Named("indivisible")

    def procedural(self, meta: Meta, c: list[Any]) -> Named:
        return Named("procedural")

    def kind(self, meta: Meta, c: list[Any]) -> t.KindSyntax:
        return t.KindName(self._word(c[0]))

    def listed_kind(self, meta: Meta, c: list[Any]) -> t.KindSyntax:
        return t.Enumeration(tuple(c[0]))

    def list_kind(self, meta: Meta, c: list[Any]) -> t.KindSyntax:
        return t.ListKind(c[0])

    def otherwise(self, meta: Meta, c: list[Any]) -> t.Closing:
        value = c[0] if not isinstance(c[0], Token) else self.name(meta, c)
        return t.Closing("otherwise", value, self._span(meta))

    def complete(self, meta: Meta, c: list[Any]) -> t.Closing:
        return t.Closing("complete", None, self._span(meta))

    def acyclic(self, meta: Meta, c: list[Any]) -> t.Closing:
        return t.Closing("acyclic", None, self._span(meta))

    def place(self, meta: Meta, c: list[Any]) -> t.FactPlace:
        return t.FactPlace(str(c[0]), self._word(c[1]))

    def fact_value(self, meta: Meta, c: list[Any]) -> t.FactClause:
        places, kind = self._places(c), self._kind(c)
        return t.FactClause(
            self._word(c[0]), places, kind, self._title(c), self._closings(c), False, "", (), self._span(meta)
        )

    def fact_relation(self, meta: Meta, c: list[Any]) -> t.FactClause:
        subject, name = self._words(c)
        places = (t.FactPlace("", subject), *self._places(c))
        kind = t.KindName(t.Word("yes_no", name.span))
        return t.FactClause(name, places, kind, self._title(c), self._closings(c), True, "", (), self._span(meta))

    def judge(self, meta: Meta, c: list[Any]) -> t.FactClause:
        word, title, span = self._words(c)[0], self._title(c), self._span(meta)
        raised = (t.Closing("otherwise", t.Absent("not_applicable", span), span),)
        closings = raised if tagged(c, "raised") is not None else ()
        between = tuple(tagged(c, "between") or ())
        return t.FactClause(word, self._places(c), self._kind(c), title, closings, False, title, between, span)

    def judge_range(self, meta: Meta, c: list[Any]) -> Named:
        return Named("between", *c)

    def if_raised(self, meta: Meta, c: list[Any]) -> Named:
        return Named("raised")

    def _kind(self, c: list[Any]) -> t.KindSyntax:
        kind: t.KindSyntax = next(x for x in c if isinstance(x, t.KindName | t.Enumeration | t.ListKind))
        return kind

    def _places(self, c: list[Any]) -> tuple[t.FactPlace, ...]:
        return tuple(x for x in c if isinstance(x, t.FactPlace))

    def _closings(self, c: list[Any]) -> tuple[t.Closing, ...]:
        return tuple(x for x in c if isinstance(x, t.Closing))

    def field(self, meta: Meta, c: list[Any]) -> t.FieldSyntax:
        return t.FieldSyntax(self._word(c[0]), self._kind(c), self._title(c), self._closings(c))

    def record(self, meta: Meta, c: list[Any]) -> t.RecordClause:
        return t.RecordClause(self._word(c[0]), tuple(c[1:]), self._span(meta))

    def enumeration(self, meta: Meta, c: list[Any]) -> t.EnumerationClause:
        return t.EnumerationClause(self._word(c[0]), tuple(c[1]), self._span(meta))

    def question(self, meta: Meta, c: list[Any]) -> t.QuestionClause:
        return t.QuestionClause(self._word(c[0]), self._kind(c), self._title(c), self._span(meta))

    def head(self, meta: Meta, c: list[Any]) -> t.HeadClause:
        words = self._words(c)
        settles = words[1] if len(words) > 1 else None
        return t.HeadClause(words[0], self._title(c), settles, self._span(meta))
