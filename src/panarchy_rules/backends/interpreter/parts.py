"""Rules for each member of a list: what somebody owes in, the parts it is made up of out, and their total.

Rules whose debtor or creditor is the member speak to what that person owes.
Of all others each member makes a part of its own, and what is owed under the head is the total of the parts.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter.arithmetic import compute
from panarchy_rules.backends.interpreter.terms import evaluate
from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown, merged
from panarchy_rules.base.values import ClaimFails, Money, NoDecision, Person
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.terms import Bound
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation

Bindings = Mapping[str, Any]
Parts = dict[tuple[Any, ...], dict[str, Bindings]]


class _Open(Exception):
    """It is not known for whom or what a rule holds."""

    def __init__(self, why: Unknown) -> None:
        super().__init__()
        self.why = why


def parts_of(question: r.Owing, on: "Evaluation") -> Parts | Unknown:
    """The rules on each part of what is owed, with what their names stand for; the part without members is `()`."""
    parts: Parts = {}
    roots = on.rulebook.roots.get(question, ())
    if roots:
        parts[()] = {label: {} for label in roots}
    ends = (_person(question.bearer, {}, on), _person(question.counterparty, {}, on))
    try:
        rules = [on.rulebook.rules[label] for label in on.rulebook.each.get(question.head, ())]
        for rule in (rule for rule in rules if _may_speak(rule, ends, on)):
            for key, bound in _instances(rule, ends, on):
                parts.setdefault(key, {})[rule.label] = bound
    except _Open as open_:
        return open_.why
    return parts


def _instances(rule: r.Rule, ends: tuple[Any, Any], on: "Evaluation") -> Iterator[tuple[tuple[Any, ...], Bindings]]:
    """For which members a rule speaks to what one person owes another, and which of them make a part of its own."""
    assert isinstance(rule.question, r.Owing)
    names = (rule.question.bearer, rule.question.counterparty)
    for places, bound in _members(rule.each, (), {}, on):
        if (_person(names[0], bound, on), _person(names[1], bound, on)) == ends:
            own = [(i, bound[name]) for (name, _), i in zip(rule.each, places, strict=True) if name not in names]
            yield ((0, _lists(rule)), *own) if own else (), bound


def _lists(rule: r.Rule) -> str:
    """What tells the lists of a rule from those of another, whatever the rules call their members."""
    found = " ".join(repr(items) for _, items in rule.each)
    for place, (name, _) in enumerate(rule.each):
        found = found.replace(repr(Bound(name)), repr(Bound(str(place))))
    return found


def _members(
    each: tuple[tuple[str, Any], ...], places: tuple[int, ...], bound: Bindings, on: "Evaluation"
) -> Iterator[tuple[tuple[int, ...], Bindings]]:
    if not each:
        yield places, bound
        return
    name, items = each[0]
    found = evaluate(items, on, bound)
    if isinstance(found, Unknown):
        raise _Open(found)
    for place, item in enumerate(() if found is NOT_APPLICABLE else found, 1):
        yield from _members(each[1:], (*places, place), {**bound, name: item}, on)


def _person(name: str, bound: Bindings, on: "Evaluation") -> Any:
    return bound[name] if name in bound else Person(on.record.roles.get(name, name))


def total_of(question: r.Owing, verdicts: Iterable[Verdict], on: "Evaluation") -> Verdict:
    """What is owed under a head, if it is made up of parts. One part that is not settled leaves the whole so."""
    found = list(verdicts)
    for kind in (Undetermined, Antinomy):
        unsettled = [verdict for verdict in found if isinstance(verdict, kind)]
        if unsettled:
            return _unsettled(unsettled)
    settled = [verdict for verdict in found if isinstance(verdict, Settled)]
    owed = [verdict for verdict in settled if not isinstance(verdict.value, ClaimFails)]
    if len(settled) < len(found):
        return Lacuna(str(question))
    if not settled:
        return _no_member(question, on)
    declined = [verdict for verdict in owed if isinstance(verdict.value, NoDecision)]
    return (
        min(declined, key=lambda verdict: (str(verdict.value), verdict.grounds))
        if declined
        else _sum(owed or settled, on)
    )


def _unsettled(verdicts: list[Any]) -> Verdict:
    if isinstance(verdicts[0], Antinomy):
        return Antinomy(tuple(sorted({rule for verdict in verdicts for rule in verdict.rules})))
    causes = merged(Unknown(missing=verdict.missing, obstacles=verdict.obstacles) for verdict in verdicts)
    return Undetermined(causes.missing, causes.obstacles)


def _no_member(question: r.Owing, on: "Evaluation") -> Verdict:
    """If rules speak to it, there is nobody and nothing for which they hold."""
    ends = (_person(question.bearer, {}, on), _person(question.counterparty, {}, on))
    rules = (on.rulebook.rules[label] for label in on.rulebook.each.get(question.head, ()))
    grounds = tuple(sorted(rule.label for rule in rules if _may_speak(rule, ends, on)))
    return Settled(ClaimFails(), grounds) if grounds else Lacuna(str(question))


def _may_speak(rule: r.Rule, ends: tuple[Any, Any], on: "Evaluation") -> bool:
    """Whether a rule might speak to what one person owes another, if its lists had other members."""
    assert isinstance(rule.question, r.Owing)
    members = {name for name, _ in rule.each}
    named = (rule.question.bearer, rule.question.counterparty)
    return all(name in members or _person(name, {}, on) == end for name, end in zip(named, ends, strict=True))


def _sum(verdicts: list[Settled], on: "Evaluation") -> Verdict:
    amounts = [verdict.value for verdict in verdicts if isinstance(verdict.value, Money)]
    value: Any = amounts[0] if amounts else ClaimFails()
    for amount in amounts[1:]:
        value = compute("+", value, amount, on.rulebook.date_policy)
        if isinstance(value, Unknown):
            return Undetermined((), value.obstacles)
    grounds = {ground for verdict in verdicts for ground in verdict.grounds}
    support = {rule for verdict in verdicts for rule in verdict.support} - grounds
    notes = {note for verdict in verdicts for note in verdict.notes}
    stipulated = {words for verdict in verdicts for words in verdict.stipulated}
    unproved = {one for verdict in verdicts for one in verdict.unproved}
    labels, below, said, agreed = (tuple(sorted(each)) for each in (grounds, support, notes, stipulated))
    return Settled(value, labels, below, said, agreed, tuple(sorted(unproved)))
