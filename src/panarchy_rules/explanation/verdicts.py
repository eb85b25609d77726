"""Tell a verdict of one rulebook to people: an evaluation and a question in, lines of text out.

Why is how every rule that had a say fared; why not is what kept one rule from deciding.
"""

from collections.abc import Iterator

from panarchy_rules.backends.interpreter import Accepted, Evaluation
from panarchy_rules.backends.interpreter.conduct import decided
from panarchy_rules.backends.interpreter.examples import verdict_words
from panarchy_rules.base.values import LawRef, show
from panarchy_rules.rulebook.rulebook import Accepting, Doing, QuestionId, Rule
from panarchy_rules.rulebook.verdict import Lacuna, RuleTrace, Settled, Verdict

_FATES = {
    "decides": "decides",
    "holds": "holds",
    "yields": "holds, and yields to what decides",
    "replaced": "is replaced by {by}",
    "fails": "does not hold",
    "unknown": "may hold or not",
    "unproved": "is not proved",
}


def verdict_line(question: QuestionId, verdict: Verdict) -> str:
    """The verdict in one line."""
    if isinstance(question, Doing) and isinstance(verdict, Lacuna):
        return f"{question}: neither permitted nor forbidden"
    return f"{question}: {_accepted(verdict) if isinstance(question, Accepting) else verdict_words(verdict)}"


def _accepted(verdict: Verdict) -> str:
    match verdict:
        case Lacuna():
            return "accepts nothing"
        case Settled(Accepted(target=target), grounds):
            name = str(target) if isinstance(target, LawRef) else f"forum {target}"
            return f"accepts {name} because {', '.join(grounds)}"
        case _:
            return verdict_words(verdict)


def why(evaluation: Evaluation, question: QuestionId) -> Iterator[str]:
    """How every rule fared that had a say, with the facts it looked at; and the steps of an amount."""
    for line in evaluation.trace(question):
        yield from _rule(evaluation, line)
    for step in evaluation.steps.get(question, ()):
        yield f"step {step.step}: {f'{show(step.before)} to {show(step.after)}' if step.held else 'does not hold'}"


def _rule(evaluation: Evaluation, line: RuleTrace) -> Iterator[str]:
    rule = evaluation.rulebook.rules[line.rule]
    yield f"{line.rule} {_FATES.get(line.fate, line.fate).format(by=' and '.join(line.by))}{_cited(rule)}"
    for words, value in line.read:
        yield f"  {words}: {value}"


def _cited(rule: Rule) -> str:
    title = f": {rule.title}" if rule.title else ""
    return f"{title} ({rule.source})" if rule.source else title


def why_not(evaluation: Evaluation, question: QuestionId, label: str) -> Iterator[str]:
    """What kept a rule from deciding. The question has been decided."""
    lines = {line.rule: line for line in evaluation.trace(question)}
    verdict = decided(evaluation, question)
    grounds = verdict.grounds if isinstance(verdict, Settled) else ()
    if label not in lines:
        asked = evaluation.rulebook.rules[label].question
        yield f"{label} has no say in {question}: it speaks to {asked}"
        return
    line = lines[label]
    match line.fate:
        case "decides":
            yield f"{label} does decide"
        case "fails":
            yield f"{label} does not decide, because its condition does not hold"
        case "unproved":
            yield f"{label} does not decide, because what it needs is not proved"
        case "replaced":
            yield f"{label} does not decide, because {' and '.join(line.by)} stands over it"
        case "unknown":
            yield f"{label} does not decide, because it is not known whether its condition holds"
        case _ if grounds:
            yield f"{label} holds and does not decide: {', '.join(grounds)} prevails"
        case _:
            yield f"{label} holds and decides nothing alone"
    for words, value in line.read:
        yield f"  {words}: {value}"
    for by in line.by:
        if by in lines:
            yield from _rule(evaluation, lines[by])
