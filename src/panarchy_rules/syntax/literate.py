"""Find the law in a Markdown file: its text in, its `law` blocks out, and the text with all else blanked.

Fences are those of CommonMark: three or more backticks or tildes, closed by as many of the same.
What is blanked keeps its length and its lines, so that every position in the law is one in the Markdown.
"""

import re
from collections.abc import Iterable

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import LineIndex, Span

SUFFIX = ".law.md"
WORD = "law"

_FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})[ \t]*([^\n`]*?)[ \t\r]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of law: where its fence and its lines start, where they end, and whether it is closed."""

    fence: int
    start: int
    end: int
    indent: int
    is_closed: bool


def is_literate(path: str) -> bool:
    """Whether a file is Markdown with blocks of law."""
    return path.endswith(SUFFIX)


def law_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of law, in order. What stands in other blocks is no law."""
    blocks: list[Block] = []
    opened: re.Match[str] | None = None
    start = begin = offset = 0
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if opened is None and fence:
            opened, start, begin = fence, offset, offset + len(line) + 1
        elif opened and fence and fence[2].startswith(opened[2]) and not fence[3]:
            blocks += _block(opened, start, begin, offset, is_closed=True)
            opened = None
        offset += len(line) + 1
    if opened:
        blocks += _block(opened, start, min(begin, len(text)), len(text), is_closed=False)
    return tuple(blocks)


def unread_header(text: str) -> tuple[int, int] | None:
    """The fence of a block that begins as law does and is not called so."""
    found = _HEADER_IN_A_BLOCK.search(text)
    return found.span(1) if found else None


_HEADER_IN_A_BLOCK = re.compile(
    r"^( {0,3}(?:`{3,}|~{3,})[^\n]*)\n\s*(?:rulebook|vocabulary|module) [a-z]", re.MULTILINE
)


def blanked(text: str, blocks: Iterable[Block]) -> str:
    """The text with everything outside the blocks blank."""
    made, end = [], 0
    for block in blocks:
        made += [_blank(text[end : block.start]), text[block.start : block.end]]
        end = block.end
    return "".join([*made, _blank(text[end:])])


def misplaced(lines: LineIndex, blocks: Iterable[Block], clauses: Iterable[Span]) -> list[Diagnostic]:
    """What is wrong with blocks: one is not closed, or a clause goes on in the next."""
    places = [lines.span(block.start, block.end) for block in blocks]
    problems = []
    for block in blocks:
        if not block.is_closed:
            help_ = "end it with a line like the one that opens it, without the word"
            place = lines.span(block.fence + block.indent, max(block.start - 1, block.fence))
            problems.append(Diagnostic("PR900", "this block of law is not closed", place, help=help_))
    for span in clauses:
        if not any(place.line <= span.line and span.end_line <= place.end_line for place in places):
            help_ = "end the clause before the block ends, or put both parts into one block"
            problems.append(Diagnostic("PR901", "this clause goes on in another block of law", span, help=help_))
    return problems


def _block(opened: re.Match[str], start: int, begin: int, end: int, *, is_closed: bool) -> list[Block]:
    is_law = opened[3].lower().split()[:1] == [WORD]
    return [Block(start, begin, max(begin, end), len(opened[1]), is_closed)] if is_law else []


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
