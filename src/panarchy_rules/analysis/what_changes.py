"""What would change a verdict: an inquiry and a question in, the smallest changes of single facts that do out.

Every fact that the rules looked at is tried with other values, and so are members of lists and fields of records:
the opposite, each listed value, and, where there is an order, the values the rules write out and values ever farther
away, the nearest first; between the last that changes nothing and the first that does, the nearest is found by halving.
Members are also left out of their lists.
The number of trials is limited, and what was not tried is said.
"""

from collections.abc import Iterator
from typing import Any

from panarchy_rules.analysis.inquiry import Inquiry
from panarchy_rules.analysis.spots import Spot, spots
from panarchy_rules.analysis.trial_values import comparable, constants_of, moved, rows, steps
from panarchy_rules.backends.interpreter.conduct import decided
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Money, Value
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict

BUDGET = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One fact in the words of the language, what it is, what it would have to be, and the verdict then.

    A member of a list may be left out; then `after` is None.
    """

    words: str
    before: Value | Absence | None
    after: Value | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes found, how many values were tried, and whether the budget sufficed for all."""

    found: tuple[Change, ...]
    tried: int
    is_whole: bool


def what_changes(inquiry: Inquiry, question: r.QuestionId, budget: int = BUDGET) -> Changes:
    """For every fact the nearest value on each side that changes the verdict, or the rules that decide an amount."""
    return _Search(inquiry, question, budget).run()


class _OutOfBudget(Exception):
    """Everything that may be tried was tried."""


class _Search:
    """Tries values. Only what it finds on the way is kept."""

    def __init__(self, inquiry: Inquiry, question: r.QuestionId, budget: int) -> None:
        self.inquiry, self.question, self.budget = inquiry, question, budget
        self.tried = 0
        evaluation = inquiry.evaluation()
        self.before = _shape(decided(evaluation, question))
        self.spots = spots(evaluation, question)

    def run(self) -> Changes:
        """Every fact after the other."""
        found: list[Change] = []
        try:
            for spot in self.spots:
                found += self._of(spot)
        except _OutOfBudget:
            return Changes(tuple(found), self.tried, is_whole=False)
        return Changes(tuple(found), self.tried, is_whole=True)

    def _of(self, spot: Spot) -> Iterator[Change]:
        known = spot.value(self.inquiry.record.facts)
        for row in rows(spot.kind, known, constants_of(self.inquiry.rulebook, spot.kind)):
            changed = self._first(spot, known, row)
            if changed is not None:
                yield changed
        if spot.is_member:
            verdict = self._try(spot, None)
            if _is_other(verdict, self.before):
                yield Change(spot.words, known, None, verdict)

    def _first(self, spot: Spot, known: Value | Absence | None, row: list[Any]) -> Change | None:
        """The first value of a row that changes the verdict, or one nearer than that."""
        last: Any = known
        for value in row:
            verdict = self._try(spot, value)
            if _is_other(verdict, self.before):
                near, verdict = self._nearer(spot, last, value, verdict)
                return Change(spot.words, known, near, verdict)
            last = value
        return None

    def _nearer(self, spot: Spot, same: Any, other: Any, verdict: Verdict) -> tuple[Any, Verdict]:
        """Between a value that changes nothing and one that does, halve until they are neighbours."""
        while comparable(same, other) and (apart := steps(same, other)) is not None and abs(apart) > 1:
            middle = moved(same, apart // 2 if apart > 0 else -(-apart // 2))
            found = self._try(spot, middle)
            if _is_other(found, self.before):
                other, verdict = middle, found
            else:
                same = middle
        return other, verdict

    def _try(self, spot: Spot, value: Value | None) -> Verdict:
        if self.tried >= self.budget:
            raise _OutOfBudget
        self.tried += 1
        changed = spot.put(self.inquiry.record.facts, value)
        return self.inquiry.given(spot.key, changed).decide(self.question)


def _is_other(verdict: Verdict, before: object) -> bool:
    """Whether a verdict is another one. What cannot be computed is none, such as a day after the year 9999."""
    return not (isinstance(verdict, Undetermined) and verdict.obstacles) and _shape(verdict) != before


def _shape(verdict: Verdict) -> object:
    """What counts as the same verdict: of an amount the rules that decide it, since it moves with every fact."""
    match verdict:
        case Settled(Money(), grounds):
            return "amount", grounds
        case Settled(value):
            return "settled", value
        case Lacuna():
            return "lacuna"
        case Antinomy(rules):
            return "antinomy", rules
        case Undetermined():
            return "undetermined"
