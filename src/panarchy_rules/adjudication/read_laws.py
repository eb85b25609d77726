"""Read law texts that stand alone: a path in, what they were compiled to and what is wrong with them out.

Nobody has consented to anything there, so neither register nor disputes are looked for.
"""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from panarchy_rules.adjudication.check_rulebooks import check_rulebooks
from panarchy_rules.base.diagnostics import Diagnostic, errors, in_order
from panarchy_rules.base.law_files import law_files
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.world_folder import WorldFolder
from panarchy_rules.choice_of_law.laws import Laws
from panarchy_rules.compiler.compile_files import CompiledFiles, compile_files
from panarchy_rules.compiler.gather import SourceFile, read_headers
from panarchy_rules.syntax import parse


@dataclass(frozen=True, slots=True)
class LawsRead:
    """Law texts as they were compiled, everything that was found on the way, and how many files were read."""

    made: CompiledFiles
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    files: int


def read_laws(path: Path) -> LawsRead:
    """Read a rulebook's file with what stands beside it, or a folder without a manifest."""
    here = WorldFolder(path if path.is_dir() else path.parent)
    made = compiled({str(each): here.read(each) for each in law_files(path)}, path)
    found = [*made.compiled.diagnostics]
    if not errors(found):
        found += check_rulebooks(Laws(made.compiled.rulebooks, made.compiled.vocabulary))
    return LawsRead(made, in_order([*here.found, *in_order(found)]), {**here.texts, **made.texts}, here.files)


def compiled(laws: Mapping[str, bytes | None], place: Path) -> CompiledFiles:
    """The files that could be read, compiled, or as they were compiled before."""
    return compile_files(
        {path: data for path, data in laws.items() if data is not None}, library_file, str(place.absolute())
    )


def library_file(name: str) -> SourceFile | None:
    """A module or vocabulary that ships with the package."""
    file = files("panarchy_rules") / "library" / f"{name}.law"
    if not file.is_file():
        return None
    parsed = parse(f"library/{name}.law", file.read_text(encoding="utf-8"))
    return read_headers(parsed.file, parsed.text)[0][0]
