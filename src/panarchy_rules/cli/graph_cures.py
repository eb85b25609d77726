"""`panarchy graph cures`: a world in, the fewest new clauses that give all members a law in common out."""

import argparse

from panarchy_rules.analysis.coverage import coverage
from panarchy_rules.analysis.cures import Cure, cure
from panarchy_rules.analysis.world_graph import last_day
from panarchy_rules.base.progress import told
from panarchy_rules.cli.asked import asked_day, asked_issue, asked_matter
from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.output import counted, say, say_json
from panarchy_rules.cli.paths import folder_of
from panarchy_rules.cli.worlds import opened


def run(arguments: argparse.Namespace) -> Exit:
    """Search and print."""
    opened_world, _ = opened(folder_of(arguments.place[0]))
    world = opened_world.law_world
    day = asked_day(arguments) or last_day(world)
    matter, issue = asked_matter(arguments, opened_world), asked_issue(arguments, opened_world)
    matrix = coverage(world, day, matter, issue)
    laws = [book.law for provider in world.providers if (book := world.in_force(provider, day))]
    cures = [cure(matrix, one, laws) for one in told(matrix.matters, "matters")]
    if arguments.format == "json":
        say_json({"status": "ok", "as_of": day.isoformat(), "issue": issue, "cures": [_table(one) for one in cures]})
    else:
        say("\n\n".join(_text(one) for one in cures))
    return Exit.OK


def _text(found: Cure) -> str:
    if not found.clauses:
        return f"{found.matter}: every pair has a law in common"
    least = "no fewer will do" if found.is_least else "fewer may do; the search ended at its limit"
    number = counted(len(found.clauses), "new clause")
    return "\n".join([f"{found.matter}: {number}; {least}", *(f"  {clause}" for clause in found.clauses)])


def _table(found: Cure) -> dict[str, object]:
    clauses = [{"code": one.code, "accepts": str(one.law)} for one in found.clauses]
    return {"matter": found.matter, "clauses": clauses, "is_least": found.is_least}
