"""What would change a judgment: a world and a dispute in, the nearest other facts and the agreements that do, out.

Every stated fact on which the judgment depends is tried with other values, and so is the day of filing; whatever moves
an amount alone, under the same rules, is no change.
Then every law to which one of the parties has consented is tried as if all of them agreed on it now.
Each trial is a dispute of its own that the engine decides. Nothing of this decides anything.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from panarchy_rules.adjudication.facts import read_scalar
from panarchy_rules.adjudication.prepare import claims_of
from panarchy_rules.adjudication.resolve import resolve
from panarchy_rules.analysis.trial_values import comparable, constants_of, moved, rows, steps
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef, Money, Percent, Value, show
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, Register
from panarchy_rules.rulebook.kinds import Kind

BUDGET = 1000


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact in the words of the language, what it is, what it would have to be, and the judgment then."""

    words: str
    before: str | None
    after: str
    judgment: Judgment


@dataclass(frozen=True, slots=True)
class Agreement:
    """A law on which the parties could still agree, and the judgment then."""

    parties: tuple[str, ...]
    law: str
    judgment: Judgment


@dataclass(frozen=True, slots=True)
class JudgmentChanges:
    """The changes found, how many disputes were tried, and whether the budget sufficed for all."""

    now: Judgment
    facts: tuple[FactChange, ...]
    agreements: tuple[Agreement, ...]
    tried: int
    is_whole: bool


def judgment_changes(world: LawWorld, dispute: Dispute, budget: int = BUDGET) -> JudgmentChanges:
    """For every fact the nearest value on each side that changes the judgment. Raises Refused as `resolve` does."""
    search = _Search(world, dispute, budget)
    facts: list[FactChange] = []
    agreements: list[Agreement] = []
    try:
        agreements += search.agreements()
        for spot in search.spots():
            facts += search.of(spot)
    except _OutOfBudget:
        return JudgmentChanges(search.now, tuple(facts), tuple(agreements), search.tried, is_whole=False)
    return JudgmentChanges(search.now, tuple(facts), tuple(agreements), search.tried, is_whole=True)


@dataclass(frozen=True, slots=True)
class _Spot:
    """One stated value: the fact, what it is about as the file writes it, its kind, and what it is."""

    name: str
    about: str | None
    kind: Kind
    known: Value | None

    @property
    def words(self) -> str:
        return f"{self.name} of {self.about}" if self.about else self.name


class _OutOfBudget(Exception):
    """Everything that may be tried was tried."""


