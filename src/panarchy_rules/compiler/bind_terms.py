"""Bind the names of a condition or amount and check its kinds: an expression in, a typed term out.

A mistake is reported once; the term then has no kind, and nothing that rests on it is reported again.
"""

from collections.abc import Iterable
from typing import assert_never

from panarchy_rules.base.records import replace
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import listed
from panarchy_rules.base.values import Money, Scalar
from panarchy_rules.compiler import bind_amounts, bind_days, bind_lists, bind_names, bind_scales, bind_tables
from panarchy_rules.compiler.bind_conduct import on_acts, picked
from panarchy_rules.compiler.bind_roles import home_law, known_role
from panarchy_rules.compiler.kind_words import alike, kind_words, way_out
from panarchy_rules.compiler.scope import NOTHING, Bound, Scope
from panarchy_rules.compiler.spelling import law_called
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind, finite_values
from panarchy_rules.rulebook.rulebook import Vocabulary
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.words_of import words_of as subject_words


def bind_condition(expression: t.Expression, scope: Scope) -> m.Term:
    """A term that must be a condition."""
    return bind(expression, scope, k.YES_NO)


def bind(expression: t.Expression, scope: Scope, expected: Kind) -> m.Term:
    """A term that must be of a kind."""
    term, kind = infer(expression, scope, expected)
    return checked(term, kind, expected, expression.span, scope)


def checked(term: m.Term, kind: Kind | None, expected: Kind, span: Span, scope: Scope) -> m.Term:
    """A term that was read already, and its kind against the one it must be of."""
    if kind is not None and not alike(kind, expected):
        message = f"expected {kind_words(expected)}, found {kind_words(kind)}"
        scope.report("PR202", message, span, way_out(kind, expected))
    return term


def infer(expression: t.Expression, scope: Scope, expected: Kind | None = None) -> Bound:
    """A term with its kind. `expected` helps to read listed words and names of laws."""
    match expression:
        case t.Constant(str(name)) if expected == k.LAW:
            return m.Literal(law_called(name, scope.providers)), k.LAW
        case t.Constant(value):
            return m.Literal(value), kind_of_value(value, scope.vocabulary)
        case t.Absent(state, span):
            return scope.report(
                "PR202", f"`{state}` is no value to compute with", span, "ask `is given`, or `is not given`"
            )
        case t.ListOf():
            return bind_lists.bind_list(expression, scope, expected)
        case t.Clock(which):
            return m.ClockDate(which), k.DATE
        case t.Name():
            return bind_names.bind_name(expression, scope, expected)
        case t.Phrase():
            return bind_names.bind_phrase(expression, scope)
        case t.RecordOf(span=span):
            return scope.report("PR322", "a record is written out in the facts of an example only", span)
        case t.HomeLaw(of):
            return home_law(of, scope), k.LAW
        case t.RankOf(of, span):
            if not scope.tie_break:
                return scope.report("PR200", "`rank of` belongs into a `tie break`", span)
            known_role(of, scope)
            return m.RankFor(of.text), k.NUMBER
        case t.Arithmetic() | t.Extremum() | t.Rounded() | t.Converted():
            return bind_amounts.bind_amount(expression, scope)
        case t.Elapsed() | t.DatePart() | t.Within() | t.During() | t.CountedDays() | t.PeriodFrom():
            return bind_days.bind_days(expression, scope)
        case t.Overlap() | t.Overlaps() | t.Union() | t.UnionOfTwo():
            return bind_days.bind_days(expression, scope)
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
        case t.Between(term, low, high):
            first, kind = infer(term, scope)
            ends = [infer(end, scope, kind) for end in (low, high)]
            for (_, end_kind), end in zip(ends, (low, high), strict=True):
                must_match(kind, end_kind, end.span, scope)
            must_be_ordered(kind, expression.span, scope)
            return m.All((m.Compare(">=", first, ends[0][0]), m.Compare("<=", first, ends[1][0]))), k.YES_NO
        case t.Junction(word, parts):
            bound = tuple(bind_condition(part, scope) for part in parts)
            return (m.All(bound) if word == "and" else m.Any(bound)), k.YES_NO
        case t.Not(part):
            return m.Not(bind_condition(part, scope)), k.YES_NO
        case t.Quantified():
            return bind_lists.bind_quantified(expression, scope), k.YES_NO
        case t.Aggregate():
            return bind_lists.bind_aggregate(expression, scope)
        case t.Graduated():
            return bind_scales.bind_graduated(expression, scope)
        case t.BandOf():
            return bind_scales.bind_band_of(expression, scope)
        case t.Lookup():
            return bind_tables.bind_lookup(expression, scope)
        case t.Differs():
            return _differs(expression, scope)
        case t.Under():
            return _under(expression, scope), k.YES_NO
        case t.UnderCommon(condition):
            return m.UnderCommon(bind_condition(condition, replace(scope, elsewhere=True))), k.YES_NO
        case t.IsBreached() | t.Conduct() | t.Proposed():
            return on_acts(expression, scope, infer)
        case t.Picked():
            return picked(expression, *bind_lists.bind_members(expression.items, expression.variable, scope), infer)
        case _:
            assert_never(expression)


