"""Check signatures: sealed entries in, whatever is unsigned, forged, repeated or signed with a wrong key out."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from itertools import islice

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass
from panarchy_rules.register.chain import GENESIS, link
from panarchy_rules.register.keys import REGISTRAR, KeyRing, Owner, authors, is_weak, key_owner
from panarchy_rules.register.proof import Signature
from panarchy_rules.register.register import Register
from panarchy_rules.register.sealing import SealedEntry, sealed, seals_of, stand_in
from panarchy_rules.register.signatures import fits, signed_bytes
from panarchy_rules.register.verify_chain import MOST_SHOWN, at_entry
from panarchy_rules.register.verify_seals import check_seals

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SignatureRules:
    """What a world asks of signatures.

    `registrar` is the public key that vouches for first keys and for consents that others report.
    """

    required: bool = False
    registrar: str = ""


@dataclass(slots=True)
class Past:
    """What must be known of earlier entries. `hash_of` gives the hash of one, or nothing if it is not there."""

    rules: SignatureRules
    path: str
    names: Names
    hash_of: Callable[[int], str | None]
    ring: KeyRing = field(default_factory=KeyRing)
    signed: dict[bytes, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ring.registrar = self.rules.registrar


def verify_signatures(register: Register, rules: SignatureRules) -> tuple[Diagnostic, ...]:
    """What is wrong with the signatures in a register, the hundred first mistakes at most."""
    names = {stand_in(seal): name for entry in register.entries for name, seal in seals_of(entry).items()}
    signed = verify_signed(map(sealed, register.entries), register.path, rules, names)
    # Two seals under one name would let somebody sign for a namesake.
    return (*islice(check_seals(register.entries, register.path), MOST_SHOWN), *signed)


def verify_signed(
    entries: Iterable[SealedEntry], path: str, rules: SignatureRules, names: Names
) -> tuple[Diagnostic, ...]:
    """The same for entries that are sealed already, which are read once and in order."""
    hashes = {0: GENESIS}
    past = Past(rules, path, names, hashes.get)
    found: list[Diagnostic] = []
    previous = GENESIS
    for entry in entries:
        found += check_entry(entry, past)
        previous = hashes[entry.number] = entry.hash or link(entry, previous)
        if len(found) >= MOST_SHOWN:
            break
    return tuple(found[:MOST_SHOWN])


def check_entry(entry: SealedEntry, past: Past) -> list[Diagnostic]:
    """What is wrong with the signatures of one entry. What is right about it becomes part of the past."""
    if not entry.signatures and not past.rules.required and entry.body.get("act") not in ("key", "revoke_key"):
        return []
    found = [mistake for signature in entry.signatures for mistake in _signature(entry, signature, past)]
    found += _missing(entry, past)
    if not found:
        past.ring.learn(entry.body)
    return found


def digest(entry: SealedEntry, signature: Signature) -> bytes:
    """What is the same only if the same key signed the same act with the same past."""
    return hashlib.sha256(signature.key.encode() + signed_bytes(entry, signature.seen)).digest()


def _signature(entry: SealedEntry, signature: Signature, past: Past) -> Iterator[Diagnostic]:
    number, key = entry.number, f"`{signature.key[:12]}...`"
    if not fits(signature, entry):
        message = f"the signature under entry {number} with the key {key} does not fit"
        yield _problem("PR514", past, number, message, "the entry was changed after it was signed, or it is forged")
        return
    if signature.key not in _accepted(entry, past.ring):
        message = f"entry {number} is signed with the key {key}, {_why_not(signature, past)}"
        yield _problem("PR515", past, number, message)
    first = past.signed.setdefault(digest(entry, signature), number)
    if first != number:
        message = f"entry {number} is what was signed as entry {first}, once more"
        yield _problem("PR516", past, number, message, "a signature is good for one entry; sign anew to act again")
    yield from _seen(entry, signature, past)


def _seen(entry: SealedEntry, signature: Signature, past: Past) -> Iterator[Diagnostic]:
    number, seen = entry.number, signature.seen
    if seen.entry >= number:
        message = f"entry {number} was signed by someone who had already seen entry {seen.entry}"
        yield _problem("PR511", past, number, message, "it was moved forward, or entries before it were taken out")
    elif past.hash_of(seen.entry) != seen.hash:
        message = f"who signed entry {number} had seen another entry {seen.entry}"
        yield _problem("PR512", past, number, message, f"entry {seen.entry} or one before it was changed since")


def _accepted(entry: SealedEntry, ring: KeyRing) -> frozenset[str]:
    """The keys that may stand under an entry."""
    act = entry.body.get("act")
    if act not in ("key", "revoke_key"):
        return frozenset().union(*(ring.keys_of(author) for author in authors(entry.body)))
    keys = ring.keys_of(key_owner(entry.body)) | ring.keys_of(REGISTRAR)
    return keys | {str(entry.body.get("key"))} if act == "key" else keys


def _missing(entry: SealedEntry, past: Past) -> Iterator[Diagnostic]:
    """Whose signature is missing under an entry."""
    keys = {signature.key for signature in entry.signatures}
    match entry.body.get("act"):
        case "key":
            yield from _missing_for_key(entry, keys, past)
        case "revoke_key":
            if not keys & _accepted(entry, past.ring):
                yield _unsigned(entry, past, f"{_shown(key_owner(entry.body), past)} or the registrar")
        case _:
            for author in authors(entry.body):
                if not keys & past.ring.keys_of(author):
                    yield _unsigned(entry, past, _shown(author, past))


def _missing_for_key(entry: SealedEntry, keys: set[str], past: Past) -> Iterator[Diagnostic]:
    key, owner, ring = str(entry.body.get("key")), key_owner(entry.body), past.ring
    if key not in keys:
        yield _unsigned(entry, past, "the key it registers")
    elif is_weak(key):
        message = f"entry {entry.number} registers a key under which anyone can sign"
        yield _problem("PR515", past, entry.number, message, "make a new key")
    # The first key is taken on trust unless there is a registrar to vouch for it.
    if (ring.registrar or ring.knows(owner)) and not keys & (ring.keys_of(owner) | ring.keys_of(REGISTRAR)):
        who = "an earlier key" if ring.knows(owner) else ""
        yield _unsigned(entry, past, " or ".join(filter(None, (who, "the registrar" if ring.registrar else ""))))


def _why_not(signature: Signature, past: Past) -> str:
    owner = past.ring.owner_of.get(signature.key)
    if owner is None:
        return "which is registered for nobody"
    if signature.key in past.ring.revoked:
        return "which is revoked"
    return f"which is that of {_shown(owner, past)}"


def _unsigned(entry: SealedEntry, past: Past, who: str) -> Diagnostic:
    cure = ""
    if who == _shown(REGISTRAR, past) and not past.rules.registrar:
        cure = "the registrar signs what others report; their key stands in the `[register]` table of the manifest"
    return _problem("PR513", past, entry.number, f"entry {entry.number} is not signed by {who}", cure)


def _shown(owner: Owner, past: Past) -> str:
    return owner.shown(past.names)


def _problem(code: str, past: Past, number: int, message: str, cure: str = "") -> Diagnostic:
    return Diagnostic(code, message, at_entry(past.path, number), help=cure)
