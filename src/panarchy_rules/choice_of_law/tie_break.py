"""Break a tie between candidate laws by a rule that every party's codes contain: candidates in, the law or none out."""

from collections.abc import Mapping
from fractions import Fraction

from panarchy_rules.backends.interpreter.terms import evaluate
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.closure import Grown
from panarchy_rules.choice_of_law.graph import Node
from panarchy_rules.choice_of_law.select import Places, positions
from panarchy_rules.rulebook.rulebook import Rulebook, TieBreak


@dataclass(frozen=True, slots=True)
class TieBroken:
    """The candidates the rule leaves, the rule's name, and why it left several."""

    left: tuple[Node, ...]
    rule: str = ""
    reason: str = ""


def break_tie(
    claim: ClaimAtIssue, candidates: tuple[Node, ...], standing: Mapping[str, Places], grown: Mapping[str, Grown]
) -> TieBroken:
    """Apply the one tie-break rule that every party's base codes share. Tie-breaks do not recurse."""
    shared = _shared(claim, grown)
    if len(shared) != 1:
        reason = (
            "no tie-break rule is common to the codes of all parties"
            if not shared
            else ("several tie-break rules are common: " + ", ".join(rule.name for rule, _ in shared))
        )
        return TieBroken(candidates, reason=reason)
    rule, rulebook = shared[0]
    places = {person: positions(standing[person], candidates) for person in claim.bound}
    scores = {node: _score(claim, rule, rulebook, places, node) for node in candidates}
    known = [score for score in scores.values() if score is not None]
    if len(known) < len(candidates):
        return TieBroken(candidates, rule.name, "the tie-break rule needs what is not known")
    left = tuple(node for node in candidates if scores[node] == min(known))
    return TieBroken(left, rule.name, "" if len(left) == 1 else "the tie-break rule puts several laws first")


def _shared(claim: ClaimAtIssue, grown: Mapping[str, Grown]) -> list[tuple[TieBreak, Rulebook]]:
    """Rules are the same if their names and terms are."""
    by_party = [
        {tie: claim.world.rulebooks[law] for law in one.bases for tie in claim.world.rulebooks[law].tie_breaks}
        for one in grown.values()
    ]
    common = [tie for tie in by_party[0] if all(tie in other for other in by_party[1:])]
    return [(tie, by_party[0][tie]) for tie in sorted(common, key=lambda tie: tie.name)]


def _score(
    claim: ClaimAtIssue, rule: TieBreak, rulebook: Rulebook, places: Mapping[str, Mapping[Node, int]], node: Node
) -> Fraction | None:
    ranks = {role: places[person][node] for role, person in claim.record.roles.items() if person in places}
    asked = replace(claim, record=replace(claim.record, ranks=ranks))
    value = evaluate(rule.least, asked.evaluation(rulebook), {})
    return value if isinstance(value, Fraction) else None
