"""Check a dispute against its world: the filed dispute in, claims ready to be resolved or diagnostics out."""

from collections.abc import Mapping
from dataclasses import field, replace

from panarchy_rules.adjudication.acts import ActReader
from panarchy_rules.adjudication.challenge_names import misnamed
from panarchy_rules.adjudication.characterise import Classed, characterise
from panarchy_rules.adjudication.facts import FactReader
from panarchy_rules.adjudication.proceedings import as_recorded
from panarchy_rules.adjudication.standings import as_they_count
from panarchy_rules.adjudication.titles import TitleAsked
from panarchy_rules.backends.interpreter import Work
from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span, whole_file
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import Person, RecordValue, Value
from panarchy_rules.casefile.dispute import Claim, Dispute, Incidental
from panarchy_rules.casefile.title import Title
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import home_law
from panarchy_rules.choice_of_law.editions import snapshot
from panarchy_rules.choice_of_law.together import Kept, kept_together
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.rulebook.record import Absence, FactKey, Record, persons_in
from panarchy_rules.rulebook.rulebook import MERITS


@dataclass(frozen=True, slots=True)
class Prepared:
    """Every claim on every issue, with the claim's id, and every preliminary question; or diagnostics.

    `kept` says of each claim and issue what one law has to govern with it, `titles` who of several may have a claim.
    """

    claims: tuple[tuple[str, ClaimAtIssue], ...]
    incidental: tuple[tuple[str, ClaimAtIssue], ...]
    diagnostics: tuple[Diagnostic, ...]
    classed: Mapping[str, Classed] = field(default_factory=dict)
    kept: Mapping[str, Mapping[str, Kept]] = field(default_factory=dict)
    titles: Mapping[str, TitleAsked] = field(default_factory=dict)


