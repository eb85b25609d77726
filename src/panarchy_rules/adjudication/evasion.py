"""Flag changes of membership shortly before the event that changed the law: a claim and its law in, flags out.

Only codes say how short that is, with `watch`: those of the parties, and those that were left. The law is looked for
once more as if the change had not been made. The flag itself changes nothing (DOMAIN C17).
"""

from collections.abc import Iterator
from datetime import date

from panarchy_rules.adjudication.challenged import without
from panarchy_rules.adjudication.search import Searched, search
from panarchy_rules.base.calendar import DatePolicy, add
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import NoteCode, Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile import judgment as j
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import laws_of, standings
from panarchy_rules.choice_of_law.editions import bound_edition, snapshot
from panarchy_rules.choice_of_law.select import preference
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.limits import Window


@dataclass(frozen=True, slots=True)
class _Change:
    """A membership that a party began, ended or called home: by which entry, and on which day."""

    entry: int
    act: str
    provider: str
    day: date


def evasions(claim: ClaimAtIssue, found: Searched) -> tuple[j.EvasionFinding, ...]:
    """Every party whose changes within a watched window gave the claim another law, or another place for it."""
    if not claim.world.watches:
        return ()
    return tuple(flag for person in claim.parties for flag in _of(claim, found, person))


def flagged(findings: tuple[j.EvasionFinding, ...]) -> Iterator[j.Note]:
    """The notes on them."""
    for one in findings:
        did = " and ".join(f"{_did(c)} on {c.day} (entry {c.entry})" for c in one.changes)
        codes = " and ".join(one.codes)
        text = f"{one.person} {did}, within the time that {codes} watches; otherwise {one.otherwise}"
        yield j.Note(code=NoteCode.EVASION_FLAG, text=text)


def _did(change: j.MembershipChange) -> str:
    return f"called {change.provider} home" if change.act == "called home" else f"{change.act} {change.provider}"


def _of(claim: ClaimAtIssue, found: Searched, person: str) -> Iterator[j.EvasionFinding]:
    made = tuple(_changes(claim, person))
    windows = tuple(_windows(claim, person)) if made else ()
    seen = [(c, [law for law, w in windows if _within(c, w, claim.anchor)]) for c in made]
    changes = [change for change, codes in seen if codes]
    if not changes:
        return
    unchanged = _as_if(claim, [change.entry for change in changes])
    otherwise = _differs(claim, person, found, search(unchanged))
    if otherwise:
        yield j.EvasionFinding(
            person=person,
            changes=tuple(
                j.MembershipChange(entry=c.entry, act=c.act, provider=c.provider, day=c.day)  # type: ignore[arg-type]
                for c in changes
            ),
            codes=tuple(dict.fromkeys(str(law) for _, codes in seen for law in codes)),
            otherwise=otherwise,
        )


def _changes(claim: ClaimAtIssue, person: str) -> Iterator[_Change]:
    """What a party did to their memberships by the anchor, in the order of the register."""
    memberships = (*claim.view.memberships(person), *claim.view.ended_memberships(person))
    found = [_Change(m.entry, "joined", m.provider, m.since) for m in memberships]
    found += [_Change(m.leave, "left", m.provider, m.until) for m in memberships if m.leave and m.until]
    found += [
        _Change(e.entry, "called home", e.provider, max(e.effective, e.recorded)) for e in claim.view.homes(person)
    ]
    yield from sorted(found, key=lambda change: change.entry)


def _windows(claim: ClaimAtIssue, person: str) -> Iterator[tuple[LawRef, Window]]:
    """What the codes of the parties watch, and the codes that the person left, at the edition that bound then."""
    codes = [s.law for who in claim.parties for s in standings(claim.world, claim.view, who, claim.matter)]
    for membership in claim.view.ended_memberships(person):
        then = replace(claim.view, anchor=membership.until or claim.anchor)
        bound = bound_edition(claim.world, then, membership)
        codes += [bound.rulebook.law] if bound else []
    for law in dict.fromkeys(codes):
        watches = claim.world.rulebooks[law].limits.watches
        yield from ((law, window) for window in watches if covers(window.matters, claim.matter))


def _within(change: _Change, window: Window, anchor: date) -> bool:
    return change.day <= anchor < add(change.day, window.lasting, DatePolicy.UP)


def _as_if(claim: ClaimAtIssue, entries: list[int]) -> ClaimAtIssue:
    """The claim as it would be if some changes had not been made."""
    then = without(claim.world.published, entries)
    world, view = then.judging(claim.matter, claim.anchor), snapshot(then, claim.anchor)
    laws = {person: laws_of(world, view, person, claim.matter) for person in claim.record.home}
    return replace(claim, world=world, view=view, record=claim.record.with_laws(laws))


def _differs(claim: ClaimAtIssue, person: str, found: Searched, other: Searched) -> str:
    """What would be otherwise, in words: another law, or another place for it with the other side; empty if nothing."""
    if Status.UNDETERMINED in (found.law.status, other.law.status):
        return ""
    laws, instead = _laws(found), _laws(other)
    if laws != instead:
        governs = " and ".join(instead)
        return f"{governs} would govern" if governs else f"the status would be {other.law.status}"
    side = claim.other(person)
    places = [_place(one, side) for one in (found, other)]
    if laws and places[0] != places[1]:
        return f"{side} would rank {' and '.join(laws)} {'higher' if places[1] < places[0] else 'lower'}"
    return ""


def _laws(found: Searched) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(route.law) for route in found.law.routes))


def _place(found: Searched, side: str) -> tuple[tuple[int, int], ...]:
    """Where the laws that govern stand in the order of one party."""
    return tuple(preference(route.paths[side]) for route in found.law.routes)
