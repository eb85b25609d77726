"""Which law binds whom under each order: people in, a law for each kind of person out.

T0 is a territorial monopoly, TS a secession of territories by majority, PS personal secession.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from panarchy_rules.analysis.secession.people import Kind, Population
from panarchy_rules.base.records import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """An order, and the law of each kind of person in it; nobody's law is the empty text."""

    name: str
    title: str
    is_territorial: bool
    law: Mapping[Kind, str]


def orders(people: Population, status_quo: str, codes: tuple[str, ...]) -> tuple[Order, ...]:
    """Every order that is compared, the monopoly first."""
    return (
        Order("T0", f"{status_quo} for all", True, dict.fromkeys(people, status_quo)),
        _seceded("TS majority", "regions in which most want one rival leave", people, status_quo, _region, _most),
        _seceded("TS against", "regions in which most reject the law leave", people, status_quo, _region, _against),
        _seceded("TS districts", "and districts do the same", people, status_quo, _district, _against),
        Order("PS", "everyone chooses for themselves", False, {kind: _choice(kind, codes) for kind in people}),
    )


def without(order: Order, people: Population, code: str, codes: tuple[str, ...]) -> Order:
    """Personal secession when a code is no longer on offer."""
    left = tuple(each for each in codes if each != code)
    return Order(f"PS without {code}", order.title, False, {kind: _choice(kind, left) for kind in people})


def _choice(kind: Kind, codes: tuple[str, ...]) -> str:
    """The code a person belongs to if everyone may choose."""
    return next((code for code in (kind.preferred, kind.second) if code in codes), "")


_Vote = Callable[[Mapping[str, int], str], str]


def _seceded(
    name: str, title: str, people: Population, status_quo: str, place: Callable[[Kind], object], vote: _Vote
) -> Order:
    """Each place votes, adults only, and keeps the law or leaves with everyone in it."""
    votes: dict[object, Counter[str]] = {}
    for kind, number in people.items():
        votes.setdefault(place(kind), Counter())[kind.preferred] += 0 if kind.is_minor else number
    law = {where: vote(cast, status_quo) for where, cast in votes.items()}
    return Order(name, title, True, {kind: law[place(kind)] for kind in people})


def _region(kind: Kind) -> int:
    return kind.region


def _district(kind: Kind) -> tuple[int, int]:
    return kind.region, kind.district


def _most(cast: Mapping[str, int], status_quo: str) -> str:
    """The rival that more than half want, else the law as it is."""
    total = sum(cast.values())
    return next((code for code in sorted(cast) if 2 * cast[code] > total), status_quo)


def _against(cast: Mapping[str, int], status_quo: str) -> str:
    """If more than half want something else, whatever most of those want; a tie among rivals changes nothing."""
    rivals = {code: number for code, number in cast.items() if code != status_quo}
    if 2 * sum(rivals.values()) <= sum(cast.values()):
        return status_quo
    first = [code for code, number in rivals.items() if number == max(rivals.values())]
    return first[0] if len(first) == 1 else status_quo
