"""Say what is wrong where the parser stopped: Lark's error in, one letter to the author out."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import LineIndex, Span
from panarchy_rules.base.suggestions import nearest
from panarchy_rules.syntax.grammar import OPENERS, keywords

_HUMAN = {
    "NAME": "a name",
    "UNIT": "a currency or unit in capitals",
    "NUMBER": "a number",
    "INDEX": "an index such as 2.8.5",
    "DATE": "a date such as 2026-03-01",
    "STRING": 'a text in "quotation marks"',
    "COMPARISON": "a comparison",
    "$END": "the end of the clause",
}
_VALUE_STARTERS = {"NAME", "NUMBER", "LPAR"}
_OPERATORS = {"PLUS", "MINUS", "STAR", "SLASH"}
# Words that are expected together are named by what they are for.
_GROUPS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset("accept add at claim means multiply no reduce round".split()),
        "a conclusion such as `respondent owes claimant 100 EUR`",
    ),
    (frozenset("day days week weeks month months year years".split()), "a unit of time such as `days`"),
    (frozenset("is are was were".split()), "`is`"),
)
_ORDER = 'the order is: name, `in GROUP`, `to RULE`, "title", `source`, `index`, the conclusion, `when`'
# What people write who know other languages.
_FOREIGN = {
    "if": "write `when`",
    "then": "the conclusion stands first, and its condition follows `when`",
    "else": "write an `exception`, or a second rule",
    "except": "write an `exception` of its own",
    "equals": "write `is`",
    "must": "write what is owed: `respondent owes claimant 100 EUR`",
    "shall": "write what is owed: `respondent owes claimant 100 EUR`",
    "pays": "write `owes`",
    "true": "write `yes`",
    "false": "write `no`",
    "greater_than": "write `>`",
    "less_than": "write `<`",
}
_CHARACTER_HELP = {
    "=": "write `is`",
    "&": "write `and`",
    "!": "write `not`",
    "#": "a comment begins with `--`",
    ";": "clauses need no punctuation between them",
    "€": "write the currency behind the number, as in `100 EUR`",
    "$": "write the currency behind the number, as in `100 USD`",
    "£": "write the currency behind the number, as in `100 GBP`",
    "'": 'texts stand in double quotation marks: `"…"`',
    "“": 'use plain quotation marks: `"…"`',
    "”": 'use plain quotation marks: `"…"`',
    "–": "use the plain hyphen `-`",
    "—": "use the plain hyphen `-`",
    "≤": "write `<=`",
    "≥": "write `>=`",
    "×": "write `*`",
}


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the parser stopped: the word it met, the terminals it could have gone on with, and the piece it read."""

    token: Token
    expected: frozenset[str]
    piece: str
    span: Span


def syntax_error(error: UnexpectedInput, piece: str, offset: int, lines: LineIndex) -> Diagnostic:
    """The diagnostic for the place where a piece of text, starting at `offset` in its file, stopped making sense."""
    if isinstance(error, UnexpectedCharacters):
        return _bad_character(error, piece, offset, lines)
    assert isinstance(error, UnexpectedToken)
    token = error.token
    expected = frozenset(error.accepts or error.expected)
    if token.type == "$END":
        return _ends_early(piece, offset, expected, lines)
    start = offset + (token.start_pos or 0)
    span = lines.span(start, start + len(token))
    at = _Stop(token, expected, piece, span)
    for special in _SPECIAL:
        found = special(at)
        if found:
            return found
    return Diagnostic("PR102", f"expected {_expected(expected)}, found `{token}`", span, help=_near(token, expected))


