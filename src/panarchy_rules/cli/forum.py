"""`panarchy forum`: rulebooks and cases in, what a provider's own forum would say out. It decides nothing."""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.analysis.cases import (
    EXPECTED_QUESTION,
    Asked,
    CannotAsk,
    CaseResult,
    Putting,
    found_law,
    overlay_words,
)
from panarchy_rules.analysis.forum import Outcome
from panarchy_rules.analysis.forum_table import case_table, finding_table
from panarchy_rules.base.boundary import Unfit, quoted
from panarchy_rules.base.diagnostics import Diagnostic, errors
from panarchy_rules.base.fields import read_day
from panarchy_rules.base.records import replace
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.casefile.cases import CaseFile, read_cases
from panarchy_rules.cli.disputes import disputes_asked
from panarchy_rules.cli.exits import Exit, Stopped, misuse
from panarchy_rules.cli.output import as_table, counted, letters, say, say_json
from panarchy_rules.cli.paths import existing, folder_of
from panarchy_rules.cli.worlds import content, opened
from panarchy_rules.panarchy import Panarchy


def run(arguments: argparse.Namespace) -> Exit:
    """Ask and print."""
    if len(arguments.place) != 2:
        raise misuse("`panarchy forum` needs rulebooks and a file of cases", "write `panarchy forum RULEBOOK CASES`")
    laws, cases = arguments.place
    world, _ = opened(folder_of(laws))
    if cases.endswith(".toml") or cases in world.disputes:
        return _dispute(cases, laws, arguments)
    file = _cases(cases, arguments.case)
    each = tuple(part for part in (arguments.each or "").split(",") if part)
    day = _day(arguments.as_of)
    putting = Putting(world.law_world, arguments.of or _provider_in(laws, world), arguments.question, day, each)
    try:
        results = [putting.put(case) for case in file.cases]
    except CannotAsk as cannot:
        raise misuse(cannot.message, cannot.help) from None
    found = [diagnostic for result in results for diagnostic in _diagnostics(result, file)]
    if arguments.format == "json":
        _say_json(results, found)
    else:
        _say(results, found, file, world, at_length=arguments.case is not None or not file.is_list)
    return Exit.FINDINGS if found else Exit.OK


def _dispute(typed: str, laws: str, arguments: argparse.Namespace) -> Exit:
    """Ask about every claim of a dispute of the world, on every issue. What the parties consented to is not read."""
    asked = disputes_asked(typed, laws)
    world = asked.world.law_world
    putting = Putting(world, arguments.of or _provider_in(laws, asked.world), arguments.question)
    try:
        found = [one for pair in prepare(world, asked.disputes[0]).claims for one in putting.put_claim(*pair)]
    except CannotAsk as cannot:
        raise misuse(cannot.message, cannot.help) from None
    if arguments.format == "json":
        findings = [{"about": one.about, **finding_table(one.finding)} for one in found]
        say_json({"status": "ok", "dispute": asked.disputes[0].id, "findings": findings})
    else:
        from panarchy_rules.explanation.forum_text import finding_text

        say("\n".join(finding_text(one.finding, one.about) for one in found))
    return Exit.OK


def _cases(typed: str, only: str | None) -> CaseFile:
    path = existing(typed)
    file, found = read_cases(str(path), content(path))
    if errors(found):
        raise Stopped(found, {file.path: file.text})
    if only is None:
        return file
    known = [case.id for case in file.cases]
    if only not in known:
        raise misuse(
            f"there is no case {quoted(only)}", did_you_mean(only, known, f"its cases are {listed(known, 20)}")
        )
    return replace(file, cases=tuple(case for case in file.cases if case.id == only))


def _provider_in(typed: str, world: Panarchy) -> str | None:
    """Whose rulebook was named, if it was one file."""
    path = existing(typed).resolve()
    books = (book for book in world.law_world.rulebooks.values() if Path(book.path).resolve() == path)
    return next((book.law.provider for book in books), None)


def _day(text: str | None) -> date:
    try:
        return read_day(text) if text else date.max
    except Unfit as unfit:
        raise misuse(f"`--as-of` {unfit.message}", unfit.cure) from None


