"""What several evaluations of one claim share: how much may still be done, and the questions on the way."""

from collections.abc import Callable

from panarchy_rules.backends.interpreter.circles import Circles
from panarchy_rules.backends.interpreter.witness import present
from panarchy_rules.base.values import LawRef
from panarchy_rules.rulebook.rulebook import QuestionId, Rulebook

MAX_TRIED_BOTH_WAYS = 8
MAX_WORK = 1_000_000

Laws = Callable[[LawRef], Rulebook | None]


class Work:
    """How many terms may still be evaluated. One budget serves all laws asked about a claim.

    `depth` counts the terms and questions that are being looked at, one inside the other.
    `circles` are the questions that rest on themselves.
    `deepest` is the depth below which questions are postponed while somebody takes them in turn,
    and `given_up` are those that cannot be decided by themselves. `witness` sees all of it, if there is one.
    """

    def __init__(self, left: int = MAX_WORK) -> None:
        self.left = left
        self.depth = 0
        self.circles = Circles()
        self.deepest: int | None = None
        self.given_up: set[tuple[int, QuestionId]] = set()
        self.witness = present()
