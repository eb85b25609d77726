"""What a theorem is about: a world with its judgment, resolved once for all theorems, and a count of what occurred."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from panarchy_rules.casefile.judgment import Chain, IssueJudgment, Judgment
from panarchy_rules.panarchy import Panarchy
from tests.support.chains import faults, is_a_part
from tests.support.small_world import World
from tests.support.worlds import ANY, Shape


@dataclass(frozen=True)
class Seen:
    """A world, resolved. `tally` counts what theorems found to say something about, so that vacuity shows."""

    world: World
    tally: Counter[str] = field(default_factory=Counter)

    @cached_property
    def panarchy(self) -> Panarchy:
        """The world as the library knows it."""
        return self.world.built()

    @cached_property
    def judgment(self) -> Judgment:
        """The judgment of its dispute."""
        return self.panarchy.resolve(self.world.dispute)

    @cached_property
    def body(self) -> str:
        """The judgment as bytes, without its receipt."""
        return self.judgment.body()

    def governed_with(self, issue: IssueJudgment) -> list[IssueJudgment]:
        """An issue with those of its claim that one law has to govern with it."""
        named = (issue.issue, *issue.together)
        return [one for one in self.judgment.issues if one.claim == issue.claim and one.issue in named]

    def note(self, what: str) -> None:
        """Count something that occurred."""
        self.tally[what] += 1


Check = Callable[[Seen, Random], None]


@dataclass(frozen=True)
class Theorem:
    """Something that is true of every world of a shape. `check` draws what it needs from chance, and asserts."""

    name: str
    check: Check
    shape: Shape


THEOREMS: dict[str, Theorem] = {}


def theorem(shape: Shape = ANY) -> Callable[[Check], Check]:
    """Enter a function among the theorems. It holds for the worlds of a shape."""

    def entered(check: Check) -> Check:
        THEOREMS[check.__name__] = Theorem(check.__name__, check, shape)
        return check

    return entered


def chains_of(issue: IssueJudgment) -> Iterator[tuple[str, Chain, dict[str, str]]]:
    """Every chain with where it should end and what it is conditional on."""
    seat = str(issue.forum.in_place_of or issue.forum.forum)
    for law in issue.laws:
        for chain in (*law.chains, *law.also):
            yield seat if law.through else law.name, chain, {a.about: a.value for a in (law.assuming or chain.assuming)}
    for chain in issue.forum.chains:
        yield seat, chain, {a.about: a.value for a in chain.assuming}
    for rule in issue.mandatory_rules:
        for chain in rule.chains:
            yield rule.code, chain, {}


def sound(seen: "Seen", issue: IssueJudgment, chain: Chain, end: str, assuming: dict[str, str]) -> bool:
    """Whether a checker of its own finds nothing wrong with a chain.

    A code that refuses to govern something itself still protects its members by its mandatory rules.
    """
    found = set(faults(seen.panarchy, seen.judgment, issue, chain, end, assuming))
    governs = any(chain in (*law.chains, *law.also) for law in issue.laws)
    protects = any(chain in rule.chains for rule in issue.mandatory_rules) and not governs
    return found <= ({"the code refuses to govern this itself"} if protects and len(chain.edges) == 1 else set())


def reached(issue: IssueJudgment) -> dict[str, frozenset[str]]:
    """The laws that each party's consents lead to, with those that were left aside on the way."""
    refused = [(one.party, one.law) for one in issue.refused_results]
    silent = [
        one.law for one in issue.refused if one.clause == "gaps next law"
    ]  # It was common, and is taken from all.
    return {
        f.party: frozenset((*f.laws, *silent, *(law for who, law in refused if who == f.party)))
        for f in issue.frontiers
    }


def again(issue: IssueJudgment, world: World) -> IssueJudgment | None:
    """The same issue in a changed world; None if the times of its claim are others there."""
    return next((i for i in world.judged().issues if same(i, issue)), None)


def same(one: IssueJudgment, other: IssueJudgment) -> bool:
    """Whether both are of one claim, or of the same time of it, and about the same."""
    return (one.claim, one.issue, one.anchor) == (other.claim, other.issue, other.anchor)


def paired(before: Judgment, after: Judgment) -> list[tuple[IssueJudgment, IssueJudgment]]:
    """Issues before and after a change. Where a claim has other times than before, its issues are not comparable."""
    if not any(is_a_part(each, issue) for each in (before, after) for issue in each.issues):
        return list(zip(before.issues, after.issues, strict=True))
    pairs = [(one, next((i for i in after.issues if same(i, one)), None)) for one in before.issues]
    return [(one, other) for one, other in pairs if other]
