"""Leave out what authors have considered: findings and comments in, the findings that are left out.

`-- lint: ignore PR910 because the house rules have no numbers` above a clause or in it is for that clause,
and for the whole file if it stands above or in the header. A comment that ignores nothing is a finding itself.
"""

import re
from collections.abc import Iterable, Iterator

from panarchy_rules.analysis.lint.findings import Edit, Finding, LawFile, finding
from panarchy_rules.base.codes import CODES
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import LineIndex, Span
from panarchy_rules.base.suggestions import did_you_mean
from panarchy_rules.syntax import tree as t

_TEXT_OR_COMMENT = re.compile(r'"[^"\n]*"|--[^\n]*')
_IGNORE = re.compile(
    r"--\s*lint:\s*ignore\b\s*(?P<codes>[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)?\s*(?:because\s+(?P<why>\S.*))?"
)
_FORM = "write `-- lint: ignore PR910 because …` with the codes and the reason"


@dataclass(frozen=True, slots=True)
class _Ignore:
    """A comment that ignores codes in some lines of a file; `span` is where it stands."""

    codes: tuple[str, ...]
    first: int
    last: int
    span: Span
    start: int
    end: int

    def covers(self, found: Finding) -> bool:
        where = found.diagnostic.span
        return found.diagnostic.code in self.codes and self.first <= where.line <= self.last


def left_over(file: LawFile, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of one file that are not ignored, and what is wrong with its comments."""
    found = tuple(found)
    ignores, wrong = _ignores(file)
    yield from wrong
    yield from (one for one in found if not any(ignore.covers(one) for ignore in ignores))
    for ignore in ignores:
        if not any(ignore.covers(one) for one in found):
            message = f"there is nothing here that {', '.join(ignore.codes)} could be said of"
            yield finding("PR924", message, ignore.span, "strike the comment", _struck(file, ignore))


def _ignores(file: LawFile) -> tuple[list[_Ignore], list[Finding]]:
    lines = LineIndex(file.path, file.text)
    made: list[_Ignore] = []
    wrong: list[Finding] = []
    for comment in _TEXT_OR_COMMENT.finditer(file.law):
        if not re.match(r"--\s*lint\b", comment[0]):
            continue
        span = lines.span(comment.start(), comment.start() + len(comment[0].rstrip()))
        match = _IGNORE.fullmatch(comment[0].rstrip())
        codes = tuple(re.findall(r"[A-Z]+\d+", match["codes"] or "")) if match else ()
        unknown = [code for code in codes if code not in CODES]
        if not match or not codes or not match["why"]:
            wrong.append(finding("PR923", "this does not say what to ignore and why", span, _FORM))
        elif unknown:
            help_ = did_you_mean(unknown[0], CODES, "docs/diagnostics lists all codes")
            wrong.append(finding("PR923", f"there is no code `{unknown[0]}`", span, help_))
        else:
            made.append(_Ignore(codes, *_reach(file, span.line), span, comment.start(), comment.end()))
    return made, wrong


def _reach(file: LawFile, line: int) -> tuple[int, int]:
    """The lines a comment is for: those of the clause it stands in or above, or the whole file."""
    clause = next((clause for clause in file.clauses if clause.span.end_line >= line), None)
    if clause is None:
        return line, line
    if isinstance(clause, t.Header):
        return 1, file.text.count("\n") + 1
    return min(line, clause.span.line), clause.span.end_line


def _struck(file: LawFile, ignore: _Ignore) -> Edit:
    """Without the comment, and without its line if nothing else stands there."""
    start = file.text.rfind("\n", 0, ignore.start) + 1
    if file.text[start : ignore.start].strip():
        return Edit(file.path, len(file.text[: ignore.start].rstrip()), ignore.end, "")
    return Edit(file.path, start, min(ignore.end + 1, len(file.text)), "")
