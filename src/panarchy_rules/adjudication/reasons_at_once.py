"""Give the reasons of a plain dispute from what was found before: a dispute and what was said of it in, reasons out.

How two codes lead their members to a law and to a forum is taken from a judgment once for each pair of codes, matter,
day and law that the facts name; from then on only the members' own acts, the deciding rules and the facts are new.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date

from panarchy_rules.adjudication.reasons import (
    Answered,
    AnswerReasons,
    ForumReasons,
    Named,
    Reasons,
    Said,
    forum_reasons,
)
from panarchy_rules.adjudication.report import ground
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile import judgment as j
from panarchy_rules.choice_of_law.editions import snapshot
from panarchy_rules.choice_of_law.scope import terms_of
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Join
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.terms import Answer, FactOf, Term, walk

_MOST = 100_000
_Read = tuple[tuple[j.Ground, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Between:
    """What a plain dispute is about: the members and their codes, the matter and day, and the laws that facts name."""

    members: tuple[str, str]
    codes: tuple[str, str]
    matter: str
    anchor: date
    named: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Onward:
    """A chain without the person's own act: how good it is, where the act leads, and the clauses that lead on."""

    tier: int
    start: str
    edges: tuple[j.Edge, ...]
    chains: dict[str, j.Chain] = field(default_factory=dict, compare=False)  # By person, with their own act.


@dataclass(frozen=True, slots=True)
class _Ways:
    """How the members of two codes come to a law and to a forum."""

    laws: tuple[LawRef, ...]
    to_law: tuple[_Onward, ...]
    forum: ForumReasons
    to_forum: tuple[_Onward, ...]
    status: Status | None


class ReasonsAtOnce:
    """The reasons of plain disputes of a world. What two codes come to, and what rules read, it keeps."""

    def __init__(self, world: LawWorld) -> None:
        self.world = world
        self._ways: dict[tuple[object, ...], _Ways | None] = {}
        self._acts: dict[tuple[str, str, date], j.Edge] = {}
        self._chains = 0
        self._rules: dict[tuple[LawRef, tuple[str, ...]], _Read] = {}
        self._forums_are_plain: dict[str, bool] = {}

    def reasons(
        self,
        between: Between,
        facts: Mapping[str, object],
        said: Said,
        judged: Callable[[], j.Judgment],
    ) -> Reasons | None:
        """The reasons; None if they have to be taken from the judgment of this very dispute."""
        ways = self._way(between, judged)
        if ways is None or ways.laws != said.laws:
            return None
        forum, (claimant, respondent) = ways.forum, between.members
        if ways.to_forum:
            chains = self._chained(between, ways.to_forum)
            forum = ForumReasons(forum.status, forum.forum, forum.provider, chains, forum.reason)
        answers = tuple([self._answer(said.laws[0], one, facts) for one in said.answers])
        return Reasons(
            claimant, respondent, between.matter, r.MERITS, between.anchor,
            said.laws, self._chained(between, ways.to_law) if ways.to_law else (), forum, answers, ways.status,
        )  # fmt: skip

    def _answer(self, law: LawRef, one: Answered, facts: Mapping[str, object]) -> AnswerReasons:
        rules, names = self._read(law, one.grounds)
        return AnswerReasons(one.debtor, one.creditor, one.head, one.verdict, one.value, rules, Named(facts, names))

    # --- the ways of two codes ---

    def _way(self, between: Between, judged: Callable[[], j.Judgment]) -> _Ways | None:
        key = (between.codes, between.matter, between.anchor, between.named)
        if key not in self._ways:
            if len(self._ways) >= _MOST:
                self._ways.clear()
            plain = all(self._is_plain(code) for code in between.codes)
            self._ways[key] = _ways_in(judged().issues[0], between.members) if plain else None
        return self._ways[key]

    def _is_plain(self, provider: str) -> bool:
        """Whether the code accepts forums whatever the facts are."""
        if provider not in self._forums_are_plain:
            clauses = (rule for book in self.world.editions(provider) for rule in book.acceptances())
            forums = [rule for rule in clauses if terms_of(rule).is_forum]
            plain = all(one.condition is None and not one.exceptions for one in forums)
            self._forums_are_plain[provider] = plain and not any(terms_of(one).reciprocal for one in forums)
        return self._forums_are_plain[provider]

    # --- chains ---

    def _chained(self, between: Between, onward: tuple[_Onward, ...]) -> tuple[j.Chain, ...]:
        (one, other), (its, theirs) = between.members, onward
        return (
            its.chains.get(one) or self._chain(one, between.anchor, its),
            theirs.chains.get(other) or self._chain(other, between.anchor, theirs),
        )

    def _chain(self, person: str, anchor: date, onward: _Onward) -> j.Chain:
        self._chains += 1
        if self._chains >= _MOST:  # What goes with them is found again.
            self._ways.clear()
            self._chains = 0
        edges = (self._act(person, onward.start, anchor), *onward.edges)
        chain = onward.chains[person] = j.Chain(party=person, tier=onward.tier, edges=edges)
        return chain

    def _act(self, person: str, law: str, anchor: date) -> j.Edge:
        """The one act by which a person belongs to the code."""
        if (person, law, anchor) not in self._acts:
            if len(self._acts) >= _MOST:
                self._acts.clear()
            (membership,) = snapshot(self.world, anchor).memberships(person)
            entry = self.world.register.entry(membership.entry)
            assert isinstance(entry, Join)
            since = max(entry.effective, entry.recorded)
            self._acts[person, law, anchor] = j.Edge(
                kind="consent", author=person, act="join", entry=entry.entry, source=entry.text, since=since, target=law
            )
        return self._acts[person, law, anchor]

    # --- rules ---

    def _read(self, law: LawRef, labels: tuple[str, ...]) -> _Read:
        """Deciding rules with their words, and the facts that they and what they rest on name."""
        found = self._rules.get((law, labels))
        if found is None:
            book = self.world.rulebooks[law]
            rules = tuple(ground(book, label) for label in labels)
            found = self._rules[law, labels] = rules, tuple(_named_by(book, labels))
        return found


