"""`python -m panarchy_rules` is `panarchy`."""

import os
import sys


def main() -> int:
    """Do what the command line says; also while its parts are still being read, an interruption is one line."""
    try:
        if sys.argv[1:] in (["--help"], ["-h"]) and _overview():
            return 0
        from panarchy_rules.cli import main as command

        return command()
    except KeyboardInterrupt:
        os.write(2, b"interrupted\n")
        return 130


def _overview() -> bool:
    """Print what `panarchy help` makes, as it was kept by `make outputs`; whether that could be done."""
    try:
        # `pathlib` alone would take as long as all of this.
        with open(os.path.join(os.path.dirname(__file__), "cli", "overview.txt"), "rb") as kept:  # noqa: PTH118, PTH120, PTH123
            sys.stdout.buffer.write(kept.read())
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
