"""Lay out what a law says to a question: an answer of a judgment in, its reasons with the law beside them out."""

from collections.abc import Iterator, Mapping

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Answer, IssueJudgment, RuleLine
from panarchy_rules.explanation.answers import (
    because,
    fact_lines,
    reasons_of,
    rests_on,
    rule_words,
    step_lines,
    waits,
)
from panarchy_rules.explanation.document import Beside, Block, Fold, LawText, Lines, Paragraph, Section, Table
from panarchy_rules.explanation.names import Names, asked, begun, spaced
from panarchy_rules.explanation.sentences import not_proved_text, says


def answer_blocks(answer: Answer, names: Names, roles: Mapping[str, str], issue: IssueJudgment) -> Iterator[Block]:
    """What a law says, with its text beside it; then, over the whole width, how every rule fared."""
    blocks = [
        Paragraph(says(answer, names, decided=issue.status in DECIDED, waits=waits(issue))),
        *_why(answer, names, roles, issue),
    ]
    blocks += [Paragraph(f"{begun(names.say(obstacle))}.") for obstacle in answer.obstacles]
    agreed = tuple(f"{begun(names.fact(words))}: {names.value(value)}" for words, value in answer.stipulated)
    blocks += [Section("The parties agreed on this", (Lines(agreed),))] if agreed else []
    found = tuple(f"{begun(names.fact(words))}: {names.value(value)}" for words, value in answer.findings)
    blocks += [Section("A judge found this", (Lines(found),))] if found else []
    wanting = tuple(not_proved_text(one, names) for one in answer.not_proved)
    blocks += [Section("This was not proved", (Lines(wanting),))] if wanting else []
    yield Beside(tuple(blocks), tuple(_law_texts(answer, names)))
    if answer.trace:
        rows = tuple(_fared(line, names, roles) for line in answer.trace)
        yield Fold("How every rule fared", (Table(("rule", "fate", "it read"), rows),))


def _why(answer: Answer, names: Names, roles: Mapping[str, str], issue: IssueJudgment) -> Iterator[Block]:
    """The rules that carry an answer with the facts they looked at, what they rest on, and the steps."""
    read: dict[str, None] = {}
    for law, rule in reasons_of(answer):
        yield Paragraph(f"{because(rule, answer)}: {rule_words(law, rule, names)}")
        new = tuple(line for line in fact_lines(rule, answer, names, roles, issue) if line not in read)
        yield from (Lines(new),) if new else ()
        read |= dict.fromkeys(new)
    rests = rests_on(answer, names)
    if rests:
        yield Paragraph(f"This rests on: {rests[0]}" if len(rests) == 1 else "This rests on:")
        yield from (Lines(rests),) if len(rests) > 1 else ()
    steps = [tuple(step_lines(step, answer, names, roles, issue)) for step in answer.steps]
    lines = tuple(_with_facts(first, rest) for first, *rest in filter(None, steps))
    yield from (Lines(lines, ordered=True),) if lines else ()


def _with_facts(step: str, facts: list[str]) -> str:
    return f"{step} ({'; '.join(map(str.strip, facts))})" if facts else step


def _law_texts(answer: Answer, names: Names) -> Iterator[LawText]:
    """The words of the rules that carry an answer, those that give the amount first."""
    grounds = {(one.law, one.rule): one for one in answer.grounds}
    for law, rule in dict.fromkeys((*reasons_of(answer), *grounds)):
        ground = grounds.get((law, rule))
        text = ground.text if ground else names.texts.get((law, rule), "")
        if text:
            cited = ground.source if ground else names.sources.get((law, rule), "")
            yield _law_text(law, rule, cited, text, names)


def _fared(line: RuleLine, names: Names, roles: Mapping[str, str]) -> tuple[str, str, str]:
    read = (f"{asked(names.fact(words, roles))} {names.value(value)}" for words, value in line.read)
    return begun(names.rule(line.law, line.rule)), line.fate, "; ".join(read)


def _law_text(law: str, rule: str, cited: str, text: str, names: Names) -> LawText:
    """The words of a rule under the name of its law, which what it cites may begin with already."""
    title, source = names.edition(law), cited or spaced(rule)
    return LawText(source, text) if source.startswith(title) else LawText(begun(title), text, source)
