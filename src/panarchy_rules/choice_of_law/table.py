"""Resolve consents once for many disputes: two providers in, which law governs between their members out.

An entry holds for members who have consented to nothing but their one provider's code. It is made of clauses that
hold whatever the facts are, up to the law that a fact names. Everything else is `ASK`: the closures of that very
dispute have to be grown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.editions import snapshot
from panarchy_rules.choice_of_law.graph import ACCEPTED, COMMON_CONSENT
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.register import Snapshot
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.limits import Limits
from panarchy_rules.rulebook.rulebook import Accepts, Reference, Rule, Rulebook


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


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause that holds whatever the facts are. `role` is set where it names the home law of a role."""

    law: LawRef | None
    role: str
    fact: str
    whole: bool


@dataclass(slots=True)
class _Code:
    """What a code accepts on one matter and issue, by the provider whose members are meant; "" is anyone."""

    law: LawRef
    own: bool
    clauses: dict[str, list[_Clause]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)  # Towards whom some clause depends on more.

    def towards(self, provider: str) -> list[_Clause] | None:
        """The clauses towards the members of a provider; None if some depend on more."""
        if provider in self.open or "" in self.open:
            return None
        anyone = self.clauses.get("", [])
        return anyone + self.clauses.get(provider, []) if anyone else self.clauses.get(provider, [])


class ConsentTable:
    """The entries for one matter and issue as of one day."""

    def __init__(self, world: LawWorld, matter: str, anchor: date, issue: str = "merits") -> None:
        self._world = world
        self.view = snapshot(world, anchor)
        self._codes = {p: _code(world, self.view, p, matter, issue) for p in world.providers}

    def provider(self, person: str) -> str | None:
        """The one provider that a person belongs to; None if they consented to more, to less, or are no person."""
        view = self.view
        memberships = tuple(view.memberships(person))
        agreed = any(person in a.parties for a in (*view.agreements_after, *view.agreements_before))
        if (
            len(memberships) != 1
            or view.ended_memberships(person)
            or agreed
            or any(view.submissions(person))
            or person in self._world.providers
        ):
            return None
        if self._world.watches_capacity:  # Whether the membership binds the person depends on more.
            return None
        return None if memberships[0].matters else memberships[0].provider

    def partners(self, provider: str) -> frozenset[str] | None:
        """The providers towards whose members a code accepts anything; None if towards anyone."""
        code = self._codes[provider]
        if code is None or code.own or "" in code.clauses or code.open:
            return None
        return frozenset(code.clauses)

    def entry(self, claimant: str, respondent: str) -> Entry:
        """Which law governs between a member of one provider who claims and a member of another."""
        first, second = self._codes[claimant], self._codes[respondent]
        if first is None or second is None:
            return ASK
        laws = {"claimant": first.law, "respondent": second.law}
        one, other = _ends(first, second, laws), _ends(second, first, laws)
        return ASK if one is None or other is None else _met(one, other)


def _ends(mine: _Code, theirs: _Code, laws: dict[str, LawRef]) -> _Ends | None:
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


def _end(clause: _Clause, laws: dict[str, LawRef]) -> _End:
    return laws[clause.role] if clause.role else clause.law or clause.fact


def _whole(law: _End, mine: _Code, theirs: _Code, laws: dict[str, LawRef]) -> _End:
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


# --- reading codes ---


def _code(world: LawWorld, view: Snapshot, provider: str, matter: str, issue: str) -> _Code | None:
    """What a code accepts; None if more than its plain clauses counts."""
    editions = world.editions(provider)
    revoked = any(r.provider == provider for r in view.clause_revocations)
    if len(editions) != 1 or editions[0].in_force > view.anchor or revoked:
        return None
    book = editions[0]
    never = [n for n in book.own_law_never if covers(n.matters, matter) and covers(n.issues, issue)]
    doubtful = any(n.condition is not None for n in never)
    reaches = book.governs is not None and covers(book.governs, matter)
    if not reaches or doubtful or book.limits != Limits() or book.overlays():
        return None
    code = _Code(book.law, not never)
    for rule in book.acceptances():
        _read(world, book, rule, code, matter, issue)
    return code


def _read(world: LawWorld, book: Rulebook, rule: Rule, code: _Code, matter: str, issue: str) -> None:
    terms = rule.conclusion
    assert isinstance(terms, Accepts)
    if terms.is_forum:
        return
    plain = not rule.exceptions and rule.condition is None
    if plain and not (covers(terms.matters, matter) and covers(terms.issues, issue)):
        return
    clause = _clause(world, book, terms) if plain else None
    for provider in terms.towards or ("",):
        for name in _members(book, provider):
            if clause is None:
                code.open.add(name)
            else:
                code.clauses.setdefault(name, []).append(clause)


def _members(book: Rulebook, name: str) -> Iterable[str]:
    return book.classes.get(name, (name,))


_COUNTED = frozenset({"target", "matters", "issues", "towards", "notice", "reference"})
_AS_USUAL = {f: Accepts("").__getattribute__(f) for f in Accepts.__dataclass_fields__ if f not in _COUNTED}
_FOLLOWED = Reference("foreign court", "nothing")


def _clause(world: LawWorld, book: Rulebook, terms: Accepts) -> _Clause | None:
    """A clause without ranks, caps, periods and other labels that would have to be weighed."""
    unusual = any(getattr(terms, name) != usual for name, usual in _AS_USUAL.items())
    if unusual or terms.reference not in (None, _FOLLOWED):
        return None
    whole = terms.reference is not None
    match terms.target:
        case m.Literal(LawRef(provider, edition)):
            editions = world.editions(provider)
            known = len(editions) == 1 and editions[0].in_force <= book.in_force
            return _Clause(editions[0].law, "", "", whole) if known and not edition else None
        case m.HomeLawOf(m.RolePerson("claimant" | "respondent" as role)):
            return _Clause(None, role, "", whole)
        case m.FactOf(name, ()) if book.vocabulary.facts[name].kind == k.LAW and not whole:
            return _Clause(None, "", name, whole)
        case _:
            return None
