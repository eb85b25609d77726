"""Lower conditions: comparisons of two values, what is given, and `and`, `or` and `not`, as strong Kleene."""

from panarchy_rules.backends.lowered.arithmetic import with_units
from panarchy_rules.backends.lowered.literals import literal
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered, LoweredList, LoweredPeriod, Truth
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m

_LISTS = (m.ListTerm, m.Persons)
_PERIODS = (m.PeriodFrom, m.Overlap, m.Union, m.UnionOfTwo)


def equal(on: Lowering, left: Lowered, right: Lowered) -> int:
    """Whether two known values of one kind, in one currency, are the same."""
    graph = on.graph
    if "record" in (left.kind.name, right.kind.name):
        raise Unsupported("kind")  # The interpreter compares their fields.
    if left.kind == k.YES_NO:
        both = graph.and_(left.node, right.node)
        return graph.or_(both, graph.and_(graph.not_(left.node), graph.not_(right.node)))
    if left.word and right.word:
        return graph.truth(left.word == right.word)
    if left.word:
        left, right = right, left
    if right.word:
        return _place_is(on, left, right.word)
    (one, other), _, _ = on.algebra.aligned((left, right))
    return graph.eq(one, other)


def _place_is(on: Lowering, value: Lowered, word: str) -> int:
    """Whether a value is the word."""
    words = value.kind.words
    return on.graph.eq(value.node, on.number(words.index(word))) if word in words else on.graph.false


def lower_compare(term: m.Compare, on: Lowering, bound: Bindings) -> Lowered:
    """A comparison. What is not applicable is equal to nothing."""
    left, right = on.exact(term.left, bound), on.exact(term.right, bound)
    result = on.algebra.known(k.YES_NO, compared(on, term.operator, left, right))
    strict = on.algebra.strictly((left, right), with_units(on, result, left, right))
    return on.algebra.absent_is(strict, holds=term.operator == "<>")


def compared(on: Lowering, operator: str, left: Lowered, right: Lowered) -> int:
    """Whether a comparison of two known values in one unit holds."""
    graph = on.graph
    if operator in ("=", "<>"):
        same = equal(on, left, right)
        return same if operator == "=" else graph.not_(same)
    (one, other), _, _ = on.algebra.aligned((left, right))
    match operator:
        case "<":
            return graph.lt(one, other)
        case ">":
            return graph.lt(other, one)
        case "<=":
            return graph.le(one, other)
        case _:
            return graph.le(other, one)


def lower_one_of(term: m.OneOf, on: Lowering, bound: Bindings) -> Lowered:
    """Whether a value is one of several."""
    value = on.exact(term.term, bound)
    listed = (literal(one, on) for one in term.values)
    same = [equal(on, value, one) for one in listed if one.unit == value.unit]
    result = on.algebra.known(k.YES_NO, on.graph.or_(*same))
    return on.algebra.absent_is(on.algebra.strictly((value,), result), holds=False)


def lower_given(term: m.Given, on: Lowering, bound: Bindings) -> Lowered:
    """What no rule speaks to is not given; anything else that is unknown leaves it open."""
    graph, value = on.graph, _anything(term.term, on, bound)
    open_ = value.open
    others = graph.or_(open_.missing, open_.collides, open_.elsewhere)
    left = on.algebra.only_if(graph.and_(graph.not_(value.absent), others), open_)
    return on.algebra.of_truth(Truth(on.algebra.is_known(value), left))


def _anything(term: m.Term, on: Lowering, bound: Bindings) -> Lowered | LoweredList | LoweredPeriod:
    is_list = isinstance(term, m.FactOf) and on.rulebook.vocabulary.facts[term.name].kind.item is not None
    if is_list or isinstance(term, _LISTS) or (isinstance(term, m.Picked) and term.word == "list"):
        return on.members(term, bound)
    if isinstance(term, _PERIODS) or (isinstance(term, m.Calendar) and term.what == "calendar_year"):
        return on.period(term, bound)
    return on.exact(term, bound)


def lower_owed(term: m.Owed, on: Lowering, bound: Bindings) -> Lowered:  # noqa: ARG001
    """Whether something is owed."""
    return on.algebra.of_truth(on.owed(term.head))


def lower_all(term: m.All, on: Lowering, bound: Bindings) -> Lowered:
    """Every part holds."""
    return on.algebra.of_truth(on.algebra.all([on.truth(part, bound) for part in term.parts]))


def lower_any(term: m.Any, on: Lowering, bound: Bindings) -> Lowered:
    """Some part holds."""
    return on.algebra.of_truth(on.algebra.any([on.truth(part, bound) for part in term.parts]))


def lower_not(term: m.Not, on: Lowering, bound: Bindings) -> Lowered:
    """The part does not hold."""
    return on.algebra.of_truth(on.algebra.not_(on.truth(term.part, bound)))
