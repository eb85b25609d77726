"""Compile a world: parsed files in, typed rulebooks by law and all diagnostics out.

The steps are: gather files, declare vocabularies, bind names and kinds, order exceptions, lower to rulebooks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.values import LawRef
from panarchy_rules.compiler.bind_rules import Published
from panarchy_rules.compiler.gather import Library, SourceFile, Sources, gather, read_header
from panarchy_rules.compiler.lower import lower, vocabulary_of_world
from panarchy_rules.rulebook.rulebook import Rulebook, Vocabulary
from panarchy_rules.syntax import Parsed


@dataclass(frozen=True, slots=True)
class Compiled:
    """The rulebooks of a world, the vocabulary all of them share, and what is wrong."""

    rulebooks: Mapping[LawRef, Rulebook]
    vocabulary: Vocabulary
    diagnostics: tuple[Diagnostic, ...]


def compile_world(parsed: Iterable[Parsed], library: Library = lambda name: None) -> Compiled:
    """Compile all files together, since codes name each other. `library` finds modules that ship with the package."""
    problems: list[Diagnostic] = []
    files: list[SourceFile] = []
    for one in sorted(parsed, key=lambda p: p.file.path):
        source, wrong = read_header(one.file, one.text)
        problems += [*one.diagnostics, *wrong]
        if source:
            files.append(source)
    sources, wrong = gather(files)
    problems += wrong
    published = Published({name: sources.editions(name) for name in sources.providers}, sources.forums())
    rulebooks = {}
    for _, source in sorted(sources.rulebooks.items()):
        rulebook, wrong = lower(source, sources, published, library)
        problems += wrong
        rulebooks[rulebook.law] = rulebook
    vocabulary, wrong = vocabulary_of_world(sources, rulebooks.values())
    problems += wrong
    return Compiled(dict(sorted(rulebooks.items())), vocabulary, in_order(problems))


__all__ = ["Compiled", "Sources", "compile_world"]
