"""Check the edges of one chain of consent against the register and the rulebooks: a chain in, objections out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from panarchy_rules.adjudication.decided_before import results_of_issues
from panarchy_rules.adjudication.facts import read_scalar
from panarchy_rules.adjudication.proceedings import hear
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef, Value
from panarchy_rules.casefile.judgment import Edge, IncidentalFinding, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, ConsentKind, Join, Revoke, Submit
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.verification.clauses import ClauseCheck
from panarchy_rules.verification.kept import claims_of_issue, kept_for
from panarchy_rules.verification.members import Members, covers
from panarchy_rules.verification.whole import WalkCheck


@dataclass(frozen=True, slots=True)
class Step:
    """A chain to be checked."""

    party: str
    tier: int
    edges: tuple[Edge, ...]


NOTHING: Mapping[str, str] = {}
"""No fact that anything is conditional on."""


class EdgeCheck:
    """Checks chains of one issue. `assuming` fills in facts that the chains are conditional on.

    `places` and `chosen` are what was found out of where laws stand for whom (`dropped.py`).
    """

    def __init__(
        self,
        world: LawWorld,
        judgment: Judgment,
        issue: IssueJudgment,
        assuming: Mapping[str, str],
        record: Record | None = None,
    ) -> None:
        self.world = world
        self.issue = issue
        self.anchor = issue.anchor
        self.dispute = judgment.dispute.id
        self.places: dict[tuple[str, LawRef], Any] = {}
        self.chosen: dict[str, list[tuple[int, str]]] = {}
        # Whoever is no party, and is bound by a remedy, stands on the side of the respondent.
        self.other = dict.fromkeys((order.debtor for order in issue.orders), issue.claimant)
        claiming = {claim.claimant for claim in judgment.dispute.claims}
        self.other |= {who: issue.respondent if who in claiming else issue.claimant for who in issue.joined}
        self.other |= {issue.claimant: issue.respondent, issue.respondent: issue.claimant}
        self.everyone = {c.claimant for c in judgment.dispute.claims} | {c.respondent for c in judgment.dispute.claims}
        self.everyone |= {issue.claimant, issue.respondent}
        self.entries = world.register.by_number
        self.record = _supposing(world, record, assuming) if record else record_of(world, judgment, issue, assuming)
        self.members = Members.of(world, issue.anchor, issue.matter)
        assumed = {about: value for about, value in assuming.items() if ", " in about}
        self.before_judgment = replace(self.record, at_judgment=False)
        parties = (issue.claimant, issue.respondent, *issue.joined)
        self.clauses = ClauseCheck(self.members, issue.issue, self.other, self.before_judgment, assumed, parties)

    @classmethod
    def of(
        cls, world: LawWorld, judgment: Judgment, issue: IssueJudgment, assuming: Mapping[str, str] = NOTHING
    ) -> "EdgeCheck":
        """The check of the chains of an issue that are conditional on some facts, made once for a judgment."""
        key = id(issue), tuple(assuming.items())
        return kept_for(world, judgment, key, lambda: cls(world, judgment, issue, assuming))

    def sentences(self, step: Step, *, respects: bool = False) -> Iterator[str]:
        """Everything that is wrong with a chain. One that `respects` leads to mandatory rules, not to a law."""
        consent = step.edges[0]
        yield from _form(step.edges)
        if consent.author != step.party:
            yield f"it begins with an act of {consent.author}"
        yield from self.of_a_person(consent)
        tier = 3 if len(step.edges) > 1 else self.tier(consent)
        if step.tier != tier:
            yield f"its tier is {tier}, not {step.tier}"
        if len(step.edges) > 1 and respects:
            yield from self._respect(step.edges[1:], consent, step.party)
        elif len(step.edges) > 1:
            yield from WalkCheck(self.clauses, step.party).objections(step.edges[1:], consent.target)
        elif consent.act in ("join", "publish") and not respects:
            yield from self.clauses.own_law_never(consent.target, step.party)

    def _respect(self, edges: tuple[Edge, ...], consent: Edge, party: str) -> Iterator[str]:
        """One clause that lets mandatory rules count, certain whichever way the facts fall."""
        edge = edges[0]
        if len(edges) > 1 or (edge.kind, edge.act, edge.author) != ("acceptance", "respect", consent.target):
            yield f"no clause of {consent.target} respects {edge.target}"
            return
        yield from self.clauses.objections(edge, party, assumed=False)

    # --- a person's own act ---

    def tier(self, edge: Edge) -> int:
        """The tier of a person's own act."""
        entry = self.entries.get(edge.entry or 0)
        if not isinstance(entry, Agree):
            return 2
        return 0 if entry.effective > self.anchor else 1

    def of_a_person(self, edge: Edge) -> Iterator[str]:
        """Everything that is wrong with a person's own act."""
        if edge.act == "publish":
            yield from self._publish(edge)
            return
        entry = self.entries.get(edge.entry or 0)
        if entry is None or entry.act != edge.act:
            yield f"entry {edge.entry} of the register is no `{edge.act}`"
            return
        match entry:
            case Join():
                yield from self._join(entry, edge)
            case Agree():
                yield from self._agree(entry, edge)
            case Submit():
                yield from self._submit(entry, edge)
            case _:
                yield f"entry {entry.entry} consents to nothing"
        since = max(entry.effective, entry.recorded) if isinstance(entry, Join) else entry.effective
        if (edge.source, edge.since) != (entry.text, since):
            yield f"entry {entry.entry} says something else"

    def _publish(self, edge: Edge) -> Iterator[str]:
        book = None if self.members.has_ended(edge.author) else self.members.in_force(edge.author, self.anchor)
        if book is None or str(book.law) != edge.target or edge.entry is not None:
            yield f"{edge.author} publishes no {edge.target}"
        elif edge.source:
            yield f"{edge.target} is published without a source"
        elif book.governs is None or not covers(book.governs, self.issue.matter):
            yield f"{edge.target} does not govern {self.issue.matter}"

    def _join(self, entry: Join, edge: Edge) -> Iterator[str]:
        if entry.person != edge.author or not self.members.on_time(entry):
            yield f"entry {entry.entry} does not make {edge.author} a member by {self.anchor}"
        leave = self.members.ended_by(entry)
        if leave and not self.members.still_binds(entry, leave):
            yield f"entry {leave.entry} had ended the membership"
        if edge.left != (leave.entry if leave else None):
            yield f"whether the membership of entry {entry.entry} was left is said wrongly"
        if self.members.has_ended(entry.provider):
            yield f"{entry.provider} had ended"
        book = self.clauses.book(edge.target)
        if book is None or book.law.provider != entry.provider:
            yield f"entry {entry.entry} does not lead to {edge.target}"
            return
        if not self.members.reaches(entry, book):
            yield f"the membership does not reach {self.issue.matter}"
        if not self.members.is_member(entry):
            yield f"{edge.author} could not bind themselves by entry {entry.entry}, nor somebody else for them"
        if self.members.is_split(entry):
            yield f"others chose another code for {edge.author}, too"
        if book != self.members.bound_by(entry):
            yield f"{edge.author} is not bound by {edge.target}"

    def _agree(self, entry: Agree, edge: Edge) -> Iterator[str]:
        if edge.author not in entry.parties:
            yield f"{edge.author} is no party to entry {entry.entry}"
        if not self._needed(entry, edge.author) <= set(entry.parties):
            yield f"entry {entry.entry} is not made by all it would bind"
        for revoke in self.world.register.naming(edge.author):
            if isinstance(revoke, Revoke) and self._undoes(revoke, entry):
                yield f"entry {revoke.entry} had taken it back"
        yield from self._unbound(entry, self._needed(entry, edge.author))
        yield from self._named(entry, edge)
        yield from self._displaced(entry, edge)

    def _unbound(self, entry: Agree | Submit, persons: Iterable[str]) -> Iterator[str]:
        """Those of some persons who could not bind themselves by an act."""
        named = LawRef(entry.law or "", entry.edition or "")
        book = self.world.rulebooks.get(named) or self.members.in_force(entry.law or "", entry.effective)
        for person in sorted(persons):
            if self.members.unbound(person, entry, self.members.of_age_by(person) or book, book):
                yield f"{person} could not bind themselves by entry {entry.entry}, nor somebody else for them"

    def _needed(self, entry: Agree, author: str) -> set[str]:
        """Whom an agreement has to join: after the anchor everyone in the dispute, before it the two of the claim."""
        return self.everyone if entry.effective > self.anchor else {author, self.other.get(author, author)}

    def _undoes(self, revoke: Revoke, entry: Agree) -> bool:
        if revoke.of != entry.entry or set(revoke.persons) != set(entry.parties):
            return False
        return revoke.effective <= self.anchor or entry.effective > self.anchor

    def _displaced(self, entry: Agree, edge: Edge) -> Iterator[str]:
        """A narrower agreement prevails, and of one scope the latest; otherwise unlike ones cancel out."""
        mine = self.world.register.naming(edge.author)
        rivals = [one for one in mine if isinstance(one, Agree) and self._competes(one, entry, edge)]
        for other in rivals:
            unlike = edge.target not in self.targets(other) and not _displaces(entry, other)
            if _displaces(other, entry):
                yield f"entry {other.entry} displaces it"
            elif unlike and not any(_displaces(third, other) for third in rivals):
                yield f"entry {other.entry} contradicts it, and neither displaces the other"

    def _competes(self, other: Agree, entry: Agree, edge: Edge) -> bool:
        """Whether another agreement of the same tier chooses a law, or a forum, for this claim."""
        if other is entry or (other.effective > self.anchor) != (entry.effective > self.anchor):
            return False
        if not self._needed(other, edge.author) <= set(other.parties) or not self._covers(other):
            return False
        mine = self.world.register.naming(edge.author)
        if any(isinstance(e, Revoke) and self._undoes(e, other) for e in mine):
            return False
        if any(self._unbound(other, self._needed(other, edge.author))):
            return False
        law = edge.target != entry.forum
        return other.law is not None and bool(self._law_named(other)) if law else other.forum is not None

    def _submit(self, entry: Submit, edge: Edge) -> Iterator[str]:
        if entry.person != edge.author or not self.members.on_time(entry):
            yield f"entry {entry.entry} is no submission of {edge.author} by {self.anchor}"
        roles = {role for role, who in self.record.roles.items() if who == edge.author}
        if entry.as_roles and not roles & set(entry.as_roles):
            yield f"entry {entry.entry} is for other roles"
        if entry.towards and self.other.get(edge.author) not in entry.towards:
            yield f"entry {entry.entry} is not towards {self.other.get(edge.author)}"
        if entry.dispute not in (None, self.dispute):
            yield f"entry {entry.entry} is for the dispute {entry.dispute}"
        for revoke in self.world.register.naming(entry.person):
            mine = isinstance(revoke, Revoke) and (revoke.of, revoke.person) == (entry.entry, entry.person)
            if mine and self.members.on_time(revoke):
                yield f"entry {revoke.entry} had taken it back"
        yield from self._unbound(entry, (edge.author,))
        yield from self._named(entry, edge)

    def _named(self, entry: Agree | Submit, edge: Edge) -> Iterator[str]:
        if not self._covers(entry):
            yield f"entry {entry.entry} does not cover this"
        if edge.target not in self.targets(entry):
            yield f"entry {entry.entry} does not lead to {edge.target}"

    def _covers(self, entry: Agree | Submit) -> bool:
        return covers(entry.matters, self.issue.matter) and covers(entry.issues, self.issue.issue)

    def targets(self, entry: Agree | Submit) -> tuple[str, ...]:
        """The forum and the law that an entry chooses."""
        return tuple(target for target in (entry.forum, self._law_named(entry)) if target)

    def named(self, entry: Agree | Submit) -> str | None:
        """The law that an entry names."""
        return self._law_named(entry)

    def _law_named(self, entry: Agree | Submit) -> str | None:
        """Without an edition a consent names a law only if its publisher says which edition is meant, or has one."""
        if entry.law is None:
            return None
        if entry.edition is not None:
            return f"{entry.law} {entry.edition}"
        book = self.members.in_force(entry.law, entry.effective)
        single = len(self.world.editions(entry.law)) == 1
        return str(book.law) if book and (book.open_references or single) else None


