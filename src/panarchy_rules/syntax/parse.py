"""Parse law text: text in, clauses and diagnostics out. Never fails, whatever the bytes.

A text without mistakes is parsed in one go (`reduce.py`), any other piece by piece (`mistakes.py`).
"""

import re
import unicodedata

from panarchy_rules.base.clause_rows import is_table
from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.spans import LineIndex, whole_file
from panarchy_rules.base.suggestions import nearest
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build import Builder
from panarchy_rules.syntax.clause_table import Table, read_table
from panarchy_rules.syntax.grammar_files import OPENERS
from panarchy_rules.syntax.literate import blanked, is_literate, law_blocks, misplaced
from panarchy_rules.syntax.reduce import reduced

MAX_BYTES = 4_000_000
MAX_BYTES_OF_A_TABLE = 1 << 26

_TWO_WORDS = re.compile(r"[ \t]*(\w+)[ \t]+([a-z][\w.]*)")
_HAS_FIELDS = re.compile(r"[ \t]*(record|act)\b")
_FIELD = re.compile(r"([a-z]\w*)[ \t]+(?:as|is)\b")
_AS_HEAD = re.compile(r"\bas ([a-z]\w*)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file's clauses, what is wrong with it, and its text for showing excerpts.

    `lost` are the names that clauses with a mistake would have introduced: nobody is told that these are unknown.
    """

    file: t.File
    diagnostics: tuple[Diagnostic, ...]
    text: str
    lost: frozenset[str] = frozenset()
    table: Table | None = None


def parse_bytes(path: str, data: bytes) -> Parsed:
    """Parse a file's bytes. Bytes that are not UTF-8 are reported and replaced."""
    most = MAX_BYTES_OF_A_TABLE if is_table(path) else MAX_BYTES
    if len(data) > most:
        message = f"the file has {len(data)} bytes; at most {most} are read"
        problem = Diagnostic("PR106", message, whole_file(path), help="split the file")
        return Parsed(t.File(path, ()), (problem,), "")
    try:
        return parse(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", errors="replace").lstrip("\ufeff")
        start = len(data[: error.start].decode("utf-8", errors="replace"))
        span = LineIndex(path, text).span(start, start + 1)
        message = f"byte {data[error.start]:#04x} is not UTF-8 text"
        problem = Diagnostic("PR101", message, span, help="save the file as UTF-8")
        parsed = parse(path, text)
        return replace(parsed, diagnostics=in_order((problem, *parsed.diagnostics)), text=text)


def parse(path: str, text: str) -> Parsed:
    """Parse a text. In Markdown, only its blocks of law are read; a table is taken apart into its lines."""
    text = unicodedata.normalize("NFC", text)
    if is_table(path):
        table, wrong = read_table(path, text)
        return Parsed(t.File(path, ()), wrong, text, table=table)
    lines = LineIndex(path, text)
    blocks = law_blocks(text) if is_literate(path) else ()
    law = blanked(text, blocks) if is_literate(path) else text
    clauses, problems = _parse_whole(law, lines)
    if clauses is None:
        # Only for mistakes: this imports Lark and builds its parser.
        from panarchy_rules.syntax.mistakes import parse_mistaken

        clauses, problems = parse_mistaken(law, lines)
    if blocks:
        problems += misplaced(lines, blocks, (clause.span for clause in clauses))
    return Parsed(t.File(path, clauses), in_order(problems), text, _lost(problems, clauses, law))


def _lost(problems: list[Diagnostic], clauses: tuple[t.Clause, ...], text: str) -> frozenset[str]:
    """The names that clauses that could not be read would have introduced.

    They stand behind the opening word, which may be misspelt, or at the start of a line that opens with none;
    behind `as` stands the head under which a rule would have awarded something; and records and acts have fields.
    """
    if not problems:
        return frozenset()
    read = {clause.span.line for clause in clauses}
    wrong = {problem.span.line for problem in problems}
    lines = [(number, match) for number, line in enumerate(text.split("\n"), 1) if (match := _TWO_WORDS.match(line))]
    behind = {match[2] for number, match in lines if number not in read and nearest(match[1], OPENERS)}
    first = {match[1] for number, match in lines if number in wrong and match[1] not in OPENERS}
    whole = {number for clause in clauses for number in range(clause.span.line, clause.span.end_line + 1)}
    spoilt = [line for number, line in enumerate(text.split("\n"), 1) if number not in whole]
    heads = {name for line in spoilt for name in _AS_HEAD.findall(line)}
    fields = {name for line in spoilt if _HAS_FIELDS.match(line) for name in _FIELD.findall(line)}
    return frozenset(behind | first | heads | fields)


def _parse_whole(text: str, lines: LineIndex) -> tuple[tuple[t.Clause, ...] | None, list[Diagnostic]]:
    builder = Builder(lines, 0)
    return reduced(text, builder), builder.diagnostics
