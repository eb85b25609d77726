"""A second reading of the burden of proof: a case in, what its questions come to at judgment out.

It is written from rules 68 to 72 of the standard, for rulebooks that say nothing of who proves what, and shares no code
with the engine.
"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from itertools import product

from tests.support.generate import FACTS, WORDS, Case
from tests.support.reference import Reference
from tests.support.reference_arithmetic import Known
from tests.support.small_rulebook import FAILS, NO, UNDERCUT, YES, Tuple

FEW = {"yes_no": (YES, NO), "word": WORDS}
MOST_WAYS = 64
_OTHER = {"claimant": "respondent", "respondent": "claimant"}


class JudgmentReference(Reference):
    """One rulebook at judgment: what stays open by itself is asked again with what is not proved left out."""

    weighs = False

    def _both_ways(self, rules: set[str], outcome: Callable[[set[str]], Tuple]) -> Tuple:
        found = super()._both_ways(rules, outcome)
        if found[0] != "undetermined" or self.weighs:
            return found
        on = copy(self)
        on.weighs = True
        return on._both_ways(rules, outcome)

    def _holds(self, label: str) -> Known:
        held = super()._holds(label)
        if not self.weighs or not self._favours(label):
            return held
        if held == YES:
            return NO if _lacks_facts(self._says(label)) else YES
        return NO if _lacks_facts(held) else held

    def _favours(self, label: str) -> str:
        """The one whom a rule is for: who would owe, or who would be owed; nobody if that cannot be said."""
        rule = self.rules[label]
        ends = self._ends(rule.question)
        if rule.says == UNDERCUT:
            against = {self._favours(one) for one in self.targets[label]}
            return _OTHER.get(against.pop(), "") if len(against) == 1 else ""
        if len(ends) != 1:
            return ""
        debtor, creditor = ends.pop()
        if rule.question[0] == "step":
            return {"debtor": debtor, "creditor": creditor}.get(self._of_step(label), "")
        for_debtor = rule.says == FAILS or rule.says[0] == "no_decision" or self._gives_less(label)
        return debtor if for_debtor else creditor

    def _ends(self, question: Tuple) -> set[Tuple]:
        """Who would owe and who would be owed; several of both where a step is of a head of both parties."""
        if question[0] == "owes":
            return {question[1:3]}
        asked = (rule.question for rule in self.rules.values())
        return {one[1:3] for one in asked if question[0] == "step" and one[0] == "owes" and one[3] == question[1]}

    def _of_step(self, label: str) -> str:
        change = self._says(label)
        operation = self.rules[label].says[1]
        whose = {"reduce": "debtor", "at_most": "debtor", "add": "creditor", "at_least": "creditor"}
        if operation != "multiply" or not isinstance(change, tuple):
            return whose.get(operation, "")
        return "debtor" if change[2][1] < 1 else "creditor"

    def _gives_less(self, label: str) -> bool:
        mine, *others = (self._says(one) for one in (label, *self.targets[label]))
        known = isinstance(mine, tuple) and mine[0] == "money" and bool(others)
        return known and all(
            isinstance(one, tuple) and one[0] == "money" and one[2] == mine[2] and mine[1] < one[1] for one in others
        )


def _lacks_facts(known: Known) -> bool:
    return isinstance(known, frozenset) and bool(known) and {word for word, _ in known} == {"fact"}


def at_judgment(case: Case) -> JudgmentReference:
    """The reference of a case."""
    return JudgmentReference(case.book, dict(case.facts), dict(case.stipulated))


def completions(case: Case, missing: frozenset[str]) -> Iterator[Case]:
    """Every way to fill in what is missing, if there are few; none if some of it has many values."""
    few = [FEW.get(FACTS.get(name, "")) for name in sorted(missing)]
    if not few or None in few:
        return
    for way in list(product(*(one for one in few if one)))[: MOST_WAYS + 1]:
        facts = dict(case.facts) | dict(zip(sorted(missing), way, strict=True))
        yield replace(case, facts=tuple(facts.items()))
