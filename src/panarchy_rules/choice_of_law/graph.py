"""The graph's edges and paths: plain data that a judgment can cite and a checker can check again.

INVARIANT: every edge carries the register entry or the clause that made it.
"""

from dataclasses import field
from typing import TypeVar

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef, Money
from panarchy_rules.rulebook.rulebook import Reference

AGREED_AFTER, AGREED_BEFORE, COMMON_CONSENT, ACCEPTED = range(4)

Node = LawRef | str  # A law, or the name of a forum.
N = TypeVar("N", LawRef, str)


@dataclass(frozen=True, slots=True, order=True)
class ConsentEdge:
    """A person's own act that leads to a law or forum.

    `tier` is 0 for an agreement of all parties after the anchor, 1 for one between these parties before it,
    2 for a membership or standing submission.
    `left` numbers the exit after which a membership still binds.
    `entry` numbers the register entry; 0 stands for a provider's publication of its own code.
    """

    tier: int
    entry: int
    person: str
    act: str
    target: str = field(compare=False)
    node: Node = field(compare=False)
    left: int = 0


@dataclass(frozen=True, slots=True)
class AcceptanceEdge:
    """A clause of a law that leads on to another law or forum.

    With `reference` it refers to that law as a whole; `neutral` is what it falls back on where references come round.
    `turned` marks the step that its `on cycle` takes then.
    """

    law: LawRef
    clause: str
    node: Node
    rank: int | None = None
    cap: Money | None = None
    reference: Reference | None = None
    neutral: LawRef | None = None
    turned: bool = False
    respects: bool = False

    @property
    def act(self) -> str:
        """The step in words: accept, accept whole, on cycle or respect."""
        if self.respects:
            return "respect"
        return "on cycle" if self.turned else "accept whole" if self.reference else "accept"


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of consent: a person's act, and the clauses that lead on from the law it led to.

    The first clause is one of that law; a further one is there only behind a reference to a whole law,
    and is a clause of the law so referred to.
    """

    consent: ConsentEdge
    clauses: tuple[AcceptanceEdge, ...] = ()
    rank: int | None = None  # In the order of preference of the person's home law; None is unranked.

    @property
    def node(self) -> Node:
        """Where the path ends."""
        return self.clauses[-1].node if self.clauses else self.consent.node

    @property
    def tier(self) -> int:
        """0 to 2 as the consent edge says, 3 if a clause was needed."""
        return ACCEPTED if self.clauses else self.consent.tier

    @property
    def order(self) -> tuple[int, int, int, tuple[str, ...]]:
        """Best path first; total on content."""
        clauses = tuple(f"{edge.law}/{edge.clause}" for edge in self.clauses)
        return (self.tier, self.consent.tier, self.consent.entry, clauses)

    @property
    def caps(self) -> tuple[Money, ...]:
        """The caps along the path. What is imposed through it has to stay below each."""
        return tuple(edge.cap for edge in self.clauses if edge.cap)


Closure = dict[Node, tuple[Path, ...]]
"""Every law (or forum) a person's consents lead to, each with all its paths, the best first."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edge that is not there, and why: for the trace."""

    person: str
    law: LawRef
    clause: str
    reason: str
