"""One claim on one issue, as the choice of law sees it: who, about what, as of when, on which facts."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any

from panarchy_rules.backends.interpreter import Evaluation, Work
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef, RecordValue, Value
from panarchy_rules.choice_of_law.consents import Between, names_a_dispute
from panarchy_rules.choice_of_law.graph import COMMON_CONSENT, Node, Path
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Snapshot
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.rulebook.rulebook import COUNTERPARTY, MERITS, Rulebook


@dataclass(frozen=True, slots=True, order=True)
class Barred:
    """A law that a party's consents no longer lead to in this claim, by which clause of which code, and why.

    Paths of tier `tier` and worse are barred: as a rule a consent of tier 0 or 1 still leads there.
    """

    person: str
    law: Node
    author: Node
    clause: str
    reason: str
    tier: int = COMMON_CONSENT


@dataclass(frozen=True, slots=True)
class ClaimAtIssue:
    """What the choice of law reads.

    `everyone` are all parties of the dispute, for agreements after the event.
    `together` are the other issues that one law has to govern with this one.
    `barred` are laws taken from a party's consents on the way, `apart` the other issues raised on this claim.
    `joined` are the other parties of a dispute on an indivisible matter, `beside_claimant` those of them who claim too.
    `recorded` are the acts as the dispute states them; those that count are in the record.
    `said` is what laws said to this claim so far, so that none is asked the same again (`adjudication/answers.py`).
    """

    world: LawWorld
    view: Snapshot
    record: Record
    claimant: str
    respondent: str
    everyone: frozenset[str]
    matter: str
    issue: str
    dispute: str
    barred: tuple[Barred, ...] = ()
    apart: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    beside_claimant: frozenset[str] = frozenset()
    work: Work = field(default_factory=Work, compare=False)
    said: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    recorded: tuple[RecordValue, ...] | None = None

    @property
    def anchor(self) -> date:
        """The day as of which consents and editions are read."""
        return self.view.anchor

    @property
    def parties(self) -> tuple[str, str]:
        """Who asserts and against whom."""
        return (self.claimant, self.respondent)

    @property
    def bound(self) -> tuple[str, ...]:
        """Everyone who has to share the law: the parties, and the others where the matter is indivisible."""
        return (*self.parties, *self.joined)

    def other(self, person: str) -> str:
        """The other side. Whoever is joined stands beside the claimant, or else beside the respondent."""
        if person == self.respondent:  # Also where they stand beside the claimant in another claim.
            return self.claimant
        return self.respondent if person == self.claimant or person in self.beside_claimant else self.claimant

    def roles_of(self, person: str) -> tuple[str, ...]:
        """The roles a person plays in this claim."""
        return tuple(sorted(role for role, who in self.record.roles.items() if who == person))

    def may_take(self, person: str, path: Path) -> bool:
        """Whether nothing bars a path of a person."""
        return not any((bar.person, bar.law) == (person, path.node) and path.tier >= bar.tier for bar in self.barred)

    def between(self, person: str) -> Between:
        """The claim from one person's side."""
        roles = self.roles_of(person)
        dispute = self.dispute if names_a_dispute(self.world, self.view, person) else ""
        return Between(person, self.other(person), self.everyone, roles, self.matter, self.issue, dispute)

    def with_together(self) -> "tuple[ClaimAtIssue, ...]":
        """This claim on each issue that one law has to govern, by their names."""
        return tuple(self._on(issue) for issue in sorted((self.issue, *self.together)))

    def _on(self, issue: str) -> "ClaimAtIssue":
        if issue == self.issue:
            return self
        raised = {self.issue, *self.apart, *self.together} - {issue}
        apart, together = tuple(sorted(raised - {MERITS})), tuple(sorted({self.issue, *self.together} - {issue}))
        return replace(self, issue=issue, apart=apart, together=together)

    def law(self, law: LawRef) -> Rulebook | None:
        """A law's text; without an edition, the one in force at the anchor."""
        if law.edition:
            return self.world.rulebooks.get(law)
        return self.world.in_force(law.provider, self.anchor)

    def evaluation(self, rulebook: Rulebook) -> Evaluation:
        """A law asked about this claim's facts."""
        return Evaluation(rulebook, self.record, self.law, work=self.work)

    def before_judgment(self, rulebook: Rulebook) -> Evaluation:
        """A law asked about this claim's facts, of which no burden of proof decides any: none chooses a law."""
        return Evaluation(rulebook, replace(self.record, at_judgment=False), self.law, work=self.work)

    def with_fact(self, key: FactKey, value: Value | Absence) -> "ClaimAtIssue":
        """The same claim with one fact filled in."""
        facts: Mapping[FactKey, Value | Absence] = {**self.record.facts, key: value}
        return replace(self, record=replace(self.record, facts=facts))

    def seen_by(self, person: str) -> "ClaimAtIssue":
        """The claim as the acceptance clauses of one side read it, who speak of the other as their counterparty."""
        roles = {**self.record.roles, COUNTERPARTY: self.other(person)}
        return replace(self, record=replace(self.record, roles=roles))

    def exchanged(self, person: str) -> "ClaimAtIssue":
        """The same claim with a person and whom they face in each other's place, for mirrored clauses."""
        swap = {person: self.other(person), self.other(person): person}

        def of(who: str) -> str:
            return swap.get(who, who)

        roles = {role: of(who) for role, who in self.record.roles.items()}
        return replace(
            self,
            record=replace(self.record, roles=roles),
            claimant=of(self.claimant),
            respondent=of(self.respondent),
            joined=tuple(sorted(map(of, self.joined))),
            beside_claimant=frozenset(map(of, self.beside_claimant)),
        )
