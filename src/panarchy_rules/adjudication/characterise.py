"""Find the matter and the anchor of a claim together: its readings in, the one that all codes share out (DOMAIN C1).

A reading is the claim as one matter, at that matter's anchor. It is admissible if every code that the parties belong
to for that matter, on that day, classes the claim so.
"""

from collections.abc import Iterator, Mapping

from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import direct_consents
from panarchy_rules.choice_of_law.respect import membership_edges


@dataclass(frozen=True, slots=True)
class Classed:
    """The claim in the reading that counts. With a status none does, and the claim is as it was filed."""

    claim: ClaimAtIssue
    status: Status | None = None
    lines: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


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
    admissible = [
        matter
        for matter, views in said.items()
        if at_home[matter] == somewhere and all(value == matter for _, _, value in views)
    ]
    views = {f"{code} classes {filed} as {value}": None for seen in said.values() for _, code, value in seen}
    if len(admissible) == 1:
        counts = readings[admissible[0]]
        missed = _out_of_reach(claim, counts)
        return Classed(counts, lines=(f"the claim is one of {counts.matter}", *views, *missed))
    if not somewhere:
        return Classed(claim)
    return Classed(claim, Status.CHARACTERISATION_SPLIT, tuple(views))


def _said(filed: str, claim: ClaimAtIssue) -> Iterator[tuple[str, LawRef, str | Unknown]]:
    """What every code that a party belongs to for this reading makes of the claim as filed."""
    for person in claim.bound:
        for code in dict.fromkeys(edge.node for edge in membership_edges(claim, person)):
            assert isinstance(code, LawRef)
            yield person, code, _class(filed, code, claim)


def _out_of_reach(filed: ClaimAtIssue, counts: ClaimAtIssue) -> tuple[str, ...]:
    """Agreements and submissions that are about the claim as it was filed, and not about the class that counts."""
    meant, reached = _own_acts(filed), _own_acts(counts)
    return tuple(
        [f"entry {n} is about {filed.matter}, and not about {counts.matter}" for n in meant if n not in reached]
    )


def _own_acts(claim: ClaimAtIssue) -> list[int]:
    found = (direct_consents(claim.world, claim.view, claim.between(person)) for person in claim.bound)
    return sorted({edge.entry for one in found for edge in (*one.laws, *one.forums)})


def _class(filed: str, code: LawRef, claim: ClaimAtIssue) -> str | Unknown:
    book = claim.world.rulebooks[code]
    evaluation = claim.before_judgment(book)
    for one in book.limits.classifications:
        if one.matter == filed:
            held = True if one.condition is None else evaluation.established(truth(one.condition, evaluation, {}))
            if isinstance(held, Unknown):
                return held
            if held:
                return one.target
    return filed
