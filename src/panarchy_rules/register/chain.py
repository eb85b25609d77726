"""Chain entries by their hashes: a register in, the hash of its last entry out, which stands for all of them.

The hash of an entry is the SHA-256 of its canonical form, its number, its signatures and the hash before it.
Whoever keeps the last hash elsewhere can later tell whether anything before it was changed.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.register.canonical import Plain, canonical_text
from panarchy_rules.register.proof import Proof, Signature
from panarchy_rules.register.register import Register
from panarchy_rules.register.sealing import SealedEntry, sealed

# What stands for the hash before the first entry.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The hash of one entry, to be kept where the owner of the register cannot change it.

    `taken` is the day on which it was taken, if that is known: nothing later can be recorded before that day.
    """

    entry: int
    hash: str
    taken: date | None = None


def head(register: Register) -> Checkpoint:
    """The last entry's number and hash."""
    last = Checkpoint(0, GENESIS)
    for entry, hash_ in _with_hashes(map(sealed, register.entries)):
        last = Checkpoint(entry.number, hash_)
    return last


def chained(register: Register) -> Register:
    """The register with the hash of every entry written beside it."""
    hashes = [hash_ for _, hash_ in _with_hashes(map(sealed, register.entries))]
    entries = (
        entry.model_copy(update={"proof": (entry.proof or Proof()).model_copy(update={"hash": hash_})})
        for entry, hash_ in zip(register.entries, hashes, strict=True)
    )
    return Register(tuple(entries), register.path)


def link(entry: SealedEntry, previous: str, number: int | None = None) -> str:
    """The hash of an entry after one with the hash `previous`; under another number, if one is given."""
    # This is the canonical form of a table with these four keys; the body is in that form already.
    place = entry.number if number is None else number
    signatures = canonical_text(plain_signatures(entry.signatures))
    whole = f'{{"act":{entry.written},"entry":{place},"previous":"{previous}","signatures":{signatures}}}'
    return hashlib.sha256(whole.encode()).hexdigest()


def plain_signatures(signatures: Iterable[Signature]) -> list[Plain]:
    """Signatures as they are hashed and stored."""
    return [
        {"key": each.key, "seen": {"entry": each.seen.entry, "hash": each.seen.hash}, "signature": each.signature}
        for each in signatures
    ]


def _with_hashes(entries: Iterable[SealedEntry]) -> Iterator[tuple[SealedEntry, str]]:
    previous = GENESIS
    for entry in entries:
        previous = link(entry, previous)
        yield entry, previous
