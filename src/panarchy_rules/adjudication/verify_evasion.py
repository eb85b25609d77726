"""Check flags of evasion: a world and an issue in, changes and windows that do not hold out.

That the law would have been another is not checked again, since nothing is selected here.
"""

from collections.abc import Iterator

from panarchy_rules.adjudication.verify_members import Members, after, covers
from panarchy_rules.base.results import NoteCode
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.judgment import EvasionFinding, IssueJudgment, MembershipChange
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Join, Leave


def check_evasions(world: LawWorld, issue: IssueJudgment) -> Iterator[str]:
    """Every flag that rests on no change, or on a change that no code of theirs watches."""
    members = Members(world, issue.anchor, issue.matter)
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


def _change(world: LawWorld, members: Members, one: EvasionFinding, change: MembershipChange) -> Iterator[str]:
    entry = next((e for e in world.register.entries if e.entry == change.entry), None)
    said = (one.person, change.act, change.provider, change.day)
    match entry:
        case Join(person=person, provider=provider):
            holds = said == (person, "joined", provider, max(entry.effective, entry.recorded))
        case Leave(person=person, provider=provider):
            holds = said == (person, "left", provider, members.left_on(entry))
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
