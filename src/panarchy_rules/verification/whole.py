"""Check the clauses of a chain as a walk: that each leads on from the step before, and that the walk may stop there.

A single clause leads on from the law that a person consented to.
Behind a reference to a whole law stands the clause which that law itself puts first, until a law answers for itself,
the renvoi policy of a clause is spent, or references come round and the clause at the entry of the circle decides.
"""

from collections.abc import Iterable, Iterator

from panarchy_rules.base.records import dataclass
from panarchy_rules.casefile.judgment import Edge
from panarchy_rules.rulebook.rulebook import Reference, Rule, Rulebook
from panarchy_rules.verification.clauses import ClauseCheck, Said, leads_to

_LAST = (1, 0)
"""The place of what a code does not rank."""


@dataclass(frozen=True, slots=True)
class WalkCheck:
    """Checks the clauses of chains of one party."""

    clauses: ClauseCheck
    party: str

    def objections(self, edges: tuple[Edge, ...], start: str) -> Iterator[str]:
        """Everything that is wrong with clauses that lead on from the law `start`."""
        at, before = start, tuple[Edge, ...]()
        path = tuple([edge.target for edge in edges])
        supposed = self.clauses.supposed(f"{edges[0].author}, {edges[0].clause}", self.party, path)
        assumed = supposed is not None
        if assumed and supposed != leads_to(path):
            yield f"clause {edges[0].clause} cannot be assumed to lead to {edges[-1].target}"
            return
        for edge in edges:
            if edge.kind != "acceptance" or edge.author != at:
                yield f"the clause is of {edge.author}, but the step before leads to {at}"
                return
            if edge.act == "on cycle":
                yield from self._turn(edge, before)
            else:
                yield from self._step(edge, before, assumed)
            at, before = edge.target, (*before, edge)
        yield from self._stops(before, assumed)

    def _step(self, edge: Edge, before: tuple[Edge, ...], assumed: bool) -> Iterator[str]:
        side = self._side(edge.author) if before else self.clauses
        party = self.party if not before else self._member(edge.author)
        yield from side.objections(edge, party, assumed)
        if edge.act not in ("accept", "accept whole") or (edge.act == "accept whole") != bool(self._reference(edge)):
            yield f"clause {edge.clause} does not {edge.act}"
        if before:
            yield from self._led_here(before)
            if any(edge.author == earlier.author for earlier in before):
                yield f"references had come round to {edge.author}"
            yield from self._first(side, edge, party, assumed)

    def _led_here(self, before: tuple[Edge, ...]) -> Iterator[str]:
        """Whether the step before refers to a whole law whose references are to be followed."""
        if before[-1].act != "accept whole" or before[-1].target == before[-1].author:
            yield f"clause {before[-1].clause} refers to no other law as a whole"
        if any((reference := self._reference(edge)) and reference.renvoi == "single" for edge in before[:-1]):
            yield "a single reference was followed further than once"

    def _first(self, side: ClauseCheck, edge: Edge, party: str, assumed: bool) -> Iterator[str]:
        """Whether no other law stands before this one in the order of the code, or beside it."""
        book = side.book(edge.author)
        said = [ways for _, ways in side.every_saying(book, party)] if book else []
        mine = (edge.target, self._reference(edge))
        places = _ranks(one.rank for ways in said for one in ways if one and (one.end, one.reference) == mine)
        for end in sorted({str(one.end) for ways in said for one in ways if one}):
            there = [[one for one in ways if one and str(one.end) == end] for ways in said]
            rivals = [one for ways in there for one in ways if (one.end, one.reference) != mine]
            # A code that refers to a law in two ways ranks each of them by itself.
            modes = [[one.rank for one in rivals if one.reference == other.reference] for other in rivals]
            ranks = [rank for mode in modes for rank in _ranks(mode)]
            sure = any(len(ways) == len(all_) for ways, all_ in zip(there, said, strict=True))
            if not rivals or (assumed and end in (edge.target, "None")):
                continue
            if (sure and max(ranks) < min(places)) if assumed else min(ranks) <= max(places):
                yield f"{edge.author} does not put {edge.target} first: {end} stands before it or beside it"

    def _stops(self, edges: tuple[Edge, ...], assumed: bool) -> Iterator[str]:
        last = edges[-1]
        if last.act != "accept whole" or last.target == last.author:
            return
        if len(edges) > 1 and (reference := self._reference(edges[-2])) and reference.renvoi == "single":
            return
        if any(edge.author == last.target for edge in edges):
            yield f"references come round to {last.target}, and the chain does not say what then"
            return
        side, party = self._side(last.target), self._member(last.target)
        book = side.book(last.target)
        for rule, said in side.every_saying(book, party) if book else ():
            if said and (all(said) if assumed else any(said)):
                yield f"{last.target} does not answer for itself: {rule.label} leads on"
        yield from side.own_law_never(last.target, party, sure=not assumed)

    def _turn(self, edge: Edge, before: tuple[Edge, ...]) -> Iterator[str]:
        """The step that a clause takes where references have come round to its law."""
        entry = next((one for one in before if one.author == edge.author and one.clause == edge.clause), None)
        reference = self._reference(entry) if entry else None
        book = self.clauses.book(edge.author)
        if entry is None or reference is None or book is None or (edge.cap, edge.named_by) != (None, ()):
            yield f"clause {edge.clause} says nothing of a circle"
            return
        ends = {"own": edge.author, "target": entry.target, "neutral": self._neutral(book, entry)}
        if ends.get(reference.on_cycle) != edge.target:
            yield f"clause {edge.clause} does not turn to {edge.target}"
        if before[-1].act != "accept whole":
            yield "references did not come round"
        if edge.source != book.rules[edge.clause or ""].source:
            yield f"clause {edge.clause} does not cite {edge.source}"

    def _neutral(self, book: Rulebook, entry: Edge) -> str | None:
        readings = self._readings(book, book.rules[entry.clause or ""])
        return next((one.neutral for one in readings if one.end in (entry.target, None)), None)

    def _reference(self, edge: Edge) -> Reference | None:
        """How the clause refers to its target: as the step says, if it may."""
        book = self.clauses.book(edge.author)
        rule = book.rules.get(edge.clause or "") if book else None
        if book is None or rule is None or not _is_of_laws(rule):
            return None
        readings = self._readings(book, rule)
        named = [one for one in readings if one.end == edge.target] or [one for one in readings if one.end is None]
        alike = [one for one in named if bool(one.reference) == (edge.act == "accept whole")]
        return next((one.reference for one in (*alike, *named)), None)

    # --- where a clause surely leads ---

    def end_of(self, book: Rulebook, said: Said) -> str | None:
        """Where a clause of a law leads in one way it may be read; empty if nowhere, None if that is not certain."""
        way: list[tuple[str, Said]] = [(str(book.law), said)]
        while True:
            author, last = way[-1]
            if last.end is None or last.reference is None or last.end == author:
                return last.end
            if len(way) > 1 and (before := way[-2][1].reference) and before.renvoi == "single":
                return last.end
            entry = next((one for one in way if one[0] == last.end), None)
            if entry:
                return _turned(*entry)
            answer = self._first_answer(last.end)
            if answer is None or answer in ("", "itself"):
                return last.end if answer == "itself" else answer
            assert isinstance(answer, Said)
            way.append((last.end, answer))

    def _first_answer(self, law: str) -> "Said | str | None":
        """What a law answers, if that is certain: a clause, `itself`, or nothing at all."""
        side, party, book = self._side(law), self._member(law), self.clauses.book(law)
        if book is None:
            return "itself"
        said = [ways for _, ways in side.every_saying(book, party)]
        if any(len(set(ways)) != 1 for ways in said):
            return None
        live = [one for ways in said for one in ways[:1] if one]
        if not live:
            refuses, perhaps = (list(side.own_law_never(law, party, sure=sure)) for sure in (False, True))
            return "" if refuses else None if perhaps else "itself"
        first = [one for one in live if one.rank == min(each.rank for each in live)]
        # A code that refers to one law in two ways, or ranks it twice, contradicts itself.
        alike = [one for one in live if one.end == first[0].end]
        return first[0] if len({one.end for one in first}) == 1 and len(set(alike)) == 1 else None

    # --- from whose side a law is read ---

    def _readings(self, book: Rulebook, rule: Rule) -> list[Said]:
        """What a clause may say: to the party whose chain it is, or to a member of the law where it is followed."""
        sides = dict.fromkeys((self.party, self._member(str(book.law))))
        return [said for side in sides for said in self.clauses.readings(book, rule, side)]

    def _member(self, law: str) -> str:
        """The party who belongs to a law, as a rule the one whose chain it is; that one too if neither belongs."""
        provider = law.partition(" ")[0]
        members = [p for p in self.clauses.parties if self.clauses.members.belongs(p, (provider,))]
        return self.party if self.party in members or not members else members[0]

    def _side(self, law: str) -> ClauseCheck:
        provider = law.partition(" ")[0]
        belongs = any(self.clauses.members.belongs(p, (provider,)) for p in self.clauses.parties)
        return self.clauses if belongs else self.clauses.as_member_of(law)


def _turned(author: str, entry: Said) -> str | None:
    """Where the clause by which a circle was entered says that it leads."""
    assert entry.reference is not None
    return {"own": author, "target": entry.end, "neutral": entry.neutral}.get(entry.reference.on_cycle, "")


def _ranks(said: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places that clauses give a law. One that gives none changes nothing if another gives one."""
    found = list(said)
    return [rank for rank in found if rank != _LAST] or [_LAST]


def _is_of_laws(rule: Rule) -> bool:
    return not getattr(rule.conclusion, "is_forum", True)
