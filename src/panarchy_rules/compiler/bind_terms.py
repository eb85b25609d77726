"""Bind the names of a condition or amount and check its kinds: an expression in, a typed term out.

A mistake is reported once; the term then has no kind, and nothing that rests on it is reported again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from panarchy_rules.base.calendar import DAY_COUNTS
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.periods import NEVER, between
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef, Remedy, Scalar, Symbol
from panarchy_rules.compiler import bind_tables
from panarchy_rules.compiler.bind_conduct import field_of, on_acts, picked
from panarchy_rules.compiler.declare import reserved, unknown
from panarchy_rules.compiler.kind_tables import BUILT_IN, PRODUCTS, RATIOS, SUMS
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind, finite_values
from panarchy_rules.rulebook.rulebook import Vocabulary
from panarchy_rules.syntax import tree as t

Bound = tuple[m.Term, Kind | None]
NOTHING: m.Term = m.Literal(False)


@dataclass
class Scope:
    """The names a term may use, and where its mistakes go.

    `definition_kind` gives the kind of a definition of the rulebook, or None if there is none of that name.
    `proposed` is the act that a rule is about, and `duties` are the rules that can be breached.
    """

    vocabulary: Vocabulary
    providers: tuple[str, ...]
    definitions: Mapping[str, t.Definition]
    definition_kind: Callable[[str], Kind | None]
    problems: list[Diagnostic]
    local: dict[str, Kind | None] = field(default_factory=dict)
    elsewhere: bool = False
    tie_break: bool = False
    proposed: Kind | None = None
    duties: frozenset[str] = frozenset()

    def report(self, code: str, message: str, span: Span, help: str = "") -> Bound:
        """Note a mistake and give back a term without a kind."""
        self.problems.append(Diagnostic(code, message, span, help=help))
        return NOTHING, None


def bind_condition(expression: t.Expression, scope: Scope) -> m.Term:
    """A term that must be a condition."""
    return bind(expression, scope, k.YES_NO)


def bind(expression: t.Expression, scope: Scope, expected: Kind) -> m.Term:
    """A term that must be of a kind."""
    term, kind = infer(expression, scope, expected)
    if kind is not None and not _alike(kind, expected):
        message = f"expected {kind_words(expected)}, found {kind_words(kind)}"
        scope.report("PR202", message, expression.span, way_out(kind, expected))
    return term


def infer(expression: t.Expression, scope: Scope, expected: Kind | None = None) -> Bound:
    """A term with its kind. `expected` helps to read listed words and names of laws."""
    match expression:
        case t.Constant(str(name)) if expected == k.LAW:
            return m.Literal(LawRef(name, "")), k.LAW
        case t.Constant(value):
            return m.Literal(value), kind_of_value(value)
        case t.Absent(state, span):
            return scope.report(
                "PR202", f"`{state}` is no value to compute with", span, "ask `is given`, or `is not given`"
            )
        case t.ListOf():
            return _list(expression, scope, expected)
        case t.Clock(which):
            return m.ClockDate(which), k.DATE
        case t.Name():
            return _name(expression, scope, expected)
        case t.NameOf():
            return _fact_of(expression, scope)
        case t.HomeLaw(of):
            return home_law(of, scope), k.LAW
        case t.RankOf(of, span):
            if not scope.tie_break:
                return scope.report("PR200", "`rank of` belongs into a `tie break`", span)
            known_role(of, scope)
            return m.RankFor(of.text), k.NUMBER
        case t.Arithmetic():
            return _arithmetic(expression, scope)
        case t.Compare():
            return _compare(expression, scope), k.YES_NO
        case t.OneOf():
            return _one_of(expression, scope), k.YES_NO
        case t.OnlyMember(items):
            listed_, kind = infer(items, scope)
            if kind is not None and kind.item is None:
                scope.report("PR202", f"expected a list, found {kind_words(kind)}", items.span)
            return m.OnlyMember(listed_), kind.item if kind else None
        case t.IsGiven(term):
            return m.Given(infer(term, scope)[0]), k.YES_NO
        case t.IsOwed():
            return _owed(expression, scope)
        case t.Within():
            return _within(expression, scope), k.YES_NO
        case t.Between(term, low, high):
            first, kind = infer(term, scope)
            ends = [infer(end, scope, kind) for end in (low, high)]
            for (_, end_kind), end in zip(ends, (low, high), strict=True):
                _must_match(kind, end_kind, end.span, scope)
            _must_be_ordered(kind, expression.span, scope)
            return m.All((m.Compare(">=", first, ends[0][0]), m.Compare("<=", first, ends[1][0]))), k.YES_NO
        case t.Junction(word, parts):
            bound = tuple(bind_condition(part, scope) for part in parts)
            return (m.All(bound) if word == "and" else m.Any(bound)), k.YES_NO
        case t.Not(part):
            return m.Not(bind_condition(part, scope)), k.YES_NO
        case t.Quantified():
            return _quantified(expression, scope), k.YES_NO
        case t.Aggregate():
            return _aggregate(expression, scope)
        case t.Extremum(word, left, right, span):
            first, second, kind = _pair(left, right, scope)
            _must_be_ordered(kind, span, scope)
            return m.Extremum(word == "greater", first, second), kind
        case t.Rounded():
            return _rounded(expression, scope)
        case t.Elapsed(unit, start, end):
            months = 12 if unit == "years" else 1
            return m.Elapsed(months, bind(start, scope, k.DATE), bind(end, scope, k.DATE)), k.MONTHS
        case t.DatePart(part, of):
            return m.DatePart(part, bind(of, scope, k.DATE)), k.WEEKDAY if part == "weekday" else k.NUMBER
        case t.PeriodFrom(start, end):
            return _period(bind(start, scope, k.DATE), bind(end, scope, k.DATE)), k.PERIOD
        case t.Overlap(left, right):
            return m.Overlap(bind(left, scope, k.PERIOD), bind(right, scope, k.PERIOD)), k.PERIOD
        case t.Union():
            return _union(expression, scope), k.PERIOD
        case t.Overlaps(left, right):
            both = m.Overlap(bind(left, scope, k.PERIOD), bind(right, scope, k.PERIOD))
            return m.Compare("<>", both, m.Literal(NEVER)), k.YES_NO
        case t.Lookup():
            return bind_tables.bind_lookup(expression, scope)
        case t.During(day, period):
            return m.During(bind(day, scope, k.DATE), bind(period, scope, k.PERIOD)), k.YES_NO
        case t.CountedDays():
            return _counted_days(expression, scope), k.DAYS
        case t.Differs():
            return _differs(expression, scope)
        case t.Under():
            return _under(expression, scope), k.YES_NO
        case t.IsBreached() | t.Conduct() | t.Proposed():
            return on_acts(expression, scope, infer)
        case t.Picked():
            return picked(expression, *_members(expression.items, expression.variable, scope), infer)
        case _:
            assert_never(expression)


def kind_of_value(value: Scalar) -> Kind:
    """The kind of a value written out."""
    return next(kind for kind in k.BASIC.values() if k.fits(value, kind))


def home_law(of: t.Word, scope: Scope) -> m.Term:
    """`law of X`: the home law of a person, or the law that a fact names."""
    if of.text in scope.vocabulary.roles:
        return m.HomeLawOf(m.RolePerson(of.text))
    fact = scope.vocabulary.facts.get(of.text)
    if fact and fact.kind == k.PERSON:
        return m.HomeLawOf(m.FactOf(of.text))
    if fact and fact.kind == k.LAW:
        return m.FactOf(of.text)
    known = [*scope.vocabulary.roles, *(f.name for f in scope.vocabulary.facts.values() if f.kind in (k.PERSON, k.LAW))]
    help_ = did_you_mean(of.text, known, f"`law of` wants a role, or a fact that is a person or a law: {listed(known)}")
    return scope.report("PR200", f"`{of}` is no role, and no fact that is a person or a law", of.span, help_)[0]


def _list(expression: t.ListOf, scope: Scope, expected: Kind | None) -> Bound:
    item = expected.item if expected else None
    bound = [infer(e, scope, item) for e in expression.items]
    item = item or next((kind for _, kind in bound if kind), None)
    for (_, kind), part in zip(bound, expression.items, strict=True):
        _must_match(item, kind, part.span, scope)
    values = [
        term.value for term, _ in bound if isinstance(term, m.Literal) and not isinstance(term.value, tuple | Remedy)
    ]
    if len(values) < len(bound):
        return m.ListTerm(tuple(term for term, _ in bound)), k.list_of(item) if item else expected
    return m.Literal(tuple(values)), k.list_of(item) if item else expected


def _name(expression: t.Name, scope: Scope, expected: Kind | None) -> Bound:
    text = expression.text
    if text in scope.local:
        return m.Bound(text), scope.local[text]
    if expected and text in expected.words:
        return m.Literal(Symbol(text)), expected
    alone = _standing_alone(expression, scope)
    if alone:
        return alone
    if expected == k.LAW and text in scope.providers:
        return m.Literal(LawRef(text, "")), k.LAW
    return _unknown_name(expression, scope, expected)


def _standing_alone(expression: t.Name, scope: Scope) -> Bound | None:
    """A name that has a meaning by itself: fact, question, definition or role."""
    text, words = expression.text, scope.vocabulary
    if text in words.facts:
        fact = words.facts[text]
        if fact.of_party:
            help_ = f"write `{text} of claimant` or `{text} of respondent`"
            return scope.report("PR202", f"`{text}` is a fact of each party", expression.span, help_)
        return m.FactOf(text), fact.kind
    if text in words.questions:
        return m.Answer(text), words.questions[text].kind
    if text in scope.definitions:
        if scope.elsewhere:
            help_ = "under another law, ask facts, questions and heads that the vocabulary declares"
            return scope.report("PR200", f"`{text}` is defined in this rulebook only", expression.span, help_)
        return m.Answer(text), scope.definition_kind(text)
    if text in words.roles:
        return m.RolePerson(text), k.PERSON
    if text in words.acts:
        return m.ActsOf(text), k.list_of(words.acts[text].kind)
    return None


def _unknown_name(expression: t.Name, scope: Scope, expected: Kind | None) -> Bound:
    text, words = expression.text, scope.vocabulary
    if expected and expected.words:
        help_ = did_you_mean(text, expected.words, f"listed: {listed(expected.words)}")
        return scope.report("PR204", f"`{text}` is not one of the listed values", expression.span, help_)
    if expected == k.LAW:
        help_ = did_you_mean(text, scope.providers, f"published: {listed(scope.providers)}")
        return scope.report("PR400", f"nobody published a law `{text}`", expression.span, help_)
    known = [*words.facts, *words.questions, *scope.definitions, *words.roles, *words.acts, *scope.local]
    help_ = did_you_mean(text, known, f"declare it with `fact {text} is …`, or define it")
    if expected == k.YES_NO and text in _YES_AND_NO:
        help_ = f"write `{_YES_AND_NO[text]}`"
    return scope.report("PR200", f"`{text}` is not known here", expression.span, help_)


_YES_AND_NO = {"true": "yes", "false": "no"}


def _fact_of(expression: t.NameOf, scope: Scope) -> Bound:
    member = scope.local.get(expression.owner.text)
    if member is not None and member.name == "record":
        return field_of(m.Bound(expression.owner.text), member, t.Word(expression.text, expression.span), scope)
    fact = scope.vocabulary.facts.get(expression.text)
    if fact is None and expression.text in BUILT_IN:
        of = t.Name(expression.owner.text, expression.owner.span)
        given, made = BUILT_IN[expression.text]
        return m.Calendar(expression.text, bind(of, scope, given)), made
    if fact is None and expression.text == "result":
        return _result(expression, scope)
    if fact is None:
        problem = unknown("fact", t.Word(expression.text, expression.span), scope.vocabulary.facts)
        scope.problems.append(problem)
        return NOTHING, None
    if not fact.of_party:
        help_ = f"declare it with `fact {fact.name} of party is {fact.kind}`"
        return scope.report("PR202", f"`{fact.name}` is not a fact of each party", expression.span, help_)
    known_role(expression.owner, scope)
    return m.FactOf(fact.name, expression.owner.text), fact.kind


def _result(expression: t.NameOf, scope: Scope) -> Bound:
    """`result of damages`: what is owed under a head, as it was decided or is being tested."""
    if expression.owner.text not in scope.vocabulary.heads:
        scope.problems.append(unknown("head", expression.owner, scope.vocabulary.heads))
        return NOTHING, None
    return m.ResultOf(expression.owner.text), k.MONEY


def _differs(expression: t.Differs, scope: Scope) -> Bound:
    """`result of damages differs by sex of victim`."""
    term = infer(expression.term, scope)[0]
    fact, owner = expression.fact, expression.owner
    written = t.NameOf(fact.text, owner, expression.span) if owner else t.Name(fact.text, fact.span)
    about, kind = infer(written, scope)
    if not isinstance(term, m.ResultOf):
        return scope.report("PR202", "only a result differs by a fact", expression.term.span, "write `result of HEAD`")
    if not isinstance(about, m.FactOf):
        return (
            scope.report("PR202", f"`{fact}` is no fact of the dispute", fact.span, "name a fact")
            if kind
            else (NOTHING, None)
        )
    if kind and finite_values(kind) is None:
        message = f"`{fact}` has no list of values, so that its other values cannot be tried"
        return scope.report("PR202", message, fact.span, "name a fact that is yes_no or one of several words")
    return m.Differs(term.head, about.name, about.role), k.YES_NO


def _counted_days(expression: t.CountedDays, scope: Scope) -> m.Term:
    convention = expression.convention
    if convention.text not in DAY_COUNTS:
        help_ = did_you_mean(convention.text, DAY_COUNTS, f"known: {listed(DAY_COUNTS)}")
        scope.report("PR204", f"there is no way of counting days `{convention}`", convention.span, help_)
    return m.CountedDays(convention.text, bind(expression.start, scope, k.DATE), bind(expression.end, scope, k.DATE))


def known_role(word: t.Word, scope: Scope) -> None:
    """Report a role that was never declared."""
    if word.text not in scope.vocabulary.roles:
        scope.problems.append(unknown("role", word, scope.vocabulary.roles))


def _arithmetic(expression: t.Arithmetic, scope: Scope) -> Bound:
    left, left_kind = infer(expression.left, scope)
    right, right_kind = infer(expression.right, scope)
    if left_kind is None or right_kind is None:
        return NOTHING, None
    table = SUMS if expression.operator in "+-" else PRODUCTS if expression.operator == "*" else RATIOS
    kind = table.get((left_kind, right_kind))
    if (left_kind, right_kind) == (k.DATE, k.DATE) and expression.operator == "-":
        kind = k.DAYS
    if kind is None:
        verb = {"+": "added to", "-": "taken from", "*": "multiplied by", "/": "divided by"}[expression.operator]
        first, second = (right_kind, left_kind) if expression.operator in "+-" else (left_kind, right_kind)
        message = f"{kind_words(first)} cannot be {verb} {kind_words(second)}"
        wanted = k.DAYS if left_kind == k.DATE else left_kind
        help_ = way_out(right_kind, wanted) if expression.operator in "+-" else ""
        return scope.report("PR203", message, expression.span, help_)
    return m.Arithmetic(expression.operator, left, right, kind), kind


def _pair(left: t.Expression, right: t.Expression, scope: Scope) -> tuple[m.Term, m.Term, Kind | None]:
    """Two terms of one kind. A listed word or a law is read in the light of the other side."""
    alone = isinstance(left, t.Name) and (left.text in scope.local or _stands_alone(left, scope))
    swap = (isinstance(left, t.Name) and not alone) or (isinstance(left, t.Constant) and isinstance(left.value, str))
    first, second = (right, left) if swap else (left, right)
    term, kind = infer(first, scope)
    other, other_kind = infer(second, scope, kind)
    _must_match(kind, other_kind, second.span, scope)
    kind = kind if other_kind else None
    return (other, term, kind) if swap else (term, other, kind)


def _stands_alone(name: t.Name, scope: Scope) -> bool:
    words = scope.vocabulary
    return any(
        name.text in known for known in (words.facts, words.questions, scope.definitions, words.roles, words.acts)
    )


def _compare(expression: t.Compare, scope: Scope) -> m.Term:
    left, right, kind = _pair(expression.left, expression.right, scope)
    if expression.operator not in ("=", "<>"):
        _must_be_ordered(kind, expression.span, scope)
    return m.Compare(expression.operator, left, right)


def _one_of(expression: t.OneOf, scope: Scope) -> m.Term:
    term, kind = infer(expression.term, scope)
    values = [infer(choice, scope, kind) for choice in expression.choices] if kind else []
    for (_, value_kind), word in zip(values, expression.choices, strict=False):
        _must_match(kind, value_kind, word.span, scope)
    literals = tuple(value.value for value, _ in values if isinstance(value, m.Literal))
    if len(literals) < len(values) and all(value_kind for _, value_kind in values):
        scope.report("PR202", "`one of` wants listed values, not other facts", expression.span)
    return m.OneOf(term, literals)


def _owed(expression: t.IsOwed, scope: Scope) -> Bound:
    heads = scope.vocabulary.heads
    if not isinstance(expression.term, t.Name) or expression.term.text not in heads:
        help_ = f"write a head, as in `damages are owed`; known: {listed(heads)}"
        return scope.report("PR200", "only what stands under a head can be owed", expression.term.span, help_)
    return m.Owed(expression.term.text), k.YES_NO


def _within(expression: t.Within, scope: Scope) -> m.Term:
    term, anchor = bind(expression.term, scope, k.DATE), bind(expression.anchor, scope, k.DATE)
    length, kind = infer(expression.length, scope)
    if kind not in (None, k.DAYS, k.MONTHS):
        scope.report("PR202", f"expected a span such as `30 days`, found {kind_words(kind)}", expression.length.span)
    return m.Within(term, length, anchor, expression.after)


def _members(items: t.Expression, variable: t.Word, scope: Scope) -> tuple[m.Term, Scope]:
    term, kind = infer(items, scope)
    if kind is not None and kind.item is None:
        scope.report("PR202", f"expected a list, found {kind_words(kind)}", items.span)
    if _stands_alone(t.Name(variable.text, variable.span), scope) or variable.text in scope.local:
        scope.report("PR201", f"`{variable}` is already a name here", variable.span, "choose another letter or word")
    scope.problems += reserved([variable])
    inner = {**scope.local, variable.text: kind.item if kind else None}
    return term, replace(scope, local=inner)


def _quantified(expression: t.Quantified, scope: Scope) -> m.Term:
    items, inner = _members(expression.items, expression.variable, scope)
    condition = bind_condition(expression.condition, inner)
    return m.Quantified(expression.word, expression.variable.text, items, condition)


def _aggregate(expression: t.Aggregate, scope: Scope) -> Bound:
    items, inner = _members(expression.items, expression.variable, scope)
    where = bind_condition(expression.where, inner) if expression.where else None
    if expression.term is None:
        return m.Aggregate(None, expression.variable.text, items, where, k.NUMBER), k.NUMBER
    term, kind = infer(expression.term, inner)
    if kind not in (None, k.MONEY, k.NUMBER, k.PERCENT, k.DAYS):
        return scope.report("PR203", f"{kind_words(kind)} cannot be totalled", expression.term.span)
    return m.Aggregate(term, expression.variable.text, items, where, kind or k.NUMBER), kind


def _period(start: m.Term, end: m.Term) -> m.Term:
    """A period of two dates that are written out is a value, as lists and facts of examples want it."""
    match start, end:
        case m.Literal(date() as first), m.Literal(date() as last):
            return m.Literal(between(first, last))
        case _:
            return m.PeriodFrom(start, end)


def _union(expression: t.Union, scope: Scope) -> m.Term:
    items, inner = _members(expression.items, expression.variable, scope)
    where = bind_condition(expression.where, inner) if expression.where else None
    return m.Union(bind(expression.term, inner, k.PERIOD), expression.variable.text, items, where)


def _rounded(expression: t.Rounded, scope: Scope) -> Bound:
    amount, kind = infer(expression.amount, scope)
    if kind is None:
        return NOTHING, None
    if kind not in (k.MONEY, k.NUMBER, k.PERCENT, k.DAYS, k.MONTHS):
        return scope.report("PR203", f"{kind_words(kind)} cannot be rounded", expression.amount.span)
    return m.Rounded(expression.mode, amount, bind(expression.place, scope, kind)), kind


def _under(expression: t.Under, scope: Scope) -> m.Term:
    law = expression.law
    if isinstance(law, t.HomeLaw):
        term = home_law(law.of, scope)
    else:
        term = bind(law, scope, k.LAW)
    inner = Scope(
        scope.vocabulary, scope.providers, scope.definitions, scope.definition_kind, scope.problems,
        {}, elsewhere=True,
    )  # fmt: skip
    return m.Under(term, bind_condition(expression.condition, inner))


def _must_match(kind: Kind | None, other: Kind | None, span: Span, scope: Scope) -> None:
    if kind is not None and other is not None and not _alike(kind, other):
        message = f"{kind_words(kind)} cannot be compared with {kind_words(other)}"
        scope.report("PR203", message, span, way_out(other, kind))


def _must_be_ordered(kind: Kind | None, span: Span, scope: Scope) -> None:
    if kind is not None and kind not in k.ORDERED:
        scope.report("PR203", f"{kind_words(kind)} has no order", span, "write `is` or `is not`")


def _alike(kind: Kind, other: Kind) -> bool:
    if kind.name == other.name == "one_of":
        return set(kind.words) == set(other.words)
    return kind == other


def way_out(found: Kind, wanted: Kind) -> str:
    """What to write when one of two kinds was most likely meant to be the other."""
    if (found, wanted) == (k.PERCENT, k.MONEY):
        return "write what it is a percentage of, as in `price * 3 %`"
    return next((help_ for kinds, help_ in _WAYS_OUT.items() if {found, wanted} == kinds), "")


_WAYS_OUT: dict[frozenset[Kind], str] = {
    frozenset((k.MONEY, k.NUMBER)): "money has a currency or unit, as in `3 EUR`",
    frozenset((k.PERCENT, k.NUMBER)): "a percentage has its sign, as in `3 %`",
    frozenset((k.DAYS, k.NUMBER)): "a span has its unit, as in `3 days`",
    frozenset((k.DATE, k.NUMBER)): "a date is written year-month-day, as in `2026-03-01`",
    frozenset((k.MONTHS, k.NUMBER)): "a span has its unit, as in `3 months`",
    frozenset((k.DAYS, k.MONTHS)): "a month has no fixed number of days; use one unit throughout",
    frozenset((k.DATE, k.PERIOD)): "a period goes from a date until a date, as in `from due until paid`",
    frozenset((k.PERIOD, k.DAYS)): "the days of a period are its `length`",
    frozenset((k.DATE, k.DAYS)): "a date is compared with a date, as in `due + 3 days`",
    frozenset((k.DATE, k.MONTHS)): "a date is compared with a date, as in `due + 3 months`",
}
_ARTICLES: dict[Kind, str] = {
    k.MONEY: "money", k.NUMBER: "a plain number", k.PERCENT: "a percentage", k.DAYS: "a span of days",
    k.MONTHS: "a span of months", k.DATE: "a date", k.PERIOD: "a period", k.YES_NO: "a condition", k.TEXT: "a text",
    k.PERSON: "a person", k.LAW: "a law",
}  # fmt: skip


def kind_words(kind: Kind) -> str:
    """A kind as a sentence names it."""
    if kind.name == "one_of":
        return f"one of {listed(kind.words)}"
    return _ARTICLES.get(kind, f"a {kind}")


def words_of(items: Iterable[t.Word]) -> tuple[str, ...]:
    """The texts of some words."""
    return tuple(item.text for item in items)
