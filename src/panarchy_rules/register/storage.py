"""Keep a register in a SQLite file: entries in, a receipt out that stands for them and for all before them.

One batch of entries is recorded as a whole or not at all, whoever else is writing and whenever the program is killed.
What is recorded is never changed. Only names and texts can be erased, and the chain of hashes still holds.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic, Refused, errors
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file
from panarchy_rules.register.admit import Admission, KnownKeys
from panarchy_rules.register.chain import GENESIS, Checkpoint
from panarchy_rules.register.check_store import check_store
from panarchy_rules.register.entries import Entry
from panarchy_rules.register.people import Sealer, everyone
from panarchy_rules.register.read import read_register
from panarchy_rules.register.refusals import explained
from panarchy_rules.register.register import Register
from panarchy_rules.register.rows import Row, entry_of, last_day, rows
from panarchy_rules.register.sealing import stand_in
from panarchy_rules.register.tables import connect
from panarchy_rules.register.verify_chain import verify_chain
from panarchy_rules.register.verify_signatures import SignatureRules
from panarchy_rules.register.write import write_entry

_WAIT = 30.0
_INSERT_ENTRY = f"INSERT INTO entries VALUES ({', '.join('?' * len(Row._fields))})"
_INSERT_PERSON = "INSERT INTO persons (seal, name, salt) VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The numbers a batch was given, and the hash of the register behind it. Keep it: it is a checkpoint."""

    first: int
    last: int
    head: str

    @property
    def checkpoint(self) -> Checkpoint:
        """What the register has to lead through from now on."""
        return Checkpoint(self.last, self.head)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing a person did. If it is not `complete`, copies remain until other readers close the store."""

    stand_in: str
    texts: int
    complete: bool


class RegisterStore:
    """A register in a file. Use one for each thread, and close it or use it with `with`."""

    def __init__(self, connection: sqlite3.Connection, path: str, rules: SignatureRules | None) -> None:
        self._connection, self._path, self._rules = connection, path, rules
        self._keys = KnownKeys()

    @classmethod
    def open(
        cls,
        path: str | Path,
        rules: SignatureRules | None = None,
        *,
        create: bool = True,
        read_only: bool = False,
        wait: float = _WAIT,
    ) -> "RegisterStore":
        """The store at `path`, made if there is none. Raises Refused if it cannot be used.

        With `rules`, entries are refused whose signatures do not follow them.
        `wait` is for how many seconds other writers are waited for.
        """
        with explained(str(path)):
            return cls(connect(Path(path), create, read_only, wait), str(path), rules)

    def __enter__(self) -> "RegisterStore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def head(self) -> Checkpoint:
        """The last entry's number and hash."""
        with explained(self._path):
            found = self._connection.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
        return Checkpoint(*found) if found else Checkpoint(0, GENESIS)

    def append(self, entries: Iterable[Entry]) -> Receipt:
        """Record entries, all or none. Those without a number get the next ones.

        When this returns, they are on the disk. Raises Refused if they do not fit, or if they cannot be written.
        """
        wanted = tuple(entries)
        if not wanted:
            last = self.head()
            return Receipt(last.entry + 1, last.entry, last.hash)
        with self._writing():
            sealer = Sealer(self._connection)
            added = Admission(self._connection, self._path, self._rules, self._keys).admit(wanted, sealer)
            self._connection.executemany(_INSERT_PERSON, list(sealer.strangers()))
            self._connection.executemany(_INSERT_ENTRY, added)
        return Receipt(added[0].number, added[-1].number, added[-1].hash)

    def salted(self, entry: Entry) -> Entry:
        """The entry with the salts it needs before it is signed: the known ones, and new ones for strangers."""
        with explained(self._path):
            return Sealer(self._connection).salted(entry)

    def read(self, as_known: date | None = None) -> Register:
        """The register, or what of it was on record on a day. Who was erased is called `erased_...`."""
        with self._reading():
            people = everyone(self._connection).get
            found = rows(self._connection, "WHERE recorded <= ?", last_day(as_known))
            return Register(tuple(entry_of(row, people) for row in found), self._path)

    def verify(self, checkpoints: Sequence[Checkpoint] = ()) -> tuple[Diagnostic, ...]:
        """Whatever was changed, removed, moved, forged or dated back, as far as it can be told. Empty if nothing."""
        return self.read_verified(checkpoints)[1]

    def read_verified(self, checkpoints: Sequence[Checkpoint] = ()) -> tuple[Register, tuple[Diagnostic, ...]]:
        """The register as it was checked, even if others write at the same time, and what `verify` says of it."""
        rules = self._rules or SignatureRules()
        with self._reading():
            entries, found = check_store(self._connection, self._path, rules, checkpoints)
        return Register(tuple(entries), self._path), found

    def erase(self, person: str) -> Erasure:
        """Forget a name, and the texts of all entries that name the person. The chain still holds."""
        with self._writing():
            seal = Sealer(self._connection).seal(person)
            done = self._connection.execute("UPDATE persons SET name = NULL, salt = NULL WHERE name = ?", (person,))
            if seal is None or not done.rowcount:
                raise Refused([Diagnostic("PR601", f"the store knows no {quoted(person)}", whole_file(self._path))])
            texts = "UPDATE entries SET text = NULL, text_salt = NULL WHERE text IS NOT NULL AND instr(body, ?)"
            erased = self._connection.execute(texts, (f'"{seal}"',)).rowcount
        with explained(self._path):
            # The log still holds the old pages; they are gone once it is empty.
            busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return Erasure(stand_in(seal), erased, not busy)

    def import_jsonl(self, path: str | Path) -> Receipt:
        """Record all entries of a file of JSON lines, or none. Their numbers must follow those that are there."""
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            message = f"this file cannot be read: {(error.strerror or 'it cannot be opened').lower()}"
            raise Refused([Diagnostic("PR100", message, whole_file(str(path)))]) from error
        register, found = read_register(str(path), data)
        if not errors(found) and any(entry.proof and entry.proof.hash for entry in register.entries):
            found = verify_chain(register)
        if errors(found):
            raise Refused(found)
        return self.append(register.entries)

    def export_jsonl(self, path: str | Path, proofs: bool = True) -> Checkpoint:
        """Write all entries as JSON lines, by which others can check them; without `proofs`, only to be read."""
        register = self.read()
        part = Path(path).with_name(f"{Path(path).name}.part")
        with part.open("w", encoding="utf-8", newline="\n") as file:
            for entry in register.entries:
                file.write(write_entry(entry if proofs else entry.model_copy(update={"proof": None})) + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        last = register.entries[-1] if register.entries else None
        return Checkpoint(last.entry, last.proof.hash or "") if last and last.proof else Checkpoint(0, GENESIS)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction. Others wait until it is over, and see all of it or nothing."""
        with explained(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._keys = KnownKeys()
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One view of the store, whatever others write meanwhile."""
        with explained(self._path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
