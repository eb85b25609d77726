"""`panarchy register append`: acts without numbers in, recorded in a store."""

import argparse

from panarchy_rules.cli.exits import Exit, Stopped
from panarchy_rules.cli.register_at import named_file, store_at
from panarchy_rules.cli.register_import import say_recorded
from panarchy_rules.cli.worlds import content
from panarchy_rules.register.read import read_acts


def run(arguments: argparse.Namespace) -> Exit:
    """Record and say what is the head now."""
    file = named_file(getattr(arguments, "from"), "--from")
    data = content(file)
    acts, found = read_acts(str(file), data)
    if found:
        raise Stopped(found, {str(file): data.decode("utf-8-sig", errors="replace")})
    with store_at(arguments.place[0], create=True) as store:
        receipt = store.append(acts)
    say_recorded(receipt, arguments)
    return Exit.OK
