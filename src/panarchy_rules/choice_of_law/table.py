"""Resolve consents once for many disputes: two providers in, which law governs between their members out.

An entry holds for members who have consented to nothing but their one provider's code. It is made of clauses that
hold whatever the facts are, up to the law that a fact names. Everything else is `ASK`: the closures of that very
dispute have to be grown.

What was resolved is kept, and holds for every day on which both codes are in force as they were read. When entries
are appended to the register, only what they touch is resolved again.
"""

from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.editions import bound_edition, snapshot
from panarchy_rules.choice_of_law.graph import ACCEPTED, COMMON_CONSENT
from panarchy_rules.choice_of_law.plain_code import PlainClause, PlainCode, plain_code
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, End, Join, RevokeClause
from panarchy_rules.register.register import persons_in


@dataclass(frozen=True, slots=True)
class Entry:
    """Which law governs: `law`, or the one that `fact` names; with both, that law if the fact names it.

    Without either there is no common law.
    """

    law: LawRef | None = None
    fact: str = ""
    ask: bool = False


NO_LAW, ASK = Entry(), Entry(ask=True)

# Where a clause leads: a law, the home law of a role, or the law a fact names.
_Role = tuple[str]
_End = LawRef | str
_Ends = dict[_End, int]


class Consents:
    """What the consents of a world come to, resolved when it is first asked for.

    `read` and `met` count the codes that were read and the pairs that were met, for those who want to know.
    """

    def __init__(self, world: LawWorld) -> None:
        self.world = world
        self.read = self.met = 0
        self._codes: dict[tuple[str, str, str], PlainCode | None] = {}
        self._entries: dict[tuple[str, str, str, str], Entry] = {}
        self._members: dict[str, dict[date, str | None]] = {}

    def entry(self, claimant: str, respondent: str, matter: str, issue: str, anchor: date) -> Entry:
        """Which law governs between a member of one provider who claims and a member of another."""
        first, second = self.code(claimant, matter, issue), self.code(respondent, matter, issue)
        if first is None or second is None or not (first.holds_on(anchor) and second.holds_on(anchor)):
            return ASK
        key = (claimant, respondent, matter, issue)
        found = self._entries.get(key)
        if found is None:
            found = self._entries[key] = self._meet(first, second)
        return found

    def _meet(self, first: PlainCode, second: PlainCode) -> Entry:
        self.met += 1
        laws = {"claimant": first.law, "respondent": second.law}
        one, other = _ends(first, second, laws), _ends(second, first, laws)
        return ASK if one is None or other is None else _met(one, other)

    def code(self, provider: str, matter: str, issue: str) -> PlainCode | None:
        """What a code accepts; None if more than its plain clauses counts."""
        key = (provider, matter, issue)
        if key not in self._codes:
            self.read += 1
            self._codes[key] = plain_code(self.world, provider, matter, issue)
        return self._codes[key]

    def provider(self, person: str, anchor: date) -> str | None:
        """The one provider that a person belongs to; None if they consented to more, to less, or are no person."""
        days = self._members.setdefault(person, {})
        if anchor not in days:
            days[anchor] = _one_provider(self.world, person, anchor)
        return days[anchor]

    def after(self, world: LawWorld) -> "Consents":
        """The same for a world whose register has more entries at its end; nothing is kept for any other world."""
        found, known = Consents(world), len(self.world.register.entries)
        entries = world.register.entries
        if world.rulebooks is not self.world.rulebooks or entries[:known] != self.world.register.entries:
            return found
        touched = entries[known:]
        providers = {entry.provider for entry in touched if isinstance(entry, RevokeClause)}
        persons = {person for entry in touched for person in persons_in(entry)}
        persons |= {p for end in touched if isinstance(end, End) for p in self._members if _joined(world, p, end)}
        found._codes = {key: code for key, code in self._codes.items() if key[0] not in providers}
        found._entries = {key: entry for key, entry in self._entries.items() if providers.isdisjoint(key[:2])}
        if world.watches_capacity == self.world.watches_capacity:
            found._members = {person: dict(days) for person, days in self._members.items() if person not in persons}
        return found


