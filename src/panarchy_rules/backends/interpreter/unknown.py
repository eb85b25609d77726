"""Why a term has no value: the facts it waits for, and what else stands in the way."""

from collections.abc import Iterable

from panarchy_rules.base.records import dataclass
from panarchy_rules.rulebook.record import Absence

NOT_APPLICABLE = Absence.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value yet, or none to be had.

    `missing` are facts in the words of the language, `antinomies` sets of rules that collide,
    `lacunae` questions no rule speaks to, `obstacles` sentences.
    """

    missing: tuple[str, ...] = ()
    antinomies: tuple[tuple[str, ...], ...] = ()
    lacunae: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()


NO_REASON = Unknown()


def is_silent(value: object) -> bool:
    """Whether there is no value for the sole reason that no rule gives one."""
    return isinstance(value, Unknown) and bool(value.lacunae) and value == Unknown(lacunae=value.lacunae)


def merged(unknowns: Iterable[Unknown]) -> Unknown:
    """All reasons of several, each once, in order of appearance."""
    missing: dict[str, None] = {}
    antinomies: dict[tuple[str, ...], None] = {}
    lacunae: dict[str, None] = {}
    obstacles: dict[str, None] = {}
    for unknown in unknowns:
        missing.update(dict.fromkeys(unknown.missing))
        antinomies.update(dict.fromkeys(unknown.antinomies))
        lacunae.update(dict.fromkeys(unknown.lacunae))
        obstacles.update(dict.fromkeys(unknown.obstacles))
    return Unknown(tuple(missing), tuple(antinomies), tuple(lacunae), tuple(obstacles))


def obstacle(sentence: str) -> Unknown:
    """Something other than a fact that stands in the way."""
    return Unknown(obstacles=(sentence,))
