"""Find the law of an issue and its result: a claim in, the law that is left after gaps and reservations out.

This is the only loop of the pipeline. It ends because each round takes a law away from a party's consents.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from panarchy_rules.adjudication.answers import Asked, ask
from panarchy_rules.adjudication.govern import LawFinding, find_law
from panarchy_rules.adjudication.mandatory import Overlaid, apply_mandatory
from panarchy_rules.adjudication.outcome import Results, results_of
from panarchy_rules.adjudication.reservations import Refusal, check_result
from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import Barred, ClaimAtIssue
from panarchy_rules.choice_of_law.graph import AGREED_AFTER, COMMON_CONSENT, Path
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.verdict import Lacuna


@dataclass(frozen=True, slots=True)
class Searched:
    """The law, what it says, and what was left aside on the way.

    `claim` carries what was barred; `silent` are the laws that left a gap to the next.
    `open` is what leaves a reservation open.
    """

    claim: ClaimAtIssue
    law: LawFinding
    asked: tuple[Asked, ...] = ()
    overlaid: Overlaid = field(default_factory=lambda: Overlaid({}))
    refusals: tuple[Refusal, ...] = ()
    silent: tuple[LawRef, ...] = ()
    open: Unknown | None = None


def search(claim: ClaimAtIssue) -> Searched:
    """The law of one claim on one issue, with its verdicts, mandatory rules applied and reservations heard."""
    refusals: tuple[Refusal, ...] = ()
    silent: tuple[LawRef, ...] = ()
    while True:
        found = _once(claim)
        gaps = tuple(law for law in _laws(found) if _leaves_gap(claim, found, law))
        refused, open_ = ((), None) if gaps else _reserved(claim, found)
        silent, refusals = (*silent, *gaps), (*refusals, *refused)
        if not gaps and not refused:
            return replace(found, refusals=refusals, silent=silent, open=open_)
        bars = dict.fromkeys((*claim.barred, *_bars_of_gaps(claim, gaps), *_bars_of(refused)))
        claim = replace(claim, barred=tuple(bars))


def halted(claim: ClaimAtIssue, status: Status) -> Searched:
    """Nothing was searched, because the case does not go on."""
    return Searched(claim, LawFinding(status))


def _once(claim: ClaimAtIssue) -> Searched:
    law = find_law(claim)
    asked = _asked(claim, law)
    overlaid = apply_mandatory(claim, [one.law for one in asked], asked[0].verdicts) if asked else Overlaid({})
    return Searched(claim, law, asked, overlaid)


def _asked(claim: ClaimAtIssue, law: LawFinding) -> tuple[Asked, ...]:
    """One law is asked about the facts as they are; several, each as the unknown facts fall for it to govern."""
    laws = dict.fromkeys(route.law for route in law.routes)
    if len(laws) == 1:
        asked = ask(claim, law.routes[0].law)
        return (asked,) if asked else ()
    return tuple(route.asked for route in law.routes if route.asked)


def _laws(found: Searched) -> tuple[LawRef, ...]:
    return tuple(dict.fromkeys(route.law for route in found.law.routes))


# --- gaps ---------------------------------------------------------------------------------------


def _leaves_gap(claim: ClaimAtIssue, found: Searched, law: LawRef) -> bool:
    """Whether a law that governs is silent on the issue and leaves gaps to the next law."""
    verdicts = [v for one in found.asked if one.law == law for v in one.verdicts.values()]
    rulebook = claim.law(law)
    if rulebook is None or not all(isinstance(v, Lacuna) for v in verdicts):
        return False
    gaps = rulebook.limits.gaps
    return any(covers(gap.matters, claim.matter) and covers(gap.issues, claim.issue) for gap in gaps)


def _bars_of_gaps(claim: ClaimAtIssue, gaps: tuple[LawRef, ...]) -> Iterator[Barred]:
    for law in gaps:
        for person in claim.bound:
            reason = f"{law} is silent and leaves this to the next law"
            yield Barred(person, law, law, "gaps next law", reason, AGREED_AFTER)


# --- reservations -------------------------------------------------------------------------------


def _reserved(claim: ClaimAtIssue, found: Searched) -> tuple[tuple[Refusal, ...], Unknown | None]:
    refused: list[Refusal] = []
    open_: list[Unknown] = []
    for law in _laws(found):
        mine = next((one for one in found.asked if one.law == law), None)
        if mine is not None:
            results = results_of(found.overlaid.verdicts if found.overlaid.protections else mine.verdicts, claim.record)
            tested = check_result(claim, law, results, _paths(found, law), _asking(claim, law))
            refused += tested.refusals
            open_ += tested.open
    return tuple(refused), merged(open_) if open_ else None


def _paths(found: Searched, law: LawRef) -> dict[str, tuple[Path, ...]]:
    """All paths of each party to a law, whichever way the unknown facts fall."""
    paths: dict[str, tuple[Path, ...]] = {}
    for route in found.law.routes:
        if route.law == law:
            for person, mine in route.paths.items():
                paths[person] = (*paths.get(person, ()), *mine)
    return paths


def _asking(claim: ClaimAtIssue, law: LawRef) -> Callable[[Record], Results]:
    def results(record: Record) -> Results:
        asked = ask(replace(claim, record=record), law)
        return results_of(asked.verdicts, record) if asked else {}

    return results


def _bars_of(refused: tuple[Refusal, ...]) -> Iterator[Barred]:
    for one in refused:
        label = one.reservation.label
        reason = f"{one.code} refuses its result ({label})"
        tier = AGREED_AFTER if one.agreements_too else COMMON_CONSENT
        yield Barred(one.person, one.law, one.code, label, reason, tier)
