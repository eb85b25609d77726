"""Tell the plain rows of a table from others: the rows of a rulebook and what it knows in, rows and clauses out.

A row is plain if nothing in it is conditional or refers to anything, every name is known, the law was in force, and no
other clause speaks of it. Plain rows are checked cell by cell, each cell once, and stay text (`rulebook/rows.py`).
All others are read as clauses, which is slower and has more to say about what is wrong.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from functools import partial

from panarchy_rules.base.clause_rows import ACCEPTANCES, SORTS, cells_of
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.compiler.clause_tables import Portion, as_file, checked, pieces_of
from panarchy_rules.compiler.declare import RESERVED
from panarchy_rules.compiler.gather import SourceFile, edition_of
from panarchy_rules.rulebook.rows import PLAIN, Rows
from panarchy_rules.rulebook.rulebook import Vocabulary
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.clause_table import Table


@dataclass(frozen=True, slots=True)
class Context:
    """What a rulebook knows when its rows are looked at: its words, who is published since when, its labels."""

    source: SourceFile
    vocabulary: Vocabulary
    in_force: Mapping[str, Mapping[str, date]]
    spoken_of: frozenset[str]
    classes: frozenset[str] = frozenset()
    problems: list[Diagnostic] = field(default_factory=list)


def acceptances(some: Iterable[Portion], known: Context) -> tuple[tuple[Rows, ...], list[SourceFile]]:
    """The plain rows of a rulebook, and all others as clauses."""
    some = [portion for portion in some if portion.table.sort == "acceptance"]
    taken = set(known.spoken_of)
    divided = [(portion, *_divided(portion, known, taken)) for portion in some]
    left = [(portion.table, number) for portion, _, numbers in divided for number in numbers]
    twice = {_label(table.lines[number]) for table, number in left} & taken - known.spoken_of
    if twice:  # Both are read as clauses, so that the second is reported.
        return acceptances(some, replace(known, spoken_of=known.spoken_of | twice))
    others = [file for table, number in left for file in _as_clause(table, number, known)]
    return tuple(rows for _, rows, _ in divided if len(rows)), others


def _as_clause(table: Table, number: int, known: Context) -> Iterator[SourceFile]:
    cells = checked(table, number, known.problems)
    if cells is not None:
        pieces = [*pieces_of(table, number, dict(zip(table.columns, cells, strict=True)), ACCEPTANCES)]
        yield from as_file(pieces, t.RuleClause, table, number, known.source, known.problems)


def _label(line: str) -> str:
    return "".join(_cells(line)[1:2])


def _divided(portion: Portion, known: Context, taken: set[str]) -> tuple[Rows, list[int]]:
    """Rows that are plain, and the numbers of the others. `taken` are labels that are used, to which these come."""
    table = portion.table
    columns, lines = table.columns, table.lines
    tests = [_TESTS[name](known) for name in columns[2:] if name in PLAIN]
    good: list[set[str]] = [set() for _ in columns[2:]]
    is_plain_table = PLAIN.issuperset(columns)
    form, width = SORTS["acceptance"]["acceptance"].form, len(columns)
    law, start = columns.index("accept"), columns.index("from") if "from" in columns else None
    amended = columns.index("as amended") if "as amended" in columns else None
    day, always = edition_of(known.source).in_force, set[str]()
    plain: list[int] = []
    left: list[int] = []
    for number in portion.numbers:
        cells = _cells(lines[number])
        label = cells[1] if len(cells) == width else ""
        if (
            is_plain_table
            and label
            and label not in taken
            and form.fullmatch(label)
            and all(map(_passes, cells[2:], tests, good))
            and (
                (cells[law] in always or _is_in_force(cells[law], day, known, always))
                or (amended is not None and cells[amended])
                or (start is not None and cells[start] and _was_in_force(cells[law], cells[start], known))
            )
        ):
            taken.add(label)
            plain.append(number)
        else:
            left.append(number)
    text = "\n".join([lines[number] for number in plain])
    return Rows(table.path, columns, text, _runs(plain)), left


def _runs(numbers: Iterable[int]) -> tuple[int, ...]:
    """Lines that follow one another, as the first and how many. Lines of a file are counted from 1, rows from 0."""
    runs: list[int] = []
    for number in numbers:
        if runs and number + 1 == runs[-2] + runs[-1]:
            runs[-1] += 1
        else:
            runs += [number + 1, 1]
    return tuple(runs)


def _cells(line: str) -> list[str]:
    try:
        return cells_of(line)
    except csv.Error:
        return []


def _passes(cell: str, test: Callable[[str], bool], seen: set[str]) -> bool:
    """Whether a cell is good. What was seen to be good is not tested again."""
    if cell in seen:
        return True
    if test(cell):
        seen.add(cell)
        return True
    return False


def _is_in_force(cell: str, day: date, known: Context, found: set[str]) -> bool:
    """Whether an edition of the law was in force on the first day of the rulebook, or an edition is named."""
    law, _, edition = cell.partition(" edition ")
    if edition or min(known.in_force[law].values()) <= day:
        found.add(cell)
        return True
    return False


def _was_in_force(law: str, start: str, known: Context) -> bool:
    """Whether one was when the clause begins."""
    return min(known.in_force[law].values()) <= date.fromisoformat(start)


def _form_of(name: str) -> Callable[[str], bool]:
    form = SORTS["acceptance"][name].form
    is_text = name in ("title", "source")
    return lambda cell: not cell or ((is_text or len(cell) <= _MOST) and form.fullmatch(cell) is not None)


def _names_in(name: str, kind: Callable[[Context], Iterable[str]]) -> Callable[[Context], Callable[[str], bool]]:
    def test(known: Context) -> Callable[[str], bool]:
        there, has_form = set(kind(known)) - _WORDS, _form_of(name)
        return lambda cell: has_form(cell) and there.issuperset(cell.split())

    return test


def _law(known: Context) -> Callable[[str], bool]:
    def test(cell: str) -> bool:
        law, _, edition = cell.partition(" edition ")
        editions = known.in_force.get(law)
        return editions is not None and law not in _WORDS and (edition in editions or cell == law)

    return test


def _towards(known: Context) -> Callable[[str], bool]:
    def is_provider(word: str) -> bool:
        return word in known.in_force and word not in _WORDS and word not in known.classes

    return lambda cell: cell == "anyone" or all(map(is_provider, cell.split()))


def _formed(name: str, _known: Context) -> Callable[[str], bool]:
    return _form_of(name)


def _date(name: str, _known: Context) -> Callable[[str], bool]:
    has_form = _form_of(name)

    def test(cell: str) -> bool:
        try:
            return not cell or (has_form(cell) and bool(date.fromisoformat(cell)))
        except ValueError:
            return False

    return test


_MOST = 60  # Longer numbers are left to the parser, which refuses them.
_WORDS = RESERVED  # Names that would be read as something else are left to the parser.
_TESTS: Mapping[str, Callable[[Context], Callable[[str], bool]]] = {
    **{name: partial(_formed, name) for name in ("title", "source", "rank", "up to", "as amended")},
    **{name: partial(_date, name) for name in ("from", "until")},
    "accept": _law,
    "for": _names_in("for", lambda known: known.vocabulary.matters),
    "on": _names_in("on", lambda known: known.vocabulary.issues),
    "as": _names_in("as", lambda known: known.vocabulary.roles),
    "towards": _towards,
}
