"""Follow a reference to a whole law: the edge that refers in, the chains of clauses it may lead to out.

A law referred to as a whole answers with its own conflicts part: with the target of its first-ranked effective
clause, followed on if that clause says `whole` too, and with itself only if none of its clauses applies.
Where references come round, the clause that left the law at which they meet again decides (DOMAIN C0.2, C3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import product

from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import is_member
from panarchy_rules.choice_of_law.effective import ClauseFound, clauses_found
from panarchy_rules.choice_of_law.graph import AcceptanceEdge, Node
from panarchy_rules.choice_of_law.own_law import never
from panarchy_rules.rulebook.rulebook import Rulebook

MAX_WALKS = 256


@dataclass(frozen=True, slots=True)
class Ending:
    """One way a reference may end: the clauses on the way, or none, and why it leads nowhere.

    `loop` is the circle in words, where a clause wants circles reported.
    """

    clauses: tuple[AcceptanceEdge, ...]
    reason: str = ""
    loop: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """Every way a reference may end, with what that waits for.

    `ambiguous` names laws that refer to several laws in the first place, `exceeded` says that not all was tried.
    """

    endings: tuple[Ending, ...]
    waits: Unknown = field(default_factory=Unknown)
    ambiguous: tuple[str, ...] = ()
    exceeded: bool = False


def follow(claim: ClaimAtIssue, person: str, edge: AcceptanceEdge) -> Followed:
    """Where a clause of a law that a person has consented to leads, if it refers to a whole law."""
    return _Walk(claim, person).walk(edge)


@dataclass(frozen=True, slots=True)
class _Answer:
    """One way a law may answer: with an edge that leads on, with itself (no edge), or not at all."""

    edge: AcceptanceEdge | None
    refuses: bool = False


_Ranked = tuple[tuple[int, int], AcceptanceEdge]


@dataclass
class _Walk:
    claim: ClaimAtIssue
    person: str
    waits: list[Unknown] = field(default_factory=list)
    ambiguous: dict[str, None] = field(default_factory=dict)
    exceeded: bool = False

    def walk(self, edge: AcceptanceEdge) -> Followed:
        endings: dict[Ending, None] = {}
        known: dict[LawRef, tuple[_Answer, ...]] = {}
        todo: list[tuple[AcceptanceEdge, ...]] = [(edge,)]
        while todo:
            if len(todo) + len(endings) > MAX_WALKS or self.exceeded:
                return Followed(tuple(endings), merged(self.waits), tuple(self.ambiguous), exceeded=True)
            way = todo.pop(0)
            ending = self._end(way)
            if ending:
                endings[ending] = None
                continue
            law = way[-1].node
            assert isinstance(law, LawRef)
            if law not in known:
                known[law] = self._answers(law)
            for answer in known[law]:
                if answer.edge:
                    todo.append((*way, answer.edge))
                else:
                    reason = f"{law} refers to no other law, and refuses to govern this itself"
                    endings[Ending((), reason) if answer.refuses else Ending(way)] = None
        return Followed(tuple(endings), merged(self.waits), tuple(self.ambiguous), self.exceeded)

    def _end(self, way: tuple[AcceptanceEdge, ...]) -> Ending | None:
        """Whether a walk stops here, before the law it has come to is asked."""
        last = way[-1]
        before = way[-2].reference if len(way) > 1 else None
        if last.reference is None or last.node == last.law or (before and before.renvoi == "single"):
            return Ending(way)  # A law that refers to itself means its own rules.
        entry = next((edge for edge in way if edge.law == last.node), None)
        if entry:
            return _turn(way, entry)
        if last.node not in self.claim.world.rulebooks:
            return Ending(way)
        return None

    # --- what one law answers ---

    def _answers(self, law: LawRef) -> tuple[_Answer, ...]:
        rulebook = self.claim.world.rulebooks[law]
        claim = self.claim
        members = [p for p in claim.bound if is_member(claim.world, claim.view, p, (law.provider,), claim.matter)]
        side = self.person if self.person in members or not members else members[0]
        given = clauses_found(self.claim, side, rulebook, forum=False, as_member=not members).given
        found = sorted(given, key=lambda clause: (clause.is_open, clause.clause))  # What waits for nothing comes first.
        open_ = [clause for clause in found if clause.is_open]
        live = [clause.ways[0] for clause in found if not clause.is_open and clause.ways[0]]
        answers: dict[_Answer, None] = {}
        for number, way in enumerate(product(*(clause.ways for clause in open_))):
            if number >= MAX_WALKS:
                self.exceeded = True
                break
            edges = [*live, *(edge for edge in way if edge)]
            answers.update(dict.fromkeys(self._first(edges) if edges else self._itself(rulebook)))
        if len(answers) > 1:
            self.waits += [clause.waits for clause in open_]
        return tuple(answers)

    def _itself(self, rulebook: Rulebook) -> Iterator[_Answer]:
        refuses = never(self.claim, rulebook)
        if refuses is not True:
            yield _Answer(None)
        if refuses is not False:
            yield _Answer(None, refuses=True)
        if isinstance(refuses, Unknown):
            self.waits.append(refuses)

    def _first(self, edges: Sequence[AcceptanceEdge]) -> Iterator[_Answer]:
        """The first-ranked edge; several, if the ranks leave several laws, or one code contradicts itself."""
        for variant in self._variants(edges):
            best = min(rank for rank, _ in variant)
            first = [edge for rank, edge in variant if rank == best]
            if len(first) > 1:
                names = " and ".join(sorted(str(edge.node) for edge in first))
                self.ambiguous[f"{first[0].law} refers to {names} in the first place"] = None
            yield from (_Answer(edge) for edge in first)

    def _variants(self, edges: Sequence[AcceptanceEdge]) -> Iterator[tuple[_Ranked, ...]]:
        """One edge for each law referred to. A code that ranks a law twice, or refers to it in two ways, is tried
        each way."""
        options = []
        for node in dict.fromkeys(edge.node for edge in edges):
            there = [edge for edge in edges if edge.node == node]
            modes = dict.fromkeys((edge.reference, edge.neutral) for edge in there)
            found = [_ranked([edge for edge in there if (edge.reference, edge.neutral) == mode]) for mode in modes]
            options.append([one for ranked in found for one in ranked])
            if len(options[-1]) > 1:
                self.waits.append(Unknown(antinomies=(tuple(sorted(edge.clause for edge in there)),)))
        yield from product(*options)


def _ranked(edges: Sequence[AcceptanceEdge]) -> list[_Ranked]:
    """The widest edge at each rank, of several the first. An edge without a rank adds nothing to the order; what is
    not ranked comes last."""
    ranks = sorted({edge.rank for edge in edges if edge.rank is not None})
    if not ranks:
        return [((1, 0), min(edges, key=_width))]
    return [((0, rank), min((e for e in edges if e.rank in (rank, None)), key=_width)) for rank in ranks]


def _width(edge: AcceptanceEdge) -> tuple[object, ...]:
    """The widest first: no cap, then the higher."""
    return (1, -edge.cap.amount, edge.cap.unit) if edge.cap else (0, 0, "")


def _turn(way: tuple[AcceptanceEdge, ...], entry: AcceptanceEdge) -> Ending:
    """References have come round to the law that `entry` left, and its clause says what then."""
    loop = " to ".join(f"{edge.law} ({edge.clause})" for edge in way[way.index(entry) :]) + f" to {entry.law}"
    reason = f"references come round: {loop}"
    assert entry.reference is not None
    node: Node | None
    match entry.reference.on_cycle:
        case "own":
            node = entry.law
        case "target":
            node = entry.node
        case "neutral":
            node = entry.neutral
        case "nothing":
            return Ending((), reason)
        case _:
            return Ending((), reason, loop)
    if node is None:
        return Ending((), f"{reason}; the neutral law of {entry.clause} was not in force")
    return Ending((*way, replace(entry, node=node, rank=None, cap=None, reference=None, neutral=None, turned=True)))


def found_ways(claim: ClaimAtIssue, person: str, found: ClauseFound) -> Followed:
    """Every way a clause of a base law may end, whether or not it refers to a whole law."""
    if not found.is_whole:
        return Followed(
            tuple([Ending((edge,)) if edge else Ending((), found.reason) for edge in found.ways]), found.waits
        )
    endings: dict[Ending, None] = {}
    waits = [found.waits] if found.is_open else []
    ambiguous: dict[str, None] = {}
    exceeded = False
    for edge in found.ways:
        if edge is None:
            endings[Ending((), found.reason)] = None
        elif edge.reference is None:
            endings[Ending((edge,))] = None
        else:
            followed = follow(claim, person, edge)
            endings.update(dict.fromkeys(followed.endings))
            waits.append(followed.waits)
            ambiguous.update(dict.fromkeys(followed.ambiguous))
            exceeded = exceeded or followed.exceeded
    return Followed(tuple(endings), merged(waits), tuple(ambiguous), exceeded)
