"""Hear what was done before the forum: a claim and its forum in, the claim with the acts that count out.

The record of proceedings is replayed against the rulebook that the forum names as its procedure.
"""

from collections.abc import Iterable

from panarchy_rules.backends.interpreter import Evaluation, proceedings
from panarchy_rules.backends.interpreter.replay import Played, replay, with_acts
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import RecordValue
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Forum, Rulebook


@dataclass(frozen=True, slots=True)
class Heard:
    """The acts, how each fared, and an evaluation of the procedure in which those that count are done."""

    procedure: Rulebook
    played: tuple[Played, ...]
    after: Evaluation

    @property
    def stages(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where the proceedings are, and the facts on which that depends."""
        return proceedings.stages(self.after)

    @property
    def chances(self) -> tuple[proceedings.Chance, ...]:
        """Who may do what next."""
        return proceedings.chances(self.after)

    @property
    def duties(self) -> tuple[proceedings.DutyState, ...]:
        """Who must do what, or must not, and whether they did."""
        return proceedings.duties(self.after)


def hear(claim: ClaimAtIssue, forum: Forum | None) -> tuple[ClaimAtIssue, Heard | None]:
    """The claim as the laws see it, once the record is replayed. Without a procedure every act counts."""
    book = procedure_of(claim.world, claim.record, forum, claim)
    if book is None or claim.recorded is None:
        return claim, None
    heard = replayed(claim.evaluation(book), book, claim.recorded)
    return replace(claim, record=heard.after.record), heard


def replayed(on: Evaluation, book: Rulebook, acts: Iterable[RecordValue]) -> Heard:
    """Acts put to the rulebook of a procedure."""
    played = replay(on, acts)
    return Heard(book, played, on.asked_of(with_acts(on.record, played)))


def procedure_of(world: LawWorld, record: Record, forum: Forum | None, claim: ClaimAtIssue) -> Rulebook | None:
    """The rulebook of a forum's procedure: the edition it names, or the one in force on filing."""
    if forum is None or forum.procedure is None:
        return None
    provider, edition = forum.procedure
    if edition:
        return next((book for book in world.editions(provider) if book.law.edition == edition), None)
    return world.published.in_force(provider, record.filing or claim.anchor)


def as_recorded(acts: Iterable[RecordValue] | None) -> dict[str, tuple[RecordValue, ...]] | None:
    """Acts by their names, as if all of them counted; None if there is no record."""
    if acts is None:
        return None
    found: dict[str, tuple[RecordValue, ...]] = {}
    for act in acts:
        found[act.kind] = (*found.get(act.kind, ()), act)
    return found
