"""`panarchy graph shopping`: a dispute in, the memberships and forums under which it would come out otherwise, out."""

import argparse

from panarchy_rules.analysis.shopping import Outcome, Shopping, shopping
from panarchy_rules.base.progress import told
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.cli.disputes import disputes_asked
from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.output import counted, say, say_json


def run(arguments: argparse.Namespace) -> Exit:
    """Vary one thing at a time and print."""
    asked = disputes_asked(arguments.place[0], arguments.world)
    found = [(dispute, shopping(asked.world.law_world, dispute)) for dispute in told(asked.disputes, "disputes")]
    if arguments.format == "json":
        say_json({"status": "ok", "disputes": [_table(dispute, one) for dispute, one in found]})
    else:
        say("\n\n".join(_text(dispute, one) for dispute, one in found))
    return Exit.OK


def _text(dispute: Dispute, found: Shopping) -> str:
    lines = [f"{dispute.id}: {found.outcome}"]
    lines += [f"  if {one.what}: {one.outcome}" for one in found.changed]
    return "\n".join([*lines, f"  {counted(found.unchanged, 'other variation')} would change nothing"])


def _table(dispute: Dispute, found: Shopping) -> dict[str, object]:
    changed = [{"party": one.who or None, "if": one.what, **_outcome(one.outcome)} for one in found.changed]
    return {"dispute": dispute.id, **_outcome(found.outcome), "changed": changed, "unchanged": found.unchanged}


def _outcome(outcome: Outcome) -> dict[str, object]:
    issues = [{"issue": name, "status": status, "laws": laws} for name, status, laws in outcome.issues]
    return {"issues": issues, "orders": outcome.orders}
