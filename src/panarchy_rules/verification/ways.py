"""Say what a clause may come to, whichever way missing facts fall: a question and a record in, every result out.

Rules whose conditions are open are not tried both ways alone: two of them may cover every value of one fact together.
So facts that have few values are filled in first, each with every value, and only the rest is tried rule by rule.
"""

from collections.abc import Callable, Iterator, Mapping

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.outcomes import Result
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import Value
from panarchy_rules.rulebook.kinds import finite_values
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.rulebook.rulebook import FactDeclaration, QuestionId

MOST_FILLED = 8
"""More facts than these are not filled in; the results then are as many or more, never fewer."""


@dataclass(frozen=True, slots=True)
class EveryWay:
    """Asks one rulebook. `ask` puts a record to it, and `facts` are those that could be missing."""

    ask: Callable[[Record], Evaluation]
    facts: Mapping[str, FactDeclaration]

    def results(self, question: QuestionId, record: Record) -> tuple[Result, ...]:
        """Every result that some way of filling what is missing gives."""
        return tuple(dict.fromkeys(self._filled(question, record, frozenset())))

    def _filled(self, question: QuestionId, record: Record, filled: frozenset[FactKey]) -> Iterator[Result]:
        said = self.ask(record).possible(question)
        missing = None if _is_clear(said) or len(filled) == MOST_FILLED else self._missing(said, record, filled)
        if missing is None:
            yield from said
            return
        key, values = missing
        for value in values:
            yield from self._filled(question, replace(record, facts={**record.facts, key: value}), filled | {key})

    def _missing(
        self, said: Mapping[Result, Unknown], record: Record, filled: frozenset[FactKey]
    ) -> tuple[FactKey, tuple[Value | Absence, ...]] | None:
        """The first missing fact of few values."""
        for words in sorted({words for waits in said.values() for words in waits.missing}):
            name, _, role = words.partition(" of ")
            declared = self.facts.get(name)
            values = finite_values(declared.kind) if declared else None
            key = (name, record.roles.get(role) if role else None)
            if declared and values and key not in filled:
                more = (Absence.NOT_APPLICABLE,) if declared.closing == "not_applicable" else ()
                return key, (*values, *more)
        return None


def _is_clear(said: Mapping[Result, Unknown]) -> bool:
    return len(said) == 1 and all(result.what != "stuck" for result in said)
