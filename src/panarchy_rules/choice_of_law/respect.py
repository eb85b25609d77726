"""Whose mandatory rules a person's codes respect: a claim and a person in, paths to those laws out.

Respect never makes a law govern; it lets mandatory rules of that law be applied on top of the one that does.
"""

from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import direct_consents, standings
from panarchy_rules.choice_of_law.effective import respects_found
from panarchy_rules.choice_of_law.graph import COMMON_CONSENT, AcceptanceEdge, ConsentEdge, Path


@dataclass(frozen=True, slots=True)
class Respected:
    """The paths to one law whose mandatory rules are respected. With `waits` the facts leave it open."""

    paths: tuple[Path, ...]
    waits: Unknown | None = None


def membership_edges(claim: ClaimAtIssue, person: str) -> tuple[ConsentEdge, ...]:
    """The laws a person belongs to for the matter, by their own acts."""
    found = standings(claim.world, claim.view, person, claim.matter)
    return tuple(
        ConsentEdge(COMMON_CONSENT, one.membership.entry, person, "join", str(one.law), one.law, one.left)
        if one.membership.entry
        else ConsentEdge(COMMON_CONSENT, 0, person, "publish", str(one.law), one.law)
        for one in found
    )


def base_edges(claim: ClaimAtIssue, person: str) -> tuple[ConsentEdge, ...]:
    """All laws that an own act of a person leads to."""
    direct = direct_consents(claim.world, claim.view, claim.between(person))
    return (*membership_edges(claim, person), *(edge for edge in direct.laws if isinstance(edge.node, LawRef)))


def respected(claim: ClaimAtIssue, person: str) -> dict[LawRef, Respected]:
    """Every law whose mandatory rules the person's codes respect in this claim, or may respect."""
    certain: dict[LawRef, list[Path]] = {}
    waits: dict[LawRef, list[Unknown]] = {}
    for consent in base_edges(claim, person):
        assert isinstance(consent.node, LawRef)
        for clause in respects_found(claim, person, claim.world.rulebooks[consent.node]):
            for edge in clause.ways:
                if edge is not None and isinstance(edge.node, LawRef):
                    certain.setdefault(edge.node, [])
                    if clause.is_open:
                        waits.setdefault(edge.node, []).append(clause.waits)
                    else:
                        certain[edge.node].append(_path(consent, edge))
    return {
        law: Respected(tuple(sorted(paths, key=lambda p: p.order)), None if paths else merged(waits[law]))
        for law, paths in sorted(certain.items())
    }


def _path(consent: ConsentEdge, edge: AcceptanceEdge) -> Path:
    return Path(consent, (edge,))
