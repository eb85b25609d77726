"""What acceptance clauses are worth: a world and a day in, clauses that lead nowhere, one-sided ones and loops out."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from panarchy_rules.analysis.newcomers import Newcomers, matters_of, newcomers
from panarchy_rules.analysis.world_graph import world_graph
from panarchy_rules.base.records import dataclass
from panarchy_rules.choice_of_law.closure import Grown, grow
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import MERITS, Accepts, Rule

MOST_LOOPS, LONGEST_LOOP = 100, 6


@dataclass(frozen=True, slots=True)
class Clause:
    """An acceptance clause of the edition in force.

    `meets` are the codes against whose members it leads somewhere in some case.
    `reasons` say why it does not against the others.
    """

    code: str
    label: str
    reciprocal: bool
    meets: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def is_dead(self) -> bool:
        """Whether it leads nowhere, against anyone, whatever the facts."""
        return not self.meets


def clauses(world: LawWorld, day: date) -> tuple[Clause, ...]:
    """Every acceptance clause in force on a day, and against whose members it leads somewhere."""
    people = newcomers(world, day)
    found = _Found({}, {})
    for code in people.codes:
        for other in people.codes:
            for grown in _grown(people, code, other):
                found.add(grown, other)
    return tuple(
        Clause(
            code,
            rule.label,
            isinstance(rule.conclusion, Accepts) and rule.conclusion.reciprocal,
            tuple(sorted(found.live.get((code, rule.label), ()))),
            tuple(sorted(found.reasons.get((code, rule.label), ()))),
        )
        for code in people.codes
        for rule in _rules(world, code, day)
    )


def loops(world: LawWorld, day: date, matter: str | None = None) -> tuple[tuple[str, ...], ...]:
    """Laws that accept each other in a circle, the shortest first; no more than a hundred, none longer than six.

    Such a circle is no mistake: an acceptance leads one step, unless it says `whole`.
    """
    from networkx import DiGraph, simple_cycles

    edges = world_graph(world, day, matter).edges(data=True)
    laws = DiGraph((a, b) for a, b, edge in edges if edge["kind"] == "accept" and b.startswith("law "))
    found = (_from_the_first(cycle) for cycle in islice(simple_cycles(laws, LONGEST_LOOP), MOST_LOOPS))
    return tuple(sorted(found, key=lambda loop: (len(loop), loop)))


def _from_the_first(cycle: list[str]) -> tuple[str, ...]:
    names = [name.removeprefix("law ") for name in cycle]
    start = names.index(min(names))
    return (*names[start:], *names[:start])


@dataclass(frozen=True, slots=True)
class _Found:
    live: dict[tuple[str, str], set[str]]
    reasons: dict[tuple[str, str], set[str]]

    def add(self, grown: Grown, other: str) -> None:
        for path in _paths(grown):
            for edge in path.clauses:
                self.live.setdefault((edge.law.provider, edge.clause), set()).add(other)
        for refusal in grown.refusals:
            self.reasons.setdefault((refusal.law.provider, refusal.clause), set()).add(refusal.reason)


def _paths(grown: Grown) -> Iterator[Path]:
    yield from grown.paths
    for edge in grown.open:
        for way in edge.ways:
            yield from way


def _grown(people: Newcomers, code: str, other: str) -> Iterator[Grown]:
    """The closure of a code's newcomer against another's, on every matter, issue and side."""
    issues = (MERITS, *sorted(people.world.vocabulary.issues))
    for matter in matters_of(people.world, None):
        for issue in dict.fromkeys(issues):
            sides = ((code, other, 0), (other, code, 1))
            for claimant, respondent, mine in sides:
                for claim in people.claims(claimant, respondent, matter, issue=issue):
                    for forum in (False, True):
                        yield grow(claim, claim.parties[mine], forum=forum)


def _rules(world: LawWorld, code: str, day: date) -> tuple[Rule, ...]:
    book = world.in_force(code, day)
    return book.acceptances() if book else ()
