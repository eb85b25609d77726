"""`panarchy why`: a dispute in, why it comes out so, why not under another law, and what would change it, out."""

import argparse
from collections.abc import Iterator

from panarchy_rules.analysis.judgment_changes import JudgmentChanges
from panarchy_rules.analysis.shopping import outcome
from panarchy_rules.analysis.why_not import WhyNot
from panarchy_rules.base.results import DECIDED
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.cli.budget import budget
from panarchy_rules.cli.disputes import disputes_asked
from panarchy_rules.cli.exits import Exit, misuse
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.explanation.names import written
from panarchy_rules.explanation.what_if import change_lines, why_not_lines
from panarchy_rules.panarchy import Panarchy


def run(arguments: argparse.Namespace) -> Exit:
    """Explain and print."""
    asked = disputes_asked(arguments.place[0], arguments.world)
    if len(asked.disputes) != 1:
        raise misuse(f"here are {len(asked.disputes)} disputes", "name one dispute")
    world, dispute, most = asked.world, asked.disputes[0], budget(arguments.budget)
    judgment = world.resolve(dispute)
    everything = not arguments.why_not and not arguments.change
    laws = _laws(world, judgment, arguments.why_not, everything=everything)
    refusals = tuple(found for law in laws for found in world.why_not(judgment, law))
    changes = world.what_would_change(dispute, most) if arguments.change or everything else None
    if arguments.format == "json":
        say_json(_table(judgment, refusals, changes))
    else:
        text = [world.text(judgment).rstrip("\n")] if everything else []
        others = "\n".join(why_not_lines(refusals, judgment, world.names))
        change = "\n".join(change_lines(changes, world.names)) if changes else ""
        say("\n\n".join((*text, *(written(part) for part in (others, change) if part))))
    return Exit.OK if judgment.status in DECIDED else Exit.UNDECIDED


def _laws(world: Panarchy, judgment: Judgment, typed: str | None, *, everything: bool) -> tuple[str, ...]:
    """The law that was named; or all that somebody's consents lead to and that do not govern every issue."""
    known = tuple(map(str, world.law_world.rulebooks))
    if typed is None:
        reached = dict.fromkeys(law for i in judgment.issues for one in i.frontiers for law in one.laws)
        other = (law for law in reached if any(law not in {one.name for one in i.laws} for i in judgment.issues))
        return tuple(other) if everything else ()
    named = [law for law in known if law == typed or law.partition(" ")[0] == typed]
    providers = tuple(dict.fromkeys(law.partition(" ")[0] for law in known))
    if not named:
        raise misuse(
            f"no law is called `{typed}`", did_you_mean(typed, (*known, *providers), f"the laws are {listed(known)}")
        )
    return tuple(named)


def _table(judgment: Judgment, refusals: tuple[WhyNot, ...], changes: JudgmentChanges | None) -> dict[str, object]:
    table: dict[str, object] = {"status": judgment.status, "why_not": list(map(_why_not, refusals))}
    return {**table, **({"changes": _changes(changes)} if changes else {})}


def _why_not(one: WhyNot) -> dict[str, object]:
    unreached = [
        {"party": missing.party, "clauses": [clause.model_dump(mode="json") for clause in missing.clauses]}
        for missing in one.unreached
    ]
    refused = [result.model_dump(mode="json") for result in one.refused]
    cures = [bridge.text for bridge in one.cures]
    read = {"reading": one.reading} if one.reading else {}
    return {
        **read, "claim": one.claim, "issue": one.issue, "law": one.law, "governs": one.governs, "first": one.first,
        "unreached": unreached, "refused": refused, "tiers": one.tiers, "preferred_by": one.preferred, "cures": cures,
    }  # fmt: skip


def _changes(changes: JudgmentChanges) -> dict[str, object]:
    facts = [
        {"fact": one.words, "before": one.before, "after": one.after, **_outcome(one.judgment)} for one in changes.facts
    ]
    agreed = [{"parties": one.parties, "law": one.law, **_outcome(one.judgment)} for one in changes.agreements]
    return {"facts": facts, "agreements": agreed, "tried": changes.tried, "whole": changes.is_whole}


def _outcome(judgment: Judgment) -> dict[str, object]:
    return dict(_items(judgment))


def _items(judgment: Judgment) -> Iterator[tuple[str, object]]:
    found = outcome(judgment)
    yield "issues", [{"issue": name, "status": status, "laws": laws} for name, status, laws in found.issues]
    yield "orders", found.orders
