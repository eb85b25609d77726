"""Settle what can be settled of a contested consent: a claim and its challenges in, how each of them counts out.

A finding counts if the forum that made it binds both parties without any consent that is contested as one to a forum
(DOMAIN C5: the challenge of a contract is none of the agreement on a forum). A ratification counts against the one
who made it. Where neither counts, the law that the consent names is asked. Everything else stays open.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from panarchy_rules.adjudication.putative import Said, by_the_laws
from panarchy_rules.adjudication.seise import ForumRoute, routes_to
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.challenge import Challenge
from panarchy_rules.choice_of_law.claim import Barred, ClaimAtIssue
from panarchy_rules.choice_of_law.completions import Completion, complete
from panarchy_rules.choice_of_law.graph import AGREED_BEFORE, Node
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Join, Ratify, Register

Counts = Literal["open", "valid", "void"]


@dataclass(frozen=True, slots=True)
class Settled:
    """How one challenge counts in a claim, why, and the routes to the forum that says so."""

    challenge: Challenge
    counts: Counts
    reason: str
    routes: tuple[ForumRoute, ...] = ()
    by_law: Said | None = None
    cures: tuple[str, ...] = ()


def settle(world: LawWorld, claim: ClaimAtIssue, challenges: tuple[Challenge, ...]) -> tuple[Settled, ...]:
    """How each challenge counts. `claim` is that of the world without whatever is contested as a consent to a forum."""
    ways = complete(claim, forum=True).ways
    return tuple(_settled(claim, ways, one, world.register) for one in challenges)


def without(world: LawWorld, entries: Iterable[int]) -> LawWorld:
    """The world as it would be if some entries of its register had never been made; everybody stays known."""
    gone = frozenset(entries)
    left = tuple(entry for entry in world.register.entries if entry.entry not in gone)
    known = (*world.persons, *world.register.persons)
    return replace(world, register=Register(left, world.register.path), persons=known)


def struck(challenges: Iterable[Challenge], against: str) -> frozenset[int]:
    """The entries that count for nothing if these challenges of the choice of a law, or of a forum, succeed."""
    return frozenset(one.entry for one in challenges if one.entry and against in one.against)


def bars(challenges: Iterable[Challenge], against: str) -> tuple[Barred, ...]:
    """The chains that count for nothing if these challenges succeed. An agreement after the event still counts."""
    return tuple(
        Barred(one.whose, node, node, "challenge", f"{one.by} contests this chain ({one.ground})", AGREED_BEFORE)
        for one in challenges
        if one.to and against in one.against
        for node in [node_of(one.to)]
    )


def node_of(text: str) -> Node:
    """A law such as `ulex 1.2`, or else the name of a forum."""
    provider, _, edition = text.partition(" ")
    return LawRef(provider, edition) if edition else text


def _settled(claim: ClaimAtIssue, ways: tuple[Completion, ...], one: Challenge, register: Register) -> Settled:
    ratified = _ratified(claim, one, register)
    if ratified:
        return Settled(one, "valid", ratified)
    forums = _independent(ways)
    deaf = _deaf(claim, one, forums)
    if deaf or one.found is None or one.found_by is None:
        return _by_law(claim, one, deaf, tuple(_cures(claim, forums, one, register)), register)
    reason = f"{one.found_by} found it {one.found} on {one.found_on}"
    return Settled(one, one.found, reason, routes_to(ways, one.found_by))


def _by_law(claim: ClaimAtIssue, one: Challenge, deaf: str, cures: tuple[str, ...], register: Register) -> Settled:
    """Where no finding counts: how a law that may say so has it, or that it is open."""
    said = by_the_laws(claim, one, next((e for e in register.entries if e.entry == one.entry), None))
    if said is None or said.counts == "open":
        facts = tuple(f"the fact {fact}" for fact in said.lacking) if said else ()
        reason = f"{deaf}; {said.reason}" if said else deaf
        return Settled(one, "open", reason, by_law=said, cures=(*facts, *cures))
    cited = f" ({said.source})" if said.source else ""
    return Settled(one, said.counts, said.reason + cited, by_law=said)


def _deaf(claim: ClaimAtIssue, one: Challenge, forums: tuple[str, ...]) -> str:
    """Why there is no finding that counts; empty if there is one."""
    if one.found_on is None:
        return "nobody has found on it"
    if claim.record.today and one.found_on > claim.record.today:
        return f"the finding of {one.found_by} is dated {one.found_on}, after the day of judgment"
    if one.found_by not in forums:
        return f"the finding of {one.found_by} does not count: not everybody is bound by it without what is contested"
    return ""


def _independent(ways: tuple[Completion, ...]) -> tuple[str, ...]:
    """The forums to which the consents of both lead whichever way the facts fall, without what is contested."""
    common = set.intersection(*({str(node) for node in way.selection.common} for way in ways)) if ways else set()
    return tuple(sorted(common))


def _ratified(claim: ClaimAtIssue, one: Challenge, register: Register) -> str:
    """A sentence if the person whose membership is contested has ratified it, before the event or as challenger."""
    join = _join(one, register)
    for later in register.naming(join.person) if join else ():
        if join and isinstance(later, Ratify) and later.provider == join.provider and later.entry > join.entry:
            on_time = max(later.effective, later.recorded) <= claim.anchor
            if on_time or one.by == join.person:
                return f"{join.person} ratified {join.provider} {later.edition} (entry {later.entry})"
    return ""


def _join(one: Challenge, register: Register) -> Join | None:
    return next((e for e in register.entries if e.entry == one.entry and isinstance(e, Join)), None)


def _cures(claim: ClaimAtIssue, forums: tuple[str, ...], one: Challenge, register: Register) -> Iterator[str]:
    bound = " and ".join(claim.bound)
    for forum in forums:
        yield f"a finding on {one.what} by {forum}, to which {bound} have consented without it"
    if not forums:
        everyone = " and ".join(sorted(claim.everyone))
        yield f"a finding on {one.what} by a forum on which {everyone} agree after the event"
    join = _join(one, register)
    if join and join.person == one.by:
        yield f"{join.person} ratifies {join.provider}"
