"""Find files of law: paths as they were typed in, files with their texts out. No world is needed. Raises Stopped."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from panarchy_rules.base.boundary import quoted
from panarchy_rules.cli.exits import unreadable
from panarchy_rules.cli.paths import existing
from panarchy_rules.cli.worlds import content
from panarchy_rules.syntax import Parsed, parse_bytes
from panarchy_rules.syntax.literate import SUFFIX

SUFFIXES = (".law", SUFFIX)


def law_files(typed: Iterable[str]) -> tuple[Path, ...]:
    """The files some paths mean, once each: those named, and those in folders and below them."""
    found: dict[Path, None] = {}
    for path in typed:
        found.update(dict.fromkeys(_files(existing(path))))
    return tuple(found)


def parsed_file(path: Path) -> Parsed:
    """The syntax tree of one file, with what is wrong with it."""
    return parse_bytes(str(path), content(path))


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from _below(path)
    elif not path.name.endswith(SUFFIXES):
        message = f"{quoted(path.name)} is no file of law"
        raise unreadable(path, message, "files of law end in `.law`, or in `.law.md` if they are Markdown", "PR800")
    else:
        yield path


def _below(top: Path) -> Iterator[Path]:
    """Hidden files and folders are passed over."""
    for folder, inside, names in os.walk(top):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        law = (name for name in sorted(names) if name.endswith(SUFFIXES) and not name.startswith("."))
        yield from (Path(folder) / name for name in law)
