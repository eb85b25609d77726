"""Check chains of consent from scratch: a world, a judgment and a chain in, everything wrong with the chain out.

Written from DOMAIN's definition of an effective edge and the decisions 0012 and 0013, and not from the engine:
it reads the register's entries and the rulebooks, and puts conditions to the interpreter.
Nothing of `choice_of_law` or `adjudication` is used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.outcomes import Result
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.periods import between
from panarchy_rules.base.values import Days, LawRef, Months, Person, Symbol, parse_number
from panarchy_rules.base.values import Money as Amount
from panarchy_rules.casefile.judgment import Chain, Edge, IssueJudgment, Judgment
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import (
    Agree,
    Birth,
    End,
    Entry,
    Guardian,
    Home,
    Join,
    Leave,
    Ratify,
    Revoke,
    RevokeClause,
    Submit,
)
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.rulebook.rulebook import Accepting, Accepts, Rule, Rulebook
from panarchy_rules.rulebook.terms import Literal


def faults(
    world: Panarchy, judgment: Judgment, issue: IssueJudgment, chain: Chain, end: str, assuming: Mapping[str, str] = {}
) -> list[str]:
    """Everything that is wrong with a chain that should lead to `end`. `assuming` is what it is conditional on."""
    return list(_Claim.of(world, judgment, issue, assuming).faults(chain, end))


def reachable(
    world: Panarchy, judgment: Judgment, issue: IssueJudgment, person: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The laws to which chains without fault lead a person, found by trying all chains there could be.

    First those that are certain, then those that the unknown facts do not exclude, the certain ones among them.
    """
    claim = _Claim.of(world, judgment, issue, {})
    bases = [edge for edge in claim.imaginable_acts(person) if not [*claim.consent(person, edge, None)]]
    certain = {edge.target for edge in bases if not claim.refuses(edge, unless=(False,))}
    possible = {edge.target for edge in bases if not claim.refuses(edge)}
    for base in bases:
        book = claim.books[_law(base.target)]
        rules = [r for r in book.acceptances() if not r.conclusion.is_forum]  # type: ignore[union-attr]
        doubtful = claim.contradictory(person, book, rules)
        for label, walks in ((rule.label, walks) for rule in rules for walks in claim.walks(person, book, rule)):
            ends = {walk[-1].end if walk else None for walk in walks}
            ends |= {None} if label in doubtful else set()
            possible |= {end for end in ends if end} if "?" not in ends else {str(law) for law in claim.books}
            certain |= {end for end in ends if end and len(ends) == 1} - {"?"}
    return frozenset(certain), frozenset(certain | possible)


def sharing(world: Panarchy, judgment: Judgment, issue: IssueJudgment) -> set[str]:
    """The issues of the claim that one law has to govern with this one, by what every party's codes keep together."""
    procedural = world.law_world.vocabulary.procedural
    mine = [i for i in judgment.issues if i.claim == issue.claim and not _covers((*procedural, "-"), i.issue)]
    if issue not in mine:
        return set()
    claims = {one.issue: _Claim.of(world, judgment, one, {}, together=False) for one in mine}
    acts = {
        (name, who): [e for e in claim.imaginable_acts(who) if not [*claim.consent(who, e, None)]]
        for name, claim in claims.items()
        for who in claim.sides
    }
    agreed = {
        name: {e.entry for who in claims[name].sides for e in acts[name, who] if e.act == "agree"} for name in claims
    }
    tied = []
    for who in claims[issue.issue].sides:
        reached = {name: {e.target for e in acts[name, who]} for name in claims}
        pairs = {
            frozenset((one, other))
            for law, book in claims[issue.issue].books.items()
            for mark in book.limits.together
            for one in claims
            for other in claims
            if _covers(mark.matters, issue.matter)
            and all(_covers(mark.issues, name) and str(law) in reached[name] for name in (one, other))
        }
        found = {issue.issue}
        for _ in claims:
            found |= {name for pair in pairs if pair & found for name in pair}
        tied.append(found)
    return {name for name in set.intersection(*tied) if agreed[name] == agreed[issue.issue]} - {issue.issue}


def filed_as(judgment: Judgment, issue: IssueJudgment) -> str:
    """The claim of a dispute of which a claim in its judgment is a part."""
    return issue.claim.rpartition(".")[0] if is_a_part(judgment, issue) else issue.claim


def is_a_time(judgment: Judgment, issue: IssueJudgment) -> bool:
    """Whether a claim is the part of one that falls in some time, or all of it is judged as of when that begins."""
    said = [step.found for step in issue.steps if step.step == "periods"]
    begins = any("judge by the days of" in words or "judges by the days of" in words for words in said)
    return begins or is_a_part(judgment, issue)


def is_a_part(judgment: Judgment, issue: IssueJudgment) -> bool:
    """Whether a claim is only the part of one that falls in some time."""
    return issue.claim not in {judgment.dispute.id, *(claim.id for claim in judgment.dispute.claims)}


@dataclass(frozen=True)
class _Step:
    """A clause as a step of a walk. `mode` is empty, `whole` with its policies, or `turn`; `end` may be unknown."""

    law: str
    clause: str
    end: str
    rank: tuple[int, int] = (1, 0)
    cap: str | None = None
    mode: tuple[str, ...] = ()


_Walk = tuple[_Step, ...]


