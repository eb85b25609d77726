"""Which law texts a judgment may have read: a judgment and its world in, names such as `ulex 1.2` out.

A code is read if the judgment names its provider or a forum of it, or if a person whom it names ever consented to it;
then all its editions are, since the day decides among them. With a code go the modules it adopted, and with any of
them the vocabularies, which are one for the world. Where missing facts leave open which law it is, all are read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from panarchy_rules.base.beside import kept_beside
from panarchy_rules.casefile.judgment import Judgment, Refused
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import Rulebook

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_IN_NAMES = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789_.")
_APART = bytes(n if n in _IN_NAMES else ord(" ") for n in range(256))
_REST: dict[str, Any] = {"receipt": True, "issues": {"__all__": {"refused"}}}


def always_read(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that every judgment may have read: the vocabularies."""
    return tuple(text for text in texts if text.startswith("vocabulary "))


def texts_read(world: LawWorld, judgment: Judgment, texts: Mapping[str, str], always: Iterable[str]) -> Iterable[str]:
    """Those of all `texts` of the world that the judgment may have read, by their names."""
    if any(issue.possible_laws for issue in judgment.issues):
        return texts
    named = _names_in(judgment)
    found = set(_of_providers(world, {*(name for name in named if name in world.providers), *_consented(world, named)}))
    return sorted({*always, *(text for text in found if text in texts)})


def _names_in(judgment: Judgment) -> set[str]:
    """All names in a judgment but for its receipt. Taking its text apart first leaves each word to be looked at once.

    There are so many clauses that led nowhere that they are not written out for this.
    """
    lines = [line for issue in judgment.issues for line in issue.refused]
    beside = {text for line in lines for text in (line.party, line.law, line.clause, line.reason)}
    keys = ("refused", *Refused.model_fields) if lines else ("refused",)
    text = " ".join((judgment.model_dump_json(exclude=_REST), *beside, *keys))
    return {name for word in set(text.encode().translate(_APART).split()) for name in _names_of(word)}


@lru_cache(maxsize=10_000)
def _names_of(word: bytes) -> tuple[str, ...]:
    return tuple(_NAME.findall(word.decode()))


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
