"""See whether a code keeps outsiders from deciding: law and forum in, the clauses that forbid them out (DOMAIN C33)."""

from collections.abc import Iterator

from panarchy_rules.adjudication.search import Searched
from panarchy_rules.adjudication.seise import ForumFound
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.respect import membership_edges
from panarchy_rules.choice_of_law.world import covers


def forbidden(claim: ClaimAtIssue, found: Searched, forum: ForumFound) -> tuple[str, ...]:
    """Why this law or this forum may not decide for a party; nothing if both may. It only ever narrows."""
    return tuple(dict.fromkeys(sentence for who in claim.bound for sentence in _for(claim, who, found, forum)))


def _for(claim: ClaimAtIssue, person: str, found: Searched, forum: ForumFound) -> Iterator[str]:
    for code in dict.fromkeys(edge.node for edge in membership_edges(claim, person)):
        assert isinstance(code, LawRef)
        for reach in claim.world.rulebooks[code].limits.outsiders_never:
            if covers(reach.matters, claim.matter) and covers(reach.issues, claim.issue):
                said = f"{code} lets no outsiders decide {claim.matter}" + (
                    f" ({reach.source})" if reach.source else ""
                )
                for route in found.law.routes:
                    if route.law != code:
                        yield f"{said}, and the law would be {route.law}"
                if forum.forum and forum.forum.provider != code.provider:
                    yield f"{said}, and the forum would be {forum.forum.name}"
