"""Watch evaluations from outside: a block of code in, which rules and conditions it saw true, false or unknown out.

A witness changes no answer. Without one nothing is remembered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from enum import StrEnum

from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass
from panarchy_rules.rulebook.rulebook import Norm, Rule
from panarchy_rules.rulebook.terms import Band, Row, Term

Thing = Rule | Norm | Term | Row | Band


class Seen(StrEnum):
    """What a condition was seen to be."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass
class Witness:
    """What was seen of rules and conditions. They are told apart as objects: equal conditions stand in many places."""

    _seen: dict[tuple[int, str], set[Seen]] = field(default_factory=dict)
    _kept: list[Thing] = field(default_factory=list)

    def note(self, thing: Thing, held: bool | Unknown, what: str = "") -> None:
        """Remember that something was looked at: a rule or condition, a row of a table, a band of a scale, or a norm.

        `what` is for that of which there is more to see than one thing, such as the `breach` of a norm.
        """
        if (id(thing), what) not in self._seen:
            self._kept.append(thing)  # An object that is gone could lend its identity to another.
        state = Seen.UNKNOWN if isinstance(held, Unknown) else Seen.TRUE if held else Seen.FALSE
        self._seen.setdefault((id(thing), what), set()).add(state)

    def saw(self, thing: Thing, what: str = "") -> frozenset[Seen]:
        """What a rule or condition was seen to be."""
        return frozenset(self._seen.get((id(thing), what), ()))


_WITNESS: ContextVar[Witness | None] = ContextVar("witness", default=None)


def present() -> Witness | None:
    """The witness of what is being evaluated, if there is one."""
    return _WITNESS.get()


@contextmanager
def witnessed(witness: Witness) -> Iterator[Witness]:
    """Everything evaluated inside is seen."""
    token = _WITNESS.set(witness)
    try:
        yield witness
    finally:
        _WITNESS.reset(token)
