"""Unknown facts never choose a law: try every way they may fall, and keep every selection that results.

A fact with few values is filled in with each. What still is open is tried each way, clause by clause.
Issues that are kept together are tried together, and each way gives all of them one selection.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice, product
from math import prod

from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef, Value, show
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.closure import Grown, OpenEdge, Target, closure, rank_conflicts, reference
from panarchy_rules.choice_of_law.graph import Closure, Path
from panarchy_rules.choice_of_law.grown import grown as grown_of
from panarchy_rules.choice_of_law.select import Places, Selection, places, select
from panarchy_rules.rulebook.kinds import finite_values
from panarchy_rules.rulebook.record import Absence, FactKey

MAX_COMPLETIONS = 256

_Name = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Completion:
    """One way the unknown facts may fall: what was assumed, what then is in each closure, and what is selected.

    `standing` is where the laws stand for each party, on this issue and on those that are kept together with it.
    """

    claim: ClaimAtIssue
    assuming: tuple[tuple[str, str], ...]
    grown: Mapping[str, Grown]
    closures: Mapping[str, Closure]
    standing: Mapping[str, Places]
    selection: Selection
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Completed:
    """All ways. `waits` says which facts the selection waits for.

    `exceeded` says that there are too many to try them all; then the one way has what is there in all of them.
    `ambiguous` says which laws referred to as a whole refer to several laws in the first place.
    """

    ways: tuple[Completion, ...]
    waits: Unknown
    exceeded: bool = False
    ambiguous: tuple[str, ...] = ()


def complete(claim: ClaimAtIssue, *, forum: bool = False) -> Completed:
    """Grow, meet and select under every completion of what is unknown, for one issue by itself."""
    return complete_together((claim,), forum=forum)[0]


def complete_together(claims: tuple[ClaimAtIssue, ...], *, forum: bool = False) -> tuple[Completed, ...]:
    """The same for one claim on several issues at once: one finding for each, way by way."""
    budget = _Budget(MAX_COMPLETIONS)
    waits: list[Unknown] = []
    ways = tuple(_ways(claims, (), forum, budget, waits))
    if budget.exceeded:
        ways = (_in_every_way(claims, forum),)
        waits = [edge.waits for way in ways[0] for one in way.grown.values() for edge in one.open]
    return tuple(_completed(mine, merged(waits), budget) for mine in zip(*ways, strict=True))


Common = tuple[tuple[LawRef, ...], tuple[LawRef, ...]]
"""The laws in which the parties meet on an issue: those certain, and those that depend on missing facts."""


def common_laws(ways: Iterable[Completion]) -> Common:
    """A law is certain if the same chains lead every party there whichever way the facts fall."""
    closures = [way.closures for way in ways]
    met = [set.intersection(*({n for n in c if isinstance(n, LawRef)} for c in one.values())) for one in closures]
    certain = {law for law in set.intersection(*met) if _surely(law, closures)} if met else set[LawRef]()
    return tuple(sorted(certain)), tuple(sorted(set[LawRef]().union(*met) - certain))


def _surely(law: LawRef, closures: list[Mapping[str, Closure]]) -> bool:
    first = closures[0]
    return all(any(all(path in one[who][law] for one in closures) for path in first[who][law]) for who in first)


def knowing_common(claim: ClaimAtIssue, met: Common, waits: Unknown) -> ClaimAtIssue:
    """The claim with the laws in which its parties meet, for rules that ask them."""
    told = replace(claim.record, common=met[0], perhaps_common=met[1], common_waits=waits.missing if met[1] else ())
    return replace(claim, record=told)


def _completed(ways: tuple[Completion, ...], waits: Unknown, budget: "_Budget") -> Completed:
    ambiguous = {sentence: None for way in ways for one in way.grown.values() for sentence in one.ambiguous}
    return Completed(ways, waits, budget.exceeded, tuple(ambiguous))


def _in_every_way(claims: tuple[ClaimAtIssue, ...], forum: bool) -> tuple[Completion, ...]:
    """What is there whichever way the unknown facts fall. Which ways were tried first says nothing."""
    return _together(tuple(_certain(claim, forum) for claim in claims), (), places)


def _certain(claim: ClaimAtIssue, forum: bool) -> "_Way":
    grown = {person: grown_of(claim, person, forum=forum) for person in claim.bound}
    paths = {who: (*one.paths, *(path for edge in one.open for path in _always(edge))) for who, one in grown.items()}
    closures = {who: closure(p for p in found if claim.may_take(who, p)) for who, found in paths.items()}
    return _Way(claim, (), grown, closures, whole=True)


def _always(edge: OpenEdge) -> Iterator[Path]:
    """The paths of one way that end where every other way ends, too."""
    first, *others = ({path.node: path for path in way} for way in edge.ways)
    return (path for node, path in first.items() if all(node in other for other in others))


class _Budget:
    """How many ways may still be tried."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.exceeded = False

    def take(self, ways: int) -> bool:
        """Use some ways up, or say that so many are not left."""
        self.left -= ways
        self.exceeded = self.exceeded or self.left < 0
        return self.left >= 0


