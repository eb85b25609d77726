"""Say what belongs to the checkout: nothing in, its folder and its files out."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LEFT_BY_TOOLS = {"__pycache__", "build", "dist"}
_WRITTEN_THOUGH_HIDDEN = {".ci", ".gitignore"}


def files(pattern: str = "*") -> list[Path]:
    """All files of the checkout that people wrote, in order; what tools leave behind is passed over."""
    return sorted(path for path in _walk(ROOT) if path.match(pattern))


def name(path: Path) -> str:
    """A path as people of the project write it, from the root of the checkout."""
    return path.relative_to(ROOT).as_posix()


def _walk(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in folder.iterdir():
        hidden = path.name.startswith(".") and path.name not in _WRITTEN_THOUGH_HIDDEN
        if not hidden and path.name not in _LEFT_BY_TOOLS:
            found += _walk(path) if path.is_dir() else [path]
    return found
