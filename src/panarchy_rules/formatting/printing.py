"""Put words on lines: a document of words and places where a line may end in, text of limited width out.

After Wadler, "A prettier printer" (2003), with fills as in Lindig's and later printers.
"""

from collections.abc import Sequence

from panarchy_rules.base.records import dataclass

WIDTH = 100
INDENT = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A word that is never broken."""

    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: nothing may follow it on its line. Behind a word it stays on the word's line."""

    text: str
    is_behind: bool


@dataclass(frozen=True, slots=True)
class Break:
    """A blank, or the end of a line where its group does not fit on one."""

    blanks: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Documents one behind the other."""

    parts: tuple["Doc", ...]


@dataclass(frozen=True, slots=True)
class Nest:
    """A document whose lines, but for the first, stand further to the right."""

    doc: "Doc"


@dataclass(frozen=True, slots=True)
class Group:
    """A document that goes on one line if it fits, and otherwise breaks at each of its own breaks.

    With `is_open` it is not tried on one line.
    """

    doc: "Doc"
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """Documents of which each line takes as many as fit, with breaks between."""

    parts: tuple["Doc", ...]
    breaks: tuple[Break, ...]


Doc = Text | Remark | Break | Row | Nest | Group | Fill

_Work = tuple[int, bool, Doc]  # How far to the right its lines start, whether it is on one line, and what.


def printed(doc: Doc) -> str:
    """The document as lines, the last without its end."""
    page = _Page()
    todo: list[_Work] = [(0, False, doc)]
    while todo:
        indent, flat, one = todo.pop()
        match one:
            case Text(text):
                page.write(text, indent)
            case Remark(text, is_behind):
                page.remark(text, indent, is_behind=is_behind)
            case Break(blanks):
                page.blank(blanks) if flat else page.end_line(indent)
            case Row(parts):
                todo += [(indent, flat, part) for part in reversed(parts)]
            case Nest(inner):
                todo.append((indent + INDENT, flat, inner))
            case Group(inner, is_open):
                fits = not is_open and (flat or _fits(page.room, [(indent, True, inner)], todo))
                todo.append((indent, fits, inner))
            case Fill(parts, breaks):
                todo += reversed(_filled(indent, parts, breaks, page.room, todo, flat=flat))
    return page.text


def _filled(
    indent: int, parts: Sequence[Doc], breaks: Sequence[Break], room: int, rest: list[_Work], *, flat: bool
) -> list[_Work]:
    """The first part, and a break behind it if the second does not fit on the line as well; the others later."""
    first = Group(parts[0])
    if not breaks:
        return [(indent, flat, first)]
    later: Doc = Fill(tuple(parts[1:]), tuple(breaks[1:]))
    both: list[_Work] = [(indent, True, parts[0]), (indent, True, breaks[0]), (indent, True, parts[1])]
    follows: list[_Work] = rest if len(parts) == 2 else [(indent, False, breaks[1])]
    is_one_line = flat or _fits(room, both[::-1], follows)
    return [(indent, flat, first), (indent, is_one_line, breaks[0]), (indent, flat, later)]


def _fits(room: int, todo: list[_Work], rest: list[_Work]) -> bool:
    """Whether some documents, with what follows up to the next possible end of a line, have room on this one."""
    todo = list(todo)
    ahead = end = len(rest)
    while room >= 0:
        if not todo:
            if not ahead:
                return True
            ahead -= 1
            todo.append(rest[ahead])
            continue
        indent, flat, one = todo.pop()
        match one:
            case Text(text):
                room -= len(text)
            case Remark(is_behind=is_behind):
                # Behind the last word of what is asked about it disturbs nothing.
                return ahead < end or (is_behind and not todo)
            case Break(blanks):
                if not flat:
                    return True
                room -= blanks
            case Row(parts):
                todo += [(indent, flat, part) for part in reversed(parts)]
            case Nest(inner):
                todo.append((indent, flat, inner))
            case Group(inner, is_open):
                if is_open:
                    return False
                todo.append((indent, flat, inner))
            case Fill(parts, breaks):
                mixed = [doc for pair in zip(parts, breaks, strict=False) for doc in pair]
                todo += [(indent, flat, part) for part in reversed([*mixed, parts[-1]])]
    return False


class _Page:
    """The lines so far. Blanks and ends of lines are held back until a word needs them."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._blanks = 0
        self._is_line_ended = False

    @property
    def room(self) -> int:
        """How many characters fit on the line."""
        return WIDTH - len(self._line) - self._blanks

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join([*self._lines, self._line])

    def write(self, text: str, indent: int) -> None:
        if text.isspace():
            self.blank(len(text))
            return
        if self._is_line_ended:
            self._next_line(indent)
        self._line += " " * self._blanks + text
        self._blanks = 0

    def blank(self, blanks: int) -> None:
        if not self._is_line_ended:
            self._blanks = blanks

    def end_line(self, indent: int) -> None:
        self._next_line(indent)

    def remark(self, text: str, indent: int, *, is_behind: bool) -> None:
        if is_behind and not self._is_line_ended:
            self._blanks = 2
        elif self._line.strip():
            self._next_line(indent)
        self.write(text, indent)
        self._is_line_ended = True

    def _next_line(self, indent: int) -> None:
        if self._line.strip():
            self._lines.append(self._line)
        self._line, self._blanks, self._is_line_ended = " " * indent, 0, False
