"""Which law texts a judgment may have read: a judgment and its world in, names such as `ulex 1.2` out.

A code is read if the judgment names its provider or a forum of it, or if a person whom it names ever consented to it;
then all its editions are, since the day decides among them. With a code go the modules it adopted, and with any of
them the vocabularies, which are one for the world. Where missing facts leave open which law it is, all are read.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from panarchy_rules.base.beside import kept_beside
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import Rulebook

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_APART = {n: " " for n in range(128) if chr(n) not in "abcdefghijklmnopqrstuvwxyz0123456789_."}  # In no name.


def texts_read(world: LawWorld, judgment: Judgment, texts: Iterable[str]) -> Iterator[str]:
    """Those of all `texts` of the world that the judgment may have read, in their order."""
    if any(issue.possible_laws for issue in judgment.issues):
        yield from texts
        return
    named = _names_in(judgment.body())
    found = set(_of_providers(world, {*(name for name in named if name in world.providers), *_consented(world, named)}))
    yield from (text for text in texts if text in found or text.startswith("vocabulary "))


def _names_in(text: str) -> set[str]:
    """All names in a text. Taking it apart first leaves each word to be looked at once."""
    return {name for word in set(text.translate(_APART).split()) for name in _names_of(word)}


@lru_cache(maxsize=10_000)
def _names_of(word: str) -> tuple[str, ...]:
    return tuple(_NAME.findall(word))


def _consented(world: LawWorld, named: set[str]) -> Iterator[str]:
    """The providers of the laws and forums that named persons consented to, and of named forums."""
    entries = [entry for person in named if person in world.everyone for entry in world.register.naming(person)]
    forums = {
        *(name for name in named if name in world.publishers),
        *(found for entry in entries if (found := getattr(entry, "forum", None))),
    }
    for entry in entries:
        yield from (found for key in ("provider", "law") if (found := getattr(entry, key, None)))
    yield from (forum.provider for name in forums for forum in world.published_forums(name))


def _of_providers(world: LawWorld, providers: set[str]) -> Iterator[str]:
    for provider in providers:
        for book in world.editions(provider):
            yield str(book.law)
            for origin in _origins(book):
                yield f"module {origin}"
                yield from (str(adopted.law) for adopted in world.editions(origin))


@kept_beside
def _origins(book: Rulebook) -> tuple[str, ...]:
    """The modules from which a rulebook adopted rules."""
    return tuple({rule.origin: None for rule in book.written_out().values() if rule.origin})
