"""Find law and forum for members of two providers: providers, matter and day in, a route that holds for all facts out.

A route is read from the consent table, and asks for the closures of the very dispute wherever that table does, or
wherever a code or the law does more than the plain clauses of a law: reservations, mandatory rules, classes, forums
that depend on facts.
"""

from dataclasses import field
from datetime import date

from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.adjudication.seise import find_forum
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.table import ConsentTable
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.limits import Limits
from panarchy_rules.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Route:
    """Which law governs, as in `choice_of_law.table.Entry`, and how the search for a forum ends."""

    law: LawRef | None = None
    fact: str = ""
    ask: bool = False
    forum: Status = Status.NO_FORUM


ASK = Route(ask=True)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a route depends on, besides the providers."""

    matter: str
    anchor: date


@dataclass(slots=True)
class Consents:
    """Routes for one issue of disputes that are alike but for the parties' providers and the facts.

    `facts` states every fact of the map as unknown: what is found so is found whatever they are.
    """

    world: LawWorld
    issue: str
    forum: str | None
    facts: dict[str, object]
    _tables: dict[Claim, ConsentTable | None] = field(default_factory=dict)
    _routes: dict[tuple[Claim, str, str], Route] = field(default_factory=dict)

    def provider(self, claim: Claim, person: str) -> str | None:
        """The one provider a person ever belonged to, if they consented to nothing else."""
        table = self._table(claim)
        if table is None or person not in self.world.everyone or any(table.view.ended_memberships(person)):
            return None
        return table.provider(person)

    def route(self, claim: Claim, claimant: str, respondent: str, persons: tuple[str, str]) -> Route:
        """The route between members of two providers; `persons` are two of these members."""
        key = (claim, claimant, respondent)
        if key not in self._routes:
            self._routes[key] = self._find(claim, claimant, respondent, persons)
        return self._routes[key]

    def _table(self, claim: Claim) -> ConsentTable | None:
        if claim not in self._tables:
            self._tables[claim] = self._made(claim)
        return self._tables[claim]

    def _made(self, claim: Claim) -> ConsentTable | None:
        world = self.world
        plain = (
            claim.matter in world.vocabulary.matters
            and len(world.classes_of(claim.matter)) == 1
            and not world.is_procedural(self.issue)
            and not world.register.ends
        )
        return ConsentTable(world, claim.matter, claim.anchor, self.issue) if plain else None

    def _find(self, claim: Claim, claimant: str, respondent: str, persons: tuple[str, str]) -> Route:
        table = self._table(claim)
        entry = table.entry(claimant, respondent) if table else None
        if entry is None or entry.ask or (entry.law and self.law(claim, entry.law.provider) is None):
            return ASK
        if entry.law is None and not entry.fact:
            return Route()
        forum = self._forum(claim, persons)
        return ASK if forum is None else Route(entry.law, entry.fact, forum=forum)

    def law(self, claim: Claim, provider: str) -> Rulebook | None:
        """The law of a provider in force on the day, if it does no more than answer questions."""
        book = self.world.in_force(provider, claim.anchor)
        return book if book and book.limits == Limits() and not book.overlays() else None

    def _forum(self, claim: Claim, persons: tuple[str, str]) -> Status | None:
        """How the search for a forum ends whatever the facts are; None if it depends on them."""
        if not self.world.forums:
            return Status.NO_FORUM
        parties = dict(zip(("claimant", "respondent"), persons, strict=True))
        dispute = Dispute.model_validate(
            {
                "id": "any",
                "matter": claim.matter,
                "anchor": claim.anchor,
                "issues": [self.issue],
                "forum": self.forum,
                "parties": parties,
                "facts": self.facts,
            }
        )
        prepared = prepare(self.world, dispute)
        if prepared.diagnostics:
            return None
        found = find_forum(prepared.claims[0][1], self.forum)
        return None if found.lacking or found.status is Status.UNDETERMINED else found.status
