"""A rulebook as plain data, for the reference to decide and for the tests to print.

A value begins with its kind: `("money", Fraction(5), "EUR")`, `("word", "storm")`, `("yes_no", True)`.
A condition or amount begins with its operator: `("and", ("fact", "late"), ("fact", "harm"))`.
A question is ("owes", bearer, counterparty, head), ("question", name), ("condition", name), ("amount", name)
or ("step", head, label).
"""

from dataclasses import dataclass
from typing import Any

Tuple = tuple[Any, ...]
UNDERCUT: Tuple = ("undercut",)
FAILS: Tuple = ("fails",)
YES, NO = ("yes_no", True), ("yes_no", False)


@dataclass(frozen=True)
class Rule:
    """A rule, exception, definition or step. `says` is an expression, `UNDERCUT`, `FAILS` or ("no_decision", code).

    A step says ("change", operation, expression, mode). `targets` names rules and groups.
    """

    label: str
    question: Tuple
    says: Tuple
    when: Tuple | None = None
    targets: tuple[str, ...] = ()
    group: str = ""
    index: tuple[int, ...] = ()


@dataclass(frozen=True)
class Book:
    """A rulebook. `closing` says what a fact means that was not asked: `no` or `not_applicable`."""

    rules: tuple[Rule, ...]
    precedence: tuple[tuple[str, ...], ...] = ()
    later_index: bool = False
    steps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dates: str = "refuse"
    closing: tuple[tuple[str, str], ...] = ()
