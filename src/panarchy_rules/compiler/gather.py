"""Sort files by what they are: parsed files in, vocabularies, modules and rulebooks by name out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from importlib.resources import files
from itertools import pairwise, takewhile
from typing import Any

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import LineIndex, Span, whole_file
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.compiler.declare import reserved
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.literate import is_literate, unread_header

LANGUAGE_VERSION = "1"
FIRST_EDITION = "1"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file, or one edition in a file of several, with its header found."""

    header: t.Header
    clauses: tuple[t.Clause, ...]
    path: str
    text: str
    tabled: tuple["SourceFile", ...] = ()  # Clauses of this file that stand in tables, each as a file of its own.
    clause_text: str = ""  # Of such a clause, how it would be written.

    @property
    def all_clauses(self) -> tuple[t.Clause, ...]:
        """The clauses that are written in it, and those in tables."""
        return (*self.clauses, *(clause for one in self.tabled for clause in one.clauses))

    @property
    def place(self) -> tuple[str, int]:
        """Where it begins, which tells it from all others."""
        return self.path, self.header.span.line

    def of(self, *types: type) -> list[t.Clause]:
        """The clauses of some types, in written order."""
        return [clause for clause in self.clauses if isinstance(clause, types)]


@dataclass(frozen=True, slots=True)
class Sources:
    """All files of a world. A rulebook is known by its provider and edition."""

    vocabularies: Mapping[str, SourceFile]
    modules: Mapping[str, SourceFile]
    rulebooks: Mapping[tuple[str, str], SourceFile]
    # Asked for every clause of every rulebook, so made once.
    published: Mapping[str, Mapping[str, SourceFile]] = field(init=False, repr=False, compare=False)
    in_force: Mapping[str, Mapping[str, date]] = field(init=False, repr=False, compare=False)
    # What vocabularies declare, by their names: most rulebooks use the same ones (`lower.py`).
    declared: dict[tuple[str, ...], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, dict[str, SourceFile]] = {}
        for (provider, edition), file in self.rulebooks.items():
            found.setdefault(provider, {})[edition] = file
        days = {
            provider: {edition: edition_of(file).in_force for edition, file in editions.items()}
            for provider, editions in found.items()
        }
        object.__setattr__(self, "published", dict(sorted(found.items())))
        object.__setattr__(self, "in_force", days)

    def forums(self) -> dict[str, str]:
        """Every published forum, with the provider who publishes it."""
        return {
            clause.name.text: provider
            for (provider, _), source in sorted(self.rulebooks.items())
            for clause in source.of(t.ForumClause)
            if isinstance(clause, t.ForumClause)
        }


Library = Callable[[str], SourceFile | None]


def gather(files: Iterable[SourceFile]) -> tuple[Sources, tuple[Diagnostic, ...]]:
    """Index the files; two that claim one name or edition are reported and the first by path is kept."""
    kept: dict[str, dict[tuple[str, str], SourceFile]] = {"vocabulary": {}, "module": {}, "rulebook": {}}
    problems: list[Diagnostic] = []
    for file in sorted(files, key=lambda f: f.path):
        edition = edition_of(file).label if file.header.kind == "rulebook" else ""
        key = (file.header.name.text, edition)
        first = kept[file.header.kind].setdefault(key, file)
        if first is not file:
            problems.append(_twice(file, first, edition))
    vocabularies = {name: file for (name, _), file in kept["vocabulary"].items()}
    modules = {name: file for (name, _), file in kept["module"].items()}
    return Sources(vocabularies, modules, kept["rulebook"]), tuple(problems)


def read_headers(
    file: t.File, text: str, mistakes: Sequence[Diagnostic] = ()
) -> tuple[tuple[SourceFile, ...], tuple[Diagnostic, ...]]:
    """Find out what a file is. Its first clause must be a header; a later header begins another edition.

    Where one of the `mistakes` of writing stands before the first clause, that may be the header, and nothing is said.
    """
    headers = [clause for clause in file.clauses if isinstance(clause, t.Header)]
    problems = [_second(header, headers[0]) for header in headers[1:] if not _is_edition(header, headers[0])]
    span = file.clauses[0].span if file.clauses else whole_file(file.path)
    hidden = any(not file.clauses or mistake.span < span for mistake in mistakes)
    if not hidden and (not headers or file.clauses[0] is not headers[0]):
        help_ = "begin with `rulebook NAME`, `vocabulary NAME` or `module NAME`"
        message, fence = "this file does not begin with what it is", is_literate(file.path) and unread_header(text)
        if fence and not headers:
            span, message = LineIndex(file.path, text).span(*fence), "this block is not read as law"
            help_ = "write `law` behind the marks that open it"
        problems.append(Diagnostic("PR109", message, span, help=help_))
    for clause in file.clauses:
        if isinstance(clause, t.Language) and clause.version != LANGUAGE_VERSION:
            message = f"this file is written in language {clause.version}; only {LANGUAGE_VERSION} is known"
            problems.append(Diagnostic("PR111", message, clause.span, help="install a newer version"))
    if headers:
        problems += reserved([headers[0].name])
        problems += _out_of_place(headers[0], file.clauses)
    return tuple(_parts(file, text, headers)), tuple(problems)


