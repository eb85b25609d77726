"""`panarchy eval`: a rulebook, facts and a question in, the verdict with its grounds out. No world is needed."""

import argparse

from panarchy_rules.backends.interpreter import Accepted, Evaluation
from panarchy_rules.backends.interpreter.conduct import decided
from panarchy_rules.base.values import show
from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.inquiries import asked
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.explanation.verdicts import verdict_line, why
from panarchy_rules.rulebook.rulebook import QuestionId
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict


def run(arguments: argparse.Namespace) -> Exit:
    """Ask and print."""
    found = asked(arguments, at_judgment=arguments.at_judgment)
    evaluation = found.inquiry.evaluation()
    verdict = decided(evaluation, found.question)
    if arguments.format == "json":
        say_json({"status": status(verdict), **verdict_table(evaluation, found.question, verdict)})
    else:
        say(
            "\n".join([verdict_line(found.question, verdict), *(f"  {one}" for one in why(evaluation, found.question))])
        )
    return exit_for(verdict)


def exit_for(verdict: Verdict) -> Exit:
    """What is not settled has an exit code of its own."""
    return Exit.OK if isinstance(verdict, Settled) else Exit.UNDECIDED


def status(verdict: Verdict) -> str:
    """One of the four answers, in one word."""
    return {Settled: "settled", Lacuna: "lacuna", Antinomy: "antinomy", Undetermined: "undetermined"}[type(verdict)]


def verdict_table(evaluation: Evaluation, question: QuestionId, verdict: Verdict) -> dict[str, object]:
    """A verdict for programs."""
    table: dict[str, object] = {"law": str(evaluation.rulebook.law), "question": str(question)}
    match verdict:
        case Settled(value, grounds, support, notes):
            shown = str(value.target) if isinstance(value, Accepted) else show(value)
            table |= {"value": shown, "grounds": list(grounds), "support": list(support), "notes": list(notes)}
            table |= {"not_proved": [{"fact": one.fact, "by": one.by} for one in verdict.unproved]}
        case Antinomy(rules):
            table |= {"rules": list(rules)}
        case Undetermined(missing, obstacles):
            table |= {"missing": list(missing), "obstacles": list(obstacles)}
        case Lacuna():
            pass
    table["rules_asked"] = [
        {"rule": line.rule, "question": line.question, "fate": line.fate, "by": list(line.by), "read": dict(line.read)}
        for line in evaluation.trace(question)
    ]
    steps = evaluation.steps.get(question, ())
    table["steps"] = [{"step": s.step, "before": show(s.before), "after": show(s.after), "held": s.held} for s in steps]
    return table
