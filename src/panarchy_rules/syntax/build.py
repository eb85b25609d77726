"""Make syntax nodes of Lark's tree: one method a grammar rule, positions kept, impossible values reported.

Here are headers, vocabulary and examples; `build_rules` and `build_norms` have the rules,
`build_terms` conditions and amounts.
"""

from typing import Any

from lark import Token, Tree
from lark.tree import Meta
from lark.visitors import v_args

from panarchy_rules.base.calendar import DatePolicy
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build_base import Named, length, required_length, tagged
from panarchy_rules.syntax.build_limits import LimitBuilder


@v_args(meta=True)
class Builder(LimitBuilder):
    """Turns the Lark tree of one piece of text into clauses."""

    def start(self, meta: Meta, c: list[Any]) -> tuple[t.Clause, ...]:
        return tuple(c)

    def rulebook_header(self, meta: Meta, c: list[Any]) -> t.Header:
        return t.Header("rulebook", self._word(c[0]), self._title(c), self._span(meta))

    def vocabulary_header(self, meta: Meta, c: list[Any]) -> t.Header:
        return t.Header("vocabulary", self._word(c[0]), self._title(c), self._span(meta))

    def module_header(self, meta: Meta, c: list[Any]) -> t.Header:
        return t.Header("module", self._word(c[0]), self._title(c), self._span(meta))

    def language(self, meta: Meta, c: list[Any]) -> t.Language:
        return t.Language(str(c[0]), self._span(meta))

    def names(self, meta: Meta, c: list[Any]) -> Named:
        return Named("names", *self._words(c))

    def uses(self, meta: Meta, c: list[Any]) -> t.Uses:
        return t.Uses(tuple(c[0]), self._span(meta))

    def adopts(self, meta: Meta, c: list[Any]) -> t.Adopts:
        taken = {part: tuple(tagged(c, part) or ()) for part in ("strike", "replace", "only")}
        edition = tagged(c, "edition")
        return t.Adopts(self._word(c[0]), edition[0] if edition else "", **taken, span=self._span(meta))

    def struck(self, meta: Meta, c: list[Any]) -> Named:
        return Named("strike", *c[0])

    def replaced(self, meta: Meta, c: list[Any]) -> Named:
        return Named("replace", *c[0])

    def taken(self, meta: Meta, c: list[Any]) -> Named:
        return Named("only", *c[0])

    def edition_label(self, meta: Meta, c: list[Any]) -> Named:
        return Named("edition", str(c[0]))

    def edition(self, meta: Meta, c: list[Any]) -> t.Edition:
        dates = [self._date(x) for x in c if isinstance(x, Token) and x.type == "DATE"]
        notice = next((x for x in c if isinstance(x, t.Constant)), None)
        label = c[0][0]
        announced = dates[1] if len(dates) > 1 else None
        return t.Edition(label, dates[0], announced, length(notice), self._span(meta))

    def references(self, meta: Meta, c: list[Any]) -> t.References:
        return t.References(self._span(meta))

    def dates_down(self, meta: Meta, c: list[Any]) -> t.Dates:
        return t.Dates(DatePolicy.DOWN, self._span(meta))

    def dates_up(self, meta: Meta, c: list[Any]) -> t.Dates:
        return t.Dates(DatePolicy.UP, self._span(meta))

    def dates_refuse(self, meta: Meta, c: list[Any]) -> t.Dates:
        return t.Dates(DatePolicy.REFUSE, self._span(meta))

    def later_index(self, meta: Meta, c: list[Any]) -> t.LaterIndex:
        return t.LaterIndex(c[0], self._span(meta))

    def ambiguity(self, meta: Meta, c: list[Any]) -> t.Ambiguity:
        return t.Ambiguity(c[0], self._span(meta))

    # --- members and vocabulary ---

    def governs_everything(self, meta: Meta, c: list[Any]) -> t.Governs:
        return t.Governs((), self._span(meta))

    def governs(self, meta: Meta, c: list[Any]) -> t.Governs:
        return t.Governs(tuple(c[0]), self._span(meta))

    def own_scope(self, meta: Meta, c: list[Any]) -> Any:
        return c[0]

    def own_law_never(self, meta: Meta, c: list[Any]) -> t.OwnLawNever:
        matters, issues = self._collect(c, "matters"), self._collect(c, "issues")
        heading = next(x for x in c if isinstance(x, t.Heading))
        return t.OwnLawNever(heading, matters, issues, self._when(c), self._span(meta))

    def own_law_rank(self, meta: Meta, c: list[Any]) -> t.OwnLawRank:
        return t.OwnLawRank(self._whole(c[0]), self._span(meta))

    def membership(self, meta: Meta, c: list[Any]) -> t.LeaveNotice:
        return t.LeaveNotice(required_length(c[0]), self._span(meta))

    def class_(self, meta: Meta, c: list[Any]) -> t.ClassOf:
        return t.ClassOf(self._word(c[0]), tuple(c[1]), self._span(meta))

    def matter(self, meta: Meta, c: list[Any]) -> t.Declared:
        special = "indivisible" if tagged(c, "indivisible") else ""
        return t.Declared("matter", self._word(c[0]), self._title(c), special, self._span(meta))

    def issue(self, meta: Meta, c: list[Any]) -> t.Declared:
        special = "procedural" if tagged(c, "procedural") else ""
        return t.Declared("issue", self._word(c[0]), self._title(c), special, self._span(meta))

    def role(self, meta: Meta, c: list[Any]) -> t.Declared:
        return t.Declared("role", self._word(c[0]), self._title(c), "", self._span(meta))

    def indivisible(self, meta: Meta, c: list[Any]) -> Named:
        return Named("indivisible")

    def procedural(self, meta: Meta, c: list[Any]) -> Named:
        return Named("procedural")

    def of_party(self, meta: Meta, c: list[Any]) -> Named:
        return Named("of_party")

    def otherwise_not_applicable(self, meta: Meta, c: list[Any]) -> Named:
        return Named("closing", "not_applicable")

    def otherwise_no(self, meta: Meta, c: list[Any]) -> Named:
        return Named("closing", "no")

    def kind(self, meta: Meta, c: list[Any]) -> t.KindSyntax:
        return t.KindName(self._word(c[0]))

    def enumeration(self, meta: Meta, c: list[Any]) -> t.KindSyntax:
        return t.Enumeration(tuple(c[0]))

    def list_kind(self, meta: Meta, c: list[Any]) -> t.KindSyntax:
        return t.ListKind(c[0])

    def fact(self, meta: Meta, c: list[Any]) -> t.FactClause:
        kind = next(x for x in c if isinstance(x, t.KindName | t.Enumeration | t.ListKind))
        closing = tagged(c, "closing")
        of_party = tagged(c, "of_party") is not None
        word = self._word(c[0])
        return t.FactClause(word, of_party, kind, self._title(c), closing[0] if closing else "", self._span(meta))

    def judge(self, meta: Meta, c: list[Any]) -> t.FactClause:
        kind = next(x for x in c if isinstance(x, t.KindName | t.Enumeration | t.ListKind))
        word, title = self._words(c)[0], self._title(c)
        closing = "not_applicable" if tagged(c, "raised") is not None else ""
        of_party = tagged(c, "of_party") is not None
        between = tuple(tagged(c, "between") or ())
        return t.FactClause(word, of_party, kind, title, closing, self._span(meta), title, between)

    def judge_range(self, meta: Meta, c: list[Any]) -> Named:
        return Named("between", *c)

    def if_raised(self, meta: Meta, c: list[Any]) -> Named:
        return Named("raised")

    def question(self, meta: Meta, c: list[Any]) -> t.QuestionClause:
        kind = next(x for x in c if isinstance(x, t.KindName | t.Enumeration | t.ListKind))
        return t.QuestionClause(self._word(c[0]), kind, self._title(c), self._span(meta))

    def head(self, meta: Meta, c: list[Any]) -> t.HeadClause:
        words = self._words(c)
        settles = words[1] if len(words) > 1 else None
        return t.HeadClause(words[0], self._title(c), settles, self._span(meta))

    # --- examples ---

    def given(self, meta: Meta, c: list[Any]) -> Named:
        return Named("given", *c)

    def given_fact(self, meta: Meta, c: list[Any]) -> t.GivenFact:
        return t.GivenFact(self._word(c[0]), None, c[-1])

    def given_fact_of(self, meta: Meta, c: list[Any]) -> t.GivenFact:
        return t.GivenFact(self._word(c[0]), self._word(c[1]), c[-1])

    def given_law(self, meta: Meta, c: list[Any]) -> t.GivenLaw:
        return t.GivenLaw(self._word(c[0]), self._word(c[-1]))

    def given_under(self, meta: Meta, c: list[Any]) -> t.GivenUnder:
        return t.GivenUnder(self._word(c[0]), self._word(c[1]), c[-1])

    def expect(self, meta: Meta, c: list[Any]) -> t.Expect:
        outcome = c[0]
        because = tuple(tagged(c[1:], "because") or ())
        what, question, conclusion, value, names = outcome
        return t.Expect(what, question, conclusion, value, names, because, self._span(meta))

    def expect_owes(self, meta: Meta, c: list[Any]) -> Named:
        owes = self.owes(meta, c)
        head = owes.head or t.Word("damages", owes.bearer.span)
        return Named("outcome", "owes", head, owes, None, ())

    def expect_value(self, meta: Meta, c: list[Any]) -> Named:
        return Named("outcome", "value", self._word(c[0]), None, c[2], ())

    def expect_overlay(self, meta: Meta, c: list[Any]) -> Named:
        return Named("outcome", "overlay", t.Word("overlay", self._span(meta)), None, c[0], ())

    def expect_no_overlay(self, meta: Meta, c: list[Any]) -> Named:
        return Named("outcome", "no overlay", t.Word("overlay", self._span(meta)), None, None, ())

    def expect_lacuna(self, meta: Meta, c: list[Any]) -> Named:
        return Named("outcome", "lacuna", self._word(c[0]), None, None, ())

    def expect_antinomy(self, meta: Meta, c: list[Any]) -> Named:
        return Named("outcome", "antinomy", self._word(c[0]), None, None, tuple(c[1]))

    def expect_undetermined(self, meta: Meta, c: list[Any]) -> Named:
        lacking = tuple(x[0] for x in c[1:])
        return Named("outcome", "undetermined", self._word(c[0]), None, None, lacking)

    def lacking(self, meta: Meta, c: list[Any]) -> Named:
        words = self._words(c)
        text = " of ".join(w.text for w in words)
        return Named("lacking", t.Word(text, self._span(meta)))

    def because(self, meta: Meta, c: list[Any]) -> Named:
        return Named("because", *c[0])

    def example(self, meta: Meta, c: list[Any]) -> t.ExampleClause:
        given = tuple(item for x in c if isinstance(x, Named) and x.tag == "given" for item in x)
        expect = tuple(x for x in c if isinstance(x, t.Expect))
        return t.ExampleClause(self._title(c), given, expect, self._span(meta))


# `class` is a word of Python, so its method is attached here.
setattr(Builder, "class", Builder.class_)


def depth(root: Tree[Token]) -> int:
    """How deeply the tree is nested, counted without recursion."""
    deepest, todo = 0, [(root, 1)]
    while todo:
        node, level = todo.pop()
        deepest = max(deepest, level)
        todo += [(child, level + 1) for child in node.children if isinstance(child, Tree)]
    return deepest
