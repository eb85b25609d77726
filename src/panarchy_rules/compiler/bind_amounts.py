"""Bind what is computed with amounts: an expression in, a typed term out."""

from typing import TypeAlias, assert_never

from panarchy_rules.compiler import bind_terms
from panarchy_rules.compiler.kind_tables import PRODUCTS, RATIOS, SUMS, made_of
from panarchy_rules.compiler.kind_words import kind_words, way_out
from panarchy_rules.compiler.scope import NOTHING, Bound, Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.syntax import tree as t

OfAmounts: TypeAlias = t.Arithmetic | t.Extremum | t.Rounded | t.Converted


def bind_amount(expression: OfAmounts, scope: Scope) -> Bound:
    """A term with its kind: a sum, product or quotient, the greater or lesser of two, rounded, in another unit."""
    match expression:
        case t.Arithmetic():
            return _arithmetic(expression, scope)
        case t.Extremum(word, left, right, span):
            first, second, kind = bind_terms.pair(left, right, scope)
            bind_terms.must_be_ordered(kind, span, scope)
            return m.Extremum(word == "greater", first, second), kind
        case t.Rounded():
            return _rounded(expression, scope)
        case t.Converted():
            return _converted(expression, scope)
        case _:
            assert_never(expression)


_FACTORS = {
    "*": "an amount is multiplied by a number or a percentage, as in `price * 2` or `price * 10 %`",
    "/": "an amount is divided by a number, as in `price / 2`, or by one of its own kind, which gives a number",
}


def _arithmetic(expression: t.Arithmetic, scope: Scope) -> Bound:
    left, left_kind = bind_terms.infer(expression.left, scope)
    right, right_kind = bind_terms.infer(expression.right, scope)
    left_kind, right_kind = _learn_from(expression, left_kind, right_kind, scope)
    if left_kind is None or right_kind is None:
        return NOTHING, _of_one_kind(expression.operator, left_kind or right_kind)
    table = SUMS if expression.operator in "+-" else PRODUCTS if expression.operator == "*" else RATIOS
    kind = made_of(table, left_kind, right_kind)
    if (left_kind, right_kind) == (k.DATE, k.DATE) and expression.operator == "-":
        kind = k.DAYS
    if kind is None:
        verb = {"+": "added to", "-": "taken from", "*": "multiplied by", "/": "divided by"}[expression.operator]
        first, second = (right_kind, left_kind) if expression.operator in "+-" else (left_kind, right_kind)
        message = f"{kind_words(first)} cannot be {verb} {kind_words(second)}"
        wanted = k.DAYS if left_kind == k.DATE else left_kind
        help_ = way_out(right_kind, wanted) if expression.operator in "+-" else _FACTORS[expression.operator]
        return scope.report("PR203", message, expression.span, help_)
    return m.Arithmetic(expression.operator, left, right, kind), kind


def _of_one_kind(operator: str, kind: Kind | None) -> Kind | None:
    """The kind of a sum of which one side is known, so that a definition may rest on itself."""
    return kind if operator in "+-" and kind in (k.NUMBER, k.MONEY, k.PERCENT) else None


def _learn_from(
    expression: t.Arithmetic, left: Kind | None, right: Kind | None, scope: Scope
) -> tuple[Kind | None, Kind | None]:
    """What is added to a number is a number, and what is taken from an amount an amount."""
    same = (k.NUMBER, k.MONEY, k.PERCENT)
    if expression.operator in "+-" and left is None and right in same:
        left = bind_terms.infer(expression.left, scope.silent_but_learning(), right)[1]
    elif expression.operator in "+-" and right is None and left in same:
        right = bind_terms.infer(expression.right, scope.silent_but_learning(), left)[1]
    return left, right


def _rounded(expression: t.Rounded, scope: Scope) -> Bound:
    amount, kind = bind_terms.infer(expression.amount, scope)
    if kind is None:
        return NOTHING, None
    if kind not in (k.MONEY, k.NUMBER, k.PERCENT, k.DAYS, k.MONTHS) and kind.name != "measure":
        return scope.report("PR203", f"{kind_words(kind)} cannot be rounded", expression.amount.span)
    return m.Rounded(expression.mode, amount, bind_terms.bind(expression.place, scope, kind)), kind


def _converted(expression: t.Converted, scope: Scope) -> Bound:
    """An amount in another unit that measures the same."""
    kind = scope.vocabulary.kind_of_unit(expression.unit.text)
    amount = bind_terms.bind(expression.amount, scope, kind)
    if expression.day is None:
        help_ = f"write `in {expression.unit} at due`, or `at today`"
        scope.report("PR440", "rates change, and no day is named", expression.span, help_)
        return NOTHING, kind
    return m.Converted(amount, expression.unit.text, bind_terms.bind(expression.day, scope, k.DATE)), kind
