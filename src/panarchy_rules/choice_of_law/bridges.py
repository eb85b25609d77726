"""What would cure a missing common law: the frontiers in, every single new consent that joins them out."""

from collections.abc import Iterator, Sequence

from panarchy_rules.base.records import dataclass
from panarchy_rules.choice_of_law.completions import Completion
from panarchy_rules.choice_of_law.graph import AGREED_AFTER


@dataclass(frozen=True, slots=True, order=True)
class Bridge:
    """One new consent, and whose it is to give.

    `act` is `submit` (a person accepts by themselves), `accept` (a code gets a new clause) or `agree` (all parties
    together). The first two would have to be given before the anchor; only an agreement of all parties
    can still be made afterwards.
    """

    act: str
    authors: tuple[str, ...]
    target: str

    def __str__(self) -> str:
        names = " and ".join(self.authors)
        verb = {"submit": "submits to", "accept": "accepts", "agree": "agree on"}[self.act]
        return f"{names} {verb} {self.target}"


def bridges(ways: Sequence[Completion]) -> tuple[Bridge, ...]:
    """Every single new consent after which the closures would meet, in a fixed order.

    Whichever way the unknown facts fall: what would give a common law in one way only is no cure.
    An agreement needs no closure, so a law that one side has reached in some way will do for it.
    """
    one_sided = [set(_one_sided(way)) for way in ways]
    agreed = {bridge for way in ways for bridge in _agreed(way)}
    return tuple(sorted(set.intersection(*one_sided) | agreed))


def bridges_together(issues: Sequence[Sequence[Completion]]) -> tuple[Bridge, ...]:
    """The same for issues that one law has to govern: each consent has to do for all of them."""
    found = [set(bridges(ways)) for ways in issues]
    common = [set.intersection(*(_common(way) for way in ways)) for ways in issues]
    return tuple(
        bridge
        for bridge in sorted(set.union(*found))
        if bridge.act == "agree"
        or all(bridge in mine or bridge.target in met for mine, met in zip(found, common, strict=True))
    )


def _common(way: Completion) -> set[str]:
    """The laws in which the parties meet on one issue."""
    return set.intersection(*({str(node) for node in closure} for closure in way.closures.values()))


def _one_sided(way: Completion) -> Iterator[Bridge]:
    """A party, or a code that the party has consented to, accepts what the other side has reached."""
    for person in way.claim.bound:
        barred = {bar.law for bar in way.claim.barred}
        first, *rest = (closure for who, closure in way.closures.items() if who != person)
        reached = (node for node in first if all(node in other for other in rest))
        for node in (node for node in reached if node not in barred):
            if not any(one.under_age for one in way.grown[person].incapable):
                yield Bridge("submit", (person,), str(node))
            for base in way.grown[person].bases:
                # A code that refers to the law as a whole would contradict itself.
                if base != node and (base, node) not in way.grown[person].wholes:
                    yield Bridge("accept", (base.provider,), str(node))


def _agreed(way: Completion) -> Iterator[Bridge]:
    everyone = tuple(sorted(way.claim.everyone))
    for closure in way.closures.values():
        hopeless = {bar.law for bar in way.claim.barred if bar.tier == AGREED_AFTER}
        for node in (node for node in closure if node not in hopeless):
            yield Bridge("agree", everyone, str(node))
