"""The acts a register records: joining, leaving, agreeing, submitting, revoking, ratifying, ending; and keys.

Beside acts it records births and guardians, on which it depends who could act.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from panarchy_rules.base.boundary import Unfit
from panarchy_rules.register.fields import (
    ConsentKind,
    Day,
    Edition,
    EntryNumber,
    Id,
    Kind,
    Label,
    Labels,
    Name,
    Names,
    PublicKey,
    Text,
)
from panarchy_rules.register.proof import Proof


def _in_a_file(schema: dict[str, Any]) -> None:
    """A file must write down what Python code may leave to the model: the number and the act."""
    schema["required"] = ["entry", "act", *schema.get("required", ())]
    entry = schema["properties"]["entry"]
    entry["minimum"] = 1
    del entry["default"]


class Act(BaseModel):
    """What every entry has. An act has two dates: when it is to take effect, and when it was recorded."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
        json_schema_extra=_in_a_file,
    )

    entry: EntryNumber = Field(default=0, ge=0, description="the number of the entry, which is that of its line")
    recorded: Day = Field(description="the day on which the entry was made, such as 2026-02-01")
    effective: Day = Field(
        default_factory=lambda values: values["recorded"],
        description="the day from which the act is to hold; the day of recording, if left out",
    )
    text: Text = Field(default="", description="the words of the act or a citation")
    proof: Proof | None = Field(default=None, description="what others can check the entry by; no part of the act")

    @model_validator(mode="after")
    def _text_fits_its_proof(self) -> "Act":
        if self.proof and self.text and self.proof.text_seal:
            raise Unfit("the text is there and is called erased", "take `text_seal` out", at=("proof", "text_seal"))
        if self.proof and not self.text and self.proof.text_salt:
            raise Unfit("there is a salt for a text that is missing", "take it out", at=("proof", "text_salt"))
        return self


_BY = Field(default=None, description="who acted for the person, for the kind `proxy`")


def _for(description: str) -> Any:
    """The matters that an act names, under the key `for`."""
    return Field(default=(), validation_alias="for", serialization_alias="for", description=description)


def _acts_by_proxy(act: "Join | Agree | Submit") -> None:
    if act.by is not None and act.kind is not ConsentKind.PROXY:
        raise Unfit("somebody acts for another, and the kind is not `proxy`", 'write `"kind": "proxy"`', at=("by",))


class Join(Act):
    """A person becomes a member of a provider."""

    act: Literal["join"] = "join"
    person: Name = Field(description="who joins")
    provider: Name = Field(description="the provider that is joined")
    matters: Labels = _for("the matters the join names, if any")
    kind: Kind = Field(default=ConsentKind.EXPRESS, description="how the person consented")
    by: Name | None = _BY

    @model_validator(mode="after")
    def _is_by_proxy(self) -> "Join":
        _acts_by_proxy(self)
        return self


class Leave(Act):
    """A member leaves a provider. Any notice period is applied when the register is read."""

    act: Literal["leave"] = "leave"
    person: Name = Field(description="who leaves")
    provider: Name = Field(description="the provider that is left")


class _Choice(Act):
    """What agreements and submissions have in common: they choose a law or a forum."""

    law: Name | None = Field(default=None, description="the provider whose law is chosen")
    edition: Edition | None = Field(default=None, description='the edition of that law, as text, such as `"1.2"`')
    forum: Label | None = Field(default=None, description="the forum that is chosen")
    matters: Labels = _for("the matters meant; all, if none is")
    issues: Labels = Field(default=(), description="the issues meant; all, if none is")
    kind: Kind = Field(default=ConsentKind.EXPRESS, description="how the choice was made")

    @model_validator(mode="after")
    def _chooses_something(self) -> "_Choice":
        if self.law is None and self.forum is None:
            raise Unfit("neither a law nor a forum is named", "add `law` or `forum`", at=())
        if self.edition is not None and self.law is None:
            raise Unfit("an edition is named without a law", "add `law`", at=("edition",))
        return self


class Agree(_Choice):
    """Two or more persons choose a law or a forum between them."""

    act: Literal["agree"] = "agree"
    parties: Names = Field(description="the persons who agree, two at least", json_schema_extra={"minItems": 2})
    by: Name | None = _BY

    @model_validator(mode="after")
    def _has_two_parties(self) -> "Agree":
        _acts_by_proxy(self)
        if len(self.parties) < 2:
            cure = "name everyone who agrees; one person alone makes a `submit`"
            raise Unfit("an agreement has two parties at least", cure, at=("parties",))
        return self


class Submit(_Choice):
    """A person accepts a law or a forum towards anyone, or towards some, without becoming a member."""

    act: Literal["submit"] = "submit"
    person: Name = Field(description="who submits")
    as_roles: Labels = Field(
        default=(), validation_alias="as", serialization_alias="as", description="the roles meant; any, if none is"
    )
    towards: Names = Field(default=(), description="the persons towards whom; anyone, if none is")
    dispute: Id | None = Field(default=None, description="the one dispute that is meant, if only one is")
    by: Name | None = _BY

    @model_validator(mode="after")
    def _is_by_proxy(self) -> "Submit":
        _acts_by_proxy(self)
        return self


class Revoke(Act):
    """A person takes back an earlier submission, or all parties together an agreement."""

    act: Literal["revoke"] = "revoke"
    person: Name | None = Field(default=None, description="who takes back a submission")
    persons: Names = Field(default=(), description="everyone who made the agreement that is taken back")
    of: EntryNumber = Field(ge=1, description="the number of the entry that is taken back")

    @model_validator(mode="after")
    def _has_an_author(self) -> "Revoke":
        if (self.person is None) == (not self.persons):
            cure = "write `person` for a submission, `persons` for an agreement"
            raise Unfit("a revocation names either `person` or `persons`", cure, at=())
        return self


