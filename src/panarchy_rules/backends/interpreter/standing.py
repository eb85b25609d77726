"""Which rules stand: a tree of rules and what holds in, the labels of those that stand in the end out.

An exception replaces what it is an exception to when its condition holds, to any depth;
`does not apply` removes it. What still stands may collide: precedence settles it, then the written index.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from panarchy_rules.backends.interpreter.plans import Tree
from panarchy_rules.rulebook import rulebook as r

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.look import Look

Known = dict[str, tuple[str, ...]]


def stand(on: "Look", tree: Tree, holds: Mapping[str, bool]) -> Known:
    """What stands in the place of each rule of a tree: itself, its exceptions, or nothing."""
    known: Known = {}
    for rule in tree.inner_first:
        over = [x for exception in rule.exceptions for x in known[exception]] if rule.exceptions else ()
        if over:
            known[rule.label] = _in_place_of(on, rule, tuple(dict.fromkeys(over)))
        else:
            known[rule.label] = (rule.label,) if holds[rule.label] else ()
    return known


def _in_place_of(on: "Look", rule: r.Rule, over: tuple[str, ...]) -> tuple[str, ...]:
    standing = settle(on, over)
    undercuts = [x for x in standing if isinstance(on.rulebook.rules[x].conclusion, r.Undercuts)]
    return () if len(undercuts) == len(standing) and _mine(on, undercuts, rule.label) else standing


def _mine(on: "Look", undercuts: list[str], label: str) -> bool:
    """Whether some undercutting exception is directed at this rule, not at an exception further up."""
    return any(label in on.rulebook.rules[x].targets for x in undercuts)


def settle(on: "Look", labels: tuple[str, ...]) -> tuple[str, ...]:
    """Those that prevail: what holds always, by precedence pair by pair, then, if unequal, by the written index."""
    if len(labels) < 2:
        return labels
    labels = tuple([x for x in labels if on.rulebook.rules[x].always]) or labels
    pairs = on.rulebook.precedence
    left = tuple([x for x in labels if not any((other, x) in pairs for other in labels)])
    left = left or labels
    if on.rulebook.later_index and len(left) > 1 and _unequal(on, left):
        indexed = [x for x in left if on.rulebook.rules[x].index]
        last = max((on.rulebook.rules[x].index for x in indexed), default=())
        left = tuple(x for x in left if not on.rulebook.rules[x].index or on.rulebook.rules[x].index == last)
    return left


def _unequal(on: "Look", labels: tuple[str, ...]) -> bool:
    return len({repr(on.values.get(x)) for x in labels}) > 1
