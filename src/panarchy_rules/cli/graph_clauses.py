"""`panarchy graph clauses`: a world in, what each acceptance clause is worth, and loops of laws, out."""

import argparse
from collections.abc import Iterator

from panarchy_rules.analysis.clauses import Clause, clauses, loops
from panarchy_rules.analysis.world_graph import last_day
from panarchy_rules.cli.asked import asked_day
from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.paths import folder_of
from panarchy_rules.cli.worlds import opened


def run(arguments: argparse.Namespace) -> Exit:
    """Try every clause against everyone and print."""
    world, _ = opened(folder_of(arguments.place[0]))
    day = asked_day(arguments) or last_day(world.law_world)
    found, circles = clauses(world.law_world, day), loops(world.law_world, day)
    if arguments.format == "json":
        table = [_table(clause) for clause in found]
        say_json({"status": "ok", "as_of": day.isoformat(), "clauses": table, "loops": circles})
    else:
        say("\n".join([f"as of {day}", *_text(found), *(_loop(circle) for circle in circles)]))
    return Exit.OK


def _text(found: tuple[Clause, ...]) -> Iterator[str]:
    for clause in found:
        name = f"{clause.code}, {clause.label}"
        if clause.is_dead:
            yield f"{name} leads nowhere: {'; '.join(clause.reasons)}"
        elif clause.reciprocal:
            yield f"{name} is answered by {' and '.join(clause.meets)}"
        else:
            yield f"{name} reaches members of {', '.join(clause.meets)}"


def _loop(circle: tuple[str, ...]) -> str:
    return f"loop: {' accepts '.join((*circle, circle[0]))}"


def _table(clause: Clause) -> dict[str, object]:
    return {
        "code": clause.code,
        "clause": clause.label,
        "reciprocal": clause.reciprocal,
        "meets": clause.meets,
        "dead": clause.is_dead,
        "reasons": clause.reasons,
    }
