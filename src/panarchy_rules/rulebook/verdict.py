"""The four answers to every question, and what an evaluation leaves behind as its trace."""

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Value


@dataclass(frozen=True, slots=True, order=True)
class Unproved:
    """A fact that nobody proved, in the words of the language, and the role or person who had to prove it."""

    fact: str
    by: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The law answers. `grounds` are the deciding rules; `support` the definitions and rules they rest on.

    `value` of an obligation is an amount, `ClaimFails` or `NoDecision`.
    `stipulated` are the conclusions it rests on that nobody had to prove, in the words of the language.
    `unproved` are the facts whose want of proof it rests on, at judgment.
    """

    value: Value
    grounds: tuple[str, ...]
    support: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stipulated: tuple[str, ...] = ()
    unproved: tuple[Unproved, ...] = ()


@dataclass(frozen=True, slots=True)
class Lacuna:
    """No rule speaks to the question."""

    question: str


@dataclass(frozen=True, slots=True)
class Antinomy:
    """Several rules apply and none yields to another."""

    rules: tuple[str, ...]  # At least two, sorted.


@dataclass(frozen=True, slots=True)
class Undetermined:
    """The facts do not suffice.

    `missing` are the facts evaluation stopped on, the most useful first.
    `obstacles` are other reasons, as sentences: two currencies added, a day that does not exist, a circle of laws.
    """

    missing: tuple[str, ...]
    obstacles: tuple[str, ...] = ()


Verdict = Settled | Lacuna | Antinomy | Undetermined


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """How one rule fared. `fate` is decides, holds, yields, replaced, fails, unproved or unknown.

    `read` are the facts its condition and value looked at, with their values, in the words of the language.
    """

    rule: str
    question: str
    fate: str
    by: tuple[str, ...]
    read: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StepTrace:
    """One step of an amount: what it was before and after, and whether the step held."""

    step: str
    before: Value
    after: Value
    held: bool
