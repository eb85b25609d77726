"""Which clauses of a law reach a claim: what it is about and for whom in, the clauses to be read and the others out.

Nothing here depends on the facts, so that the clauses of a law are gone through once for all claims that are alike.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from panarchy_rules.base.beside import kept_beside
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.editions import days_of
from panarchy_rules.choice_of_law.kept_days import kept_of_day
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.register import Snapshot
from panarchy_rules.rulebook.rulebook import Accepts, Rule, Rulebook
from panarchy_rules.rulebook.terms import HomeLawOf, Literal, RolePerson


@dataclass(frozen=True, slots=True)
class Scope:
    """What a claim is to a clause: its matter and issue, what our member is in it, and the codes of the other side."""

    matter: str
    issue: str
    roles: tuple[str, ...]
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Aside:
    """A clause that does not reach a claim, and why. `stranger` is where the other side does not belong."""

    clause: str
    reason: str
    stranger: str = ""

    def words(self, other: str) -> str:
        """Why the clause does not reach a claim against somebody."""
        return f"{other} is no member of {self.stranger}" if self.stranger else self.reason


@dataclass(frozen=True, slots=True)
class Reach:
    """The clauses of a law that may be effective in a claim, and those that do not reach it, by their labels.

    `whatever_the_facts` is whether no fact and no other law has a say in what the first give.
    """

    rules: tuple[Rule, ...]
    asides: tuple[Aside, ...]
    whatever_the_facts: bool


@kept_of_day
def reaching(world: LawWorld, view: Snapshot, law: LawRef, is_forum: bool, scope: Scope) -> Reach:
    """Every clause of a law on laws, or on forums, that may be effective, and those that do not reach the claim.

    A clause over which another one stands is always among the first: the other one has a scope of its own.
    """
    rules: list[Rule] = []
    asides: list[Aside] = []
    for rule, aside, towards in _towards_all(world, view, law, is_forum, scope.matter, scope.issue, scope.roles):
        if aside is None or (towards is not None and not scope.codes.isdisjoint(towards)):
            rules.append(rule)
        else:
            asides.append(aside)
    return Reach(tuple(rules), tuple(asides), all(map(_whatever_the_facts, rules)))


def _whatever_the_facts(rule: Rule) -> bool:
    """Whether a clause always accepts one law or forum, or the home law of whoever plays a role."""
    terms = terms_of(rule)
    always = rule.condition is None and not rule.exceptions and terms.reference is None and not terms.reciprocal
    match terms.target:
        case str() | Literal() | HomeLawOf(RolePerson()):
            return always
        case _:
            return False


_Towards = tuple[Rule, Aside | None, tuple[str, ...] | None]
"""A clause, why it does not reach a claim if it does not, and the codes towards whose members it does all the same."""


@kept_of_day
def _towards_all(
    world: LawWorld, view: Snapshot, law: LawRef, is_forum: bool, matter: str, issue: str, roles: tuple[str, ...]
) -> tuple[_Towards, ...]:
    """The clauses of a law by label, whatever the codes of the other side."""
    book, nobody = world.rulebooks[law], Scope(matter, issue, roles, frozenset())
    over = replaced(book)
    found: list[_Towards] = []
    for rule, terms in _by_target(book)[is_forum]:
        aside = None if rule.label in over else out_of_scope(book, view, rule.label, terms, nobody)
        found.append((rule, aside, terms.towards if aside and aside.stranger else None))
    return tuple(found)


@kept_beside
def _by_target(rulebook: Rulebook) -> tuple[tuple[tuple[Rule, Accepts], ...], tuple[tuple[Rule, Accepts], ...]]:
    """The clauses on laws and those on forums, with what each says."""
    clauses = [(rule, terms_of(rule)) for rule in rulebook.acceptances()]
    laws, forums = (tuple(pair for pair in clauses if pair[1].is_forum == one) for one in (False, True))
    return laws, forums


def terms_of(rule: Rule) -> Accepts:
    """What an acceptance clause says."""
    assert isinstance(rule.conclusion, Accepts)
    return rule.conclusion


@kept_beside
def replaced(rulebook: Rulebook) -> frozenset[str]:
    """The clauses over which some exception stands, to whatever depth, that accepts something else."""
    return frozenset(rule.label for rule in rulebook.acceptances() if any(_replacing(rulebook, rule)))


def _replacing(rulebook: Rulebook, rule: Rule) -> Iterator[bool]:
    todo = list(rule.exceptions)
    while todo:
        above = rulebook.rules[todo.pop()]
        yield isinstance(above.conclusion, Accepts)
        todo += above.exceptions


def out_of_scope(book: Rulebook, view: Snapshot, clause: str, terms: Accepts, scope: Scope) -> Aside | None:
    """Why a clause does not reach a claim; None if it does."""
    reason = _reason(book, view, clause, terms, scope)
    if reason:
        return Aside(clause, reason)
    if terms.towards is not None and scope.codes.isdisjoint(terms.towards):
        return Aside(clause, "", " or ".join(terms.towards))
    return None


def _reason(book: Rulebook, view: Snapshot, clause: str, terms: Accepts, scope: Scope) -> str:
    anchor = view.anchor
    if (terms.from_date and anchor < terms.from_date) or (terms.until_date and anchor >= terms.until_date):
        return f"it is not in force on {anchor}"
    ended = _revoked_since(book, view, clause, terms) if view.register.clause_endings else None
    if ended and ended <= anchor:
        return f"it was revoked, and its notice ran out on {ended}"
    if terms.matters and not covers(terms.matters, scope.matter):
        return f"it does not cover {scope.matter}"
    if terms.issues and not covers(terms.issues, scope.issue):
        return f"it does not cover the issue {scope.issue}"
    if terms.roles and not set(terms.roles) & set(scope.roles):
        return f"it is for our member as {' or '.join(terms.roles)}"
    return ""


def _revoked_since(book: Rulebook, view: Snapshot, clause: str, terms: Accepts) -> date | None:
    """The day a revocation takes effect: the day it says, but not before the clause's own notice has run."""
    ends = [
        max(r.effective, r.recorded + timedelta(days=days_of(terms.notice, r.recorded)))
        for r in view.clause_revocations
        if r.provider == book.law.provider
        and r.clause == clause
        # A later edition that states the clause again accepts anew.
        and book.in_force <= r.recorded
    ]
    return min(ends, default=None)
