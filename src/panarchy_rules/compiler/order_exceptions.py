"""Order the exceptions: bound rules in, rules with their exceptions and the roots of every question out.

Two rules may both apply; the law says which yields.
That order must be free of circles, and a circle is reported with every rule on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import product

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.spans import Span
from panarchy_rules.rulebook.rulebook import QuestionId, Rule


@dataclass(frozen=True, slots=True)
class Written:
    """An exception as its author wrote it: what it is an exception to, and where it stands."""

    targets: tuple[str, ...]
    span: Span


def order_exceptions(
    rules: Mapping[str, Rule], written: Mapping[str, Written]
) -> tuple[dict[str, Rule], tuple[Diagnostic, ...]]:
    """Write under each rule the exceptions to it. Rules on a circle are reported and left without exceptions.

    `written` has every exception, also those on a circle with no rule under it, which could not be bound.
    """
    circle = find_circle({label: exception.targets for label, exception in written.items()})
    if circle:
        return dict(rules), (_circle_diagnostic(circle, written),)
    over: dict[str, list[str]] = {label: [] for label in rules}
    for label, rule in rules.items():
        for target in rule.targets:
            if target in over:
                over[target].append(label)
    ordered = {label: replace(rule, exceptions=tuple(sorted(over[label]))) for label, rule in rules.items()}
    return dict(sorted(ordered.items())), ()


def roots(rules: Mapping[str, Rule]) -> dict[QuestionId, tuple[str, ...]]:
    """The rules that speak to each question by themselves, not as exceptions."""
    found: dict[QuestionId, list[str]] = {}
    for label, rule in sorted(rules.items()):
        if not rule.targets and not rule.each:
            found.setdefault(rule.question, []).append(label)
    return {question: tuple(labels) for question, labels in found.items()}


def order_precedence(
    lists: Iterable[tuple[Sequence[tuple[str, ...]], Span]],
) -> tuple[frozenset[tuple[str, str]], tuple[Diagnostic, ...]]:
    """Pairs (prevails, yields) of all precedence lists. A list is of rules or groups, each given by its rules.

    The members of one group have no precedence among themselves.
    """
    pairs: dict[tuple[str, str], Span] = {}
    for places, span in lists:
        for i, firsts in enumerate(places):
            for first, second in product(firsts, (label for later in places[i + 1 :] for label in later)):
                pairs.setdefault((first, second), span)
    before: dict[str, list[str]] = {}
    for first, second in pairs:
        before.setdefault(second, []).append(first)
    circle = find_circle(before)
    if not circle:
        return frozenset(pairs), ()
    span = next(pairs[pair] for pair in pairs if set(pair) <= set(circle))
    message = "precedence goes round in a circle: " + _walk(circle)
    return frozenset(), (Diagnostic("PR303", message, span, help="strike one of these pairs"),)


def find_circle(before: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The names on some circle, first one repeated at the end, beginning with the first in the alphabet; or nothing."""
    sorter = TopologicalSorter({name: tuple(sorted(others)) for name, others in sorted(before.items())})
    try:
        sorter.prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][:-1]
        start = circle.index(min(circle))
        turned = circle[start:] + circle[:start]
        return (*turned, turned[0])
    return ()


def _circle_diagnostic(circle: tuple[str, ...], written: Mapping[str, Written]) -> Diagnostic:
    spans = [written[label].span for label in circle[:-1]]
    related = tuple(Label(span, "on the circle") for span in spans[1:])
    message = "exceptions go round in a circle: " + _walk(circle)
    return Diagnostic("PR302", message, spans[0], help="one of them must stand alone", related=related)


def _walk(circle: tuple[str, ...]) -> str:
    return " to ".join(f"`{label}`" for label in circle)
