"""Make syntax nodes of what was read: one method a grammar rule, positions kept, impossible values reported.

Here are clauses on the file as a whole; the other `build_…` modules have vocabulary, rules, examples and terms.
"""

from typing import Any

from panarchy_rules.base.calendar import DatePolicy
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build_base import Named, length, required_length, tagged
from panarchy_rules.syntax.build_examples import ExampleBuilder
from panarchy_rules.syntax.build_vocabulary import VocabularyBuilder
from panarchy_rules.syntax.tokens import Meta, Token


class Builder(ExampleBuilder, VocabularyBuilder):
    """Turns what was read of one piece of text into clauses."""

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

    # --- members ---

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


# `class` is a word of Python, so its method is attached here.
setattr(Builder, "class", Builder.class_)
