"""`panarchy register import`: a file of JSON lines in, its entries recorded in a store."""

import argparse

from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.register_at import checkpoint_words, named_file, store_at
from panarchy_rules.register.storage import Receipt


def run(arguments: argparse.Namespace) -> Exit:
    """Import and say what is the head now."""
    file = named_file(getattr(arguments, "from"), "--from")
    with store_at(arguments.place[0], create=True) as store:
        receipt = store.import_jsonl(file)
    say_recorded(receipt, arguments)
    return Exit.OK


def say_recorded(receipt: Receipt, arguments: argparse.Namespace) -> None:
    """Say which entries were recorded, and what is the head now."""
    head = checkpoint_words(receipt.checkpoint)
    if arguments.format == "json":
        say_json({"status": "ok", "first": receipt.first, "last": receipt.last, "checkpoint": head})
    else:
        say(f"recorded {counted_entries(receipt.first, receipt.last)}\ncheckpoint {head}")


def counted_entries(first: int, last: int) -> str:
    """Some entries by number."""
    count = last - first + 1
    words = "1 entry" if count == 1 else f"{count} entries"
    return f"{words}, {first} to {last}" if count > 1 else f"{words}, number {first}" if count else "0 entries"
