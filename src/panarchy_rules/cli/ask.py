"""`panarchy ask`: a rulebook and a question in, an interview on the terminal, the verdict and the answers out."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from panarchy_rules.analysis.inquiry import with_table
from panarchy_rules.analysis.interview import (
    UNKNOWN,
    Interview,
    answers_in,
    facts_table,
    interview,
    no_answer,
    read_answer,
)
from panarchy_rules.backends.interpreter.conduct import decided
from panarchy_rules.base.whole_files import write_whole
from panarchy_rules.casefile.fact_input import FactInput
from panarchy_rules.cli.evaluate import exit_for, status, verdict_table
from panarchy_rules.cli.exits import Exit, Stopped
from panarchy_rules.cli.inquiries import Asked, asked, facts_in
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.explanation.verdicts import verdict_line, why

_HELP = "answer `unknown` if you do not know, `back` to change the last answer, `stop` to go on another day"


def run(arguments: argparse.Namespace) -> Exit:
    """Interview, print the verdict, and keep the answers."""
    kept = Path(arguments.save) if arguments.save else None
    found = asked(arguments, at_judgment=False)
    words = found.inquiry.rulebook.vocabulary
    answers = answers_in(facts_in(kept), words) if kept and kept.exists() else {}
    _check(found, answers, arguments.save)
    stream = sys.stderr if arguments.format == "json" else sys.stdout
    state = _interviewed(found, answers, stream)
    if kept:
        write_whole(kept, json.dumps(facts_table(answers, words), ensure_ascii=False, indent=2) + "\n")
    inquiry = state.inquiry.at_judgment() if arguments.at_judgment else state.inquiry
    evaluation = inquiry.evaluation()
    verdict = decided(evaluation, found.question)
    if arguments.format == "json":
        table = verdict_table(evaluation, found.question, verdict)
        say_json({"status": status(verdict), **table, "answers": facts_table(answers, words)})
    else:
        say(
            "\n".join(["", verdict_line(found.question, verdict), *(f"  {x}" for x in why(evaluation, found.question))])
        )
    return exit_for(verdict)


def _check(found: Asked, answers: Mapping[str, FactInput], path: str | None) -> None:
    """Answers that were kept may be of another edition."""
    _, problems = with_table(found.inquiry, facts_table(answers, found.inquiry.rulebook.vocabulary), str(path))
    if problems:
        raise Stopped(problems)


def _interviewed(found: Asked, answers: dict[str, FactInput], stream: TextIO) -> Interview:
    """Ask until the verdict is settled, or nobody answers any more. The answers are added to those there are."""
    state = interview(found.inquiry, found.question, answers)
    if state.next is not None:
        say(_HELP, stream)
    typed = _typed()
    while state.next is not None:
        say(f"\n{state.next.text}? ({state.next.words}: {state.next.form})", stream)
        line = next(typed, None)
        if line is None or line == "stop":
            break
        say(f"> {line}", stream)
        if line == "back":
            _take_back(answers, stream)
        else:
            read = read_answer(state.next, line)
            if read is None:
                say(no_answer(state.next, line), stream)
                continue
            answers[state.next.words] = read
        state = interview(found.inquiry, found.question, answers)
    return state


def _take_back(answers: dict[str, FactInput], stream: TextIO) -> None:
    if answers:
        words, value = answers.popitem()
        say(f"{words} is no longer {_shown(value)}", stream)
    else:
        say("there is no answer to take back", stream)


def _shown(value: FactInput) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | Mapping):
        return ", ".join(_shown(one) for one in value)
    return str(value) if value != UNKNOWN else UNKNOWN


def _typed() -> Iterator[str]:
    """The lines that are typed or piped in, without blanks around them; empty ones are passed over."""
    for line in sys.stdin:
        if line.strip():
            yield line.strip()[:1000]
