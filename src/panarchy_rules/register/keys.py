"""Who has to sign which act, and whose key counts at which place of the register.

A key counts from the entry after the one that registers it up to the one that revokes it.
Days play no part in this, because a thief could write any day.
"""

from collections.abc import Mapping
from dataclasses import field

from panarchy_rules.base.records import dataclass
from panarchy_rules.register.fields import ConsentKind
from panarchy_rules.register.sealing import Body, stand_in

# A consent of these kinds is made by the person; the others are reported by someone else.
_OWN_KINDS = (ConsentKind.EXPRESS, ConsentKind.CLICK)

# Public keys under which everyone can sign, so that their owner could disown whatever they signed.
# These are all points of small order, without the bit for their sign.
_WEAK = frozenset(
    (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose key it is. A person under seal is known by the seal."""

    kind: str  # `person`, `provider` or `registrar`.
    name: str = ""

    def shown(self, names: Mapping[str, str]) -> str:
        """Their name, for messages; `names` maps seals to the names of those who were not erased."""
        return f"`{names.get(self.name, self.name)}`" if self.name else "the registrar"


REGISTRAR = Owner("registrar")


@dataclass(slots=True)
class KeyRing:
    """The keys that count at one place of the register. It grows as the register is read."""

    registrar: str = ""
    owner_of: dict[str, Owner] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    _of_owner: dict[Owner, list[str]] = field(default_factory=dict)

    def keys_of(self, owner: Owner) -> frozenset[str]:
        """The keys an owner may sign with now."""
        if owner == REGISTRAR:
            return frozenset({self.registrar} if self.registrar else ())
        return frozenset(key for key in self._of_owner.get(owner, ()) if key not in self.revoked)

    def knows(self, owner: Owner) -> bool:
        """Has this owner ever had a key, even if it counts no longer?"""
        return owner in self._of_owner

    def learn(self, body: Body) -> None:
        """Take in an act about a key that was found in order, and nothing else."""
        key = str(body.get("key", ""))
        if body.get("act") == "key" and key not in self.owner_of:
            self.owner_of[key] = key_owner(body)
            self._of_owner.setdefault(key_owner(body), []).append(key)
        elif body.get("act") == "revoke_key":
            self.revoked.add(key)


def authors(body: Body) -> tuple[Owner, ...]:
    """Everyone whose act an entry is, except for acts about keys."""
    if "by" in body and body.get("act") != "agree":
        return (_person(body["by"]),)
    if body.get("kind", ConsentKind.EXPRESS) not in _OWN_KINDS or body.get("act") in ("birth", "guardian"):
        return (REGISTRAR,)
    if "clause" in body or body.get("act") == "end":
        return (Owner("provider", str(body.get("provider"))),)
    persons = body.get("parties") or body.get("persons") or [body.get("person", "")]
    assert isinstance(persons, list | tuple)
    return tuple(_person(each) for each in persons)


def key_owner(body: Body) -> Owner:
    """Whose key an act about a key speaks of."""
    return _person(body["person"]) if "person" in body else Owner("provider", str(body.get("provider")))


def is_weak(key: str) -> bool:
    """Is this a public key that proves nothing?"""
    unsigned = f"{int(key[-2:], 16) & 0x7F:02x}"
    return key[:-2] + unsigned in _WEAK


def _person(value: object) -> Owner:
    return Owner("person", stand_in(str(value.get("sealed"))) if isinstance(value, Mapping) else str(value))
