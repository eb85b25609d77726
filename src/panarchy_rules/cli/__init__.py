"""The command line: words typed after `panarchy` in, printed text and an exit code out."""

from panarchy_rules.cli.command import main

__all__ = ["main"]
