"""The laws of a world: rulebooks by law and one vocabulary, with what every question about them begins with."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.rulebook.rulebook import Forum, Rulebook, Vocabulary


@dataclass(frozen=True, slots=True)
class Laws:
    """All that is published. `providers` are all who publish a rulebook, in the order of their names.

    `publishers` are the providers of each forum.
    """

    rulebooks: Mapping[LawRef, Rulebook]
    vocabulary: Vocabulary
    # Read for every dispute, however large the world, so gathered once.
    providers: Mapping[str, None] = field(init=False, repr=False, compare=False)
    _classes: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _editions: Mapping[str, tuple[Rulebook, ...]] = field(init=False, repr=False, compare=False)
    publishers: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        grouped: dict[str, list[Rulebook]] = {}
        publishers: dict[str, dict[str, None]] = {}
        classes: dict[str, set[str]] = {}
        for rulebook in self.rulebooks.values():
            grouped.setdefault(rulebook.law.provider, []).append(rulebook)
            for one in rulebook.limits.classifications:
                classes.setdefault(one.matter, set()).add(one.target)
            for forum in rulebook.forums:
                publishers.setdefault(forum, {})[rulebook.law.provider] = None
        ordered = {
            provider: tuple(sorted(books, key=lambda book: (book.in_force, book.law.edition)))
            for provider, books in sorted(grouped.items())
        }
        found = {forum: tuple(sorted(names)) for forum, names in sorted(publishers.items())}
        for name, value in (("_editions", ordered), ("publishers", found), ("providers", dict.fromkeys(ordered))):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_classes", {matter: tuple(sorted(found)) for matter, found in classes.items()})

    def editions(self, provider: str) -> tuple[Rulebook, ...]:
        """A provider's editions, the oldest first."""
        return self._editions.get(provider, ())

    def published_forums(self, name: str) -> tuple[Forum, ...]:
        """A forum as each edition publishes it."""
        if name not in self.publishers:
            return ()
        books = (book for provider in self.publishers[name] for book in self.editions(provider))
        return tuple(book.forums[name] for book in books if name in book.forums)

    def classes_of(self, matter: str) -> tuple[str, ...]:
        """The matter as filed, and every other that some code may class it as."""
        return (matter, *(one for one in self._classes.get(matter, ()) if one != matter))

    def is_procedural(self, issue: str) -> bool:
        """Whether the procedure of the forum governs an issue, and not a law of the parties."""
        names = tuple(self.vocabulary.procedural)
        return bool(names) and covers(names, issue)

    def in_force(self, provider: str, day: date) -> Rulebook | None:
        """The edition in force on a day."""
        return next((book for book in reversed(self.editions(provider)) if book.in_force <= day), None)

    def forum(self, name: str, day: date) -> Forum | None:
        """A forum as its provider publishes it on a day."""
        for provider in self.publishers.get(name, ()):
            book = self.in_force(provider, day)
            if book and name in book.forums:
                return book.forums[name]
        return None

    @property
    def forums(self) -> tuple[str, ...]:
        """Every forum that any edition publishes."""
        return tuple(self.publishers)


def covers(patterns: tuple[str, ...], name: str) -> bool:
    """Whether some pattern is a matter or issue, or an ancestor of it. No patterns cover everything."""
    if not patterns or name in patterns:
        return True
    return "." in name and any(name.startswith(pattern + ".") for pattern in patterns)
