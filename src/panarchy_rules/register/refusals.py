"""Say what SQLite complains of in words that help: an error in, `Refused` with a diagnostic out."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.spans import whole_file
from panarchy_rules.register.rows import BrokenRow


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Run what follows on the store at `path`."""
    try:
        yield
    except BrokenRow as error:
        raise Refused([Diagnostic("PR510", str(error), whole_file(path))]) from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if isinstance(error, sqlite3.ProgrammingError):
            raise  # A mistake of the program, such as using a store that was closed.
        # There is no name where something, even SQLite's own message, is not UTF-8.
        name = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT")
        message, cure = next((words for start, words in _WORDS.items() if name.startswith(start)), (str(error), ""))
        raise Refused([Diagnostic("PR518", message, whole_file(path), help=cure)]) from error


_NOTHING = "so nothing of this was recorded"
_WORDS = {
    "SQLITE_BUSY": (f"another program is writing to the store and does not finish, {_NOTHING}", "try again later"),
    "SQLITE_FULL": (f"the disk is full, {_NOTHING}", "make room and try again"),
    "SQLITE_IOERR": (f"the disk does not take or give what it should, {_NOTHING}", "it may be full or broken"),
    "SQLITE_READONLY": (f"the store cannot be written to, {_NOTHING}", "look at the rights of the file and its folder"),
    "SQLITE_CANTOPEN": ("the store cannot be opened", "look at its path, and at the rights of the file and its folder"),
    "SQLITE_NOTADB": ("this is no register store", "a register store is made by this library"),
    "SQLITE_CORRUPT": ("the file is damaged", "take it from a copy"),
    "SQLITE_TOOBIG": (f"an entry is too long, {_NOTHING}", "shorten its text"),
}