class RevokeClause(Act):
    """A provider ends one of its acceptance clauses. The notice of the clause itself is applied later."""

    act: Literal["revoke"] = "revoke"
    provider: Name = Field(description="the provider whose clause ends")
    clause: Label = Field(description="the label of the clause in the provider's rulebook")


class Ratify(Act):
    """A member accepts an edition of the code they belong to."""

    act: Literal["ratify"] = "ratify"
    person: Name = Field(description="who ratifies")
    provider: Name = Field(description="the provider whose code it is")
    edition: Edition = Field(description='the edition, as text, such as `"1.2"`')


class Home(Act):
    """A member says which of several providers is home: whose law is meant where a code speaks of their law."""

    act: Literal["home"] = "home"
    person: Name = Field(description="who says so")
    provider: Name = Field(description="the provider that is home, to which the person belongs")
    matters: Labels = _for("the matters meant; all, if none is")


class Birth(Act):
    """The day on which a person was born; or that somebody is a legal person, who has none."""

    act: Literal["birth"] = "birth"
    person: Name = Field(description="who was born")
    born: Day | None = Field(default=None, description="the day of birth, such as 2010-05-01")
    legal_person: bool = Field(default=False, description="whether it is a legal person, which is never under age")

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Birth":
        if (self.born is None) == (not self.legal_person):
            cure = "write `born` for a person, `legal_person` for a company"
            raise Unfit("a birth says when somebody was born, or that they are a legal person", cure, at=())
        if self.born and self.born > self.recorded:
            raise Unfit("nobody is recorded before they are born", "mend `born` or `recorded`", at=("born",))
        return self


class Guardian(Act):
    """A person acts for another from a day, and before another day if one is named."""

    act: Literal["guardian"] = "guardian"
    person: Name = Field(description="who may act for the other")
    ward: Name = Field(description="for whom")
    until: Day | None = Field(default=None, description="the day from which they may no longer")

    @model_validator(mode="after")
    def _is_of_another(self) -> "Guardian":
        if self.person == self.ward:
            raise Unfit("nobody is their own guardian", "name another person", at=("ward",))
        if self.until and self.until <= self.effective:
            raise Unfit("the guardianship ends before it begins", "mend `until`", at=("until",))
        return self


class End(Act):
    """A provider ends: its law stays readable, its forums take no more cases, its members are members no longer."""

    act: Literal["end"] = "end"
    provider: Name = Field(description="the provider that ends")


class _KeyAct(Act):
    """What acts about keys have in common: an owner, and no day but that of recording."""

    person: Name | None = Field(default=None, description="the person whose key it is")
    provider: Name | None = Field(default=None, description="the provider whose key it is")
    key: PublicKey = Field(description="the public key, an Ed25519 key of 64 hexadecimal digits")

    @model_validator(mode="after")
    def _has_one_owner(self) -> "_KeyAct":
        if (self.person is None) == (self.provider is None):
            raise Unfit("a key belongs to a `person` or to a `provider`", "name one of them", at=())
        if self.effective != self.recorded:
            cure = "leave `effective` out: a key counts from its place in the register"
            raise Unfit("an act about a key takes effect when it is recorded", cure, at=("effective",))
        return self


class Key(_KeyAct):
    """A person or a provider says with which key they sign from now on, besides those they have."""

    act: Literal["key"] = "key"


class RevokeKey(_KeyAct):
    """From now on a key counts no longer. What was signed with it before stays signed."""

    act: Literal["revoke_key"] = "revoke_key"


Entry = Join | Leave | Agree | Submit | Revoke | RevokeClause | Ratify | Home | Birth | Guardian | End | Key | RevokeKey

_MODELS: dict[str, type[Entry]] = {
    "join": Join,
    "leave": Leave,
    "agree": Agree,
    "submit": Submit,
    "revoke": Revoke,
    "ratify": Ratify,
    "home": Home,
    "birth": Birth,
    "guardian": Guardian,
    "end": End,
    "key": Key,
    "revoke_key": RevokeKey,
}
ACTS = tuple(_MODELS)


def model_for(act: str, keys: Mapping[str, object]) -> type[Entry]:
    """The model of an act, which is one of ACTS. A provider revokes a clause, a person an entry."""
    return RevokeClause if act == "revoke" and ("clause" in keys or "provider" in keys) else _MODELS[act]


def _tag(value: Any) -> str:
    if isinstance(value, BaseModel):
        return type(value).__name__
    act = value.get("act") if isinstance(value, Mapping) else None
    return model_for(act, value).__name__ if act in ACTS else ""


AnyEntry = Annotated[
    Annotated[Join, Tag("Join")]
    | Annotated[Leave, Tag("Leave")]
    | Annotated[Agree, Tag("Agree")]
    | Annotated[Submit, Tag("Submit")]
    | Annotated[Revoke, Tag("Revoke")]
    | Annotated[RevokeClause, Tag("RevokeClause")]
    | Annotated[Ratify, Tag("Ratify")]
    | Annotated[Home, Tag("Home")]
    | Annotated[Birth, Tag("Birth")]
    | Annotated[Guardian, Tag("Guardian")]
    | Annotated[End, Tag("End")]
    | Annotated[Key, Tag("Key")]
    | Annotated[RevokeKey, Tag("RevokeKey")],
    Discriminator(_tag),
]
