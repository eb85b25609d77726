"""The judgments in a file: a path in, what stands in it out. Raises Stopped."""

from pathlib import Path

from panarchy_rules.casefile.read_judgment import Judgments, read_judgments
from panarchy_rules.cli.exits import Stopped, unreadable
from panarchy_rules.cli.paths import existing
from panarchy_rules.cli.worlds import content


def judgment_file(typed: str) -> Path:
    """The file of judgments that was named."""
    path = existing(typed)
    if path.is_dir():
        raise unreadable(path, "this is a folder, and a judgment is a file", code="PR100")
    return path


def judgments_in(path: Path) -> Judgments:
    """One judgment or several."""
    data = content(path)
    read, found = read_judgments(str(path), data)
    if read is None:
        raise Stopped(found, {str(path): data.decode("utf-8-sig", errors="replace")})
    return read