def _one_provider(world: LawWorld, person: str, anchor: date) -> str | None:
    if world.watches_capacity:  # Whether a membership binds the person depends on more.
        return None
    view = snapshot(world, anchor)
    memberships = view.memberships(person)
    agreed = any(isinstance(entry, Agree) for entry in world.register.naming(person))
    consented = agreed or view.submissions(person) or view.ended_memberships(person)
    if len(memberships) != 1 or consented or person in world.providers:
        return None
    (membership,) = memberships
    bound = bound_edition(world, view, membership)
    return membership.provider if bound and not membership.matters else None


def _joined(world: LawWorld, person: str, end: End) -> bool:
    """Whether a person has ever joined a provider that ends."""
    return any(isinstance(e, Join) and e.provider == end.provider for e in world.register.naming(person))


class ConsentTable:
    """The entries for one matter and issue as of one day."""

    def __init__(self, world: LawWorld | Consents, matter: str, anchor: date, issue: str = "merits") -> None:
        self._consents = world if isinstance(world, Consents) else Consents(world)
        self._matter, self._anchor, self._issue = matter, anchor, issue
        self.view = snapshot(self._consents.world, anchor)

    def provider(self, person: str) -> str | None:
        """The one provider that a person belongs to; None if they consented to more, to less, or are no person."""
        return self._consents.provider(person, self._anchor)

    def partners(self, provider: str) -> frozenset[str] | None:
        """The providers towards whose members a code accepts anything; None if towards anyone."""
        code = self._consents.code(provider, self._matter, self._issue)
        if code is None or not code.holds_on(self._anchor) or code.own or "" in code.clauses or code.open:
            return None
        return frozenset(code.clauses)

    def entry(self, claimant: str, respondent: str) -> Entry:
        """Which law governs between a member of one provider who claims and a member of another."""
        return self._consents.entry(claimant, respondent, self._matter, self._issue, self._anchor)


def _ends(mine: PlainCode, theirs: PlainCode, laws: dict[str, LawRef]) -> _Ends | None:
    """Where the consents of one side lead, each with its tier; None if the facts have to be asked."""
    clauses = mine.towards(theirs.law.provider)
    if clauses is None:
        return None
    ends: _Ends = {mine.law: COMMON_CONSENT} if mine.own else {}
    for clause in clauses:
        end = _end(clause, laws)
        if clause.whole:
            end = _whole(end, mine, theirs, laws)
            if end == "?":
                return None
        if end:
            ends.setdefault(end, ACCEPTED)
    return ends


def _end(clause: PlainClause, laws: dict[str, LawRef]) -> _End:
    return laws[clause.role] if clause.role else clause.law or clause.fact


def _whole(law: _End, mine: PlainCode, theirs: PlainCode, laws: dict[str, LawRef]) -> _End:
    """What another law would name itself: a law, "" for nowhere, or "?" where one step does not tell."""
    if law == mine.law:
        return law
    clauses = theirs.towards(mine.law.provider)
    if law != theirs.law or clauses is None or len(clauses) > 1:
        return "?"
    if not clauses:
        return law if theirs.own else ""
    (clause,) = clauses
    end = _end(clause, laws)
    if not clause.whole or end == theirs.law:
        return end
    return "" if end == mine.law else "?"


def _met(one: _Ends, other: _Ends) -> Entry:
    """The law in which both sides' consents meet."""
    if not one or not other:
        return NO_LAW
    facts = {end for end in (*one, *other) if isinstance(end, str)}
    if not facts:
        return _selected({end: max(one[end], other[end]) for end in one if end in other})
    if len(one) > 1 or len(other) > 1 or len(facts) > 1:
        return ASK
    laws = [end for end in (*one, *other) if isinstance(end, LawRef)]
    return Entry(laws[0] if laws else None, facts.pop())


def _selected(common: _Ends) -> Entry:
    """The one law of the best tier, if there is one."""
    if not common:
        return NO_LAW
    best = [end for end, tier in common.items() if tier == min(common.values())]
    return Entry(best[0]) if len(best) == 1 and isinstance(best[0], LawRef) else ASK
