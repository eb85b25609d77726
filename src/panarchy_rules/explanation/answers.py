"""Write what a law says to a question, why, and on which facts: an answer of a judgment in, lines of text out."""

from collections.abc import Iterator, Mapping

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Answer, IssueJudgment, StepLine
from panarchy_rules.explanation.names import Names, begun, lowered
from panarchy_rules.explanation.read_facts import read_lines
from panarchy_rules.explanation.sentences import not_proved_text, says


def answer_lines(answer: Answer, names: Names, roles: Mapping[str, str], issue: IssueJudgment) -> Iterator[str]:
    """The answer, then what lies below it, further to the right."""
    yield says(answer, names, decided=issue.status in DECIDED, told=issue.lacking)
    seen: dict[str, None] = {}
    for ground in answer.grounds:
        yield f"  {because(ground.rule, answer)}: {rule_words(ground.law, ground.rule, names)}"
        yield from (f"    {line}" for line in fact_lines(ground.rule, answer, names, roles, issue) if line not in seen)
        seen |= dict.fromkeys(fact_lines(ground.rule, answer, names, roles, issue))
    for step in answer.steps:
        yield from (f"  {line}" for line in step_lines(step, answer, names, roles, issue))
    yield from (f"  {begun(names.say(obstacle))}" for obstacle in answer.obstacles)
    for lead, pairs in (("The parties agreed on this", answer.stipulated), ("A judge found this", answer.findings)):
        yield from (f"  {lead}: {names.case(words, value)}" for words, value in pairs)
    yield from (f"  Not proved: {lowered(not_proved_text(one, names))}" for one in answer.not_proved)


def because(rule: str, answer: Answer) -> str:
    """Whether a ground holds, does not, or gave way to an exception."""
    fates = {line.fate for line in answer.trace if line.rule == rule}
    if fates & {"fails", "unproved"}:
        return "Not met"
    return "Set aside by the exception" if "replaced" in fates else "Because"


def rule_words(law: str, rule: str, names: Names) -> str:
    """A rule by its title, with what it cites."""
    source = names.sources.get((law, rule), "")
    return f"{begun(names.rule(law, rule))}{f' ({source})' if source else ''}"


def step_lines(
    step: StepLine, answer: Answer, names: Names, roles: Mapping[str, str], issue: IssueJudgment
) -> Iterator[str]:
    """A step that changed the amount, or one that was left out because of facts that were stated."""
    words = rule_words(answer.law, step.step, names)
    if step.held and step.before != step.after:
        yield f"{words}: {step.before} becomes {step.after}"
    elif not step.held:
        left_out = [line for line in answer.trace if line.rule == step.step and line.fate == "fails"]
        read = tuple(read_lines(left_out, names, roles, issue))
        yield from (f"Not applied: {words}", *(f"  {line}" for line in read)) if read else ()


def fact_lines(
    rule: str, answer: Answer, names: Names, roles: Mapping[str, str], issue: IssueJudgment
) -> Iterator[str]:
    """What the rule looked at, and what the definitions it rests on looked at."""
    yield from read_lines([t for t in answer.trace if t.rule == rule or t.rule in answer.support], names, roles, issue)
