"""Judge a dispute in which it is not known who was of age: how to judge one world in, its issues out.

Unknown facts never choose a law: every issue is judged for each birth that makes a difference to whose acts count.
If the result is the same it stands, along chains that rest on no such act. If not, the birth is what is lacking.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from panarchy_rules.adjudication.contest import decided_on
from panarchy_rules.adjudication.prepare import Prepared
from panarchy_rules.base.calendar import CalendarError, DatePolicy, add
from panarchy_rules.base.records import replace
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.values import Months
from panarchy_rules.casefile import judgment as j
from panarchy_rules.choice_of_law.capacity import Incapable, could_agree, could_submit, counted
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, Birth, Register, Snapshot

MOST_WAYS = 64

Issues = tuple[j.IssueJudgment, ...]
Births = Mapping[str, date]


def whatever_the_age(world: LawWorld, prepared: Prepared, judge: Callable[[LawWorld], Issues]) -> Issues:
    """Every issue. `judge` judges them in one world; in the one given, nobody of unknown birth is of age."""
    found = judge(world)
    if not world.watches_capacity:
        return found
    claims = [claim for _, claim in (*prepared.claims, *prepared.incidental)]
    named = {who: None for claim in claims for who in claim.record.persons if _is_open(world, claim.view, who)}
    if not named:
        return found
    persons, anchors = tuple(sorted(named)), sorted({claim.anchor for claim in claims})
    views = tuple(next(claim.view for claim in claims if claim.anchor == anchor) for anchor in anchors)
    likely = [tuple(_births(world, views, person)) for person in persons]
    ways = [dict(zip(persons, days, strict=True)) for days in product(*likely)] if _few(likely) else []
    judged = [judge(with_births(world, births)) for births in ways]
    return tuple(_issue(one, ways, [other[n] for other in judged], persons) for n, one in enumerate(found))


def with_births(world: LawWorld, births: Births) -> LawWorld:
    """The world in which some births had been on record, entered last."""
    entries = world.register.entries
    last, day = entries[-1].entry, entries[-1].recorded
    numbered = enumerate(births.items(), last + 1)
    more = (Birth(entry=number, recorded=day, person=who, born=born) for number, (who, born) in numbered)
    return replace(world, register=Register((*entries, *more), world.register.path))


def _few(likely: list[tuple[date, ...]]) -> bool:
    count = 1
    for days in likely:
        count *= len(days)
    return count <= MOST_WAYS


def _is_open(world: LawWorld, view: Snapshot, person: str) -> bool:
    return any(why.open for why in _unbound(world, view, person).values())


def _unbound(world: LawWorld, view: Snapshot, person: str) -> dict[int, Incapable]:
    """The acts that do not bind a person, by their entries."""
    why = [one for _, one in counted(world, view, person).voided]
    why += [one for entry in view.submissions(person) if (one := could_submit(world, view, entry))]
    agreed = (e for e in view.register.naming(person) if isinstance(e, Agree) and person in e.parties)
    why += [one for entry in agreed for one in could_agree(world, view, entry, (person,))]
    return {one.entry: one for one in why}


def _births(world: LawWorld, views: tuple[Snapshot, ...], person: str) -> Iterator[date]:
    """A day of birth for each set of acts that it may bind the person to."""
    ages = {book.limits.majority.age for book in world.rulebooks.values() if book.limits.majority}
    days = {entry.recorded for entry in world.register.naming(person)} | {view.anchor for view in views}
    turns = sorted({day for one in days for age in ages for day in _around(one, age)})
    seen = set[tuple[frozenset[int], ...]]()
    for born in turns:
        if born <= world.register.entries[-1].recorded:
            alone = with_births(world, {person: born})
            unbound = tuple(frozenset(_unbound(alone, replace(v, register=alone.register), person)) for v in views)
            if unbound not in seen:
                seen.add(unbound)
                yield born


def _around(day: date, age: Months) -> Iterator[date]:
    """The last days of birth on which somebody is of age on a day, and the first on which they are not."""
    try:
        born = add(day, Months(-age.count), DatePolicy.DOWN)
        yield from (born + timedelta(days=n) for n in (-1, 0, 1))
    except (CalendarError, OverflowError):
        return


def _issue(
    found: j.IssueJudgment, ways: list[dict[str, date]], judged: list[j.IssueJudgment], persons: tuple[str, ...]
) -> j.IssueJudgment:
    """The issue as it was found, if no birth would change it."""
    if judged and {decided_on(one) for one in judged} == {decided_on(found)}:
        return found
    issues = [found, *judged]
    undecided = {one.status for one in issues} == {found.status} and found.status not in DECIDED
    lacking = tuple(f"birth of {person}" for person in persons)
    laws = dict.fromkeys(law for one in issues for law in (*(each.name for each in one.laws), *one.possible_laws))
    reasons = dict.fromkeys(_words(births, one) for births, one in zip(ways, judged, strict=True))
    if not judged:
        reasons = {f"more than {MOST_WAYS} sets of births make a difference; not all were tried": None}
    status = found.status if undecided else Status.UNDETERMINED
    kept = (
        "claim",
        "issue",
        "matter",
        "anchor",
        "claimant",
        "respondent",
        "joined",
        "together",
        "frontiers",
    )
    return j.IssueJudgment(
        **{name: getattr(found, name) for name in kept},
        status=status,
        challenges=found.challenges,
        possible_laws=tuple(sorted(laws)),
        forum=_forum(issues, lacking),
        lacking=tuple(dict.fromkeys((*lacking, *(fact for one in issues for fact in one.lacking)))),
        reasons=tuple(reasons),
        steps=(*found.steps[:1], j.StepTaken(step="capacity", found=f"{status}: {'; '.join(reasons)}")),
    )


def _forum(issues: Iterable[j.IssueJudgment], lacking: tuple[str, ...]) -> j.ForumFinding:
    found = [one.forum for one in issues]
    if len({(one.status, one.forum) for one in found}) == 1:
        return found[0]
    names = tuple(sorted({one.forum for one in found if one.forum}))
    reason = "the forum depends on who was of age"
    return j.ForumFinding(status=Status.UNDETERMINED, candidates=names, lacking=lacking, reason=reason)


def _words(births: Births, issue: j.IssueJudgment) -> str:
    born = " and ".join(f"{person} was born on {day}" for person, day in births.items())
    laws = " and ".join(dict.fromkeys(law.name for law in issue.laws)) or str(issue.status)
    return f"if {born}: {laws} before {issue.forum.forum or issue.forum.status}"
