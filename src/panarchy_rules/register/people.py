"""The persons of a register store: under which salt and seal somebody is known, and whom a seal belongs to."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from panarchy_rules.base.boundary import quoted
from panarchy_rules.register.entries import Entry
from panarchy_rules.register.proof import Proof
from panarchy_rules.register.register import persons_in
from panarchy_rules.register.rows import People, Person
from panarchy_rules.register.sealing import STAND_IN, is_stand_in, salted, seal_name


def everyone(connection: sqlite3.Connection) -> dict[str, Person]:
    """Whom each seal belongs to, those who were erased left out."""
    found = connection.execute("SELECT seal, name, salt FROM persons WHERE name IS NOT NULL")
    # In a damaged file a column may hold anything.
    return {str(seal): Person(str(name), str(salt)) for seal, name, salt in found}


def by_seal(connection: sqlite3.Connection) -> People:
    """The same for a few seals, which are looked up one by one."""

    def person(seal: str) -> Person | None:
        query = "SELECT name, salt FROM persons WHERE seal = ? AND name IS NOT NULL"
        found = connection.execute(query, (seal,)).fetchone()
        return Person(*found) if found else None

    return person


@dataclass(slots=True)
class Sealer:
    """Gives salts to the entries of one batch, and collects the persons whom the store has not met before."""

    connection: sqlite3.Connection
    _known: dict[str, str | None] = field(default_factory=dict)
    _strangers: dict[str, Person | None] = field(default_factory=dict)

    def salt(self, name: str) -> str | None:
        """The salt under which somebody is known, if they are."""
        if name not in self._known:
            found = self.connection.execute("SELECT salt FROM persons WHERE name = ?", (name,)).fetchone()
            self._known[name] = str(found[0]) if found else None
        return self._known[name]

    def seal(self, name: str) -> str | None:
        """The seal of somebody, erased or not, if the store knows them."""
        if is_stand_in(name):
            return name.removeprefix(STAND_IN)
        salt = self.salt(name)
        return seal_name(salt, name) if salt else None

    def person(self, seal: str) -> Person | None:
        """Whom a seal belongs to; nobody, if they were erased."""
        return self._strangers[seal] if seal in self._strangers else by_seal(self.connection)(seal)

    def salted(self, entry: Entry) -> Entry:
        """The entry with a salt for everyone and everything that may have to be erased."""
        known = ((name, self.salt(name)) for name in persons_in(entry) if not is_stand_in(name))
        return salted(entry, {name: salt for name, salt in known if salt})

    def admitted(self, entry: Entry) -> Entry:
        """The same for an entry that is to be recorded: whom it names is known from now on."""
        done = self.salted(entry)
        salts = done.proof.salts if done.proof else {}
        for name in persons_in(done):
            if is_stand_in(name):
                self._strangers.setdefault(name.removeprefix(STAND_IN), None)
            elif self.salt(name) is None:
                self._known[name] = salts[name]
                self._strangers[seal_name(salts[name], name)] = Person(name, salts[name])
        return done

    def objections(self, entry: Entry) -> Iterator[str]:
        """Why an entry cannot be recorded under the salts it brings, or without those it lacks."""
        proof = entry.proof or Proof()
        for name in persons_in(entry):
            given = proof.salts.get(name)
            if is_stand_in(name):
                if self.person(name.removeprefix(STAND_IN)):
                    yield "calls somebody erased who is not"
            elif given is None:
                if proof.signatures:
                    yield f"is signed with {quoted(name)} in clear, so that they could never be erased"
            elif self.salt(name) not in (None, given):
                yield f"names {quoted(name)} under another salt than earlier entries do"
            elif self.salt(name) is None and self._was_erased(seal_name(given, name)):
                yield f"names {quoted(name)} under the salt under which they were erased"
        if entry.text and proof.signatures and not proof.text_salt:
            yield "is signed with its text in clear, which could never be erased"

    def strangers(self) -> Iterator[tuple[str, str | None, str | None]]:
        """The rows to add to the table of persons."""
        for seal, person in self._strangers.items():
            if person is not None:
                yield seal, person.name, person.salt
            elif not self._is_there(seal):
                yield seal, None, None

    def _was_erased(self, seal: str) -> bool:
        return seal in self._strangers or self._is_there(seal)

    def _is_there(self, seal: str) -> bool:
        return self.connection.execute("SELECT 1 FROM persons WHERE seal = ?", (seal,)).fetchone() is not None
