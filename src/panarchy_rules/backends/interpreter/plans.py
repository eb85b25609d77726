"""What of a rulebook is the same whatever the facts: the rules that speak to a question in, the order to take them out.

It is found once for each rulebook and kept beside it, as long as the rulebook is there.
"""

from collections.abc import Mapping
from dataclasses import field

from panarchy_rules.base.beside import kept_beside
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Value
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.rulebook.rulebook import Asking, Concludes, QuestionId, Rule, Rulebook
from panarchy_rules.rulebook.terms import Literal
from panarchy_rules.rulebook.verdict import RuleTrace, Settled


@dataclass(frozen=True, slots=True)
class Tree:
    """The rules that have a say in a question: `roots` speak to it by themselves, and over them stand exceptions.

    `labels` has all of them, the roots first; in `inner_first` every rule comes after all its exceptions.
    """

    roots: tuple[str, ...]
    labels: tuple[str, ...]
    inner_first: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """The one rule on a question whose answer stands in the rulebook: its value, the verdict, and how it fares."""

    label: str
    value: Value
    verdict: Settled
    trace: RuleTrace


@dataclass(slots=True)
class Plans:
    """The trees of a rulebook, by their roots, and its questions about nothing in particular, by name.

    `fixed` are those that were asked, each with its answer if no facts and no other rules have a say in it.
    """

    rules: Mapping[str, Rule]
    roots: Mapping[QuestionId, tuple[str, ...]]
    steps: Mapping[str, tuple[str, ...]]
    trees: dict[tuple[str, ...], Tree] = field(default_factory=dict)
    questions: dict[str, Asking] = field(default_factory=dict)
    fixed: dict[str, Fixed | None] = field(default_factory=dict)

    def fixed_answer(self, question: Asking) -> Fixed | None:
        """The answer to a question about nothing in particular that is the same whatever the facts, if there is one."""
        if question.name not in self.fixed:
            roots = () if question.name in self.steps else self.roots.get(question, ())
            self.fixed[question.name] = _fixed(self.rules[roots[0]], question) if len(roots) == 1 else None
        return self.fixed[question.name]

    def tree(self, roots: tuple[str, ...]) -> Tree:
        """The tree over some rules."""
        found = self.trees.get(roots)
        if found is None:
            found = self.trees[roots] = Tree(roots, self._labels(roots), self._inner_first(roots))
        return found

    def asking(self, name: str) -> Asking:
        """A question about nothing in particular."""
        found = self.questions.get(name)
        if found is None:
            found = self.questions[name] = Asking(name)
        return found

    def _labels(self, roots: tuple[str, ...]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        todo = list(roots)
        while todo:
            label = todo.pop(0)
            if label not in found:
                found[label] = None
                todo += self.rules[label].exceptions
        return tuple(found)

    def _inner_first(self, roots: tuple[str, ...]) -> tuple[Rule, ...]:
        """One exception may be reached in very many ways, and from very far."""
        found: dict[str, Rule] = {}
        todo = list(reversed(roots))
        while todo:
            rule = self.rules[todo[-1]]
            before = [label for label in rule.exceptions if label not in found]
            if before:
                todo += before
            else:
                found.setdefault(todo.pop(), rule)
        return tuple(found.values())


@kept_beside
def plans_of(rulebook: Rulebook) -> Plans:
    """What is kept beside a rulebook."""
    return Plans(rulebook.rules, rulebook.roots, rulebook.steps)


def _fixed(rule: Rule, question: Asking) -> Fixed | None:
    """What a rule says that holds always, alone, and whose value stands in it."""
    alone = rule.condition is None and not (rule.exceptions or rule.targets or rule.parameters or rule.each)
    match rule.conclusion:
        case Concludes(Literal(value)) if alone and rule.measure is None and not isinstance(value, Absence):
            verdict = Settled(value, (rule.label,), notes=(rule.note,) if rule.note else ())
            return Fixed(rule.label, value, verdict, RuleTrace(rule.label, str(question), "decides", (), ()))
        case _:
            return None
