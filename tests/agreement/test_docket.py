"""The rulebooks of the docket: their own functions and the whole pipeline decide alike."""

import sys
from random import Random
from typing import Any, NamedTuple

from tests.support.checkout import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

from docket_engine import DocketEngine

CONDUCTS = ("intentional", "reckless", "negligent", "innocent")
KINDS = ("claimant", "respondent", "chosen", "third", "renvoi")
COUNT = 4


class Acceptance(NamedTuple):
    holder: int
    counterparty: int
    subject: str
    kind: str
    third: int | None


def test_every_dispute_is_decided_as_the_world_resolves_it() -> None:
    """Law, liability, award and deciding rule, for drawn providers, acceptances and facts."""
    random = Random(7)
    engine = DocketEngine([_provider(random, number) for number in range(COUNT)], _acceptances(random))

    disputes = [_dispute(random, number) for number in range(150)]

    decided = [engine.decide_one(dispute) for dispute in disputes]
    assert decided == [engine.ask(dispute) for dispute in disputes]
    assert len({rule for *_, rule in decided}) > 12


def _provider(random: Random, number: int) -> dict[str, Any]:
    tort = {
        "limitation_days": 1500,
        "self_defence": random.random() < 0.5,
        "consent": random.choice(("none", "all", "not_intentional")),
        "minimum_claim_cents": random.choice((0, 50_000)),
        "fault": random.choice(("pure", "bar50", "contributory")),
        "strict": random.random() < 0.5,
        "multiplier_percent": {conduct: random.choice((50, 75, 100, 150)) for conduct in CONDUCTS},
        "business_discount_percent": random.choice((0, 33)),
        "cap_cents": random.choice((None, 1_000_001)),
    }
    contract = {
        "limitation_days": 1500,
        "force_majeure": random.random() < 0.5,
        "cure_period_days": random.choice((0, 30)),
        "material_curable": random.random() < 0.5,
        "minor_percent": random.choice((33, 50)),
        "liquidated_percent": random.choice((0, 15)),
        "foreseeable_percent": random.choice((50, 150)),
    }
    return {"id": number, "name": f"P{number}", "tort": tort, "contract": contract}


def _acceptances(random: Random) -> list[Acceptance]:
    found = []
    for holder in range(COUNT):
        for other in range(COUNT):
            for subject in ("tort", "contract"):
                if holder != other and random.random() < 0.9:
                    kind = random.choice(KINDS)
                    third = random.randrange(COUNT) if kind == "third" else None
                    found.append(Acceptance(holder, other, subject, kind, third))
    return found


def _dispute(random: Random, number: int) -> dict[str, Any]:
    subject = random.choice(("tort", "contract"))
    claimant = random.randrange(COUNT)
    yes = lambda share: random.random() < share  # noqa: E731
    facts: dict[str, Any] = {
        "loss_cents": random.choice((101, 12_345, 333_333, 7_777_777)),
        "days_since_event": random.choice((10, 1500, 1501)),
    }
    if subject == "tort":
        facts |= {"conduct": random.choice(CONDUCTS), "claimant_fault_percent": random.choice((0, 0, 50, 51, 100))}
        facts |= {"self_defence": yes(0.1), "consented": yes(0.1), "claimant_is_business": yes(0.4)}
    else:
        facts |= {"value_cents": random.choice((999, 500_000)), "breach": random.choice(("none", "minor", "material"))}
        facts |= {"days_to_cure": random.choice((None, 30, 31)), "foreseeable": yes(0.5), "force_majeure": yes(0.1)}
    return {
        "id": number,
        "claimant": claimant,
        "respondent": claimant if yes(0.5) else random.randrange(COUNT),
        "subject": subject,
        "chosen_law": random.choice((None, *range(COUNT))),
        "facts": facts,
    }
