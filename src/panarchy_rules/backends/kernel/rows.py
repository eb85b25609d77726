"""How a row names its facts: the column of a fact, the numbers or words in it, and what stands for nothing."""

from panarchy_rules.backends.lowered.facts import FactColumn, column_name, number_of
from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Value
from panarchy_rules.rulebook.record import Absence, Record
from panarchy_rules.rulebook.rulebook import FactDeclaration, Vocabulary

GIVEN, ABSENT, UNKNOWN = range(3)
Row = dict[str, int]
"""Numbers and truths by column; beside each that may be missing, under its name and `?`, in which state it is."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A record whose facts the columns cannot hold, and which."""

    fact: str


def row_of(record: Record, program: Program, vocabulary: Vocabulary) -> Row | Outside:
    """The facts of a record as a row of the program's columns."""
    columns = program.columns
    if set(record.roles) != columns.roles or record.answers or record.stipulated:
        return Outside("roles")
    for name, role in sorted(program.unasked, key=str):
        if record.facts.get((name, _owner(record, role)), Absence.NOT_ASKED) is not Absence.NOT_ASKED:
            return Outside(column_name(name, role))
    row: Row = {}
    for (name, role), column in columns.facts.items():
        fact = record.facts.get((name, _owner(record, role)), Absence.NOT_ASKED)
        cells = _cells(column_name(name, role), fact, column, vocabulary.facts[name])
        if cells is None:
            return Outside(column_name(name, role))
        row |= cells
    for which in columns.clock:
        day = record.today if which == "today" else record.filing
        if day is None:
            return Outside(which)
        row[which] = day.toordinal()
    return row


def _owner(record: Record, role: str | None) -> str | None:
    return record.roles.get(role) if role else None


def _cells(words: str, fact: Value | Absence, column: FactColumn, declared: FactDeclaration) -> Row | None:
    """What a fact puts into its columns; None if they cannot hold it."""
    if fact is Absence.NOT_ASKED and declared.otherwise is not None:
        fact = declared.otherwise
    if isinstance(fact, Absence):
        absent = fact is Absence.NOT_APPLICABLE or (fact is Absence.NOT_ASKED and declared.closing == "not_applicable")
        if not (column.may_be_absent if absent else column.may_be_unknown):
            return None
        state = ABSENT if absent else UNKNOWN
        return {words: 0, f"{words}?": state} | {f"{words}[{i}]": 0 for i in range(column.size)}
    if not isinstance(fact, tuple):
        number = number_of(fact, column)
        return None if number is None else {words: number, f"{words}?": GIVEN}
    numbers = [number_of(item, column) for item in fact]
    if len(numbers) > column.size or None in numbers:
        return None
    numbers += [0] * (column.size - len(numbers))
    return {words: len(fact), f"{words}?": GIVEN} | {f"{words}[{i}]": n or 0 for i, n in enumerate(numbers)}
