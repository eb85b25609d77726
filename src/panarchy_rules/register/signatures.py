"""Sign entries: an entry and a private key in, the entry with a signature beside it out.

Signed is the sealed form, without the number of the entry, which the register gives it later.
In its place stands the last entry the signer had seen: no other past can be put under the signature.
Needs the extra `sign`; without it everything else of the register works.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file
from panarchy_rules.register.canonical import canonical_text
from panarchy_rules.register.chain import GENESIS, Checkpoint
from panarchy_rules.register.entries import Entry
from panarchy_rules.register.proof import Proof, Seen, Signature
from panarchy_rules.register.sealing import SealedEntry, sealed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORM = "panarchy-signature/1"
NOTHING_SEEN = Checkpoint(0, GENESIS)


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A private key. Show it to nobody; `public` is for the register."""

    _key: "Ed25519PrivateKey"

    @classmethod
    def new(cls) -> "Signer":
        """A new key, from the random numbers of the operating system."""
        with _extra():
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def of(cls, private: bytes) -> "Signer":
        """The key that was kept as 32 bytes."""
        with _extra():
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        return cls(Ed25519PrivateKey.from_private_bytes(private))

    @property
    def public(self) -> str:
        """The public key as the register writes it."""
        return self._key.public_key().public_bytes_raw().hex()

    @property
    def private(self) -> bytes:
        """The 32 bytes to keep in a safe place."""
        return self._key.private_bytes_raw()

    def sign(self, content: bytes) -> str:
        """The signature as the register writes it."""
        return self._key.sign(content).hex()


def sign(entry: Entry, signer: Signer, seen: Checkpoint = NOTHING_SEEN) -> Entry:
    """The entry with one more signature. Give it its salts before anyone signs, because they are signed with it.

    `seen` is the last entry of the register the signer knows. It need not be the newest one.
    """
    last = Seen(entry=seen.entry, hash=seen.hash)
    written = Signature(key=signer.public, seen=last, signature=signer.sign(signed_bytes(sealed(entry), last)))
    proof = entry.proof or Proof()
    more = proof.model_copy(update={"signatures": (*proof.signatures, written), "hash": None})
    return entry.model_copy(update={"proof": more})


def signed_bytes(entry: SealedEntry, seen: Seen) -> bytes:
    """What is signed, so that programs in other languages can sign, too: the canonical form of a table."""
    last = canonical_text({"entry": seen.entry, "hash": seen.hash})
    return f'{{"act":{entry.written},"form":"{FORM}","seen":{last}}}'.encode()


def fits(signature: Signature, entry: SealedEntry) -> bool:
    """Was this entry signed with the private key that belongs to the public key named?"""
    with _extra():
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
        key.verify(bytes.fromhex(signature.signature), signed_bytes(entry, signature.seen))
    except (InvalidSignature, ValueError):
        return False
    return True


@contextmanager
def _extra() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        message = "signatures cannot be made or checked, because the package `cryptography` is not installed"
        help_ = 'install it with `pip install "panarchy_rules[sign]"`'
        raise Refused([Diagnostic("PR518", message, whole_file("register"), help=help_)]) from error
