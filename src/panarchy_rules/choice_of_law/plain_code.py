"""Read what a code accepts whatever the facts are: a provider, a matter and an issue in, its plain clauses out."""

from collections.abc import Iterable
from dataclasses import field
from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.limits import Limits
from panarchy_rules.rulebook.rulebook import Accepts, Reference, Rule, Rulebook


@dataclass(frozen=True, slots=True)
class PlainClause:
    """A clause that holds whatever the facts are. `role` is set where it names the home law of a role."""

    law: LawRef | None
    role: str
    fact: str
    whole: bool


@dataclass(slots=True)
class PlainCode:
    """What a code accepts on one matter and issue, by the provider whose members are meant; "" is anyone.

    It is so from `since` on, and only before `until`.
    """

    law: LawRef
    own: bool
    since: date
    until: date
    clauses: dict[str, list[PlainClause]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)  # Towards whom some clause depends on more.

    def holds_on(self, day: date) -> bool:
        """Whether the code is in force on a day as it was read."""
        return self.since <= day < self.until

    def towards(self, provider: str) -> list[PlainClause] | None:
        """The clauses towards the members of a provider; None if some depend on more."""
        if provider in self.open or "" in self.open:
            return None
        anyone = self.clauses.get("", [])
        return anyone + self.clauses.get(provider, []) if anyone else self.clauses.get(provider, [])


def plain_code(world: LawWorld, provider: str, matter: str, issue: str) -> PlainCode | None:
    """What a code accepts; None if more than its plain clauses counts."""
    editions = world.editions(provider)
    if len(editions) != 1:
        return None
    book = editions[0]
    never = [n for n in book.own_law_never if covers(n.matters, matter) and covers(n.issues, issue)]
    doubtful = any(n.condition is not None for n in never)
    reaches = book.governs is not None and covers(book.governs, matter)
    if not reaches or doubtful or book.limits != Limits() or book.overlays():
        return None
    revoked = [entry.recorded for entry in world.register.clause_endings if entry.provider == provider]
    code = PlainCode(book.law, not never, book.in_force, min(revoked, default=date.max))
    for rule in book.acceptances():
        _read(world, book, rule, code, matter, issue)
    return code


def _read(world: LawWorld, book: Rulebook, rule: Rule, code: PlainCode, matter: str, issue: str) -> None:
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


def _clause(world: LawWorld, book: Rulebook, terms: Accepts) -> PlainClause | None:
    """A clause without ranks, caps, periods and other labels that would have to be weighed."""
    unusual = any(getattr(terms, name) != usual for name, usual in _AS_USUAL.items())
    if unusual or terms.reference not in (None, _FOLLOWED):
        return None
    whole = terms.reference is not None
    match terms.target:
        case m.Literal(LawRef(provider, edition)):
            editions = world.editions(provider)
            known = len(editions) == 1 and editions[0].in_force <= book.in_force
            return PlainClause(editions[0].law, "", "", whole) if known and not edition else None
        case m.HomeLawOf(m.RolePerson("claimant" | "respondent" as role)):
            return PlainClause(None, role, "", whole)
        case m.FactOf(name, ()) if book.vocabulary.facts[name].kind == k.LAW and not whole:
            return PlainClause(None, "", name, whole)
        case _:
            return None
