"""Find law texts that stand alone: a rulebook's file or a folder without a manifest in, the files to read out."""

import re
from pathlib import Path

from panarchy_rules.casefile.manifest import FILE_NAME

_HEADER = re.compile(r"(?:\s|--[^\n]*(?:\n|\Z))*(?P<kind>[a-z]+)")
_READ = 1 << 16


def stands_alone(path: Path) -> bool:
    """Whether this is a rulebook's file, or a folder that has law texts and no manifest."""
    if path.is_dir():
        return not (path / FILE_NAME).exists() and any(path.glob("*.law"))
    return path.suffix == ".law"


def law_files(path: Path) -> tuple[Path, ...]:
    """All of a folder; or one file, with the vocabularies and modules beside it, but no other rulebook."""
    if path.is_dir():
        return tuple(sorted(path.glob("*.law")))
    beside = (each for each in sorted(path.parent.glob("*.law")) if each != path)
    return (path, *(each for each in beside if each.is_file() and _kind(each) in ("vocabulary", "module")))


def _kind(path: Path) -> str:
    """The first word of a law text that is no comment."""
    try:
        with path.open("rb") as file:
            text = file.read(_READ).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""
    found = _HEADER.match(text)
    return found["kind"] if found else ""
