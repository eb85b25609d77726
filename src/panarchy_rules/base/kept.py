"""Keep what is slow to make: a name and what it was made of in, the text kept for exactly that out, if there is one.

Files lie in the user's cache folder, or where `PANARCHY_CACHE` says; `PANARCHY_CACHE=off` keeps nothing.
A file is believed only if it is the user's own, nobody else may write it, and its first line is the hash of what it
was made of and of the rest. It is replaced in one step.
What cannot be read or written is as if it were not there: keeping changes how long something takes, and nothing else.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG, S_IWGRP, S_IWOTH

_PLACE, _OFF = "PANARCHY_CACHE", "off"
_MOST_BYTES = 1 << 28


def kept(name: str, made_of: Iterable[str]) -> str | None:
    """The text that was kept under a name for exactly these sources; None if there is none, or it is damaged."""
    key = _key(made_of)
    file = _file(name, key)
    if file is None:
        return None
    try:
        digest, _, text = _own(file).decode().partition("\n")
    except (OSError, ValueError):
        return None
    return text if digest == _seal(key, text) else None


def keep(name: str, made_of: Iterable[str], text: str, most: int = 200) -> None:
    """Keep a text, in place of whatever was kept under its name for other sources.

    Of what has the same first word in its name, so many of the newest stay.
    """
    key = _key(made_of)
    file = _file(name, key)
    if file is None:
        return
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError, ValueError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.unlink(missing_ok=True)
        with open(draft, "xb", opener=_private) as made:
            made.write(f"{_seal(key, text)}\n{text}".encode())
        draft.replace(file)
        _tidy(file, name, most)


@contextmanager
def nothing_kept() -> Iterator[None]:
    """A time in which nothing is read from the cache and nothing is kept."""
    before = {name: os.environ[name] for name in (_PLACE,) if name in os.environ}
    os.environ[_PLACE] = _OFF
    try:
        yield
    finally:
        os.environ.pop(_PLACE, None)
        os.environ.update(before)


@cache
def this_library() -> str:
    """A fingerprint of the code that runs: what it makes may differ as soon as a file of it does."""
    home = str(Path(__file__).parents[1])
    found = sorted((each.path, each.stat()) for each in _files_below(home) if each.name.endswith(_CODE))
    return _hash("\n".join(f"{path[len(home) :]} {stat.st_size} {stat.st_mtime_ns}" for path, stat in found))


def _files_below(folder: str) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.is_dir():
                yield from _files_below(each.path)
            else:
                yield each


_CODE = (".py", ".law", ".lark")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _own(file: Path) -> bytes:
    """The bytes of a file of the user's own. Raises OSError for any other, and for what is no file."""
    with open(file, "rb", opener=_without_waiting) as opened:
        found = os.fstat(opened.fileno())
        owner = getattr(os, "getuid", lambda: found.st_uid)()
        shared = os.name == "posix" and found.st_mode & (S_IWGRP | S_IWOTH)
        if not S_ISREG(found.st_mode) or found.st_uid != owner or shared or found.st_size > _MOST_BYTES:
            raise OSError("this is not a file to believe")
        return opened.read()


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _tidy(file: Path, name: str, most: int) -> None:
    """Remove what was kept under the name before, and what is oldest if there is too much."""
    for old in file.parent.glob(f"{name}-*.kept*"):  # Drafts that nobody finished, too.
        if old != file:
            old.unlink(missing_ok=True)
    alike = file.parent.glob(f"{name.partition('-')[0]}-*.kept")
    for old in sorted(alike, key=lambda each: each.stat().st_mtime_ns)[:-most]:
        old.unlink(missing_ok=True)


def _file(name: str, key: str) -> Path | None:
    folder = _folder()
    return folder / f"{name}-{key[:32]}.kept" if folder else None


def _folder() -> Path | None:
    chosen = os.environ.get(_PLACE)
    if chosen is not None:
        return Path(chosen) if chosen not in ("", _OFF) else None
    home = os.environ.get("XDG_CACHE_HOME")
    try:
        # A home that is no whole path is to be ignored, says the XDG Base Directory Specification.
        return (Path(home) if home and Path(home).is_absolute() else Path.home() / ".cache") / "panarchy_rules"
    except RuntimeError:
        return None


def _key(made_of: Iterable[str]) -> str:
    return _hash(chr(0).join(made_of))


def _seal(key: str, text: str) -> str:
    return _hash(f"{key}\n{text}")


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
