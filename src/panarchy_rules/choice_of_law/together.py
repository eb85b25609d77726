"""Which issues of a claim one law has to govern: the claim on each of its issues in, groups of issues out (DOMAIN C6).

A code marks issues that it keeps together, and what overlaps is one group.
Issues share a law only if the codes of every party keep them together; an agreement on some of them takes those out.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import direct_consents
from panarchy_rules.choice_of_law.graph import COMMON_CONSENT
from panarchy_rules.choice_of_law.respect import base_edges
from panarchy_rules.choice_of_law.world import covers


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A code to which a party's own acts lead, and issues of the claim that it keeps together."""

    person: str
    code: LawRef
    issues: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept together with one issue, by which marks, and why some of what codes mark stays separate."""

    issues: tuple[str, ...]
    marks: tuple[Mark, ...]
    separate: tuple[str, ...]
    since: date | None = None  # The earliest of their anchors, if they have several.


def kept_together(claims: Sequence[ClaimAtIssue], issue: str) -> Kept:
    """The issues of a claim that share a law with one of them."""
    if len(claims) < 2:
        return Kept((), (), ())
    mine = {person: _around(issue, tuple(_marks(claims, person))) for person in claims[0].bound}
    agreed = {claim.issue: _agreed(claim) for claim in claims}
    kept = {other: [who for who, marks in mine.items() if _has(marks, other)] for other in sorted(agreed)}
    everyone = [other for other, who in kept.items() if other != issue and len(who) == len(mine)]
    shared = tuple(other for other in everyone if agreed[other] == agreed[issue])
    one_sided = [other for other, who in kept.items() if other != issue and 0 < len(who) < len(mine)]
    separate = (
        *(_one_sided(issue, other, [mark for who in kept[other] for mark in mine[who]]) for other in one_sided),
        *(_split(issue, other, agreed[issue] ^ agreed[other]) for other in everyone if other not in shared),
    )
    marks = tuple(sorted(mark for found in mine.values() for mark in found)) if shared else ()
    return Kept(shared, marks, separate)


def _marks(claims: Sequence[ClaimAtIssue], person: str) -> Iterator[Mark]:
    """What the codes of a party mark. A code speaks of the issues for which the party's own acts lead to it."""
    reached: dict[LawRef, list[str]] = {}
    for claim in claims:
        for node in dict.fromkeys(edge.node for edge in base_edges(claim, person)):
            assert isinstance(node, LawRef)
            reached.setdefault(node, []).append(claim.issue)
    for code, raised in reached.items():
        for group in claims[0].world.rulebooks[code].limits.together:
            issues = tuple(sorted(one for one in raised if covers(group.issues, one)))
            if len(issues) > 1 and covers(group.matters, claims[0].matter):
                yield Mark(person, code, issues, group.source)


def _around(issue: str, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks that hold an issue, and those that overlap with them, and so on: they are one group."""
    block, found = {issue}, tuple[Mark, ...]()
    for _ in marks:
        found = tuple(mark for mark in marks if block & {*mark.issues})
        block |= {one for mark in found for one in mark.issues}
    return found


def _has(marks: Iterable[Mark], issue: str) -> bool:
    return any(issue in mark.issues for mark in marks)


def _agreed(claim: ClaimAtIssue) -> frozenset[int]:
    """The agreements on a law that reach an issue."""
    found = (direct_consents(claim.world, claim.view, claim.between(person)).laws for person in claim.parties)
    return frozenset(edge.entry for laws in found for edge in laws if edge.tier < COMMON_CONSENT)


def _one_sided(issue: str, other: str, marks: Iterable[Mark]) -> str:
    codes = " and ".join(dict.fromkeys(f"{mark.code} for {mark.person}" for mark in sorted(marks)))
    return f"{_pair(issue, other)} are kept together by {codes}, and not for everyone: each has a law of its own"


def _split(issue: str, other: str, entries: Iterable[int]) -> str:
    numbers = " and ".join(map(str, sorted(entries)))
    return (
        f"the codes keep {_pair(issue, other)} together, and entry {numbers} is about one of them: each has its own law"
    )


def _pair(issue: str, other: str) -> str:
    return " and ".join(sorted((issue, other)))
