"""What codes alone decide: a world and a day in, claims between people who have done nothing but join out.

Nothing is known of their disputes, so that whatever hangs on a fact stays open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import product

from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import Value
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import home_law
from panarchy_rules.choice_of_law.editions import snapshot
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.register import Birth, Join, Register, Snapshot, Submit
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.rulebook.rulebook import MERITS

_MOST_ROLES = 4
"""Beyond this many roles only the three ways in which one person plays all of them are tried."""
_SIDES = ("claimant", "respondent", "third")


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Two persons for each code in force: members where the code governs something, else such as submit to it."""

    world: LawWorld
    view: Snapshot
    codes: tuple[str, ...]
    members: tuple[str, ...]

    def claim(
        self,
        claimant: str,
        respondent: str,
        matter: str,
        *,
        issue: str = MERITS,
        roles: Mapping[str, str] | None = None,
    ) -> ClaimAtIssue:
        """A claim of one code's newcomer against another's. `roles` says who plays which further role.

        Somebody else may play it: a third person, of whom it is not known where they belong.
        """
        first, second = _name(claimant, 1), _name(respondent, 2)
        sides = {"claimant": first, "respondent": second, "third": "somebody_else"}
        played = {role: sides[side] for role, side in (roles or {}).items()}
        home = {person: home_law(self.world, self.view, person, matter) for person in (first, second)}
        record = Record(
            _unknown(self.world, (first, second)), {**played, "claimant": first, "respondent": second}, home
        )
        everyone = frozenset((first, second))
        return ClaimAtIssue(self.world, self.view, record, first, second, everyone, matter, issue, "")

    def person(self, code: str, number: int) -> str:
        """The first or second newcomer of a code."""
        return _name(code, number)

    def claims(self, claimant: str, respondent: str, matter: str, *, issue: str = MERITS) -> Iterator[ClaimAtIssue]:
        """The claim in every way in which the two sides, or a third, may play the roles that clauses name."""
        for roles in _castings(_roles_named(self.world)):
            yield self.claim(claimant, respondent, matter, issue=issue, roles=roles)


def newcomers(world: LawWorld, day: date) -> Newcomers:
    """The newcomers of a day, on a register of the entries up to that day. Nobody joins a provider that has ended."""
    now = snapshot(world, day)
    ended = {provider for provider in world.providers if (end := now.end_of(provider)) and end <= day}
    books = [b for provider in world.providers if provider not in ended and (b := world.in_force(provider, day))]
    kept = [entry for entry in world.register.entries if entry.recorded <= day]
    last = kept[-1].entry if kept else 0
    acts: list[Birth | Join | Submit] = []
    for book in books:
        for number in (1, 2):
            person, provider = _name(book.law.provider, number), book.law.provider
            acts.append(
                Birth(entry=last + len(acts) + 1, recorded=day, person=person, legal_person=True)
            )  # Of any age.
            place = last + len(acts) + 1
            if book.governs is not None:
                acts.append(Join(entry=place, recorded=day, person=person, provider=provider))
            else:
                edition = book.law.edition
                acts.append(Submit(entry=place, recorded=day, person=person, law=provider, edition=edition))
    with_them = replace(world, register=Register((*kept, *acts), world.register.path))
    members = tuple(book.law.provider for book in books if book.governs is not None)
    return Newcomers(with_them, snapshot(with_them, day), tuple(book.law.provider for book in books), members)


def matters_of(world: LawWorld, asked: str | None) -> tuple[str, ...]:
    """The matter asked about, or every matter that has no narrower one."""
    if asked is not None:
        return (asked,)
    names = sorted(world.vocabulary.matters)
    return tuple(name for name in names if not any(other != name and covers((name,), other) for other in names))


def _unknown(world: LawWorld, persons: tuple[str, ...]) -> dict[FactKey, Value | Absence]:
    """Every fact whose absence would say something, declared unknown."""
    closed = [fact for fact in world.vocabulary.facts.values() if fact.closing]
    keys = [(fact.name, who) for fact in closed for who in (persons if fact.of_party else (None,))]
    return dict.fromkeys(keys, Absence.UNKNOWN)


def _name(provider: str, number: int) -> str:
    return f"newcomer_{number}_of_{provider}"


def _roles_named(world: LawWorld) -> tuple[str, ...]:
    """The roles, besides those of the two sides, on which a clause that leads to a law or forum may hang."""
    found: set[str] = set()
    for book in world.rulebooks.values():
        for rule in book.rules.values():
            found |= set(_roles_in((rule.conclusion, rule.condition)))
    return tuple(sorted(found - {"claimant", "respondent"}))


def _roles_in(value: object) -> Iterator[str]:
    if isinstance(value, m.RolePerson):
        yield value.role
    elif isinstance(value, tuple):
        for one in value:
            yield from _roles_in(one)
    elif is_dataclass(value):
        yield from getattr(value, "roles", ())
        for each in fields(value):
            yield from _roles_in(getattr(value, each.name))


def _castings(roles: tuple[str, ...]) -> Iterator[dict[str, str]]:
    if len(roles) > _MOST_ROLES:
        yield from (dict.fromkeys(roles, side) for side in _SIDES)
        return
    for played in product(_SIDES, repeat=len(roles)):
        yield dict(zip(roles, played, strict=True))
