"""Small worlds with a dispute, for Hypothesis: chance in, a world out that can be changed and resolved again.

Names, dates and the vocabulary are fixed; codes, clauses, consents, facts and claims are drawn.
Nothing drawn is a mistake: what a clause, an entry or a dispute names is there.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from panarchy_rules.register import Agree, ConsentKind, Entry, Join, Leave, Ratify, Revoke, RevokeClause, Submit
from tests.support.small_world import Code, World, numbered

T = TypeVar("T")

ANCHOR = date(2025, 6, 15)
PARTIES = ("ana", "ben")
OTHERS = ("cleo", "dora")
BLANK = "zoe"  # Someone nobody speaks of; their entries mark places where a test may write another act.
GUILDS, NEUTRALS = ("harbor", "mesa", "rota"), ("ulex", "vale")
DAYS = tuple(
    date.fromisoformat(day)
    for day in "2021-03-01 2023-01-10 2024-07-01 2025-05-20 2025-06-14 2025-06-15 2025-06-16 2025-09-01".split()
)
EARLY = DAYS[:4]
WORDS = """\
vocabulary words
language 1
matter contract.sale
matter tort.road
issue cost
role carrier
head cost settles cost
fact urgent is yes_no
fact signed is yes_no otherwise no
fact place is one of {north, south, east}
fact weather is one of {storm, calm} otherwise not_applicable
fact price is money
fact host is person
fact chosen is law
fact kept of party is yes_no
question proper_law is law
"""
MATTERS = ("contract.sale", "contract.sale", "contract.sale", "tort.road", "contract", "tort", "contract.sale")
FACTS: Mapping[str, tuple[Any, ...]] = {
    "urgent": (True, False),
    "signed": (True, False),
    "place": ("north", "south", "east"),
    "weather": ("storm", "calm"),
    "price": ("80 EUR", "120 EUR"),
    "host": ("cleo", "ana", "ben"),
}
CONDITIONS = (
    "urgent", "not urgent", "signed", "place is north", "place is not south", "weather is storm", "weather is given",
    "price > 100 EUR", "price is given", "place is one of {north, east}", "host is given", "chosen is mesa",
    "urgent and signed", "urgent or place is east", "not (urgent and place is north)",
)  # fmt: skip
ROLE_CONDITIONS = (
    "kept of claimant", "kept of respondent", "host is claimant", "law of claimant is mesa",
    "under law of respondent, damages are owed", "under law of claimant, damages are owed",
)  # fmt: skip
AMOUNTS = ("100 EUR", "100 EUR", "100 EUR", "100 EUR", "100 EUR", "200 EUR", "price", "price * 50 %")


@dataclass(frozen=True)
class Shape:
    """What may occur in the worlds of a test."""

    conditions: bool = True  # Conditions on facts, exceptions and law-valued questions.
    missing: bool = True  # Facts that are not given.
    roles: bool = True  # Anything that treats claimant and respondent unlike.
    mirrors: bool = True  # `if reciprocal`.
    claims: bool = True  # Several claims in one dispute.
    whole: bool = True  # References to whole laws.

    def fits(self, wanted: "Shape") -> bool:
        """Whether nothing occurs in these worlds that may not in those."""
        return all(getattr(wanted, one.name) or not getattr(self, one.name) for one in fields(self))


ANY = Shape()
HUNTED = (
    ANY,
    ANY,
    ANY,
    ANY,
    ANY,
    Shape(roles=False, claims=False),
    Shape(conditions=False, whole=False),
    Shape(missing=False),
)
"""The shapes of the worlds of a hunt, in turn."""


def worlds(shape: Shape = ANY) -> st.SearchStrategy[World]:
    """Any world of a shape; outside a hunt one of a few hundred, so that each has to be compiled only once."""
    return _new(shape) if os.environ.get("PANARCHY_HUNT") else st.deferred(lambda: st.sampled_from(_pool(shape)))


@st.composite
def _new(draw: st.DrawFn, shape: Shape) -> World:
    """All choices of a world are drawn at once: drawn one by one, most examples would be small changes of others."""
    return _Maker(draw(st.binary(min_size=_BYTES, max_size=_BYTES)), shape).world()


@lru_cache
def _pool(shape: Shape) -> list[World]:
    """The smallest first, since they are what a failure is first reduced to."""
    return sorted(sample(_POOL, shape), key=lambda world: sum(map(len, world.laws.values())))


def sample(count: int, shape: Shape = ANY) -> Iterator[World]:
    """The same worlds every time."""
    chance = Random(2025)
    for _ in range(count):
        yield _Maker(chance.randbytes(_BYTES), shape).world()


def seeded(seed: int) -> tuple[Shape, World]:
    """The world of a seed, and its shape."""
    shape = HUNTED[seed % len(HUNTED)]
    return shape, _Maker(Random(seed).randbytes(_BYTES), shape).world()


_BYTES = 2048
_POOL = 300


class _Maker:
    """Makes one world of random bytes; zeros make the simplest one."""

    def __init__(self, chance: bytes, shape: Shape) -> None:
        self.shape = shape
        self.editions: dict[str, tuple[str, ...]] = {}
        self.forums: list[str] = []
        self.labels: dict[str, list[str]] = {}
        self.informed = True
        self._bytes = chance
        self._at, self._end = 0, len(chance)

    @contextmanager
    def part(self, size: int) -> Iterator[None]:
        """Take what is drawn inside from bytes of its own, so that shrinking one part leaves the others as they are."""
        at, end = self._at, self._end
        self._at, self._end = at, min(at + size, end)
        yield
        self._at, self._end = min(at + size, end), end

    def count(self, most: int) -> int:
        """A number from 0 to `most`; 0 when the bytes are used up."""
        if self._at >= self._end:
            return 0
        self._at += 1
        return self._bytes[self._at - 1] * (most + 1) >> 8

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases, never if the byte is 0."""
        return self.count(255) * 100 >= (100 - percent) * 256

    def pick(self, things: Sequence[T]) -> T:
        return things[self.count(len(things) - 1)]

    def world(self) -> World:
        with self.part(32):
            self.informed = not (self.shape.missing and self.chance(50))
            third = [GUILDS[2]] if self.chance(30) else []
            neutrals = [name for name in NEUTRALS if self.chance(75)]
            providers = [*GUILDS[:2], *third, *neutrals]
            self.editions = {n: ("1", "2") if self.chance(40 if n in GUILDS else 15) else ("1",) for n in providers}
            self.forums = [f"{n}_court" for n in providers if self.chance(80 if n in NEUTRALS else 20)]
            self.forums = self.forums or ["mesa_court"]
        codes: list[Code] = []
        for name in providers:
            with self.part(256):
                codes += self.codes(name)
        with self.part(320):
            entries = self.entries(providers)
        with self.part(64):
            raw = self.dispute(providers)
        return World(WORDS, tuple(codes), entries, raw, (*PARTIES, *OTHERS, BLANK))

    # --- codes ---

    def codes(self, name: str) -> list[Code]:
        labels = self.labels.setdefault(name, [])
        first = self.code(name, self.heading(name), labels)
        if len(self.editions[name]) == 1:
            return [first]
        kept = tuple(clause for clause in first.clauses if not clause.startswith("acceptance") or self.chance(75))
        for _ in range(2):  # An exception falls with what it is an exception to.
            kept = tuple(c for c in kept if not c.startswith("exception x") or _target(c) in _labels(kept))
        label = f"{name}_n"
        labels.append(label)
        start, announced = self.pick((("2024-06-01", "2024-03-01"), ("2025-05-01", "2025-04-20"), ("2025-07-01", "")))
        said = f" announced {announced}" if announced and self.chance(70) else ""
        notice = " amended with 30 days notice" if self.chance(50) else ""
        heading = (*first.heading[:2], f"this is edition 2 in force from {start}{said}{notice}", *first.heading[3:])
        return [first, Code(name, "2", heading, (*kept, self.acceptance(name, label)))]

    def heading(self, name: str) -> tuple[str, ...]:
        start = "2022-06-01" if self.chance(10) else "2020-01-01"
        notice = " amended with 30 days notice" if self.chance(45) else ""
        lines = [f"rulebook {name}", "language 1 uses words", f"this is edition 1 in force from {start}{notice}"]
        if name in GUILDS or self.chance(20):
            matters = self.pick(("everything", "everything", "everything", "contract", "contract, tort"))
            lines.append(f"governs {matters}")
        if name in NEUTRALS or self.chance(40):
            lines.append("references without edition mean the edition in force")
        if self.chance(15):
            lines.append("membership leave with 30 days notice")
        return tuple(lines)

    def code(self, name: str, heading: tuple[str, ...], labels: list[str]) -> Code:
        clauses: list[str] = []
        forum = f"{name}_court"
        if forum in self.forums:
            clauses.append(self.forum(forum, name))
        for number in range(2 + self.count(2) if name in GUILDS else self.chance(20)):
            with self.part(32):
                labels.append(f"{name}_k{number}")
                clauses.append(self.acceptance(name, labels[-1]))
                clauses += self.exceptions(name, labels[-1])
        for number, court in enumerate(self.forums if name in GUILDS else ()):
            with self.part(16):
                if court == self.forums[-1] or self.chance(30):
                    labels.append(f"{name}_f{number}")
                    terms = self.terms(forum=True) + self.when(40) if self.chance(25) else ""
                    clauses.append(f"acceptance {labels[-1]} accept forum {court}{terms}")
        if self.chance(10):
            clauses.append(f"own law never{self.pick((' for tort', ' on cost', ''))}{self.when(60)}")
        if self.chance(20):
            clauses.append(f"own law rank {self.count(3)}")
        for tie in ("balance", "respondent_first"):
            if self.chance(30) and (self.shape.roles or tie == "balance"):
                least = "rank of claimant + rank of respondent" if tie == "balance" else "rank of respondent"
                clauses.append(f"tie break {tie} least {least}")
        if any("proper_law" in clause for clause in clauses):
            clauses += self.proper_law(name)
        return Code(name, "1", heading, (*clauses, *self.merits()))

    def acceptance(self, name: str, label: str) -> str:
        accepted = self.accepting(name)
        terms = self.pick(("", "", "", "", " rank 0", " rank 1", " rank 1", " up to 50 EUR", " rank 1 up to 50 EUR"))
        if self.chance(50):
            terms = self.terms() + self.when(40)
        return f"acceptance {label} {accepted}{terms}"

    def accepting(self, name: str) -> str:
        """A reference to the rules of a law, or to the whole of it."""
        accepted = self.accepted(name)
        if not self.shape.whole or not self.chance(25):
            return f"accept {accepted}"
        policy = self.pick(("", "", "", " renvoi foreign court", " renvoi single", " renvoi none"))
        ways = ("", "", " on cycle report", " on cycle own", " on cycle target", " on cycle nothing")
        cycle = self.pick((*ways, f" on cycle {self.pick(tuple(self.editions))}"))
        return f"accept {accepted} whole{policy}{cycle if policy != ' renvoi none' else ''}"

    def accepted(self, name: str) -> str:
        """What a clause accepts: as a rule one of few laws, so that closures meet."""
        named = [x for x in self.editions if x != name]
        named += [x for x in named if x in NEUTRALS] * 2
        if self.chance(20) and self.shape.conditions:
            kinds = ("law of claimant", "law of respondent", "proper_law", "chosen", "law of host")
            return self.pick([k for k in kinds if self.shape.roles or k not in kinds[:2]])
        target = self.pick(named)
        if self.chance(30):
            return f"{target} edition {self.pick(self.editions[target])}"
        return f"{target} as amended" if self.chance(30) else target

    def terms(self, forum: bool = False) -> str:
        said = []
        if self.chance(35):
            said.append(f"for {self.pick(('contract', 'contract.sale', 'tort', 'contract, tort.road'))}")
        if self.chance(6):
            said.append(self.pick(("on merits", "on cost")))
        if self.chance(12) and self.shape.roles:
            said.append(f"as {self.pick(('claimant', 'respondent', 'carrier', 'claimant, carrier'))}")
        if self.chance(10):
            said.append(self.pick(("towards anyone", "towards members of harbor", "towards members of mesa, harbor")))
        if self.chance(30) and not forum:
            said.append(f"rank {self.count(3)}")
        if self.chance(30) and not forum:
            said.append(self.pick(("up to 50 EUR", "up to 50 EUR", "up to 150 EUR", "up to 50 USD")))
        if self.chance(10) and not forum and self.shape.mirrors:
            said.append("if reciprocal")
        if self.chance(12):
            said.append(self.pick(("from 2025-01-01", "until 2025-06-15", "until 2025-12-31", "from 2025-07-01")))
        if self.chance(20):
            said.append("revocable with 30 days notice")
        return "".join(f" {term}" for term in said)

    def exceptions(self, name: str, label: str) -> list[str]:
        if not self.shape.conditions or not self.chance(25):
            return []
        does = f"{label} does not apply"
        if self.chance(50):
            does = f"{self.accepting(name)}{self.terms()}"
        made = [f"exception x_{label} to {label} {does}{self.when(85)}"]
        if self.chance(25):
            made.append(f"exception xx_{label} to x_{label} x_{label} does not apply{self.when(90)}")
        return made

    def proper_law(self, name: str) -> list[str]:
        """Rules on a law-valued question, as codified choice-of-law rules are written."""
        others = [x for x in self.editions if x != name]
        laws = [*others, "chosen", *(("law of claimant", "law of respondent") if self.shape.roles else ())]
        made = [f"rule c0 proper_law is {self.pick(laws)}{self.when(50)}"]
        if self.chance(50):
            made.append(f"exception c1 to c0 proper_law is {self.pick(laws)}{self.when(80)}")
        return made

    def forum(self, forum: str, name: str) -> str:
        openness = self.pick(("anyone", "anyone", "anyone", "anyone", "members of harbor, mesa"))
        said = f"forum {forum} " + (f"open to {openness}" if not self.chance(8) else "closed")
        if self.chance(20):
            said += " for contract, tort.road"
        if self.chance(50):
            said += f" procedure {name}"
        return said + (self.pick((" from 2026-01-01", " until 2026-06-01")) if self.chance(10) else "")

    def merits(self) -> list[str]:
        made = []
        if not self.chance(7):
            made += self.owed("pay", "respondent", "claimant", self.pick(AMOUNTS), "", self.when(15))
            pay = "pay_1" if self.shape.roles else "pay_1, pay_2"
            if self.chance(15):
                made.append(f"exception barred to {pay} claim fails noting time_barred{self.when(90)}")
            elif self.chance(8) and self.shape.conditions:
                made.append(f"exception hung to {pay} no decision as panel_hung{self.when(90)}")
            if self.chance(6):
                made += self.owed("more", "respondent", "claimant", self.pick(AMOUNTS), "", self.when(50))
            if self.chance(8):
                made.append(f"step half of damages reduce by 50 %{self.when(60)} steps of damages half")
        if self.chance(60):
            made += self.owed("fee", "claimant", "respondent", "10 EUR", " as cost", self.when(20))
        return made

    def owed(self, label: str, debtor: str, creditor: str, amount: str, head: str, when: str) -> list[str]:
        """A rule; where nobody may be treated unlike, with its mirror image."""
        made = [f"rule {label}_1 {debtor} owes {creditor} {amount}{head}{when}"]
        if not self.shape.roles:
            made.append(f"rule {label}_2 {creditor} owes {debtor} {amount}{head}{when}")
        return made

    def when(self, percent: int) -> str:
        if not self.shape.conditions or not self.chance(percent):
            return ""
        conditions = (*CONDITIONS, *ROLE_CONDITIONS) if self.shape.roles else CONDITIONS
        return f" when {self.pick(conditions)}"

    # --- the register ---

    def entries(self, providers: Sequence[str]) -> tuple[Entry, ...]:
        acts: list[Entry] = []
        for person in (*PARTIES, *OTHERS):
            with self.part(48):
                for _ in range(
                    self.pick((1, 1, 1, 1, 1, 1, 1, 0, 2, 2, 2, 2, 2, 2, 2) if person in PARTIES else (0, 1))
                ):
                    self.membership(person, providers, acts)
                if person in PARTIES and self.chance(30):
                    self.submission(person, providers, acts)
        for _ in range(self.pick((0, 0, 0, 1, 1, 2))):
            self.agreement(providers, acts)
        if self.chance(15):
            provider = self.pick([p for p in providers if self.labels[p]] or [""])
            if provider:
                clause = self.pick(self.labels[provider])
                acts.append(RevokeClause(**self.days(DAYS[1:]), provider=provider, clause=clause, entry=len(acts) + 1))
        for day in (DAYS[1], DAYS[4]):
            acts.append(Submit(recorded=day, person=BLANK, law="harbor", edition="1", entry=len(acts) + 1))
        return numbered(acts)

    def days(self, among: Sequence[date]) -> dict[str, Any]:
        """Mostly one date; now and then an act is back-dated, or announced for later."""
        recorded = self.pick(among)
        if self.chance(8):
            return {"recorded": recorded, "effective": self.pick(DAYS)}
        return {"recorded": recorded}

    def matters(self, percent: int) -> tuple[str, ...]:
        return (self.pick(("contract", "tort", "contract.sale")),) if self.chance(percent) else ()

    def membership(self, person: str, providers: Sequence[str], acts: list[Entry]) -> None:
        often = GUILDS[person == "ben"]  # As a rule the parties belong to different guilds.
        provider = self.pick([often, often, *(p for p in providers if p in GUILDS or self.chance(15))])
        if any(isinstance(e, Join) and (e.person, e.provider) == (person, provider) for e in acts):
            return
        joined = self.days(EARLY if not self.chance(10) else DAYS)
        matters = self.matters(8)
        before = [e.kind for e in acts if isinstance(e, Join) and e.person == person]
        kind = ConsentKind.PROXY if self.chance(70 if ConsentKind.PROXY in before else 12) else ConsentKind.EXPRESS
        acts.append(Join(**joined, person=person, provider=provider, matters=matters, kind=kind, entry=len(acts) + 1))
        later = [day for day in DAYS if day >= joined["recorded"]]
        if self.chance(10):
            left = self.days(later)
            acts.append(Leave(**left, person=person, provider=provider, entry=len(acts) + 1))
            if self.chance(30):
                again = [day for day in later if day >= left["recorded"]]
                acts.append(Join(**self.days(again), person=person, provider=provider, entry=len(acts) + 1))
        if self.chance(15):
            edition = self.pick(self.editions[provider])
            acts.append(
                Ratify(**self.days(later), person=person, provider=provider, edition=edition, entry=len(acts) + 1)
            )

    def choice(self, providers: Sequence[str]) -> dict[str, Any]:
        """A law or a forum, or both."""
        said: dict[str, Any] = {}
        if self.chance(75):
            law = self.pick(providers)
            said = {"law": law} if self.chance(40) else {"law": law, "edition": self.pick(self.editions[law])}
        if not said or self.chance(30):
            said["forum"] = self.pick(self.forums)
        return said | {"matters": self.matters(30), "issues": ("cost",) if self.chance(5) else ()}

    def submission(self, person: str, providers: Sequence[str], acts: list[Entry]) -> None:
        said = self.choice(providers)
        if self.chance(20) and self.shape.roles:
            said["as_roles"] = (self.pick(("claimant", "respondent")),)
        if self.chance(20):
            said["towards"] = (self.pick((*PARTIES, *OTHERS)),)
        if self.chance(15):
            said["dispute"] = self.pick(("d", "another"))
        acts.append(Submit(**self.days(DAYS), person=person, **said, entry=len(acts) + 1))
        self.taken_back(acts, person=person)

    def agreement(self, providers: Sequence[str], acts: list[Entry]) -> None:
        parties = self.pick((PARTIES, PARTIES, (*PARTIES, "cleo"), ("ana", "cleo")))
        kind = ConsentKind.CONDUCT if self.chance(30) else ConsentKind.EXPRESS
        acts.append(Agree(**self.days(DAYS), parties=parties, kind=kind, **self.choice(providers), entry=len(acts) + 1))
        self.taken_back(acts, persons=parties)

    def taken_back(self, acts: list[Entry], **author: Any) -> None:
        if self.chance(12):
            days = [day for day in DAYS if day >= acts[-1].recorded]
            acts.append(Revoke(**self.days(days), of=acts[-1].entry, **author, entry=len(acts) + 1))

    # --- the dispute ---

    def dispute(self, providers: Sequence[str]) -> dict[str, Any]:
        first, second = PARTIES
        if self.chance(5):
            second = self.pick(providers)
        raw: dict[str, Any] = {"id": "d", "matter": self.pick(MATTERS), "anchor": ANCHOR}
        raw["parties"] = {"claimant": first, "respondent": second}
        raw["issues"] = self.pick((("merits",), ("merits",), ("merits",), ("merits",), ("merits", "cost")))
        if self.chance(30) and self.shape.roles:
            raw["parties"]["carrier"] = self.pick((first, second, "cleo"))
        if self.chance(30):
            raw["forum"] = self.pick(self.forums)
        if self.chance(50):
            raw["filed"] = self.pick((date(2025, 10, 1), date(2026, 8, 1)))
        if self.chance(15) and self.shape.claims:
            raw["claims"] = self.claims(first, second)
        raw["facts"] = self.facts()
        return raw

    def claims(self, first: str, second: str) -> list[dict[str, Any]]:
        other = self.pick((first, "cleo"))
        more: dict[str, Any] = {"id": "c2", "claimant": second, "respondent": other}
        if self.chance(30):
            more |= {"matter": self.pick(MATTERS), "anchor": self.pick((date(2024, 12, 1), date(2025, 6, 20)))}
        return [{"id": "c1", "claimant": first, "respondent": second}, more]

    def facts(self) -> dict[str, Any]:
        stated = {name: self.fact(values) for name, values in FACTS.items()}
        stated["chosen"] = self.fact([*self.editions, "harbor 1"])
        given = {name: value for name, value in stated.items() if value is not None}
        if self.shape.roles:
            kept = {role: self.fact((True, False)) for role in ("claimant", "respondent")}
            if known := {role: value for role, value in kept.items() if value is not None}:
                given["kept"] = known
        return given

    def fact(self, values: Sequence[Any]) -> Any:
        if self.informed or self.chance(45):
            return self.pick(values)
        return self.pick((None, "unknown", "unknown", "not_applicable"))


def _target(exception: str) -> str:
    return exception.split(" to ")[1].split()[0]


def _labels(clauses: Sequence[str]) -> set[str]:
    return {clause.split()[1] for clause in clauses if clause.startswith(("acceptance", "exception"))}
