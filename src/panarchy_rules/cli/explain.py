"""`panarchy explain`: a rulebook, facts and a question in, why, why not, or what would change it out."""

import argparse

from panarchy_rules.analysis.what_changes import Change, Changes, what_changes
from panarchy_rules.backends.interpreter.conduct import decided
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import show
from panarchy_rules.cli.budget import budget as trials
from panarchy_rules.cli.evaluate import exit_for, status, verdict_table
from panarchy_rules.cli.exits import Exit, misuse
from panarchy_rules.cli.inquiries import Asked, asked
from panarchy_rules.cli.output import counted, say, say_json
from panarchy_rules.explanation.verdicts import verdict_line, why, why_not
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.rulebook.verdict import Verdict


def run(arguments: argparse.Namespace) -> Exit:
    """Explain and print."""
    budget = trials(arguments.budget)
    found = asked(arguments, at_judgment=arguments.at_judgment)
    evaluation = found.inquiry.evaluation()
    verdict = decided(evaluation, found.question)
    _known(arguments.why_not, found)
    changes = what_changes(found.inquiry, found.question, budget) if arguments.change else None
    if arguments.format == "json":
        table = {"status": status(verdict), **verdict_table(evaluation, found.question, verdict)}
        if arguments.why_not:
            table["why_not"] = [line.strip() for line in why_not(evaluation, found.question, arguments.why_not)]
        say_json({**table, **({"changes": _table(changes)} if changes else {})})
        return exit_for(verdict)
    lines = [verdict_line(found.question, verdict)]
    if arguments.why_not:
        lines += why_not(evaluation, found.question, arguments.why_not)
    elif not changes:
        lines += [f"  {line}" for line in why(evaluation, found.question)]
    if changes:
        lines += _lines(changes, found)
    say("\n".join(lines))
    return exit_for(verdict)


def _known(label: str | None, found: Asked) -> None:
    rules = found.inquiry.rulebook.rules
    if label is not None and label not in rules:
        cure = did_you_mean(label, rules, f"its rules are {listed(rules)}")
        raise misuse(f"`{found.inquiry.rulebook.law.provider}` has no rule `{label}`", cure)


def _lines(changes: Changes, found: Asked) -> list[str]:
    lines = [f"  if {one.words} were {_after(one)}: {_outcome(one.verdict, found)}" for one in changes.found]
    lines = lines or ["  no change of a single fact that was tried changes it"]
    tried = f"{counted(changes.tried, 'value')} tried"
    return [*lines, f"  {tried}{'' if changes.is_whole else '; the budget did not suffice for all'}"]


def _outcome(verdict: Verdict, found: Asked) -> str:
    return verdict_line(found.question, verdict).partition(": ")[2]


def _after(one: Change) -> str:
    return "left out" if one.after is None else f"{show(one.after)}{_instead(one.before)}"


def _instead(before: object) -> str:
    return "" if before is None or isinstance(before, Absence) else f", not {show(before)}"


def _table(changes: Changes) -> dict[str, object]:
    rows = [
        {
            "fact": one.words,
            "before": None
            if one.before is None
            else str(one.before)
            if isinstance(one.before, Absence)
            else show(one.before),
            "after": None if one.after is None else show(one.after),
            "status": status(one.verdict),
            "value": show(one.verdict.value) if status(one.verdict) == "settled" else None,  # type: ignore[union-attr]
        }
        for one in changes.found
    ]
    return {"found": rows, "tried": changes.tried, "is_whole": changes.is_whole}
