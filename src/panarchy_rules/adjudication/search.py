"""Find the law of an issue and its result: a claim in, the law that is left after gaps and reservations out.

This is the only loop of the pipeline. It ends because each round takes a law away from a party's consents.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field

from panarchy_rules.adjudication.answers import Asked
from panarchy_rules.adjudication.ask_together import ask_together
from panarchy_rules.adjudication.govern import LawFinding, Route, find_laws
from panarchy_rules.adjudication.mandatory import Overlaid, apply_mandatory
from panarchy_rules.adjudication.outcome import Results, results_of
from panarchy_rules.adjudication.reservations import Refusal, check_result
from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import Barred, ClaimAtIssue
from panarchy_rules.choice_of_law.completions import common_laws, knowing_common
from panarchy_rules.choice_of_law.graph import AGREED_AFTER, COMMON_CONSENT, Path
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.verdict import Lacuna


@dataclass(frozen=True, slots=True)
class Searched:
    """The law, what it says, and what was left aside on the way.

    `claim` carries what was barred, and what the issues that are kept together with this one came to.
    `silent` are the laws that left a gap to the next; `beside` says what another issue of the group took away.
    `open` is what leaves a reservation open.
    """

    claim: ClaimAtIssue
    law: LawFinding
    asked: tuple[Asked, ...] = ()
    overlaid: Overlaid = field(default_factory=lambda: Overlaid({}))
    refusals: tuple[Refusal, ...] = ()
    silent: tuple[LawRef, ...] = ()
    beside: tuple[str, ...] = ()
    open: Unknown | None = None


def search(claim: ClaimAtIssue) -> Searched:
    """The law of one claim on one issue, with its verdicts, mandatory rules applied and reservations heard.

    What is taken away on one issue is taken away on all that are kept together with it.
    """
    claims = claim.with_together()
    mine = [one.issue for one in claims].index(claim.issue)
    left = _Left()
    while True:
        found = _once(claims)
        gaps = [tuple(law for law in _laws(one) if _leaves_gap(one, law)) for one in found]
        heard = [((), None) if any(gaps) else _reserved(found, n) for n in range(len(found))]
        refused, open_ = [one for one, _ in heard], [one for _, one in heard if one is not None]
        if not any(gaps) and not any(refused):
            own = found[mine]
            return replace(own, refusals=left.refusals, silent=left.silent, beside=left.beside, open=_merged(open_))
        left = left.and_(gaps[mine], refused[mine], _beside(claims, mine, gaps, refused))
        taken = [[*_bars_of_gaps(claim, gaps[n]), *_bars_of(refused[n])] for n in range(len(found))]
        claims = tuple(_without(one, n, claims, taken) for n, one in enumerate(claims))


@dataclass(frozen=True, slots=True)
class _Left:
    """What was left aside so far: laws with a gap, laws refused, and in words what other issues took away."""

    silent: tuple[LawRef, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    beside: tuple[str, ...] = ()

    def and_(self, silent: tuple[LawRef, ...], refusals: tuple[Refusal, ...], beside: Iterable[str]) -> "_Left":
        return _Left((*self.silent, *silent), (*self.refusals, *refusals), (*self.beside, *beside))


def _merged(open_: list[Unknown]) -> Unknown | None:
    return merged(open_) if open_ else None


def _beside(
    claims: tuple[ClaimAtIssue, ...],
    mine: int,
    gaps: list[tuple[LawRef, ...]],
    refused: list[tuple[Refusal, ...]],
) -> Iterator[str]:
    for n, one in enumerate(claims):
        if n != mine:
            with_this = f"on {one.issue}, which is kept together with {claims[mine].issue}"
            yield from (f"{law} is silent {with_this}, and leaves it to the next law" for law in gaps[n])
            for refusal in refused[n]:
                label = refusal.reservation.label
                yield f"{refusal.code} refuses the result of {refusal.law} {with_this} ({label})"


def _without(
    claim: ClaimAtIssue, mine: int, claims: tuple[ClaimAtIssue, ...], taken: list[list[Barred]]
) -> ClaimAtIssue:
    """The claim with every bar of its own, and those of the other issues with the issue named."""
    others = [
        replace(bar, reason=f"{bar.reason}, on {claims[n].issue}, which is kept together with this")
        for n, bars in enumerate(taken)
        if n != mine
        for bar in bars
    ]
    return replace(claim, barred=tuple(dict.fromkeys((*claim.barred, *taken[mine], *others))))


def knowing(record: Record, found: Record) -> Record:
    """A record with what was found out with the law: results of issues kept together, and the laws in common."""
    met = {"common": found.common, "perhaps_common": found.perhaps_common, "common_waits": found.common_waits}
    return replace(record, results=found.results, **met)  # type: ignore[arg-type]


def halted(claim: ClaimAtIssue, status: Status) -> Searched:
    """Nothing was searched, because the case does not go on."""
    return Searched(claim, LawFinding(status))


def _once(claims: tuple[ClaimAtIssue, ...]) -> tuple[Searched, ...]:
    laws = find_laws(claims)
    claims = tuple(
        knowing_common(claim, common_laws(law.ways), law.waits) for claim, law in zip(claims, laws, strict=True)
    )
    governing = tuple(dict.fromkeys(route.law for route in laws[0].routes))
    if len(governing) == 1:  # One law is asked about the facts as they are.
        claims, asked = ask_together(claims, governing[0])
        return tuple(
            _searched(claim, law, (one,) if one else ()) for claim, law, one in zip(claims, laws, asked, strict=True)
        )
    plainly = {law: ask_together(claims, law)[1] for law in governing if _governs_always(law, laws[0])}
    return tuple(
        _searched(claim, law, tuple(filter(None, (_asked(route, plainly, n) for route in law.routes))))
        for n, (claim, law) in enumerate(zip(claims, laws, strict=True))
    )


def _governs_always(law: LawRef, found: LawFinding) -> bool:
    return all(not route.assuming for route in found.routes if route.law == law)


def _asked(route: Route, plainly: Mapping[LawRef, tuple[Asked | None, ...]], n: int) -> Asked | None:
    """What one of several laws says as the unknown facts fall for it to govern; or on the facts as they are, if it
    governs whichever way they fall."""
    plain = plainly[route.law][n] if route.law in plainly else None
    return plain if plain and route.asked and plain.outcome == route.asked.outcome else route.asked


def _searched(claim: ClaimAtIssue, law: LawFinding, asked: tuple[Asked, ...]) -> Searched:
    overlaid = apply_mandatory(claim, [one.law for one in asked], asked[0].verdicts) if asked else Overlaid({})
    return Searched(claim, law, asked, overlaid)


def _laws(found: Searched) -> tuple[LawRef, ...]:
    return tuple(dict.fromkeys(route.law for route in found.law.routes))


# --- gaps ---------------------------------------------------------------------------------------


def _leaves_gap(found: Searched, law: LawRef) -> bool:
    """Whether a law that governs is silent on the issue and leaves gaps to the next law."""
    claim = found.claim
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


def _reserved(issues: tuple[Searched, ...], mine: int) -> tuple[tuple[Refusal, ...], Unknown | None]:
    found, claim = issues[mine], issues[mine].claim
    refused: list[Refusal] = []
    open_: list[Unknown] = []
    for law in _laws(found):
        said = next((one for one in found.asked if one.law == law), None)
        if said is not None:
            results = results_of(found.overlaid.verdicts if found.overlaid.protections else said.verdicts, claim.record)
            tested = check_result(claim, law, results, _paths(found, law), _asking(issues, mine, law))
            refused += tested.refusals
            open_ += tested.open
    return tuple(refused), _merged(open_)


def _paths(found: Searched, law: LawRef) -> dict[str, tuple[Path, ...]]:
    """All paths of each party to a law, whichever way the unknown facts fall."""
    paths: dict[str, tuple[Path, ...]] = {}
    for route in found.law.routes:
        if route.law == law:
            for person, mine in route.paths.items():
                paths[person] = (*paths.get(person, ()), *mine)
    return paths


def _asking(issues: tuple[Searched, ...], mine: int, law: LawRef) -> Callable[[Record], Results]:
    """The issue put to the law on other facts, and with it those that are kept together with it."""

    def results(record: Record) -> Results:
        claims = tuple(replace(one.claim, record=replace(one.claim.record, facts=record.facts)) for one in issues)
        asked = ask_together(claims, law)[1][mine]
        return results_of(asked.verdicts, record) if asked else {}

    return results


def _bars_of(refused: tuple[Refusal, ...]) -> Iterator[Barred]:
    for one in refused:
        label = one.reservation.label
        reason = f"{one.code} refuses its result ({label})"
        tier = AGREED_AFTER if one.agreements_too else COMMON_CONSENT
        yield Barred(one.person, one.law, one.code, label, reason, tier)
