"""`panarchy register checkpoint`: a store in, the number and hash of its last entry out."""

import argparse

from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.register_at import checkpoint_words, store_at


def run(arguments: argparse.Namespace) -> Exit:
    """Print the checkpoint."""
    with store_at(arguments.place[0], read_only=True) as store:
        head = checkpoint_words(store.head())
    if arguments.format == "json":
        say_json({"status": "ok", "checkpoint": head})
    else:
        say(head)
    return Exit.OK
