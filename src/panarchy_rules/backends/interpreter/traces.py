"""Tell how every rule fared: a question in, a line for each rule that had a say out, answers it read included."""

from typing import TYPE_CHECKING

from panarchy_rules.backends.interpreter.outcomes import States
from panarchy_rules.backends.interpreter.standing import Known, stand, tree
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.verdict import RuleTrace, Settled

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation
    from panarchy_rules.backends.interpreter.look import Look


class _Default(dict[str, bool]):
    """Rules nobody had to look at do not hold."""

    def __missing__(self, label: str) -> bool:
        return False


def trace(on: "Evaluation", question: r.QuestionId) -> tuple[RuleTrace, ...]:
    """The lines of a question and of everything it reads."""
    lines: list[RuleTrace] = []
    seen: dict[r.QuestionId, None] = {}
    todo = [question, *on.parts.get(question, ())]
    if isinstance(question, r.Owing):
        todo += [r.Stepping(question.head, label) for label in on.rulebook.steps.get(question.head, ())]
    while todo:
        asked = todo.pop(0)
        if asked in seen:
            continue
        seen[asked] = None
        look = on.look(asked)
        weighed = {label: one.holds for label, one in look.weighed.items()}
        for label in tree(look, asked):
            if label in look.states:
                lines.append(_line(look, asked, label, {**look.states, **weighed}))
                todo += look.answers_read.get(label, ())
    return tuple(lines)


def _line(on: "Look", question: r.QuestionId, label: str, states: States) -> RuleTrace:
    state = states[label]
    verdict = on.evaluation.verdicts.get(question)
    grounds = verdict.grounds if isinstance(verdict, Settled) else ()
    by = _held_exceptions(on, label, states)
    if isinstance(state, Unknown):
        fate = "unknown"
    elif label in on.weighed and on.weighed[label].unproved and not state:
        fate = "unproved"
    elif by:
        fate = "replaced"
    elif not state:
        fate = "fails"
    elif label in grounds or isinstance(question, r.Stepping):
        fate = "decides" if label in grounds else "holds"
    else:
        fate = "yields" if grounds else "holds"
    return RuleTrace(label, str(question), fate, by, tuple(on.readings[label].items()))


def _held_exceptions(on: "Look", label: str, states: States) -> tuple[str, ...]:
    holds = {x: state is True for x, state in states.items()}
    known: Known = {}
    standing: dict[str, None] = {}
    for exception in on.rulebook.rules[label].exceptions:
        if exception in holds:
            standing.update(dict.fromkeys(stand(on, exception, _Default(holds), known)))
    return tuple(sorted(standing))
