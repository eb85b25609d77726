"""Read the files of one world and none besides: a path in, its bytes or a diagnostic out. Never fails."""

from dataclasses import dataclass, field
from pathlib import Path

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import whole_file

_MOST_BYTES = (1 << 26) + 1  # One more than any reader allows, so that its own limit speaks.


@dataclass
class WorldFolder:
    """The folder of a world, with what could not be read in it and the texts of what could."""

    root: Path
    found: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: int = 0

    def read(self, path: Path) -> bytes | None:
        """The bytes of a file, or None if it cannot be read or a link leads out of the folder."""
        self.files += 1
        problem, data = "", b""
        try:
            if not path.resolve().is_relative_to(self.root.resolve()):
                problem = "this leads out of the folder of the world, and is not read"
            elif not path.is_file():
                problem = "this is not a file"
            else:
                with path.open("rb") as file:
                    data = file.read(_MOST_BYTES)
        except (OSError, RuntimeError) as error:  # A circle of links is a RuntimeError.
            reason = error.strerror if isinstance(error, OSError) else None
            problem = f"this file cannot be read: {(reason or 'it cannot be opened').lower()}"
        if problem:
            self.found.append(Diagnostic("PR100", problem, whole_file(str(path))))
            return None
        self.texts[str(path)] = data.decode("utf-8-sig", errors="replace")
        return data
