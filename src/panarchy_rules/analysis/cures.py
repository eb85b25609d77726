"""The fewest new clauses after which members of all codes have a law in common: a matrix in, clauses out.

This is a covering problem without a known fast solution. The search ends at a stated budget, and says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import field

from panarchy_rules.analysis.coverage import Matrix
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef

BUDGET = 50_000
"""The sets of clauses that are tried."""


@dataclass(frozen=True, slots=True, order=True)
class Acceptance:
    """A code accepts a law for the matter, towards anyone and on no condition."""

    code: str
    law: LawRef

    def __str__(self) -> str:
        return f"{self.code} accepts {self.law}"


@dataclass(frozen=True, slots=True)
class Cure:
    """The clauses; `is_least` says whether it is known that fewer would not do."""

    matter: str
    clauses: tuple[Acceptance, ...]
    is_least: bool


def cure(matrix: Matrix, matter: str, laws: Sequence[LawRef]) -> Cure:
    """The fewest clauses, accepting some of `laws`, after which every pair has a law in common in every case."""
    pairs = tuple(
        _Pair(cell.claimant, cell.respondent, _laws(cell.certain[0]), _laws(cell.certain[1]))
        for cell in matrix.cells
        if cell.matter == matter
    )
    best = _upper_bound(pairs, tuple(laws))
    search = _Search(pairs, tuple(laws))
    for size in range(len(best)):
        found = search.within(size, frozenset())
        if found is not None:
            return Cure(matter, tuple(sorted(found)), is_least=True)
        if search.left <= 0:
            return Cure(matter, best, is_least=False)
    return Cure(matter, best, is_least=True)


@dataclass(frozen=True, slots=True)
class _Pair:
    claimant: str
    respondent: str
    reach: frozenset[LawRef]
    meets: frozenset[LawRef]


def _laws(nodes: frozenset[LawRef | str]) -> frozenset[LawRef]:
    return frozenset(node for node in nodes if isinstance(node, LawRef))


def _upper_bound(pairs: Sequence[_Pair], laws: tuple[LawRef, ...]) -> tuple[Acceptance, ...]:
    """All codes that have a pair without a common law accept one law."""
    open_ = [pair for pair in pairs if not _covered(pair, frozenset())]
    tries = []
    for law in laws:
        lacking = {pair.claimant for pair in open_ if law not in pair.reach}
        lacking |= {pair.respondent for pair in open_ if law not in pair.meets}
        tries.append(tuple(Acceptance(code, law) for code in sorted(lacking)))
    return min(tries, key=lambda clauses: (len(clauses), clauses), default=())


def _covered(pair: _Pair, added: frozenset[Acceptance]) -> bool:
    mine = pair.reach | {one.law for one in added if one.code == pair.claimant}
    theirs = pair.meets | {one.law for one in added if one.code == pair.respondent}
    return bool(mine & theirs)


@dataclass
class _Search:
    """Depth first: the first pair without a common law must get one, in one of few ways."""

    pairs: tuple[_Pair, ...]
    laws: tuple[LawRef, ...]
    left: int = field(default=BUDGET)

    def within(self, size: int, added: frozenset[Acceptance]) -> frozenset[Acceptance] | None:
        """At most `size` more clauses that cover all pairs, if there are such."""
        self.left -= 1
        pair = next((pair for pair in self.pairs if not _covered(pair, added)), None)
        if pair is None:
            return added
        for more in self._ways(pair, added):
            if len(more) <= size and self.left > 0:
                found = self.within(size - len(more), added | more)
                if found is not None:
                    return found
        return None

    def _ways(self, pair: _Pair, added: frozenset[Acceptance]) -> Iterator[frozenset[Acceptance]]:
        """Every least set of clauses that gives the pair a law in common."""
        for law in self.laws:
            mine, theirs = Acceptance(pair.claimant, law), Acceptance(pair.respondent, law)
            wanted = set()
            if law not in pair.reach and mine not in added:
                wanted.add(mine)
            if law not in pair.meets and theirs not in added:
                wanted.add(theirs)
            yield frozenset(wanted)
