"""Grow what each party consented to: a claim and a person in, every law or forum their consents lead to out.

Base edges are the person's own acts; from each base law one acceptance clause may lead on, and from there more
only where a clause refers to a whole law (DOMAIN C0.2).
What unknown facts leave open stays open here; `completions` tries it each way.
"""

from collections.abc import Iterable, Iterator, Mapping

from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.capacity import Incapable
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import (
    ConsentsFound,
    Standing,
    direct_consents,
    home_law,
    incapable_members,
    proxy_split,
    standings,
)
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
from panarchy_rules.choice_of_law.own_law import always, never
from panarchy_rules.choice_of_law.scope import Aside
from panarchy_rules.choice_of_law.whole import Ending, Followed, found_ways
from panarchy_rules.rulebook.rulebook import Reference, Rulebook

Target = tuple[Node, Reference | None, LawRef | None]


@dataclass(frozen=True, slots=True)
class OpenEdge:
    """Something of a closure that unknown facts leave open: what it is in each way, and what it waits for.

    A way is a set of paths, written out. `ambiguous` says which laws refer to several laws in the first place.
    """

    name: tuple[str, str, str]
    ways: tuple[tuple[Path, ...], ...]
    waits: Unknown
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreached:
    """The clauses of a law that do not reach a claim against somebody, by their labels."""

    law: LawRef
    other: str
    asides: tuple[Aside, ...]


