"""Check entries against each other: numbers, days of recording, and what revocations and exits refer to."""

from collections.abc import Iterable, Sequence

from panarchy_rules.base.boundary import Mistake, quoted
from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.register.entries import Agree, Birth, End, Entry, Home, Join, Key, Leave, Revoke, RevokeKey, Submit


def check_order(entries: Sequence[Entry], path: str) -> tuple[Diagnostic, ...]:
    """Entries are numbered 1, 2, 3 and recorded one after the other."""
    found: list[Diagnostic] = []
    before: Entry | None = None
    for number, entry in enumerate(entries, 1):
        mistake = out_of_order(entry, number, before)
        if mistake:
            found.append(Diagnostic("PR502", mistake.message, _line(path, number), help=mistake.help))
        before = entry
    return tuple(found)


def out_of_order(entry: Entry, number: int, before: Entry | None) -> Mistake | None:
    """Why an entry cannot be the one with this number, after the one before it."""
    if entry.entry != number:
        message = f"entry {entry.entry} stands where entry {number} belongs"
        return Mistake(("entry",), message, "entries are numbered 1, 2, 3, one on each line", "PR502")
    if before and entry.recorded < before.recorded:
        message = f"entry {number} is recorded on {entry.recorded}, and the one before it on {before.recorded}"
        cure = "entries are added at the end; the day from which an act is to hold is its `effective`"
        return Mistake(("recorded",), message, cure, "PR502")
    return None


def check_references(
    entries: Iterable[Entry], path: str, dropped: frozenset[int] = frozenset()
) -> tuple[Diagnostic, ...]:
    """Revocations and exits refer to an earlier entry that they can end, and a key is registered once.

    `dropped` are the numbers of lines that could not be read: what may refer to them is not complained of.
    """
    found: list[Diagnostic] = []
    earlier: dict[int, Entry] = {}
    members: dict[tuple[str, str], bool] = {}
    keys: dict[str, Key] = {}
    ends: dict[str, End] = {}
    births: dict[str, Birth] = {}
    for entry in entries:
        found += _after_the_end(entry, ends, path)
        if isinstance(entry, Join):
            members[entry.person, entry.provider] = True
        elif isinstance(entry, Leave):
            if not members.get((entry.person, entry.provider)) and not dropped:
                found.append(_not_a_member(entry, members, path))
            members[entry.person, entry.provider] = False
        elif isinstance(entry, Home) and not members.get((entry.person, entry.provider)):
            found += [] if dropped or entry.person == entry.provider else [_not_at_home(entry, members, path)]
        elif isinstance(entry, Birth):
            found += _born_again(entry, births.setdefault(entry.person, entry), path)
        elif isinstance(entry, End):
            ends.setdefault(entry.provider, entry)
        elif isinstance(entry, Revoke) and entry.of not in dropped:
            found += _revocation(entry, earlier.get(entry.of), path)
        elif isinstance(entry, Key | RevokeKey):
            found += _key(entry, keys.get(entry.key), path, bool(dropped))
            if isinstance(entry, Key):
                keys.setdefault(entry.key, entry)
        earlier[entry.entry] = entry
    return tuple(found)


def revokes(revocation: Revoke, target: Entry) -> bool:
    """Does this revocation come from those who can take this entry back?"""
    match target:
        case Submit():
            return revocation.person == target.person
        case Agree():
            return set(revocation.persons) == set(target.parties)
        case _:
            return False


def _revocation(entry: Revoke, target: Entry | None, path: str) -> list[Diagnostic]:
    place = _line(path, entry.entry)
    if target is None:
        message = f"entry {entry.entry} revokes entry {entry.of}, and there is no such entry before it"
        return [Diagnostic("PR504", message, place, help="`of` is the number of an earlier entry")]
    if revokes(entry, target):
        return []
    message, cure = _wrong_target(target)
    seen = Label(_line(path, target.entry), f"entry {target.entry}")
    return [Diagnostic("PR504", message, place, help=cure, related=(seen,))]


