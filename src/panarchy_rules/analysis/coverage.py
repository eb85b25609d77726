"""Who can settle what with whom: a world and a day in, a matrix of codes against codes for each matter out."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction

from panarchy_rules.analysis.newcomers import Newcomers, matters_of, newcomers
from panarchy_rules.base.progress import told
from panarchy_rules.base.records import dataclass
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.completions import Completed, complete
from panarchy_rules.choice_of_law.graph import Node
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import MERITS


class Coverage(StrEnum):
    """Whether consents meet: whatever the facts and roles, on some facts or roles only, or never."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Cell:
    """A member of one code against a member of another, in one matter.

    `laws` and `forums` may decide in some case; `certain` are what each side's consents lead to in every case.
    `waits` are the facts on which it hangs whether, or which, law is common.
    """

    claimant: str
    respondent: str
    matter: str
    law: Coverage
    laws: tuple[str, ...]
    forum: Coverage
    forums: tuple[str, ...]
    waits: tuple[str, ...]
    certain: tuple[frozenset[Node], frozenset[Node]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every cell of the world, for one issue of all its matters."""

    day: date
    issue: str
    codes: tuple[str, ...]
    matters: tuple[str, ...]
    cells: tuple[Cell, ...]

    def share(self, matter: str) -> Fraction:
        """The share of ordered pairs of codes whose members always have a law in common (measure M9)."""
        asked = [cell for cell in self.cells if cell.matter == matter]
        return Fraction(sum(cell.law is Coverage.ALWAYS for cell in asked), len(asked) or 1)


def coverage(world: LawWorld, day: date, matter: str | None = None, issue: str = MERITS) -> Matrix:
    """The matrix of a day, for one matter or for all that have no narrower one."""
    people, matters = newcomers(world, day), matters_of(world, matter)
    pairs = [(one, claimant, other) for one in matters for claimant in people.members for other in people.members]
    cells = tuple(_cell(people, one, issue, claimant, other) for one, claimant, other in told(pairs, "pairs of codes"))
    return Matrix(day, issue, people.members, matters, cells)


def _cell(people: Newcomers, matter: str, issue: str, claimant: str, respondent: str) -> Cell:
    claims = list(people.claims(claimant, respondent, matter, issue=issue))
    laws = [complete(claim) for claim in claims]
    forums = [complete(claim, forum=True) for claim in claims]
    waits = dict.fromkeys(fact for found in laws for fact in found.waits.missing)
    return Cell(
        claimant=claimant,
        respondent=respondent,
        matter=matter,
        law=_covered(laws),
        laws=_reached(laws),
        forum=_covered(forums),
        forums=_reached(forums),
        waits=tuple(waits),
        certain=(_certain(claims, laws, 0), _certain(claims, laws, 1)),
    )


def _covered(found: Sequence[Completed]) -> Coverage:
    meets = [bool(way.selection.common) for one in found for way in one.ways]
    if all(meets) and not any(one.exceeded for one in found):
        return Coverage.ALWAYS
    return Coverage.SOMETIMES if any(meets) or any(one.exceeded for one in found) else Coverage.NEVER


def _reached(found: Sequence[Completed]) -> tuple[str, ...]:
    return tuple(sorted({str(node) for one in found for way in one.ways for node in way.selection.left}))


def _certain(claims: Sequence[ClaimAtIssue], found: Sequence[Completed], side: int) -> frozenset[Node]:
    """What one side's consents lead to in every case."""
    closures = [way.closures[c.parties[side]] for c, one in zip(claims, found, strict=True) for way in one.ways]
    return frozenset.intersection(*(frozenset(closure) for closure in closures))
