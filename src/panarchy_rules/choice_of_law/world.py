"""The world a dispute is resolved in: its laws and one register."""

from collections.abc import Mapping
from copy import copy
from dataclasses import field
from datetime import date
from typing import Any

from panarchy_rules.base.records import dataclass
from panarchy_rules.choice_of_law.laws import Laws, covers
from panarchy_rules.register import ConsentKind, Register, Snapshot
from panarchy_rules.rulebook.rulebook import Rulebook

__all__ = ["LawWorld", "covers"]


@dataclass(frozen=True, slots=True)
class LawWorld(Laws):
    """Everything the engine reads. `persons` are those known besides the register's own.

    `everyone` are all persons and providers; they keep an order.
    `days` are some of the days on which the world was looked at (`editions.snapshot`).
    `kept` is what those found out who check judgments in this world (`verification/kept.py`) or write receipts.
    """

    register: Register
    persons: tuple[str, ...] = ()
    minimum_kind: ConsentKind = ConsentKind.PRESUMED  # The weakest kind of consent in the register that counts.
    days: dict[Any, Snapshot] = field(default_factory=dict, init=False, repr=False, compare=False)
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    everyone: Mapping[str, None] = field(init=False, repr=False, compare=False)
    watches_capacity: bool = field(init=False, repr=False, compare=False)  # Whether anything asks who could act.
    binds_on: bool = field(init=False, repr=False, compare=False)  # Whether any code binds those who left it.
    moves_on: bool = field(init=False, repr=False, compare=False)  # Whether any code has a transition.
    watches: bool = field(init=False, repr=False, compare=False)  # Whether any code watches changes of membership.
    _published: "LawWorld | None" = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        Laws.__post_init__(self)
        everyone = dict.fromkeys((*self.register.persons, *self.persons, *self.providers))
        asks = self.register.by_others or any(book.limits.majority for book in self.rulebooks.values())
        binds_on = any(book.limits.tails for book in self.rulebooks.values())
        moves_on = any(book.limits.transitions for book in self.rulebooks.values())
        watches = any(book.limits.watches for book in self.rulebooks.values())
        found = {
            "everyone": everyone,
            "watches_capacity": asks,
            "binds_on": binds_on,
            "moves_on": moves_on,
            "watches": watches,
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def judging(self, matter: str, day: date) -> "LawWorld":
        """This world for an event: an edition that is in force, and by a transition not yet for this, is passed over.

        Whoever names such an edition still finds its text. `published` is the world as it was.
        """
        if not self.moves_on:
            return self
        kept = {who: tuple(b for b in books if _governs(b, matter, day)) for who, books in self._editions.items()}
        found = copy(self)
        object.__setattr__(found, "_editions", kept)
        object.__setattr__(found, "days", {})
        object.__setattr__(found, "kept", {})
        object.__setattr__(found, "_published", self.published)
        return found

    @property
    def published(self) -> "LawWorld":
        """The world with all editions, whatever event is judged."""
        return self._published or self


def _governs(book: Rulebook, matter: str, day: date) -> bool:
    """Whether no transition of an edition puts its beginning off for a matter."""
    return not any(one.since and day < one.since and covers(one.matters, matter) for one in book.limits.transitions)
