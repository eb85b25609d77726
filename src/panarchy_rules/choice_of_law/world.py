"""The world a dispute is resolved in: its laws and one register."""

from collections.abc import Mapping
from dataclasses import field

from panarchy_rules.base.records import dataclass
from panarchy_rules.choice_of_law.laws import Laws, covers
from panarchy_rules.register import ConsentKind, Register

__all__ = ["LawWorld", "covers"]


@dataclass(frozen=True, slots=True)
class LawWorld(Laws):
    """Everything the engine reads. `persons` are those known besides the register's own.

    `everyone` are all persons and providers; they keep an order.
    """

    register: Register
    persons: tuple[str, ...] = ()
    minimum_kind: ConsentKind = ConsentKind.PRESUMED  # The weakest kind of consent in the register that counts.
    everyone: Mapping[str, None] = field(init=False, repr=False, compare=False)
    watches_capacity: bool = field(init=False, repr=False, compare=False)  # Whether anything asks who could act.
    binds_on: bool = field(init=False, repr=False, compare=False)  # Whether any code binds those who left it.

    def __post_init__(self) -> None:
        Laws.__post_init__(self)
        everyone = dict.fromkeys((*self.register.persons, *self.persons, *self.providers))
        asks = self.register.by_others or any(book.limits.majority for book in self.rulebooks.values())
        binds_on = any(book.limits.tails for book in self.rulebooks.values())
        for name, value in (("everyone", everyone), ("watches_capacity", asks), ("binds_on", binds_on)):
            object.__setattr__(self, name, value)
