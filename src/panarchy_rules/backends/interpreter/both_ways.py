"""Try rules whose condition is unknown both ways: a question in, every result some way gives out, with its causes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter.outcomes import Result, States, differ, filled, flipped, ways_of
from panarchy_rules.backends.interpreter.standing import settle, stand
from panarchy_rules.backends.interpreter.unknown import NO_REASON, Unknown, merged, obstacle
from panarchy_rules.backends.interpreter.work import MAX_TRIED_BOTH_WAYS
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import ClaimFails
from panarchy_rules.rulebook import rulebook as r

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.look import Look


def possible(on: "Look", question: r.QuestionId) -> dict[Result, Unknown]:
    """Every result that some way of filling the unknown conditions gives, with what it waits for."""
    return results(on, question, {label: on.state(label) for label in on.tree(question).labels})


def results(on: "Look", question: r.QuestionId, states: States) -> dict[Result, Unknown]:
    """Every result that some way of filling those of the conditions gives that are unknown."""
    open_ = [label for label, state in states.items() if isinstance(state, Unknown)]
    if not open_:
        result = result_of(on, question, states)  # type: ignore[arg-type]
        return {result: _stuck_on(result, NO_REASON)}
    if len(open_) > MAX_TRIED_BOTH_WAYS:
        return {Result("stuck"): too_many(question, states)}
    ways = {way: result_of(on, question, filled(states, open_, way)) for way in ways_of(open_)}
    causes = causes_of(states, open_, ways)
    return {result: _stuck_on(result, causes) for result in dict.fromkeys(ways.values())}


def imaginable(on: "Look", question: r.QuestionId) -> tuple[Any, ...] | None:
    """Every value that some rule gives to a question that is not settled; None if one of them is unknown."""
    found: dict[Any, None] = {}
    for result in possible(on, question):
        for label in result.labels if result.what in ("value", "antinomy", "stuck") else ():
            value = on.values.get(label)
            if isinstance(value, Unknown):
                return None
            found[value] = None
    return tuple(found)


def too_many(question: r.QuestionId, states: States) -> Unknown:
    """That more rules are open than are tried, beside what they wait for."""
    stuck = obstacle(f"more than {MAX_TRIED_BOTH_WAYS} rules on `{question}` are open; not all ways were tried")
    return merged([*(state for state in states.values() if isinstance(state, Unknown)), stuck])


def result_of(on: "Look", question: r.QuestionId, holds: Mapping[str, bool]) -> Result:
    """What the rules on a question give, when exactly these hold."""
    tree = on.tree(question)
    known = stand(on, tree, holds)
    standing = tuple(dict.fromkeys([x for root in tree.roots for x in known[root]]))
    return _close(on, question, _judge(on, question, tuple(sorted(settle(on, standing)))))


def _close(on: "Look", question: r.QuestionId, result: Result) -> Result:
    """Obligations and conditions are closed: if no rule that speaks to them holds, the answer is no."""
    if result.what != "silent":
        return result
    if isinstance(question, r.Owing):
        return replace(result, what="value", value=ClaimFails())
    if isinstance(question, r.Asking) and question.name in on.rulebook.conditions:
        return replace(result, what="value", value=False)
    return result


def _judge(on: "Look", question: r.QuestionId, labels: tuple[str, ...]) -> Result:
    undercuts = [x for x in labels if isinstance(on.rulebook.rules[x].conclusion, r.Undercuts)]
    if len(labels) == 1 and not undercuts:
        value = on.values[labels[0]]
        stuck = isinstance(value, Unknown)
        return Result("stuck", merged([value]), labels) if stuck else Result("value", value, labels)
    if len(undercuts) == len(labels):
        return Result("silent", labels=tuple(sorted(on.tree(question).labels)))
    if undercuts:
        return Result("antinomy", labels=labels)
    values: dict[str, Any] = {}
    for label in labels:
        values.setdefault(repr(on.values[label]), on.values[label])
    unknown = [value for value in values.values() if isinstance(value, Unknown)]
    if unknown:
        return Result("stuck", merged(unknown), labels)
    if len(values) > 1 and _really_unequal(list(values.values())):
        return Result("antinomy", labels=labels)
    return Result("value", next(iter(values.values())), labels)


def _really_unequal(values: list[Any]) -> bool:
    """Acceptance clauses of one label are equal if they name the same law alike, whichever exception said so."""
    return any(value != values[0] for value in values)


def causes_of(states: States, open_: list[str], ways: Mapping[tuple[bool, ...], Result]) -> Unknown:
    """What the rules wait for whose state makes a difference; the facts most rules wait for come first."""
    matters: list[Unknown] = []
    for i, label in enumerate(open_):
        state = states[label]
        if isinstance(state, Unknown) and any(differ(ways[way], ways[flipped(way, i)]) for way in ways):
            matters.append(state)
    return merged(matters)


def _stuck_on(result: Result, causes: Unknown) -> Unknown:
    return merged([causes, result.value]) if result.what == "stuck" and result.value else causes
