"""The world a dispute is resolved in: rulebooks by law, one vocabulary, one register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from panarchy_rules.base.values import LawRef
from panarchy_rules.register import Register
from panarchy_rules.rulebook.rulebook import Forum, Rulebook, Vocabulary


@dataclass(frozen=True, slots=True)
class LawWorld:
    """Everything the engine reads. `persons` are those known besides the register's own."""

    rulebooks: Mapping[LawRef, Rulebook]
    vocabulary: Vocabulary
    register: Register
    persons: tuple[str, ...] = ()
    _editions: dict[str, tuple[Rulebook, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        grouped: dict[str, list[Rulebook]] = {}
        for rulebook in self.rulebooks.values():
            grouped.setdefault(rulebook.law.provider, []).append(rulebook)
        ordered = {
            provider: tuple(sorted(books, key=lambda book: (book.in_force, book.law.edition)))
            for provider, books in sorted(grouped.items())
        }
        object.__setattr__(self, "_editions", ordered)

    @property
    def providers(self) -> tuple[str, ...]:
        """Everyone who publishes a rulebook."""
        return tuple(self._editions)

    def editions(self, provider: str) -> tuple[Rulebook, ...]:
        """A provider's editions, the oldest first."""
        return self._editions.get(provider, ())

    def in_force(self, provider: str, day: date) -> Rulebook | None:
        """The edition in force on a day."""
        return next((book for book in reversed(self.editions(provider)) if book.in_force <= day), None)

    def forum(self, name: str, day: date) -> Forum | None:
        """A forum as its provider publishes it on a day."""
        for provider in self.providers:
            book = self.in_force(provider, day)
            if book and name in book.forums:
                return book.forums[name]
        return None

    @property
    def forums(self) -> tuple[str, ...]:
        """Every forum that any edition publishes."""
        return tuple(sorted({name for book in self.rulebooks.values() for name in book.forums}))


def covers(patterns: tuple[str, ...], name: str) -> bool:
    """Whether some pattern is a matter or issue, or an ancestor of it. No patterns cover everything."""
    return not patterns or any(name == pattern or name.startswith(pattern + ".") for pattern in patterns)
