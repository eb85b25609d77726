"""What a rulebook is asked about: the facts, roles, dates and personal laws of one claim."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from panarchy_rules.base.values import LawRef, RecordValue, Value


class Absence(StrEnum):
    """Why a fact has no value."""

    UNKNOWN = "unknown"
    NOT_ASKED = "not asked"
    NOT_APPLICABLE = "not applicable"


FactKey = tuple[str, str | None]


def fact_words(name: str, owner: str | None) -> str:
    """A fact as the language writes it: `offer of claimant`."""
    return f"{name} of {owner}" if owner else name


@dataclass(frozen=True, slots=True)
class Record:
    """The facts of one claim.

    `facts` maps (fact, person) or (fact, None) to a value or the reason for its absence.
    A fact that is not in it was not asked; what that means is for the vocabulary to say.
    `home` maps persons to their home law (None: they have none); a person not in it is unknown.
    `acts` are the recorded acts that count, by the name of the act; None if nobody says what was done.
    `open_acts` are acts of which it is not known whether they count, with the facts that would say so,
    and `proposed` is the act that somebody is about to do, for rules on that act.
    `foreign` fixes answers of other laws, in examples. `ranks` is filled for tie-breaks only.
    `results` is what is owed under a head, as other issues decided it or as it is being tested;
    `differs` says whether it would be another if a fact (of a role) were. `answers` fixes answers to questions.
    """

    facts: Mapping[FactKey, Value | Absence]
    roles: Mapping[str, str]
    home: Mapping[str, LawRef | None] = field(default_factory=dict)
    today: date | None = None
    filing: date | None = None
    foreign: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)
    acts: Mapping[str, tuple[RecordValue, ...]] | None = None
    open_acts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    proposed: RecordValue | None = None
    results: Mapping[str, Value | Absence] = field(default_factory=dict)
    differs: Mapping[tuple[str, str, str | None], bool] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)