def _ways_in(issue: j.IssueJudgment, members: tuple[str, str]) -> _Ways | None:
    """How a judgment came to law and forum; None if its chains are of others, or begin otherwise than by joining."""
    chains = tuple(chain for law in issue.laws for chain in law.chains)
    groups = [group for group in (chains, issue.forum.chains) if group]
    for group in groups:
        if tuple(chain.party for chain in group) != members or any(c.edges[0].act != "join" for c in group):
            return None
    laws = tuple(LawRef(law.provider, law.edition) for law in issue.laws)
    to_law, to_forum = (tuple(map(_onward, group)) for group in (chains, issue.forum.chains))
    plain = not any(name in issue.forum.reason.split() for name in members) and len(laws) < 2
    status = None if laws else issue.status
    return _Ways(laws, to_law, forum_reasons(issue.forum), to_forum, status) if plain else None


def _onward(chain: j.Chain) -> _Onward:
    return _Onward(chain.tier, chain.edges[0].target, chain.edges[1:])


def _named_by(book: r.Rulebook, labels: tuple[str, ...]) -> dict[str, None]:
    """The facts that rules name, in their conditions and conclusions, and in the answers that they read."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    todo = list(labels)
    while todo:
        label = todo.pop()
        if label in seen or label not in book.rules:
            continue
        seen.add(label)
        rule = book.rules[label]
        todo += (*rule.targets, *rule.exceptions)
        for term in (one for part in _terms(rule) for one in walk(part)):
            if isinstance(term, FactOf):
                found[term.name] = None
            elif isinstance(term, Answer):
                todo += book.roots.get(r.Asking(term.question), ())
    return found


def _terms(rule: r.Rule) -> list[Term]:
    match rule.conclusion:
        case r.Awards(amount) if amount is not None:
            value = [amount]
        case r.Concludes(term):
            value = [term]
        case r.Changes(_, amount):
            value = [amount]
        case _:
            value = []
    return value if rule.condition is None else [rule.condition, *value]
