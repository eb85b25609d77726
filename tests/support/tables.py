"""A small world of traders and tables of their disputes, for tests of what decides many at once."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pyarrow as pa

from panarchy_rules import Panarchy
from panarchy_rules.register import Agree, Entry, Join, Submit

WORDS = """
vocabulary trade
matter sale
matter service
issue costs
fact price is money
fact late is days
fact due is date
fact done is date
fact storm is yes_no
fact care is one of {little, fair, much}
fact share is percent
fact fault of party is number
fact chosen is law otherwise not_applicable
head damages settles merits
head costs settles costs
"""
MESA = """
rulebook mesa uses trade
governs sale, service
own law never for service
acceptance a accept law of respondent for sale towards members of harbor
acceptance b accept chosen for service towards members of harbor
rule delay respondent owes claimant price * 3 % when late > 10 days
exception force_majeure to delay claim fails when storm and care is not little
exception no_decision to delay no decision as incapacity when fault of claimant > fault of respondent
rule court_fees respondent owes claimant 50 EUR as costs when done is not within 1 month after due
step cents of damages round half even to 0.01 EUR
steps of damages cents
forum court open to anyone
acceptance f accept forum court
"""
HARBOR = """
rulebook harbor uses trade
governs sale, service
own law never for service
acceptance a accept law of respondent for sale towards members of mesa
acceptance b accept chosen for service towards members of mesa
rule delay respondent owes claimant price * share when late > 20 days
rule carelessness respondent owes claimant 100 EUR when care is little
exception force_majeure to delay claim fails when storm
step cap of damages at most 70_000 EUR
steps of damages cap
acceptance f accept forum court for sale
"""
DAY = date(2025, 1, 1)
MAP: dict[str, object] = {
    "keep": ["case"],
    "dispute": {"matter": {"column": "matter"}, "anchor": {"column": "day"}, "issues": ["merits", "costs"]},
    "parties": {"claimant": {"column": "claimant"}, "respondent": {"column": "respondent"}},
    "facts": {
        "price": {"column": "cents", "unit": "EUR", "scale": 100},
        "late": {"column": "late"},
        "due": {"column": "due"},
        "done": {"column": "done", "null": "not_applicable"},
        "storm": {"column": "storm"},
        "care": {"column": "care"},
        "share": {"column": "share"},
        "fault": {"claimant": {"column": "fault", "scale": 10}, "respondent": 1},
        "chosen": {"column": "chosen", "null": "not_applicable"},
    },
}


def traders() -> Panarchy:
    """Members of two providers, one who left, one of both, and two with an agreement of their own."""
    entries: list[Entry] = []

    def add(act: type[Entry], **about: object) -> None:
        entries.append(act(entry=len(entries) + 1, recorded=DAY, **about))  # type: ignore[call-arg]

    for name in ("ana", "abe", "ada", "amy"):
        add(Join, person=name, provider="mesa")
    for name in ("ben", "bob", "bert", "bea", "both"):
        add(Join, person=name, provider="harbor")
    add(Join, person="both", provider="mesa")
    add(Agree, parties=("amy", "bea"), law="harbor")
    add(Submit, person="sue", law="mesa")
    return Panarchy.build({"trade.law": WORDS, "mesa.law": MESA, "harbor.law": HARBOR}, entries)


PERSONS = ("ana", "abe", "ada", "amy", "ben", "bob", "bert", "bea", "both", "sue")


def drawn(count: int, seed: int = 1, persons: tuple[str, ...] = PERSONS) -> Any:
    """A table of disputes: all fit the world, and facts are missing here and there."""
    random = Random(seed)
    return pa.Table.from_pylist([*_rows(count, random, persons)], _SCHEMA)


_SCHEMA = pa.schema(
    [
        ("case", pa.string()), ("matter", pa.string()), ("day", pa.date32()), ("claimant", pa.string()),
        ("respondent", pa.string()), ("cents", pa.int64()), ("late", pa.int32()), ("due", pa.date32()),
        ("done", pa.date32()), ("storm", pa.bool_()), ("care", pa.string()), ("share", pa.decimal128(9, 2)),
        ("fault", pa.int16()), ("chosen", pa.string()),
    ]
)  # fmt: skip


def _rows(count: int, random: Random, persons: tuple[str, ...]) -> Iterator[dict[str, object]]:
    for number in range(count):
        claimant, respondent = random.sample(persons, 2)
        row: dict[str, object] = {
            "cents": random.choice((0, 1, 333, 100_050, 7_000_000_00, 10**12 + 1, -5)),
            "late": random.randint(0, 30),
            "due": date(2024, 1, random.choice((1, 29, 31))),
            "done": date(2024, random.choice((2, 3)), random.choice((1, 28, 29))),
            "storm": random.random() < 0.3,
            "care": random.choice(("little", "fair", "much")),
            "share": random.choice((5, 10, 33)),
            "fault": random.randint(0, 20),
            "chosen": random.choice(("mesa", "harbor", "harbor 1", None)),
        }
        for name in row:
            if random.random() < 0.02:
                row[name] = None
        yield {
            **row,
            "case": f"c{number}",
            "matter": random.choice(("sale", "service")),
            "day": date(2025, 6, random.choice((1, 2))),
            "claimant": claimant,
            "respondent": respondent,
        }
