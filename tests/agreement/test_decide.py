"""What is decided quickly is what the judgment says, and everything that is not plain is resolved in full."""

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from panarchy_rules import Panarchy
from panarchy_rules.adjudication import decide
from panarchy_rules.adjudication.prepare_plain import Prepared
from panarchy_rules.adjudication.reasons import Said, reasons_in, said_in
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.register import Join
from tests.agreement import test_docket as docket
from tests.support.small_world import World
from tests.support.worlds import worlds


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Laws are compiled for the first dispute under them."""
    monkeypatch.setattr(decide, "_TRIED", 1)


def _said(world: Panarchy, dispute: Any) -> Said | None:
    prepared = world._deciding.prepare(dispute)
    return None if prepared is None else world._deciding.say(prepared)


def _docket() -> tuple[Panarchy, list[dict[str, Any]]]:
    import rulebooks  # Of the benchmark, whose folder is on the path by now.

    random = Random(11)
    engine = docket.DocketEngine(
        [docket._provider(random, number) for number in range(docket.COUNT)], docket._acceptances(random)
    )
    return engine.world, [rulebooks.dispute(docket._dispute(random, number)) for number in range(150)]


def test_disputes_of_the_docket_are_decided_as_they_are_resolved() -> None:
    """Laws, answers, values and deciding rules; the judgment made afterwards is the one that resolving gives."""
    world, disputes = _docket()
    for _ in range(3 * decide._TRIED):
        for dispute in disputes:
            _said(world, dispute)

    quick = [_said(world, dispute) for dispute in disputes]

    assert sum(said is not None for said in quick) > 140
    for dispute in disputes:
        assert world.decide(dispute).reasons  # How the two codes come to a law is taken from a judgment once.
        decided = world.decide(dispute)
        judgment = world.resolve(Dispute.model_validate(dispute))
        assert decided.issues == tuple(map(said_in, judgment.issues))
        assert decided.reasons == tuple(map(reasons_in, judgment.issues))
        assert decided.judgment.model_dump_json() == judgment.model_dump_json()
        prepared = world.decide(world.prepare(dispute))
        assert (prepared.issues, prepared.reasons) == (decided.issues, decided.reasons)


@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(worlds())
def test_generated_worlds_are_decided_as_they_are_resolved(world: World) -> None:
    """With ranks, caps, conditions, exceptions, amendments and unknown facts, most of which are not plain."""
    tried, decide._TRIED = decide._TRIED, 1
    try:
        built = world.built()
        judgment = built.resolve(world.dispute)
        for raw in (dict(world.raw), world.raw | {"anchor": date.fromisoformat(str(world.raw["anchor"]))}):
            assert built.decide(raw).issues == tuple(map(said_in, judgment.issues))
            assert built.decide(raw).reasons == tuple(map(reasons_in, judgment.issues))
    finally:
        decide._TRIED = tried


LAWS = {
    "words.law": """vocabulary words matter tort matter toll fact price is money fact late is days fact harm is yes_no
        fact share is percent fact parts is number fact due is date fact cause is one of {storm, strike}
        fact chosen is law fact grade is percent""",
    "ash.law": """rulebook ash this is edition 1 in force from 2020-01-01 uses words governs tort
        rule r respondent owes claimant price * share + 1 EUR * parts when late > 3 days and due < 2026-02-01
        exception e to r claim fails when cause is storm unless harm""",
}
PLAIN = {
    "id": "d", "matter": "tort", "anchor": "2026-01-05", "parties": {"claimant": "ana", "respondent": "ben"},
    "facts": {"price": "10.50 EUR", "late": "4 days", "harm": True, "share": "50 %", "parts": 3,
              "due": date(2026, 1, 1), "cause": "storm"},
}  # fmt: skip
ODD = {
    "price": ["10 EUR", "10. EUR", "10.5 EUR", "10.505 EUR", "-3 EUR", "3 USD", " 10 EUR", "10  EUR", "1e3 EUR", "x",
              10, None, "unknown", "not_applicable", "9" * 70 + " EUR", "٣ EUR", ["1 EUR"], 1.5],
    "late": ["1 day", "2 weeks", "4 months", "-4 days", "4", 4, "04 days", "99999999999 days"],
    "harm": ["yes", "no", "unknown", 1, 0, "x", None],
    "share": ["50%", "50.5 %", "150 %", "-1 %", 50, "0 %"],
    "parts": ["3", "2.5", True, -3, 10**30, "x", 2.5],
    "due": ["2026-01-01", "2026-13-01", "never", 5],
    "cause": ["strike", "neglect", "unknown", 3, ["storm"]],
    "chosen": ["ash", "elm", "ash 1", "unknown"],
    "grade": ["15 %", "25 %"],
    "nothing": [1],
}  # fmt: skip
ODD_PARTS = {
    "id": ["", "a b", 5, None, "x" * 200, ["d"]],
    "matter": ["toll", "nothing", None, ["tort"], {}],
    "anchor": ["2026-1-5", "soon", None, 5, date(2026, 1, 5), "2019-01-01", "2026-02-30", ["2026-01-05"]],
    "parties": [{}, {"claimant": "ana"}, {"claimant": "ana", "respondent": "ana"}, {"claimant": "x", "respondent": "y"},
                {"claimant": ["ana"], "respondent": "ben"}, {"claimant": "ash", "respondent": "ben"}, [], None,
                {"claimant": "ana", "respondent": "ben", "carrier": "ana"}],
    "facts": [None, [], {}, {"price": "1 EUR"}, {5: 5}],
    "filed": ["2026-01-06"], "today": ["2026-01-07"], "title": ["A title"], "forum": ["nowhere"], "issues": [[]],
    "claims": [[]], "assignee": ["ana"], "stipulated": [{}], "standings": [[]], "what": [1],
}  # fmt: skip


@pytest.fixture
def ash() -> Panarchy:
    """Two members of one code."""
    joins = [
        Join(entry=n, recorded=date(2025, 1, 1), person=p, provider="ash") for n, p in enumerate(("ana", "ben"), 1)
    ]
    return Panarchy.build(LAWS, joins)


CODES = {
    "words.law": """vocabulary words matter tort fact price is money fact late is days fact chosen is law
        fact cause is one of {storm, strike}""",
    "ash.law": """rulebook ash this is edition 1 in force from 2020-01-01 uses words governs tort
        own law never
        forum court open to anyone
        definition share means 50 % when cause is storm
        rule r "Who is late pays" source "art. 1" respondent owes claimant price * share when late > 3 days
        exception e to r claim fails when cause is strike
        acceptance a accept law of chosen towards members of elm
        acceptance b accept elm for tort towards members of oak
        acceptance c accept forum court""",
    "elm.law": """rulebook elm this is edition 1 in force from 2020-01-01 uses words governs tort
        own law never
        rule r respondent owes claimant price
        acceptance a accept law of chosen towards members of ash
        acceptance b accept forum court towards members of ash
        acceptance c accept oak towards members of oak""",
    "oak.law": """rulebook oak this is edition 1 in force from 2020-01-01 uses words governs tort
        rule r respondent owes claimant price
        exception e to r claim fails when late > 9 days
        acceptance a accept elm towards members of ash
        acceptance b accept forum court towards members of ash""",
    "yew.law": """rulebook yew this is edition 1 in force from 2020-01-01 uses words governs tort
        rule r respondent owes claimant price
        acceptance a accept forum court when cause is storm
        acceptance b accept elm towards members of ash""",
}


def _members_of_four_codes() -> Panarchy:
    joins = [
        Join(recorded=date(2025, 1, 1 + n), person=f"{code}_{n}", provider=code, text=f"form {n}")
        for n in range(4)
        for code in ("ash", "elm", "oak", "yew")
    ]
    return Panarchy.build(CODES, joins)


def test_reasons_of_other_members_of_two_codes_are_those_of_their_judgments(at_once: None) -> None:
    """What two codes come to is taken from one judgment; acts, rules and facts of every other dispute are its own."""
    world, random = _members_of_four_codes(), Random(3)
    persons = [f"{code}_{n}" for n in range(4) for code in ("ash", "elm", "oak", "yew")]
    made_at_once = 0

    for number in range(150):
        claimant, respondent = random.sample(persons, 2)
        facts = {
            "price": f"{number} EUR",
            "late": f"{random.randint(1, 12)} days",
            "cause": random.choice(("storm", "strike")),
            "chosen": random.choice(("ash", "elm", "oak")),
        }
        parties = {"claimant": claimant, "respondent": respondent}
        table = {"id": f"d{number}", "matter": "tort", "anchor": "2026-01-05", "parties": parties, "facts": facts}
        decided = world.decide(table)
        reasons = decided.reasons
        made_at_once += decided._judgment is None
        from_judgment = tuple(map(reasons_in, decided.judgment.issues))
        assert reasons == from_judgment
        for mine, its in zip(reasons[0].answers, from_judgment[0].answers, strict=True):
            assert mine.read.keys() >= its.read.keys()
            assert mine.words == its.words

    assert made_at_once > 50


def _odd() -> list[dict[str, Any]]:
    facts = [{**PLAIN, "facts": {**PLAIN["facts"], name: value}} for name, values in ODD.items() for value in values]  # type: ignore[dict-item]
    left_out = [{**PLAIN, "facts": {k: v for k, v in PLAIN["facts"].items() if k != name}} for name in PLAIN["facts"]]  # type: ignore[attr-defined]
    return [*facts, *left_out, *({**PLAIN, part: value} for part, values in ODD_PARTS.items() for value in values)]


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("odd", _odd(), ids=str)
def test_whatever_is_written_is_decided_or_refused_as_it_is_resolved(ash: Panarchy, odd: dict[str, Any]) -> None:
    """Facts in other forms, mistakes of every kind, and what is not plain."""
    assert _said(ash, PLAIN) is not None

    assert _outcome(lambda: ash.decide(odd).issues) == _outcome(
        lambda: tuple(map(said_in, ash.resolve(Dispute.model_validate(odd)).issues))
    )


def _outcome(ask: Any) -> object:
    try:
        return ask()
    except Refused as refused:
        return [d.message for d in refused.diagnostics]
    except ValueError as wrong:
        return type(wrong), str(wrong)


@pytest.mark.usefixtures("at_once")
def test_with_more_entries_only_what_they_touch_is_resolved_again(ash: Panarchy) -> None:
    """A world with a longer register decides by the longer register, and knows the laws it had compiled."""
    before = ash.decide(PLAIN)
    more = ash.law_world.register.plus(Join(recorded=date(2026, 1, 1), person="cid", provider="ash"))
    longer = ash.with_register(more)
    cid = {**PLAIN, "parties": {"claimant": "cid", "respondent": "ben"}}

    assert longer.decide(PLAIN).issues == longer.decide(ash.prepare(PLAIN)).issues == before.issues
    assert isinstance(ash.prepare(PLAIN), Prepared)
    assert _said(longer, cid) is not None
    assert longer._deciding.consents.read == 0
    with pytest.raises(Refused):
        ash.decide(cid)
