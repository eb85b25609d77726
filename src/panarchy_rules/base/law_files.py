"""Find law texts that stand alone: a rulebook's file or a folder without a manifest in, the files to read out."""

import re
from pathlib import Path

FILE_NAME = "panarchy.toml"  # The manifest.

_HEADER = re.compile(r"^\s*(rulebook|vocabulary|module)\b", re.MULTILINE)
_SUFFIXES = (".law", ".law.md")
_IN_A_FOLDER = (*_SUFFIXES, ".law.csv")
_READ = 1 << 16


def stands_alone(path: Path) -> bool:
    """Whether this is a rulebook's file, or a folder that has law texts and no manifest."""
    if path.is_dir():
        return not (path / FILE_NAME).exists() and bool(_in(path))
    return path.name.endswith(_SUFFIXES)


def law_files(path: Path) -> tuple[Path, ...]:
    """All of a folder; or one file, with the vocabularies and modules beside it, but no other rulebook."""
    if path.is_dir():
        return _in(path)
    beside = (each for each in _in(path.parent) if each != path)
    return (path, *(each for each in beside if _kind(each) in ("vocabulary", "module")))


def _in(folder: Path) -> tuple[Path, ...]:
    return tuple(each for each in sorted(folder.iterdir()) if each.name.endswith(_IN_A_FOLDER) and each.is_file())


def _kind(path: Path) -> str:
    """What a law text is, by its header."""
    try:
        with path.open("rb") as file:
            text = file.read(_READ).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""
    found = _HEADER.search(text)
    return found[1] if found else ""
