"""Write a file as a whole or not at all: a path and its content in, nothing half-written out."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A file beside, to be written inside; it takes the place of the other when all went well."""
    place = path.resolve()  # A link stays a link.
    part = place.with_name(f".{place.name}.part{place.suffix}")
    try:
        yield part
        if place.exists():
            shutil.copymode(place, part)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, text: str, newline: str = "") -> None:
    """Text as UTF-8."""
    with written_whole(path) as part:
        part.write_text(text, encoding="utf-8", newline=newline)
