"""Decide at judgment whether a rule counts: a rule whose condition or value is unknown in, whether it holds out.

An element of a rule is for the one whom its conclusion favours to prove, unless `proof of` names another.
What is not proved counts against the one who had to prove it, as far as the rule goes.
Rules that only declare something favour nobody: what they leave unknown is an element of the rule that reads them.
"""

from collections.abc import Mapping, Set
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter.terms import evaluate, junction, truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Money, Percent
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.verdict import Unproved

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation
    from panarchy_rules.backends.interpreter.look import Look

Bindings = Mapping[str, Any]
_FOR_THE_DEBTOR, _FOR_THE_CREDITOR = ("reduce", "at_most"), ("add", "at_least")


@dataclass(frozen=True, slots=True)
class Weighed:
    """Whether a rule counts as holding, and for want of which proof; unknown where proof is not the question."""

    holds: bool | Unknown
    unproved: tuple[Unproved, ...] = ()


def weigh(on: "Look", rule: r.Rule, held: bool | Unknown, bound: Bindings) -> Weighed:
    """What a rule comes to at judgment: its condition first, then its value."""
    favoured = favours(on, rule, bound)
    found = Weighed(held) if favoured is None else _condition(on, rule, held, bound, favoured)
    value = on.values.get(rule.label)
    if favoured is None or found.holds is not True or not isinstance(value, Unknown):
        return found
    burden = burden_of(on.evaluation, rule, value, favoured)
    if burden is None or not all(_same(on, who, favoured) for who in burden.values()):
        return found
    return Weighed(False, (*found.unproved, *_unproved(burden)))


def _condition(on: "Look", rule: r.Rule, held: bool | Unknown, bound: Bindings, favoured: str) -> Weighed:
    if not isinstance(held, Unknown) or rule.condition is None:
        return Weighed(held)
    burden = burden_of(on.evaluation, rule, held, favoured)
    if burden is None:
        return Weighed(held)
    conceded = {words: who for words, who in burden.items() if not _same(on, who, favoured)}
    left: bool | Unknown = held
    if conceded:
        left = on.evaluation.established(_conceding(rule.condition, on.evaluation, bound, conceded.keys(), True))
    if not isinstance(left, Unknown):
        return Weighed(left, _unproved(conceded) if left else ())
    mine = {words: favoured for words in left.missing if words not in conceded}
    return Weighed(False, _unproved(mine)) if _is_lack_of_facts(left) else Weighed(held)


def declared(on: "Look", rule: r.Rule, held: bool | Unknown) -> Weighed:
    """What a rule that favours nobody comes to, if it is asked for its own sake: `proof of` has to name somebody."""
    burden = burden_of(on.evaluation, rule, held, None) if isinstance(held, Unknown) else None
    return Weighed(held) if burden is None else Weighed(False, _unproved(burden))


def burden_of(on: "Evaluation", rule: r.Rule, unknown: Unknown, favoured: str | None) -> dict[str, str] | None:
    """Who has to prove each missing fact; None if something other than proof is missing, or nobody has to."""
    found: dict[str, str] = {}
    for words in unknown.missing:
        name = _provable(on, words)
        who = (named_bearer(on.rulebook, name, rule.label) or favoured) if name else None
        if who is None:
            return None
        found[words] = who
    return found if _is_lack_of_facts(unknown) else None


def _provable(on: "Evaluation", words: str) -> str | None:
    """The name of a missing fact that can be proved. What a judge finds is for nobody to prove."""
    name, key = on.read_keys.get(words, (None, None))
    declared = on.rulebook.vocabulary.facts.get(name or "")
    return None if key is not None and declared is not None and declared.judge else name


def named_bearer(rulebook: r.Rulebook, fact: str, label: str) -> str | None:
    """The role on which a rulebook puts the proof of a fact: what it says of one rule goes before the rest."""
    said = [proof for proof in rulebook.proofs if proof.fact == fact and (not proof.rules or label in proof.rules)]
    return next((proof.on for proof in sorted(said, key=lambda proof: not proof.rules)), None)


