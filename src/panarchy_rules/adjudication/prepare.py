"""Check a dispute against its world: the filed dispute in, claims ready to be resolved or diagnostics out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from panarchy_rules.adjudication.acts import ActReader
from panarchy_rules.adjudication.facts import FactReader
from panarchy_rules.adjudication.proceedings import as_recorded
from panarchy_rules.backends.interpreter import Work
from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.spans import Span, whole_file
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import Person
from panarchy_rules.casefile.dispute import Claim, Dispute
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import home_law, snapshot
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import MERITS


@dataclass(frozen=True, slots=True)
class Prepared:
    """Every claim on every issue, with the claim's id; or diagnostics."""

    claims: tuple[tuple[str, ClaimAtIssue], ...]
    diagnostics: tuple[Diagnostic, ...]


def prepare(world: LawWorld, dispute: Dispute, path: str = "", places: Mapping[str, Span] | None = None) -> Prepared:
    """Bind a dispute's names and type its facts. Nothing is decided here."""
    check = _Check(world, dispute, whole_file(path or f"dispute {dispute.id}"), places or {})
    check.names()
    claims = tuple(made for claim in claims_of(dispute) for made in check.claim(claim))
    return Prepared(() if check.problems else claims, in_order(check.problems))


def assignees(dispute: Dispute) -> Mapping[str, str]:
    """Who has taken which claim over, by the claim's id."""
    return {claim.id: claim.assignee for claim in claims_of(dispute) if claim.assignee}


def claims_of(dispute: Dispute) -> tuple[Claim, ...]:
    """The claims a dispute lists, or the one its parties make."""
    if dispute.claims:
        return dispute.claims
    parties = dispute.parties
    claimant, respondent = parties["claimant"], parties["respondent"]
    return (Claim(id=dispute.id, claimant=claimant, respondent=respondent, assignee=dispute.assignee),)


@dataclass
class _Check:
    world: LawWorld
    dispute: Dispute
    place: Span
    places: Mapping[str, Span]
    problems: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, message: str, name: str, help: str) -> None:
        self.problems.append(Diagnostic(code, message, self.places.get(name, self.place), help=help))

    def known(self, code: str, what: str, name: str, among: Mapping[str, object] | tuple[str, ...]) -> None:
        if name not in among:
            help_ = did_you_mean(
                name, among, f"known: {listed(among)}" if among else f"declare it with `{what} {name}`"
            )
            self.report(code, f"there is no {what} `{name}`", name, help_)

    def names(self) -> None:
        """Persons, roles, matters, issues and the forum that the dispute names."""
        words = self.world.vocabulary
        for role, person in self.dispute.parties.items():
            self.known("PR608", "role", role, words.roles)
            self.person(person)
        for claim in self.dispute.claims:
            self.person(claim.claimant)
            self.person(claim.respondent)
        for claim in claims_of(self.dispute):
            if claim.assignee:
                self.person(claim.assignee)
        for matter in {self.dispute.matter, *(c.matter for c in self.dispute.claims if c.matter)}:
            self.known("PR602", "matter", matter, words.matters)
        for issue in {*self.dispute.issues, *(i for c in self.dispute.claims for i in c.issues)}:
            self.known("PR610", "issue", issue, words.issues)
        for other in self.dispute.earlier:
            self.known("PR607", "forum", other.forum, self.world.forums)
            for person in other.parties:
                self.person(person)
        for asked in self.dispute.incidental:
            self.known("PR620", "question", asked.question, words.questions)
            self.known("PR602", "matter", asked.matter, words.matters)
            self.known("PR610", "issue", asked.issue, words.issues)
            self.person(asked.claimant)
            self.person(asked.respondent)
        for provider in self.dispute.enforce_with:
            self.known("PR607", "provider", provider, self.world.providers)
        if self.dispute.forum:
            self.known("PR607", "forum", self.dispute.forum, self.world.forums)

    def person(self, name: str) -> None:
        if name not in self.world.everyone:
            otherwise = "enter their consents in the register, or list them under `[persons]` in panarchy.toml"
            help_ = did_you_mean(name, self.world.everyone, otherwise)
            self.report("PR601", f"nobody knows a person `{name}`", name, help_)

    def claim(self, claim: Claim) -> list[tuple[str, ClaimAtIssue]]:
        """The claim on each of its issues."""
        dispute = self.dispute
        roles = {**dispute.parties, "claimant": claim.claimant, "respondent": claim.respondent}
        reader = FactReader(self.world, roles, self.place, self.places)
        facts = reader.read(dispute)
        recorded = ActReader(reader).read(dispute)
        self.problems += reader.problems
        view = snapshot(self.world, claim.anchor or dispute.anchor)
        matter = claim.matter or dispute.matter
        named = {*roles.values(), *(v.name for v in facts.values() if isinstance(v, Person))}
        home = {person: home_law(self.world, view, person, matter) for person in sorted(named)}
        record = Record(facts, roles, home, dispute.today, dispute.filed, acts=as_recorded(recorded))
        everyone = frozenset(p for c in claims_of(dispute) for p in (c.claimant, c.respondent))
        issues = claim.issues or dispute.issues
        made = ClaimAtIssue(
            self.world,
            view,
            record,
            claim.claimant,
            claim.respondent,
            everyone,
            matter,
            "",
            dispute.id,
            recorded=recorded,
        )
        return [(claim.id, replace(made, issue=issue, apart=_others(issue, issues), work=Work())) for issue in issues]


def _others(issue: str, issues: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(other for other in issues if other not in (issue, MERITS))
