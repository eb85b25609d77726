"""Keep what is done: finished parts in, a folder out that can be gone on with after the work was stopped anywhere.

A part is written under another name, brought to the disk, and renamed. Then a line in `parts.jsonl` says that it is
done, with its hash. What has no such line, or is not what the line says, is done again.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import field
from pathlib import Path
from typing import Any

from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file

FORM = "panarchy-batch/1"
MANIFEST, PARTS, SET_ASIDE = "manifest.json", "parts.jsonl", "set_aside"
_SAID = {
    "input": "another table",
    "world": "another world: its laws, its register or the version of the library",
    "map": "another map of columns",
    "as": "another form of the result",
    "rows": "another number of rows in each part",
    "engine": "another engine",
    "form": "another version of this folder",
}


@dataclass(slots=True)
class Journal:
    """The folder of one run. `done` are the finished parts in their order, with what was counted."""

    folder: Path
    ending: str
    done: list[dict[str, Any]] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """What all finished parts counted."""
        found: Counter[str] = Counter()
        for part in self.done:
            found.update(part["counts"])
        return found

    @property
    def next_row(self) -> int:
        """The first row that is not done."""
        return self.done[-1]["first"] + self.done[-1]["rows"] if self.done else 1

    def add(self, rows: int, counts: Mapping[str, int], write: Callable[[Path], None], aside: str) -> None:
        """Write a part and say that it is done. `write` writes its rows to a path; `aside` are the rows set aside."""
        number = len(self.done)
        file, beside = part_name(number, self.ending), f"{SET_ASIDE}/{part_name(number, '.jsonl')}"
        hashes = {file: self._write(file, write)}
        if aside:
            (self.folder / SET_ASIDE).mkdir(exist_ok=True)
            hashes[beside] = self._write(beside, lambda path: _write_text(path, aside))
        line = {"part": number, "first": self.next_row, "rows": rows, "files": hashes, "counts": dict(counts)}
        with (self.folder / PARTS).open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, sort_keys=True) + "\n")
            log.flush()
            os.fsync(log.fileno())
        self.done.append(line)

    def _write(self, name: str, write: Callable[[Path], None]) -> str:
        path = self.folder / name
        unfinished = path.with_name(f".{path.name}.unfinished")
        write(unfinished)
        with unfinished.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync(path.parent)
        return digest

    def finish(self) -> None:
        """Say in the manifest that all is done, with the sums."""
        path = self.folder / MANIFEST
        table = json.loads(path.read_text("utf-8"))
        done = {"finished": True, "parts": len(self.done), "total": self.next_row - 1, "counts": dict(self.counts)}
        _replace(path, {**table, **done})


def part_name(number: int, ending: str) -> str:
    """What a part is called."""
    return f"part-{number:06}{ending}"


@contextmanager
def journal_in(folder: Path, about: Mapping[str, object], ending: str) -> Iterator[Journal]:
    """Begin a run, or go on with one about the same things. Raises Refused for a folder about other things."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        yield _opened(folder, about, ending)


def _opened(folder: Path, about: Mapping[str, object], ending: str) -> Journal:
    journal = Journal(folder, ending)
    about = {"form": FORM, **about}
    manifest = folder / MANIFEST
    if not manifest.exists():
        if any(not file.name.startswith(".") for file in folder.iterdir()):
            raise _refused(folder, "there are other files in this folder", "name a new folder, or an empty one")
        _replace(manifest, about)
        return journal
    _check(folder, manifest, about)
    journal.done = list(_finished(folder, ending))
    _rewrite(folder / PARTS, journal.done)
    return journal


def _check(folder: Path, manifest: Path, about: Mapping[str, object]) -> None:
    try:
        before = json.loads(manifest.read_text("utf-8"))
    except ValueError:
        before = None
    if not isinstance(before, dict):
        raise _refused(folder, f"its `{MANIFEST}` cannot be read", "name a new folder")
    for key in ("form", "input", "world", "map", "as", "rows", "engine"):
        if before.get(key) != about[key]:
            help_ = "name a new folder; to go on with this one, give back what it was begun with"
            raise _refused(folder, f"this folder was begun with {_SAID[key]}", help_)


def _refused(folder: Path, message: str, help: str) -> Refused:
    return Refused([Diagnostic("PR712", message, whole_file(str(folder)), help=help)])


def _finished(folder: Path, ending: str) -> Iterator[dict[str, Any]]:
    """The parts that are there as their lines say, up to the first that is not."""
    log = folder / PARTS
    lines = log.read_bytes().split(b"\n")[:-1] if log.exists() else []  # A line without an end was being written.
    row = 1
    for number, line in enumerate(lines):
        with suppress(ValueError, KeyError, TypeError):
            part = json.loads(line)
            files = {folder / name: digest for name, digest in part["files"].items()}
            expected = (number, row, part_name(number, ending) in part["files"])
            if (part["part"], part["first"], True) == expected and all(_hash(f) == d for f, d in files.items()):
                row += part["rows"]
                yield part
                continue
        return


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _rewrite(log: Path, parts: list[dict[str, Any]]) -> None:
    """Keep only the lines of parts that are done, and only their files."""
    _replace_text(log, "".join(json.dumps(part, sort_keys=True) + "\n" for part in parts))
    kept = {log.parent / name for part in parts for name in part["files"]}
    for path in (
        *log.parent.glob("part-*"),
        *(log.parent / SET_ASIDE).glob("part-*"),
        *log.parent.glob(".*.unfinished"),
    ):
        if path not in kept:
            path.unlink()


def _replace(path: Path, table: Mapping[str, object]) -> None:
    _replace_text(path, json.dumps(table, indent=2, sort_keys=True) + "\n")


def _replace_text(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    _write_text(unfinished, text)
    unfinished.replace(path)
    _sync(path.parent)


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Bring a change of names to the disk, where a system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep others out of the folder. A process that is killed keeps nobody out."""
    with (folder / ".lock").open("w") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # Where there are no such locks, one user at a time has to see to it.
            pass
        except OSError:
            raise _refused(folder, "another process is writing to this folder", "wait until it has ended") from None
        yield
