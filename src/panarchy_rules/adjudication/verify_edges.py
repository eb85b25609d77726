"""Check the edges of one chain of consent against the register and the rulebooks: a chain in, objections out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from panarchy_rules.adjudication.facts import read_scalar
from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.decide import Accepted
from panarchy_rules.base.calendar import DatePolicy, add
from panarchy_rules.base.values import Days, LawRef, Months
from panarchy_rules.casefile.judgment import Edge, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, Entry, Join, Leave, Ratify, Revoke, RevokeClause, Submit
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.rulebook.rulebook import Accepting, Accepts, Rulebook
from panarchy_rules.rulebook.verdict import Settled


@dataclass(frozen=True, slots=True)
class Step:
    """A chain to be checked."""

    party: str
    tier: int
    edges: tuple[Edge, ...]


class EdgeCheck:
    """Checks chains of one issue. `assuming` fills in facts that the chains are conditional on."""

    def __init__(
        self, world: LawWorld, judgment: Judgment, issue: IssueJudgment, assuming: Mapping[str, str]
    ) -> None:
        self.world = world
        self.issue = issue
        self.anchor = issue.anchor
        self.everyone = {c.claimant for c in judgment.dispute.claims} | {c.respondent for c in judgment.dispute.claims}
        self.everyone |= {issue.claimant, issue.respondent}
        self.entries = {entry.entry: entry for entry in world.register.entries}
        self.record = _record(world, judgment, issue, assuming)
        self.assumed_clauses = {about for about in assuming if ", " in about}

    def sentences(self, step: Step) -> Iterator[str]:
        """Everything that is wrong with a chain."""
        consent = step.edges[0]
        if consent.author != step.party:
            yield f"it begins with an act of {consent.author}"
        yield from self._consent(consent, step)
        if len(step.edges) == 2:
            yield from self._acceptance(step.edges[1], consent, step)
        elif step.tier == 3:
            yield "tier 3 needs a clause, and there is none"

    # --- a person's own act ---

    def _consent(self, edge: Edge, step: Step) -> Iterator[str]:
        if edge.act == "publish":
            if edge.author not in self.world.providers or not edge.target.startswith(edge.author + " "):
                yield f"{edge.author} publishes no {edge.target}"
            return
        entry = self.entries.get(edge.entry or 0)
        if entry is None or entry.act != edge.act:
            yield f"entry {edge.entry} of the register is no `{edge.act}`"
            return
        match entry:
            case Join():
                yield from self._join(entry, edge)
            case Agree():
                yield from self._agree(entry, edge, step)
            case Submit():
                yield from self._submit(entry, edge)
            case _:
                yield f"entry {entry.entry} consents to nothing"

    def _on_time(self, entry: Entry) -> bool:
        return entry.effective <= self.anchor and entry.recorded <= self.anchor

    def _join(self, entry: Join, edge: Edge) -> Iterator[str]:
        if entry.person != edge.author or not self._on_time(entry):
            yield f"entry {entry.entry} does not make {edge.author} a member by {self.anchor}"
        for leave in self.entries.values():
            if isinstance(leave, Leave) and (leave.person, leave.provider) == (entry.person, entry.provider):
                if leave.entry > entry.entry and self._on_time(leave) and self._left(leave) <= self.anchor:
                    if not self._rejoined(entry, leave):
                        yield f"entry {leave.entry} had ended the membership"
        book = self._book(edge.target)
        if book is None or book.law.provider != entry.provider:
            yield f"entry {entry.entry} does not lead to {edge.target}"
            return
        reach = entry.matters or book.governs
        if reach is None or not _covers(reach, self.issue.matter):
            yield f"the membership does not reach {self.issue.matter}"
        if book.law != self._binding(entry):
            yield f"{edge.author} is not bound by {edge.target}"

    def _rejoined(self, entry: Join, leave: Leave) -> bool:
        """Whether an earlier exit, from before this membership, is meant."""
        return any(
            isinstance(e, Leave)
            and (e.person, e.provider) == (entry.person, entry.provider)
            and entry.entry < e.entry < leave.entry
            for e in self.entries.values()
        )

    def _left(self, leave: Leave) -> date:
        book = self._in_force(leave.provider, leave.recorded)
        notice = book.leave_notice if book else None
        return max(leave.effective, _after(leave.recorded, notice))

    def _binding(self, entry: Join) -> LawRef | None:
        """The edition a member is bound by, recomputed from the editions' dates."""
        books = sorted(
            (b for b in self.world.rulebooks.values() if b.law.provider == entry.provider and b.in_force <= self.anchor),
            key=lambda b: (b.in_force, b.law.edition),
        )
        ratified = {
            e.edition
            for e in self.entries.values()
            if isinstance(e, Ratify) and (e.person, e.provider) == (entry.person, entry.provider) and self._on_time(e)
        }
        since = max(entry.effective, entry.recorded)
        bound: Rulebook | None = None
        for book in books:
            if book.in_force <= since or (bound and (book.law.edition in ratified or _in_power(bound, book))):
                bound = book
        return bound.law if bound else None

    def _agree(self, entry: Agree, edge: Edge, step: Step) -> Iterator[str]:
        if edge.author not in entry.parties:
            yield f"{edge.author} is no party to entry {entry.entry}"
        needed = {self.issue.claimant, self.issue.respondent}
        after = entry.effective > self.anchor
        if not (self.everyone if after else needed) <= set(entry.parties):
            yield f"entry {entry.entry} is not made by all it would bind"
        if len(step.edges) == 1 and step.tier != (0 if after else 1):
            yield f"its tier is not {step.tier}"
        for revoke in self.entries.values():
            if isinstance(revoke, Revoke) and revoke.of == entry.entry and set(revoke.persons) == set(entry.parties):
                if revoke.effective <= self.anchor or after:
                    yield f"entry {revoke.entry} had taken it back"
        yield from self._named(entry, edge)

    def _submit(self, entry: Submit, edge: Edge) -> Iterator[str]:
        if entry.person != edge.author or not self._on_time(entry):
            yield f"entry {entry.entry} is no submission of {edge.author} by {self.anchor}"
        roles = {role for role, who in self.record.roles.items() if who == edge.author}
        other = self.issue.respondent if edge.author == self.issue.claimant else self.issue.claimant
        if entry.as_roles and not roles & set(entry.as_roles):
            yield f"entry {entry.entry} is for other roles"
        if entry.towards and other not in entry.towards:
            yield f"entry {entry.entry} is not towards {other}"
        for revoke in self.entries.values():
            if isinstance(revoke, Revoke) and revoke.of == entry.entry and revoke.person == entry.person:
                if self._on_time(revoke):
                    yield f"entry {revoke.entry} had taken it back"
        yield from self._named(entry, edge)

    def _named(self, entry: Agree | Submit, edge: Edge) -> Iterator[str]:
        if not _covers(entry.matters, self.issue.matter) or not _covers(entry.issues, self.issue.issue):
            yield f"entry {entry.entry} does not cover this"
        if edge.target == entry.forum:
            return
        book = self._book(edge.target)
        if book is None or book.law.provider != entry.law:
            yield f"entry {entry.entry} does not lead to {edge.target}"
        elif entry.edition is not None and entry.edition != book.law.edition:
            yield f"entry {entry.entry} names edition {entry.edition}"
        elif entry.edition is None and book != self._in_force(book.law.provider, entry.effective):
            yield f"{edge.target} was not in force on {entry.effective}"

    # --- a clause of a code ---

    def _acceptance(self, edge: Edge, consent: Edge, step: Step) -> Iterator[str]:
        if step.tier != 3:
            yield f"a chain through a clause is of tier 3, not {step.tier}"
        if edge.kind != "acceptance" or edge.author != consent.target:
            yield f"the clause is of {edge.author}, but the act leads to {consent.target}"
            return
        book = self._book(edge.author)
        rule = book.rules.get(edge.clause or "") if book else None
        if book is None or rule is None or not isinstance(rule.question, Accepting) or rule.targets:
            yield f"{edge.author} has no acceptance clause {edge.clause}"
            return
        if f"{edge.author}, {edge.clause}" in self.assumed_clauses:
            return
        verdict = Evaluation(book, self.record, self._law).decide(Accepting(rule.label))
        if not isinstance(verdict, Settled) or not isinstance(verdict.value, Accepted):
            yield f"clause {edge.clause} is not effective on these facts"
            return
        yield from self._terms(book, rule.label, verdict.value, edge, step.party)

    def _terms(self, book: Rulebook, label: str, accepted: Accepted, edge: Edge, party: str) -> Iterator[str]:
        terms = accepted.terms
        target = accepted.target
        if isinstance(target, LawRef):
            named = target.edition or terms.edition
            if target.provider != edge.target.split(" ")[0] or (named and f"{target.provider} {named}" != edge.target):
                yield f"clause {label} names {target}, not {edge.target}"
        elif target != edge.target:
            yield f"clause {label} names {target}, not {edge.target}"
        if not _covers(terms.matters, self.issue.matter) or not _covers(terms.issues, self.issue.issue):
            yield f"clause {label} does not cover this"
        if terms.roles and not {r for r, who in self.record.roles.items() if who == party} & set(terms.roles):
            yield f"clause {label} is for other roles"
        if (terms.from_date and self.anchor < terms.from_date) or (terms.until_date and self.anchor >= terms.until_date):
            yield f"clause {label} is not in force on {self.anchor}"
        if edge.cap != (str(terms.cap) if terms.cap else None):
            yield f"the cap of clause {label} is not {edge.cap}"
        yield from self._revoked(book, label, terms)

    def _revoked(self, book: Rulebook, label: str, terms: Accepts) -> Iterator[str]:
        for entry in self.entries.values():
            if not isinstance(entry, RevokeClause) or entry.recorded > self.anchor or book.in_force > entry.recorded:
                continue
            if (entry.provider, entry.clause) == (book.law.provider, label):
                if max(entry.effective, _after(entry.recorded, terms.notice)) <= self.anchor:
                    yield f"entry {entry.entry} had revoked clause {label}"

    # --- reading ---

    def _book(self, name: str) -> Rulebook | None:
        provider, _, edition = name.partition(" ")
        return self.world.rulebooks.get(LawRef(provider, edition))

    def _in_force(self, provider: str, day: date) -> Rulebook | None:
        books = [b for b in self.world.rulebooks.values() if b.law.provider == provider and b.in_force <= day]
        return max(books, key=lambda b: (b.in_force, b.law.edition), default=None)

    def _law(self, law: LawRef) -> Rulebook | None:
        return self.world.rulebooks.get(law) if law.edition else self._in_force(law.provider, self.anchor)


