"""Tests that an author writes beside the rules."""

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.syntax.tree.conclusions import Order, Owes
from panarchy_rules.syntax.tree.norms import GivenAct
from panarchy_rules.syntax.tree.terms import Expression
from panarchy_rules.syntax.tree.words import Word, span_field


@dataclass(frozen=True, slots=True)
class Given:
    """`given offer of claimant is 9000 EUR`, `given bob is not child of alice`, `given law of claimant is heron`.

    `how` is `fact`, `that` for a stipulated conclusion, or `unknown`.
    """

    subject: Expression
    value: Expression
    negated: bool
    how: str
    span: Span = span_field()


@dataclass(frozen=True, slots=True)
class GivenUnder:
    """`given under heron, recovery is barred`."""

    law: Word
    question: Word
    value: Expression


@dataclass(frozen=True, slots=True)
class Expect:
    """One expectation of an example. `what` is owes, value, conduct, lacuna, antinomy or undetermined.

    `question` is the subject; `value` what is said of it, which for a relation is the relation itself.
    `names` are the rules of an antinomy, `lacking` the missing facts in the words of the language.
    `unproved` are the facts that nobody proved, if it is asked `at judgment`.
    """

    what: str
    question: Expression
    conclusion: Owes | Order | None
    value: Expression | None
    negated: bool
    names: tuple[Word, ...]
    lacking: tuple[str, ...]
    because: tuple[Word, ...]
    span: Span = span_field()
    at_judgment: bool = False
    unproved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleClause:
    """`example "…" given … expect … because …`."""

    title: str
    given: tuple[Given | GivenUnder | GivenAct, ...]
    expect: tuple[Expect, ...]
    span: Span = span_field()
