"""What a page is made of: headings, sentences, lists, law texts and a picture, without a word on how they look."""

from dataclasses import dataclass, field


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
