"""Answer the questions of a rulebook: a question and what it is about in, one of the four verdicts out, each once.

A fifth status is `ELSEWHERE`: more unknown conditions have to be tried both ways than are tried here, or the verdict
is that of other questions. The interpreter does that.
"""

from collections.abc import Sequence

from panarchy_rules.backends.lowered.answered import Answered
from panarchy_rules.backends.lowered.judging import Judging
from panarchy_rules.backends.lowered.lowering import Lowering
from panarchy_rules.backends.lowered.parts import Parts, parts_of, total_of
from panarchy_rules.backends.lowered.rules import VALUE, Rules
from panarchy_rules.backends.lowered.steps import stepped
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered
from panarchy_rules.base.records import replace
from panarchy_rules.rulebook import rulebook as r

MOST_NODES = 200_000
Asked = tuple[r.QuestionId, tuple[Lowered, ...]]


class Questions:
    """Answers questions of one rulebook, each once."""

    def __init__(self, on: Lowering, codes: tuple[str, ...]) -> None:
        self.on = on
        self.codes = codes
        self._answers: dict[Asked, Answered] = {}
        self._on_way: list[Asked] = []
        self._judging: dict[tuple[Lowered, ...], Judging] = {}

    def answer(self, question: r.QuestionId, about: Sequence[Lowered] = ()) -> Answered:
        """The verdict on a question about something that is known; an Asking has no arguments of its own."""
        if len(self.on.graph.nodes) > MOST_NODES:
            raise Unsupported("operations")
        asked = (question, tuple(self._known(one) for one in about))
        if asked in self._on_way:
            raise Unsupported("circle")
        if asked not in self._answers:
            self._on_way.append(asked)
            self._answers[asked] = self._answer(*asked)
            self._on_way.pop()
        return self._answers[asked]

    def _known(self, one: Lowered) -> Lowered:
        return replace(one, absent=self.on.graph.false, open=self.on.algebra.closed)

    def _about(self, about: tuple[Lowered, ...]) -> Judging:
        if about not in self._judging:
            self._judging[about] = Judging(Rules(self.on, about), self.codes)
        return self._judging[about]

    def _answer(self, question: r.QuestionId, about: tuple[Lowered, ...]) -> Answered:
        rulebook = self.on.rulebook
        if isinstance(question, r.Owing) and rulebook.each.get(question.head):
            return self._in_parts(question, parts_of(question, self.on))
        if not rulebook.roots.get(question):
            return self._silent()
        return self._alone(question, self._about(about))

    def _silent(self) -> Answered:
        """No rule speaks to it."""
        graph = self.on.graph
        return Answered(graph.true, graph.false, graph.false, graph.false, graph.const(VALUE), None, graph.const(0), ())

    def _alone(self, question: r.QuestionId, judging: Judging) -> Answered:
        judged = judging.judged(question)
        head = question.head if isinstance(question, r.Owing) else getattr(question, "name", "")
        return stepped(judging, head, judged) if self.on.rulebook.steps.get(head) else judged

    def _in_parts(self, question: r.Owing, parts: Parts) -> Answered:
        """What is owed under a head, if it depends on the members of lists."""
        found = []
        for part in parts.all:
            judging = Judging(Rules(self.on, members=part.rules), self.codes)
            found.append((part, judging.judged(question)))
        whole = total_of(self.on, parts, found)
        steps = self._about(())
        return stepped(steps, question.head, whole) if self.on.rulebook.steps.get(question.head) else whole
