"""Find worlds: a path as it was typed in, the folders of its worlds out. Raises Stopped if there is none."""

import os
from collections.abc import Iterator
from pathlib import Path

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.law_files import FILE_NAME, stands_alone
from panarchy_rules.base.suggestions import did_you_mean
from panarchy_rules.cli.exits import unreadable

_MOST_FOLDERS = 10_000


def folders_of(typed: str) -> tuple[Path, ...]:
    """The worlds a path means: the one at it, those below it, or the one around it; else law texts alone."""
    path = existing(typed)
    if (path / FILE_NAME).is_file():
        return (path,)
    below = tuple(_below(path)) if path.is_dir() else ()
    if not below and stands_alone(path) and _around(path) is None:
        return (path,)
    return below or (around(path),)


def folder_of(typed: str) -> Path:
    """The one world a path means."""
    found = folders_of(typed)
    if len(found) > 1:
        names = ", ".join(quoted(folder) for folder in found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise unreadable(typed, f"there are {len(found)} worlds in this folder", f"name one of {names}{more}", "PR800")
    return found[0]


def around(path: Path) -> Path:
    """The nearest folder around a file or folder that has a manifest."""
    found = _around(path)
    if found is not None:
        return found
    message = f"there is no world here: no folder around this has a {quoted(FILE_NAME)}"
    raise unreadable(path, message, "`panarchy new` writes a world", "PR408")


def _around(path: Path) -> Path | None:
    place = path if path.is_absolute() else _here() / path
    start = place.resolve() if ".." in place.parts else place
    return next((shown(folder) for folder in (start, *start.parents) if (folder / FILE_NAME).is_file()), None)


def existing(typed: str) -> Path:
    """A path that is there, as short as it can be written."""
    path = shown(Path(typed))
    if path.exists():
        return path
    cure = did_you_mean(path.name, _names_in(path.parent))
    raise unreadable(path, "there is no such file or folder", cure)


def shown(path: Path) -> Path:
    """A path as people like to read it: relative to this folder if it lies in it."""
    if not path.is_absolute() and ".." not in path.parts:
        return path
    here = _here()
    plain = path.resolve() if ".." in path.parts else path
    return plain.relative_to(here) if plain.is_relative_to(here) else plain


def _below(top: Path) -> Iterator[Path]:
    """Worlds below a folder in the order of their names. What is inside a world is not searched for more."""
    for number, (folder, inside, files) in enumerate(os.walk(top)):
        if number == _MOST_FOLDERS:
            raise unreadable(top, f"there are more than {_MOST_FOLDERS} folders in this one", "name a world in it")
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        if FILE_NAME in files:
            inside.clear()
            yield Path(folder)


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:
        raise unreadable(".", "this folder is gone", "change to a folder that is there") from None


def _names_in(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError:
        return []
