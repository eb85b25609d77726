"""Decide a question at judgment: a verdict that waits for facts in, what the burden of proof makes of it out.

Every rule counts as its burden of proof says (`burden`).
A result that no way of filling in the facts gives is not allowed: then the way counts that is least onerous for the
one who benefits from the doubt.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter import both_ways
from panarchy_rules.backends.interpreter.burden import Weighed, declared
from panarchy_rules.backends.interpreter.outcomes import States
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.backends.interpreter.verdicts import verdict_of
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import ClaimFails, Money, show
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.kinds import finite_values
from panarchy_rules.rulebook.record import Absence, FactKey
from panarchy_rules.rulebook.verdict import Settled, Undetermined, Unproved, Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation
    from panarchy_rules.backends.interpreter.look import Look

MAX_COMPLETIONS = 64


def judged(on: "Look", question: r.QuestionId) -> Verdict:
    """The verdict on a question when every rule counts as its burden of proof says."""
    return _settled_by(on, question, {label: on.weigh(label) for label in on.tree(question).labels})


def judged_alone(on: "Look", question: r.Asking) -> Verdict:
    """The verdict on a question that no rule reads, where the rulebook names who has to prove what it waits for."""
    return _settled_by(
        on,
        question,
        {label: declared(on, on.rulebook.rules[label], on.state(label)) for label in on.tree(question).labels},
    )


def _settled_by(on: "Look", question: r.QuestionId, weighed: Mapping[str, Weighed]) -> Verdict:
    states = {label: one.holds for label, one in weighed.items()}
    verdict = verdict_of(on, question, both_ways.results(on, question, states))
    if not isinstance(verdict, Settled):
        return verdict
    mine = _that_matter(on, question, states, weighed)
    return replace(verdict, unproved=tuple(sorted({*verdict.unproved, *mine})))


def _that_matter(
    on: "Look", question: r.QuestionId, states: States, weighed: Mapping[str, Weighed]
) -> Iterable[Unproved]:
    """What is not proved and would have made a difference, rule by rule; or else all of it."""
    if any(isinstance(state, Unknown) for state in states.values()):
        return (one for each in weighed.values() for one in each.unproved)
    holds = {label: state is True for label, state in states.items()}
    result = both_ways.result_of(on, question, holds)
    doubtful = [label for label, one in weighed.items() if one.unproved]
    matter = [x for x in doubtful if _differs(both_ways.result_of(on, question, {**holds, x: not holds[x]}), result)]
    return (one for label in matter or doubtful for one in weighed[label].unproved)


def _differs(one: Any, other: Any) -> bool:
    return (one.what, one.value) != (other.what, other.value)


# --- no result that the facts could not give --------------------------------------------------------


def as_facts_allow(on: "Look", question: r.Owing, verdict: Verdict) -> Verdict:
    """The verdict, if some way of filling in what is not proved gives it; else the least onerous that some way gives.

    Facts of few values are filled in; with too many ways the verdict stays.
    """
    unproved = verdict.unproved if isinstance(verdict, Settled) else _not_proved(on, question)
    found = [_decided(on.evaluation, question, way) for way in _completions(on.evaluation, unproved)]
    possible = [one for one in found if isinstance(one, Settled) and isinstance(one.value, Money | ClaimFails)]
    values = {show(one.value) for one in possible}
    if len(possible) < len(found) or not found:
        return verdict
    if len(values) == 1:
        return _together(possible)
    if isinstance(verdict, Settled) and show(verdict.value) in values:
        return verdict
    return _least_onerous(on, question, possible, unproved)


def _together(found: Sequence[Settled]) -> Settled:
    """One verdict of several that say the same."""
    grounds = {label for one in found for label in one.grounds}
    support = {label for one in found for label in one.support} - grounds
    return replace(found[0], grounds=tuple(sorted(grounds)), support=tuple(sorted(support)))


def _least_onerous(
    on: "Look", question: r.Owing, possible: Sequence[Settled], unproved: tuple[Unproved, ...]
) -> Verdict:
    """Of several results the one that is least onerous for whom the doubt benefits: the other than who had to prove."""
    roles = on.evaluation.record.roles
    bearers = {roles.get(one.by, one.by) for one in unproved}
    units = {one.value.unit for one in possible if isinstance(one.value, Money)}
    if len(bearers) > 1 or len(units) > 1:
        return Undetermined(tuple(sorted({one.fact for one in unproved})), (_NO_WAY,))
    pick = max if bearers == {roles.get(question.bearer, question.bearer)} else min
    best = pick(possible, key=lambda one: (one.value.amount if isinstance(one.value, Money) else -1, one.grounds))
    return replace(best, unproved=unproved)


def _not_proved(on: "Look", question: r.QuestionId) -> tuple[Unproved, ...]:
    weighed = (on.weighed[label] for label in on.tree(question).labels if label in on.weighed)
    return tuple(sorted({one for each in weighed for one in each.unproved}))


_NO_WAY = "both sides failed to prove something, and no way of filling in the facts gives what follows from that"


def _completions(on: "Evaluation", unproved: Iterable[Unproved]) -> list[dict[FactKey, Any]]:
    values: dict[FactKey, tuple[object, ...]] = {}
    for one in unproved:
        name, key = on.read_keys.get(one.fact, ("", None))
        declaration = on.rulebook.vocabulary.facts.get(name)
        few = finite_values(declaration.kind) if key and declaration else None
        if key and few:
            values[key] = few
    if not values or prod(len(few) for few in values.values()) > MAX_COMPLETIONS:
        return []
    return [dict(zip(values, way, strict=True)) for way in product(*values.values())]


def _decided(on: "Evaluation", question: r.Owing, way: Mapping[FactKey, Any]) -> Verdict:
    facts: dict[FactKey, Any | Absence] = {**on.record.facts, **way}
    return on.afresh(replace(on.record, facts=facts)).decide(question)
