"""Which acceptance clauses of a law are effective in a claim: clauses in, edges, refusals and open questions out.

A clause is effective, not effective, or open because a fact is unknown (DOMAIN C0.2).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from panarchy_rules.backends.interpreter import Accepted, Evaluation
from panarchy_rules.backends.interpreter.outcomes import Result
from panarchy_rules.backends.interpreter.unknown import NO_REASON, Unknown, merged
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import codes_of, home_law
from panarchy_rules.choice_of_law.graph import AcceptanceEdge, Node
from panarchy_rules.choice_of_law.scope import Aside, Scope, out_of_scope, reaching, replaced, terms_of
from panarchy_rules.rulebook.rulebook import Accepting, Accepts, Asking, Rule, Rulebook
from panarchy_rules.rulebook.terms import Answer, Literal, Term


@dataclass(frozen=True, slots=True)
class ClauseFound:
    """What one clause gives: its edge, or None, in each way the unknown facts may fall; and why it gives no edge."""

    clause: str
    ways: tuple[AcceptanceEdge | None, ...]
    waits: Unknown = NO_REASON
    reason: str = ""
    is_whole: bool = False  # Whether it refers to a whole law, or may do so.
    member_of: LawRef | None = None  # Read with this law as that of somebody who belongs to several providers.

    @property
    def name(self) -> str:
        """The clause, and as the law of which membership it reads the law of a person who has several."""
        return f"{self.clause} ({self.member_of})" if self.member_of else self.clause

    @property
    def is_open(self) -> bool:
        """Whether the facts leave it open what the clause gives."""
        return len(self.ways) > 1


_Way = tuple[AcceptanceEdge | None, str, Unknown]
"""One way a clause may fall: its edge or None, why there is none, and what that waits for."""


@dataclass(frozen=True, slots=True)
class ClausesFound:
    """What the clauses of a law give that reach a claim, those that do not, and whether no fact has a say in it."""

    given: tuple[ClauseFound, ...]
    asides: tuple[Aside, ...] = ()
    whatever_the_facts: bool = False


def clauses_found(
    claim: ClaimAtIssue, person: str, rulebook: Rulebook, *, forum: bool, as_member: bool = False
) -> ClausesFound:
    """The clauses of a law that speak of laws (or of forums), seen from the side of one of its members.

    `as_member` reads it as if the person belonged to this law.
    """
    reader = _Reader(claim, person, rulebook, as_member=as_member)
    if claim.record.also:
        return ClausesFound(
            _found(reader, [rule for rule in rulebook.acceptances() if terms_of(rule).is_forum == forum])
        )
    reach = reaching(claim.world, claim.view, rulebook.law, forum, reader.scope)
    given = tuple([reader.effective(rule) for rule in reach.rules])
    return ClausesFound(given, reach.asides, reach.whatever_the_facts)


def respects_found(claim: ClaimAtIssue, person: str, rulebook: Rulebook) -> tuple[ClauseFound, ...]:
    """Every clause of a law that lets mandatory rules of other laws count, seen from the side of one of its members."""
    return _found(_Reader(claim, person, rulebook), rulebook.respects())


def _found(reader: "_Reader", rules: Iterable[Rule]) -> tuple[ClauseFound, ...]:
    """Each clause, and beside it where else it leads because somebody belongs to several providers."""
    found = {rule.label: reader.read(rule) for rule in rules}
    elsewhere = _by_other_memberships(reader, rules, found) if reader.claim.record.also else ()
    return (*found.values(), *elsewhere)


def _by_other_memberships(
    reader: "_Reader", rules: Iterable[Rule], at_home: Mapping[str, ClauseFound]
) -> Iterator[ClauseFound]:
    """Clauses that name the law of a person, read with each other law of a person in the place of the home law."""
    for law, record in reader.claim.record.at_home_elsewhere():
        other = _Reader(
            replace(reader.claim, record=record),
            reader.person,
            reader.rulebook,
            as_member=reader.as_member,
            elsewhere=True,
        )
        for found in (other.read(rule) for rule in rules):
            known = at_home[found.clause].ways
            ways = [edge if edge and edge.node == law and edge not in known else None for edge in found.ways]
            if any(ways):
                yield replace(found, ways=tuple(dict.fromkeys(ways)), member_of=law)


def _names_no_law(target: Unknown | None) -> bool:
    """Whether a law-valued target is settled to be none: its rules were asked, and no rule speaks."""
    return target is not None and bool(target.lacunae) and target == Unknown(lacunae=target.lacunae)


class _Reader:
    """Reads the clauses of one law for one person in one claim.

    `elsewhere` is by another membership of somebody, of which only clauses speak that do not name a law outright.
    """

    def __init__(
        self,
        claim: ClaimAtIssue,
        person: str,
        rulebook: Rulebook,
        *,
        mirror: bool = False,
        as_member: bool = False,
        elsewhere: bool = False,
    ) -> None:
        self.claim = claim
        self.person = person
        self.rulebook = rulebook
        self.mirror = mirror
        self.as_member = as_member
        self.elsewhere = elsewhere

    @cached_property
    def scope(self) -> Scope:
        """What the claim is to a clause of this law."""
        claim = self.claim
        codes = codes_of(claim.world, claim.view, claim.other(self.person), claim.matter)
        return Scope(claim.matter, claim.issue, claim.roles_of(self.person), codes)

    @cached_property
    def evaluation(self) -> Evaluation:
        """The law, asked as its member sees the claim."""
        return self.claim.seen_by(self.person).before_judgment(self.rulebook)

    def read(self, rule: Rule) -> ClauseFound:
        """One clause."""
        reason = "" if rule.label in replaced(self.rulebook) else self._out_of_scope(rule.label, terms_of(rule))
        return ClauseFound(rule.label, (None,), reason=reason) if reason else self.effective(rule)

    def effective(self, rule: Rule) -> ClauseFound:
        """One clause that reaches the claim, or over which another one stands."""
        ways: dict[AcceptanceEdge | None, None] = {}
        waits: list[Unknown] = []
        reason = "its condition does not hold"
        for result, causes in self._possible(rule).items():
            waits.append(causes)
            if result.what == "value":
                for edge, why, open_ in self._edges(rule.label, result.value):
                    ways[edge] = None
                    waits.append(open_)
                    reason = why or reason
            elif result.what == "silent":
                ways[None] = None
            elif result.what == "stuck" and _names_no_law(result.value):
                ways[None] = None
                reason = f"no rule on {', '.join(result.value.lacunae)} names a law"
            else:
                ways.update((edge, None) for edge, _, _ in self._undecided(rule.label, result.labels))
                waits.append(Unknown(antinomies=(result.labels,)) if result.what == "antinomy" else Unknown())
        found = tuple(ways) or (None,)
        whole = [edge for edge in found if edge is not None and edge.reference is not None]
        return ClauseFound(rule.label, found, merged(waits) if len(found) > 1 else NO_REASON, reason, bool(whole))

    def _possible(self, rule: Rule) -> Mapping[Result, Unknown]:
        """What a clause comes to. One that names a law or forum outright, always, need not be asked."""
        terms, work = terms_of(rule), self.claim.work
        named = terms.target.value if isinstance(terms.target, Literal) else terms.target
        plain = rule.condition is None and not rule.exceptions and isinstance(named, LawRef | str)
        if not plain or work.witness is not None or work.left < 1:
            return self.evaluation.possible(Accepting(rule.label))
        work.left -= isinstance(terms.target, Literal)  # As if it had been evaluated.
        return {Result("value", Accepted(rule.label, terms, named), (rule.label,)): NO_REASON}  # type: ignore[arg-type]

    def _undecided(self, clause: str, labels: tuple[str, ...]) -> Iterator[_Way]:
        """Clauses that collide, or whose target is not settled: nothing, or any law that they might name."""
        yield None, "", Unknown()
        for label in labels:
            terms = self.rulebook.rules[label].conclusion
            if isinstance(terms, Accepts):
                targets = [terms.target] if isinstance(terms.target, str) else self._imaginable_laws(terms.target)
                for target in targets:
                    yield from self._edges(clause, Accepted(label, terms, target))

    def _imaginable_laws(self, target: Term) -> tuple[LawRef, ...]:
        """What the rules of a law-valued question say; without any, every edition there is, since a fact may name any
        of them, and a person nobody knows may be bound by any."""
        if isinstance(target, Answer):
            values = self.evaluation.imaginable(Asking(target.question))
            if values is not None:
                return tuple(value for value in values if isinstance(value, LawRef))
        return tuple(self.claim.world.rulebooks)

    # --- what the labels of a clause require ---

    def _edges(self, clause: str, accepted: Accepted) -> Iterator[_Way]:
        terms = accepted.terms
        reason = self._out_of_scope(clause, terms)
        if reason or (self.elsewhere and terms.is_fixed):
            yield None, reason, Unknown()
            return
        node = self._target(accepted)
        if node is None:
            yield None, "the law it names was not in force when it was accepted", Unknown()
            return
        edge = self._edge(clause, node, terms)
        if not terms.reciprocal or self.mirror:
            yield edge, "", Unknown()
            return
        mirrored = self._mirrored(node, terms)
        if mirrored is not False:
            yield edge, "", Unknown()
        if mirrored is not True:
            open_ = mirrored if isinstance(mirrored, Unknown) else Unknown()
            yield None, "the other side's home law declares no mirrored clause", open_

    def _edge(self, clause: str, node: Node, terms: Accepts) -> AcceptanceEdge:
        law, reference = self.rulebook.law, terms.reference
        neutral = self._at_edition(reference.neutral, terms) if reference and reference.neutral else None
        return AcceptanceEdge(law, clause, node, terms.rank, terms.cap, reference, neutral, respects=terms.respects)

    def _out_of_scope(self, clause: str, terms: Accepts) -> str:
        """Why the clause does not reach this claim; empty if it does."""
        found = out_of_scope(self.rulebook, self.claim.view, clause, terms, self.scope)
        return found.words(self.claim.other(self.person)) if found else ""

    def _target(self, accepted: Accepted) -> Node | None:
        """The law or forum named, at the edition the clause is bound to."""
        if isinstance(accepted.target, str):
            return accepted.target
        law, terms = accepted.target, accepted.terms
        if terms.edition and not law.edition:
            return LawRef(law.provider, terms.edition)
        return self._at_edition(law, terms)

    def _at_edition(self, law: LawRef, terms: Accepts) -> LawRef | None:
        """A law named without an edition, at the one in force when the clause was made, or at the anchor."""
        if law.edition:
            return law
        accepted_on = max(self.rulebook.in_force, terms.from_date or self.rulebook.in_force)
        book = self.claim.world.in_force(law.provider, self.claim.anchor if terms.as_amended else accepted_on)
        return book.law if book else None

    # --- reciprocity ---

    def _mirrored(self, node: Node, terms: Accepts) -> bool | Unknown:
        """Whether the other side's home law declares the same clause with roles and home laws exchanged.

        Declarations are compared, not effectiveness: otherwise two reciprocal clauses would wait for each other.
        """
        claim, world = self.claim, self.claim.world
        other = claim.other(self.person)
        theirs = home_law(world, claim.view, other, claim.matter)
        if theirs is None:
            return False
        ours = self.rulebook.law if self.as_member else home_law(world, claim.view, self.person, claim.matter)
        wanted = ours if node == theirs else theirs if node == ours else node
        exchanged = claim.exchanged(self.person)
        reader = _Reader(exchanged, other, world.rulebooks[theirs], mirror=True)
        waits: list[Unknown] = []
        for rule in reader.rulebook.acceptances():
            if terms_of(rule).is_forum == terms.is_forum:
                found = reader.read(rule)
                matching = [self._is_mirror(edge, wanted, terms) for edge in found.ways]
                if all(matching):
                    return True
                if any(matching):
                    waits.append(found.waits)
        return _as_before(merged(waits), exchanged.record.roles, claim.record.roles) if waits else False

    def _is_mirror(self, edge: AcceptanceEdge | None, wanted: Node | None, terms: Accepts) -> bool:
        """Whether an edge refers to the same law, and in the same way: to its rules alone, or to the whole of it."""
        return edge is not None and edge.node == wanted and (edge.reference is None) == (terms.reference is None)


def _as_before(waits: Unknown, exchanged: Mapping[str, str], roles: Mapping[str, str]) -> Unknown:
    """What a mirrored clause waits for, with each person named by a role that they have in the claim itself."""
    return replace(waits, missing=tuple(dict.fromkeys(_renamed(words, exchanged, roles) for words in waits.missing)))


def _renamed(words: str, exchanged: Mapping[str, str], roles: Mapping[str, str]) -> str:
    fact, of, role = words.partition(" of ")
    theirs = sorted(mine for mine, who in roles.items() if who == exchanged.get(role))
    return f"{fact}{of}{theirs[0]}" if theirs else words
