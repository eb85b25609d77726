"""The tables of a register store: a path in, a connection to a store whose tables are the expected ones out.

Triggers keep programs from changing what is recorded. They do not stop the owner of the file, who can drop them;
for that there is the chain of hashes.
"""

import sqlite3
from pathlib import Path

from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.spans import whole_file

# Written into the file, so that other programs see what it is.
APPLICATION = int.from_bytes(b"panr")
FORM = 1

_LONGEST_VALUE = 1 << 21
_SETTINGS = (
    "synchronous = FULL",  # What is acknowledged survives a loss of power.
    "secure_delete = ON",  # What is erased is overwritten.
    "recursive_triggers = ON",  # No trigger is passed by with INSERT OR REPLACE.
    # The file may come from others: nothing in it may call functions, and pages are checked before use.
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
)
_MOST_TRIES = 50

TABLES = {
    # Who is erased loses name and salt; the seal stays.
    "persons": """CREATE TABLE persons (
  seal TEXT NOT NULL PRIMARY KEY,
  name TEXT UNIQUE,
  salt TEXT,
  CHECK ((name IS NULL) = (salt IS NULL))
) STRICT, WITHOUT ROWID""",
    # The last six columns repeat what the body says, to find entries by.
    "entries": """CREATE TABLE entries (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  body TEXT NOT NULL,
  signatures TEXT NOT NULL,
  hash TEXT NOT NULL,
  text TEXT,
  text_salt TEXT,
  act TEXT NOT NULL,
  recorded TEXT NOT NULL,
  effective TEXT NOT NULL,
  person TEXT,
  provider TEXT,
  key TEXT,
  CHECK ((text IS NULL) = (text_salt IS NULL))
) STRICT""",
}

INDEXES = {
    "memberships": "CREATE INDEX memberships ON entries (person, provider, number) WHERE act IN ('join', 'leave')",
    "ends": "CREATE INDEX ends ON entries (provider, number) WHERE act = 'end'",
    "keys": "CREATE INDEX keys ON entries (key, number) WHERE key IS NOT NULL",
    "signed": "CREATE INDEX signed ON entries (body) WHERE signatures <> '[]'",
}

TRIGGERS = {
    "entries_are_added_at_the_end": """CREATE TRIGGER entries_are_added_at_the_end BEFORE INSERT ON entries
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entries)
BEGIN SELECT raise(ABORT, 'entries are only added at the end'); END""",
    "entries_stay": """CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT raise(ABORT, 'entries are not deleted'); END""",
    "entries_stay_as_they_are": """CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
WHEN NEW.text IS NOT NULL OR NEW.text_salt IS NOT NULL
  OR (NEW.number, NEW.body, NEW.signatures, NEW.hash, NEW.act, NEW.recorded, NEW.effective)
    IS NOT (OLD.number, OLD.body, OLD.signatures, OLD.hash, OLD.act, OLD.recorded, OLD.effective)
  OR (NEW.person, NEW.provider, NEW.key) IS NOT (OLD.person, OLD.provider, OLD.key)
BEGIN SELECT raise(ABORT, 'of an entry only the text can be erased'); END""",
    "persons_are_added": """CREATE TRIGGER persons_are_added BEFORE INSERT ON persons
WHEN EXISTS (SELECT 1 FROM persons WHERE seal = NEW.seal OR name = NEW.name)
BEGIN SELECT raise(ABORT, 'a person is added once'); END""",
    "persons_stay": """CREATE TRIGGER persons_stay BEFORE DELETE ON persons
BEGIN SELECT raise(ABORT, 'persons are erased, not deleted'); END""",
    "persons_stay_as_they_are": """CREATE TRIGGER persons_stay_as_they_are BEFORE UPDATE ON persons
WHEN NEW.seal IS NOT OLD.seal OR NEW.name IS NOT NULL OR NEW.salt IS NOT NULL
BEGIN SELECT raise(ABORT, 'of a person only name and salt can be erased'); END""",
}

_SCHEMA = {**TABLES, **INDEXES, **TRIGGERS}


def connect(path: Path, create: bool, read_only: bool, wait: float) -> sqlite3.Connection:
    """A connection to the store at `path`, which is made if there is none and `create` says so.

    `wait` is for how many seconds other writers are waited for. Raises Refused or sqlite3.Error.
    """
    connection = _readable(path, wait) if read_only else _opened(path, "rwc" if create else "rw", wait)
    try:
        if not read_only:
            _write_ahead(connection)
            _create(connection)
        _check_tables(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def missing_triggers(connection: sqlite3.Connection) -> list[str]:
    """The names of triggers somebody has dropped. What they guard may have been changed since."""
    there = _objects(connection)
    return [name for name in TRIGGERS if name not in there]


def _readable(path: Path, wait: float) -> sqlite3.Connection:
    """A connection that changes nothing."""
    try:
        # Readers, too, leave marks beside the file, and only one that may write takes them away again.
        connection = _opened(path, "rw", wait)
    except sqlite3.OperationalError as error:
        unwritable = error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
        if not unwritable or not path.exists() or path.with_name(f"{path.name}-wal").exists():
            raise
        # The folder is read-only, so that nobody can write while we read.
        connection = _opened(path, "ro&immutable=1", wait)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _opened(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode={mode}", uri=True, timeout=wait, isolation_level=None)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers read while one writes. Two programs that make the same store at once may have to try again."""
    for attempt in range(_MOST_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or attempt == _MOST_TRIES - 1:
                raise
            connection.execute("BEGIN IMMEDIATE")  # Waits until the other one is done.
            connection.execute("ROLLBACK")
        else:
            return


def _create(connection: sqlite3.Connection) -> None:
    if _objects(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _objects(connection):
            for statement in _SCHEMA.values():
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORM}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse whatever could make this library run what somebody else wrote."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    if application == APPLICATION and form > FORM:
        message = f"the store has form {form}, and this version of the library knows forms up to {FORM}"
        raise Refused([Diagnostic("PR518", message, whole_file(str(path)), help="use a newer version")])
    there = _objects(connection)
    needed = there | {name: TRIGGERS[name] for name in missing_triggers(connection)}
    if application != APPLICATION or needed != _SCHEMA:
        message = "this is no register store, or its tables were changed"
        help_ = "make a new one and import the register into it"
        raise Refused([Diagnostic("PR518", message, whole_file(str(path)), help=help_)])


def _objects(connection: sqlite3.Connection) -> dict[str, str]:
    found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {str(name): str(sql) for name, sql in found}
