"""Look at single rules: a label in, whether its condition holds out, with the value it gives and what it read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter.burden import Weighed, weigh
from panarchy_rules.backends.interpreter.circles import Circles, Hanging
from panarchy_rules.backends.interpreter.conduct import VALUES
from panarchy_rules.backends.interpreter.outcomes import Accepted, ChangeBy
from panarchy_rules.backends.interpreter.plans import Fixed, Tree
from panarchy_rules.backends.interpreter.terms import evaluate, truth
from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown
from panarchy_rules.base.values import ClaimFails, LawRef, NoDecision
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.verdict import Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation


_NO_NAMES: Mapping[str, Any] = {}
_NO_ANSWERS: Mapping[r.QuestionId, Verdict] = {}


class Look:
    """What was seen of the rules of one evaluation when it was asked about something: each is looked at once.

    `about` are the arguments of the question. `bindings` are the members for which a rule for each of them holds.
    """

    def __init__(
        self,
        evaluation: "Evaluation",
        about: tuple[Any, ...] = (),
        bindings: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.evaluation = evaluation
        self.rulebook = evaluation.rulebook
        self._about = about
        self._bindings = bindings or {}
        self._trees: dict[r.QuestionId, Tree] = {}
        self.states: dict[str, bool | Unknown] = {}
        self.values: dict[str, Any] = {}
        self.readings: dict[str, Mapping[str, Any]] = {}
        self.answers_read: dict[str, Mapping[r.QuestionId, Verdict]] = {}
        self.weighed: dict[str, Weighed] = {}

    def state(self, label: str) -> bool | Unknown:
        """Whether a rule's own condition holds. A rule whose value is not applicable does not speak."""
        state = self.states.get(label)
        circles = self.evaluation.work.circles
        if state is None:
            return self._first_looked_at(label, circles)
        if circles.hanging:
            circles.use(self, label)
        return state

    def _first_looked_at(self, label: str, circles: Circles) -> bool | Unknown:
        outer, circles.met = circles.met, set()
        try:
            held = self._looked_at(self.rulebook.rules[label])
            if circles.met:
                circles.keep(Hanging(self, label, circles.met))
        finally:
            circles.met = circles.met | outer if circles.met else outer
        return held

    def _looked_at(self, rule: r.Rule) -> bool | Unknown:
        on, label = self.evaluation, rule.label
        outer, notes = on.begin_notes()
        try:
            bound = self.bound(rule)
            held = True if rule.condition is None else truth(rule.condition, on, bound)
            if isinstance(held, Unknown):
                held = on.established(held)
            unread = held is False or (held is True and self._is_replaced(rule))
            value = None if unread else self._value(rule, bound)
        finally:
            on.end_notes(outer)
        self.values[label] = value
        state = self.states[label] = False if value is NOT_APPLICABLE else held
        self.readings[label], self.answers_read[label] = notes.reading, notes.asked
        if on.work.witness is not None:
            on.work.witness.note(rule, state)
        return state

    def saw(self, fixed: Fixed) -> None:
        """A rule was looked at that holds whatever the facts, and read nothing."""
        self.states[fixed.label], self.values[fixed.label] = True, fixed.value
        self.readings[fixed.label], self.answers_read[fixed.label] = _NO_NAMES, _NO_ANSWERS

    def weigh(self, label: str) -> Weighed:
        """Whether a rule counts as holding at judgment, and what is not proved for it or against it."""
        held = self.state(label)
        if label not in self.weighed:
            rule = self.rulebook.rules[label]
            outer, _ = self.evaluation.begin_notes()
            try:
                self.weighed[label] = weigh(self, rule, held, self.bound(rule))
            finally:
                self.evaluation.end_notes(outer)
        return self.weighed[label]

    def forget(self, key: str) -> None:
        """Look at a rule again when it is next asked about."""
        self.weighed.pop(key, None)
        self.states.pop(key, None)

    def _is_replaced(self, rule: r.Rule) -> bool:
        """Whether an exception that has none itself holds for certain: then the value of the rule is not looked at.

        So a definition that rests on itself ends where an exception says how.
        At judgment an exception whose value is not known may count for nothing.
        """
        return any(self._surely_stands(label) for label in rule.exceptions)

    def _surely_stands(self, label: str) -> bool:
        if self.rulebook.rules[label].exceptions or self.state(label) is not True:
            return False
        return not (self.evaluation.record.at_judgment and isinstance(self.values[label], Unknown))

    def tree(self, question: r.QuestionId) -> Tree:
        """The rules that have a say in a question."""
        found = self._trees.get(question)
        if found is None:
            found = self._trees[question] = self.evaluation.plans.tree(self.roots(question))
        return found

    def roots(self, question: r.QuestionId) -> tuple[str, ...]:
        """The rules that speak to a question by themselves, not as exceptions."""
        if self._bindings and isinstance(question, r.Owing):
            return tuple(self._bindings)
        return self.rulebook.roots.get(r.unasked(question), ())

    def bound(self, rule: r.Rule) -> Mapping[str, Any]:
        """What the names of a rule stand for. An exception has those of the rule it is an exception to."""
        if rule.parameters:
            return dict(zip(rule.parameters, self._about, strict=True))
        if not self._bindings:
            return _NO_NAMES
        todo, seen = [rule.label], set[str]()
        while todo:
            label = todo.pop()
            if label in self._bindings:
                return self._bindings[label]
            if label not in seen:
                seen.add(label)
                todo += self.rulebook.rules[label].targets
        return _NO_NAMES

    def _value(self, rule: r.Rule, bound: Mapping[str, Any]) -> Any:
        on = self.evaluation
        match rule.conclusion:
            case r.Awards(None):
                return ClaimFails()
            case r.Awards(amount) if amount is not None:
                return evaluate(amount, on, bound)
            case r.Concludes(term):
                return evaluate(term, on, bound)
            case r.Declines(code):
                return NoDecision(code)
            case r.Changes(operation, amount, mode):
                value = evaluate(amount, on, bound)
                silent = isinstance(value, Unknown) or value is NOT_APPLICABLE
                return value if silent else ChangeBy(operation, value, mode)
            case r.Norm(modality):
                return VALUES[modality]
            case r.Accepts() as terms:
                target = terms.target if isinstance(terms.target, str) else evaluate(terms.target, on, bound)
                # "Not applicable" is a word too, and must not pass for the name of a forum.
                named = isinstance(target, LawRef | str) and target is not NOT_APPLICABLE
                return Accepted(rule.label, terms, target) if named else target
            case _:
                return None  # An undercutting exception has no value.
