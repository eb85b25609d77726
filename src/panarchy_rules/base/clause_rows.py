"""Clauses as rows of a table: a column and its cell in, the words of the clause out.

A row means the clause that is written by its cells. Names in one cell are separated by blanks.
"""

import csv
import re
from collections.abc import Callable, Mapping, Sequence

from panarchy_rules.base.records import dataclass

SUFFIX = ".law.csv"
RULEBOOK = "rulebook"

_NAME = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"
_LABEL = r"\d+(?:\.\d+)*"
_DATE = r"\d{4}-\d\d-\d\d"


@dataclass(frozen=True, slots=True)
class Column:
    """What may stand in a column: its form, what that is called, and the words of the clause that it makes."""

    form: "re.Pattern[str]"
    called: str
    words: Callable[[str], str]


def _column(form: str, called: str, words: str) -> Column:
    return Column(re.compile(form), called, words.format)


def _names(words: str) -> Column:
    return Column(re.compile(f"{_NAME}(?: +{_NAME})*"), "names", lambda cell: words.format(_listed(cell)))


def _listed(cell: str) -> str:
    return ", ".join(cell.split())


def _towards(cell: str) -> str:
    return "towards anyone" if cell == "anyone" else f"towards members of {_listed(cell)}"


_HEADING: Mapping[str, Column] = {
    "title": _column(r'[^"]*', "a text without quotation marks", '"{}"'),
    "source": _column(r'[^"]*', "a text without quotation marks", 'source "{}"'),
    "index": _column(_LABEL, "an index", "index {}"),
}

# In the order in which a clause has them.
ACCEPTANCES: Mapping[str, Column] = {
    "acceptance": _column(_NAME, "a name", "acceptance {}"),
    "in": _column(_NAME, "a name", "in {}"),
    **_HEADING,
    "accept": _column(rf"{_NAME}(?: edition {_LABEL})?|law of {_NAME}", "a law", "accept {}"),
    "for": _names("for {}"),
    "on": _names("on {}"),
    "as": _names("as {}"),
    "towards": Column(re.compile(f"{_NAME}(?: +{_NAME})*"), "`anyone`, or names", _towards),
    "rank": _column(r"\d+", "a whole number", "rank {}"),
    "up to": _column(r"\d+(?:_\d+)*(?:\.\d+)? [A-Z]{3,}", "an amount", "up to {}"),
    "if reciprocal": _column("yes", "`yes`, or nothing", "if reciprocal"),
    "from": _column(_DATE, "a date", "from {}"),
    "until": _column(_DATE, "a date", "until {}"),
    "revocable with": _column(r"\d+ (?:day|week|month|year)s?", "a span", "revocable with {} notice"),
    "as amended": _column("yes", "`yes`, or nothing", "as amended"),
}
PARAMETERS: Mapping[str, Column] = {
    "parameter": _column(_NAME, "a name", "parameter {}"),
    **_HEADING,
    "from": _column(_DATE, "a date", "from {}"),
    "until": _column(_DATE, "a date", "until {}"),
    "value": _column(r"[^ ].*", "a value", "is {}"),
}
SORTS: Mapping[str, Mapping[str, Column]] = {"acceptance": ACCEPTANCES, "parameter": PARAMETERS}
NEEDED: Mapping[str, tuple[str, ...]] = {"acceptance": ("accept",), "parameter": ("value",)}
RULEBOOK_FORM = re.compile(rf"(?P<name>{_NAME})(?: edition (?P<edition>{_LABEL}))?")


def is_table(path: str) -> bool:
    """Whether a file holds clauses as rows."""
    return path.endswith(SUFFIX)


def cells_of(line: str) -> list[str]:
    """The cells of a row, without the blanks around them. Raises csv.Error for quotation marks that do not close."""
    cells = next(csv.reader([line], strict=True), []) if '"' in line else line.split(",")
    return [cell.strip() for cell in cells]


def writing(columns: Sequence[str]) -> Callable[[Sequence[str]], str]:
    """Makes of the cells of a row of acceptances the clause, as it would be written."""
    places = [(columns.index(name), column.words) for name, column in ACCEPTANCES.items() if name in columns]
    return lambda cells: " ".join([words(cells[n]) for n, words in places if cells[n]])