class _Search:
    """Tries disputes. What it has tried is only counted."""

    def __init__(self, world: LawWorld, dispute: Dispute, budget: int) -> None:
        self.world, self.dispute, self.budget, self.tried = world, dispute, budget, 0
        self.now = resolve(world, dispute)
        self.shape = _shape(self.now)

    # --- agreements ---

    def agreements(self) -> Iterator[Agreement]:
        """One for each law that somebody's consents lead to and that does not govern everything already."""
        parties = tuple(dict.fromkeys(p for c in claims_of(self.dispute) for p in (c.claimant, c.respondent)))
        reached = dict.fromkeys(law for i in self.now.issues for one in i.frontiers for law in one.laws)
        for law in reached:
            if any(law not in {one.name for one in issue.laws} for issue in self.now.issues):
                found = self._resolve(self._agreed(parties, law), self.dispute)
                if found is not None and _shape(found) != self.shape:
                    yield Agreement(parties, law, found)

    def _agreed(self, parties: tuple[str, ...], law: str) -> LawWorld:
        """The world in which all parties agree on a law after the event."""
        provider, _, edition = law.partition(" ")
        entries = self.world.register.entries
        day = max(self.dispute.filed or date.min, self.dispute.anchor + timedelta(days=1))
        number = max((entry.entry for entry in entries), default=0) + 1
        agree = Agree(recorded=day, parties=parties, law=provider, edition=edition, entry=number)
        register = Register((*entries, agree), self.world.register.path)
        return replace(self.world, register=register, persons=tuple(self.world.everyone))

    # --- facts ---

    def spots(self) -> Iterator[_Spot]:
        """Every stated value of a simple kind on which the judgment depends, and the day of filing."""
        for name, stated in self.dispute.facts.items():
            declared = self.world.vocabulary.facts.get(name)
            if declared is None or declared.kind.item is not None:
                continue
            single = {None: stated} if not isinstance(stated, Mapping) else stated
            for about, value in single.items():
                if not isinstance(value, Mapping | list | tuple):
                    spot = _Spot(name, about, declared.kind, read_scalar(declared.kind, value))
                    if self._depends_on(spot):
                        yield spot
        if self.dispute.filed:
            yield _Spot("filing", None, Kind("date"), self.dispute.filed)

    def _depends_on(self, spot: _Spot) -> bool:
        """Whether it makes a difference if nobody knows it. What is unknown already may make one."""
        if spot.known is None:
            return any(fact.partition(" of ")[0] == spot.name for fact in self.now.lacking)
        found = self._resolve(self.world, self._with(spot, "unknown"))
        return found is None or _shape(found) != self.shape

    def of(self, spot: _Spot) -> Iterator[FactChange]:
        """The nearest values that change the judgment, one a row."""
        for row in rows(spot.kind, spot.known, self._constants(spot.kind)):
            last: Any = spot.known
            for value in filter(_is_likely, row):
                found = self._other(spot, value)
                if found is not None:
                    near, judgment = self._nearer(spot, last, value, found)
                    before = show(spot.known) if spot.known is not None else None
                    yield FactChange(spot.words, before, show(near), judgment)
                    break
                last = value

    def _nearer(self, spot: _Spot, same: Any, other: Any, judgment: Judgment) -> tuple[Any, Judgment]:
        """Between a value that changes nothing and one that does, halve until they are neighbours."""
        while comparable(same, other) and (apart := steps(same, other)) is not None and abs(apart) > 1:
            middle = moved(same, apart // 2 if apart > 0 else -(-apart // 2))
            found = self._other(spot, middle)
            if found is None:
                same = middle
            else:
                other, judgment = middle, found
        return other, judgment

    def _other(self, spot: _Spot, value: Value) -> Judgment | None:
        """The judgment with this value, if it is another one."""
        found = self._resolve(self.world, self._with(spot, _stated(value)))
        return found if found is not None and _shape(found) != self.shape else None

    def _with(self, spot: _Spot, stated: object) -> Dispute:
        if spot.name == "filing":
            return self.dispute.model_copy(update={"filed": stated if isinstance(stated, date) else None})
        value = stated if spot.about is None else {**self.dispute.facts[spot.name], spot.about: stated}  # type: ignore[dict-item]
        return self.dispute.model_copy(update={"facts": {**self.dispute.facts, spot.name: value}})

    def _constants(self, kind: Kind) -> tuple[Any, ...]:
        """What the laws in question write out, and of days those the dispute speaks of."""
        books = (self.world.rulebooks[law] for law in self._laws() if law in self.world.rulebooks)
        found = dict.fromkeys(value for book in books for value in constants_of(book, kind))
        days = [self.dispute.anchor, self.dispute.filed, *self.dispute.facts.values()] if kind.name == "date" else []
        return tuple(found | dict.fromkeys(day for day in days if isinstance(day, date)))

    def _laws(self) -> Iterator[LawRef]:
        for issue in self.now.issues:
            for name in (*(law.name for law in issue.laws), *(law for one in issue.frontiers for law in one.laws)):
                provider, _, edition = name.partition(" ")
                yield LawRef(provider, edition)

    def _resolve(self, world: LawWorld, dispute: Dispute) -> Judgment | None:
        """The judgment of a changed dispute; None if it cannot be put so, or something cannot be computed."""
        if self.tried >= self.budget:
            raise _OutOfBudget
        self.tried += 1
        try:
            found = resolve(world, dispute)
        except Refused:
            return None
        return None if any(answer.obstacles for issue in found.issues for answer in issue.answers) else found


def _is_likely(value: Value) -> bool:
    """No amount, share or number below nothing is tried."""
    match value:
        case Money(number) | Percent(number):
            return number >= 0
        case Fraction():
            return value >= 0
        case _:
            return True


def _stated(value: Value) -> object:
    """A value as a dispute states it."""
    return value if isinstance(value, bool | date) else show(value)


def _shape(judgment: Judgment) -> object:
    """What counts as the same judgment: laws, statuses and deciding rules, and whatever is decided but an amount."""
    return tuple(
        (
            issue.claim, issue.issue, issue.status, tuple(law.name for law in issue.laws), issue.forum.forum,
            tuple((a.verdict, tuple(g.rule for g in a.grounds), _plain(a.value)) for a in issue.answers),
        )
        for issue in judgment.issues
    )  # fmt: skip


def _plain(value: str | None) -> str | None:
    """What is decided, without how much it is."""
    return None if value is None or value[:1].isdigit() else value
