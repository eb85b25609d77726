"""Admit entries to a store: what somebody wants to add in, rows that fit behind those that are there out.

Whatever does not fit is refused, and everything that came with it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.register.chain import GENESIS, link
from panarchy_rules.register.checks import check_references, out_of_order
from panarchy_rules.register.entries import Birth, End, Entry, Join, Key, Leave, Revoke, RevokeKey
from panarchy_rules.register.keys import KeyRing
from panarchy_rules.register.people import Sealer, by_seal
from panarchy_rules.register.register import persons_in
from panarchy_rules.register.rows import BrokenRow, Row, entry_of, row_of, rows, sealed_of, unsealed
from panarchy_rules.register.sealing import SealedEntry, sealed, seals_of, stand_in
from panarchy_rules.register.verify_chain import at_entry
from panarchy_rules.register.verify_signatures import Past, SignatureRules, check_entry, digest


@dataclass(slots=True)
class KnownKeys:
    """The keys of a store as far as they were read, kept so that they are not read for each batch."""

    ring: KeyRing = field(default_factory=KeyRing)
    upto: int = 0


@dataclass(frozen=True, slots=True)
class Admission:
    """A store that is being written to, and what it asks of signatures; nothing, if no rules are given."""

    connection: sqlite3.Connection
    path: str
    rules: SignatureRules | None
    keys: KnownKeys

    def admit(self, wanted: Sequence[Entry], sealer: Sealer) -> list[Row]:
        """The rows for these entries. Raises Refused with whatever is wrong with any of them."""
        last = next(iter(rows(self.connection, "WHERE number = (SELECT max(number) FROM entries)")), None)
        first = last.number + 1 if last else 1
        numbered = [
            entry if entry.entry else entry.model_copy(update={"entry": number})
            for number, entry in enumerate(wanted, first)
        ]
        self._refuse(self._order(numbered, last), self._references(numbered, first, sealer))
        admitted = self._sealed(numbered, sealer)
        links = _links(admitted, last.hash if last else GENESIS)
        new_rows = [row_of(entry, each) for entry, each in zip(admitted, links, strict=True)]
        self._refuse(self._unreadable(admitted, links, new_rows, sealer))
        if self.rules is not None:
            self._refuse(self._signatures(links, admitted, self.rules))
        return new_rows

    def _sealed(self, numbered: Sequence[Entry], sealer: Sealer) -> list[Entry]:
        found: list[Diagnostic] = []
        admitted: list[Entry] = []
        for entry in numbered:
            place = at_entry(self.path, entry.entry)
            for why in sealer.objections(entry):
                found.append(Diagnostic("PR519", f"entry {entry.entry} {why}", place, help=_SALT_IT))
            admitted.append(sealer.admitted(entry))
        self._refuse(found)
        return admitted

    def _unreadable(
        self, admitted: Sequence[Entry], links: Sequence[SealedEntry], new_rows: Sequence[Row], sealer: Sealer
    ) -> Iterator[Diagnostic]:
        """Make sure that what is recorded for good is what was meant. A model can be copied without being checked."""
        for entry, each, row in zip(admitted, links, new_rows, strict=True):
            problem = ""
            try:
                again = unsealed(each, row, sealer.person)
                if (type(again), persons_in(again), again.text) != (type(entry), persons_in(entry), entry.text):
                    problem = f"entry {entry.entry} would not be read again as it was written"
            except BrokenRow as broken:
                problem = str(broken)
            if problem:
                yield Diagnostic("PR501", problem, at_entry(self.path, entry.entry))

    def _order(self, numbered: Sequence[Entry], last: Row | None) -> Iterator[Diagnostic]:
        before = entry_of(last, by_seal(self.connection)) if last else None
        for number, entry in enumerate(numbered, last.number + 1 if last else 1):
            mistake = out_of_order(entry, number, before)
            if mistake:
                yield Diagnostic("PR502", mistake.message, at_entry(self.path, number), help=mistake.help)
            before = entry

    def _references(self, numbered: Sequence[Entry], first: int, sealer: Sealer) -> Iterator[Diagnostic]:
        """Check what the entries refer to, with no more of the past than they refer to."""
        found = {row.number: row for entry in numbered for row in self._referred_to(entry, sealer)}
        person = by_seal(self.connection)
        earlier = [entry_of(found[number], person) for number in sorted(found)]
        wrong = check_references([*earlier, *numbered], self.path)
        return (mistake for mistake in wrong if mistake.span.line >= first)

    def _referred_to(self, entry: Entry, sealer: Sealer) -> Iterable[Row]:
        match entry:
            case Leave():
                whose = "WHERE person = ? AND provider = ? AND act IN ('join', 'leave')"
                latest = f"WHERE number = (SELECT max(number) FROM entries {whose})"
                return rows(self.connection, latest, sealer.seal(entry.person), entry.provider)
            case Join() | End():
                return rows(self.connection, "WHERE provider = ? AND act = 'end'", entry.provider)
            case Birth():
                whose = "WHERE person = ? AND act = 'birth'"
                return rows(self.connection, whose, sealer.seal(entry.person))
            case Revoke():
                return rows(self.connection, "WHERE number = ?", entry.of)
            case Key() | RevokeKey():
                return rows(self.connection, "WHERE key = ?", entry.key)
            case _:
                return ()

    def _signatures(
        self, links: Sequence[SealedEntry], admitted: Sequence[Entry], rules: SignatureRules
    ) -> Iterator[Diagnostic]:
        hashes = {each.number: each.hash for each in links}
        names = {stand_in(seal): name for entry in admitted for name, seal in seals_of(entry).items()}
        ring = self._ring(rules, links[0].number)
        past = Past(rules, self.path, names, lambda number: hashes.get(number) or self._hash(number), ring)
        for entry in links:
            for earlier in self._same_act(entry):
                past.signed |= {digest(earlier, each): earlier.number for each in earlier.signatures}
            yield from check_entry(entry, past)

    def _ring(self, rules: SignatureRules, first: int) -> KeyRing:
        self.keys.ring.registrar = rules.registrar
        for row in rows(self.connection, "WHERE key IS NOT NULL AND number > ?", self.keys.upto):
            self.keys.ring.learn(sealed_of(row).body)
        self.keys.upto = first - 1
        return self.keys.ring

    def _same_act(self, entry: SealedEntry) -> Iterable[SealedEntry]:
        return map(sealed_of, rows(self.connection, "WHERE body = ? AND signatures <> '[]'", entry.written))

    def _hash(self, number: int) -> str | None:
        if number == 0:
            return GENESIS
        found = self.connection.execute("SELECT hash FROM entries WHERE number = ?", (number,)).fetchone()
        return str(found[0]) if found else None

    def _refuse(self, *found: Iterable[Diagnostic]) -> None:
        mistakes = [mistake for each in found for mistake in each]
        if mistakes:
            raise Refused(mistakes)


_SALT_IT = "let the store give the entry its salts before it is signed, with `salted`"


def _links(entries: Iterable[Entry], previous: str) -> list[SealedEntry]:
    links: list[SealedEntry] = []
    for entry in entries:
        each = sealed(entry)
        previous = link(each, previous)
        links.append(replace(each, hash=previous))
    return links
