"""Check flags of evasion: a world and an issue in, changes, windows and laws that do not hold out, and flags left out.

What the law would have been is read from where laws stand for the parties in a register without the changes. Where
facts leave that open, several laws stand alike, or some code takes laws away again, nothing is objected to.
"""

from collections.abc import Iterator

from panarchy_rules.adjudication.challenged import without
from panarchy_rules.base.results import NoteCode
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.judgment import EvasionFinding, IssueJudgment, Judgment, MembershipChange
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Home, Join, Leave
from panarchy_rules.verification.dropped import Place, before, place_of
from panarchy_rules.verification.edges import EdgeCheck
from panarchy_rules.verification.members import Members, after, covers


def check_evasions(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """Every flag that rests on no change, or on a change that no code of theirs watches, or that changed no law."""
    members = Members.of(world, issue.anchor, issue.matter)
    for person in (issue.claimant, issue.respondent):
        yield from _otherwise(world, judgment, issue, person)
    for one in issue.evasions:
        if one.person not in (issue.claimant, issue.respondent):
            yield f"{one.person} is flagged for evasion and is no party"
        for change in one.changes:
            yield from _change(world, members, one, change)
            if not any(_watches(world, members, code, change) for code in one.codes):
                yield f"no code watches that {one.person} {change.act} {change.provider}"
        yield from _are_theirs(members, issue, one)
    noted = sum(note.code is NoteCode.EVASION_FLAG and "within the time that" in note.text for note in issue.notes)
    if noted != len(issue.evasions):
        yield "the notes on evasion are not those of its findings"


def _otherwise(world: LawWorld, judgment: Judgment, issue: IssueJudgment, person: str) -> Iterator[str]:
    """What is said would be otherwise, and whether something is left out that surely would."""
    said = next((one for one in issue.evasions if one.person == person), None)
    entries = [c.entry for c in said.changes] if said else _watched(world, issue, person)
    if not entries or len(issue.laws) != 1 or issue.together or issue.refused_results or issue.refused:
        return
    law = issue.laws[0]
    reserved = any(book.limits.reservations or book.limits.gaps for book in world.rulebooks.values())
    if law.assuming or law.through or reserved or judgment.dispute.challenges:
        return
    then = EdgeCheck(without(world, entries), judgment, issue, {})
    now = LawRef(law.provider, law.edition)
    parties = (issue.claimant, issue.respondent, *issue.joined)
    places = {one: [place_of(then, who, one) for who in parties] for one in world.rulebooks}
    mine = places[now]
    others = [str(one) for one, there in places.items() if one != now and _all_there(there) and before(there, mine)]
    if said is None and others:
        yield f"without what {person} changed, {' or '.join(others)} would stand before {now}: not mentioned"
    if said and said.otherwise.endswith(" would govern"):
        named = said.otherwise.removesuffix(" would govern").split(" and ")
        found = [there for one, there in places.items() if str(one) in named]
        if len(found) < len(named) or any(place and not place.is_there for there in found for place in there):
            yield f"without what {person} changed, {said.otherwise.removesuffix(' would govern')} is not in common"
        if _all_there(mine) and any(before(mine, there) for there in found):
            yield f"without what {person} changed, {now} would govern still"


def _all_there(places: list[Place | None]) -> bool:
    return all(place and place.is_there for place in places)


def _watched(world: LawWorld, issue: IssueJudgment, person: str) -> list[int]:
    """The changes of a party that some code watches, where none are flagged."""
    members = Members.of(world, issue.anchor, issue.matter)
    codes = [str(law) for who in (issue.claimant, issue.respondent) for _, _, law in members.laws(who)]
    found: list[int] = []
    for entry in world.register.naming(person):
        if isinstance(entry, Join) and entry.person == person and members.on_time(entry):
            leave = members.ended_by(entry)
            book = members.bound_by(entry)
            theirs = [*codes, *([str(book.law)] if leave and book else [])]
            days = {entry.entry: max(entry.effective, entry.recorded)}
            days |= {leave.entry: members.left_on(leave)} if leave else {}
            acts = {entry.entry: "joined"} | ({leave.entry: "left"} if leave else {})
            made = [
                MembershipChange(entry=n, act=acts[n], provider=entry.provider, day=day)  # type: ignore[arg-type]
                for n, day in days.items()
            ]
            found += [c.entry for c in made if any(_watches(world, members, code, c) for code in theirs)]
        if isinstance(entry, Home) and members.on_time(entry):
            day = max(entry.effective, entry.recorded)
            named = MembershipChange(entry=entry.entry, act="called home", provider=entry.provider, day=day)
            found += [entry.entry] if any(_watches(world, members, code, named) for code in codes) else []
    return found


def _change(world: LawWorld, members: Members, one: EvasionFinding, change: MembershipChange) -> Iterator[str]:
    entry = next((e for e in world.register.entries if e.entry == change.entry), None)
    said = (one.person, change.act, change.provider, change.day)
    match entry:
        case Join(person=person, provider=provider):
            holds = said == (person, "joined", provider, max(entry.effective, entry.recorded))
        case Leave(person=person, provider=provider):
            holds = said == (person, "left", provider, members.left_on(entry))
        case Home(person=person, provider=provider):
            holds = said == (person, "called home", provider, max(entry.effective, entry.recorded))
        case _:
            holds = False
    if not holds:
        yield f"entry {change.entry} does not say that {one.person} {change.act} {change.provider} on {change.day}"


def _watches(world: LawWorld, members: Members, code: str, change: MembershipChange) -> bool:
    provider, _, edition = code.partition(" ")
    book = world.rulebooks.get(LawRef(provider, edition))
    windows = [w for w in book.limits.watches if covers(w.matters, members.matter)] if book else []
    return any(change.day <= members.anchor < after(change.day, window.lasting) for window in windows)


def _are_theirs(members: Members, issue: IssueJudgment, one: EvasionFinding) -> Iterator[str]:
    """A code that watches is that of a party, or one that was left."""
    laws = [str(law) for who in (issue.claimant, issue.respondent) for _, _, law in members.laws(who)]
    left = [
        str(book.law)
        for entry in members.world.register.naming(one.person)
        if isinstance(entry, Join) and members.ended_by(entry) and (book := members.bound_by(entry))
    ]
    for code in one.codes:
        if code not in (*laws, *left):
            yield f"{code} is no code of a party, and none that {one.person} left"
