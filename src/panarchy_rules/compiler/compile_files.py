"""Compile files, or take what was compiled of exactly these before: bytes by path in, a compiled world out.

Only what has no mistakes is kept. What is kept hangs on the bytes and paths of all files, and on this library.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from hashlib import sha256
from types import ModuleType

from panarchy_rules.base import calendar, diagnostics, spans, values
from panarchy_rules.base.diagnostics import errors
from panarchy_rules.base.kept import keep, kept, this_library
from panarchy_rules.base.plain_rows import Form
from panarchy_rules.base.records import dataclass
from panarchy_rules.compiler import pipeline
from panarchy_rules.compiler.digests import digests
from panarchy_rules.compiler.gather import LANGUAGE_VERSION, Library
from panarchy_rules.compiler.pipeline import Compiled, compile_world
from panarchy_rules.rulebook import kinds, limits, record, rows, rulebook, terms
from panarchy_rules.syntax import parse_bytes

_VALUES = (values, spans, calendar, kinds)
_OTHERS = (
    diagnostics,
    terms,
    limits,
    record,
    rulebook,
    rows,
    pipeline,
)  # Each condition is seen by itself, equal or not.


@dataclass(frozen=True, slots=True)
class CompiledFiles:
    """What files were compiled to, the text of each as it was read, and the fingerprint of each law."""

    compiled: Compiled
    texts: Mapping[str, str]
    digests: Mapping[str, str]


def compile_files(files: Mapping[str, bytes], library: Library, world: str) -> CompiledFiles:
    """Compile a world's files. `world` is where it lies: of each place, only the last is kept."""
    name, made_of = f"world_{_hash(world.encode())[:16]}", _made_of(files)
    text = kept(name, made_of)
    if text is not None:
        with suppress(ValueError):
            return _taken_up(_FORM.read(text), {path: _decoded(data) for path, data in files.items()})
    parsed = [parse_bytes(path, data) for path, data in files.items()]
    compiled, fingerprints = compile_world(parsed, library), digests(parsed)
    if not errors(compiled.diagnostics):
        with suppress(RecursionError):  # Too deep to be written, and no mistake.
            keep(name, made_of, _FORM.written((compiled, fingerprints)))
    return CompiledFiles(compiled, {one.file.path: one.text for one in parsed}, fingerprints)


def _taken_up(kept_before: object, texts: Mapping[str, str]) -> CompiledFiles:
    match kept_before:
        case (Compiled(dict() as books, rulebook.Vocabulary()) as compiled, dict() as fingerprints):
            if all(isinstance(each, rulebook.Rulebook) for each in books.values()):
                return CompiledFiles(compiled, texts, fingerprints)
        case _:
            pass
    raise ValueError("this is no compiled world")


def _made_of(files: Mapping[str, bytes]) -> tuple[str, ...]:
    return (LANGUAGE_VERSION, this_library(), *(part for path, data in files.items() for part in (path, _hash(data))))


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def _decoded(data: bytes) -> str:
    """A file without mistakes as the parser reads it."""
    return unicodedata.normalize("NFC", data.decode("utf-8-sig"))


def _classes(modules: Sequence[ModuleType]) -> list[type]:
    """The dataclasses and enumerations that some modules define."""
    found = [each for module in modules for each in vars(module).values() if isinstance(each, type)]
    home = {module.__name__ for module in modules}
    return [each for each in found if each.__module__ in home and (is_dataclass(each) or issubclass(each, Enum))]


_FORM = Form(_classes(_OTHERS), _classes(_VALUES))
