"""Grow what each party consented to: a claim and a person in, every law or forum their consents lead to out.

Base edges are the person's own acts; from each base law one acceptance clause may lead on (DOMAIN C0.2).
What unknown facts leave open stays open here; `completions` tries it each way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import ConsentsFound, Standing, direct_consents, home_law, standings
from panarchy_rules.choice_of_law.effective import ClauseFound, clauses_found
from panarchy_rules.choice_of_law.graph import (
    COMMON_CONSENT,
    AcceptanceEdge,
    Closure,
    ConsentEdge,
    Node,
    Path,
    Refusal,
)
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.rulebook import OwnLawNever, Rulebook


@dataclass(frozen=True, slots=True)
class OpenEdge:
    """Something of a closure that unknown facts leave open: what it is in each way, and what it waits for.

    A way is a set of paths, written out.
    """

    name: tuple[str, str, str]
    ways: tuple[tuple[Path, ...], ...]
    waits: Unknown


@dataclass(frozen=True, slots=True)
class Grown:
    """One person's closure: certain paths, open ones, base laws, clauses that gave no edge, consents left aside."""

    person: str
    home: LawRef | None
    paths: tuple[Path, ...]
    open: tuple[OpenEdge, ...]
    bases: tuple[LawRef, ...]
    refusals: tuple[Refusal, ...]
    aside: tuple[str, ...]
    conflicting: bool
    outside_power: tuple[LawRef, ...]


def grow(claim: ClaimAtIssue, person: str, *, forum: bool = False) -> Grown:
    """The closure of one person over laws, or over forums."""
    found = standings(claim.world, claim.view, person, claim.matter)
    direct = direct_consents(claim.world, claim.view, claim.between(person))
    home = home_law(claim.world, claim.view, person, claim.matter)
    bases = _bases(person, found, direct)
    paths: list[Path] = []
    open_edges: list[OpenEdge] = []
    refusals: list[Refusal] = []
    for consent in direct.forums if forum else direct.laws:
        paths.append(Path(consent))
    for law, consents in bases.items():
        rulebook = claim.world.rulebooks[law]
        if not forum:
            _own_law(claim, person, rulebook, consents, home, paths, open_edges, refusals)
        for clause in clauses_found(claim, person, rulebook, forum=forum):
            _clause(person, law, clause, consents, home, paths, open_edges, refusals)
    outside = tuple(LawRef(s.membership.provider, e) for s in found for e in s.bound.outside_power)
    return Grown(
        person=person,
        home=home,
        paths=tuple(paths),
        open=tuple(open_edges),
        bases=tuple(bases),
        refusals=tuple(refusals),
        aside=direct.aside,
        conflicting=direct.conflicting,
        outside_power=outside,
    )


def closure(paths: Iterable[Path]) -> Closure:
    """Paths by where they end, the best first."""
    found: dict[Node, dict[Path, None]] = {}
    for path in paths:
        found.setdefault(path.node, {})[path] = None
    return {node: tuple(sorted(found[node], key=lambda p: p.order)) for node in sorted(found, key=str)}


def _bases(person: str, found: tuple[Standing, ...], direct: ConsentsFound) -> dict[LawRef, list[ConsentEdge]]:
    """Every law that an own act of the person leads to, with those acts."""
    bases: dict[LawRef, list[ConsentEdge]] = {}
    for standing in found:
        entry = standing.membership.entry
        act = "join" if entry else "publish"
        edge = ConsentEdge(COMMON_CONSENT, entry, person, act, str(standing.law), standing.law)
        bases.setdefault(standing.law, []).append(edge)
    for consent in direct.laws:
        if isinstance(consent.node, LawRef):
            bases.setdefault(consent.node, []).append(consent)
    return bases


def _own_law(
    claim: ClaimAtIssue,
    person: str,
    rulebook: Rulebook,
    consents: list[ConsentEdge],
    home: LawRef | None,
    paths: list[Path],
    open_edges: list[OpenEdge],
    refusals: list[Refusal],
) -> None:
    """A membership puts the code's own law in, unless the code says `own law never`."""
    law = rulebook.law
    rank = rulebook.own_law_rank if law == home else None
    own = tuple(Path(edge, rank=rank) for edge in consents if edge.act in ("join", "publish"))
    if not own:
        return
    never = _never(claim, rulebook)
    if never is True:
        refusals.append(Refusal(person, law, "own law never", "the code refuses to govern this itself"))
    elif never is False:
        paths += own
    else:
        open_edges.append(OpenEdge((person, str(law), "own law never"), (own, ()), never))


def _never(claim: ClaimAtIssue, rulebook: Rulebook) -> bool | Unknown:
    waits: list[Unknown] = []
    for clause in rulebook.own_law_never:
        held = _never_holds(claim, rulebook, clause)
        if held is True:
            return True
        if isinstance(held, Unknown):
            waits.append(held)
    return waits[0] if waits else False


def _never_holds(claim: ClaimAtIssue, rulebook: Rulebook, clause: OwnLawNever) -> bool | Unknown:
    if not covers(clause.matters, claim.matter) or not covers(clause.issues, claim.issue):
        return False
    if clause.condition is None:
        return True
    evaluation = claim.evaluation(rulebook)
    return evaluation.established(truth(clause.condition, evaluation, {}))


def _clause(
    person: str,
    law: LawRef,
    found: ClauseFound,
    consents: list[ConsentEdge],
    home: LawRef | None,
    paths: list[Path],
    open_edges: list[OpenEdge],
    refusals: list[Refusal],
) -> None:
    ways = tuple(_onward(consents, edge, home) for edge in found.ways)
    if found.is_open:
        open_edges.append(OpenEdge((person, str(law), found.clause), ways, found.waits))
    elif ways[0]:
        paths += ways[0]
    else:
        refusals.append(Refusal(person, law, found.clause, found.reason))


def _onward(consents: list[ConsentEdge], edge: AcceptanceEdge | None, home: LawRef | None) -> tuple[Path, ...]:
    if edge is None:
        return ()
    rank = edge.rank if edge.law == home else None
    return tuple(Path(consent, edge, rank) for consent in consents)


def rank_conflicts(paths: Iterable[Path]) -> Mapping[Node, tuple[str, ...]]:
    """Targets to which two live clauses of the home law give different ranks: an antinomy inside that code.

    Another code's ranks order nothing, so that they cannot collide.
    """
    ranks: dict[Node, dict[int, str]] = {}
    for path in paths:
        if path.acceptance and path.rank is not None:
            ranks.setdefault(path.node, {}).setdefault(path.rank, path.acceptance.clause)
    return {node: tuple(sorted(by.values())) for node, by in ranks.items() if len(by) > 1}
