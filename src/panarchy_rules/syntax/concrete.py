"""Read law text word by word: text in, its clauses with every word, comment and blank line out.

The syntax tree says what an author meant; this says what they wrote, for tools that write it again.
"""

import re
from collections.abc import Iterator

from lark import Token, Tree
from lark.exceptions import UnexpectedInput

from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.syntax.grammar import concrete_parser

# Brackets count here, although they do not in the syntax tree.
MAX_DEPTH = 240

_COMMENT = re.compile(r"--[^\n]*")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a line of its own, with whether an empty line stands above it."""

    text: str
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One word, number, text or sign, with the comments above it and the one behind it on its line."""

    kind: str
    text: str
    start: int
    above: tuple[Comment, ...] = ()
    behind: str = ""
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """What one rule of the grammar matched."""

    rule: str
    parts: tuple["Part", ...]


Part = Phrase | Lexeme


@dataclass(frozen=True, slots=True)
class Written:
    """A text: its clauses, and the comments below the last of them."""

    clauses: tuple[Phrase, ...]
    below: tuple[Comment, ...]


def read_written(text: str) -> Written | None:
    """The clauses as written; None if the text has mistakes or is nested too deeply."""
    try:
        tree = concrete_parser().parse(text)
    except UnexpectedInput:
        return None
    words = list(tree.scan_values(lambda value: isinstance(value, Token)))
    if depth(tree) > MAX_DEPTH:
        return None
    lexemes, below = _with_comments(text, words)
    clauses = tuple(_phrase(child, lexemes) for child in tree.children if isinstance(child, Tree))
    return Written(clauses, below)


def words_of(part: Part) -> Iterator[Lexeme]:
    """Every word of a phrase, in order."""
    if isinstance(part, Lexeme):
        yield part
        return
    for inner in part.parts:
        yield from words_of(inner)


def _phrase(tree: Tree[Token], lexemes: dict[int, Lexeme]) -> Phrase:
    parts = (_phrase(c, lexemes) if isinstance(c, Tree) else lexemes[c.start_pos or 0] for c in tree.children)
    return Phrase(str(tree.data), tuple(parts))


def _with_comments(text: str, words: list[Token]) -> tuple[dict[int, Lexeme], tuple[Comment, ...]]:
    """The words by where they start, each with its comments; and the comments below the last."""
    made: dict[int, Lexeme] = {}
    before: Lexeme | None = None
    end = 0
    for word in words:
        start = word.start_pos or 0
        behind, above, is_apart = _gap(text[end:start], is_first=before is None)
        if before is not None and behind:
            made[before.start] = replace(before, behind=behind)
        before = made[start] = Lexeme(word.type, str(word), start, above, is_apart=is_apart)
        end = word.end_pos or start
    behind, below, _ = _gap(text[end:], is_first=before is None)
    if before is not None and behind:
        made[before.start] = replace(before, behind=behind)
    return made, below


def _gap(gap: str, *, is_first: bool) -> tuple[str, tuple[Comment, ...], bool]:
    """What stands between two words: the comment behind the first, those above the second, and whether it is apart."""
    behind, above, is_apart = "", [], False
    for number, line in enumerate(gap.split("\n")):
        comment = _COMMENT.search(line)
        if comment and number == 0 and not is_first:
            behind = comment[0].rstrip()
        elif comment:
            above.append(Comment(comment[0].rstrip(), is_apart))
            is_apart = False
        elif number and number < gap.count("\n"):
            is_apart = True
    return behind, tuple(above), is_apart


def depth(root: Tree[Token]) -> int:
    """How deeply a tree is nested, counted without recursion."""
    deepest, todo = 0, [(root, 1)]
    while todo:
        node, level = todo.pop()
        deepest = max(deepest, level)
        todo += [(child, level + 1) for child in node.children if isinstance(child, Tree)]
    return deepest
