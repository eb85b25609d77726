"""How a row names its facts: the column of a fact, the numbers or words in it, and what stands for nothing."""

from collections.abc import Sequence

from panarchy_rules.backends.lowered.facts import About, FactColumn, column_name, field_name, number_of, place_name
from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Person, RecordValue, Value
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.rulebook.rulebook import FactDeclaration, FieldDeclaration, Vocabulary

GIVEN, ABSENT, UNKNOWN = range(3)
Declared = FactDeclaration | FieldDeclaration
Row = dict[str, int]
"""Numbers and truths by column; beside each that may be missing, under its name and `?`, in which state it is."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A record whose facts the columns cannot hold, and which."""

    fact: str


def row_of(record: Record, program: Program, vocabulary: Vocabulary) -> Row | Outside:
    """The facts of a record as a row of the program's columns."""
    columns = program.columns
    if set(record.roles) != columns.roles or len(set(record.roles.values())) < len(columns.roles):
        return Outside("roles")
    if columns.persons and {record.roles.get(one, one) for one in columns.persons} != set(record.persons):
        return Outside("persons")
    if program.asked & {*record.answers, *(name for name, _ in record.stipulated)}:
        return Outside("stipulated")
    for name, about in sorted(program.unasked, key=str):
        if record.facts.get(_key(record, name, about), Absence.NOT_ASKED) is not Absence.NOT_ASKED:
            return Outside(column_name(name, about))
    row: Row = {}
    for (name, about), column in columns.facts.items():
        fact = record.facts.get(_key(record, name, about), Absence.NOT_ASKED)
        words = column_name(name, about)
        if not _put(row, words, fact, column, vocabulary.facts[name], _Form(program, vocabulary)):
            return Outside(words)
    for which in columns.clock:
        day = record.today if which == "today" else record.filing
        if day is None:
            return Outside(which)
        row[which] = day.toordinal()
    return row


def _key(record: Record, name: str, about: About) -> FactKey:
    match about:
        case None:
            return name, None
        case str():
            return name, record.roles.get(about, about)
        case _:
            return name, tuple(Person(record.roles.get(one, one)) for one in about)


@dataclass(frozen=True, slots=True)
class _Form:
    program: Program
    vocabulary: Vocabulary


def _put(
    row: Row, words: str, fact: Value | Absence, column: FactColumn, declared: Declared | None, form: _Form
) -> bool:
    """Put a fact into its columns; false if they cannot hold it."""
    if fact is Absence.NOT_ASKED and declared is not None and declared.otherwise is not None:
        fact = declared.otherwise
    if isinstance(fact, Absence):
        return _put_nothing(row, words, fact, column, declared)
    if column.kind.item is not None:
        return isinstance(fact, tuple) and _put_list(row, words, fact, column, form)
    row[f"{words}?"] = GIVEN
    if column.kind.name == "record":
        return isinstance(fact, RecordValue) and _put_record(row, words, fact, column, form)
    number = None if isinstance(fact, tuple) else number_of(fact, column)
    row[words] = number or 0
    return number is not None


def _put_nothing(row: Row, words: str, fact: Absence, column: FactColumn, declared: Declared | None) -> bool:
    closed = declared is not None and declared.closing == "not_applicable"
    absent = fact is Absence.NOT_APPLICABLE or (fact is Absence.NOT_ASKED and closed)
    row.update(dict.fromkeys((name for name, _ in column.numbers(words)), 0))
    row.update({f"{name}?": GIVEN for name, _ in column.numbers(words)})
    row[f"{words}?"] = ABSENT if absent else UNKNOWN
    return column.may_be_absent if absent else column.may_be_unknown


def _put_list(row: Row, words: str, fact: Sequence[Value], column: FactColumn, form: _Form) -> bool:
    if len(fact) > column.size:
        return False
    labels = [one.label for one in fact if isinstance(one, RecordValue)]
    if len({*labels} - {""}) < len(labels):
        return False  # Records are told apart by their labels.
    _put_nothing(row, words, Absence.UNKNOWN, column, None)
    row[words], row[f"{words}?"] = len(fact), GIVEN
    places = (place_name(words, place) for place in range(len(fact)))
    return all(_put(row, name, one, column.member, None, form) for name, one in zip(places, fact, strict=False))


def _put_record(row: Row, words: str, fact: RecordValue, column: FactColumn, form: _Form) -> bool:
    stated = dict(fact.fields)
    if any(name == words and field in stated for name, field in form.program.unasked_fields):
        return False
    kinds = form.vocabulary.records.get(column.kind.label)
    return all(
        _put(row, field_name(words, name), _field(stated.get(name)), one, kinds.fields.get(name) if kinds else None,
             form)
        for name, one in column.fields
    )  # fmt: skip


def _field(value: object) -> Value | Absence:
    """What a record states under a name."""
    return Absence.NOT_ASKED if value is None else value  # type: ignore[return-value]
