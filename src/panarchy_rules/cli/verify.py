"""`panarchy verify`: a judgment in a file in, what does not hold in it out."""

import argparse
from pathlib import Path

from panarchy_rules.adjudication.resolve import overall
from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import replace
from panarchy_rules.base.spans import whole_file
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.casefile.read_judgment import Judgments
from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.judgments import judgment_file, judgments_in
from panarchy_rules.cli.output import as_table, counted, letters, say, say_json
from panarchy_rules.cli.paths import around, folder_of
from panarchy_rules.cli.worlds import opened
from panarchy_rules.panarchy import Panarchy


def run(arguments: argparse.Namespace) -> Exit:
    """Verify and print."""
    path = judgment_file(arguments.place[0])
    read = judgments_in(path)
    world, _ = opened(folder_of(arguments.world) if arguments.world else around(path))
    found = _unsound(world, read, path)
    counts = _counts(read.judgments)
    if arguments.format == "json":
        say_json({"status": "findings" if found else "ok", **counts, "diagnostics": [as_table(d) for d in found]})
    else:
        say(letters(found, {}) if found else _holds(counts))
    return Exit.FINDINGS if found else Exit.OK


def _unsound(world: Panarchy, read: Judgments, path: Path) -> tuple[Diagnostic, ...]:
    place = whole_file(str(path))
    found: list[Diagnostic] = []
    for judgment in read.judgments:
        if judgment.world and judgment.world != world.name:
            message = f"it is of the world {quoted(judgment.world)}, and this is {quoted(world.name)}"
            found.append(Diagnostic("PR701", message, place, help="name its world with `--world`"))
        # A dispute that names what the world lacks cannot be put to its laws again.
        found += world.check(judgment.dispute) or world.verify(judgment)
    expected = overall(judgment.status for judgment in read.judgments)
    if read.status != expected:
        found.append(Diagnostic("PR701", f"the status at the top is {read.status}, that below {expected}", place))
    return tuple(dict.fromkeys(replace(each, span=place) for each in found))


def _counts(judgments: tuple[Judgment, ...]) -> dict[str, int]:
    issues = [issue for judgment in judgments for issue in judgment.issues]
    chains = sum(len(law.chains) + len(law.also) for issue in issues for law in issue.laws)
    chains += sum(len(issue.forum.chains) for issue in issues)
    return {"judgments": len(judgments), "chains": chains, "orders": sum(len(j.orders) for j in judgments)}


def _holds(counts: dict[str, int]) -> str:
    several = counts["judgments"] > 1
    lead = f"the {counts['judgments']} judgments hold" if several else "the judgment holds"
    return f"{lead}: {counted(counts['chains'], 'chain')}, {counted(counts['orders'], 'order')}"
