"""Check a dispute against its world: the filed dispute in, claims ready to be resolved or diagnostics out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date

from panarchy_rules.adjudication.acts import ActReader
from panarchy_rules.adjudication.challenge_names import misnamed
from panarchy_rules.adjudication.characterise import Classed, characterise
from panarchy_rules.adjudication.continuing import Continuing, OnIssues, Time, continuing
from panarchy_rules.adjudication.facts import FactReader
from panarchy_rules.adjudication.proceedings import as_recorded
from panarchy_rules.adjudication.standings import as_they_count
from panarchy_rules.adjudication.titles import TitleAsked
from panarchy_rules.backends.interpreter import Work
from panarchy_rules.base.beside import kept_beside
from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import Status
from panarchy_rules.base.spans import Span, whole_file
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import Period, Person, RecordValue, Value
from panarchy_rules.casefile.dispute import Claim, Dispute, Incidental
from panarchy_rules.casefile.title import Title
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import laws_of
from panarchy_rules.choice_of_law.editions import snapshot
from panarchy_rules.choice_of_law.together import Kept, kept_together
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.rulebook.record import Absence, FactKey, Record, persons_in
from panarchy_rules.rulebook.rulebook import MERITS


@dataclass(frozen=True, slots=True)
class Read:
    """One claim, read as of one class: on every issue, for each time that is judged apart."""

    claims: tuple[tuple[str, ClaimAtIssue], ...]
    classed: Classed
    kept: Mapping[str, Mapping[str, Kept]]
    continuing: Continuing


@dataclass(frozen=True, slots=True)
class Prepared:
    """Every claim on every issue, with the claim's id, and every preliminary question; or diagnostics.

    A claim on a relation that goes on is a claim for each time that is judged apart; `continuing` says why.
    `kept` says of each claim and issue what one law has to govern with it, `titles` who of several may have a claim.
    `readings` are each claim that codes class differently, read as of each class; a claim of several times has none.
    """

    claims: tuple[tuple[str, ClaimAtIssue], ...]
    incidental: tuple[tuple[str, ClaimAtIssue], ...]
    diagnostics: tuple[Diagnostic, ...]
    classed: Mapping[str, Classed] = field(default_factory=dict)
    kept: Mapping[str, Mapping[str, Kept]] = field(default_factory=dict)
    titles: Mapping[str, TitleAsked] = field(default_factory=dict)
    continuing: Mapping[str, Continuing] = field(default_factory=dict)
    readings: Mapping[str, tuple[Read, ...]] = field(default_factory=dict)


def prepare(world: LawWorld, dispute: Dispute, path: str = "", places: Mapping[str, Span] | None = None) -> Prepared:
    """Bind a dispute's names and type its facts. Nothing is decided here."""
    check = _Check(world, dispute, whole_file(path or f"dispute {dispute.id}"), places or {})
    check.names()
    claims = tuple(made for claim in claims_of(dispute) for made in check.claim(claim))
    if check.problems:
        return Prepared((), (), in_order(check.problems))
    first = tuple((one.question, check.incidental(one)) for one in dispute.incidental)
    titles = {one.claim or claims_of(dispute)[0].id: check.title(one) for one in dispute.titles}
    return Prepared(claims, first, (), check.classed, check.kept, titles, check.continuing, check.readings)


@kept_beside
def claims_of(dispute: Dispute) -> tuple[Claim, ...]:
    """The claims a dispute lists, or the one its parties make."""
    if dispute.claims:
        return dispute.claims
    parties = dispute.parties
    claimant, respondent = parties["claimant"], parties["respondent"]
    return (Claim(id=dispute.id, claimant=claimant, respondent=respondent, assignee=dispute.assignee),)


def is_counted_with_others(dispute: Dispute, name: str) -> bool:
    """Whether a claim is set off, netted or part of a shared debt."""
    claim = dispute.claim_named(name)
    against = {one.set_off for one in dispute.claims}
    return name in against or bool(claim and (claim.set_off or claim.net or claim.debt))