def _ways(
    claims: tuple[ClaimAtIssue, ...],
    assuming: tuple[tuple[str, str], ...],
    forum: bool,
    budget: _Budget,
    waits: list[Unknown],
) -> Iterator[tuple[Completion, ...]]:
    grown = [{person: grown_of(claim, person, forum=forum) for person in claim.bound} for claim in claims]
    open_edges = [[edge for one in mine.values() for edge in one.open] for mine in grown]
    every = [edge for mine in open_edges for edge in mine]
    waits += [edge.waits for edge in every]
    if any(one.exceeded for mine in grown for one in mine.values()):
        budget.exceeded = True
        return
    fact = _fact_to_fill(claims[0], every, {words for words, _ in assuming})
    if fact is None:
        one_by_one = [_each_way(claim, mine, budget.left + 1) for claim, mine in zip(claims, grown, strict=True)]
        if budget.take(prod(map(len, one_by_one))):
            places_of = _Places()
            yield from (_together(ways, assuming, places_of) for ways in product(*one_by_one))
        return
    words, key, values = fact
    for value in values:
        shown = value.value if isinstance(value, Absence) else show(value)
        if budget.left > 0:
            filled = tuple(claim.with_fact(key, value) for claim in claims)
            yield from _ways(filled, (*assuming, (words, shown)), forum, budget, waits)
        else:
            budget.exceeded = True


def _fact_to_fill(
    claim: ClaimAtIssue, open_edges: list[OpenEdge], filled: set[str]
) -> tuple[str, FactKey, tuple[Value | Absence, ...]] | None:
    """The first missing fact that can take few values."""
    for words in sorted({words for edge in open_edges for words in edge.waits.missing} - filled):
        name, _, role = words.partition(" of ")
        declared = claim.world.vocabulary.facts.get(name)
        values = finite_values(declared.kind) if declared else None
        if declared and values:
            owner = claim.record.roles.get(role) if role else None
            more: tuple[Absence, ...] = (Absence.NOT_APPLICABLE,) if declared.closing == "not_applicable" else ()
            return words, (name, owner), (*values, *more)  # type: ignore[arg-type]
    return None


@dataclass(frozen=True, slots=True)
class _Way:
    """One way the open clauses of one issue may fall."""

    claim: ClaimAtIssue
    assumed: tuple[tuple[str, str], ...]
    grown: Mapping[str, Grown]
    closures: Mapping[str, Closure]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Side:
    """One way the open clauses of one person may fall, and each closure it may give as that person's code ranks."""

    assumed: tuple[tuple[str, str], ...]
    closures: tuple[Closure, ...]
    whole: bool