def _record(world: LawWorld, judgment: Judgment, issue: IssueJudgment, assuming: Mapping[str, str]) -> Record:
    """The facts of the claim, as filed, with the assumptions filled in."""
    prepared = prepare(world, judgment.dispute)
    records = [c.record for name, c in prepared.claims if name == issue.claim and c.issue == issue.issue]
    if not records:
        return Record({}, {})
    record = records[0]
    facts: dict[FactKey, object] = dict(record.facts)
    for words, shown in assuming.items():
        name, _, role = words.partition(" of ")
        declared = world.vocabulary.facts.get(name)
        if declared:
            owner = record.roles.get(role) if role else None
            value = read_scalar(declared.kind, shown)
            facts[name, owner] = Absence.NOT_APPLICABLE if value is None else value
    return replace(record, facts=facts)  # type: ignore[arg-type]


def _covers(patterns: tuple[str, ...], name: str) -> bool:
    return not patterns or any(name == p or name.startswith(p + ".") for p in patterns)


def _after(start: date, notice: Days | Months | None) -> date:
    return start if notice is None else add(start, notice, DatePolicy.UP)


def _in_power(bound: Rulebook, later: Rulebook) -> bool:
    if bound.amendment_notice is None:
        return False
    announced = later.announced or later.in_force
    days = (_after(announced, bound.amendment_notice) - announced).days
    return announced + timedelta(days=days) <= later.in_force
