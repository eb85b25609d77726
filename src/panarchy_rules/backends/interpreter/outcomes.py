"""What rules give: values of acceptance clauses and steps, and the results of trying unknown conditions both ways."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.rulebook.rulebook import Accepts

States = Mapping[str, bool | Unknown]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The value of an effective acceptance clause: its labels, and the law or forum it names for this claim."""

    clause: str
    terms: Accepts
    target: LawRef | str


@dataclass(frozen=True, slots=True)
class ChangeBy:
    """The value of a step that holds."""

    operation: str
    amount: Any
    mode: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one way of filling the unknown conditions gives. `what` is value, antinomy, silent or stuck."""

    what: str
    value: Any = None
    labels: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((self.what, self.labels))


def ways_of(open_: list[str]) -> Iterator[tuple[bool, ...]]:
    """All ways in which unknown conditions may fall."""
    return product((True, False), repeat=len(open_))


def filled(states: States, open_: list[str], way: tuple[bool, ...]) -> dict[str, bool]:
    """Which conditions hold, if those that are unknown go one way."""
    return {label: state is True for label, state in states.items()} | dict(zip(open_, way, strict=True))


def flipped(way: tuple[bool, ...], i: int) -> tuple[bool, ...]:
    """The way in which one condition alone falls differently."""
    return (*way[:i], not way[i], *way[i + 1 :])


def differ(one: Result, other: Result) -> bool:
    """Whether two ways give different results, or may."""
    return (one.what, one.value) != (other.what, other.value) or one.what == "stuck"
