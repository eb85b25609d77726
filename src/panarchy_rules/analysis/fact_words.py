"""Read facts by their words: `bob is child of ana` in, the fact and what it is about out; and the way back."""

import re
from collections.abc import Iterator, Mapping, Sequence

from panarchy_rules.adjudication.facts import read_scalar
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import Person, Value
from panarchy_rules.casefile.fact_input import FactInput
from panarchy_rules.rulebook.kinds import PERSON, Kind
from panarchy_rules.rulebook.record import FactKey, fact_key, phrase_words
from panarchy_rules.rulebook.rulebook import FactDeclaration, Vocabulary


@dataclass(frozen=True, slots=True)
class Spoken:
    """A fact, and what stands in its places, as written."""

    declared: FactDeclaration
    about: tuple[str, ...]

    @property
    def can_be_typed(self) -> bool:
        """Whether its value has a written form of its own; a record has none."""
        kind = self.declared.kind
        while kind.item is not None:
            kind = kind.item
        return kind.name != "record"

    def key(self, roles: Mapping[str, str]) -> FactKey | None:
        """Under which key it stands in a record; None if something in its places is nothing of that kind."""
        kinds = [place.kind for place in self.declared.places]
        found = [_value(kind, text, roles) for kind, text in zip(kinds, self.about, strict=True)]
        return fact_key(self.declared.name, tuple(x for x in found if x is not None)) if None not in found else None


def _value(kind: Kind, text: str, roles: Mapping[str, str]) -> Value | None:
    return Person(roles.get(text, text)) if kind == PERSON else read_scalar(kind, text)


def spoken(words: str, vocabulary: Vocabulary) -> Spoken | None:
    """The fact that some words mean, if they mean one."""
    for declared in vocabulary.facts.values():
        match = re.fullmatch(_pattern(declared), words)
        if match:
            return Spoken(declared, match.groups())
    return None


def _pattern(declared: FactDeclaration) -> str:
    places = [place.preposition for place in declared.places]
    subject = "(.+?) is " if places and not places[0] else ""
    return subject + re.escape(declared.name) + "".join(f" {word} (.+?)" for word in places if word)


def nested(found: Spoken, value: FactInput, table: Mapping[str, FactInput]) -> dict[str, FactInput]:
    """A table of facts with one more value, in a table for each place of its fact."""
    return _nested((found.declared.name, *found.about), value, table)


def _nested(way: Sequence[str], value: FactInput, table: Mapping[str, FactInput]) -> dict[str, FactInput]:
    if len(way) == 1:
        return {**table, way[0]: value}
    below = table.get(way[0])
    return {**table, way[0]: _nested(way[1:], value, below if isinstance(below, Mapping) else {})}


def spelled_out(name: str, value: FactInput, vocabulary: Vocabulary) -> Iterator[tuple[str, FactInput]]:
    """The single facts of one entry of a table, each by its words. What does not fit stays as it is."""
    declared = vocabulary.facts.get(name)
    if declared is None or not declared.places:
        yield name, value
        return
    places = [place.preposition for place in declared.places]
    for about, one in _leaves(value, len(places)):
        yield (phrase_words(name, places, about) if len(about) == len(places) else name), one


def _leaves(value: FactInput, depth: int) -> Iterator[tuple[tuple[str, ...], FactInput]]:
    if depth == 0 or not isinstance(value, Mapping):
        yield (), value
        return
    for key, below in value.items():
        for about, one in _leaves(below, depth - 1):
            yield (key, *about), one
