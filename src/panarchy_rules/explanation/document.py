"""What a page is made of: headings, sentences, lists, law texts and a picture, without a word on how they look."""

from collections.abc import Callable
from dataclasses import field
from typing import assert_never

from panarchy_rules.base.records import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Things listed; `ordered` if one follows from the one before."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under headings."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LawText:
    """The words of a rule, and what it cites."""

    name: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, made by this library, with what it shows in words."""

    svg: str
    about: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A finding, and the law it rests on beside it."""

    finding: tuple["Block", ...]
    law: tuple[LawText, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Something that a reader may open."""

    summary: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it."""

    title: str
    blocks: tuple["Block", ...]


Block = Paragraph | Lines | Table | LawText | Picture | Beside | Fold | Section


@dataclass(frozen=True, slots=True)
class Document:
    """A page: its title, what came out in a word, and what stands on it."""

    title: str
    status: str
    is_decided: bool
    blocks: tuple[Block, ...] = field(default=())


def with_words(block: Block, words: Callable[[str], str]) -> Block:
    """A block with its sentences changed. What laws say and what pictures show stays as it is."""
    match block:
        case Paragraph(text):
            return Paragraph(words(text))
        case Lines(items, ordered):
            return Lines(tuple(words(item) for item in items), ordered)
        case Table(heads, rows):
            return Table(heads, tuple(tuple(words(cell) for cell in row) for row in rows))
        case LawText() | Picture():
            return block
        case Beside(finding, law):
            return Beside(tuple(with_words(one, words) for one in finding), law)
        case Fold(summary, blocks):
            return Fold(words(summary), tuple(with_words(one, words) for one in blocks))
        case Section(title, blocks):
            return Section(words(title), tuple(with_words(one, words) for one in blocks))
        case _:
            assert_never(block)