def kind_of_value(value: Scalar, words: Vocabulary) -> Kind:
    """The kind of a value written out."""
    if isinstance(value, Money):
        return words.kind_of_unit(value.unit)
    return next(kind for kind in k.BASIC.values() if k.fits(value, kind))


def _differs(expression: t.Differs, scope: Scope) -> Bound:
    """`result of damages differs by sex of victim`."""
    term = infer(expression.term, scope)[0]
    fact = expression.fact
    about, kind = infer(fact, scope)
    if not isinstance(term, m.ResultOf):
        return scope.report("PR202", "only a result differs by a fact", expression.term.span, "write `result of HEAD`")
    if not isinstance(about, m.FactOf):
        return (
            scope.report("PR202", f"`{subject_words(fact)}` is no fact of the dispute", fact.span, "name a fact")
            if kind
            else (NOTHING, None)
        )
    if kind and finite_values(kind) is None:
        message = f"`{subject_words(fact)}` has no list of values, so that its other values cannot be tried"
        return scope.report("PR202", message, fact.span, "name a fact that is yes_no or one of several words")
    roles = [argument.role for argument in about.arguments if isinstance(argument, m.RolePerson)]
    return m.Differs(term.head, about.name, roles[0] if roles else None), k.YES_NO


def pair(left: t.Expression, right: t.Expression, scope: Scope) -> tuple[m.Term, m.Term, Kind | None]:
    """Two terms of one kind. A listed word or a law is read in the light of the other side."""
    alone = isinstance(left, t.Name) and (left.text in scope.local or scope.stands_alone(left.text))
    swap = (isinstance(left, t.Name) and not alone) or (isinstance(left, t.Constant) and isinstance(left.value, str))
    first, second = (right, left) if swap else (left, right)
    term, kind = infer(first, scope)
    other, other_kind = infer(second, scope, kind)
    must_match(kind, other_kind, second.span, scope, _yes_or_no(second))
    kind = kind if other_kind else None
    return (other, term, kind) if swap else (term, other, kind)


def _yes_or_no(expression: t.Expression) -> str:
    """`yes` or `no` as it is written; nothing else."""
    if not isinstance(expression, t.Constant) or not isinstance(expression.value, bool):
        return ""
    return "`yes`" if expression.value else "`no`"


def _compare(expression: t.Compare, scope: Scope) -> m.Term:
    if expression.operator in ("=", "<>"):
        relation = bind_names.relation_in(expression.left, expression.right, scope)
        if relation:
            said = bind_names.bind_relation(expression.left, relation, scope)
            return said if expression.operator == "=" else m.Not(said)
    left, right, kind = pair(expression.left, expression.right, scope)
    if expression.operator not in ("=", "<>"):
        must_be_ordered(kind, expression.span, scope)
    return m.Compare(expression.operator, left, right)


def _one_of(expression: t.OneOf, scope: Scope) -> m.Term:
    term, kind = infer(expression.term, scope)
    values = [infer(choice, scope, kind) for choice in expression.choices] if kind else []
    for (_, value_kind), word in zip(values, expression.choices, strict=False):
        must_match(kind, value_kind, word.span, scope)
    literals = tuple(value.value for value, _ in values if isinstance(value, m.Literal))
    if len(literals) < len(values) and all(value_kind for _, value_kind in values):
        help_ = "compare with each of them: `a is b or a is c`"
        scope.report("PR202", "`one of` wants listed values, not other facts", expression.span, help_)
    return m.OneOf(term, literals)


def _owed(expression: t.IsOwed, scope: Scope) -> Bound:
    heads = scope.vocabulary.heads
    if not isinstance(expression.term, t.Name) or expression.term.text not in heads:
        help_ = f"write a head, as in `damages are owed`; known: {listed(heads)}"
        return scope.report("PR200", "only what stands under a head can be owed", expression.term.span, help_)
    return m.Owed(expression.term.text), k.YES_NO


def _under(expression: t.Under, scope: Scope) -> m.Term:
    law = expression.law
    if isinstance(law, t.HomeLaw):
        term = home_law(law.of, scope)
    else:
        term = bind(law, scope, k.LAW)
    inner = replace(scope, elsewhere=True)
    return m.Under(term, bind_condition(expression.condition, inner))


def must_match(kind: Kind | None, other: Kind | None, span: Span, scope: Scope, written: str = "") -> None:
    """Report two kinds that cannot be compared. The second is called as it is written, if that is said."""
    if kind is not None and other is not None and not alike(kind, other):
        message = f"{kind_words(kind)} cannot be compared with {written or kind_words(other)}"
        scope.report("PR203", message, span, way_out(other, kind))


def must_be_ordered(kind: Kind | None, span: Span, scope: Scope) -> None:
    """Report a kind of which no value is before or above another."""
    if kind is not None and not k.is_ordered(kind):
        scope.report("PR203", f"{kind_words(kind)} has no order", span, "write `is` or `is not`")


def words_of(items: Iterable[t.Word]) -> tuple[str, ...]:
    """The texts of some words."""
    return tuple(item.text for item in items)
