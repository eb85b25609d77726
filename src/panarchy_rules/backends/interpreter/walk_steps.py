"""Walk through the steps of an amount: a settled base in, the amount after every step out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter.arithmetic import changed
from panarchy_rules.backends.interpreter.both_ways import causes_of, result_of, too_many
from panarchy_rules.backends.interpreter.outcomes import ChangeBy, Result, States, filled, ways_of
from panarchy_rules.backends.interpreter.unknown import Unknown, merged, obstacle
from panarchy_rules.backends.interpreter.verdicts import (
    left_open,
    noted,
    stipulated_for,
    support_of,
    tried_with,
    unproved_for,
)
from panarchy_rules.backends.interpreter.work import MAX_TRIED_BOTH_WAYS
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import Money, Percent
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.verdict import Settled, StepTrace, Undetermined, Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.look import Look


@dataclass(frozen=True, slots=True)
class _End:
    """One way the steps may end."""

    result: Result
    trace: tuple[StepTrace, ...]
    taken: tuple[str, ...]


def stepped(on: "Look", question: r.Owing | r.Asking, base: Settled) -> Verdict:
    """Walk through the steps, every way the unknown conditions on them allow: a rule holds on all steps or none."""
    head = question.head if isinstance(question, r.Owing) else question.name
    labels = on.rulebook.steps.get(head, ())
    if not labels:
        return base
    names = [x for label in labels for x in on.tree(r.Stepping(head, label)).labels]
    verdict = _stepped(on, question, base, head, {x: on.state(x) for x in names})
    if not isinstance(verdict, Undetermined) or not on.evaluation.record.at_judgment:
        return verdict
    weighed = {x: on.weigh(x) for x in names}
    verdict = _stepped(on, question, base, head, {x: one.holds for x, one in weighed.items()})
    unproved = {one for each in weighed.values() for one in each.unproved}
    if not isinstance(verdict, Settled):
        return verdict
    return replace(verdict, unproved=tuple(sorted({*verdict.unproved, *unproved})))


def _stepped(on: "Look", question: r.Owing | r.Asking, base: Settled, head: str, states: States) -> Verdict:
    labels = on.rulebook.steps[head]
    open_ = [label for label, state in states.items() if isinstance(state, Unknown)]
    if len(open_) > MAX_TRIED_BOTH_WAYS:
        return left_open(on, question, too_many(question, states))
    ends = {way: _walk(on, head, labels, base, filled(states, open_, way)) for way in ways_of(open_)}
    results = {way: end.result for way, end in ends.items()}
    first = next(iter(ends.values()))
    if any(result.what == "stuck" or result.value != first.result.value for result in results.values()):
        stuck = [result.value for result in results.values() if result.what == "stuck"]
        return left_open(on, question, merged([*stuck, causes_of(states, open_, results)]))
    on.evaluation.steps[question] = first.trace
    grounds = tuple(sorted({label for result in results.values() for label in result.labels}))
    taken = {label for end in ends.values() for label in end.taken}
    taken.update(tried_with(on, states))
    support = {*base.grounds, *base.support, *support_of(on, (*base.grounds, *taken))}
    stipulated = tuple(sorted({*base.stipulated, *stipulated_for(on, (*grounds, *support))}))
    unproved = tuple(sorted({*base.unproved, *unproved_for(on, (*grounds, *support))}))
    beside = tuple(sorted(support - set(grounds)))
    return Settled(first.result.value, grounds, beside, noted(on, grounds, base.notes), stipulated, unproved)


def _walk(on: "Look", head: str, labels: tuple[str, ...], base: Settled, holds: Mapping[str, bool]) -> _End:
    """Take the steps in order, when exactly these conditions hold."""
    value: Any = base.value
    grounds, taken = base.grounds, tuple[str, ...]()
    trace: list[StepTrace] = []
    for step in labels:
        result = result_of(on, r.Stepping(head, step), holds)
        after, grounds, names = _take(result, value, grounds)
        trace.append(StepTrace(step, value, after, result.what == "value"))
        value, taken = after, (*taken, *names)
        if isinstance(value, Unknown):
            return _End(Result("stuck", value, grounds), tuple(trace), taken)
    return _End(Result("value", value, grounds), tuple(trace), taken)


def _take(result: Result, value: Money, grounds: tuple[str, ...]) -> tuple[Any, tuple[str, ...], tuple[str, ...]]:
    match result.what:
        case "silent":
            return value, grounds, ()
        case "antinomy":
            return Unknown(antinomies=(result.labels,)), grounds, ()
        case "stuck":
            return result.value or obstacle("a step could not be decided"), grounds, ()
        case _:
            pass
    change: ChangeBy = result.value
    after = changed(change.operation, value, change.amount, change.mode)
    decides = change.operation != "round_to" and not _neutral(change, value, after)
    return after, result.labels if decides else grounds, result.labels


def _neutral(change: ChangeBy, before: Money, after: Any) -> bool:
    """Whether a step made no difference by its nature: a cap that does not bind, a reduction by nothing."""
    if change.operation in ("multiply", "reduce"):
        factor = change.amount.share if isinstance(change.amount, Percent) else change.amount
        return bool(factor == (1 if change.operation == "multiply" else 0))
    return bool(after == before)
