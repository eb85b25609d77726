"""`panarchy replay`: archived judgments in, what comes out otherwise today and what was changed out."""

import argparse

from panarchy_rules.base.progress import told
from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.judgments import judgment_file, judgments_in
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.paths import around, folder_of
from panarchy_rules.cli.replayed import as_table, as_text, reasons
from panarchy_rules.cli.worlds import opened


def run(arguments: argparse.Namespace) -> Exit:
    """Decide again, compare and print."""
    path = judgment_file(arguments.place[0])
    read = judgments_in(path)
    world, _ = opened(folder_of(arguments.world) if arguments.world else around(path))
    replayed = tuple(world.replay(judgment) for judgment in told(read.judgments, "judgments"))
    differs = any(one.differences for one in replayed)
    if arguments.format == "json":
        status = "different" if differs else "same"
        say_json({"status": status, "judgments": [as_table(one) for one in replayed]})
    else:
        why = [f"since then: {reason}" for reason in reasons(replayed)] or ["since then: nothing that it read changed"]
        say("\n".join([*as_text(replayed), *why]))
    return Exit.FINDINGS if differs else Exit.OK