def _is_edition(header: t.Header, first: t.Header) -> bool:
    """Whether a later header begins another edition of the rulebook the file begins with."""
    return header.kind == first.kind == "rulebook" and header.name == first.name


def _second(header: t.Header, first: t.Header) -> Diagnostic:
    help_ = f"put it into a file of its own; only other editions of the {first.kind} may follow"
    if first.kind != "rulebook":
        help_ = "put it into a file of its own"
    return Diagnostic("PR209", f"a second header, `{header.kind} {header.name}`, in one file", header.span, help=help_)


def _parts(file: t.File, text: str, headers: Sequence[t.Header]) -> Iterator[SourceFile]:
    """The clauses of each edition; what stands before the first header belongs to the first."""
    for first in headers[:1]:
        places = [n for n, clause in enumerate(file.clauses) if isinstance(clause, t.Header)]
        starts = [n for n, header in zip(places, headers, strict=True) if _is_edition(header, first)][1:]
        for begin, end in pairwise([0, *starts, len(file.clauses)]):
            clauses = file.clauses[begin:end]
            yield SourceFile(next(c for c in clauses if isinstance(c, t.Header)), clauses, file.path, text)


_OF_A_VOCABULARY = (
    t.Header, t.Language, t.Declared, t.RecordClause, t.EnumerationClause, t.FactClause, t.QuestionClause, t.HeadClause,
    t.ActClause, t.RemedyClause, t.UnitClause,
)  # fmt: skip


def _out_of_place(header: t.Header, clauses: Iterable[t.Clause]) -> list[Diagnostic]:
    """A vocabulary only declares; what else stands in it would have no effect. A second header is told by itself."""
    if header.kind != "vocabulary":
        return []
    mine = takewhile(lambda clause: clause is header or not isinstance(clause, t.Header), clauses)
    help_ = "put it into a file that begins with `rulebook` or `module`"
    return [
        Diagnostic("PR114", "a vocabulary holds declarations only", clause.span, help=help_)
        for clause in mine
        if not isinstance(clause, _OF_A_VOCABULARY)
    ]


def edition_of(file: SourceFile) -> t.Edition:
    """The edition a rulebook file states; without one it is edition 1, in force since the first day."""
    stated = [clause for clause in file.clauses if isinstance(clause, t.Edition)]
    return stated[0] if stated else t.Edition(FIRST_EDITION, date.min, None, None, file.header.span)


def lookup(
    word: t.Word, known: Mapping[str, SourceFile], library: Library, code: str, what: str
) -> tuple[SourceFile | None, tuple[Diagnostic, ...]]:
    """A vocabulary or module by name: the world's own first, then the one that ships with the library."""
    found = known.get(word.text) or library(word.text)
    if found:
        return found, ()
    there = sorted({*known, *shipped(what)})
    otherwise = f"add a file that begins with `{what} {word}`"
    help_ = did_you_mean(word.text, there, f"known: {listed(there)}; or {otherwise}" if there else otherwise)
    return None, (Diagnostic(code, f"there is no {what} `{word}`", word.span, help=help_),)


def shipped(what: str) -> tuple[str, ...]:
    """The names of the modules, or vocabularies, that ship with the package."""
    found = [entry for entry in (files("panarchy_rules") / "library").iterdir() if entry.name.endswith(".law")]
    heads = ((entry.name.removesuffix(".law"), entry.read_text(encoding="utf-8")) for entry in found)
    return tuple(sorted(name for name, text in heads if re.search(rf"^{what} {name}\b", text, re.MULTILINE)))


def _twice(file: SourceFile, first: SourceFile, edition: str) -> Diagnostic:
    name, related = file.header.name, Label(first.header.span, "first published here")
    span: Span = file.header.span
    if edition:
        message = f"edition {edition} of `{name}` is published twice"
        help_ = "give each its own `this is edition … in force from …`"
        return Diagnostic("PR403", message, span, help=help_, related=(related,))
    return Diagnostic("PR201", f"`{name}` is declared twice", span, related=(related,))
