"""Open what a path names: the folder of a world or a file in, the world or a dispute out. Raises Stopped."""

from pathlib import Path

from panarchy_rules.base.diagnostics import errors
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.manifest import read_manifest, world_files
from panarchy_rules.casefile.read_dispute import read_dispute
from panarchy_rules.cli.exits import Stopped
from panarchy_rules.panarchy import Loaded, Panarchy, load

_MOST_BYTES = (1 << 24) + 1  # More than any reader here allows.


def opened(folder: Path, *, one_dispute: bool = False) -> tuple[Panarchy, Loaded]:
    """The world in a folder, with all that was read for it. Raises Stopped if it has mistakes.

    Where one dispute is asked for, mistakes in the files of others are left alone.
    """
    loaded = load(folder)
    found = errors(loaded.diagnostics)
    if one_dispute and found:
        others = {str(path) for path in _dispute_paths(folder)}
        found = tuple(one for one in found if one.span.path not in others)
    if loaded.world is None or found:
        raise Stopped(found, loaded.texts)
    return loaded.world, loaded


def dispute_files(folder: Path) -> dict[str, Path]:
    """The file of every dispute of a world, by the dispute's id."""
    files: dict[str, Path] = {}
    for path in _dispute_paths(folder):
        dispute, _ = read_dispute(str(path), content(path))
        if dispute is not None:
            files.setdefault(dispute.id, path)
    return files


def _dispute_paths(folder: Path) -> list[Path]:
    manifest, _ = read_manifest(folder)
    return list(world_files(folder, manifest.world.disputes)) if manifest else []


def dispute_in(path: Path) -> tuple[Dispute, str]:
    """The dispute in a file, with its text. Raises Stopped with what is wrong with it."""
    data = content(path)
    text = data.decode("utf-8-sig", errors="replace")
    dispute, found = read_dispute(str(path), data)
    if dispute is None:
        raise Stopped(found, {str(path): text})
    return dispute, text


def content(path: Path) -> bytes:
    """The bytes of a file; of one that is much too large only so many that its reader refuses it."""
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)
