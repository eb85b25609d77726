"""Remember that nothing is wrong in a world: its folder in, how many files were read if it is as it was found clean.

The whole folder is compared, byte by byte, so that nothing has to be understood to see that nothing has changed.
"""

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from panarchy_rules.base.kept import keep, kept, this_library
from panarchy_rules.base.law_files import law_files, stands_alone

_MOST_FILES = 5_000
_MOST_BYTES = 1 << 25


def clean_files(world: Path, count: Callable[[], int | None]) -> int | None:
    """How many files a clean world has. `count` reads it, says how many, or None if something is wrong."""
    before = _made_of(world)
    name = f"clean_{sha256(os.fsencode(world.absolute())).hexdigest()[:16]}"
    text = kept(name, before) if before else None
    if text is not None and text.isdigit():
        return int(text)
    found = count()
    # What changed while it was read is not remembered.
    if found is not None and before and before == _made_of(world):
        keep(name, before, str(found))
    return found


def _made_of(world: Path) -> tuple[str, ...]:
    """The library, and the name and hash of each file. Nothing if there are links or too much, or it is not readable.

    For a law text alone these are the files read with it, else all below the folder.
    """
    parts, size = [this_library()], 0
    try:
        for number, file in enumerate(law_files(world) if stands_alone(world) else _below(world)):
            stat = file.lstat()
            size += stat.st_size
            if not S_ISREG(stat.st_mode) or number == _MOST_FILES or size > _MOST_BYTES:
                return ()
            parts += [str(file), sha256(file.read_bytes()).hexdigest()]
    except OSError:
        return ()
    return tuple(parts)


def _below(world: Path) -> Iterator[Path]:
    """Every file in a world; a link to a folder counts as a file."""
    for folder, inside, files in os.walk(world):
        inside.sort()
        here = Path(folder)
        yield from (here / name for name in sorted([*files, *(n for n in inside if (here / n).is_symlink())]))
