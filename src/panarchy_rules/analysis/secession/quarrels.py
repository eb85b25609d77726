"""Which disputes are decided: a world and people in, how many of a sample end under which law, out.

The engine decides what members of two codes can settle, once for each pair of codes; the sample is then counted.
"""

from bisect import bisect_right
from collections import Counter
from datetime import date
from itertools import accumulate
from random import Random  # noqa: TID251 - a seeded draw of imagined people, which decides no dispute

from panarchy_rules.adjudication.resolve import resolve
from panarchy_rules.analysis.newcomers import newcomers
from panarchy_rules.analysis.secession.orders import Order
from panarchy_rules.analysis.secession.people import Kind, Population
from panarchy_rules.base.progress import told
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.world import LawWorld

Pairs = Counter[tuple[Kind, Kind]]


@dataclass(frozen=True, slots=True)
class Treaties:
    """What the engine decides between members of two codes on a day: the provider whose law governs, or nothing."""

    day: date
    law: dict[tuple[str, str], str]

    def between(self, one: str, other: str) -> str:
        """The governing law, empty if there is none; nobody's member has none with anyone."""
        return self.law.get((one, other), "")


def treaties(world: LawWorld, day: date, matter: str) -> Treaties:
    """Ask the engine about each ordered pair of codes."""
    people = newcomers(world, day)
    found = {}
    for one in told(people.members, f"codes on {day}"):
        for other in people.members:
            parties = {"claimant": people.person(one, 1), "respondent": people.person(other, 2)}
            dispute = Dispute.model_validate({"id": "d", "matter": matter, "anchor": day, "parties": parties})
            judgment = resolve(people.world, dispute)
            laws = {law.provider for issue in judgment.issues for law in issue.laws}
            if judgment.status in DECIDED and len(laws) == 1:
                found[one, other] = laws.pop()
    return Treaties(day, found)


def sample(people: Population, number: int, local: int, seed: int) -> Pairs:
    """Pairs of different adults; `local` of a hundred live in one district."""
    rng = Random(seed)
    adults = [kind for kind in people if not kind.is_minor]
    everyone = _Draw(adults, people)
    by_place: dict[tuple[int, int], list[Kind]] = {}
    for kind in adults:
        by_place.setdefault((kind.region, kind.district), []).append(kind)
    neighbours = {place: _Draw(kinds, people) for place, kinds in by_place.items()}
    found: Pairs = Counter()
    for _ in told(range(number), "quarrels"):
        one = everyone.draw(rng)
        around = neighbours[one.region, one.district] if rng.randrange(100) < local else everyone
        found[one, around.draw(rng)] += 1
    return found


class _Draw:
    """One of some people, each as likely as any other."""

    def __init__(self, kinds: list[Kind], people: Population) -> None:
        self.kinds = kinds
        self.sums = list(accumulate(people[kind] for kind in kinds))

    def draw(self, rng: Random) -> Kind:
        """Draw one."""
        return self.kinds[bisect_right(self.sums, rng.randrange(self.sums[-1]))]


@dataclass(frozen=True, slots=True)
class Decided:
    """Of a sample of disputes: how many some law decides, and how many one that both sides accept."""

    disputes: int
    decided: int
    accepted: int


def decided(pairs: Pairs, order: Order, between: Treaties) -> Decided:
    """Count. In a territorial order two people have a law in common if theirs is one."""
    decided_, accepted = 0, 0
    for (one, other), number in pairs.items():
        mine, theirs = order.law[one], order.law[other]
        if order.is_territorial:
            law = mine if mine == theirs else ""
            is_accepted = bool(law) and one.accepts(law) and other.accepts(law)
        else:
            law = between.between(mine, theirs) if mine and theirs else ""
            is_accepted = bool(law)  # Each side's own code, which it accepts, leads there.
        decided_ += number if law else 0
        accepted += number if is_accepted else 0
    return Decided(sum(pairs.values()), decided_, accepted)