def _wrong_target(target: Entry) -> tuple[str, str]:
    match target:
        case Submit():
            message = f"entry {target.entry} is a submission of {quoted(target.person)}"
            return message, f'only they can take it back: `"person": "{target.person}"`'
        case Agree():
            message = f"entry {target.entry} is an agreement, which all its parties take back together"
            return message, "name all of them in `persons`"
        case Join():
            return f"entry {target.entry} is a membership, which is not revoked", "use the act `leave`"
        case _:
            message = f"entry {target.entry} is a {quoted(target.act)}, which is not revoked"
            return message, "only submissions and agreements are taken back"


def _not_at_home(entry: Home, members: dict[tuple[str, str], bool], path: str) -> Diagnostic:
    mine = [provider for (person, provider), is_member in members.items() if person == entry.person and is_member]
    message = f"{quoted(entry.person)} calls {quoted(entry.provider)} home, and does not belong to it"
    cure = f"{quoted(entry.person)} belongs to {listed(mine)}" if mine else "record the `join` before it"
    return Diagnostic("PR505", message, _line(path, entry.entry), help=cure)


def _not_a_member(entry: Leave, members: dict[tuple[str, str], bool], path: str) -> Diagnostic:
    key = (entry.person, entry.provider)
    who = f"{quoted(entry.person)} leaves {quoted(entry.provider)}"
    if key in members:
        message, cure = f"{who} a second time", "one `leave` ends the membership"
    else:
        joined = [provider for person, provider in members if person == entry.person]
        message, cure = f"{who} without having joined", did_you_mean(entry.provider, joined)
    return Diagnostic("PR505", message, _line(path, entry.entry), help=cure)


def _after_the_end(entry: Entry, ends: dict[str, End], path: str) -> list[Diagnostic]:
    """A provider ends once, and nobody joins it from that day."""
    end = ends.get(entry.provider) if isinstance(entry, Join | End) else None
    if end is None or not isinstance(entry, Join | End):
        return []
    day = max(end.effective, end.recorded)
    if isinstance(entry, Join) and max(entry.effective, entry.recorded) < day:
        return []
    what = "ends a second time" if isinstance(entry, End) else f"is joined by {quoted(entry.person)} after its end"
    message = f"{quoted(entry.provider)} {what}"
    seen = Label(_line(path, end.entry), f"it ends on {day}")
    cure = "its law can still be chosen, with `agree` or `submit`" if isinstance(entry, Join) else "keep the first"
    return [Diagnostic("PR524", message, _line(path, entry.entry), help=cure, related=(seen,))]


def _born_again(entry: Birth, before: Birth, path: str) -> list[Diagnostic]:
    """A birth is entered once."""
    if entry is before:
        return []
    message = f"the birth of {quoted(entry.person)} is entered a second time"
    seen = Label(_line(path, before.entry), f"entry {before.entry}")
    cure = "keep one of them; whoever contests it does so in a dispute"
    return [Diagnostic("PR342", message, _line(path, entry.entry), help=cure, related=(seen,))]


def _key(entry: Key | RevokeKey, before: Key | None, path: str, incomplete: bool) -> list[Diagnostic]:
    key = quoted(f"{entry.key[:12]}...")
    place = _line(path, entry.entry)
    if isinstance(entry, Key):
        if before is None:
            return []
        message = f"entry {entry.entry} registers the key {key}, which entry {before.entry} did already"
        return [Diagnostic("PR515", message, place, help="everyone signs with keys of their own; make a new one")]
    if before is None and incomplete:
        return []
    if before is None or (before.person, before.provider) != (entry.person, entry.provider):
        message = (
            f"entry {entry.entry} revokes the key {key}, which {quoted(entry.person or entry.provider)} does not have"
        )
        return [Diagnostic("PR504", message, place, help="a key is revoked under the name it was registered for")]
    return []


def _line(path: str, number: int) -> Span:
    return Span(path, number, 1, number + 1, 1)
