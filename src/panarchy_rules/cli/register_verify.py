"""`panarchy register verify`: a store in, whatever was changed in it out."""

import argparse

from panarchy_rules.base.diagnostics import errors
from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.output import as_table, letters, say, say_json
from panarchy_rules.cli.register_at import checkpoint_words, read_checkpoint, store_at


def run(arguments: argparse.Namespace) -> Exit:
    """Verify and print."""
    kept = [read_checkpoint(arguments.checkpoint)] if arguments.checkpoint else []
    with store_at(arguments.place[0], read_only=True) as store:
        register, found = store.read_verified(kept)
        head = checkpoint_words(store.head())
    count = len(register.entries)
    if arguments.format == "json":
        status = "findings" if found else "ok"
        say_json({"status": status, "entries": count, "checkpoint": head, "diagnostics": [as_table(d) for d in found]})
    else:
        entries = "1 entry" if count == 1 else f"{count} entries"
        say(letters(found, {}) if found else f"the register holds: {entries}\ncheckpoint {head}")
    return Exit.FINDINGS if errors(found) else Exit.OK
