"""Keep what is slow to make: a name and what it was made of in, the text kept for exactly that out, if there is one.

Files lie in the user's cache folder, or where `PANARCHY_CACHE` says; `PANARCHY_CACHE=off` keeps nothing.
A file is believed only if its first line is the hash of the rest, and is replaced in one step.
What cannot be read or written is as if it were not there: keeping changes how long something takes, and nothing else.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_OFF = "off"


def kept(name: str, made_of: Iterable[str]) -> str | None:
    """The text that was kept under a name for exactly these sources; None if there is none, or it is damaged."""
    file = _file(name, made_of)
    if file is None:
        return None
    try:
        digest, _, text = file.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return None
    return text if digest == _hash(text) else None


def keep(name: str, made_of: Iterable[str], text: str) -> None:
    """Keep a text, in place of whatever was kept for other sources."""
    file = _file(name, made_of)
    if file is None:
        return
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError, ValueError):
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(f"{_hash(text)}\n{text}", encoding="utf-8")
        draft.replace(file)
        for old in file.parent.glob(f"{name}-*.kept"):
            if old != file:
                old.unlink(missing_ok=True)


def _file(name: str, made_of: Iterable[str]) -> Path | None:
    folder = _folder()
    return folder / f"{name}-{_hash(chr(0).join(made_of))[:32]}.kept" if folder else None


def _folder() -> Path | None:
    chosen = os.environ.get("PANARCHY_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen not in ("", _OFF) else None
    home = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(home) if home else Path.home() / ".cache") / "panarchy_rules"
    except RuntimeError:
        return None


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
