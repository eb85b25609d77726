"""What a rulebook is asked about: the facts, roles, dates and personal laws of one claim."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum

from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef, Person, RecordValue, Value


class Absence(StrEnum):
    """Why a fact has no value."""

    UNKNOWN = "unknown"
    NOT_ASKED = "not asked"
    NOT_APPLICABLE = "not applicable"


FactKey = tuple[str, "str | tuple[Value, ...] | None"]


def fact_key(name: str, about: tuple[Value, ...]) -> FactKey:
    """Under which key a fact stands: its name, and what it is about; a single person by name alone."""
    match about:
        case ():
            return (name, None)
        case (Person(person),):
            return (name, person)
        case _:
            return (name, about)


def phrase_words(name: str, prepositions: Sequence[str], about: Sequence[str]) -> str:
    """A fact or question as the language writes it: `offer of claimant`, `bob is dependant of alice in 2015`.

    The subject of a relation has no preposition.
    """
    places = [f"{word} {what}" for word, what in zip(prepositions, about, strict=False) if word]
    subject = f"{about[0]} is " if prepositions and not prepositions[0] else ""
    return " ".join([f"{subject}{name}", *places])


def persons_in(values: Iterable[object]) -> dict[str, None]:
    """The names of all persons in some values and keys of facts, in order of appearance."""
    found: dict[str, None] = {}
    todo = [*values]
    while todo:
        match todo.pop(0):
            case Person(name):
                found[name] = None
            case RecordValue(_, fields):
                todo += [value for _, value in fields]
            case tuple() | list() as items:
                todo += items
            case _:
                pass
    return found


@dataclass(frozen=True, slots=True)
class Record:
    """The facts of one claim.

    `facts` maps (fact, person) or (fact, None) to a value or the reason for its absence.
    A fact that is not in it was not asked; what that means is for the vocabulary to say.
    `home` maps persons to their home law (None: they have none); a person not in it is unknown.
    `also` has the other laws of those who belong to several providers for the matter.
    `acts` are the recorded acts that count, by the name of the act; None if nobody says what was done.
    `open_acts` are acts of which it is not known whether they count, with the facts that would say so,
    and `proposed` is the act that somebody is about to do, for rules on that act.
    `foreign` fixes answers of other laws, in examples. `ranks` is filled for tie-breaks only.
    `results` is what is owed under a head, as other issues decided it or as it is being tested;
    `differs` says whether it would be another if a fact (of a role) were. `answers` fixes answers to questions.
    `persons` are all persons of the case.
    `stipulated` fixes answers of the law itself, by question and what it is about.
    `common` are the laws to which the consents of all parties lead, None while laws are still looked for, and
    `perhaps_common` those of which that depends on missing facts, which are `common_waits`.
    `at_judgment`, what is not proved counts against the one who has to prove it; before, it leaves questions open.
    """

    facts: Mapping[FactKey, Value | Absence]
    roles: Mapping[str, str]
    home: Mapping[str, LawRef | None] = field(default_factory=dict)
    today: date | None = None
    filing: date | None = None
    anchor: date | None = None
    foreign: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)
    acts: Mapping[str, tuple[RecordValue, ...]] | None = None
    open_acts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    proposed: RecordValue | None = None
    results: Mapping[str, Value | Absence] = field(default_factory=dict)
    differs: Mapping[tuple[str, str, str | None], bool] = field(default_factory=dict)
    answers: Mapping[str, Value | Absence] = field(default_factory=dict)
    persons: tuple[str, ...] = ()
    stipulated: Mapping[tuple[str, tuple[Value, ...]], Value] = field(default_factory=dict)
    at_judgment: bool = False
    common: tuple[LawRef, ...] | None = None
    perhaps_common: tuple[LawRef, ...] = ()
    common_waits: tuple[str, ...] = ()
    also: Mapping[str, tuple[LawRef, ...]] = field(default_factory=dict)

    def with_laws(self, laws: "Mapping[str, tuple[LawRef, ...]]") -> "Record":
        """The record of persons with these laws each, the home law first."""
        home = {person: next(iter(found), None) for person, found in laws.items()}
        return replace(self, home=home, also={who: found[1:] for who, found in laws.items() if len(found) > 1})

    def at_home_elsewhere(self) -> "Iterator[tuple[LawRef, Record]]":
        """The same record with each other law of somebody in the place of their home law."""
        for person, laws in sorted(self.also.items()):
            yield from ((law, replace(self, home={**self.home, person: law})) for law in laws)
