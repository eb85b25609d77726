"""Tell how every rule fared: a question in, a line for each rule that had a say out, answers it read included."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from panarchy_rules.backends.interpreter.outcomes import States
from panarchy_rules.backends.interpreter.plans import Tree
from panarchy_rules.backends.interpreter.readings import shown
from panarchy_rules.backends.interpreter.standing import Known, stand
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
        fixed = on.plans.fixed.get(asked.name) if isinstance(asked, r.Asking) else None
        if fixed is not None and on.verdicts.get(asked) is fixed.verdict:
            lines.append(fixed.trace)
            continue
        look = on.look(asked)
        tree = look.tree(asked)
        states = {label: look.states[label] for label in tree.labels if label in look.states}
        lines += _lines(look, asked, tree, states)
        for label in states:
            todo += look.answers_read.get(label, ())
    return tuple(lines)


def _lines(on: "Look", question: r.QuestionId, tree: Tree, seen: States) -> Iterator[RuleTrace]:
    verdict, words = on.evaluation.verdicts.get(question), str(question)
    grounds = verdict.grounds if isinstance(verdict, Settled) else ()
    states = {**seen, **{x: on.weighed[x].holds for x in tree.labels if x in on.weighed}} if on.weighed else seen
    known = stand(on, tree, _Default({label: state is True for label, state in states.items()}))
    for rule in [on.rulebook.rules[label] for label in seen]:
        by = _held_exceptions(rule, states, known) if rule.exceptions else ()
        fate = _fate(on, question, rule.label, states[rule.label], by, grounds)
        read = on.readings[rule.label]
        yield RuleTrace(rule.label, words, fate, by, tuple([(x, shown(read[x])) for x in read]) if read else ())


def _fate(
    on: "Look",
    question: r.QuestionId,
    label: str,
    state: bool | Unknown,
    by: tuple[str, ...],
    grounds: tuple[str, ...],
) -> str:
    if isinstance(state, Unknown):
        return "unknown"
    if label in on.weighed and on.weighed[label].unproved and not state:
        return "unproved"
    if by:
        return "replaced"
    if not state:
        return "fails"
    if label in grounds:
        return "decides"
    return "holds" if isinstance(question, r.Stepping) or not grounds else "yields"


def _held_exceptions(rule: r.Rule, states: States, known: Known) -> tuple[str, ...]:
    return tuple(sorted({x for exception in rule.exceptions if exception in states for x in known[exception]}))
