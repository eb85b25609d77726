"""What would cure a missing common law: the frontiers in, every single new consent that joins them out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.closure import Grown
from panarchy_rules.choice_of_law.graph import Closure


@dataclass(frozen=True, slots=True, order=True)
class Bridge:
    """One new consent, and whose it is to give.

    `act` is `submit` (a person accepts by themselves), `accept` (a code gets a new clause) or `agree` (all parties
    together). The first two would have to be given before the anchor; only an agreement of all parties
    can still be made afterwards.
    """

    act: str
    authors: tuple[str, ...]
    target: str

    def __str__(self) -> str:
        names = " and ".join(self.authors)
        verb = {"submit": "submits to", "accept": "accepts", "agree": "agree on"}[self.act]
        return f"{names} {verb} {self.target}"


def bridges(
    claim: ClaimAtIssue, closures: Mapping[str, Closure], grown: Mapping[str, Grown]
) -> tuple[Bridge, ...]:
    """Every single new consent after which the closures would meet, in a fixed order."""
    found = dict.fromkeys(_each(claim, closures, grown))
    return tuple(sorted(found))


def _each(
    claim: ClaimAtIssue, closures: Mapping[str, Closure], grown: Mapping[str, Grown]
) -> Iterator[Bridge]:
    everyone = tuple(sorted(claim.everyone))
    for person in claim.parties:
        theirs = closures[claim.other(person)]
        for node in theirs:
            yield Bridge("submit", (person,), str(node))
            yield Bridge("agree", everyone, str(node))
            for base in _members_codes(grown[person]):
                if base != node:
                    yield Bridge("accept", (base.provider,), str(node))


def _members_codes(grown: Grown) -> tuple[LawRef, ...]:
    """The codes whose new clause would reach the person: those they have consented to themselves."""
    return grown.bases


