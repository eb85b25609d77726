"""Write law text as everyone would write it: a text in, the same clauses and comments in one form out.

Words stay as they are, in their order; only blanks and ends of lines change.
Writing the result again changes nothing.
"""

import re
import unicodedata

from panarchy_rules.formatting.layout import laid_out
from panarchy_rules.formatting.printing import printed
from panarchy_rules.syntax.concrete import Comment, Lexeme, Written, read_written, words_of
from panarchy_rules.syntax.literate import is_literate, law_blocks


def formatted(text: str) -> str | None:
    """The text in canonical form; None if it has mistakes, which `parse` tells."""
    written = read_written(unicodedata.normalize("NFC", text.removeprefix("\ufeff")))
    return None if written is None else _text(written)


def formatted_file(path: str, text: str) -> str | None:
    """The text of a file in canonical form: of Markdown only its blocks of law. None if it has mistakes."""
    text = text.removeprefix("\ufeff")
    if not is_literate(path):
        return formatted(text)
    made, end = [], 0
    for block in law_blocks(text):
        law = formatted(text[block.start : block.end])
        if law is None:
            return None
        made += [text[end : block.start], _indented(law, block.indent)]
        end = block.end
    return "".join([*made, text[end:]])


def _indented(text: str, indent: int) -> str:
    return re.sub(r"^(?=[^\n])", " " * indent, text, flags=re.MULTILINE)


def _text(written: Written) -> str:
    lines: list[str] = []
    was_paragraph = False
    for clause in written.clauses:
        doc, has_body = laid_out(clause)
        made = printed(doc).split("\n")
        is_paragraph = has_body and len(made) > 1
        above, is_apart = _spaced(next(words_of(clause)), lines, is_set_apart=is_paragraph or was_paragraph)
        lines += [*above, *([""] if is_apart else []), *made]
        was_paragraph = is_paragraph
    lines += _comments(written.below, lines, is_set_apart=was_paragraph)
    return "\n".join(lines) + "\n" if lines else ""


def _spaced(first: Lexeme, lines: list[str], *, is_set_apart: bool) -> tuple[list[str], bool]:
    """The comments above a clause, and whether an empty line follows them."""
    if not first.above:
        return [], bool(lines) and (first.is_apart or is_set_apart)
    return _comments(first.above, lines, is_set_apart=is_set_apart), first.is_apart


def _comments(comments: tuple[Comment, ...], lines: list[str], *, is_set_apart: bool) -> list[str]:
    made: list[str] = []
    for number, comment in enumerate(comments):
        if (lines or made) and (comment.is_apart or (number == 0 and is_set_apart)):
            made.append("")
        made.append(comment.text)
    return made
