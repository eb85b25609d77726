"""Ask the members of a list: a quantifier, count or total in, its value, `Unknown` or "not applicable" out.

A member of which it is not known whether it counts leaves a whole open only if it could make a difference.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter import terms
from panarchy_rules.backends.interpreter.arithmetic import compare, compute
from panarchy_rules.backends.interpreter.facts import all_known
from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown, merged, obstacle
from panarchy_rules.base.values import Money, Percent
from panarchy_rules.rulebook import terms as m

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation

Bindings = Mapping[str, Any]


def quantified(term: m.Quantified, on: "Evaluation", bound: Bindings) -> Any:
    """Whether some, every or no member has a property."""
    items = terms.evaluate(term.items, on, bound)
    if isinstance(items, Unknown):
        return items
    if items is NOT_APPLICABLE:
        return term.word != "some"
    held = (_holds(term, on, {**bound, term.variable: item}) for item in items)
    if term.word == "every":
        return terms.junction(held, decisive=False)
    found = terms.junction(held, decisive=True)
    return found if term.word == "some" or isinstance(found, Unknown) else not found


def _holds(term: m.Quantified, on: "Evaluation", bound: Bindings) -> bool | Unknown:
    """Whether a member has the property; of those that are not meant, every one has it and none."""
    if term.where is None:
        return terms.truth(term.condition, on, bound)
    left_out = term.word == "every"
    meant = terms.truth(term.where, on, bound)
    if meant is False:
        return left_out
    has = terms.truth(term.condition, on, bound)
    if meant is True or has is left_out:
        return has
    return merged([x for x in (meant, has) if isinstance(x, Unknown)])


def aggregate(term: m.Aggregate, on: "Evaluation", bound: Bindings) -> Any:
    """The number of members, or the total, most or least of something over them."""
    values = chosen(term, on, bound)
    if not isinstance(values, list):
        return values
    if not values and term.otherwise is not None:
        return terms.evaluate(term.otherwise, on, bound)
    return _extreme(values, term) if term.word in ("most", "least") else _total(values, term, on)


def chosen(term: m.Aggregate | m.Union, on: "Evaluation", bound: Bindings) -> Any:
    """What the members that count give, as a list; or why that is not known."""
    items = terms.evaluate(term.items, on, bound)
    if isinstance(items, Unknown) or items is NOT_APPLICABLE:
        return items
    values, unknown = [], []
    for item in items:
        inner = {**bound, term.variable: item}
        holds = True if term.where is None else terms.truth(term.where, on, inner)
        if isinstance(holds, Unknown):
            unknown.append(holds)
        elif holds:
            values.append(Fraction(1) if term.term is None else terms.evaluate(term.term, on, inner))
    if unknown:
        return merged(unknown)
    return values


def _total(values: list[Any], term: m.Aggregate, on: "Evaluation") -> Any:
    if not values and term.kind.name in ("money", "days"):
        return obstacle("a total of nothing has no currency or unit")
    reason = all_known(values)
    if reason is not None:
        return reason
    total: Any = Percent(Fraction(0)) if term.kind.name == "percent" else Fraction(0)
    if (values and isinstance(values[0], Money)) or term.kind.name == "days":
        total, values = values[0], values[1:]
    for value in values:
        total = compute("+", total, value, on.rulebook.date_policy)
        if isinstance(total, Unknown):
            return total
    return total


def _extreme(values: Iterable[Any], term: m.Aggregate) -> Any:
    given = list(values)
    if not given:
        return obstacle(f"there is no {term.word} of nothing")
    reason = all_known(given)
    if reason is not None:
        return reason
    best = given[0]
    for value in given[1:]:
        better = compare(">" if term.word == "most" else "<", value, best)
        if isinstance(better, Unknown):
            return better
        best = value if better else best
    return best