def _each_way(claim: ClaimAtIssue, grown: Mapping[str, Grown], most: int) -> list[_Way]:
    """Each way the clauses of all persons may fall. No more than `most` are put together: then there are too many."""
    among = [edge.name for one in grown.values() for edge in one.open]
    sides = [list(islice(_each_side(claim, one, among, most), most)) for one in grown.values()]
    found = (
        _Way(
            claim,
            tuple(chain.from_iterable(side.assumed for side in way)),
            grown,
            dict(zip(grown, closures, strict=True)),
            all(side.whole for side in way),
        )
        for way in product(*sides)
        for closures in product(*(side.closures for side in way))
    )
    return list(islice(found, most))


def _each_side(claim: ClaimAtIssue, grown: Grown, among: list[_Name], most: int) -> Iterator[_Side]:
    words = [(_clause_words(edge.name, among), edge.ways) for edge in grown.open]
    told = [[((about, _way_words(paths)), paths) for paths in ways] for about, ways in words]
    for way in product(*told):
        reached = (*grown.paths, *chain.from_iterable(paths for _, paths in way))
        paths = tuple([path for path in reached if claim.may_take(grown.person, path)]) if claim.barred else reached
        conflicts = rank_conflicts(paths)
        ranked = islice(_as_ranked(paths, conflicts), most)
        yield _Side(tuple([said for said, _ in way]), tuple(map(closure, ranked)), not conflicts)


class _Places:
    """Where laws stand for one person in one way, found out once: most ways differ in what others consented to."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], Places] = {}

    def __call__(self, closures: list[Closure]) -> Places:
        key = tuple(map(id, closures))  # All of them stay for as long as this does.
        if key not in self._known:
            self._known[key] = places(closures)
        return self._known[key]


def _together(
    ways: tuple[_Way, ...], assuming: tuple[tuple[str, str], ...], places_of: Callable[[list[Closure]], Places]
) -> tuple[Completion, ...]:
    """What is selected for all issues. An issue assumes what the clauses of the others do as well, naming them."""
    standing = {person: places_of([way.closures[person] for way in ways]) for person in ways[0].closures}
    selection = select(standing)
    return tuple(
        Completion(
            claim=mine.claim,
            assuming=(*assuming, *mine.assumed, *_assumed_elsewhere(mine, ways)),
            grown=mine.grown,
            closures=mine.closures,
            standing=standing,
            selection=selection,
            whole=all(way.whole for way in ways),
        )
        for mine in ways
    )


def _assumed_elsewhere(mine: _Way, ways: tuple[_Way, ...]) -> Iterator[tuple[str, str]]:
    for way in ways:
        if way is not mine:
            yield from ((f"{about} on {way.claim.issue}", value) for about, value in way.assumed)


def _clause_words(name: _Name, among: Iterable[_Name]) -> str:
    """A clause in words. One that both parties' chains go through may fall differently for each of them."""
    person, law, clause = name
    both = any(other[1:] == name[1:] and other != name for other in among)
    return f"{law}, {clause} for {person}" if both else f"{law}, {clause}"


def _way_words(paths: tuple[Path, ...]) -> str:
    return f"leads to {', then '.join(str(edge.node) for edge in paths[0].clauses)}" if paths else "does not apply"


def _as_ranked(paths: tuple[Path, ...], conflicts: Mapping[Target, tuple[int, ...]]) -> Iterator[tuple[Path, ...]]:
    """Where a code ranks a law twice, neither rank is taken for granted: each is tried."""
    for ranks in product(*conflicts.values()):
        chosen = dict(zip(conflicts, ranks, strict=True))
        yield tuple([path for path in paths if _is_kept(path, chosen)]) if chosen else paths


def _is_kept(path: Path, chosen: Mapping[Target, int]) -> bool:
    target = reference(path)
    rank = chosen.get(target) if target else None
    return rank is None or path.rank is None or path.rank == rank
