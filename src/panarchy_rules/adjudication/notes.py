"""Write the notes beside a status: what was found of law, mandatory rules and forum in, notes out."""

from collections.abc import Iterable, Iterator

from panarchy_rules.adjudication.answers import Asked, ask
from panarchy_rules.adjudication.continuing import Continuing
from panarchy_rules.adjudication.search import Searched
from panarchy_rules.adjudication.seise import ForumFound
from panarchy_rules.base.results import NoteCode
from panarchy_rules.base.values import show
from panarchy_rules.casefile.judgment import Note, Order
from panarchy_rules.choice_of_law.capacity import has_ratified
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import is_member
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.choice_of_law.together import Kept
from panarchy_rules.register import Agree, ConsentKind, Join, Submit
from panarchy_rules.rulebook.rulebook import Rule, Rulebook
from panarchy_rules.rulebook.verdict import Settled


def notes(claim: ClaimAtIssue, found: Searched, forum: ForumFound) -> Iterator[Note]:
    """Everything worth knowing beside the status."""
    if found.law.false_conflict:
        names = " and ".join(str(one.law) for one in found.asked)
        yield Note(code=NoteCode.FALSE_CONFLICT, text=f"{names} give the same result")
    yield from _of_rules(found)
    same = _same_result(claim, found.asked)
    if same:
        yield Note(code=NoteCode.SAME_RESULT, text=same)
    yield from _by_proxy(claim, found, forum)
    yield from _refused(found)
    yield from _not_opposable(found)
    yield from _partial(claim, forum)


def split_by_period(claim: ClaimAtIssue, found: Continuing) -> Iterator[Note]:
    """That a relation which goes on is judged time by time, with the days that are judged here."""
    if len(found.times) > 1:
        days = claim.record.facts.get((found.over, None))
        yield Note(code=NoteCode.PERIOD_SPLIT, text=f"judged here is {found.over} {show(days)}, as of {claim.anchor}")
    elif not found.over:
        yield from (Note(code=NoteCode.PERIOD_SPLIT, text=line) for line in found.lines)


def _of_rules(found: Searched) -> Iterator[Note]:
    """What the deciding rules themselves want noted."""
    for one in found.asked[:1]:
        for verdict in one.verdicts.values():
            if not isinstance(verdict, Settled):
                continue
            for note in verdict.notes:
                rules = "; ".join(
                    _cited(one.rulebook.rules.get(label), label) for label in _noting(one.rulebook, verdict, note)
                )
                yield Note(code=NoteCode(note.upper()), text=f"under {one.law}: {rules}")


def _noting(book: Rulebook, verdict: Settled, note: str) -> tuple[str, ...]:
    """The grounds that want something noted; all of them, if that is said by what they rest on."""
    labels = [label for label in verdict.grounds if label in book.rules and book.rules[label].note == note]
    return tuple(labels) or verdict.grounds


def _cited(rule: Rule | None, label: str) -> str:
    title = rule.title if rule and rule.title else label
    return f"{title} ({rule.source})" if rule and rule.source else title


def _by_proxy(claim: ClaimAtIssue, found: Searched, forum: ForumFound) -> Iterator[Note]:
    """Chains that begin with somebody else's act, which the party has not ratified: to the law, else to the forum."""
    best = [(person, paths[0]) for route in found.law.routes for person, paths in route.paths.items() if paths]
    made = [*_made_by_others(claim, best)]
    yield from made or _made_by_others(claim, [(route.person, route.path) for route in forum.routes])


def _made_by_others(claim: ClaimAtIssue, best: Iterable[tuple[str, Path]]) -> Iterator[Note]:
    entries = dict.fromkeys((person, path.consent.entry) for person, path in best if path.consent.entry)
    for person, number in entries:
        # A forum may rest on an entry that is contested for the law, and left out here.
        entry = next((one for one in claim.view.register.naming(person) if one.entry == number), None)
        if not isinstance(entry, Join | Submit | Agree) or entry.kind is not ConsentKind.PROXY:
            continue
        members = [one for one in claim.view.memberships(person) if one.entry == number]
        ratified = any(has_ratified(claim.world, claim.view, one) for one in members)
        if not ratified and (entry.by is None or claim.view.is_guardian(entry.by, person, entry.recorded)):
            text = f"the chain of {person} begins with entry {number}, which {entry.by or 'others'} made for them"
            yield Note(code=NoteCode.CONSENT_BY_PROXY, text=text)


def _refused(found: Searched) -> Iterator[Note]:
    laws = " and ".join(str(one.law) for one in found.asked)
    for one in found.refusals:
        instead = f"{laws} governs instead" if laws else "no law is left in its place"
        text = f"{one.code} refuses the result of {one.law} ({one.reservation.label}): {one.result}; {instead}"
        yield Note(code=NoteCode.REFUSED_PUBLIC_POLICY, text=text)


def _not_opposable(found: Searched) -> Iterator[Note]:
    for one in found.overlaid.protections:
        if not one.opposable:
            text = f"{one.rule.label} of {one.code} protects {one.person}; the other side has not accepted it"
            yield Note(code=NoteCode.NOT_OPPOSABLE, text=text)


def affected(claim: ClaimAtIssue, orders: tuple[Order, ...]) -> Iterator[Note]:
    """How many people outside the dispute a withdrawal touches. Nothing is imposed on them."""
    outside = tuple(
        dict.fromkeys(o.debtor for o in orders if o.kind == "withdrawal" and o.debtor not in claim.everyone)
    )
    if outside:
        text = f"{len(outside)} outside the dispute are affected by a withdrawal: {', '.join(outside)}"
        yield Note(code=NoteCode.THIRD_PARTY_AFFECTED, text=text)


def kept_apart(kept: Kept | None) -> Iterator[Note]:
    """Issues that some code keeps together with this one, and that have a law of their own nevertheless."""
    for text in kept.separate if kept else ():
        yield Note(code=NoteCode.KEPT_APART, text=text)


def _partial(claim: ClaimAtIssue, forum: ForumFound) -> Iterator[Note]:
    if forum.forum:
        inside = [p for p in claim.parties if is_member(claim.world, claim.view, p, [forum.forum.provider])]
        if len(inside) == 1:
            runs = f"{forum.forum.provider}, which runs {forum.forum.name}"
            text = f"{inside[0]} is a member of {runs}; the other side is not"
            yield Note(code=NoteCode.PARTIAL_FORUM, text=text)


def _same_result(claim: ClaimAtIssue, asked: tuple[Asked, ...]) -> str:
    """Whether every party's home law gives the result of the law that governs, although the home laws differ."""
    homes = [claim.record.home.get(person) for person in claim.parties]
    if not asked or asked[0].outcome is None or None in homes or homes[0] == homes[1]:
        return ""
    for home in homes:
        own = ask(claim, home) if home else None
        if own is None or own.outcome != asked[0].outcome:
            return ""
    if asked[0].law in homes:
        return f"{next(home for home in homes if home != asked[0].law)} gives the result that {asked[0].law} gives"
    return f"{homes[0]} and {homes[1]} give the result that {asked[0].law} gives"
