"""`python -m panarchy_rules` is `panarchy`."""

import os
import sys


def main() -> int:
    """Do what the command line says; also while its parts are still being read, an interruption is one line."""
    try:
        from panarchy_rules.cli import main as command

        return command()
    except KeyboardInterrupt:
        os.write(2, b"interrupted\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
