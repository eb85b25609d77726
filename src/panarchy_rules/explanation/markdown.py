"""Write a document as Markdown."""

import re
from collections.abc import Iterator
from typing import assert_never

from panarchy_rules.explanation.document import (
    Beside,
    Block,
    Document,
    Fold,
    LawText,
    Lines,
    Paragraph,
    Picture,
    Section,
    Table,
)


def markdown(document: Document) -> str:
    """The page. Pictures are left out: Markdown has no place for them that all readers show."""
    lines = [f"# {_safe(document.title)}", "", f"**{_safe(document.status)}**", ""]
    for block in document.blocks:
        lines += _block(block, 2)
    return "\n".join(lines).rstrip("\n") + "\n"


def _block(block: Block, level: int) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield from (_safe(text), "")
        case Lines(items, ordered):
            yield from (f"{f'{n}.' if ordered else '-'} {_safe(item)}" for n, item in enumerate(items, 1))
            yield ""
        case Table(heads, rows):
            yield from _table(heads, rows)
        case LawText(name, text, source):
            yield from (f"{_safe(name)}{f' ({_safe(source)})' if source else ''}:", "")
            yield from (f"    {line}" for line in text.split("\n"))
            yield ""
        case Picture():
            pass
        case Beside(finding, law):
            for one in (*finding, *law):
                yield from _block(one, level)
        case Fold(summary, blocks) | Section(summary, blocks):
            yield from (f"{'#' * min(level, 6)} {_safe(summary)}", "")
            for one in blocks:
                yield from _block(one, level + 1)
        case _:
            assert_never(block)


def _table(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(_safe(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
    yield ""


def _safe(text: str) -> str:
    """The text on one line, without anything that Markdown or HTML would read as its own."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", " ".join(text.split()))
