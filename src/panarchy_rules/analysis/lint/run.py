"""Lint a world: its rulebooks and texts in, findings in order out, and the texts with the safe repairs made."""

from collections.abc import Iterable, Mapping

from panarchy_rules.analysis.lint.codes import lint_code, lint_vocabulary
from panarchy_rules.analysis.lint.findings import Edit, Finding, LawFile
from panarchy_rules.analysis.lint.ignores import left_over
from panarchy_rules.analysis.lint.proceedings import lint_proceedings
from panarchy_rules.analysis.lint.rules import lint_rules
from panarchy_rules.analysis.lint.texts import lint_text
from panarchy_rules.analysis.lint.units import lint_units
from panarchy_rules.analysis.lint.world import lint_world
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass
from panarchy_rules.rulebook.rulebook import Rulebook
from panarchy_rules.syntax import parse
from panarchy_rules.syntax.literate import blanked, is_literate, law_blocks

_SUFFIXES = (".law", ".law.md")


@dataclass(frozen=True, slots=True)
class Linted:
    """All findings of a world, by place, and how many files were looked at."""

    findings: tuple[Finding, ...]
    files: int


def lint(rulebooks: Iterable[Rulebook], texts: Mapping[str, str], warnings: Iterable[Diagnostic] = ()) -> Linted:
    """The findings in some files of law, with `warnings` that were found on the way, but for those ignored."""
    books = tuple(rulebooks)
    files = tuple(_file(path, text) for path, text in sorted(texts.items()) if path.endswith(_SUFFIXES))
    by_path = {file.path: file for file in files}
    found = [one for file in files for one in lint_text(file)]
    found += lint_vocabulary(books, files)
    found += lint_units(books, files)
    found += lint_world(books, files)
    found += lint_proceedings(books)
    for book in books:
        found += lint_rules(book)
        if book.path in by_path:
            found += lint_code(book, by_path[book.path])
    found += [Finding(warning) for warning in warnings if warning.severity == "warning"]
    own = [one for one in dict.fromkeys(found) if one.diagnostic.span.path in texts]
    left = [one for one in own if one.diagnostic.span.path not in by_path]
    for path, file in by_path.items():
        left += left_over(file, (one for one in own if one.diagnostic.span.path == path))
    return Linted(tuple(sorted(left, key=_place)), len(files))


def fixed(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made. Of two that overlap the first is made."""
    made, end = [], 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if edit.start >= end:
            made += [text[end : edit.start], edit.text]
            end = edit.end
    return "".join([*made, text[end:]])


def _place(found: Finding) -> tuple[object, ...]:
    one = found.diagnostic
    return one.span, one.code, one.message


def _file(path: str, text: str) -> LawFile:
    law = blanked(text, law_blocks(text)) if is_literate(path) else text
    return LawFile(path, text, law, parse(path, text).file.clauses)
