"""A rulebook as plain data, for the reference to decide and for the tests to print.

A value begins with its kind: `("money", Fraction(5), "EUR")`, `("word", "storm")`, `("yes_no", True)`.
A condition or amount begins with its operator: `("and", ("fact", "late"), ("fact", "harm"))`.
A question is ("owes", bearer, counterparty, head), ("question", name), ("condition", name), ("amount", name)
or ("step", head, label). One on somebody is ("about", question, persons).
Rules on conduct answer ("doing", bearer, act) and say ("norm", modality, after, until), and those on powers answer
("empowered", bearer, act); what somebody may do by all
of them is ("conduct", person, act).
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
    `parameters` are the persons whom a definition is about; `each` is a list for whose members, called `p`, it holds.
    A definition with a `measure` is about the number `n`.
    """

    label: str
    question: Tuple
    says: Tuple
    when: Tuple | None = None
    targets: tuple[str, ...] = ()
    group: str = ""
    index: tuple[int, ...] = ()
    parameters: tuple[str, ...] = ()
    each: Tuple = ()
    always: bool = False
    measure: Tuple = ()
    stage: bool = False


@dataclass(frozen=True)
class Book:
    """A rulebook. `closing` says what a fact means that was not asked: `no` or `not_applicable`.

    `shared` are the conditions of groups. A scale has a name, a kind and bands, each a rate and an end.
    A figure has a name, a kind, what it is without a date, and spans of a start, an end and what it is then.
    A rate says how much of another unit one of a unit is, from a day or always.
    In a book that `blocks`, what only antinomies and lacunae leave open does not hold.
    """

    rules: tuple[Rule, ...]
    precedence: tuple[tuple[str, ...], ...] = ()
    later_index: bool = False
    steps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dates: str = "refuse"
    closing: tuple[tuple[str, str], ...] = ()
    shared: tuple[tuple[str, Tuple], ...] = ()
    scales: tuple[Tuple, ...] = ()
    figures: tuple[Tuple, ...] = ()
    rates: tuple[Tuple, ...] = ()
    blocks: bool = False
