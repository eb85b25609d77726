"""Decide worlds and print one hash for the body of each judgment and each text of it.

`python -m tests.support.bodies FOLDER...`; lines are the same wherever, and in whatever order of files, that is run.
"""

import hashlib
import sys
from pathlib import Path

from panarchy_rules.panarchy import Panarchy


def lines(folder: Path) -> list[str]:
    """A line for each dispute, by name."""
    world = Panarchy.load(folder)
    found = []
    for name in sorted(world.disputes):
        judgment = world.resolve(name)
        made = "\0".join((judgment.body(), world.text(judgment)))
        found.append(f"{world.name} {name} {hashlib.sha256(made.encode()).hexdigest()}")
    return found


if __name__ == "__main__":
    for each in sys.argv[1:]:
        print(*lines(Path(each)), sep="\n")
