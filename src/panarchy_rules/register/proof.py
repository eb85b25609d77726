"""What stands beside an entry so that others can check it: its hash, its salts and its signatures."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, model_validator

from panarchy_rules.base.boundary import Unfit
from panarchy_rules.register.fields import EntryNumber, Hash, Name, PublicKey, Salt, Several, SignatureBytes

_FORM = ConfigDict(extra="forbid", frozen=True)


class Seen(BaseModel):
    """The last entry a signer knew of, so that nobody can show the signature under another past."""

    model_config = _FORM

    entry: EntryNumber = Field(ge=0, description="the number of the last entry the signer had seen; 0 for none")
    hash: Hash = Field(description="the hash of that entry; 64 zeros for none")


class Signature(BaseModel):
    """One signature under an entry."""

    model_config = _FORM

    key: PublicKey = Field(description="the public key it is to be checked with")
    seen: Seen = Field(description="the last entry the signer had seen")
    signature: SignatureBytes = Field(description="the signature itself, Ed25519")


class Proof(BaseModel):
    """What is no part of the act itself and therefore not signed with it."""

    model_config = _FORM

    hash: Hash | None = Field(default=None, description="the hash of the entry and of all that came before it")
    salts: Mapping[Name, Salt] = Field(
        default={},
        json_schema_extra={"additionalProperties": False},
        description="for each person, the salt under which the hash knows them",
    )
    text_salt: Salt | None = Field(default=None, description="the salt of `text`")
    text_seal: Hash | None = Field(default=None, description="what is left of a `text` that was erased")
    signatures: Several[Signature] = Field(default=(), description="the signatures of those whose act it is")

    @model_validator(mode="after")
    def _text_is_there_or_not(self) -> "Proof":
        if self.text_salt is not None and self.text_seal is not None:
            raise Unfit("a text has either a salt or, once erased, a seal", "keep `text_salt`", at=("text_seal",))
        return self

    def __hash__(self) -> int:
        """Entries can stand in sets, as before; a table of salts alone could not."""
        return hash((self.hash, *self.salts.items(), self.text_salt, self.text_seal, self.signatures))
