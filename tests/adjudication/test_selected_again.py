"""A judgment in which what took a law away was left out, or in which a law in common is denied, does not verify."""

from typing import Any

import pytest

from panarchy_rules.casefile.judgment import IssueJudgment, Judgment
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import Register
from tests.support.world_suites import entries, read_dispute

WORDS = "vocabulary words matter contract fact signed of party is yes_no"
PLAIN = "uses words governs contract"
COURT = "rulebook bench forum court open to anyone"
JOINED = "2025-01-01 ana joins harbor\n2025-01-01 ben joins mesa\n"
DISPUTE = "matter contract; ana against ben; anchor 2026-02-01"


def world(laws: dict[str, str], register: str = JOINED) -> Panarchy:
    """A world of codes by provider."""
    texts = {f"{name}.law": f"rulebook {name} {text}" for name, text in laws.items()}
    return Panarchy.build({"words.law": WORDS, "bench.law": COURT, **texts}, Register.of(entries(register)), ())


def objections(world: Panarchy, judgment: Judgment, **changes: Any) -> list[str]:
    """What `verify` says once the only issue was changed; it says nothing before."""
    assert world.verify(judgment) == ()
    issue: IssueJudgment = judgment.issues[0].model_copy(update=changes)
    notes = changes.get("notes", judgment.notes)
    changed = judgment.model_copy(update={"issues": (issue,), "status": issue.status, "notes": notes})
    return [one.message for one in world.verify(changed)]


WHOLE = {
    "harbor": f"{PLAIN} own law never acceptance theirs accept mesa whole rank 1 acceptance last accept ulex rank 2 "
    "acceptance court accept forum court reservation more refuse result where result of damages < 50 EUR",
    "mesa": f"{PLAIN} own law never acceptance first accept vale rank 1 acceptance last accept ulex rank 2 "
    "acceptance court accept forum court",
    "vale": "uses words rule pay respondent owes claimant 10 EUR",
    "ulex": "uses words rule pay respondent owes claimant 100 EUR",
}


def test_a_refusal_is_missed_where_a_code_refers_to_a_whole_law() -> None:
    """Harbor leaves it to Mesa, whose first law is Vale; its result is refused for Ana, and Ulex governs."""
    there = world(WHOLE)
    judgment = there.resolve(read_dispute(DISPUTE))
    (issue,) = judgment.issues

    assert judgment.laws == ("ulex 1",)
    assert [one.law for one in issue.refused_results] == ["vale 1"]
    found = objections(there, judgment, refused_results=(), refused=(), notes=())
    assert any("harbor 1 refuses the result of vale 1 for ana (more): not mentioned" in one for one in found)


def test_a_refusal_is_missed_where_mandatory_rules_changed_the_result() -> None:
    """Vale's 10 EUR become 20 by the floor of Harbor, which Mesa respects, and 20 are refused."""
    floor = "rule floor respondent owes claimant 20 EUR mandatory floor protects members as claimant"
    respect = "acceptance floors respect mandatory rules of harbor"
    laws = {**WHOLE, "harbor": f"{WHOLE['harbor']} {floor}", "mesa": f"{WHOLE['mesa']} {respect}"}
    there = world(laws)
    judgment = there.resolve(read_dispute(DISPUTE))

    assert judgment.laws == ("ulex 1",)
    assert judgment.issues[0].mandatory_rules
    assert objections(there, judgment, refused_results=(), refused=(), notes=())


def test_a_law_that_stands_first_is_not_passed_over() -> None:
    """No gap is there that would let the next law govern."""
    laws = {
        "harbor": f"{PLAIN} acceptance last accept ulex acceptance court accept forum court gaps next law",
        "mesa": f"{PLAIN} own law never acceptance first accept harbor rank 1 acceptance last accept ulex rank 2 "
        "acceptance court accept forum court",
        "ulex": WHOLE["ulex"],
    }
    there = world(laws)
    silent = there.resolve(read_dispute(DISPUTE))
    speaking = world({**laws, "harbor": f"{laws['harbor']} rule pay respondent owes claimant 5 EUR"})
    gap = [one for one in silent.issues[0].refused if one.clause == "gaps next law"]

    assert silent.laws == ("ulex 1",)
    assert gap
    assert any("harbor 1 stands before" in one for one in objections(there, silent, refused=()))
    said = [one.message for one in speaking.verify(silent)]
    assert any("harbor 1 leaves no gap here" in one for one in said)


def test_a_law_in_common_is_not_denied() -> None:
    """Both accept Ulex; a judgment that says that they have no law in common, or leaves it out of what one reaches."""
    laws = dict.fromkeys(("harbor", "mesa"), f"{PLAIN} own law never acceptance last accept ulex")
    there = world({**laws, "ulex": WHOLE["ulex"]})
    apart = world({**laws, "mesa": f"{PLAIN} own law never", "ulex": WHOLE["ulex"]})
    denied = apart.resolve(read_dispute(DISPUTE))
    (issue,) = denied.issues
    less = tuple(one.model_copy(update={"laws": ()}) for one in issue.frontiers)

    assert denied.status == "NO_COMMON_LAW"
    assert any("ulex 1 is in common" in one.message for one in there.verify(denied))
    assert any("ulex 1 is not said to be what ana has" in one for one in objections(apart, denied, frontiers=less))


EVASION = {
    "harbor": f"{PLAIN} watch 90 days for contract acceptance home accept law of respondent own law rank 2 "
    "rule pay respondent owes claimant 100 EUR acceptance court accept forum court",
    "mesa": f"{PLAIN} rule pay respondent owes claimant 5 EUR acceptance court accept forum court",
}
MOVED = "2025-01-01 ana joins harbor\n2025-01-01 ben joins harbor\n2026-01-15 ben leaves harbor\n"
MOVED += "2026-01-15 ben joins mesa\n"


@pytest.mark.parametrize(
    ("otherwise", "objection"),
    [(None, "would stand before mesa 1: not mentioned"), ("mesa 1 would govern", "is not in common")],
)
def test_a_flag_of_evasion_is_neither_left_out_nor_of_another_law(otherwise: str | None, objection: str) -> None:
    """Without Ben's move Harbor would govern."""
    there = world(EVASION, MOVED)
    judgment = there.resolve(read_dispute(DISPUTE))
    (flag,) = judgment.issues[0].evasions
    assert flag.otherwise == "harbor 1 would govern"

    changed = (flag.model_copy(update={"otherwise": otherwise}),) if otherwise else ()
    notes = judgment.issues[0].notes if otherwise else ()
    found = objections(there, judgment, evasions=changed, notes=notes)

    assert any(objection in one for one in found), found


def test_what_the_law_says_of_a_contested_agreement_is_asked_again() -> None:
    """Ulex has it valid, since both signed."""
    signed = "references to this law are valid when signed of claimant and signed of respondent"
    laws = dict.fromkeys(("harbor", "mesa"), f"{PLAIN} acceptance court accept forum court")
    there = world({**laws, "ulex": f"{WHOLE['ulex']} {signed}"}, f"{JOINED}2026-01-10 ana and ben agree on law ulex\n")
    facts = "; signed of claimant is yes; signed of respondent is yes\nben contests entry 3 for forgery"
    judgment = there.resolve(read_dispute(DISPUTE + facts))
    (one,) = judgment.issues[0].challenges
    assert (one.counts, one.code) == ("valid", "ulex 1")

    for changes in ({"counts": "void"}, {"code": "harbor 1"}, {"code": None}):
        found = objections(there, judgment, challenges=(one.model_copy(update=changes),))
        assert any("entry 3" in said for said in found), changes
