"""Bind what is asked of the members of a list: quantifiers, counts and totals in, typed terms out."""

from panarchy_rules.base.values import Remedy
from panarchy_rules.compiler import bind_terms
from panarchy_rules.compiler.declare import reserved
from panarchy_rules.compiler.kind_words import alike, kind_words
from panarchy_rules.compiler.scope import Bound, Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.syntax import tree as t

_TOTALLED = (k.MONEY, k.NUMBER, k.PERCENT, k.DAYS)


def bind_members(items: t.Expression, variable: t.Word, scope: Scope) -> tuple[m.Term, Scope]:
    """A list, and a scope in which its members have a name."""
    term, kind = bind_terms.infer(items, scope)
    if kind is not None and kind.item is None:
        scope.report("PR202", f"expected a list, found {kind_words(kind)}", items.span)
    if scope.stands_alone(variable.text) or variable.text in scope.local:
        scope.report("PR201", f"`{variable}` is already a name here", variable.span, "choose another letter or word")
    scope.problems += reserved([variable])
    return term, scope.inside({variable.text: kind.item if kind else None})


def bind_quantified(expression: t.Quantified, scope: Scope) -> m.Term:
    """Whether some, every or no member has a property."""
    items, inner = bind_members(expression.items, expression.variable, scope)
    where = bind_terms.bind_condition(expression.where, inner) if expression.where else None
    condition = bind_terms.bind_condition(expression.condition, inner)
    return m.Quantified(expression.word, expression.variable.text, items, condition, where)


def bind_aggregate(expression: t.Aggregate, scope: Scope) -> Bound:
    """The number of members, or the total, most or least of something over them."""
    items, inner = bind_members(expression.items, expression.variable, scope)
    where = bind_terms.bind_condition(expression.where, inner) if expression.where else None
    if expression.term is None:
        return m.Aggregate(None, expression.variable.text, items, where, k.NUMBER, "number"), k.NUMBER
    term, kind = bind_terms.infer(expression.term, inner)
    fitting = _TOTALLED if expression.word == "total" else k.ORDERED
    if kind is not None and kind not in fitting and kind.name != "measure":
        verb = "totalled" if expression.word == "total" else "put in an order"
        return scope.report("PR203", f"{kind_words(kind)} cannot be {verb}", expression.term.span)
    otherwise = _otherwise(expression, kind, scope)
    made = m.Aggregate(term, expression.variable.text, items, where, kind or k.NUMBER, expression.word, otherwise)
    return made, kind


def _otherwise(expression: t.Aggregate, kind: Kind | None, scope: Scope) -> m.Term | None:
    if expression.otherwise is None:
        return None
    return (
        bind_terms.infer(expression.otherwise, scope)[0]
        if kind is None
        else bind_terms.bind(expression.otherwise, scope, kind)
    )


def bind_list(expression: t.ListOf, scope: Scope, expected: Kind | None) -> Bound:
    """A list that is written out."""
    item = expected.item if expected else None
    bound = [bind_terms.infer(e, scope, item) for e in expression.items]
    item = item or next((kind for _, kind in bound if kind), None)
    for (_, kind), part in zip(bound, expression.items, strict=True):
        if item is not None and kind is not None and not alike(item, kind):
            bind_terms.must_match(item, kind, part.span, scope)
    values = [
        term.value for term, _ in bound if isinstance(term, m.Literal) and not isinstance(term.value, tuple | Remedy)
    ]
    if len(values) < len(bound):
        return m.ListTerm(tuple(term for term, _ in bound)), k.list_of(item) if item else expected
    return m.Literal(tuple(values)), k.list_of(item) if item else expected
