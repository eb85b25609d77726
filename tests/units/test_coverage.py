"""Who can settle what with whom, what would cure it, and what clauses are worth: small worlds checked by hand."""

from datetime import date
from itertools import combinations, product

import pytest

from panarchy_rules.analysis.clauses import clauses, loops
from panarchy_rules.analysis.coverage import Coverage, coverage
from panarchy_rules.analysis.cures import Acceptance, cure
from panarchy_rules.analysis.shopping import shopping
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import End, Join

DAY = date(2026, 1, 1)
WORDS = """
vocabulary trade
language 1
matter contract
role buyer
role seller
fact written is yes_no
head price
"""


def world(**codes: str) -> Panarchy:
    """A world of codes that govern contracts, each with its clauses; `reef` is a neutral text."""
    laws = {"trade.law": WORDS}
    for name, clauses_ in {"reef": "", **codes}.items():
        governs = "" if name == "reef" else "governs contract"
        laws[f"{name}.law"] = (
            f"rulebook {name}\nlanguage 1\nuses trade\nthis is edition 1 in force from 2025-01-01\n{governs}\n"
            f"rule pay respondent owes claimant {len(name)} EUR as price\n{clauses_}"
        )
    register = [
        Join(recorded=DAY, person="ana", provider="harbor"),
        Join(recorded=DAY, person="ben", provider="mesa"),
    ]
    return Panarchy.build(laws, register)


def rows(built: Panarchy) -> dict[tuple[str, str], Coverage]:
    """The cells of the matrix for contracts."""
    return {(c.claimant, c.respondent): c.law for c in coverage(built.law_world, DAY, "contract").cells}


def test_members_of_one_code_are_covered_and_strangers_are_not() -> None:
    """A text without members has no row."""
    assert rows(world(harbor="", mesa="")) == {
        ("harbor", "harbor"): "always",
        ("harbor", "mesa"): "never",
        ("mesa", "harbor"): "never",
        ("mesa", "mesa"): "always",
    }


def test_a_clause_with_a_condition_covers_on_some_facts() -> None:
    """And the fact is named."""
    built = world(harbor="acceptance a accept reef when written", mesa="acceptance a accept reef")
    cell = next(c for c in coverage(built.law_world, DAY).cells if (c.claimant, c.respondent) == ("harbor", "mesa"))

    assert (cell.law, cell.laws, cell.waits) == (Coverage.SOMETIMES, ("reef 1",), ("written",))


def test_a_clause_for_a_role_covers_for_those_who_may_play_it() -> None:
    """As long as nobody has said who sells, it is open whether our member does."""
    built = world(harbor="acceptance a accept reef as seller", mesa="acceptance a accept reef as buyer")

    assert rows(built)["harbor", "mesa"] == "sometimes"


@pytest.mark.parametrize(
    ("codes", "least"),
    [
        ({"harbor": "", "mesa": ""}, 1),
        ({"harbor": "", "mesa": "", "vale": ""}, 2),
        ({"harbor": "acceptance a accept reef", "mesa": "acceptance a accept reef", "vale": ""}, 1),
        ({"harbor": "acceptance a accept reef when written", "mesa": "acceptance a accept reef"}, 1),
        ({"harbor": "acceptance a accept vale", "mesa": "", "vale": "acceptance a accept mesa"}, 1),
        ({"harbor": "acceptance a accept law of respondent", "mesa": "acceptance a accept law of respondent"}, 0),
        ({"harbor": "", "mesa": "", "vale": "", "knoll": "acceptance a accept harbor\nacceptance b accept mesa"}, 2),
    ],
)
def test_a_cure_covers_every_pair_and_no_smaller_one_does(codes: dict[str, str], least: int) -> None:
    """Checked by writing the clauses into the codes, and by trying every smaller set."""
    built = world(**codes)
    laws = [LawRef(name, "1") for name in sorted({"reef", *codes})]
    found = cure(coverage(built.law_world, DAY), "contract", laws)

    def covers(clauses_: tuple[Acceptance, ...]) -> bool:
        texts = dict(codes)
        for number, one in enumerate(clauses_):
            texts[one.code] += f"\nacceptance new_{number} accept {one.law.provider}"
        return set(rows(world(**texts)).values()) == {"always"}

    every = [Acceptance(code, law) for code, law in product(codes, laws) if law.provider != code]

    assert (len(found.clauses), found.is_least) == (least, True)
    assert covers(found.clauses)
    assert not any(covers(smaller) for smaller in combinations(every, max(0, least - 1)) if least)


def test_a_clause_that_can_lead_nowhere_says_why() -> None:
    """Against nobody, whatever the facts."""
    built = world(
        harbor="acceptance past accept reef until 2025-06-01\nacceptance never accept reef when 1 > 2",
        mesa="acceptance lonely accept law of respondent if reciprocal",
    )
    found = {clause.label: clause for clause in clauses(built.law_world, DAY)}

    assert [label for label, clause in found.items() if clause.is_dead] == ["never", "past"]
    assert found["past"].reasons == ("it is not in force on 2026-01-01",)
    assert found["never"].reasons == ("its condition does not hold",)
    assert (found["lonely"].reciprocal, found["lonely"].meets) == (True, ("mesa",))


def test_circles_of_acceptances_are_listed() -> None:
    """Each once, from its first law on."""
    built = world(harbor="acceptance a accept mesa", mesa="acceptance a accept vale", vale="acceptance a accept harbor")

    assert loops(built.law_world, DAY) == (("harbor 1", "mesa 1", "vale 1"),)


def test_shopping_lists_what_would_come_out_otherwise() -> None:
    """Whoever had belonged to the other's code would have been judged by it."""
    built = world(harbor="", mesa="")
    dispute = Dispute.model_validate(
        {
            "id": "d",
            "matter": "contract",
            "anchor": "2026-02-01",
            "parties": {"claimant": "ana", "respondent": "ben"},
        }
    )
    found = shopping(built.law_world, dispute)

    assert [status for _, status, _ in found.outcome.issues] == ["NO_COMMON_LAW"]
    assert {(one.what, laws) for one in found.changed for _, _, laws in one.outcome.issues} == {
        ("ana belongs to mesa too", ("mesa 1",)),
        ("ana belongs to mesa instead", ("mesa 1",)),
        ("ben belongs to harbor too", ("harbor 1",)),
        ("ben belongs to harbor instead", ("harbor 1",)),
    }
    assert found.unchanged == 2


def test_nobody_is_imagined_to_join_a_provider_that_has_ended() -> None:
    """From the day of its end on it has no row."""
    built = world(harbor="acceptance a accept reef", mesa="acceptance a accept reef")
    end = End(recorded=DAY, provider="mesa")
    without = built.with_register(built.law_world.register.plus(end))

    assert coverage(built.law_world, DAY).codes == ("harbor", "mesa")
    assert coverage(without.law_world, DAY).codes == ("harbor",)
