"""Put names and texts under seals: an entry in, the form of it out that is hashed and signed.

A seal is the hash of a name or a text together with a random salt. Who has the salt can show what is sealed;
once the salt is gone nobody can, and whatever was computed over the seal still holds.
Without a salt an entry is hashed as it reads, and then nothing in it can be erased.
"""

import hashlib
import re
import secrets  # noqa: TID251 - A salt decides nothing: no judgment depends on it.
from collections.abc import Mapping
from dataclasses import field

from panarchy_rules.base.records import dataclass
from panarchy_rules.register.canonical import Plain, canonical, canonical_text
from panarchy_rules.register.entries import Entry
from panarchy_rules.register.proof import Proof, Signature
from panarchy_rules.register.register import persons_in
from panarchy_rules.register.write import said_by

STAND_IN = "erased_"
PERSON_KEYS = ("person", "persons", "parties", "towards", "by", "ward")

Body = Mapping[str, Plain]

_STAND_IN = re.compile(f"{STAND_IN}[0-9a-f]{{64}}")


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry as the chain and the signatures see it. `hash` is the one that stands beside it, if any.

    `written` is the canonical form of the body, which is needed often.
    """

    number: int
    body: Body
    signatures: tuple[Signature, ...] = ()
    hash: str = ""
    written: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "written", canonical_text(self.body))

    @property
    def recorded(self) -> str:
        """The day of recording, in a form that sorts as days do."""
        return str(self.body.get("recorded", ""))


def sealed(entry: Entry) -> SealedEntry:
    """What is hashed and signed of an entry."""
    proof = entry.proof or Proof()
    said: dict[str, Plain] = {
        key: value for key, value in said_by(entry).items() if key not in ("entry", "proof", "text")
    }
    seals = seals_of(entry)
    for key in PERSON_KEYS:
        if key in said:
            said[key] = _with_seals(said[key], seals)
    if proof.text_seal:
        said["text"] = {"sealed": proof.text_seal}
    elif entry.text:
        said["text"] = {"sealed": seal_text(proof.text_salt, entry.text)} if proof.text_salt else entry.text
    return SealedEntry(entry.entry, said, proof.signatures, proof.hash or "")


def salted(entry: Entry, known: Mapping[str, str] | None = None) -> Entry:
    """The entry with a salt for everyone it names and for its text, so that they can be erased one day.

    `known` are the salts under which the register already knows persons; without them they would be strangers.
    """
    proof = entry.proof or Proof()
    names = [name for name in persons_in(entry) if not is_stand_in(name)]
    salts = {name: proof.salts.get(name) or (known or {}).get(name) or new_salt() for name in names}
    text_salt = (proof.text_salt or new_salt()) if entry.text else None
    return entry.model_copy(update={"proof": proof.model_copy(update={"salts": salts, "text_salt": text_salt})})


def seals_of(entry: Entry) -> dict[str, str]:
    """The seals of the persons an entry names, for those who have one."""
    salts = entry.proof.salts if entry.proof else {}
    seals: dict[str, str] = {}
    for name in persons_in(entry):
        if is_stand_in(name):
            seals[name] = name.removeprefix(STAND_IN)
        elif name in salts:
            seals[name] = seal_name(salts[name], name)
    return seals


def seal_name(salt: str, name: str) -> str:
    """The seal of a person: whoever has salt and name can show that they belong to it."""
    return hashlib.sha256(canonical({"name": name, "salt": salt})).hexdigest()


def seal_text(salt: str, text: str) -> str:
    """The seal of the words of an act."""
    return hashlib.sha256(canonical({"salt": salt, "text": text})).hexdigest()


def stand_in(seal: str) -> str:
    """What an erased person is called: a name that says nothing but which of the erased they are."""
    return STAND_IN + seal


def is_stand_in(name: str) -> bool:
    """Is this the name of someone who was erased?"""
    return _STAND_IN.fullmatch(name) is not None


def new_salt() -> str:
    """A salt nobody can guess."""
    return secrets.token_hex(16)


def _with_seals(value: Plain, seals: Mapping[str, str]) -> Plain:
    if isinstance(value, str):
        return {"sealed": seals[value]} if value in seals else value
    assert isinstance(value, list | tuple)
    return [_with_seals(each, seals) for each in value]
