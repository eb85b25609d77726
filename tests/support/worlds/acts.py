"""The register of a generated world: choices in, entries out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from panarchy_rules.register import (
    Agree,
    ConsentKind,
    End,
    Entry,
    Home,
    Join,
    Leave,
    Ratify,
    Revoke,
    RevokeClause,
    Submit,
)  # fmt: skip
from tests.support.small_world import numbered
from tests.support.worlds.chance import Chance
from tests.support.worlds.words import BLANK, DAYS, EARLY, GUILDS, OTHERS, PARTIES, Cast

WEAK = (ConsentKind.CLICK, ConsentKind.CONDUCT, ConsentKind.INHERITED, ConsentKind.PRESUMED)


class Acts:
    """Writes the register."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self.cast = cast
        self.shape = cast.shape
        self.part, self.pick, self.chance = chance.part, chance.pick, chance.chance

    def entries(self) -> tuple[Entry, ...]:
        acts: list[Entry] = []
        for person in (*PARTIES, *OTHERS):
            with self.part(48):
                for _ in range(
                    self.pick((1, 1, 1, 1, 1, 1, 1, 0, 2, 2, 2, 2, 2, 2, 2) if self.concerned(person) else (0, 1))
                ):
                    self.membership(person, acts)
                self.home(person, acts)
                if person in PARTIES and self.chance(30):
                    self.submission(person, acts)
        for _ in range(self.pick((0, 0, 0, 1, 1, 2))):
            self.agreement(acts)
        if "periods" in self.cast.spices and self.chance(70):
            self.moved(acts)
        if self.chance(15):
            self.clause_revoked(acts)
        if "ends" in self.cast.spices:
            self.end(acts)
        for day in (DAYS[1], DAYS[4]):
            acts.append(Submit(recorded=day, person=BLANK, law="harbor", edition="1", entry=len(acts) + 1))
        return numbered(acts)

    def concerned(self, person: str) -> bool:
        """Whether a person is as a rule a party."""
        return person in PARTIES or (person == "cleo" and "joint" in self.cast.spices)

    def moved(self, acts: list[Entry]) -> None:
        """The parties join a provider while a relation goes on between them."""
        provider = self.pick(self.cast.providers)
        for person in PARTIES:
            if not any(isinstance(e, Join) and (e.person, e.provider) == (person, provider) for e in acts):
                acts.append(Join(recorded=self.pick(DAYS[5:]), person=person, provider=provider, entry=len(acts) + 1))

    def end(self, acts: list[Entry]) -> None:
        """A provider ends, after all who join it have joined."""
        provider = self.pick(self.cast.providers)
        joins = [e for e in acts if isinstance(e, Join) and e.provider == provider]
        last = max((max(e.recorded, e.effective) for e in joins), default=DAYS[0])
        day = self.pick([day for day in (*DAYS[2:], date(2026, 3, 1)) if day > last])
        acts.append(End(recorded=day, provider=provider, entry=len(acts) + 1))

    def clause_revoked(self, acts: list[Entry]) -> None:
        provider = self.pick([p for p in self.cast.providers if self.cast.labels[p]] or [""])
        if provider:
            clause = self.pick(self.cast.labels[provider])
            acts.append(RevokeClause(**self.days(DAYS[1:]), provider=provider, clause=clause, entry=len(acts) + 1))

    def days(self, among: Sequence[date]) -> dict[str, Any]:
        """Mostly one date; now and then an act is back-dated, or announced for later."""
        recorded = self.pick(among)
        if self.chance(8):
            return {"recorded": recorded, "effective": self.pick(DAYS)}
        return {"recorded": recorded}

    def kind(self) -> ConsentKind:
        """How somebody consented, other than by proxy."""
        return self.pick(WEAK) if "kinds" in self.cast.spices and self.chance(50) else ConsentKind.EXPRESS

    def matters(self, percent: int) -> tuple[str, ...]:
        return (self.pick(("contract", "tort", "contract.sale")),) if self.chance(percent) else ()

    def membership(self, person: str, acts: list[Entry]) -> None:
        often = GUILDS[person == "ben"]  # As a rule the parties belong to different guilds.
        provider = self.pick([often, often, *(p for p in self.cast.providers if p in GUILDS or self.chance(15))])
        if any(isinstance(e, Join) and (e.person, e.provider) == (person, provider) for e in acts):
            return
        joined = self.days(EARLY if not self.chance(10) else DAYS)
        matters = self.matters(8)
        before = [e.kind for e in acts if isinstance(e, Join) and e.person == person]
        by_proxy = self.chance(70 if ConsentKind.PROXY in before else 12)
        kind = ConsentKind.PROXY if by_proxy else self.kind()
        acts.append(Join(**joined, person=person, provider=provider, matters=matters, kind=kind, entry=len(acts) + 1))
        later = [day for day in DAYS if day >= joined["recorded"]]
        if self.chance(10):
            left = self.days(later)
            acts.append(Leave(**left, person=person, provider=provider, entry=len(acts) + 1))
            if self.chance(30):
                again = [day for day in later if day >= left["recorded"]]
                acts.append(Join(**self.days(again), person=person, provider=provider, entry=len(acts) + 1))
        if self.chance(15):
            edition = self.pick(self.cast.editions[provider])
            acts.append(
                Ratify(**self.days(later), person=person, provider=provider, edition=edition, entry=len(acts) + 1)
            )

    def home(self, person: str, acts: list[Entry]) -> None:
        """Who belongs to several providers may say which of them is home."""
        left = {e.provider for e in acts if isinstance(e, Leave) and e.person == person}
        mine = [e for e in acts if isinstance(e, Join) and e.person == person and e.provider not in left]
        if len(mine) > 1 and self.chance(40):
            join = self.pick(mine)
            days = self.days([day for day in DAYS if day >= join.recorded])
            number = len(acts) + 1
            acts.append(Home(**days, person=person, provider=join.provider, matters=self.matters(30), entry=number))

    def choice(self) -> dict[str, Any]:
        """A law or a forum, or both."""
        said: dict[str, Any] = {}
        if self.chance(75):
            law = self.pick(self.cast.providers)
            said = {"law": law} if self.chance(40) else {"law": law, "edition": self.pick(self.cast.editions[law])}
        if not said or self.chance(30):
            said["forum"] = self.pick(self.cast.forums)
        return said | {"matters": self.matters(30), "issues": ("cost",) if self.chance(5) else ()}

    def submission(self, person: str, acts: list[Entry]) -> None:
        said = self.choice()
        if self.chance(20) and self.shape.roles:
            said["as_roles"] = (self.pick(("claimant", "respondent")),)
        if self.chance(20):
            said["towards"] = (self.pick((*PARTIES, *OTHERS)),)
        if self.chance(15):
            said["dispute"] = self.pick(("d", "another"))
        acts.append(Submit(**self.days(DAYS), person=person, kind=self.kind(), **said, entry=len(acts) + 1))
        self.taken_back(acts, person=person)

    def agreement(self, acts: list[Entry]) -> None:
        parties = self.pick((PARTIES, PARTIES, (*PARTIES, "cleo"), ("ana", "cleo")))
        kind = ConsentKind.CONDUCT if self.chance(30) else self.kind()
        acts.append(Agree(**self.days(DAYS), parties=parties, kind=kind, **self.choice(), entry=len(acts) + 1))
        self.taken_back(acts, persons=parties)

    def taken_back(self, acts: list[Entry], **author: Any) -> None:
        if self.chance(12):
            days = [day for day in DAYS if day >= acts[-1].recorded]
            acts.append(Revoke(**self.days(days), of=acts[-1].entry, **author, entry=len(acts) + 1))
