"""Parse law text that has mistakes, or may have: a text in, the clauses that can be read and what is wrong out.

It is cut at the words that open a clause at the start of a line, and each piece is parsed alone, so that one mistake
costs one clause and several mistakes are reported together.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from lark import Token as LarkToken
from lark import Tree
from lark.exceptions import UnexpectedInput

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import LineIndex
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build import Builder
from panarchy_rules.syntax.concrete import depth
from panarchy_rules.syntax.grammar import parser
from panarchy_rules.syntax.grammar_files import OPENERS
from panarchy_rules.syntax.reduce import MAX_DEPTH, reduced
from panarchy_rules.syntax.syntax_errors import syntax_error
from panarchy_rules.syntax.tokens import NOWHERE, Token

MAX_ERRORS = 50

_LINE_OPENER = re.compile(r"^[ \t]*(" + "|".join(sorted(OPENERS)) + r")(?![\w.])", re.MULTILINE)


def parse_mistaken(text: str, lines: LineIndex) -> tuple[tuple[t.Clause, ...], list[Diagnostic]]:
    """The clauses of a text that was not read in one go, and what is wrong with it."""
    tree = _tree(text)
    if tree is not None and depth(tree) <= MAX_DEPTH:
        return _built(tree, lines, 0)
    return _parse_pieces(text, lines)


def _tree(text: str) -> Tree[LarkToken] | None:
    try:
        return parser().parse(text)
    except UnexpectedInput:
        return None


def _built(tree: Tree[LarkToken], lines: LineIndex, offset: int) -> tuple[tuple[t.Clause, ...], list[Diagnostic]]:
    """What Lark has read, as clauses. Parts come before what they are parts of, and no recursion is needed."""
    builder = Builder(lines, offset)
    made: dict[int, object] = {}
    for node in tree.iter_subtrees():
        children = [made[id(c)] if isinstance(c, Tree) else _token(c) for c in node.children]
        meta = NOWHERE if node.meta.empty else (node.meta.start_pos, node.meta.end_pos)
        made[id(node)] = getattr(builder, node.data)(meta, children)
    clauses = made[id(tree)]
    assert isinstance(clauses, tuple)
    return clauses, builder.diagnostics


def _token(token: LarkToken) -> Token:
    return Token.of(token.type, str(token), token.start_pos or 0)


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


def _parse_piece(text: str, start: int, end: int, lines: LineIndex) -> tuple[Sequence[t.Clause], list[Diagnostic]]:
    piece = text[start:end]
    builder = Builder(lines, start)
    clauses = reduced(piece, builder)
    if clauses is not None:
        return clauses, builder.diagnostics
    try:
        tree = parser().parse(piece)
    except UnexpectedInput as error:
        problem = syntax_error(error, piece, start, lines, text[end:])
        kept = _good_beginning(error, text, start, lines)
        return kept, [problem]
    if depth(tree) > MAX_DEPTH:
        message = f"this clause is nested more than {MAX_DEPTH} levels deep"
        help_ = "give parts of it a name with `definition`"
        return (), [Diagnostic("PR105", message, lines.span(start, start + len(piece.rstrip())), help=help_)]
    return _built(tree, lines, start)


def _good_beginning(error: UnexpectedInput, text: str, start: int, lines: LineIndex) -> Sequence[t.Clause]:
    """A misspelt opening word spoils the clause before it: keep that clause if it is good on its own."""
    position = error.pos_in_stream
    if position is None or position <= 0:
        return ()
    line_start = text.rfind("\n", 0, start + position) + 1
    if line_start <= start or text[line_start : start + position].strip():
        return ()
    tree = _tree(text[start:line_start])
    return _built(tree, lines, start)[0] if tree is not None else ()


def _before_the_first_clause(text: str, lines: LineIndex) -> list[Diagnostic]:
    try:
        tokens = list(parser().lex(text, dont_ignore=False))
    except UnexpectedInput as error:
        return [syntax_error(error, text, 0, lines)]
    if not tokens:
        return []
    first: LarkToken = tokens[0]
    start = first.start_pos or 0
    message = f"`{first}` opens no clause"
    help_ = "a file begins with `rulebook NAME`, `vocabulary NAME` or `module NAME`"
    return [Diagnostic("PR112", message, lines.span(start, start + len(first)), help=help_)]
