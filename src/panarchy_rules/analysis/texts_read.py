"""Which law texts a judgment may have read: a judgment and its world in, names such as `ulex 1.2` out.

A code is read if the judgment names its provider or a forum of it, or if a person whom it names ever consented to it;
then all its editions are, since the day decides among them. With a code go the modules it adopted, and with any of
them the vocabularies, which are one for the world. Where missing facts leave open which law it is, all are read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any

from panarchy_rules.base.records import dataclass
from panarchy_rules.casefile.judgment import Judgment, Refused, RuleLine
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import Rulebook

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_IN_NAMES = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789_.")
_APART = bytes(n if n in _IN_NAMES else ord(" ") for n in range(256))
_REST: dict[str, Any] = {
    "receipt": True,
    "issues": {"__all__": {"refused": True, "answers": {"__all__": {"trace"}}}},
}
_MOST = 10_000


def always_read(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that every judgment may have read: the vocabularies."""
    return tuple(text for text in texts if text.startswith("vocabulary "))


def texts_read(world: LawWorld, judgment: Judgment, texts: Mapping[str, str], always: Iterable[str]) -> Iterable[str]:
    """Those of all `texts` of the world that the judgment may have read, by their names."""
    if any(issue.possible_laws for issue in judgment.issues):
        return texts
    named = _named_in(judgment, world)
    found = set(_of_providers(world, {*(name for name in named if name in world.providers), *_consented(world, named)}))
    return sorted({*always, *(text for text in found if text in texts)})


def _named_in(judgment: Judgment, world: LawWorld) -> set[str]:
    """The persons, providers and forums that a judgment names outside its receipt.

    Most words are met in every judgment, so what they name is kept with the world.
    """
    text = " ".join((judgment.model_dump_json(exclude=_REST), *_of_lines(judgment)))
    words = set(text.encode().translate(_APART).split())
    known: _Words = world.kept.setdefault("words", _Words())
    return {name for word in words - known.of_nobody for name in known.names(word, world)}


def _of_lines(judgment: Judgment) -> Iterator[str]:
    """The words of clauses that led nowhere and of rules that were looked at.

    There are so many of both that they are not written out for this.
    """
    refused = [line for issue in judgment.issues for line in issue.refused]
    answers = [answer for issue in judgment.issues for answer in issue.answers]
    looked_at = [line for answer in answers for line in answer.trace]
    yield from ("refused", *(Refused.model_fields if refused else ()))
    yield from {text for line in refused for text in (line.party, line.law, line.clause, line.reason)}
    yield from ("trace", *(RuleLine.model_fields if looked_at else ())) if answers else ()
    yield from {text for line in looked_at for text in (line.law, line.rule, line.question, line.fate, *line.by)}
    yield from {text for line in looked_at for read in line.read for text in read}


@dataclass(slots=True)
class _Words:
    """Words of judgments: those that name no person, provider or forum of a world, and what the others name."""

    of_nobody: set[bytes] = field(default_factory=set)
    naming: dict[bytes, tuple[str, ...]] = field(default_factory=dict)

    def names(self, word: bytes, world: LawWorld) -> tuple[str, ...]:
        """What a word names."""
        found = self.naming.get(word)
        if found is None:
            among = (world.everyone, world.providers, world.publishers)
            found = tuple(n for n in _NAME.findall(word.decode()) if any(n in names for names in among))
            self._keep(word, found)
        return found

    def _keep(self, word: bytes, found: tuple[str, ...]) -> None:
        if len(self.of_nobody) + len(self.naming) >= _MOST:
            self.of_nobody.clear()
            self.naming.clear()
        if found:
            self.naming[word] = found
        else:
            self.of_nobody.add(word)


def _consented(world: LawWorld, named: set[str]) -> Iterator[str]:
    """The providers of the laws and forums that named persons consented to, and of named forums."""
    entries = [entry for person in named for entry in world.register.naming(person)]
    forums = {
        *(name for name in named if name in world.publishers),
        *(found for entry in entries if (found := getattr(entry, "forum", None))),
    }
    for entry in entries:
        yield from (found for key in ("provider", "law") if (found := getattr(entry, key, None)))
    yield from (forum.provider for name in forums for forum in world.published_forums(name))


def _of_providers(world: LawWorld, providers: Iterable[str]) -> Iterator[str]:
    known: dict[str, tuple[str, ...]] = world.kept.setdefault("texts", {})
    for provider in providers:
        if provider not in known:
            known[provider] = tuple(_of_provider(world, provider))
        yield from known[provider]


def _of_provider(world: LawWorld, provider: str) -> Iterator[str]:
    """The texts of a provider, and those from which it adopted rules."""
    for book in world.editions(provider):
        yield str(book.law)
        for origin in _origins(book):
            yield f"module {origin}"
            yield from (str(adopted.law) for adopted in world.editions(origin))


def _origins(book: Rulebook) -> tuple[str, ...]:
    """The modules from which a rulebook adopted rules."""
    return tuple({rule.origin: None for rule in book.written_out().values() if rule.origin})
