"""Tests that an author writes beside the rules."""

from dataclasses import dataclass

from panarchy_rules.base.spans import Span
from panarchy_rules.syntax.tree.conclusions import Order, Owes
from panarchy_rules.syntax.tree.norms import GivenAct
from panarchy_rules.syntax.tree.terms import Expression
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class GivenFact:
    """`given price is 1000 EUR`, or `given offer of claimant is 9000 EUR`."""

    name: Word
    owner: Word | None
    value: Expression


@dataclass(frozen=True, slots=True)
class GivenLaw:
    """`given law of claimant is heron`."""

    of: Word
    law: Word


@dataclass(frozen=True, slots=True)
class GivenUnder:
    """`given under heron, recovery is barred`."""

    law: Word
    question: Word
    value: Expression


@dataclass(frozen=True, slots=True)
class Expect:
    """One expectation of an example. `what` is owes, value, conduct, lacuna, antinomy or undetermined."""

    what: str
    question: Word
    conclusion: Owes | Order | None
    value: Expression | None
    names: tuple[Word, ...]
    because: tuple[Word, ...]
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class ExampleClause:
    """`example "…" given … expect … because …`."""

    title: str
    given: tuple[GivenFact | GivenLaw | GivenUnder | GivenAct, ...]
    expect: tuple[Expect, ...]
    span: Span = span_field()