@dataclass
class _Check:
    world: LawWorld
    dispute: Dispute
    place: Span
    places: Mapping[str, Span]
    problems: list[Diagnostic] = field(default_factory=list)
    classed: dict[str, Classed] = field(default_factory=dict)
    kept: dict[str, Mapping[str, Kept]] = field(default_factory=dict)
    continuing: dict[str, Continuing] = field(default_factory=dict)
    readings: dict[str, tuple[Read, ...]] = field(default_factory=dict)

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
        raised = {*self.dispute.issues, *(i for c in self.dispute.claims for i in c.issues)}
        for issue in {*raised, *self.dispute.issue_anchors}:
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
        made = self.claim(claim, tuple(others))[0][1]
        everyone = frozenset((*asked.to, debtor))
        made = replace(made, beside_claimant=frozenset(others), everyone=everyone)
        return TitleAsked(asked, made, self.classed[claim.id])

    def claim(self, claim: Claim, beside: tuple[str, ...] = ()) -> list[tuple[str, ClaimAtIssue]]:
        """The claim on each of its issues, with those `beside` the parties who have to share the law."""
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
                matter: self.reading(claim, matter, roles, facts, recorded, everyone, beside=beside)
                for matter in self.world.classes_of(filed)
            }
        )
        issues = claim.issues or dispute.issues

        def read(one: Classed) -> Read:
            def at(day: date) -> tuple[ClaimAtIssue, ...]:
                as_of = self.reading(claim, one.claim.matter, roles, facts, recorded, everyone, day, beside)
                return tuple(_on_issues(as_of, issues))

            return self._read(claim, one, issues, at)

        found = read(classed)
        for name, _ in found.claims:
            self.classed[name], self.continuing[name] = found.classed, found.continuing
        self.kept.update(found.kept)
        if classed.classes and claim.id in {one.id for one in claims_of(dispute)}:
            each = tuple(map(read, classed.classes.values()))
            if all(len(one.continuing.times) == 1 for one in (found, *each)):
                self.readings[claim.id] = each
        return list(found.claims)

    def _read(self, claim: Claim, classed: Classed, issues: tuple[str, ...], at: OnIssues) -> Read:
        """The claim in one reading, on each of its issues, for each time that is judged apart."""
        found = self._continuing(claim, tuple(_on_issues(classed.claim, issues)), at)
        if found.lacking and classed.status is None:
            classed = replace(classed, status=Status.UNDETERMINED, lacking=found.lacking, lines=(_OPEN_DAYS,))
        named = {
            claim.id if len(found.times) == 1 else f"{claim.id}.{n}": time for n, time in enumerate(found.times, 1)
        }
        made: list[tuple[str, ClaimAtIssue]] = []
        kept: dict[str, Mapping[str, Kept]] = {}
        for name, time in named.items():
            ours = found.over and time.days and (len(named) > 1 or time.anchor != classed.claim.anchor)
            split = [_cut(one, found.over, time.days) for one in at(time.anchor)] if ours else None
            own = split or self._own_anchors(_on_issues(classed.claim, issues), at)
            together, kept[name] = self._kept_together(own, at)
            made += [(name, one) for one in together]
        return Read(tuple(made), classed, kept, found)

    def _continuing(self, claim: Claim, claims: tuple[ClaimAtIssue, ...], at: OnIssues) -> Continuing:
        """The times of a claim. One that is counted with others stays as it is."""
        if claim.id not in {one.id for one in claims_of(self.dispute)}:
            return Continuing((Time(claims[0].anchor),))  # A preliminary question has an anchor of its own.
        found = continuing(claims, at)
        titled = {one.claim for one in self.dispute.titles}
        if len(found.times) > 1 and (claim.id in titled or is_counted_with_others(self.dispute, claim.id)):
            lines = (f"{claim.id} is counted with other claims, and is not judged by the days of {found.over}",)
            return Continuing((Time(claims[0].anchor),), lines=lines)
        return found

    def _own_anchors(self, claims: Iterable[ClaimAtIssue], at: OnIssues) -> Iterator[ClaimAtIssue]:
        """The claim on its issues, each as of its own anchor if it has one."""
        for one in claims:
            day = self.dispute.issue_anchors.get(one.issue)
            yield _as_of(day, one, at) if day else one

    def _kept_together(
        self, made: Iterable[ClaimAtIssue], at: OnIssues
    ) -> tuple[list[ClaimAtIssue], Mapping[str, Kept]]:
        """The claim on its issues, each with those that one law has to govern with it, as of the earliest anchor."""
        claims = list(made)
        of_law = [one for one in claims if not self.world.is_procedural(one.issue)]
        kept = {one.issue: kept_together(of_law, one.issue) for one in of_law}
        anchors = {one.issue: one.anchor for one in of_law}
        together = []
        for one in claims:
            mine = kept.get(one.issue, Kept((), (), ()))
            first = min(anchors[issue] for issue in (one.issue, *mine.issues)) if mine.issues else one.anchor
            if mine.issues and len({anchors[issue] for issue in (one.issue, *mine.issues)}) > 1:
                kept[one.issue] = replace(mine, since=first)
            same = one if first == one.anchor else _as_of(first, one, at)
            together.append(replace(same, together=mine.issues))
        return together, kept

    def reading(
        self,
        claim: Claim,
        matter: str,
        roles: Mapping[str, str],
        facts: Mapping[FactKey, Value | Absence],
        recorded: tuple[RecordValue, ...] | None,
        everyone: frozenset[str],
        day: date | None = None,
        beside: tuple[str, ...] = (),
    ) -> ClaimAtIssue:
        """The claim as one of a matter, at the anchor of that matter, or as of another day."""
        dispute = self.dispute
        anchor = day or dispute.anchors.get(matter) or claim.anchor or dispute.anchor
        view = snapshot(self.world, anchor)
        world = self.world.judging(matter, anchor)
        joined = tuple(sorted({*self.joined(claim, matter), *beside}))
        named = {*roles.values(), *joined, *(v.name for v in facts.values() if isinstance(v, Person))}
        laws = {person: laws_of(world, view, person, matter) for person in sorted(named)}
        everybody = tuple(sorted({*named, *persons_in([*facts.values(), *(_about(key) for key in facts)])}))
        record = Record(
            facts,
            roles,
            today=dispute.today,
            filing=dispute.filed,
            anchor=anchor,
            acts=as_recorded(recorded),
            persons=everybody,
            stipulated=FactReader(self.world, roles, self.place, self.places).stipulated(dispute),
            at_judgment=dispute.at_judgment,
        ).with_laws(laws)
        return ClaimAtIssue(
            world,
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


_OPEN_DAYS = "over which days the relation goes on is not known"


def _on_issues(claim: ClaimAtIssue, issues: tuple[str, ...]) -> Iterator[ClaimAtIssue]:
    return (replace(claim, issue=issue, apart=_others(issue, issues), work=Work()) for issue in issues)


def _as_of(day: date, claim: ClaimAtIssue, at: OnIssues) -> ClaimAtIssue:
    """A claim on an issue, read as of another day."""
    return next(one for one in at(day) if one.issue == claim.issue)


def _cut(claim: ClaimAtIssue, over: str, days: Period | None) -> ClaimAtIssue:
    """The claim on the days of one time alone."""
    return claim if days is None else claim.with_fact((over, None), days)


def _others(issue: str, issues: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(other for other in issues if other not in (issue, MERITS))


def _about(key: FactKey) -> object:
    """What a fact is about; a single person stands there by name."""
    return Person(key[1]) if isinstance(key[1], str) else key[1]
