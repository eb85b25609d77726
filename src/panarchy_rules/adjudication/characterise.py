"""Find the matter and the anchor of a claim together: its readings in, the one that all codes share out (DOMAIN C1).

A reading is the claim as one matter, at that matter's anchor. It is admissible if every code that the parties belong
to for that matter, on that day, classes the claim so. Without exactly one, the classes that codes give are handed on,
so that each of them can be tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field

from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import direct_consents
from panarchy_rules.choice_of_law.respect import membership_edges
from panarchy_rules.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Classed:
    """The claim in the reading that counts. With a status none does, and the claim is as it was filed.

    If the codes differ, `classes` are the claim in every class that some of them gives it, and `codes` who was asked.
    """

    claim: ClaimAtIssue
    status: Status | None = None
    lines: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    classes: Mapping[str, "Classed"] = field(default_factory=dict)
    codes: tuple[LawRef, ...] = ()


def characterise(readings: Mapping[str, ClaimAtIssue]) -> Classed:
    """The one admissible reading; the claim as filed is the first of the readings."""
    filed, claim = next(iter(readings.items()))
    if len(readings) == 1:
        return Classed(claim)
    said = {matter: list(_said(filed, one)) for matter, one in readings.items()}
    open_ = [value for views in said.values() for _, _, value in views if isinstance(value, Unknown)]
    if open_:
        lacking = tuple(dict.fromkeys(fact for one in open_ for fact in one.missing))
        return Classed(claim, Status.UNDETERMINED, ("what kind of claim this is depends on missing facts",), lacking)
    at_home = {matter: {person for person, _, _ in views} for matter, views in said.items()}
    somewhere = set().union(*at_home.values())
    given = {value for views in said.values() for _, _, value in views}
    admissible = [
        matter
        for matter, views in said.items()
        if at_home[matter] == somewhere and all(value == matter for _, _, value in views)
    ]
    if len(given) == 1:  # Somebody may belong to no code for the one class that all codes give.
        admissible = [matter for matter in readings if matter in given]
    views = {f"{code} classes {filed} as {value}": None for seen in said.values() for _, code, value in seen}
    if len(admissible) == 1:
        counts = readings[admissible[0]]
        missed = _out_of_reach(claim, counts)
        return Classed(counts, lines=(f"the claim is one of {counts.matter}", *views, *missed))
    if not somewhere:
        return Classed(claim)
    classes = {
        matter: Classed(one, lines=(f"the claim is read as one of {matter}", *views, *_out_of_reach(claim, one)))
        for matter, one in readings.items()
        if matter in given
    }
    codes = tuple(dict.fromkeys(code for seen in said.values() for _, code, _ in seen))
    return Classed(claim, Status.CHARACTERISATION_SPLIT, tuple(views), classes=classes, codes=codes)


def class_of(filed: str, book: Rulebook, claim: ClaimAtIssue) -> str | Unknown | None:
    """What a code says a claim that was filed as one matter is; None if no clause of it says anything."""
    evaluation = claim.before_judgment(book)
    for one in book.limits.classifications:
        if one.matter == filed:
            held = True if one.condition is None else evaluation.established(truth(one.condition, evaluation, {}))
            if isinstance(held, Unknown):
                return held
            if held:
                return one.target
    return None


def _said(filed: str, claim: ClaimAtIssue) -> Iterator[tuple[str, LawRef, str | Unknown]]:
    """What every code that a party belongs to for this reading makes of the claim as filed."""
    for person in claim.bound:
        for code in dict.fromkeys(edge.node for edge in membership_edges(claim, person)):
            assert isinstance(code, LawRef)
            value = class_of(filed, claim.world.rulebooks[code], claim)
            yield person, code, filed if value is None else value


def _out_of_reach(filed: ClaimAtIssue, counts: ClaimAtIssue) -> tuple[str, ...]:
    """Agreements and submissions that are about the claim as it was filed, and not about the class that counts."""
    meant, reached = _own_acts(filed), _own_acts(counts)
    return tuple(
        [f"entry {n} is about {filed.matter}, and not about {counts.matter}" for n in meant if n not in reached]
    )


def _own_acts(claim: ClaimAtIssue) -> list[int]:
    found = (direct_consents(claim.world, claim.view, claim.between(person)) for person in claim.bound)
    return sorted({edge.entry for one in found for edge in (*one.laws, *one.forums)})
