"""Split a claim on a relation that goes on: the claim as filed in, the times that are judged apart out (DOMAIN C14).

A code says over which days, a fact, such relations go on; they are judged apart only if the codes of every party say
so. A new time begins on the day on which what each of them has consented to is another than when the time before
began, and all of them have a law in common again. What one of them does alone moves nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from panarchy_rules.base.calendar import DatePolicy, add
from panarchy_rules.base.periods import between, overlap
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import ALWAYS, OPEN, LawRef, Period
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.closure import grow
from panarchy_rules.choice_of_law.editions import days_of
from panarchy_rules.choice_of_law.respect import base_edges
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.register import Birth, Leave, RevokeClause
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.rulebook.rulebook import Accepts, Rulebook

OnIssues = Callable[[date], tuple[ClaimAtIssue, ...]]
"""The claim on each of its issues, as of a day."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time that is judged apart: the day as of which it is judged, and the days of the relation that fall in it."""

    anchor: date
    days: Period | None = None


@dataclass(frozen=True, slots=True)
class Continuing:
    """The times of a relation; without `over` it is one, judged as of its anchor. `lacking` says why that is open."""

    times: tuple[Time, ...]
    over: str = ""
    lines: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def continuing(claims: tuple[ClaimAtIssue, ...], at: OnIssues) -> Continuing:
    """The times of one claim, given on each of its issues as of its anchor."""
    claim = claims[0]
    whole = (Time(claim.anchor),)
    said = {person: tuple(_said(claims, person)) for person in claim.bound} if claim.world.moves_on else {}
    named = [{over for over, _ in found} for found in said.values()]
    shared = sorted(set.intersection(*named)) if named else []
    if len(shared) != 1:
        return Continuing(whole, lines=tuple(_not_all(said)))
    over = shared[0]
    days = _days(claim, over)
    if days is None:
        return Continuing(whole, lines=(f"the codes of all parties go by {over}, which does not apply",))
    if isinstance(days, str):
        return Continuing(whole, over, lacking=(days,))
    times = tuple(_times(claims, at, days)) or whole
    codes = [str(code) for found in said.values() for fact, code in found if fact == over]
    judge = f"{' and '.join(dict.fromkeys(codes))} {'judge' if len(set(codes)) > 1 else 'judges'}"
    lines = (f"{judge} by the days of {over}: {' and '.join(str(time.days) for time in times)}",)
    return Continuing(times, over, lines)


def _said(claims: Iterable[ClaimAtIssue], person: str) -> Iterator[tuple[str, LawRef]]:
    """By which facts the codes of a party judge such a relation, time by time."""
    for claim in claims:
        for node in dict.fromkeys(edge.node for edge in base_edges(claim, person)):
            assert isinstance(node, LawRef)
            for one in claim.world.rulebooks[node].limits.transitions:
                if one.over and covers(one.matters, claim.matter):
                    yield one.over, node


def _not_all(said: dict[str, tuple[tuple[str, LawRef], ...]]) -> Iterator[str]:
    for person, found in said.items():
        for over, code in dict.fromkeys(found):
            yield f"{code} judges by the days of {over} for {person}, and the codes of the others do not"


def _days(claim: ClaimAtIssue, over: str) -> Period | str | None:
    """The days of the relation; None if there are none, and the fact that is missing if that is not known."""
    declared = claim.world.vocabulary.facts.get(over)
    value = claim.record.facts.get((over, None))
    if value is None and declared is not None and declared.closing == "not_applicable":
        return None
    if value is Absence.NOT_APPLICABLE:
        return None
    return value if isinstance(value, Period) else over


def _times(claims: tuple[ClaimAtIssue, ...], at: OnIssues, days: Period) -> Iterator[Time]:
    """Every time on which some day of the relation falls."""
    start, since = claims[0].anchor, ALWAYS
    before = _reached(claims)
    for day in sorted(_days_of_change(claims[0], days.runs[-1][1] if days.runs else start)):
        now = _reached(at(day))
        if all(now[who] != before[who] for who in now) and _in_common(now):
            yield from _time(start, since, day, days)
            start, since, before = day, day, now
    yield from _time(start, since, OPEN, days)


def _time(anchor: date, since: date, until: date, days: Period) -> Iterator[Time]:
    mine = overlap(days, between(since, until))
    if mine.runs:
        yield Time(anchor, mine)


_Reached = dict[str, frozenset[tuple[str, str]]]
"""The laws to which each party's consents lead or may lead, issue by issue."""


def _reached(claims: Iterable[ClaimAtIssue]) -> _Reached:
    found: dict[str, set[tuple[str, str]]] = {}
    for claim in claims:
        for person in claim.bound:
            grown = grow(claim, person)
            paths = (*grown.paths, *(path for edge in grown.open for way in edge.ways for path in way))
            found.setdefault(person, set()).update((claim.issue, str(path.node)) for path in paths)
    return {person: frozenset(laws) for person, laws in found.items()}


def _in_common(reached: _Reached) -> bool:
    return bool(frozenset.intersection(*reached.values()))


def _days_of_change(claim: ClaimAtIssue, end: date) -> set[date]:
    """Every day after the anchor and before the end of the relation on which some consent may begin or end."""
    found = {*_of_codes(claim), *_of_entries(claim)}
    return {day for day in found if claim.anchor < day < end}


def _of_codes(claim: ClaimAtIssue) -> Iterator[date]:
    for book in claim.world.rulebooks.values():
        yield book.in_force
        yield from (one.since for one in book.limits.transitions if one.since)
        for rule in book.rules.values():
            if isinstance(rule.conclusion, Accepts):
                yield from (day for day in (rule.conclusion.from_date, rule.conclusion.until_date) if day)


def _of_entries(claim: ClaimAtIssue) -> Iterator[date]:
    books = tuple(claim.world.rulebooks.values())
    for entry in claim.world.register.entries:
        yield max(entry.effective, entry.recorded)
        yield entry.effective
        if isinstance(entry, Leave):
            yield from _left(entry, books)
        elif isinstance(entry, RevokeClause):
            notices = {book.rules[entry.clause].conclusion.notice for book in _with(entry, books)}  # type: ignore[union-attr]
            yield from (add(entry.recorded, notice, DatePolicy.UP) for notice in notices if notice)
        elif isinstance(entry, Birth) and entry.born:
            ages = (book.limits.majority.age for book in books if book.limits.majority)
            yield from (add(entry.born, age, policy) for age in ages for policy in (DatePolicy.UP, DatePolicy.DOWN))


def _left(entry: Leave, books: Iterable[Rulebook]) -> Iterator[date]:
    """The days on which a membership is over, and those on which a tail of its code is."""
    for book in books:
        if book.law.provider == entry.provider:
            over = max(entry.effective, date.fromordinal(entry.recorded.toordinal() + _notice(book, entry.recorded)))
            yield over
            yield from (add(over, tail.lasting, DatePolicy.UP) for tail in book.limits.tails)


def _notice(book: Rulebook, day: date) -> int:
    return days_of(book.leave_notice, day)


def _with(entry: RevokeClause, books: Iterable[Rulebook]) -> Iterator[Rulebook]:
    return (b for b in books if b.law.provider == entry.provider and isinstance(_accepts(b, entry.clause), Accepts))


def _accepts(book: Rulebook, label: str) -> object:
    return book.rules[label].conclusion if label in book.rules else None