@dataclass(frozen=True, slots=True)
class Grown:
    """One person's closure: certain paths, open ones, base laws, clauses that gave no edge, consents left aside.

    `unreached` are the clauses of each base law that do not reach the claim, `turned_down` those that give no edge.
    `incapable` are acts that do not bind the person, or somebody who agreed with them.
    `wholes` are the references to whole laws that are or may be there, `loops` the circles that are to be reported.
    `whatever_the_facts` is whether no fact had a say.
    """

    person: str
    home: LawRef | None
    paths: tuple[Path, ...]
    open: tuple[OpenEdge, ...]
    bases: tuple[LawRef, ...]
    turned_down: tuple[Refusal, ...]
    unreached: tuple[Unreached, ...]
    aside: tuple[str, ...]
    conflicting: bool
    outside_power: tuple[LawRef, ...]
    wholes: frozenset[tuple[LawRef, Node]] = frozenset()
    loops: tuple[str, ...] = ()
    exceeded: bool = False
    proxy_split: bool = False
    incapable: tuple[Incapable, ...] = ()
    whatever_the_facts: bool = False

    @property
    def refusals(self) -> Iterator[Refusal]:
        """Every clause that gave no edge."""
        yield from self.turned_down
        for one in self.unreached:
            yield from (Refusal(self.person, one.law, aside.clause, aside.words(one.other)) for aside in one.asides)

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Which laws referred to as a whole refer to several laws in the first place."""
        return tuple(dict.fromkeys(sentence for edge in self.open for sentence in edge.ambiguous))


def grow(claim: ClaimAtIssue, person: str, *, forum: bool = False) -> Grown:
    """The closure of one person over laws, or over forums."""
    found = standings(claim.world, claim.view, person, claim.matter)
    unable = incapable_members(claim.world, claim.view, person, claim.matter)
    split = proxy_split(claim.world, claim.view, person, claim.matter)
    direct = direct_consents(claim.world, claim.view, claim.between(person))
    home = home_law(claim.world, claim.view, person, claim.matter)
    bases = _bases(person, found, direct)
    paths: list[Path] = []
    open_edges: list[OpenEdge] = []
    refusals: list[Refusal] = []
    unreached: list[Unreached] = []
    wholes: set[tuple[LawRef, Node]] = set()
    loops: dict[str, None] = {}
    exceeded, whatever = False, True
    for consent in direct.forums if forum else direct.laws:
        paths.append(Path(consent))
    for law, consents in bases.items():
        rulebook = claim.world.rulebooks[law]
        if not forum:
            _own_law(claim, person, rulebook, consents, home, paths, open_edges, refusals)
        clauses = clauses_found(claim, person, rulebook, forum=forum)
        found_clauses = clauses.given
        unreached.append(Unreached(law, claim.other(person), clauses.asides))
        whatever = whatever and clauses.whatever_the_facts and (forum or always(rulebook))
        whole = [clause.is_whole for clause in found_clauses]
        in_two_ways = _referred_to_in_two_ways(found_clauses) if any(whole) else {}
        for clause, is_whole in zip(found_clauses, whole, strict=True):
            if clause.ways == (None,) and not in_two_ways:
                refusals.append(Refusal(person, law, clause.clause, clause.reason))
                continue
            # Most clauses refer to no whole law, and are read very often.
            followed = found_ways(claim, person, clause) if is_whole or in_two_ways else None
            if followed and in_two_ways and any(edge and edge.node in in_two_ways for edge in clause.ways):
                followed = _doubtful(followed, clause, in_two_ways)
            _clause(person, law, clause, followed, consents, home, paths, open_edges, refusals)
            if followed and is_whole:
                wholes |= {(law, edge.node) for edge in clause.ways if edge and edge.reference}
                loops.update(dict.fromkeys(ending.loop for ending in followed.endings if ending.loop))
                exceeded = exceeded or followed.exceeded
    outside = tuple(LawRef(s.membership.provider, e) for s in found for e in s.bound.outside_power)
    return Grown(
        person=person,
        home=home,
        paths=tuple(paths),
        open=tuple(open_edges),
        bases=tuple(bases),
        turned_down=tuple(refusals),
        unreached=tuple(unreached),
        aside=(*direct.aside, split) if split else direct.aside,
        incapable=tuple(dict.fromkeys((*unable, *direct.incapable))),
        proxy_split=bool(split),
        conflicting=direct.conflicting,
        outside_power=outside,
        wholes=frozenset(wholes),
        loops=tuple(loops),
        exceeded=exceeded,
        whatever_the_facts=whatever,
    )


def closure(paths: Iterable[Path]) -> Closure:
    """Paths by where they end, the best first."""
    found: dict[Node, list[Path]] = {}
    for path in paths:
        found.setdefault(path.node, []).append(path)
    return {node: _best_first(found[node]) for node in sorted(found, key=str)}


def _best_first(paths: list[Path]) -> tuple[Path, ...]:
    """Each once. Most laws are reached by one path alone, which need not be compared with others."""
    return tuple(paths) if len(paths) == 1 else tuple(sorted(dict.fromkeys(paths), key=lambda path: path.order))


def _bases(person: str, found: tuple[Standing, ...], direct: ConsentsFound) -> dict[LawRef, list[ConsentEdge]]:
    """Every law that an own act of the person leads to, with those acts."""
    bases: dict[LawRef, list[ConsentEdge]] = {}
    for standing in found:
        entry = standing.membership.entry
        act = "join" if entry else "publish"
        edge = ConsentEdge(COMMON_CONSENT, entry, person, act, str(standing.law), standing.law, standing.left)
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
    refuses = never(claim, rulebook)
    if refuses is True:
        refusals.append(Refusal(person, law, "own law never", "the code refuses to govern this itself"))
    elif refuses is False:
        paths += own
    else:
        open_edges.append(OpenEdge((person, str(law), "own law never"), (own, ()), refuses))


def _clause(
    person: str,
    law: LawRef,
    found: ClauseFound,
    followed: Followed | None,
    consents: list[ConsentEdge],
    home: LawRef | None,
    paths: list[Path],
    open_edges: list[OpenEdge],
    refusals: list[Refusal],
) -> None:
    ambiguous: tuple[str, ...] = ()
    if followed is None:
        ways = tuple([_onward(consents, (edge,) if edge else (), home) for edge in found.ways])
        waits, reason = found.waits, found.reason
    else:
        ways = tuple(dict.fromkeys(_onward(consents, ending.clauses, home) for ending in followed.endings))
        waits, ambiguous = followed.waits, followed.ambiguous
        reason = "; ".join(dict.fromkeys(ending.reason for ending in followed.endings))
    if len(ways) > 1:
        open_edges.append(OpenEdge((person, str(law), found.name), ways, waits, ambiguous))
    elif ways and ways[0]:
        paths += ways[0]
    else:
        refusals.append(Refusal(person, law, found.clause, reason))


def _onward(consents: list[ConsentEdge], clauses: tuple[AcceptanceEdge, ...], home: LawRef | None) -> tuple[Path, ...]:
    if not clauses:
        return ()
    rank = clauses[0].rank if clauses[0].law == home else None
    return tuple([Path(consent, clauses, rank) for consent in consents])


def _referred_to_in_two_ways(found: Iterable[ClauseFound]) -> Mapping[Node, tuple[str, ...]]:
    """Laws to which a code refers as a whole and not as a whole, or under different policies: an antinomy in it."""
    modes: dict[Node, dict[object, None]] = {}
    labels: dict[Node, dict[str, None]] = {}
    for clause in found:
        for edge in clause.ways:
            if edge:
                modes.setdefault(edge.node, {})[edge.reference, edge.neutral] = None
                labels.setdefault(edge.node, {})[clause.clause] = None
    return {node: tuple(labels[node]) for node, found_ in modes.items() if len(found_) > 1 and len(labels[node]) > 1}


def _doubtful(followed: Followed, clause: ClauseFound, in_two_ways: Mapping[Node, tuple[str, ...]]) -> Followed:
    """A clause that another one contradicts is tried with and without it."""
    collide = tuple(labels for node, labels in in_two_ways.items() if clause.clause in labels)
    waits = merged([followed.waits, Unknown(antinomies=collide)])
    endings = dict.fromkeys([*followed.endings, Ending((), f"it contradicts {' and '.join(collide[0])}")])
    return replace(followed, endings=tuple(endings), waits=waits)


def rank_conflicts(paths: Iterable[Path]) -> Mapping[Target, tuple[int, ...]]:
    """Targets to which two live clauses of the home law give different ranks: an antinomy inside that code.

    Another code's ranks order nothing, so that they cannot collide.
    """
    ranks: dict[Target, set[int]] = {}
    for path in paths:
        target = reference(path)
        if target and path.rank is not None:
            ranks.setdefault(target, set()).add(path.rank)
    return {target: tuple(sorted(given)) for target, given in ranks.items() if len(given) > 1}


def reference(path: Path) -> Target | None:
    """What the clause of the base law on a path refers to, and how."""
    return (path.clauses[0].node, path.clauses[0].reference, path.clauses[0].neutral) if path.clauses else None