def _bad_character(error: UnexpectedCharacters, piece: str, offset: int, lines: LineIndex) -> Diagnostic:
    position = error.pos_in_stream or 0
    character = piece[position]
    line = piece[position:].split("\n", 1)[0]
    span = lines.span(offset + position, offset + position + 1)
    if character == '"':
        span = lines.span(offset + position, offset + position + len(line))
        return Diagnostic("PR103", "this text is not closed on its line", span, help='add `"` where the text ends')
    word = re.match(r"[^\W\d]\w*", line)
    if word:
        span = lines.span(offset + position, offset + position + len(word[0]))
        return _bad_word(word[0], span)
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    help_ = _CHARACTER_HELP.get(character, "names use the letters a to z, digits and `_`")
    return Diagnostic("PR110", f"`{shown}` has no place here", span, help=help_)


def _bad_word(word: str, span: Span) -> Diagnostic:
    if not word.isascii():
        help_ = "names and words of the language use the letters a to z; titles and texts may use all others"
        return Diagnostic("PR110", f"`{word}` has letters that a name cannot have", span, help=help_)
    if word == word.lower():
        help_ = "a name begins with a letter from a to z" if word.startswith("_") else ""
        return Diagnostic("PR110", f"`{word}` has no place here", span, help=help_)
    message = f"`{word}` has capital letters, and only currencies and units have them"
    return Diagnostic("PR110", message, span, help=f"write `{word.lower()}`")


def _ends_early(piece: str, offset: int, expected: frozenset[str], lines: LineIndex) -> Diagnostic:
    plain = re.sub(r'"[^"\n]*"|--[^\n]*', lambda m: " " * len(m[0]), piece)
    opened: list[int] = []
    for position, character in enumerate(plain):
        if character in "([{":
            opened.append(position)
        elif character in ")]}" and opened:
            opened.pop()
    end = offset + len(re.sub(r"--[^\n]*", lambda m: " " * len(m[0]), piece).rstrip())
    if opened:
        span = lines.span(offset + opened[-1], offset + opened[-1] + 1)
        return Diagnostic("PR113", "this bracket is not closed", span, help="close it in the same clause")
    first = piece.split(None, 1)[0] if piece.split() else ""
    span = lines.span(max(offset, end - 1), end)
    return Diagnostic("PR102", f"this `{first}` clause ends too early: expected {_expected(expected)}", span)


def _mixed_junction(at: _Stop) -> Diagnostic | None:
    if {at.token.type, *at.expected} >= {"AND", "OR"} and at.token.type in ("AND", "OR"):
        help_ = "bracket one of them: `a and (b or c)`"
        return Diagnostic("PR104", "`and` and `or` are mixed without brackets", at.span, help=help_)
    return None


def _reserved(at: _Stop) -> Diagnostic | None:
    if "NAME" in at.expected and keywords().get(at.token.type) == str(at.token) and str(at.token).isidentifier():
        before = at.piece[: at.token.start_pos].split()
        if before and before[-1] in OPENERS | {"to", "fact", "question", "precedence"}:
            help_ = f"choose another name, such as `the_{at.token}`"
            message = f"`{at.token}` is a word of the language and cannot be a name"
            return Diagnostic("PR108", message, at.span, help=help_)
    return None


def _out_of_order(at: _Stop) -> Diagnostic | None:
    """Where a conclusion may begin, a word of the heading is read as its first word: look one word back."""
    before = at.piece[: at.token.start_pos].split()[-1:]
    words = {keywords().get(x, "") for x in at.expected}
    if "owes" not in words or not before or before[0] not in ("when", "source", "index", "in", "to"):
        return None
    message = f"`{before[0]}` stands too late in this clause"
    if before[0] == "when":
        message = "the condition stands before the conclusion"
    return Diagnostic("PR102", message, at.span, help=_ORDER)


def _nameless_undercut(at: _Stop) -> Diagnostic | None:
    if str(at.token) == "not" and at.piece[: at.token.start_pos].split()[-1:] == ["does"]:
        help_ = "say what does not apply: `exception NAME to RULE RULE does not apply`"
        return Diagnostic("PR102", "`does not apply` wants the name of a rule before it", at.span, help=help_)
    return None