def _diagnostics(result: CaseResult, file: CaseFile) -> Iterator[Diagnostic]:
    """Why a case could not be asked, or what it expects and does not get."""
    where = result.case.where
    for problem in result.problems:
        inside = where[:-1] if problem.where == EXPECTED_QUESTION else where
        yield Diagnostic(problem.code, problem.message, file.place((*inside, *problem.where)), help=problem.help)
    for one in result.asked:
        if one.unmet:
            about = f" ({one.about})" if one.about else ""
            message = f"case `{result.case.id}`{about}: {one.unmet}"
            yield Diagnostic("PR434", message, file.place((*where[:-1], "expected")), help=_why(one))


def _why(one: Asked) -> str:
    """What would help to see what went wrong."""
    finding = one.finding
    if finding.lacking:
        return f"these facts are missing: {', '.join(finding.lacking)}"
    if finding.unanswered:
        about = finding.unanswered
        return f"no rule answers `{about}`; where that may be, add `when {about} is given` to the rule that reads it"
    if finding.outcome is Outcome.ANTINOMY and finding.rules:
        return f"these rules collide; say which prevails, as in `precedence {_labels(one)}`, or write an exception"
    if finding.reasons:
        return "; ".join(finding.reasons)
    if len(finding.rules) > 1:
        return f"where several rules give one law, write an exception or `precedence {_labels(one)}`"
    return f"`--case ID` shows what {_labels(one)} looked at" if finding.rules else "no rule's condition holds"


def _labels(one: Asked) -> str:
    return ", ".join(rule.rule for rule in one.finding.rules)


def _say(
    results: list[CaseResult], found: list[Diagnostic], file: CaseFile, world: Panarchy, *, at_length: bool
) -> None:
    if at_length:
        from panarchy_rules.explanation.forum_text import finding_text

        for result in results:
            say("\n".join(finding_text(one.finding, one.about) for one in result.asked))
    else:
        for result in results:
            for one in result.asked:
                say(_line(result, one))
    if found:
        say("")
        say(letters(found, {file.path: file.text}))
    aside = list(_left_aside(results, world))
    if aside:
        say("")
        say("\n".join(aside))
    say("")
    say(_count(results))


def _line(result: CaseResult, one: Asked) -> str:
    finding = one.finding
    about = f" ({one.about})" if one.about else ""
    many = f" {finding.question}" if len({x.finding.question for x in result.asked}) > 1 else ""
    by = f" by {', '.join(rule.id for rule in finding.rules)}" if finding.rules else ""
    lacking = f", lacking {', '.join(finding.lacking)}" if finding.lacking else ""
    overlays = "".join(f", overlay {overlay_words(overlay)}" for overlay in finding.overlays)
    return f"{result.case.id}{about}{many}: {found_law(finding)}{by}{lacking}{overlays}"


def _left_aside(results: list[CaseResult], world: Panarchy) -> Iterator[str]:
    """Facts that cases state and the code does not declare. They are not read."""
    paths: Counter[tuple[str, str]] = Counter()
    for result in results:
        paths.update({item for one in result.asked for item in one.facts.left_aside.items()})
    if paths:
        yield "not read, because the rulebook declares no such fact:"
    known = world.law_world.vocabulary.facts
    for (path, name), number in sorted(paths.items()):
        spelling = "" if path == name else f" (as `{name}`)"
        guess = _misspelt(name, known)
        hint = f"; did you mean `{guess}`?" if guess else ""
        yield f"  `{path}`{spelling}, in {counted(number, 'case')}{hint}"


def _misspelt(name: str, known: Iterable[str]) -> str | None:
    """A declared name that differs by a slip of the pen: every part of it is the same or nearly so."""
    parts = name.split(".")
    for each in known:
        others = each.split(".")
        if len(others) == len(parts) and all(map(_alike, parts, others)):
            return each
    return None


def _alike(part: str, other: str) -> bool:
    return SequenceMatcher(None, part, other).ratio() >= 0.8


def _count(results: list[CaseResult]) -> str:
    expecting = [result for result in results if result.case.expected]
    failed = sum(not result.holds for result in results)
    if not expecting and not failed:
        return counted(len(results), "case")
    return f"{len(results) - failed} passed, {failed} failed"


def _say_json(results: list[CaseResult], found: list[Diagnostic]) -> None:
    failed = sum(not result.holds for result in results)
    say_json(
        {
            "status": "findings" if found else "ok",
            "passed": len(results) - failed,
            "failed": failed,
            "cases": [case_table(result) for result in results],
            "diagnostics": [as_table(diagnostic) for diagnostic in found],
        }
    )
