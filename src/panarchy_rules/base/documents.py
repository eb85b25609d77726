"""What every reader of a document shares: its limits, the table it gives, and the mistake that stops it."""

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import LineIndex, Span

DEEPEST = 12
MOST_DIGITS = 100

CURLY = frozenset("“”„‟‘’«»")
CURLY_HELP = 'use plain quotation marks: `"…"`'

Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text is no table: what to say, and where in it. `code` is empty for mistakes of writing."""

    message: str
    help: str = ""
    offset: int = 0
    code: str = ""


def decode(content: bytes) -> str | Unreadable:
    """Bytes as text. A byte order mark is dropped."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Unreadable(f"the bytes on line {line} are not UTF-8 text", "save the file as UTF-8", 0, "PR101")


def broken_place(path: str, content: bytes) -> Span:
    """Where bytes stop being text."""
    try:
        start = len(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        start = len(content[: error.start].decode("utf-8-sig"))
    return LineIndex(path, content.decode("utf-8-sig", "replace")).span(start, start + 1)


TOO_DEEP = Unreadable(
    f"tables and lists are nested more than {DEEPEST} deep",
    "flatten it: files written by hand need four levels at most",
    0,
    "PR609",
)
LONG_NUMBER = Unreadable(f"a number has more than {MOST_DIGITS} digits", "write it as text if it is one")
