"""Claims on one debt and netted claims: their sums, computed again from what the judgment says, and what is refused."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.casefile.read_dispute import read_dispute as read_file
from tests.support.chains import faults
from tests.support.checkout import ROOT
from tests.support.world_suites import _FENCE as FENCE
from tests.support.world_suites import _setting, _world, read_dispute, world_claims

SUITES = [ROOT / "tests/choice_of_law/debts.md", ROOT / "tests/choice_of_law/netting.md"]


def judgments(suite: Path) -> list[tuple[object, Judgment]]:
    """Every judgment of a suite, with its world."""
    found = []
    for claim in world_claims(suite):
        laws, register = _setting([*FENCE.finditer(claim.shared), *FENCE.finditer(claim.body)])
        for block in FENCE.finditer(claim.body):
            if block["word"] == "dispute":
                world = _world(laws, register, ())
                found.append((world, world.resolve(read_dispute(block["body"]))))
    return found


def money(text: str) -> Fraction:
    """An amount of whatever unit."""
    return Fraction(re.split(" ", text)[0])


def test_the_parts_of_a_debt_come_to_the_whole() -> None:
    """Shares under one law come to 1 and their amounts to the whole; joint parts are the whole."""
    seen = 0
    for _, judgment in judgments(SUITES[0]):
        for debt in judgment.debts:
            if debt.status not in DECIDED or len(debt.parts) < len(debt.claims):
                continue
            laws = {part.law for part in debt.parts}
            shares = [Fraction(part.share) for part in debt.parts if part.share]
            if len(laws) == 1 and len(shares) == len(debt.parts):
                assert sum(shares) == 1
                assert sum(money(part.amount) for part in debt.parts) == money(debt.most or "")
                seen += 1
            for part in debt.parts:
                assert not part.joint or part.amount == part.whole
    assert seen > 3


def test_net_positions_come_to_nothing_and_payments_to_them() -> None:
    """What all are owed is what all owe; each position is the sum of the member's claims and of their payments."""
    seen = 0
    for world, judgment in judgments(SUITES[1]):
        for ring in judgment.nettings:
            position = {one.person: money(one.amount) for one in ring.positions}
            assert sum(position.values()) == 0
            owed = dict.fromkeys(position, Fraction(0))
            paid = dict.fromkeys(position, Fraction(0))
            claims = {claim.id: claim for claim in judgment.dispute.claims}
            for part in ring.claims:
                if part.amount:
                    owed[claims[part.claim].claimant] += money(part.amount)
                    owed[claims[part.claim].respondent] -= money(part.amount)
            for debtor, creditor, amount in ring.payments:
                paid[creditor] += money(amount)
                paid[debtor] -= money(amount)
            assert owed == position == paid
            for one in ring.positions:
                issue = next(i for i in judgment.issues if one.person in (i.claimant, i.respondent))
                found = [f for f in faults(world, judgment, issue, one.chain, ring.law or "") if "refuses" not in f]  # type: ignore[arg-type]
                assert found == []
                seen += 1
    assert seen > 6


HEAD = 'id = "a"\nmatter = "contract"\nanchor = 2026-02-01\n'


def claim(name: str, claimant: str, respondent: str, more: str) -> str:
    """A claim of a dispute file."""
    return f'[[claims]]\nid = "{name}"\nclaimant = "{claimant}"\nrespondent = "{respondent}"\n{more}\n'


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ([("one", "ana", "ben", 'debt = "x"')], "only one claim is on the debt `x`"),
        (
            [("one", "ana", "ben", 'debt = "x"'), ("two", "cleo", "dora", 'debt = "x"')],
            "the claims on the debt `x` have neither one creditor nor one debtor",
        ),
        (
            [("one", "ana", "ben", 'debt = "x"'), ("two", "ana", "ben", 'debt = "x"')],
            "the claims on the debt `x` have neither one creditor nor one debtor",
        ),
        (
            [("one", "ana", "ben", 'net = "x"\nset_off = "two"'), ("two", "ben", "ana", 'net = "x"')],
            "a claim is set off, netted, or on a shared debt, and no two of these",
        ),
    ],
)
def test_claims_that_do_not_fit_together_are_refused(claims: list[tuple[str, str, str, str]], words: str) -> None:
    """The mistake is said in the file."""
    _, found = read_file("a.toml", (HEAD + "".join(claim(*one) for one in claims)).encode())

    assert [(one.code, one.message) for one in found] == [("PR358", words)]