def record_of(world: LawWorld, judgment: Judgment, issue: IssueJudgment, assuming: Mapping[str, str]) -> Record:
    """The facts of the claim, as filed, with the assumptions filled in."""
    claims = claims_of_issue(world, judgment, issue)
    if not claims:
        return Record({}, {})
    forum = world.forum(issue.forum.forum, issue.anchor) if issue.forum.forum else None
    record = hear(claims[0], forum)[0].record
    results = results_of_issues(issue.claim, (issue.issue,), judgment.issues, issue.together)
    asked = world.vocabulary.questions
    answers = {one.question: _answer(world, one) for one in issue.incidental if one.used and one.question in asked}
    common = tuple(_law_of(one.law) for one in issue.common_laws if one.certain)
    perhaps = tuple(_law_of(one.law) for one in issue.common_laws if not one.certain)
    record = replace(record, common=common, perhaps_common=perhaps)
    return _supposing(world, replace(record, results=results, answers=answers), assuming)


def _supposing(world: LawWorld, record: Record, assuming: Mapping[str, str]) -> Record:
    """A record with the facts filled in that a law is conditional on."""
    facts: dict[FactKey, Value | Absence] = dict(record.facts)
    for words, shown in assuming.items():
        name, _, role = words.partition(" of ")
        declared = world.vocabulary.facts.get(name)
        if declared:
            owner = record.roles.get(role) if role else None
            value = read_scalar(declared.kind, shown)
            facts[name, owner] = Absence.NOT_APPLICABLE if value is None else value
    return replace(record, facts=facts)


