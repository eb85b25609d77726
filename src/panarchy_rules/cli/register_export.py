"""`panarchy register export`: a store in, a file of JSON lines out."""

import argparse
from pathlib import Path

from panarchy_rules.cli.exits import Exit, misuse
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.register_at import checkpoint_words, store_at


def run(arguments: argparse.Namespace) -> Exit:
    """Write the file and say what is the head."""
    if arguments.to is None:
        raise misuse("`--to` is missing", "write `--to FILE`")
    with store_at(arguments.place[0]) as store:
        store.export_jsonl(Path(arguments.to), proofs=not arguments.plain)
        head = checkpoint_words(store.head())
    if arguments.format == "json":
        say_json({"status": "ok", "written": arguments.to, "checkpoint": head})
    else:
        say(f"wrote {arguments.to}\ncheckpoint {head}")
    return Exit.OK
