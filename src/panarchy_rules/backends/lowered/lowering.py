"""What lowering a term needs to know: the rulebook, its columns, and what other terms and questions come to."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from panarchy_rules.backends.lowered.facts import Columns, FactColumn, Name
from panarchy_rules.backends.lowered.graph import Graph
from panarchy_rules.backends.lowered.values import Algebra, Lowered, LoweredList, LoweredPeriod, Truth
from panarchy_rules.rulebook.rulebook import Rulebook
from panarchy_rules.rulebook.terms import Term

Bindings = Mapping[str, Lowered]


class Lowering(Protocol):
    """What lowering a term needs to know.

    A person is the place of a name in `columns.everybody`, and a record its place in `records`, which says under which
    name its fields stand and what column it is.
    """

    graph: Graph
    algebra: Algebra
    rulebook: Rulebook
    columns: Columns
    records: list[tuple[str, FactColumn]]
    unasked: set[Name]  # Facts that were read and have no column.
    unasked_fields: set[tuple[str, str]]  # The same for fields, by the name of their record.

    def value(self, term: Term, bound: Bindings) -> Lowered:
        """A term that is no list, as a number of a settled scale."""

    def exact(self, term: Term, bound: Bindings) -> Lowered:
        """A term that is no list, which may be divided by an amount that the facts give."""

    def truth(self, term: Term, bound: Bindings) -> Truth:
        """A term read as a condition."""

    def members(self, term: Term, bound: Bindings) -> LoweredList:
        """A term that is a list."""

    def period(self, term: Term, bound: Bindings) -> LoweredPeriod:
        """A term that is a period."""

    def answer(self, question: str, about: Sequence[Lowered]) -> Lowered:
        """What the rulebook says to a question about something."""

    def owed(self, head: str) -> Truth:
        """Whether the respondent owes the claimant something."""

    def number(self, value: int) -> int:
        """A number written in the law, which may differ in another law of the same shape."""