def _law_of(name: str) -> LawRef:
    provider, _, edition = name.partition(" ")
    return LawRef(provider, edition)


def _answer(world: LawWorld, one: IncidentalFinding) -> Value | Absence:
    """The answer to a preliminary question as a value; an open one is unknown."""
    value = None if one.answer is None else read_scalar(world.vocabulary.questions[one.question].kind, one.answer)
    return Absence.UNKNOWN if value is None else value


def _form(edges: tuple[Edge, ...]) -> Iterator[str]:
    """An act of a person cites an entry and no clause; a clause cites no entry and no day of its own."""
    for edge in edges:
        if edge.kind == "consent" and (edge.clause or edge.cap or edge.named_by):
            yield f"an act of {edge.author} is said to have the labels of a clause"
        if edge.kind == "acceptance" and (edge.entry or edge.since):
            yield f"clause {edge.clause} is said to be an entry of the register"


def _displaces(other: Agree, entry: Agree) -> bool:
    """Whether an agreement is narrower than another, or of the same scope and later. No form displaces another."""
    wider, narrower = _inside(entry, other), _inside(other, entry)
    forms = ConsentKind.CONDUCT is other.kind is entry.kind
    return narrower and (not wider or (other.effective > entry.effective and not forms))


def _inside(inner: Agree, outer: Agree) -> bool:
    """Whether one agreement is about no more than another."""
    return _names_inside(inner.matters, outer.matters) and _names_inside(inner.issues, outer.issues)


def _names_inside(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    return not outer or (bool(inner) and all(covers(outer, name) for name in inner))
