"""Who lives where and accepts what: a plan of a population in, its people counted by kind out.

People who are alike in everything that is asked of them are counted, not listed, so that a million take little room.
The draw is seeded: the same plan gives the same people on every machine.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from random import Random  # noqa: TID251 - a seeded draw of imagined people, which decides no dispute

from panarchy_rules.base.progress import told
from panarchy_rules.base.records import dataclass

_FINE = 1_000_000
"""Shares are drawn in millionths, with whole numbers only."""


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What is asked of a person: where they live, which code they prefer, which they accept too, and their age.

    `second` is empty if they accept nothing but what they prefer.
    """

    region: int
    district: int
    preferred: str
    second: str = ""
    is_minor: bool = False

    def accepts(self, code: str) -> bool:
        """Whether a code is one they would choose or put up with."""
        return code in (self.preferred, self.second)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a population is drawn.

    `homogeneity` is the share of people drawn to the favourite of their district, `second` the share that accepts
    a second code, `minors` the share of minors.
    Half of all districts share the favourite of their region.
    """

    people: int
    regions: int
    districts: int
    codes: tuple[str, ...]
    homogeneity: Fraction
    second: Fraction
    minors: Fraction
    seed: int


Population = Mapping[Kind, int]


def draw(plan: Plan) -> Population:
    """The people of a plan."""
    rng = Random(plan.seed)
    favourites = _favourites(plan, rng)
    places = sorted(favourites)
    homogeneity, second, minors = (_millionths(share) for share in (plan.homogeneity, plan.second, plan.minors))
    codes = plan.codes
    found: Counter[Kind] = Counter()
    for number in told(range(plan.people), "people"):
        place = places[number % len(places)]
        is_drawn = rng.randrange(_FINE) < homogeneity
        preferred = favourites[place] if is_drawn else codes[rng.randrange(len(codes))]
        other = ""
        if rng.randrange(_FINE) < second:
            step = 1 + rng.randrange(len(codes) - 1)
            other = codes[(codes.index(preferred) + step) % len(codes)]
        found[Kind(*place, preferred, other, rng.randrange(_FINE) < minors)] += 1
    return dict(sorted(found.items()))


def _favourites(plan: Plan, rng: Random) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for region in range(plan.regions):
        regional = rng.choice(plan.codes)
        for district in range(plan.districts):
            found[region, district] = regional if rng.randrange(2) else rng.choice(plan.codes)
    return found


def _millionths(share: Fraction) -> int:
    return int(share * _FINE)
