"""Compile a world: parsed files in, typed rulebooks by law and all diagnostics out.

The steps are: gather files, adopt, declare vocabularies, bind names and kinds, order exceptions, lower to rulebooks.
"""

import re
from collections.abc import Iterable, Mapping

from panarchy_rules.base.clause_rows import is_table
from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import LawRef
from panarchy_rules.compiler.bind_acceptances import Published
from panarchy_rules.compiler.clause_tables import portions, with_parameters
from panarchy_rules.compiler.declare import innermost_kind
from panarchy_rules.compiler.gather import Library, SourceFile, Sources, gather, read_headers
from panarchy_rules.compiler.lower import lower, vocabulary_of_world
from panarchy_rules.compiler.misnamed import at_the_declaration
from panarchy_rules.rulebook.kinds import BASIC
from panarchy_rules.rulebook.rulebook import Rulebook, Vocabulary
from panarchy_rules.syntax import Parsed
from panarchy_rules.syntax import tree as t


@dataclass(frozen=True, slots=True)
class Compiled:
    """The rulebooks of a world, the vocabulary all of them share, and what is wrong."""

    rulebooks: Mapping[LawRef, Rulebook]
    vocabulary: Vocabulary
    diagnostics: tuple[Diagnostic, ...]


def compile_world(parsed: Iterable[Parsed], library: Library = lambda _: None) -> Compiled:
    """Compile all files together, since codes name each other. `library` finds modules that ship with the package."""
    parsed = sorted(parsed, key=lambda p: p.file.path)
    texts = {one.file.path: one.text.split("\n") for one in parsed}
    problems: list[Diagnostic] = []
    files: list[SourceFile] = []
    lost: frozenset[str] = frozenset()
    named = frozenset(c.name.text for p in parsed for c in p.file.clauses if isinstance(c, _NAMES_A_KIND))
    for one in parsed:
        problems += one.diagnostics
        if one.table is not None or is_table(one.file.path):
            continue
        found, wrong = read_headers(one.file, one.text, one.diagnostics)
        problems += wrong
        lost |= one.lost | _of_no_kind(one.file, named)
        files += found
    sources, wrong = gather(files)
    problems += wrong
    tabled, of_rows = portions([one.table for one in parsed if one.table is not None], sources)
    sources, of_parameters = with_parameters(sources, tabled)
    problems += [*of_rows, *of_parameters]
    published = Published({name: tuple(editions) for name, editions in sources.published.items()}, sources.forums())
    rulebooks = {}
    for key, source in sorted(sources.rulebooks.items()):
        rulebook, wrong = lower(source, sources, published, library, tabled.get(key, ()))
        problems += wrong
        rulebooks[rulebook.law] = rulebook
    vocabulary, wrong = vocabulary_of_world(sources, rulebooks.values())
    problems += wrong
    problems = [problem for problem in problems if not _follows_from(problem, lost, texts)]
    problems = _without_names_that_follow(problems, texts)
    problems = at_the_declaration(problems, texts)
    problems = _without_kinds_that_follow(problems, [clause for one in parsed for clause in one.file.clauses])
    return Compiled(dict(sorted(rulebooks.items())), vocabulary, in_order(problems))


def _without_names_that_follow(problems: list[Diagnostic], texts: Mapping[str, list[str]]) -> list[Diagnostic]:
    """Where a file uses or adopts what is not found, nobody is told that names are not known that stand there."""
    lacking = {p.span.path for p in problems if p.code in ("PR205", "PR206") or _takes_in(p, texts)}
    return [p for p in problems if p.span.path not in lacking or p.code not in _OF_WHAT_IS_TAKEN_IN]


def _takes_in(problem: Diagnostic, texts: Mapping[str, list[str]]) -> bool:
    """Whether it is a clause `uses` or `adopts` that could not be read."""
    lines = texts.get(problem.span.path, [])[problem.span.line - 1 : problem.span.line]
    return problem.code in ("PR102", "PR112") and any(_TAKES_IN.match(line) for line in lines)


_TAKES_IN = re.compile(r"[ \t]*(adopts?|uses?)\b")
# What is said of a name, or of a kind, that a vocabulary or a module may declare.
_OF_WHAT_IS_TAKEN_IN = frozenset("PR200 PR301 PR306 PR307 PR320".split())


def _without_kinds_that_follow(problems: list[Diagnostic], clauses: Iterable[t.Clause]) -> list[Diagnostic]:
    """Where a definition has another mistake, nobody is told that a kind of its parameters is not known."""
    spoilt = [
        clause.span
        for clause in clauses
        if isinstance(clause, t.Definition)
        and any(p.code != "PR320" and _inside(p.span, clause.span) for p in problems)
    ]
    return [p for p in problems if p.code != "PR320" or not any(_inside(p.span, span) for span in spoilt)]


def _inside(inner: Span, outer: Span) -> bool:
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    return (
        inner.path == outer.path and (outer.line, outer.column) <= start and end <= (outer.end_line, outer.end_column)
    )


_NAMES_A_KIND = (t.RecordClause, t.EnumerationClause)


def _of_no_kind(file: t.File, named: frozenset[str]) -> frozenset[str]:
    """Facts and questions that cannot be entered, since their kind is not known."""
    declared = (clause for clause in file.clauses if isinstance(clause, t.FactClause | t.QuestionClause))
    return frozenset(
        clause.name.text for clause in declared if innermost_kind(clause.kind) not in (None, "year", *BASIC, *named)
    )


# Codes that say that a name is not known. If its own clause has a mistake, that mistake is enough.
_OF_UNKNOWN_NAMES = frozenset("PR200 PR205 PR206 PR301 PR306 PR307 PR370 PR400 PR402".split())

# Codes that say that kinds do not fit. If the clause of a unit has a mistake, it is taken for a currency.
_OF_UNITS = frozenset(("PR202", "PR203"))


def _follows_from(problem: Diagnostic, lost: frozenset[str], texts: Mapping[str, list[str]]) -> bool:
    span = problem.span
    if problem.code not in _OF_UNKNOWN_NAMES | _OF_UNITS or span.line != span.end_line:
        return False
    lines = texts.get(span.path, [])[span.line - 1 : span.line]
    words = [word for line in lines for word in line[span.column - 1 : span.end_column - 1].split()]
    if problem.code in _OF_UNITS:
        return any(word.isupper() and word.lower() in lost for word in words)
    return not lost.isdisjoint(words[:1])


__all__ = ["Compiled", "Sources", "compile_world"]
