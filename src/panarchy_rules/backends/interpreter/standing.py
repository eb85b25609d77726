"""Which rules stand: a question and what holds in, the labels of those that stand in the end out.

An exception replaces what it is an exception to when its condition holds, to any depth;
`does not apply` removes it. What still stands may collide: precedence settles it, then the written index.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from panarchy_rules.rulebook import rulebook as r

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.look import Look

Known = dict[str, tuple[str, ...]]


def tree(on: "Look", question: r.QuestionId) -> tuple[str, ...]:
    """Every rule that has a say in a question: those that speak to it and all exceptions."""
    found: dict[str, None] = {}
    todo = list(on.roots(question))
    while todo:
        label = todo.pop(0)
        if label not in found:
            found[label] = None
            todo += on.rulebook.rules[label].exceptions
    return tuple(found)


def stand(on: "Look", label: str, holds: Mapping[str, bool], known: Known) -> tuple[str, ...]:
    """What stands in a rule's place: itself, its exceptions, or nothing.

    `known` remembers the answers: one exception may be reached in very many ways, and from very far.
    """
    todo = [label]
    while todo:
        first = [x for x in on.rulebook.rules[todo[-1]].exceptions if x not in known]
        if first:
            todo += first
        else:
            last = todo.pop()
            known[last] = _standing(on, last, holds, known)
    return known[label]


def _standing(on: "Look", label: str, holds: Mapping[str, bool], known: Known) -> tuple[str, ...]:
    over: dict[str, None] = {}
    for exception in on.rulebook.rules[label].exceptions:
        over.update(dict.fromkeys(known[exception]))
    if over:
        standing = settle(on, tuple(over))
        undercuts = [x for x in standing if isinstance(on.rulebook.rules[x].conclusion, r.Undercuts)]
        return () if len(undercuts) == len(standing) and _mine(on, undercuts, label) else standing
    return (label,) if holds[label] else ()


def _mine(on: "Look", undercuts: list[str], label: str) -> bool:
    """Whether some undercutting exception is directed at this rule, not at an exception further up."""
    return any(label in on.rulebook.rules[x].targets for x in undercuts)


def settle(on: "Look", labels: tuple[str, ...]) -> tuple[str, ...]:
    """Those that prevail: what holds always, by precedence pair by pair, then, if unequal, by the written index."""
    labels = tuple(x for x in labels if on.rulebook.rules[x].always) or labels
    pairs = on.rulebook.precedence
    left = tuple(x for x in labels if not any((other, x) in pairs for other in labels))
    left = left or labels
    if on.rulebook.later_index and len(left) > 1 and _unequal(on, left):
        indexed = [x for x in left if on.rulebook.rules[x].index]
        last = max((on.rulebook.rules[x].index for x in indexed), default=())
        left = tuple(x for x in left if not on.rulebook.rules[x].index or on.rulebook.rules[x].index == last)
    return left


def _unequal(on: "Look", labels: tuple[str, ...]) -> bool:
    return len({repr(on.values.get(x)) for x in labels}) > 1
