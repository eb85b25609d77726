"""The graph of a world on a day: rulebooks and register in, a networkx graph of what was declared out.

It shows what was declared. Whether a clause holds in a dispute depends on the parties and the facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.editions import bound_edition, days_of, snapshot
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.register import Agree, Membership, Snapshot, Submit
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.rulebook import Accepts, Forum, Rule, Rulebook

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_KINDS = ("person", "law", "variable", "forum")
"""The kinds of nodes. A variable stands for a law that only a dispute can tell, such as `law of claimant`."""


def world_graph(
    world: LawWorld, day: date | None = None, matter: str | None = None, *, persons: bool = False
) -> "MultiDiGraph":
    """The graph on a day, or on the last day the world speaks of; for one matter or for all.

    Nodes have `kind`, `name` and `title`; edges have `kind`, `label` and what else is known of them.
    Both stand in the order of their names.
    """
    from networkx import MultiDiGraph

    day = day or last_day(world)
    drawing = _Drawing(world, snapshot(world, day), day, matter)
    drawing.draw(persons=persons)
    graph = MultiDiGraph(as_of=day.isoformat(), matter=matter)
    for name, node in sorted(drawing.nodes.items(), key=lambda item: (_KINDS.index(item[1]["kind"]), item[0])):
        graph.add_node(name, **node)
    for start, end, edge in sorted(drawing.edges, key=lambda e: (e[0], e[1], e[2]["kind"], e[2]["label"])):
        graph.add_edge(start, end, **edge)
    return graph


def last_day(world: LawWorld) -> date:
    """The last day on which an edition or an act of the register takes effect."""
    days = [book.in_force for book in world.rulebooks.values()]
    days += [max(entry.recorded, entry.effective) for entry in world.register.entries]
    return max(days, default=date.min)


@dataclass
class _Drawing:
    """The nodes and edges found so far."""

    world: LawWorld
    view: Snapshot
    day: date
    matter: str | None
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def draw(self, *, persons: bool) -> None:
        """Everything."""
        everyone = tuple(dict.fromkeys((*self.world.register.persons, *self.world.persons)))
        consents = [edge for person in everyone for edge in self._consents(person)]
        books = [book for provider in self.world.providers if (book := self.world.in_force(provider, self.day))]
        for book in books:
            if self.matter is None or (book.governs is not None and self._is_about(book.governs)):
                self._law(book.law)
            for forum in book.forums.values():
                if self._is_open(forum):
                    self._forum(forum.name)
        if persons:
            for person in everyone:
                self._node("person", person)
            for person, target, edge in consents:
                self._edge(f"person {person}", self._target(target), edge)
        # Members may be bound by an edition that is no longer, or not yet, the one in force.
        bound = [target for _, target, _ in consents if isinstance(target, LawRef)]
        for law in dict.fromkeys([*(book.law for book in books), *bound]):
            if law in self.world.rulebooks:
                self._clauses(self.world.rulebooks[law])

    # --- what persons did ---

    def _consents(self, person: str) -> Iterator[tuple[str, LawRef | str, dict[str, Any]]]:
        for membership in self.view.memberships(person):
            yield from self._membership(membership)
        agreements = self.view.agreements_of(person, after=False)
        acts: list[Agree | Submit] = [*self.view.submissions(person), *agreements]
        for act in acts:
            if self.matter is None or covers(act.matters, self.matter):
                yield from self._choice(person, act)

    def _membership(self, membership: Membership) -> Iterator[tuple[str, LawRef | str, dict[str, Any]]]:
        bound = bound_edition(self.world, self.view, membership)
        if bound is None:
            return
        reach = membership.matters or bound.rulebook.governs
        if self.matter is None or (reach is not None and covers(reach, self.matter)):
            words = ["joined", *_scope("for", membership.matters), f"(entry {membership.entry})"]
            edge = {"kind": "join", "label": " ".join(words), "entry": membership.entry, "matters": membership.matters}
            yield membership.person, bound.rulebook.law, edge

    def _choice(self, person: str, act: Agree | Submit) -> Iterator[tuple[str, LawRef | str, dict[str, Any]]]:
        verb = "agreed" if isinstance(act, Agree) else "submitted"
        words = [verb, *_scope("for", act.matters), *_scope("on", act.issues), f"(entry {act.entry})"]
        edge = {"kind": act.act, "label": " ".join(words), "entry": act.entry, "matters": act.matters}
        law = self._law_named(act)
        if law:
            yield person, law, edge
        if act.forum:
            yield person, act.forum, edge

    def _law_named(self, act: Agree | Submit) -> LawRef | None:
        """Without an edition a law is named only if its provider says which edition is meant."""
        if act.law is None:
            return None
        if act.edition is not None:
            return LawRef(act.law, act.edition)
        book = self.world.in_force(act.law, act.effective)
        clear = book is not None and (book.open_references or len(self.world.editions(act.law)) == 1)
        return book.law if book and clear else None

    # --- what codes declare ---

    def _clauses(self, book: Rulebook) -> None:
        for rule in book.acceptances():
            for each in _with_exceptions(book, rule):
                self._clause(book, rule, each)

    def _clause(self, book: Rulebook, clause: Rule, rule: Rule) -> None:
        """The edge of a clause, or of an exception that puts another acceptance in its place."""
        terms = rule.conclusion
        if not isinstance(terms, Accepts) or not self._holds(book, clause, terms):
            return
        target = self._accepted(book, terms)
        if target is None:
            return
        edge = {
            "kind": "accept",
            "label": f"{rule.label}: {'; '.join(_words(rule, terms))}".removesuffix(": "),
            "clause": rule.label,
            "title": rule.title,
            "matters": terms.matters,
            "issues": terms.issues,
            "roles": terms.roles,
            "towards": terms.towards,
            "rank": terms.rank,
            "cap": str(terms.cap) if terms.cap else None,
            "reciprocal": terms.reciprocal,
            "whole": terms.reference.renvoi if terms.reference else None,
            "conditional": rule.condition is not None or bool(rule.exceptions),
            "source": rule.source,
        }
        self._edge(self._law(book.law), target, edge)

    def _holds(self, book: Rulebook, clause: Rule, terms: Accepts) -> bool:
        """Whether a clause is in force on the day, and for the matter."""
        if self.matter is not None and not covers(terms.matters, self.matter):
            return False
        if (terms.from_date and self.day < terms.from_date) or (terms.until_date and self.day >= terms.until_date):
            return False
        ends = [
            max(r.effective, r.recorded + timedelta(days=days_of(terms.notice, r.recorded)))
            for r in self.view.clause_revocations
            if (r.provider, r.clause) == (book.law.provider, clause.label) and book.in_force <= r.recorded
        ]
        return self.day < min(ends, default=date.max)

    def _accepted(self, book: Rulebook, terms: Accepts) -> str | None:
        """The node a clause leads to, if anything is there on the day."""
        match terms.target:
            case str():
                return self._forum(terms.target)
            case m.Literal(LawRef() as law):
                return self._edition(book, law.provider, terms)
            case m.HomeLawOf(m.RolePerson(role)):
                return self._node("variable", f"law of {role}")
            case m.Answer(question):
                return self._node("variable", f"law by {question}")
            case _:
                return self._node("variable", "law by a rule")

    def _edition(self, book: Rulebook, provider: str, terms: Accepts) -> str | None:
        if terms.edition:
            return self._law(LawRef(provider, terms.edition))
        accepted_on = max(book.in_force, terms.from_date or book.in_force)
        found = self.world.in_force(provider, self.day if terms.as_amended else accepted_on)
        return self._law(found.law) if found else None

    # --- nodes and edges ---

    def _target(self, target: LawRef | str) -> str:
        return self._law(target) if isinstance(target, LawRef) else self._forum(target)

    def _law(self, law: LawRef) -> str:
        book = self.world.rulebooks.get(law)
        now = self.world.in_force(law.provider, self.day)
        about = {"provider": law.provider, "edition": law.edition, "in_force": now is not None and now.law == law}
        return self._node("law", str(law), book.title if book else "", **about)

    def _forum(self, name: str) -> str:
        forum = self.world.forum(name, self.day)
        about = {"provider": forum.provider, "openness": forum.openness} if forum else {}
        return self._node("forum", name, forum.title if forum else "", **about)

    def _is_open(self, forum: Forum) -> bool:
        """Whether a forum sits on the day, and for the matter."""
        begun = forum.from_date is None or forum.from_date <= self.day
        ended = forum.until_date is not None and forum.until_date <= self.day
        return begun and not ended and self._is_about(forum.matters)

    def _is_about(self, matters: tuple[str, ...]) -> bool:
        return self.matter is None or covers(matters, self.matter)

    def _node(self, kind: str, name: str, title: str = "", **about: Any) -> str:
        self.nodes.setdefault(f"{kind} {name}", {"kind": kind, "name": name, "title": title, **about})
        return f"{kind} {name}"

    def _edge(self, start: str, end: str, edge: dict[str, Any]) -> None:
        self.edges.append((start, end, edge))


def _with_exceptions(book: Rulebook, rule: Rule) -> Iterator[Rule]:
    """A clause, and the rules over it at any depth."""
    seen = {rule.label: rule}
    todo = [rule]
    while todo:
        for label in todo.pop().exceptions:
            if label not in seen:
                seen[label] = book.rules[label]
                todo.append(seen[label])
    yield from seen.values()


def _words(rule: Rule, terms: Accepts) -> Iterator[str]:
    """What a clause says of itself, briefly."""
    scopes = (("for", terms.matters), ("on", terms.issues), ("as", terms.roles))
    yield from (f"{word} {', '.join(names)}" for word, names in scopes if names)
    if terms.towards is not None:
        yield f"towards members of {', '.join(terms.towards)}"
    if terms.rank is not None:
        yield f"rank {terms.rank}"
    if terms.cap:
        yield f"up to {terms.cap}"
    if terms.reciprocal:
        yield "if reciprocal"
    if terms.as_amended:
        yield "as amended"
    if terms.reference:
        yield f"whole, renvoi {terms.reference.renvoi}"
    if rule.condition is not None:
        yield "on a condition"
    if rule.exceptions:
        yield "with exceptions"


def _scope(word: str, names: tuple[str, ...]) -> list[str]:
    return [word, ", ".join(names)] if names else []
