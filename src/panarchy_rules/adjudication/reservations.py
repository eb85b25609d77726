"""Test the result of a law against the reservations of both sides: a claim and its result in, refusals out (DOMAIN C7).

A reservation only takes a law away from the members of its own code. It adds nothing, and binds nobody else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from panarchy_rules.adjudication.outcome import Results, differences
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef, Money, show
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.graph import COMMON_CONSENT, Path
from panarchy_rules.choice_of_law.respect import base_edges, membership_edges
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.limits import Reservation
from panarchy_rules.rulebook.record import Absence, Record
from panarchy_rules.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Refusal:
    """A result that a code of one party refuses."""

    person: str
    code: LawRef
    reservation: Reservation
    law: LawRef
    result: str
    agreements_too: bool


@dataclass(frozen=True, slots=True)
class Tested:
    """The refusals, and what leaves reservations open."""

    refusals: tuple[Refusal, ...]
    open: tuple[Unknown, ...] = ()


def check_result(
    claim: ClaimAtIssue,
    law: LawRef,
    results: Results,
    paths: Mapping[str, tuple[Path, ...]],
    ask: Callable[[Record], Results],
) -> Tested:
    """Every reservation of either side against this result. `paths` lead the parties to the law."""
    refusals: list[Refusal] = []
    open_: list[Unknown] = []
    for person in claim.bound:
        for book in _codes(claim, person, law):
            for one in _in_scope(book, claim):
                too = one.inalienable and _accepted_by(claim, claim.other(person), book)
                if _reaches(paths.get(person, ()), too):
                    held = _holds(one, claim, book, results, ask)
                    if held is True:
                        refusals.append(Refusal(person, book.law, one, law, shown(results), too))
                    elif isinstance(held, Unknown):
                        open_.append(held)
    return Tested(tuple(refusals), tuple(open_))


def shown(results: Results) -> str:
    """A result in words."""
    said = [
        f"{show(amount) if isinstance(amount, Money) else 'nothing'} as {head}"
        for head, amount in sorted(results.items())
        if amount is not Absence.UNKNOWN
    ]
    return ", ".join(said) or "nothing"


def _codes(claim: ClaimAtIssue, person: str, law: LawRef) -> Iterator[Rulebook]:
    """The codes a person belongs to, without the one that gave the result."""
    for code in dict.fromkeys(edge.node for edge in membership_edges(claim, person)):
        if isinstance(code, LawRef) and code != law:
            yield claim.world.rulebooks[code]


def _in_scope(book: Rulebook, claim: ClaimAtIssue) -> Iterable[Reservation]:
    limits = book.limits.reservations
    return [one for one in limits if covers(one.matters, claim.matter) and covers(one.issues, claim.issue)]


def _accepted_by(claim: ClaimAtIssue, other: str, book: Rulebook) -> bool:
    """Whether the other side's own acts lead to the code that holds the reservation."""
    return any(edge.node == book.law for edge in base_edges(claim, other))


def _reaches(paths: Iterable[Path], agreements_too: bool) -> bool:
    """Whether a reservation can take the law away: an agreement stands unless the reservation is inalienable."""
    return agreements_too or all(path.tier >= COMMON_CONSENT for path in paths)


def _holds(
    one: Reservation, claim: ClaimAtIssue, book: Rulebook, results: Results, ask: Callable[[Record], Results]
) -> bool | Unknown:
    differs = differences([one.condition], claim.record, book.vocabulary, ask)
    everything = {head: results.get(head, Absence.NOT_APPLICABLE) for head in book.vocabulary.heads}
    on = replace(claim, record=replace(claim.record, results=everything, differs=differs)).evaluation(book)
    return on.established(truth(one.condition, on, {}))
