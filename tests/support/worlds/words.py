"""What is fixed in the generated worlds: names, days, the vocabulary, conditions; and what a test may leave out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

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
matter commons indivisible
issue cost
issue steps governed by procedure
role carrier
head cost settles cost
head amends
remedy apology is imposition
remedy exclusion is withdrawal
act plead has amount as money
fact urgent is yes_no
fact signed is yes_no otherwise no
fact place is one of {north, south, east}
fact weather is one of {storm, calm} otherwise not_applicable
fact price is money
fact host is person
fact chosen is law
fact kept of party is yes_no
fact term is period otherwise not_applicable
question proper_law is law
question bond is one of {sound, void}
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

DAILY = ("1 EUR * (length of term / 1 days)", "2 EUR * (length of term / 1 days)")


@dataclass(frozen=True)
class Shape:
    """What may occur in the worlds of a test."""

    conditions: bool = True  # Conditions on facts, exceptions and law-valued questions.
    missing: bool = True  # Facts that are not given.
    roles: bool = True  # Anything that treats claimant and respondent unlike.
    mirrors: bool = True  # `if reciprocal`.
    claims: bool = True  # Several claims in one dispute.
    whole: bool = True  # References to whole laws.
    classes: bool = True  # Codes that class a claim anew.

    def fits(self, wanted: "Shape") -> bool:
        """Whether nothing occurs in these worlds that may not in those."""
        return all(getattr(wanted, one.name) or not getattr(self, one.name) for one in fields(self))


ANY = Shape()
HUNTED = (
    *(ANY,) * 5,
    Shape(roles=False, claims=False),
    Shape(conditions=False, whole=False, classes=False),
    Shape(missing=False),
)
"""The shapes of the worlds of a hunt, in turn."""

SPICES = (
    "refusals", "floors", "gaps", "outsiders", "groups", "classes", "set_off", "preliminary", "recognition", "earlier",
    "ends", "kinds", "joint", "remedies", "procedure", "contested", "agreed", "taken_over", "modules",
    "transitions", "periods", "anchors", "together",
)  # fmt: skip
"""Labels that occur in a part of the worlds, so that not all of them stand in each other's way in each."""
HOT = frozenset("refusals floors set_off ends".split())
"""Those of them that seldom change anything where they occur, so that they have to occur more often."""
UNLIKE = frozenset("refusals floors set_off preliminary remedies procedure contested agreed taken_over".split())
"""Those of them that treat claimant and respondent unlike."""

LASTING = frozenset({"periods"})
"""Those of them that make several claims of one, so that they occur only where nothing is left out of the worlds."""


@dataclass
class Cast:
    """Who and what there is in a world: what the makers of its parts have to agree on."""

    shape: Shape
    large: bool = False  # A few worlds are large; what two clauses do to each other is seen in small ones.
    spices: frozenset[str] = frozenset()
    informed: bool = True
    providers: list[str] = field(default_factory=list)
    editions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    forums: list[str] = field(default_factory=list)
    common: str = ""  # A law that all guilds accept, in many worlds: else most disputes have no common law.
    labels: dict[str, list[str]] = field(default_factory=dict)  # Of acceptance clauses, by provider.
