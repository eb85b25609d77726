"""Keep closures in which no fact has a say: a claim and a person in, their closure out, grown once for claims alike.

Unknown facts are tried each way, laws are barred round by round, and the same persons meet in many disputes:
what such a closure depends on stays the same. What is kept goes with the day it is of (`kept_days`).
"""

from panarchy_rules.base.records import dataclass
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.closure import Grown, grow
from panarchy_rules.choice_of_law.kept_days import make_room
from panarchy_rules.choice_of_law.world import LawWorld


@dataclass(frozen=True, slots=True)
class _Kept:
    """A closure in a world, and how much of the work that may be done it took."""

    world: LawWorld
    grown: Grown
    cost: int


def grown(claim: ClaimAtIssue, person: str, *, forum: bool = False) -> Grown:
    """The closure of one person over laws, or over forums. Where it is taken as it was, the work counts again."""
    work, kept = claim.work, claim.view.kept
    record = claim.record
    # Clauses that name the law of somebody read who plays which role, and the home laws.
    key = grow, forum, claim.between(person), tuple(record.roles.items()), tuple(record.home.items())
    known: _Kept | None = kept.get(key)
    if known is not None and known.world is claim.world and known.cost <= work.left and work.witness is None:
        work.left -= known.cost
        return known.grown
    before = work.left
    found = grow(claim, person, forum=forum)
    if found.whatever_the_facts and work.left >= 0 and not record.also:
        make_room(kept)
        kept[key] = _Kept(claim.world, found, before - work.left)
    return found
