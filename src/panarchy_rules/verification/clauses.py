"""Check a clause of a code as a step of a chain: the clause and the claim in, objections out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, TypeVar

from panarchy_rules.backends.interpreter import Accepted, Evaluation
from panarchy_rules.backends.interpreter.outcomes import Result
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.judgment import Edge
from panarchy_rules.register import RevokeClause
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import COUNTERPARTY, Accepting, Accepts, Asking, Reference, Rule, Rulebook
from panarchy_rules.rulebook.terms import Answer
from panarchy_rules.rulebook.verdict import Settled
from panarchy_rules.verification.members import Members, after, covers
from panarchy_rules.verification.ways import EveryWay

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Said:
    """What a clause says in one way the unknown facts may fall. `end` is None if it is not clear which law it names."""

    rank: tuple[int, int]
    end: str | None
    reference: Reference | None
    neutral: str | None


@dataclass(frozen=True, slots=True)
class ClauseCheck:
    """Checks clauses of one claim on one issue. `other` gives each person the other side, `parties` are all bound.

    `law` is the law to which the party is taken to belong, if it is not the party's own.
    `elsewhere` reads by another membership of somebody, of which only clauses speak that do not name a law outright.
    """

    members: Members
    issue: str
    other: Mapping[str, str]
    record: Record
    assumed: Mapping[str, str]
    parties: tuple[str, ...]
    law: str | None = None
    elsewhere: bool = False
    known: dict[tuple[object, ...], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def _once(self, key: tuple[object, ...], find: Callable[[], R]) -> R:
        """What was found out before; every other check that is made of this one finds out for itself."""
        if key not in self.known:
            self.known[key] = find()
        found: R = self.known[key]
        return found

    def objections(self, edge: Edge, party: str, assumed: bool) -> Iterator[str]:
        """What is wrong with a clause through which a chain of a party goes.

        One that names the law of a person may lead to each law of somebody who belongs to several providers.
        """
        found = list(self._objections(edge, party, assumed))
        elsewhere = (check for law, check in self._at_home_elsewhere() if str(law) == edge.target) if found else ()
        if not any(not [*check._objections(edge, party, assumed)] for check in elsewhere):
            yield from found

    def _at_home_elsewhere(self) -> "Iterator[tuple[LawRef, ClauseCheck]]":
        yield from (
            (law, replace(self, record=record, elsewhere=True)) for law, record in self.record.at_home_elsewhere()
        )

    def _objections(self, edge: Edge, party: str, assumed: bool) -> Iterator[str]:
        book = self.book(edge.author)
        rule = book.rules.get(edge.clause or "") if book else None
        if book is None or rule is None or not isinstance(rule.question, Accepting) or rule.targets:
            yield f"{edge.author} has no acceptance clause {edge.clause}"
            return
        if edge.source != rule.source:
            yield f"clause {edge.clause} does not cite {edge.source}"
        if assumed:
            if not self._seen_by(party)._may_lead(book, rule, edge, party):
                yield f"clause {edge.clause} cannot be assumed to lead to {edge.target}"
            return
        said = self._seen_by(party)._said(book, rule)
        found = [accepted for accepted in said if accepted]
        if len(found) < len(said) or not found:
            yield f"clause {edge.clause} is not effective on these facts"
        for accepted in found:
            yield from self._leads(book, rule, accepted, edge, party)
        yield from self._named_by(book, rule, edge)

    def supposed(self, clause: str, party: str, path: tuple[str, ...] = ()) -> str | None:
        """What is assumed of a clause on which a chain of a party is conditional, which leads by a path of laws.

        What is assumed of it for somebody else, or as it is read with home laws, says nothing of another path.
        """
        named = (clause, f"{clause} ({path[0]})") if path else (clause,)
        mine = [self.assumed[words] for one in named if (words := f"{one} for {party}") in self.assumed]
        for_all = [self.assumed[one] for one in named if one in self.assumed]
        return next((one for one in (*mine, *for_all) if not path or one in mine or one == leads_to(path)), None)

    def own_law_never(self, law: str, party: str, *, sure: bool = False) -> Iterator[str]:
        """A code may refuse to govern its own members. If it is to be `sure`, no fact may be missing."""
        book = self.book(law)
        if book is None or (not sure and self.supposed(f"{law}, own law never", party) is not None):
            return
        for clause in book.own_law_never:
            in_scope = covers(clause.matters, self.members.matter) and covers(clause.issues, self.issue)
            asked = self._asked(book)
            held = True if clause.condition is None else asked.established(truth(clause.condition, asked, {}))
            if in_scope and (held is True or (sure and held is not False)):
                yield f"{law} says `own law never`"

    def as_member_of(self, law: str) -> "ClauseCheck":
        """The same check, of persons who are taken to belong to a law."""
        return self._once(("member", law), lambda: replace(self, law=law))

    def every_saying(self, book: Rulebook, party: str) -> list[tuple[Rule, list[Said | None]]]:
        """What every clause on laws says to this claim, and where else it leads by a person's other memberships."""
        return self._once(("every", book.law, party), lambda: list(self._every_saying(book, party)))

    def _every_saying(self, book: Rulebook, party: str) -> Iterator[tuple[Rule, list[Said | None]]]:
        for rule in (one for one in book.acceptances() if not getattr(one.conclusion, "is_forum", True)):
            yield rule, self.sayings(book, rule, party)
            for law, check in self._at_home_elsewhere():
                said = [one if one and one.end == str(law) else None for one in check.sayings(book, rule, party)]
                if any(said):
                    yield rule, said

    def sayings(self, book: Rulebook, rule: Rule, party: str) -> list[Said | None]:
        """What a clause says to this claim, each way the unknown facts may fall; None where it says nothing."""
        found: list[Said | None] = []
        for terms, said in self._seen_by(party)._readings(book, rule):
            if terms is None or said is None or any(self._scope(book, rule, terms, party)):
                found.append(None)
                continue
            ways = self._mirrors(party, said.end, terms) if terms.reciprocal else {True}
            found += [said if way else None for way in sorted(ways)]
        return found

    def readings(self, book: Rulebook, rule: Rule, party: str) -> list[Said]:
        """What a clause may say to a side, whether or not it is about this claim."""
        found = [said for _, said in self._seen_by(party)._readings(book, rule) if said]
        for law, check in self._at_home_elsewhere():
            elsewhere = [said for _, said in check._seen_by(party)._readings(book, rule) if said]
            found += [said for said in elsewhere if said.end == str(law)]
        return found

    def _seen_by(self, party: str) -> "ClauseCheck":
        """The same check, as the clauses of one side speak: of the other as their counterparty."""
        roles = {**self.record.roles, COUNTERPARTY: self.other[party]}
        return self._once(("seen by", party), lambda: replace(self, record=replace(self.record, roles=roles)))

    def _readings(self, book: Rulebook, rule: Rule) -> Iterator[tuple[Accepts | None, Said | None]]:
        for result in self._results(book, rule):
            if result.what == "value" and isinstance(result.value, Accepted):
                terms, end = result.value.terms, self._end(book, result.value)
                leads = end and not (self.elsewhere and terms.is_fixed)  # Without an end no edition was in force.
                yield terms, self._as_said(book, terms, end) if leads else None
                continue
            yield None, None
            open_ = result.what != "silent" and not _names_no_law(result)
            for label in result.labels if open_ else ():
                conclusion = book.rules[label].conclusion
                if isinstance(conclusion, Accepts) and not (self.elsewhere and conclusion.is_fixed):
                    yield from ((conclusion, said) for said in self._unsettled(book, conclusion))

    def _unsettled(self, book: Rulebook, terms: Accepts) -> Iterator[Said]:
        """What a clause may say that collides with another, or whose law depends on what is not known."""
        target = terms.target
        named = self._asked(book).imaginable(Asking(target.question)) if isinstance(target, Answer) else None
        laws = [law for law in named or () if isinstance(law, LawRef)]
        for end in [self._dated(book, law, replace(terms, edition=terms.edition)) for law in laws] or [None]:
            yield self._as_said(book, terms, end)

    def _as_said(self, book: Rulebook, terms: Accepts, end: str | None) -> Said:
        rank = (0, terms.rank) if terms.rank is not None else (1, 0)
        neutral = terms.reference.neutral if terms.reference else None
        return Said(rank, end, terms.reference, self._dated(book, neutral, terms) if neutral else None)

    def book(self, name: str) -> Rulebook | None:
        """A law by provider and edition."""
        provider, _, edition = name.partition(" ")
        return self.members.world.rulebooks.get(LawRef(provider, edition))

    def _asked(self, book: Rulebook) -> Evaluation:
        return self._once(("asked", book.law), lambda: Evaluation(book, self.record, self.text))

    def _results(self, book: Rulebook, rule: Rule) -> tuple[Result, ...]:
        """What a clause comes to, each way the unknown facts may fall."""
        return self._once(("results", book.law, rule.label), lambda: self._every_way(book, rule))

    def _every_way(self, book: Rulebook, rule: Rule) -> tuple[Result, ...]:
        asked = self._asked(book)

        def ask(record: Record) -> Evaluation:
            return asked if record is self.record else Evaluation(book, record, self.text)

        return EveryWay(ask, self.members.world.vocabulary.facts).results(Accepting(rule.label), self.record)

    def text(self, law: LawRef) -> Rulebook | None:
        """A law's text; without an edition, the one in force at the anchor."""
        if law.edition:
            return self.members.world.rulebooks.get(law)
        return self.members.in_force(law.provider, self.members.anchor)

    def _said(self, book: Rulebook, rule: Rule) -> list[Accepted | None]:
        """What a clause says, each way the unknown facts may fall; None is nothing, or nothing clear."""
        results = self._results(book, rule)
        return [r.value if r.what == "value" and isinstance(r.value, Accepted) else None for r in results]

    def _may_lead(self, book: Rulebook, rule: Rule, edge: Edge, party: str) -> bool:
        """Whether what is not known leaves room for a clause to lead to its target."""
        for result in self._results(book, rule):
            if result.what == "value" and isinstance(result.value, Accepted):
                terms = [result.value.terms] if self._end(book, result.value) == edge.target else []
            else:  # Not clear which law it names, or which of several clauses prevails.
                said = [book.rules[x].conclusion for x in result.labels if result.what != "silent"]
                terms = [one for one in said if isinstance(one, Accepts)]
            terms = [one for one in terms if not (self.elsewhere and one.is_fixed)]
            if any(edge.cap == _cap_of(one) and not any(self._scope(book, rule, one, party)) for one in terms):
                return True
        return False

    def _leads(self, book: Rulebook, rule: Rule, accepted: Accepted, edge: Edge, party: str) -> Iterator[str]:
        terms = accepted.terms
        if self._end(book, accepted) != edge.target or (self.elsewhere and terms.is_fixed):
            yield f"clause {rule.label} does not lead to {edge.target}"
        if terms.respects != (edge.act == "respect"):
            yield f"clause {rule.label} does not {edge.act} it"
        if edge.cap != _cap_of(terms):
            yield f"the cap of clause {rule.label} is not {edge.cap}"
        yield from self._scope(book, rule, terms, party)
        if terms.reciprocal and False in self._mirrors(party, edge.target, terms):
            yield f"no clause of the home law of {self.other[party]} mirrors clause {rule.label}"

    def _end(self, book: Rulebook, accepted: Accepted) -> str | None:
        """The forum, or the law at the edition the clause is bound to."""
        target, terms = accepted.target, accepted.terms
        if isinstance(target, str):
            return target
        if terms.edition and not target.edition:
            return f"{target.provider} {terms.edition}"
        return self._dated(book, target, terms)

    def _dated(self, book: Rulebook, target: LawRef, terms: Accepts) -> str | None:
        """A law at the edition it names, or at that in force when the clause was made, or at the anchor."""
        if target.edition:
            return str(target)
        made = max(book.in_force, terms.from_date or book.in_force)
        found = self.members.in_force(target.provider, self.members.anchor if terms.as_amended else made)
        return str(found.law) if found else None

    def _scope(self, book: Rulebook, rule: Rule, terms: Accepts, party: str) -> Iterator[str]:
        anchor, label = self.members.anchor, rule.label
        if not covers(terms.matters, self.members.matter) or not covers(terms.issues, self.issue):
            yield f"clause {label} does not cover this"
        if terms.roles and not {r for r, who in self.record.roles.items() if who == party} & set(terms.roles):
            yield f"clause {label} is for other roles"
        if terms.towards is not None and not self.members.belongs(self.other[party], terms.towards):
            yield f"clause {label} is not towards {self.other[party]}"
        if (terms.from_date and anchor < terms.from_date) or (terms.until_date and anchor >= terms.until_date):
            yield f"clause {label} is not in force on {anchor}"
        for entry in self.members.world.register.clause_endings:
            if self._ends(entry, book, label) and max(entry.effective, after(entry.recorded, terms.notice)) <= anchor:
                yield f"entry {entry.entry} had revoked clause {label}"

    def _ends(self, entry: RevokeClause, book: Rulebook, label: str) -> bool:
        same = (entry.provider, entry.clause) == (book.law.provider, label)
        return same and book.in_force <= entry.recorded <= self.members.anchor

    def _mirrors(self, party: str, end: str | None, terms: Accepts) -> set[bool]:
        """Whether the other side's home law declares the same with roles and home laws exchanged: one, or both."""
        other = self.other[party]
        theirs, ours = self.members.home(other), self.law or self.members.home(party)
        if theirs is None:
            return {False}
        if end is None:
            return {False, True}
        wanted = {str(theirs): str(ours), str(ours): str(theirs)}.get(end, end)
        swapped = {party: other, other: party}
        roles = {role: swapped.get(who, who) for role, who in self.record.roles.items()}
        mirror = replace(
            self, record=replace(self.record, roles=roles), other={**self.other, **swapped}, law=None, elsewhere=False
        )
        book = self.members.world.rulebooks[theirs]
        declared = [list(mirror._declares(book, rule, other, wanted, terms)) for rule in book.acceptances()]
        if any(all(said) for said in declared):
            return {True}
        return {False, True} if any(any(said) for said in declared) else {False}

    def _declares(self, book: Rulebook, rule: Rule, party: str, wanted: str, like: Accepts) -> Iterator[bool]:
        """Each way the unknown facts may fall, whether a clause declares the same."""
        for terms, said in self._seen_by(party)._readings(book, rule):
            yield (
                terms is not None
                and said is not None
                and terms.is_forum == like.is_forum
                and (terms.reference is None) == (like.reference is None)
                and said.end in (wanted, None)
                and not any(self._scope(book, rule, terms, party))
            )

    def _named_by(self, book: Rulebook, rule: Rule, edge: Edge) -> Iterator[str]:
        evaluation = self._asked(book)
        verdict = evaluation.decide(Accepting(rule.label))
        accepted = verdict.value if isinstance(verdict, Settled) else None
        target = accepted.terms.target if isinstance(accepted, Accepted) else None
        named = evaluation.decide(Asking(target.question)) if isinstance(target, Answer) else None
        if edge.named_by != (named.grounds if isinstance(named, Settled) else ()):
            yield f"the law that clause {rule.label} leads to is not named by {', '.join(edge.named_by) or 'no rule'}"


def leads_to(path: Iterable[str]) -> str:
    """What is assumed of a clause that leads by a path of laws."""
    return f"leads to {', then '.join(path)}"


def _names_no_law(result: Result) -> bool:
    """Whether the rules that should say which law is meant were asked, and none of them speaks."""
    value = result.value
    return result.what == "stuck" and isinstance(value, Unknown) and value == Unknown(lacunae=value.lacunae or ("?",))


def _cap_of(terms: Accepts) -> str | None:
    return str(terms.cap) if terms.cap else None
