"""Write what a law says to a question, why, and on which facts: an answer of a judgment in, lines of text out."""

import re
from collections.abc import Iterator, Mapping

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Answer, IssueJudgment, StepLine
from panarchy_rules.explanation.names import Names, begun, lowered
from panarchy_rules.explanation.read_facts import read_lines
from panarchy_rules.explanation.sentences import not_proved_text, says


def answer_lines(answer: Answer, names: Names, roles: Mapping[str, str], issue: IssueJudgment) -> Iterator[str]:
    """The answer, then what lies below it, further to the right."""
    yield says(answer, names, decided=issue.status in DECIDED, told=issue.lacking, waits=waits(issue))
    seen: dict[str, None] = {}
    for law, rule in reasons_of(answer):
        yield f"  {because(rule, answer)}: {rule_words(law, rule, names)}"
        new = dict.fromkeys(line for line in fact_lines(rule, answer, names, roles, issue) if line not in seen)
        yield from (f"    {line}" for line in new)
        seen |= new
    rests = rests_on(answer, names)
    if rests:
        yield f"    This rests on: {rests[0]}" if len(rests) == 1 else "    This rests on:"
    yield from (f"      {line}" for line in rests[1:] and rests)
    for step in answer.steps:
        first, *facts = [*step_lines(step, answer, names, roles, issue)] or [""]
        yield from (f"  {line}" for line in (first, *(fact for fact in facts if fact.strip() not in seen)) if line)
        seen |= dict.fromkeys(map(str.strip, facts))
    yield from (f"  {begun(names.say(obstacle))}" for obstacle in answer.obstacles)
    for lead, pairs in (("The parties agreed on this", answer.stipulated), ("A judge found this", answer.findings)):
        yield from (f"  {lead}: {names.case(words, value)}" for words, value in pairs)
    yield from (f"  Not proved: {lowered(not_proved_text(one, names))}" for one in answer.not_proved)


def waits(issue: IssueJudgment) -> bool:
    """Whether the law itself gives no decision yet on a part of the issue."""
    return any((answer.value or "").startswith("no decision") for answer in issue.answers)


def reasons_of(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The rules that carry an answer, each with its law: what gives the amount, before steps change it."""
    steps = {step.step for step in answer.steps}
    carries = [(one.law, one.rule) for one in answer.grounds if one.rule not in steps]
    if len(carries) == len(answer.grounds):
        return tuple(dict.fromkeys(carries))
    own = re.compile(rf" owes \S+ {re.escape(answer.head)}(?: for |$)")
    begins = [(t.law, t.rule) for t in answer.trace if t.rule in answer.support and own.search(t.question)]
    return tuple(dict.fromkeys((*carries, *((law, rule) for law, rule in begins if rule not in steps))))


def rests_on(answer: Answer, names: Names) -> tuple[str, ...]:
    """The rules with a title that answer what those rules ask; if some of them cite something, only these."""
    told = {rule for _, rule in reasons_of(answer)} | {step.step for step in answer.steps}
    below = (t for t in answer.trace if t.rule in answer.support and t.fate in ("decides", "holds"))
    titled = [(t.law, t.rule) for t in below if t.rule not in told and names.rules.get((t.law, t.rule))]
    cited = [one for one in titled if names.sources.get(one)]
    return tuple(dict.fromkeys(rule_words(law, rule, names) for law, rule in cited or titled))


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
    """A step that changed the amount, or one that was left out, with the facts it looked at."""
    words = rule_words(answer.law, step.step, names)
    if step.held and step.before != step.after:
        yield f"{words}: {step.before} becomes {step.after}"
        used = [line for line in answer.trace if line.rule == step.step]
        yield from (f"  {line}" for line in read_lines(used, names, roles, issue))
    elif not step.held:
        left_out = [line for line in answer.trace if line.rule == step.step and line.fate == "fails"]
        read = tuple(read_lines(left_out, names, roles, issue))
        yield from (f"Not applied: {words}", *(f"  {line}" for line in read)) if read else ()


def fact_lines(
    rule: str, answer: Answer, names: Names, roles: Mapping[str, str], issue: IssueJudgment
) -> Iterator[str]:
    """What the rule looked at, and what the definitions it rests on and their exceptions looked at."""
    below = {t.question for t in answer.trace if t.rule in answer.support} - {
        t.question for t in answer.trace if t.rule == rule
    }
    looked = [t for t in answer.trace if t.rule == rule or t.rule in answer.support or t.question in below]
    yield from read_lines(looked, names, roles, issue)
