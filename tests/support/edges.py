"""Facts at the ends of 64 bits: a case and chance in, the same case with such numbers among its facts out."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.support.generate import FACTS, Case
from tests.support.kernel import SCALES
from tests.support.small_rulebook import Tuple

MOST = (1 << 62) - 3  # The numbers beyond it stand for what is missing.
_NUMBERS = (MOST, MOST - 1, -MOST, 1 - MOST, 1 << 53, (1 << 53) + 1, (1 << 31) - 1, -(1 << 31), 3_037_000_499)


def at_the_edges(case: Case, random: Random) -> Case:
    """Half of the numbers replaced."""
    return replace(case, facts=tuple((name, _edge(name, fact, random)) for name, fact in case.facts))


def _edge(name: str, fact: Tuple | str, random: Random) -> Tuple | str:
    kind = FACTS.get(name)
    if kind not in SCALES or isinstance(fact, str) or random.random() < 0.5:
        return fact
    number = Fraction(random.choice(_NUMBERS), SCALES[kind])
    return (kind, number, "EUR") if kind == "money" else (kind, number)