@dataclass(frozen=True)
class _Claim:
    """What a chain is checked against."""

    books: Mapping[LawRef, Rulebook]
    entries: tuple[Entry, ...]
    anchor: date
    matter: str
    issue: str
    dispute: str
    sides: Mapping[str, str]  # Each party with the other side.
    everyone: frozenset[str]
    record: Record
    assumed: Mapping[str, str] = field(default_factory=dict)
    event: date = date.min  # The day of the event that is judged, by which transitions go.

    @classmethod
    def of(
        cls,
        world: Panarchy,
        judgment: Judgment,
        issue: IssueJudgment,
        assuming: Mapping[str, str],
        together: bool = True,
    ) -> "_Claim":
        dispute = judgment.dispute
        claims = {c.id: c for c in dispute.claims}
        mine = claims.get(filed_as(judgment, issue))
        matter = (mine.matter if mine else None) or dispute.matter
        others = {c.target for b in world.law_world.rulebooks.values() for c in b.limits.classifications}
        matter = issue.matter if issue.matter in others else matter
        anchor = dispute.anchors.get(matter) or (mine.anchor if mine else None) or dispute.anchor
        anchor = dispute.issue_anchors.get(issue.issue) or anchor
        if is_a_time(judgment, issue):
            anchor = issue.anchor
        elif dispute.issue_anchors and together:
            tied = sharing(world, judgment, issue)
            others = [i for i in judgment.issues if i.claim == issue.claim and i.issue in tied]
            anchor = min([anchor, *(cls.of(world, judgment, one, {}, together=False).anchor for one in others)])
        persons = [p for c in dispute.claims for p in (c.claimant, c.respondent)]
        pair = (issue.claimant, issue.respondent)
        sides = dict([pair, pair[::-1]])
        claimants = {c.claimant for c in dispute.claims} - {issue.respondent}
        for joined in issue.joined:
            sides[joined] = issue.respondent if joined in claimants else issue.claimant
        roles = {**dispute.parties, "claimant": issue.claimant, "respondent": issue.respondent}
        claim = cls(
            books=world.law_world.rulebooks,
            entries=world.law_world.register.entries,
            anchor=anchor,
            event=anchor,
            matter=matter,
            issue=issue.issue,
            dispute=dispute.id,
            sides=sides,
            everyone=frozenset(persons or pair),
            record=Record(_facts(world, judgment, roles, assuming), roles, {}, dispute.today, dispute.filed),
            assumed={about: value for about, value in assuming.items() if ", " in about},
        )
        named = [*roles.values(), *(v.name for v in claim.record.facts.values() if isinstance(v, Person))]
        laws = {p: claim.laws_of(p) for p in named}
        home = {p: found[0] if found else None for p, found in laws.items()}
        return replace(claim, record=replace(claim.record, home=home, also={p: tuple(x[1:]) for p, x in laws.items()}))

    def faults(self, chain: Chain, end: str) -> Iterator[str]:
        if chain.party not in self.sides:
            yield "it is nobody's chain"
            return
        acts, clauses = chain.edges[:1], chain.edges[1:]
        if not acts or acts[0].kind != "consent" or any(e.kind != "acceptance" for e in clauses):
            yield "it is no act of a person followed by clauses"
            return
        if chain.edges[-1].target != end:
            yield "it ends elsewhere"
        yield from self.consent(chain.party, acts[0], None if clauses else chain.tier)
        if clauses:
            if clauses[0].author != acts[0].target:
                yield "the clause is not of the law that the act leads to"
            if chain.tier != 3:
                yield "its tier is wrong"
            yield from self._clauses(chain.party, clauses)
        else:
            yield from ("the code refuses to govern this itself",) if self.refuses(acts[0]) else ()

    # --- acts of persons ---

    def consent(self, person: str, edge: Edge, tier: int | None) -> Iterator[str]:
        """What is wrong with the first edge; `tier` is checked if the edge is the whole chain."""
        if edge.author != person:
            yield "the act is someone else's"
        if edge.act == "publish":
            book = None if self._is_gone(person) else self.in_force(person, self.anchor)
            if edge.entry is not None or book is None or str(book.law) != edge.target or not self.governed(book):
                yield "no such law is published for this"
            yield from () if tier in (None, 2) else ("its tier is wrong",)
            return
        entry = next((e for e in self.entries if e.entry == edge.entry), None)
        if entry is None or entry.act != edge.act:
            yield "there is no such entry"
            return
        tiers = {2}
        match entry:
            case Join():
                yield from self._join(person, entry, edge)
            case Submit():
                yield from self._submit(person, entry, edge)
            case Agree():
                tiers = {0 if entry.effective > self.anchor else 1}
                yield from self._agree(person, entry, edge)
            case _:
                yield "the entry is no consent"
        if tier is not None and tier not in tiers:
            yield "its tier is wrong"

    def _join(self, person: str, entry: Join, edge: Edge) -> Iterator[str]:
        book = self._bound(person, entry)
        over = self._over_by_tail(entry)
        if over:
            book = replace(self, anchor=over)._bound(person, entry)
        if bool(over) != bool(edge.left):
            yield "it is not said, or wrongly said, that the membership was left"
        if entry.person != person or not (self._running(entry) or over):
            yield "there was no membership at the anchor"
        elif book is None or str(book.law) != edge.target:
            yield "another edition binds the member"
        elif not self._reaches(entry, book):
            yield "the membership does not reach the matter"
        elif self._given_two_codes(entry):
            yield "others chose two codes for the person"

    def _submit(self, person: str, entry: Submit, edge: Edge) -> Iterator[str]:
        roles = {role for role, who in self.record.roles.items() if who == person}
        revoked = any(isinstance(e, Revoke) and e.of == entry.entry and self._on_time(e) for e in self.entries)
        if entry.person != person or not self._on_time(entry) or revoked:
            yield "there was no submission at the anchor"
        if not self._in_scope(entry) or (entry.as_roles and not roles & set(entry.as_roles)):
            yield "the submission is about something else"
        if (entry.towards and self.sides[person] not in entry.towards) or entry.dispute not in (None, self.dispute):
            yield "the submission is towards others"
        if edge.target not in self._chosen(entry):
            yield "the submission chooses something else"
        if not self._binds(person, entry, self._text_of(entry)):
            yield "the person could not act"

    def _agree(self, person: str, entry: Agree, edge: Edge) -> Iterator[str]:
        forum = edge.target == entry.forum
        rivals = [
            e
            for e in self._agreements(person, entry)
            if (e.forum if forum else [x for x in self._chosen(e) if " " in x])
        ]
        if entry not in rivals or edge.target not in self._chosen(entry):
            yield "the agreement does not choose this"
        for other in rivals:
            unlike = other.forum != entry.forum if forum else edge.target not in self._chosen(other)
            if _beats(other, entry):
                yield "a narrower or later agreement displaces it"
            elif unlike and not any(_beats(third, other) for third in rivals):
                yield "another agreement, neither narrower nor earlier, contradicts it"

    def _agreements(self, person: str, like: Agree) -> list[Agree]:
        """Agreements of the same tier that bind a person and the other side."""
        after = like.effective > self.anchor
        needed = self.everyone if after else frozenset((person, self.sides[person]))
        undone = {
            r.of: r
            for r in self.entries
            if isinstance(r, Revoke) and r.persons and (after or r.effective <= self.anchor)
        }
        return [
            e
            for e in self.entries
            if isinstance(e, Agree)
            and (e.effective > self.anchor) == after
            and needed <= set(e.parties)
            and self._in_scope(e)
            and e.entry not in undone
            and all(self._binds(who, e, self._text_of(e)) for who in needed)
        ]

    def _text_of(self, entry: Submit | Agree) -> Rulebook | None:
        """The law that an act names, if it names one."""
        return (
            self._text(LawRef(entry.law, entry.edition))
            if entry.law and entry.edition
            else (self.in_force(entry.law, entry.effective) if entry.law else None)
        )

    def _chosen(self, entry: Submit | Agree) -> set[str]:
        """The law and the forum that an entry chooses."""
        found = {entry.forum} if entry.forum else set()
        if entry.law and entry.edition:
            found.add(f"{entry.law} {entry.edition}")
        elif entry.law:
            book = self.in_force(entry.law, entry.effective)
            if book and (book.open_references or len([b for b in self.books if b.provider == entry.law]) == 1):
                found.add(str(book.law))
        return found

    def _in_scope(self, entry: Submit | Agree) -> bool:
        return _covers(entry.matters, self.matter) and _covers(entry.issues, self.issue)

    def _on_time(self, entry: Entry) -> bool:
        return entry.effective <= self.anchor and entry.recorded <= self.anchor

    # --- who could act ---

    def _binds(self, person: str, entry: Join | Submit | Agree, law: Rulebook | None) -> bool:
        """Whether an act binds a person who consented by it, or for whom somebody did. `law` is where it leads."""
        rule = self._law_of_age(person, entry) or law
        own, guarded = entry.kind in ("express", "click", "conduct"), False
        if entry.by:
            wards = {
                e.ward
                for e in self.entries
                if isinstance(e, Guardian) and e.person == entry.by and _on(e, entry.recorded)
            }
            parties = set(entry.parties) if isinstance(entry, Agree) else {person}
            if not wards & parties:
                return False
            guarded, own = person in wards, person not in wards
        guarded = guarded or (entry.kind == "proxy" and not entry.by)
        birth = next((e for e in self.entries if isinstance(e, Birth) and e.person == person), None)
        company = person in {b.provider for b in self.books} or (birth and birth.legal_person)
        if company or rule is None or rule.limits.majority is None or not (own or guarded):
            return True
        start = _birthday(birth.born, rule.limits.majority.age.count // 12, rule) if birth and birth.born else date.max
        name = (law or rule).law.provider
        later = [e for e in self.entries if isinstance(e, Ratify) and (e.person, e.provider) == (person, name)]
        if any(self._on_time(e) and e.recorded >= start for e in later):
            return True
        if guarded:
            return rule.limits.majority.continuing or max(self.anchor, entry.recorded) < start < date.max
        notice = birth is not None and birth.entry < entry.entry
        return entry.recorded >= start or bool(law and law.limits.protects and not notice)

    def _law_of_age(self, person: str, entry: Entry) -> Rulebook | None:
        """The law of the oldest membership that binds a person; none while that very one is in question."""
        joined = [e for e in self.entries if isinstance(e, Join) and e.person == person and self._is_member_since(e)]
        for one in sorted(joined, key=lambda e: (max(e.effective, e.recorded), e.entry)):
            if one == entry:
                return None
            book = self._bound(person, one)
            if self._binds(person, one, book):
                return book
        return None

    def _running(self, entry: Join) -> bool:
        """Whether a membership has begun, binds the member, and its first exit is not through."""
        return self._is_member_since(entry) and self._binds(entry.person, entry, self._bound(entry.person, entry))

    def _is_member_since(self, entry: Join) -> bool:
        ends = (
            e
            for e in self.entries
            if isinstance(e, Leave)
            and (e.person, e.provider) == (entry.person, entry.provider)
            and e.entry > entry.entry
            and self._on_time(e)
        )
        end = next(ends, None)
        if self._is_gone(entry.provider):
            return False
        if end is None:
            return self._on_time(entry)
        book = self._in_print(end.provider, end.recorded)
        over = max(end.effective, _after(end.recorded, book.leave_notice if book else None))
        return self._on_time(entry) and over > self.anchor

    def _over_by_tail(self, entry: Join) -> date | None:
        """The day on which a membership ended whose code still binds for this matter, if that is so."""
        exits = [
            e
            for e in self.entries
            if isinstance(e, Leave)
            and (e.person, e.provider) == (entry.person, entry.provider)
            and e.entry > entry.entry
            and self._on_time(e)
        ]
        if not exits or not self._on_time(entry) or self._is_member_since(entry) or self._is_gone(entry.provider):
            return None
        left = self._in_print(entry.provider, exits[0].recorded)
        over = max(exits[0].effective, _after(exits[0].recorded, left.leave_notice if left else None))
        book = replace(self, anchor=over)._bound(entry.person, entry)
        if book is None or entry.kind == "proxy" or not self._reaches(entry, book):
            return None
        if not self._binds(entry.person, entry, book):
            return None
        tails = (t for t in book.limits.tails if _covers(t.matters, self.matter))
        return over if any(self.anchor < _after(over, t.lasting) for t in tails) else None

    def _tailed(self, entry: Entry) -> bool:
        return isinstance(entry, Join) and self._over_by_tail(entry) is not None

    def _is_gone(self, provider: str) -> bool:
        """Whether a provider had ended by the anchor."""
        return any(isinstance(e, End) and e.provider == provider and self._on_time(e) for e in self.entries)

    def _bound(self, person: str, entry: Join) -> Rulebook | None:
        """The edition at joining, moved on by announced amendments within its power, and by ratification."""
        since = max(entry.effective, entry.recorded)
        ratified = {
            e.edition
            for e in self.entries
            if isinstance(e, Ratify) and (e.person, e.provider) == (person, entry.provider) and self._on_time(e)
        }
        bound = None
        for book in self._editions(entry.provider):
            if book.in_force > self.anchor:
                break
            announced = book.announced or book.in_force
            power = bound is not None and bound.amendment_notice is not None
            if (
                book.in_force <= since
                or (bound and book.law.edition in ratified)
                or (bound and power and _after(announced, bound.amendment_notice) <= book.in_force)
            ):
                bound = book
        return bound

    def _reaches(self, entry: Join, book: Rulebook) -> bool:
        return _covers(entry.matters, self.matter) if entry.matters else self.governed(book)

    def _given_two_codes(self, entry: Join) -> bool:
        """Whether others chose several codes for a person, of which the person ratified none of those that count."""
        person = entry.person
        own = {
            e.provider
            for e in self.entries
            if isinstance(e, Ratify) and e.person == person and self._on_time(e) and self._is_of_age(person, e.recorded)
        }
        proxies = [
            e
            for e in self.entries
            if isinstance(e, Join) and (e.person, e.kind) == (person, "proxy") and self._running(e)
            and e.provider not in own and (book := self._bound(person, e)) and self._reaches(e, book)
        ]  # fmt: skip
        return entry in proxies and len({e.provider for e in proxies}) > 1

    def _is_of_age(self, person: str, day: date) -> bool:
        """Whether a person's law has them of age on a day, or asks nothing."""
        joined = [e for e in self.entries if isinstance(e, Join) and e.person == person and self._running(e)]
        first = min(joined, key=lambda e: (max(e.effective, e.recorded), e.entry), default=None)
        rule = self._bound(person, first) if first else None
        birth = next((e for e in self.entries if isinstance(e, Birth) and e.person == person), None)
        if rule is None or rule.limits.majority is None or (birth and birth.legal_person):
            return True
        return bool(birth and birth.born and _birthday(birth.born, rule.limits.majority.age.count // 12, rule) <= day)

    def _editions(self, provider: str) -> list[Rulebook]:
        """Those that a transition does not put off to a later day than that of the event."""
        return [book for book in self._printed(provider) if not self._put_off(book)]

    def _printed(self, provider: str) -> list[Rulebook]:
        mine = [book for book in self.books.values() if book.law.provider == provider]
        return sorted(mine, key=lambda book: (book.in_force, book.law.edition))

    def _put_off(self, book: Rulebook) -> bool:
        mine = [one for one in book.limits.transitions if one.since and _covers(one.matters, self.matter)]
        return any(one.since > self.event for one in mine if one.since)

    def _in_print(self, provider: str, day: date) -> Rulebook | None:
        """The edition in force on a day, whatever it says of transition."""
        return ([None, *(b for b in self._printed(provider) if b.in_force <= day)])[-1]

    def in_force(self, provider: str, day: date) -> Rulebook | None:
        """The edition in force on a day."""
        return ([None, *(b for b in self._editions(provider) if b.in_force <= day)])[-1]

    def governed(self, book: Rulebook) -> bool:
        """Whether the code governs the matter for its members."""
        return book.governs is not None and _covers(book.governs, self.matter)

    def home(self, person: str) -> LawRef | None:
        """The law of the membership called home for the matter, or of the oldest that covers it."""
        return next(iter(self.laws_of(person)), None)

    def laws_of(self, person: str) -> list[LawRef]:
        """The laws of all memberships that cover the matter: what was called home, then the oldest."""
        found = []
        for entry in self.entries:
            if isinstance(entry, Join) and entry.person == person:
                over = self._over_by_tail(entry)
                if not over and not self._running(entry):
                    continue
                book = (replace(self, anchor=over) if over else self)._bound(person, entry)
                if book and self._reaches(entry, book) and not self._given_two_codes(entry):
                    found.append((max(entry.effective, entry.recorded), entry.entry, book.law))
        own = self.in_force(person, self.anchor)
        if own and self.governed(own) and not self._is_gone(person):
            found.append((own.in_force, 0, own.law))
        mine = [law.provider for _, _, law in found]
        named = [
            e.provider
            for e in self.entries
            if isinstance(e, Home)
            and e.person == person
            and self._on_time(e)
            and e.provider in mine
            and _covers(e.matters, self.matter)
        ]
        home = [law for _, _, law in found if law.provider in named[-1:]]
        return list(dict.fromkeys((*home, *(law for _, _, law in sorted(found)))))

    def imaginable_acts(self, person: str) -> list[Edge]:
        """First edges to every law, by every entry that may be the person's; most are faulty."""
        laws = [str(law) for law in self.books]
        acts = [(e.act, e.entry, self._tailed(e)) for e in self.entries if isinstance(e, Join | Submit | Agree)]
        return [
            Edge(kind="consent", author=person, act=act, entry=entry, target=law, left=entry if tailed else None)
            for act, entry, tailed in [*acts, ("publish", None, False)]
            for law in laws
        ]

    # --- clauses of codes ---

    def refuses(self, edge: Edge, unless: tuple[object, ...] = ()) -> bool:
        """Whether the code a person belongs to refuses to govern this itself; with `unless`, whether it may refuse."""
        book = self.books.get(_law(edge.target))
        clause = f"{book.law}, own law never" if book else ""
        if edge.act not in ("join", "publish") or book is None:
            return False
        if clause in self.assumed or f"{clause} for {edge.author}" in self.assumed:
            return False
        mine = [c for c in book.own_law_never if _covers(c.matters, self.matter) and _covers(c.issues, self.issue)]
        asked = self._asked(book)
        held = [True if c.condition is None else asked.established(truth(c.condition, asked, {})) for c in mine]
        return any(value not in unless for value in held) if unless else any(value is True for value in held)

    def _asked(self, book: Rulebook) -> Evaluation:
        return Evaluation(book, self.record, self._text)

    def _text(self, law: LawRef) -> Rulebook | None:
        return self.books.get(law) if law.edition else self.in_force(law.provider, self.anchor)

    def _clauses(self, person: str, edges: tuple[Edge, ...]) -> Iterator[str]:
        """What is wrong with the clauses of a chain: the only way on there is, or one that is assumed."""
        book = self.books.get(_law(edges[0].author))
        rule = book.rules.get(edges[0].clause or "") if book else None
        if book is None or rule is None or rule.targets or not isinstance(rule.question, Accepting):
            yield "there is no such clause"
            return
        terms = rule.conclusion
        if isinstance(terms, Accepts) and terms.respects:
            yield from self._respect(person, book, rule, edges)
            return
        found = [[*self._followed(person, walks, edges)] for walks in self.walks(person, book, rule)]
        yield from min(found, key=len)

    def _followed(self, person: str, walks: set[_Walk], edges: tuple[Edge, ...]) -> Iterator[str]:
        mine = [walk for walk in walks if [*map(_shown, walk)] == [*map(_read, edges)]]
        clause = f"{edges[0].author}, {edges[0].clause}"
        named, path = (clause, f"{clause} ({edges[0].target})"), "leads to " + ", then ".join(e.target for e in edges)
        theirs = [self.assumed[words] for one in named if (words := f"{one} for {person}") in self.assumed]
        # What is assumed of it for all may be about somebody else, or about how it is read by home laws.
        said = theirs or [self.assumed[one] for one in named if self.assumed.get(one) == path]
        supposed = said[0] if said else None
        if supposed not in (None, path):
            yield "the clause is not assumed to lead there"
        if not mine and not (supposed is not None and any(_may_be(walk, edges) for walk in walks)):
            yield "there is no such walk"
        if supposed is None and len({tuple((step.end, step.mode) for step in walk) for walk in walks}) != 1:
            yield "the walk is not sure"

    def _respect(self, person: str, book: Rulebook, rule: Rule, edges: tuple[Edge, ...]) -> Iterator[str]:
        """A clause that lets mandatory rules count leads to no law that decides, and must do so whatever is unknown."""
        readings = self._readings(person, book, rule, None)
        sure = [steps[0] for steps in readings if len(steps) == 1 and steps[0]]
        if len(edges) != 1 or edges[0].act != "respect":
            yield "the clause makes no law govern"
        elif _read(edges[0])[3:] not in [(step.end, step.cap or "") for step in sure]:
            yield "the clause does not surely respect that law"

    def contradictory(self, person: str, book: Rulebook, rules: list[Rule]) -> set[str]:
        """The clauses of a code that refer to one law in two ways, so that each may count or not."""
        steps = [(rule.label, s) for rule in rules for s in self._any_step(person, book, rule) if s]
        ends = {s.end for _, s in steps} - {"?"}
        ways = {end: {(s.mode, label) for label, s in steps if s.end in (end, "?")} for end in ends}
        twice = [found for found in ways.values() if len({m for m, _ in found}) > 1 and len({x for _, x in found}) > 1]
        return {label for found in twice for _, label in found}

    def walks(self, person: str, book: Rulebook, rule: Rule) -> list[set[_Walk]]:
        """Every way on from a clause of a law that a person consented to; the empty walk leads nowhere.

        By the home laws of all, and then by each other membership of somebody whose law the clause names.
        """
        found: list[set[_Walk]] = []
        for steps in self._readings(person, book, rule, None):
            found.append(set().union(*(self._onward(person, (step,)) if step else {()} for step in steps)))
        return found

    def _readings(self, person: str, book: Rulebook, rule: Rule, home: str | None) -> list[list[_Step | None]]:
        """What a clause may be by the home laws of all, and by each other membership of somebody."""
        found = [self._steps(person, book, rule, home)]
        for who, law in ((who, law) for who, laws in self.record.also.items() for law in laws):
            there = replace(self, record=replace(self.record, home={**self.record.home, who: law}))
            steps = there._steps(person, book, rule, home, named=True)
            mine = [s if s and s.end == str(law) and found[0] != [s] else None for s in steps]
            found += [list(dict.fromkeys(mine))] if any(mine) else []
        return found

    def _any_step(self, person: str, book: Rulebook, rule: Rule) -> list[_Step | None]:
        return [step for steps in self._readings(person, book, rule, None) for step in steps]

    def _onward(self, person: str, walk: _Walk) -> set[_Walk]:
        """Every way a walk may go on: the renvoi of its last step decides whether it goes on at all."""
        last, before = walk[-1], walk[:-1]
        if not last.mode or last.end in (last.law, "?") or (before and before[-1].mode[1] == "single"):
            return {walk}
        for entry in walk:
            if entry.law == last.end:
                ends = {"own": entry.law, "target": entry.end, "neutral": entry.mode[3]}
                end = ends.get(entry.mode[2])
                return {(*walk, _Step(entry.law, entry.clause, end, mode=("turn",))) if end else ()}
        found: set[_Walk] = set()
        for answer in self._answers(person, last.end):
            match answer:
                case None:
                    found.add(())
                case "itself":
                    found.add(walk)
                case _Step():
                    found |= self._onward(person, (*walk, answer))
        return found

    def _answers(self, person: str, law: str) -> "set[_Step | str | None]":
        """What a law may answer, read by one of its members: a first step, itself, or nothing."""
        book = self.books[_law(law)]
        members = [p for p in (person, *self.sides) if self._member(p, (book.law.provider,))]
        side = members[0] if members else person
        rules = [r for r in book.acceptances() if not r.conclusion.is_forum]  # type: ignore[union-attr]
        readings = [way for rule in rules for way in self._readings(side, book, rule, None if members else law)]
        ways = [self._anywhere(way) for way in readings]
        found: set[_Step | str | None] = set()
        for chosen in product(*ways):
            live = [step for step in chosen if step]
            if live:
                for one_each in product(*({(s.end, s.mode, s.rank) for s in live if s.end == e} for e in _ends(live))):
                    ranked = {e: [r for _, _, r in _alike(live, e, mode) if r != (1, 0)] for e, mode, _ in one_each}
                    order = {(e, m): r if r != (1, 0) else min(ranked[e], default=r) for e, m, r in one_each}
                    best = min(order.values())
                    found |= {s for s in live if order.get((s.end, s.mode)) == best}
            else:
                refuses = self._refusals(book)
                found |= {"itself"} if True not in refuses else set()
                found |= {None} if set(refuses) - {False} else set()
        return found

    def _anywhere(self, ways: list[_Step | None]) -> list[_Step | None]:
        """A step to nobody knows where, at every law there is as well: other clauses may name the same one."""
        named = [replace(s, end=str(law)) for s in ways if s and s.end == "?" for law in self.books]
        return list(dict.fromkeys([*ways, *named]))

    def _refusals(self, book: Rulebook) -> list[object]:
        """Whether each line `own law never` about this holds."""
        mine = [c for c in book.own_law_never if _covers(c.matters, self.matter) and _covers(c.issues, self.issue)]
        asked = self._asked(book)
        return [True if c.condition is None else asked.established(truth(c.condition, asked, {})) for c in mine]

    def _steps(
        self, person: str, book: Rulebook, rule: Rule, home: str | None, named: bool = False
    ) -> list[_Step | None]:
        """What a clause may be for a member, each way the unknown facts may fall. `home` is where they belong.

        If only what is `named` by a person or a question counts, a law that is named outright does not.
        """
        found: dict[_Step | None, None] = {}
        for result in self._spoken_to(person)._results(book, rule):
            if result.what == "value":
                said = [(result.value.terms, self._end(book, result.value.terms, result.value.target))]
            else:
                found[None] = None
                # A question that no rule answers names no law, and nothing of that is open.
                settled = result.what == "stuck" and result.value == Unknown(lacunae=result.value.lacunae or ("?",))
                open_ = result.labels if result.what in ("stuck", "antinomy") and not settled else ()
                conclusions = [book.rules[x].conclusion for x in open_]
                said = [(x, "?") for x in conclusions if isinstance(x, Accepts)]
            for terms, end in said:
                fixed = named and isinstance(terms.target, Literal)
                held = {False} if end is None or fixed or [*self._terms(person, book, rule, terms)] else {True}
                if True in held and terms.reciprocal:
                    held = self._mirrored(person, str(end), terms, home)
                if True in held:
                    found[self._step(book, rule, terms, str(end))] = None
                if False in held:
                    found[None] = None
        return list(found)

    def _spoken_to(self, person: str) -> "_Claim":
        """The claim for a clause that speaks of the other side, whoever a person is."""
        return replace(
            self, record=replace(self.record, roles={**self.record.roles, "counterparty": self.sides[person]})
        )

    def _results(self, book: Rulebook, rule: Rule) -> list[Result]:
        """What a clause gives, for each value of every missing fact of few values."""
        found: dict[Result, None] = {}
        todo = [(self, frozenset[FactKey]())]
        while todo:
            claim, filled = todo.pop(0)
            said = claim._asked(book).possible(Accepting(rule.label))
            missing = {words for waits in said.values() for words in waits.missing}
            open_ = [(key, values) for key, values in map(claim._few, sorted(missing)) if values and key not in filled]
            if not open_ or len(filled) > 7:
                found.update(dict.fromkeys(said))
                continue
            key, values = open_[0]
            records = (replace(claim.record, facts={**claim.record.facts, key: value}) for value in values)
            todo += [(replace(claim, record=record), filled | {key}) for record in records]
        return list(found)

    def _few(self, words: str) -> tuple[FactKey, tuple[Any, ...]]:
        """A fact by its words, with its values if it has few."""
        name, _, role = words.partition(" of ")
        declared = next((b.vocabulary.facts[name] for b in self.books.values() if name in b.vocabulary.facts), None)
        values: tuple[Any, ...] = ()
        if declared and declared.kind.name == "yes_no":
            values = (True, False)
        elif declared and declared.kind.name == "one_of":
            values = tuple(Symbol(word) for word in declared.kind.words)
        if declared and declared.closing == "not_applicable" and values:
            values = (*values, Absence.NOT_APPLICABLE)
        return (name, self.record.roles.get(role) if role else None), values

    def _step(self, book: Rulebook, rule: Rule, terms: Accepts, end: str) -> _Step:
        reference, mode = terms.reference, tuple[str, ...]()
        if reference:
            neutral = self._end(book, replace(terms, edition=""), reference.neutral) if reference.neutral else None
            mode = ("whole", reference.renvoi, reference.on_cycle, neutral or "")
        rank = (0, terms.rank) if terms.rank is not None else (1, 0)
        return _Step(str(book.law), rule.label, end, rank, str(terms.cap) if terms.cap else None, mode)

    def _end(self, book: Rulebook, terms: Accepts, target: LawRef | str) -> str | None:
        if isinstance(target, str):
            return target
        if edition := target.edition or terms.edition:
            return f"{target.provider} {edition}"
        made = max(book.in_force, terms.from_date or book.in_force)
        found = self.in_force(target.provider, self.anchor if terms.as_amended else made)
        return str(found.law) if found else None

    def _terms(self, person: str, book: Rulebook, rule: Rule, terms: Accepts) -> Iterator[str]:
        if not _covers(terms.matters, self.matter) or not _covers(terms.issues, self.issue):
            yield "the clause does not cover this"
        if (terms.from_date or date.min) > self.anchor or (terms.until_date or date.max) <= self.anchor:
            yield "the clause was not in force"
        if terms.roles and not {r for r, who in self.record.roles.items() if who == person} & set(terms.roles):
            yield "the clause is for other roles"
        if terms.towards is not None and not self._member(self.sides[person], terms.towards):
            yield "the clause is towards others"
        for entry in self.entries:
            if isinstance(entry, RevokeClause) and (entry.provider, entry.clause) == (book.law.provider, rule.label):
                over = max(entry.effective, _after(entry.recorded, terms.notice))
                if book.in_force <= entry.recorded <= self.anchor and over <= self.anchor:
                    yield "the clause was revoked"

    def _member(self, person: str, providers: tuple[str, ...]) -> bool:
        mine = [e for e in self.entries if isinstance(e, Join) and e.person == person]
        joined = (e for e in mine if self._running(e) or self._over_by_tail(e))
        own = self.in_force(person, self.anchor)
        publishes = own is not None and person in providers and not self._is_gone(person)
        return publishes or any(e.provider in providers for e in joined)

    def _mirrored(self, person: str, end: str, terms: Accepts, home: str | None) -> set[bool]:
        other = self.sides[person]
        theirs, ours = self.home(other), home or self.home(person)
        if theirs is None:
            return {False}
        if end == "?":
            return {False, True}
        wanted = {str(theirs): str(ours), str(ours): str(theirs)}.get(end, end)
        swapped = {person: other, other: person}
        roles = {role: swapped.get(who, who) for role, who in self.record.roles.items()}
        mirror = replace(self, record=replace(self.record, roles=roles), sides={**self.sides, **swapped}, assumed={})
        book = self.books[theirs]
        said = [mirror._declared(other, book, rule, wanted, terms) for rule in book.acceptances()]
        if {True} in said:
            return {True}
        return {False, True} if any(True in one for one in said) else {False}

    def _declared(self, person: str, book: Rulebook, rule: Rule, wanted: str, like: Accepts) -> set[bool]:
        if getattr(rule.conclusion, "is_forum", None) != like.is_forum:
            return {False}
        steps = self._steps(person, _without_reciprocity(book), rule, None)
        return {s is not None and s.end in (wanted, "?") and bool(s.mode) == bool(like.reference) for s in steps}


def _without_reciprocity(book: Rulebook) -> Rulebook:
    """A code that asks for nothing in return, as it is read for a mirrored clause."""
    changed = {
        label: replace(rule, conclusion=replace(rule.conclusion, reciprocal=False))
        if isinstance(rule.conclusion, Accepts)
        else rule
        for label, rule in book.rules.items()
    }
    return replace(book, rules=changed)


def _ends(steps: list[_Step]) -> list[str]:
    return sorted({step.end for step in steps})


def _alike(steps: list[_Step], end: str, mode: tuple[str, ...]) -> list[tuple[str, tuple[str, ...], tuple[int, int]]]:
    return [(s.end, s.mode, s.rank) for s in steps if (s.end, s.mode) == (end, mode)]


def _shown(step: _Step) -> tuple[str, ...]:
    """A step as a judgment shows it."""
    act = "on cycle" if step.mode == ("turn",) else "accept whole" if step.mode else "accept"
    return step.law, act, step.clause, step.end, step.cap or ""


def _read(edge: Edge) -> tuple[str, ...]:
    return edge.author, edge.act, edge.clause or "", edge.target, edge.cap or ""


def _may_be(walk: _Walk, edges: tuple[Edge, ...]) -> bool:
    """Whether a walk whose end is not known may be that of a chain."""
    seen = [(step.law, step.clause) for step in walk]
    return bool(walk) and walk[-1].end == "?" and seen == [(e.author, e.clause) for e in edges][: len(seen)]


# --- reading ---


def _facts(
    world: Panarchy, judgment: Judgment, roles: Mapping[str, str], assuming: Mapping[str, str]
) -> dict[FactKey, Any]:
    """The facts as filed, with the assumptions in their place."""
    stated: dict[FactKey, Any] = {}
    for name, value in judgment.dispute.facts.items():
        if isinstance(value, Mapping):
            stated |= {(name, roles.get(who, who)): one for who, one in value.items()}
        else:
            stated[name, None] = value
    contested = {one.fact for one in judgment.dispute.standings if one.standing == "contested"}
    stated = {key: "unknown" if key[0] in contested else value for key, value in stated.items()}
    for about, text in assuming.items():
        name, _, role = about.partition(" of ")
        if ", " not in about:
            stated[name, roles[role] if role else None] = text
    kinds = world.law_world.vocabulary.facts
    return {key: _value(kinds[key[0]].kind.name, value) for key, value in stated.items()}


def _value(kind: str, stated: Any) -> Any:
    if stated in ("unknown", "not_applicable", "not applicable"):
        return Absence(str(stated).replace("_", " "))
    match kind:
        case "yes_no":
            return stated if isinstance(stated, bool) else stated == "yes"
        case "one_of":
            return Symbol(stated)
        case "person":
            return Person(stated)
        case "law":
            return _law(stated)
        case "period":
            _, begins, _, ends = stated.split()
            return between(date.fromisoformat(begins), date.fromisoformat(ends))
        case "money":
            number, unit = stated.split()
            return Amount(parse_number(number), unit)
        case _:
            raise NotImplementedError(kind)


def _law(name: str) -> LawRef:
    provider, _, edition = name.partition(" ")
    return LawRef(provider, edition)


def _on(entry: Guardian, day: date) -> bool:
    """Whether a guardianship is on record and running on a day."""
    return max(entry.effective, entry.recorded) <= day and (entry.until is None or day < entry.until)


def _birthday(born: date, years: int, rule: Rulebook) -> date:
    """The day some years after a birth; on 29 February the law says which, or it is 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 2, 28) if rule.date_policy == "down" else date(born.year + years, 3, 1)


def _covers(patterns: tuple[str, ...], name: str) -> bool:
    """A general name covers what lies below it; no name at all covers everything."""
    return not patterns or any(f"{name}.".startswith(f"{pattern}.") for pattern in patterns)


def _beats(other: Agree, entry: Agree) -> bool:
    """Whether an agreement displaces another: a narrower one, or a later one of the same scope."""
    inside, around = _within(entry, other), _within(other, entry)
    forms = other.kind == entry.kind == "conduct"  # Of two forms none prevails by its day.
    return around and (not inside or (other.effective > entry.effective and not forms))


def _within(inner: Agree, outer: Agree) -> bool:
    """Whether one agreement is about no more than another."""
    return all(
        not wide or (bool(narrow) and all(_covers(wide, name) for name in narrow))
        for narrow, wide in ((inner.matters, outer.matters), (inner.issues, outer.issues))
    )


def _after(start: date, span: Days | Months | None) -> date:
    """The worlds tried here count their notices in days."""
    assert not isinstance(span, Months)
    return start + timedelta(days=span.count if span else 0)
