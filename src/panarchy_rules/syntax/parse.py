"""Parse law text: text in, clauses and diagnostics out. Never fails, whatever the bytes.

A text without mistakes is parsed in one go.
Otherwise it is cut at the words that open a clause at the start of a line, and each piece is parsed alone,
so that one mistake costs one clause and several mistakes are reported together.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from lark import Token
from lark.exceptions import UnexpectedInput

from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.spans import LineIndex, whole_file
from panarchy_rules.base.suggestions import nearest
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build import Builder, depth
from panarchy_rules.syntax.grammar import OPENERS, parser
from panarchy_rules.syntax.literate import blanked, is_literate, law_blocks, misplaced
from panarchy_rules.syntax.syntax_errors import syntax_error

MAX_BYTES = 4_000_000
MAX_DEPTH = 120
MAX_ERRORS = 50

_TWO_WORDS = re.compile(r"[ \t]*(\w+)[ \t]+([a-z][\w.]*)")
_LINE_OPENER = re.compile(r"^[ \t]*(" + "|".join(sorted(OPENERS)) + r")(?![\w.])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file's clauses, what is wrong with it, and its text for showing excerpts.

    `lost` are the names that clauses with a mistake would have introduced: nobody is told that these are unknown.
    """

    file: t.File
    diagnostics: tuple[Diagnostic, ...]
    text: str
    lost: frozenset[str] = frozenset()


def parse_bytes(path: str, data: bytes) -> Parsed:
    """Parse a file's bytes. Bytes that are not UTF-8 are reported and replaced."""
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data)} bytes; at most {MAX_BYTES} are read"
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
        return Parsed(parsed.file, in_order((problem, *parsed.diagnostics)), text, parsed.lost)


def parse(path: str, text: str) -> Parsed:
    """Parse a text. In Markdown, only its blocks of law are read."""
    text = unicodedata.normalize("NFC", text)
    lines = LineIndex(path, text)
    blocks = law_blocks(text) if is_literate(path) else ()
    law = blanked(text, blocks) if is_literate(path) else text
    clauses, problems = _parse_whole(law, lines)
    if clauses is None:
        clauses, problems = _parse_pieces(law, lines)
    if blocks:
        problems += misplaced(lines, blocks, (clause.span for clause in clauses))
    return Parsed(t.File(path, clauses), in_order(problems), text, _lost(problems, clauses, law))


def _lost(problems: list[Diagnostic], clauses: tuple[t.Clause, ...], text: str) -> frozenset[str]:
    """The names that clauses that could not be read would have introduced.

    They stand behind the opening word, which may be misspelt, or at the start of a line that opens with none.
    """
    if not problems:
        return frozenset()
    read = {clause.span.line for clause in clauses}
    wrong = {problem.span.line for problem in problems}
    lines = [(number, match) for number, line in enumerate(text.split("\n"), 1) if (match := _TWO_WORDS.match(line))]
    behind = {match[2] for number, match in lines if number not in read and nearest(match[1], OPENERS)}
    first = {match[1] for number, match in lines if number in wrong and match[1] not in OPENERS}
    return frozenset(behind | first)


def _parse_whole(text: str, lines: LineIndex) -> tuple[tuple[t.Clause, ...] | None, list[Diagnostic]]:
    try:
        tree = parser().parse(text)
    except UnexpectedInput:
        return None, []
    if depth(tree) > MAX_DEPTH:
        return None, []
    builder = Builder(lines, 0)
    return builder.transform(tree), builder.diagnostics


def _parse_pieces(text: str, lines: LineIndex) -> tuple[tuple[t.Clause, ...], list[Diagnostic]]:
    starts = [m.start(1) for m in _LINE_OPENER.finditer(text)]
    clauses: list[t.Clause] = []
    problems = _before_the_first_clause(text[: starts[0]] if starts else text, lines)
    for start, end in pairwise([*starts, len(text)]):
        found, wrong = _parse_piece(text, start, end, lines)
        clauses += found
        problems += wrong
        if len(problems) >= MAX_ERRORS:
            break
    return tuple(clauses), problems[:MAX_ERRORS]


def _parse_piece(text: str, start: int, end: int, lines: LineIndex) -> tuple[list[t.Clause], list[Diagnostic]]:
    piece = text[start:end]
    try:
        tree = parser().parse(piece)
    except UnexpectedInput as error:
        problem = syntax_error(error, piece, start, lines)
        kept = _good_beginning(error, text, start, lines)
        return kept, [problem]
    if depth(tree) > MAX_DEPTH:
        message = f"this clause is nested more than {MAX_DEPTH} levels deep"
        help_ = "give parts of it a name with `definition`"
        return [], [Diagnostic("PR105", message, lines.span(start, start + len(piece.rstrip())), help=help_)]
    builder = Builder(lines, start)
    return list(builder.transform(tree)), builder.diagnostics


def _good_beginning(error: UnexpectedInput, text: str, start: int, lines: LineIndex) -> list[t.Clause]:
    """A misspelt opening word spoils the clause before it: keep that clause if it is good on its own."""
    position = error.pos_in_stream
    if position is None or position <= 0:
        return []
    line_start = text.rfind("\n", 0, start + position) + 1
    if line_start <= start or text[line_start : start + position].strip():
        return []
    clauses, _ = _parse_whole_or_nothing(text[start:line_start], start, lines)
    return clauses


def _parse_whole_or_nothing(piece: str, start: int, lines: LineIndex) -> tuple[list[t.Clause], list[Diagnostic]]:
    try:
        tree = parser().parse(piece)
    except UnexpectedInput:
        return [], []
    builder = Builder(lines, start)
    return list(builder.transform(tree)), builder.diagnostics


def _before_the_first_clause(text: str, lines: LineIndex) -> list[Diagnostic]:
    try:
        tokens = list(parser().lex(text, dont_ignore=False))
    except UnexpectedInput as error:
        return [syntax_error(error, text, 0, lines)]
    if not tokens:
        return []
    first: Token = tokens[0]
    start = first.start_pos or 0
    message = f"`{first}` opens no clause"
    help_ = "a file begins with `rulebook NAME`, `vocabulary NAME` or `module NAME`"
    return [Diagnostic("PR112", message, lines.span(start, start + len(first)), help=help_)]
