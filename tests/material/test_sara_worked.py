"""The amounts of the tax rulebook, computed once more from the words of sections 1, 63, 68, 151 and 3301."""

import json
import math
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.base.values import Money, Value
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Asking
from panarchy_rules.rulebook.verdict import Settled
from tests.material.sara import irc

# Section 1 as it is written: "over" so much, so much "plus" so many percent of the excess.
TABLES = {
    "a": [("0", "0", "15"), ("36900", "5535", "28"), ("89150", "20165", "31"), ("140000", "35928.50", "36"),
          ("250000", "75528.50", "39.6")],
    "b": [("0", "0", "15"), ("29600", "4440", "28"), ("76400", "17544", "31"), ("127500", "33385", "36"),
          ("250000", "77485", "39.6")],
    "c": [("0", "0", "15"), ("22100", "3315", "28"), ("53500", "12107", "31"), ("115000", "31172", "36"),
          ("250000", "79772", "39.6")],
    "d": [("0", "0", "15"), ("18450", "2767.50", "28"), ("44575", "10082.50", "31"), ("70000", "17964.25", "36"),
          ("125000", "37764.25", "39.6")],
}  # fmt: skip
_CASES = json.loads(Path(__file__).with_name("sara_by_hand.json").read_text("utf-8"))["cases"]
WORKED = [pytest.param(case, id=case["id"]) for case in _CASES if "worked" in case]


def tabled(schedule: str, income: Fraction) -> Fraction:
    """The tax that a table of section 1 prints for an income."""
    over, base, rate = [row for row in TABLES[schedule] if income > Fraction(row[0])][-1] if income else ("0",) * 3
    return Fraction(base) + (income - Fraction(over)) * Fraction(rate) / 100


def dollars(amount: Fraction) -> int:
    """Whole dollars, halves up."""
    return math.floor(amount + Fraction(1, 2))


def worked_out(
    year: int,
    schedule: str,
    gross: list[int],
    standard: int = 0,
    itemized: int | None = None,
    exemptions: int = 1,
    applicable: int = 250000,
    step: int = 2500,
    wages: int = 0,
) -> int:
    """The tax of a return whose status, deductions, exemptions and wages are already known."""
    income, suspended = sum(gross), 2018 <= year <= 2025
    excess = max(0, income - applicable)
    percent = min(100, 2 * math.ceil(Fraction(excess, step)))
    exempt = 0 if suspended else Fraction(2000 * exemptions * (100 - percent), 100)
    reduction = 0 if suspended else min(Fraction(3 * excess, 100), Fraction(80 * (itemized or 0), 100))
    deducted = standard if itemized is None else itemized - reduction
    taxable = max(Fraction(0), Fraction(income) - deducted - exempt)
    return dollars(dollars(tabled(schedule, taxable)) + Fraction(6 * wages, 100))


def _asked(name: str, *arguments: Value) -> Any:
    verdict = Evaluation(irc(), Record({}, {})).decide(Asking(name, arguments))
    assert isinstance(verdict, Settled), verdict
    return verdict.value


@pytest.mark.parametrize("case", WORKED)
def test_a_tax_is_what_its_parts_come_to(case: Mapping[str, Any]) -> None:
    """What a case expects is what the tables give for the status and the deductions that the case states."""
    parts = case["worked"]

    assert worked_out(**parts) == case["expected"]


@pytest.mark.parametrize("schedule", sorted(TABLES))
def test_a_scale_agrees_with_the_table_that_the_code_prints(schedule: str) -> None:
    """The scales of section 1 give the printed amounts at, just above and between the ends of all bands."""
    ends = [int(over) for over, _, _ in TABLES[schedule]]
    incomes = sorted({x + d for x in (*ends, 500000) for d in (-1, 0, 1, 777)} - {-1})

    for income in incomes:
        found = _asked(f"schedule_{schedule}", Money(Fraction(income), "USD"))

        assert found == Money(tabled(schedule, Fraction(income)), "USD"), income


@pytest.mark.parametrize(
    ("excess", "percent"), [(0, 0), (1, 2), (2500, 2), (2501, 4), (26932, 22), (125000, 100), (9**9, 100)]
)
def test_an_exemption_loses_two_points_for_each_step_or_part_of_one(excess: int, percent: int) -> None:
    """151(d)(3)(B): 2 percentage points for each 2500 USD or fraction of it, and never more than 100."""
    from panarchy_rules.base.values import Person

    limit = Money(Fraction(250000), "USD")
    income = Money(limit.amount + excess, "USD")

    assert _asked("percentage_over", Person("alice"), income, limit, Fraction(2017)) * 100 == percent
