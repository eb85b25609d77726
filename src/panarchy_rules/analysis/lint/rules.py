"""Lint the rules of a rulebook: conditions that never hold, rules that never decide, rules that always collide."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from panarchy_rules.analysis.lint.findings import Finding, finding
from panarchy_rules.backends.interpreter.arithmetic import compare
from panarchy_rules.backends.interpreter.conduct import VALUES
from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m

_UPPER, _LOWER = ("<", "<="), (">", ">=")


def lint_rules(book: r.Rulebook) -> Iterator[Finding]:
    """What is wrong with single rules, and between rules on one question."""
    for rule in book.rules.values():
        if rule.condition is not None and rule.span is not None and not _can_hold(rule.condition):
            message = f"the condition of `{rule.label}` can never hold: parts of it exclude each other"
            yield finding("PR913", message, rule.span, "strike the rule, or write `or` for `and`")
        yield from _replaced(book, rule)
    for labels in book.roots.values():
        for one, other in combinations((book.rules[label] for label in labels), 2):
            yield from _between(book, one, other)


def _replaced(book: r.Rulebook, rule: r.Rule) -> Iterator[Finding]:
    for label in rule.exceptions:
        over = book.rules[label]
        if _always_speaks(over):
            yield _dead(rule, over, f"exception `{over.label}` to it has no condition")
            return


def _between(book: r.Rulebook, one: r.Rule, other: r.Rule) -> Iterator[Finding]:
    """Of two rules on one question the one that never decides, or that neither yields."""
    for winner, loser in ((one, other), (other, one)):
        if _always_speaks(winner) and _prevails(book, winner, loser):
            yield _dead(loser, winner, f"`{winner.label}` has no condition and prevails over it")
            return
    if _always_collide(book, one, other) and one.span and other.span:
        message = f"`{one.label}` and `{other.label}` hold at the same time and say different things"
        related = (Label(one.span, "the other rule"),)
        help_ = "give one of them a condition, or settle it with `exception` or `precedence`"
        yield Finding(Diagnostic("PR915", message, other.span, help=help_, related=related))


def _dead(rule: r.Rule, by: r.Rule, why: str) -> Finding:
    assert rule.span is not None
    related = (Label(by.span, "decides in its place"),) if by.span else ()
    help_ = f"strike `{rule.label}`, or give `{by.label}` a condition"
    message = f"`{rule.label}` can never decide: {why}"
    return Finding(Diagnostic("PR914", message, rule.span, help=help_, related=related))


def _always_speaks(rule: r.Rule) -> bool:
    """Whether a rule holds in every case: its value must be written out, or it could be not applicable."""
    return rule.condition is None and not rule.exceptions and _constant(rule) is not None


def _constant(rule: r.Rule) -> Any:
    match rule.conclusion:
        case r.Awards(None) | r.Undercuts():
            return rule.conclusion
        case r.Declines():
            return rule.conclusion
        case r.Awards(m.Literal(value)) | r.Concludes(m.Literal(value)):
            return repr(value)
        case r.Norm(modality, after=None, deadline=None):
            return VALUES[modality]
        case _:
            return None


def _prevails(book: r.Rulebook, winner: r.Rule, loser: r.Rule) -> bool:
    if winner.always != loser.always:
        return winner.always
    if (winner.label, loser.label) in book.precedence:
        return True
    settled = (loser.label, winner.label) in book.precedence
    later = book.later_index and loser.index and winner.index > loser.index
    return bool(later and not settled and _constant(winner) != _constant(loser))


def _always_collide(book: r.Rulebook, one: r.Rule, other: r.Rule) -> bool:
    constants = _constant(one), _constant(other)
    if None in constants or constants[0] == constants[1] or one.condition != other.condition:
        return False
    if one.exceptions or other.exceptions or one.always != other.always:
        return False
    if book.later_index and one.index and other.index and one.index != other.index:
        return False
    return not {(one.label, other.label), (other.label, one.label)} & book.precedence


def _can_hold(condition: m.Term) -> bool:
    """Whether no two parts that must both hold exclude each other. True is no promise."""
    match condition:
        case m.Any(parts):
            return any(_can_hold(part) for part in parts)
        case m.All():
            parts = tuple(_joined(condition))
            return all(_can_hold(part) for part in parts) and not any(_exclude(a, b) for a, b in combinations(parts, 2))
        case _:
            return True


def _joined(term: m.Term) -> Iterator[m.Term]:
    if isinstance(term, m.All):
        for part in term.parts:
            yield from _joined(part)
    else:
        yield term


def _exclude(one: m.Term, other: m.Term) -> bool:
    if m.Not(one) == other or m.Not(other) == one:
        return True
    values = _values(one), _values(other)
    if values[0] and values[1] and values[0][0] == values[1][0]:
        return not any(compare("=", a, b) is True for a, b in product(values[0][1], values[1][1]))
    return _beyond(one, other) or _beyond(other, one)


def _values(term: m.Term) -> tuple[m.Term, tuple[Any, ...]] | None:
    """What a condition leaves a term: some values."""
    match term:
        case m.Compare("=", left, m.Literal(value)):
            return left, (value,)
        case m.OneOf(left, values):
            return left, values
        case _:
            return None


def _beyond(low: m.Term, high: m.Term) -> bool:
    """Whether one condition wants a term to be at least more than the other allows it to be at most."""
    match low, high:
        case m.Compare(above, left, m.Literal(least)), m.Compare(below, right, m.Literal(most)):
            if left != right or above not in (*_LOWER, "=") or below not in (*_UPPER, "=") or above == below:
                return False
            is_strict = (">" in above and "=" not in above) or below == "<"
            return compare(">=" if is_strict else ">", least, most) is True
        case _:
            return False
