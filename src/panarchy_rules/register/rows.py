"""Rows of a register store: an entry in, the row that holds it out, and back again.

A row holds the sealed form, which the chain is made of; names stand in a table of their own.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, cast

from pydantic import ValidationError

from panarchy_rules.base.boundary import Mistake
from panarchy_rules.base.documents import Unreadable
from panarchy_rules.base.read_json import read_json
from panarchy_rules.register.canonical import Plain, canonical_text
from panarchy_rules.register.chain import plain_signatures
from panarchy_rules.register.entries import Entry
from panarchy_rules.register.proof import Signature
from panarchy_rules.register.read import entry_from
from panarchy_rules.register.sealing import PERSON_KEYS, SealedEntry, stand_in


class Person(NamedTuple):
    """Whom a seal belongs to."""

    name: str
    salt: str


# Nothing for somebody who was erased.
People = Callable[[str], Person | None]


class Row(NamedTuple):
    """One row of the table of entries, in the order of its columns."""

    number: int
    body: str
    signatures: str
    hash: str
    text: str | None
    text_salt: str | None
    act: str | None
    recorded: str | None
    effective: str | None
    person: str | None
    provider: str | None
    key: str | None


class BrokenRow(ValueError):
    """A row that nobody who used this library can have written."""


def row_of(entry: Entry, sealed: SealedEntry) -> Row:
    """The row of an entry that has its number, its salts and its hash."""
    proof = entry.proof
    text = entry.text or None
    return Row(
        entry.entry,
        sealed.written,
        canonical_text(plain_signatures(sealed.signatures)),
        sealed.hash,
        text,
        proof.text_salt if proof and text else None,
        *_columns(sealed.body),
    )


def sealed_of(row: Row) -> SealedEntry:
    """What the chain and the signatures see. Raises BrokenRow."""
    # In a damaged file a column may hold anything.
    if not all(isinstance(text, str) for text in (row.body, row.signatures, row.hash)) or not all(
        text is None or isinstance(text, str) for text in row[4:]
    ):
        raise BrokenRow(f"entry {row.number} holds something else than text")
    body = _table(row.body, row.number)
    if _columns(body) != row[6:]:
        raise BrokenRow(f"the columns of entry {row.number} do not say what its body says")
    try:
        signatures = tuple(Signature.model_validate(each) for each in json.loads(row.signatures))
    except (ValidationError, ValueError, TypeError, RecursionError):
        raise BrokenRow(f"the signatures of entry {row.number} are not in order") from None
    try:
        sealed = SealedEntry(row.number, cast("Mapping[str, Plain]", body), signatures, row.hash)
    except ValueError as error:
        raise BrokenRow(f"the body of entry {row.number} cannot be: {error}") from None
    if sealed.written != row.body:
        raise BrokenRow(f"the body of entry {row.number} is not in its one form")
    return sealed


def entry_of(row: Row, people: People) -> Entry:
    """The entry with the names of those who were not erased. Raises BrokenRow."""
    return unsealed(sealed_of(row), row, people)


def unsealed(sealed: SealedEntry, row: Row, people: People) -> Entry:
    """The same for a row that was read already."""
    table: dict[str, Any] = {**sealed.body, "entry": row.number}
    salts: dict[str, str] = {}
    for key in PERSON_KEYS:
        if key in table:
            table[key] = _named(table[key], people, salts)
    proof: dict[str, Any] = {"hash": row.hash, "salts": salts, "signatures": sealed.signatures}
    if _is_sealed(table.get("text")):
        seal = table.pop("text")["sealed"]
        proof |= {"text_seal": seal} if row.text is None else {"text_salt": row.text_salt}
        if row.text is not None:
            table["text"] = row.text
    entry = entry_from({**table, "proof": proof})
    if isinstance(entry, Mistake):
        raise BrokenRow(f"entry {row.number}: {entry.message}")
    return entry


def rows(connection: sqlite3.Connection, where: str = "", *values: object) -> Iterable[Row]:
    """The rows of entries in the order of their numbers."""
    found = connection.execute(f"SELECT * FROM entries {where} ORDER BY number", values)
    return map(Row._make, found)


def last_day(as_known: date | None) -> str:
    """The last day of recording that is read, in a form that sorts as days do."""
    return "9999-12-31" if as_known is None else as_known.isoformat()


def _columns(body: Mapping[str, Any]) -> tuple[str | None, ...]:
    """What is repeated beside the body, to find entries by."""
    person, recorded = body.get("person"), body.get("recorded")
    seal = person.get("sealed") if isinstance(person, Mapping) else None
    return body.get("act"), recorded, body.get("effective", recorded), seal, body.get("provider"), body.get("key")


def _table(text: str, number: int) -> dict[str, Any]:
    table = read_json(text)
    if isinstance(table, Unreadable):
        raise BrokenRow(f"the body of entry {number} is not JSON: {table.message}")
    return table


def _named(value: Any, people: People, salts: dict[str, str]) -> Any:
    """Names for seals; the salts of those who were not erased are added to `salts`."""
    if isinstance(value, list):
        return [_named(each, people, salts) for each in value]
    if not _is_sealed(value):
        return value
    person = people(value["sealed"])
    if person is None:
        return stand_in(value["sealed"])
    salts[person.name] = person.salt
    return person.name


def _is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"sealed"} and isinstance(value["sealed"], str)