def _is_lack_of_facts(unknown: Unknown) -> bool:
    return bool(unknown.missing) and unknown == Unknown(missing=unknown.missing)


def _unproved(burden: Mapping[str, str]) -> tuple[Unproved, ...]:
    return tuple(Unproved(words, who) for words, who in burden.items())


def _same(on: "Look", one: str, other: str) -> bool:
    roles = on.evaluation.record.roles
    return roles.get(one, one) == roles.get(other, other)


def _conceding(term: m.Term, on: "Evaluation", bound: Bindings, conceded: Set[str], want: bool) -> bool | Unknown:
    """A condition, if whatever rests on the conceded facts alone falls as the other side has to fear."""
    match term:
        case m.All(parts):
            return junction((_conceding(part, on, bound, conceded, want) for part in parts), decisive=False)
        case m.Any(parts):
            return junction((_conceding(part, on, bound, conceded, want) for part in parts), decisive=True)
        case m.Not(part):
            inner = _conceding(part, on, bound, conceded, not want)
            return inner if isinstance(inner, Unknown) else not inner
        case _:
            held = truth(term, on, bound)
    return want if isinstance(held, Unknown) and _is_lack_of_facts(held) and conceded >= set(held.missing) else held


# --- whom a rule favours --------------------------------------------------------------------------


def favours(on: "Look", rule: r.Rule, bound: Bindings) -> str | None:
    """The role or person whom a rule's conclusion favours; None if it favours nobody or that cannot be said."""
    ends = _ends(on, rule.question, bound)
    if ends is None:
        return None
    debtor, creditor = ends
    match rule.conclusion:
        case r.Awards(None) | r.Declines():
            return debtor
        case r.Awards():
            return debtor if _is_less(on, rule, bound) else creditor
        case r.Changes():
            return _of_step(on, rule.conclusion, debtor, creditor, bound)
        case r.Undercuts():
            against = {favours(on, on.rulebook.rules[label], bound) for label in rule.targets}
            other = {debtor: creditor, creditor: debtor}
            return other.get(against.pop() or "") if len(against) == 1 else None
        case _:
            return None


def _ends(on: "Look", question: r.QuestionId, bound: Bindings) -> tuple[str, str] | None:
    """Who would owe and who would be owed."""
    match question:
        case r.Owing(debtor, creditor):
            return _named(debtor, bound), _named(creditor, bound)
        case r.Stepping(head):
            ends = {(one.bearer, one.counterparty) for one in on.rulebook.obligations() if one.head == head}
            return ends.pop() if len(ends) == 1 else None
        case _:
            return None


def _named(end: str, bound: Bindings) -> str:
    return str(bound.get(end, end))


def _is_less(on: "Look", rule: r.Rule, bound: Bindings) -> bool:
    """Whether an exception gives less than the rule it is an exception to, as far as both amounts are known."""
    amounts = [_amount(on, label, bound) for label in (rule.label, *rule.targets)]
    known = [
        amount for amount in amounts if isinstance(amount, Money) and amount.unit == getattr(amounts[0], "unit", "")
    ]
    return len(known) == len(amounts) > 1 and all(known[0].amount < other.amount for other in known[1:])


def _amount(on: "Look", label: str, bound: Bindings) -> Any:
    conclusion = on.rulebook.rules[label].conclusion
    awards = isinstance(conclusion, r.Awards) and conclusion.amount is not None
    return evaluate(conclusion.amount, on.evaluation, bound) if awards else None  # type: ignore[union-attr, arg-type]


def _of_step(on: "Look", change: r.Changes, debtor: str, creditor: str, bound: Bindings) -> str | None:
    if change.operation in _FOR_THE_DEBTOR:
        return debtor
    if change.operation in _FOR_THE_CREDITOR:
        return creditor
    by = evaluate(change.amount, on.evaluation, bound) if change.operation == "multiply" else None
    factor = by.share if isinstance(by, Percent) else by
    if not isinstance(factor, Fraction):
        return None
    return debtor if factor < 1 else creditor
