"""The graph's edges and paths: plain data that a judgment can cite and a checker can check again.

INVARIANT: every edge carries the register entry or the clause that made it.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from panarchy_rules.base.values import LawRef, Money

AGREED_AFTER, AGREED_BEFORE, COMMON_CONSENT, ACCEPTED = range(4)

Node = LawRef | str  # A law, or the name of a forum.
N = TypeVar("N", LawRef, str)


@dataclass(frozen=True, slots=True, order=True)
class ConsentEdge:
    """A person's own act that leads to a law or forum.

    `tier` is 0 for an agreement of all parties after the anchor, 1 for one between these parties before it,
    2 for a membership or standing submission.
    `entry` numbers the register entry; 0 stands for a provider's publication of its own code.
    """

    tier: int
    entry: int
    person: str
    act: str
    target: str = field(compare=False)
    node: Node = field(compare=False)


@dataclass(frozen=True, slots=True)
class AcceptanceEdge:
    """A clause of a law that leads on to another law or forum."""

    law: LawRef
    clause: str
    node: Node
    rank: int | None = None
    cap: Money | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of consent: a person's act, and at most one clause of the law it led to."""

    consent: ConsentEdge
    acceptance: AcceptanceEdge | None = None
    rank: int | None = None  # In the order of preference of the person's home law; None is unranked.

    @property
    def node(self) -> Node:
        """Where the path ends."""
        return self.acceptance.node if self.acceptance else self.consent.node

    @property
    def tier(self) -> int:
        """0 to 2 as the consent edge says, 3 if a clause was needed."""
        return ACCEPTED if self.acceptance else self.consent.tier

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Best path first; total on content."""
        clause = f"{self.acceptance.law}/{self.acceptance.clause}" if self.acceptance else ""
        return (self.tier, self.consent.tier, self.consent.entry, clause)


Closure = dict[Node, tuple[Path, ...]]
"""Every law (or forum) a person's consents lead to, each with all its paths, the best first."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edge that is not there, and why: for the trace."""

    person: str
    law: LawRef
    clause: str
    reason: str
