"""Decide questions that rest on one another to any depth: what lies too deep is decided by itself first.

Answers are remembered, so that the question that waited finds it when it is asked again.
"""

from typing import TYPE_CHECKING

from panarchy_rules.backends.interpreter.circles import Question
from panarchy_rules.rulebook.rulebook import QuestionId
from panarchy_rules.rulebook.verdict import Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation

MAX_DEPTH = 30
MAX_CHAIN = 1000


class Postponed(Exception):
    """A question was met too deep below others. `on_way` are those that lead to it."""

    def __init__(self, evaluation: "Evaluation", question: QuestionId, on_way: tuple[Question, ...]) -> None:
        super().__init__()
        self.evaluation, self.question, self.on_way = evaluation, question, on_way


def decide_in_turn(on: "Evaluation", question: QuestionId) -> Verdict:
    """The verdict on a question, with those that lie too deep below it decided first."""
    work, base = on.work, on.work.depth
    waiting = [Postponed(on, question, on.on_way)]
    seen: dict[tuple[int, QuestionId], Evaluation] = {}
    work.deepest = base + MAX_DEPTH
    try:
        while True:
            now = waiting[-1]
            try:
                verdict = now.evaluation.decide_below(now.question, now.on_way)
            except Postponed as later:
                work.depth = base
                key = (id(later.evaluation), later.question)
                if key in seen:
                    work.given_up.add(key)  # Its answer is not remembered: it hangs on the way on which it is asked.
                else:
                    seen[key] = later.evaluation
                    waiting.append(later)
                continue
            waiting.pop()
            if not waiting:
                return verdict
    finally:
        work.deepest, work.depth = None, base