def _missing_to(at: _Stop) -> Diagnostic | None:
    words = at.piece[: at.token.start_pos].split()
    if at.token.type == "NAME" and len(words) == 2 and words[0] == "exception":
        help_ = f"write `exception {words[1]} to {at.token} …`"
        return Diagnostic("PR102", f"expected `to` and the name of a rule, found `{at.token}`", at.span, help=help_)
    return None


def _foreign(at: _Stop) -> Diagnostic | None:
    if str(at.token) not in _FOREIGN:
        return None
    return Diagnostic("PR102", f"`{at.token}` does not belong here", at.span, help=_FOREIGN[str(at.token)])


def _two_words(at: _Stop) -> Diagnostic | None:
    before = re.search(r"([a-z][a-z0-9_]*)[ \t]+$", at.piece[: at.token.start_pos])
    if at.token.type != "NAME" or not before or before[1] in keywords().values():
        return None
    words = {keywords().get(e, "") for e in at.expected}
    if nearest(str(at.token), words - {""}):
        return None
    message = f"`{before[1]} {at.token}` is two words where one name fits"
    return Diagnostic("PR102", message, at.span, help=f"names are one word: `{before[1]}_{at.token}`")


def _currency(at: _Stop) -> Diagnostic | None:
    if "UNIT" in at.expected and at.token.type == "NAME" and str(at.token).isalpha() and len(at.token) == 3:
        help_ = f"write `{str(at.token).upper()}`"
        return Diagnostic("PR102", "a currency or unit has capital letters", at.span, help=help_)
    return None


def _thousands(at: _Stop) -> Diagnostic | None:
    if at.token.type == "COMMA" and re.search(r"\d$", at.piece[: at.token.start_pos]) and re.match(
        r",\d", at.piece[at.token.start_pos :]
    ):
        help_ = "write thousands with `_` or nothing, and decimals with a point: `9_000.50`"
        return Diagnostic("PR102", "a comma cannot stand inside a number", at.span, help=help_)
    return None


_SPECIAL: tuple[Callable[[_Stop], Diagnostic | None], ...] = (
    _mixed_junction, _thousands, _currency, _out_of_order, _nameless_undercut, _missing_to, _reserved, _foreign,
    _two_words,
)  # fmt: skip


def _expected(terminals: frozenset[str]) -> str:
    """The terminals in words: openers of a next clause are one item, operators another, values a third."""
    words = keywords()
    rest = set(terminals)
    parts: list[str] = []
    if rest >= _VALUE_STARTERS:
        parts.append("a value or a condition" if "NOT" in rest else "a value")
        rest -= {x for x in rest if x in _HUMAN and x != "$END"} | {"LPAR", "LSQB", "MINUS"}
        rest -= {x for x in rest if words.get(x) in _VALUE_WORDS}
    if rest >= _OPERATORS:
        parts.append("an operator")
        rest -= _OPERATORS
    for group, name in _GROUPS:
        if group <= {words.get(x) for x in rest}:
            parts.append(name)
            rest -= {x for x in rest if words.get(x) in group}
    openers = {x for x in rest if words.get(x) in OPENERS}
    if len(openers) > 3:
        rest -= openers | {"$END"}
        closing = ["the next clause"]
    else:
        closing = []
    parts += sorted(_HUMAN.get(x) or f"`{words.get(x, x)}`" for x in rest)
    parts += closing
    return _joined(parts or ["something else"])


_VALUE_WORDS = frozenset(
    "law rank number total greater lesser yes no unknown not_applicable today filing not some every under".split()
)


def _joined(parts: list[str], most: int = 7) -> str:
    shown = parts[:most] + (["…"] if len(parts) > most else [])
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " or " + shown[-1]


def _near(token: Token, expected: frozenset[str]) -> str:
    words = {keywords()[x] for x in expected if x in keywords() and keywords()[x].isidentifier()}
    guess = nearest(str(token), words)
    return f"did you mean `{guess}`?" if guess else ""