def prepare(world: LawWorld, dispute: Dispute, path: str = "", places: Mapping[str, Span] | None = None) -> Prepared:
    """Bind a dispute's names and type its facts. Nothing is decided here."""
    check = _Check(world, dispute, whole_file(path or f"dispute {dispute.id}"), places or {})
    check.names()
    claims = tuple(made for claim in claims_of(dispute) for made in check.claim(claim))
    if check.problems:
        return Prepared((), (), in_order(check.problems))
    first = tuple((one.question, check.incidental(one)) for one in dispute.incidental)
    titles = {one.claim or claims_of(dispute)[0].id: check.title(one) for one in dispute.titles}
    return Prepared(claims, first, (), check.classed, check.kept, titles)


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
    classed: dict[str, Classed] = field(default_factory=dict)
    kept: dict[str, Mapping[str, Kept]] = field(default_factory=dict)

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
        for matter in {
            self.dispute.matter,
            *self.dispute.anchors,
            *(c.matter for c in self.dispute.claims if c.matter),
        }:
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
        for title in self.dispute.titles:
            self.known("PR620", "question", title.question, words.questions)
            self.known("PR602", "matter", title.matter, words.matters)
            for person in title.to:
                self.person(person)
        for provider in self.dispute.enforce_with:
            self.known("PR607", "provider", provider, self.world.providers)
        parties = tuple(dict.fromkeys(p for c in claims_of(self.dispute) for p in (c.claimant, c.respondent)))
        for mistake in misnamed(self.world, self.dispute, parties):
            self.report(*mistake)
        if self.dispute.forum:
            self.known("PR607", "forum", self.dispute.forum, self.world.forums)

    def person(self, name: str) -> None:
        if name not in self.world.everyone:
            otherwise = "enter their consents in the register, or list them under `[persons]` in panarchy.toml"
            help_ = did_you_mean(name, self.world.everyone, otherwise)
            self.report("PR601", f"nobody knows a person `{name}`", name, help_)

    def incidental(self, asked: Incidental) -> ClaimAtIssue:
        """A preliminary question between its own persons, at its own anchor."""
        claim = Claim(
            id=f"incidental.{asked.question}",
            claimant=asked.claimant,
            respondent=asked.respondent,
            matter=asked.matter,
            anchor=asked.anchor,
            issues=(asked.issue,),
        )
        return self.claim(claim)[0][1]

    def title(self, asked: Title) -> TitleAsked:
        """Who of several has a claim, between them and the debtor, at its own anchor."""
        claims = {claim.id: claim for claim in claims_of(self.dispute)}
        debtor = claims[asked.claim or next(iter(claims))].respondent
        first, *others = sorted(asked.to)
        claim = Claim(
            id=f"title.{asked.question}",
            claimant=first,
            respondent=debtor,
            matter=asked.matter,
            anchor=asked.anchor,
            issues=(MERITS,),
        )
        made = self.claim(claim)[0][1]
        home = {who: home_law(self.world, made.view, who, made.matter) for who in (*made.record.home, *others)}
        return TitleAsked(
            asked,
            replace(
                made,
                joined=tuple(others),
                beside_claimant=frozenset(others),
                everyone=frozenset((*asked.to, debtor)),
                record=replace(made.record, home=home),
            ),
        )

    def claim(self, claim: Claim) -> list[tuple[str, ClaimAtIssue]]:
        """The claim on each of its issues."""
        dispute = self.dispute
        roles = {**dispute.parties, "claimant": claim.claimant, "respondent": claim.respondent}
        reader = FactReader(self.world, roles, self.place, self.places)
        facts = as_they_count(reader, dispute, reader.read(dispute))
        recorded = ActReader(reader).read(dispute)
        reader.stipulated(dispute)  # For its mistakes.
        self.problems += reader.problems
        # The persons of a preliminary question need not be parties of the dispute.
        everyone = frozenset(p for c in (claim, *claims_of(dispute)) for p in (c.claimant, c.respondent))
        filed = claim.matter or dispute.matter
        classed = characterise(
            {
                matter: self.reading(claim, matter, roles, facts, recorded, everyone)
                for matter in self.world.classes_of(filed)
            }
        )
        self.classed[claim.id] = classed
        issues = claim.issues or dispute.issues
        made = [replace(classed.claim, issue=issue, apart=_others(issue, issues), work=Work()) for issue in issues]
        of_law = [one for one in made if not self.world.is_procedural(one.issue)]
        kept = {one.issue: kept_together(of_law, one.issue) for one in of_law}
        self.kept[claim.id] = kept
        return [(claim.id, replace(one, together=kept[one.issue].issues if one.issue in kept else ())) for one in made]

    def reading(
        self,
        claim: Claim,
        matter: str,
        roles: Mapping[str, str],
        facts: Mapping[FactKey, Value | Absence],
        recorded: tuple[RecordValue, ...] | None,
        everyone: frozenset[str],
    ) -> ClaimAtIssue:
        """The claim as one of a matter, at the anchor of that matter."""
        dispute = self.dispute
        anchor = dispute.anchors.get(matter) or claim.anchor or dispute.anchor
        view = snapshot(self.world, anchor)
        joined = self.joined(claim, matter)
        named = {*roles.values(), *joined, *(v.name for v in facts.values() if isinstance(v, Person))}
        home = {person: home_law(self.world, view, person, matter) for person in sorted(named)}
        everybody = tuple(sorted({*named, *persons_in([*facts.values(), *(_about(key) for key in facts)])}))
        record = Record(
            facts,
            roles,
            home,
            dispute.today,
            dispute.filed,
            anchor,
            acts=as_recorded(recorded),
            persons=everybody,
            stipulated=FactReader(self.world, roles, self.place, self.places).stipulated(dispute),
            at_judgment=dispute.at_judgment,
        )
        return ClaimAtIssue(
            self.world,
            view,
            record,
            claim.claimant,
            claim.respondent,
            everyone,
            matter,
            "",
            dispute.id,
            joined=joined,
            beside_claimant=frozenset(c.claimant for c in claims_of(dispute)) - {claim.respondent},
            recorded=recorded,
        )

    def joined(self, claim: Claim, matter: str) -> tuple[str, ...]:
        """The other parties of the dispute, where all of them have to share a law for the matter."""
        names = tuple(self.world.vocabulary.indivisible)
        if not names or not covers(names, matter):
            return ()
        persons = {person for c in claims_of(self.dispute) for person in (c.claimant, c.respondent)}
        return tuple(sorted(persons - {claim.claimant, claim.respondent}))


def _others(issue: str, issues: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(other for other in issues if other not in (issue, MERITS))


def _about(key: FactKey) -> object:
    """What a fact is about; a single person stands there by name."""
    return Person(key[1]) if isinstance(key[1], str) else key[1]
