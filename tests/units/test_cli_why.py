"""Why a dispute comes out as it does, why not under another law, and what would change it."""

import re
from datetime import date, timedelta
from functools import cache

import pytest

from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT
from tests.support.command import panarchy

WORLDS = {
    "bazaar": "late_chargeback", "escape": "loan", "fair": "e", "gragas": "d", "lamps": "lamps", "lantern": "bounty",
    "neumeier": "row_7", "rites": "estate", "road": "c", "secession": "before", "tern": "stranger", "ulex": "c",
    "xeer": "woman_under_the_contract_of_1955",
}  # fmt: skip


@cache
def world(name: str) -> Panarchy:
    """A world under examples/."""
    return Panarchy.load(ROOT / "examples" / name)


def why(place: str, *options: str) -> str:
    """What the command says of a dispute under examples/."""
    name, dispute = place.split("/")
    return panarchy("why", ROOT / f"examples/{name}/disputes/{dispute}.toml", *options).out


def test_the_judgment_comes_first() -> None:
    """Then each law that somebody's consents lead to, then what would change it."""
    found = panarchy("why", ROOT / "examples/road/disputes/c.toml")

    assert found.code == 3
    assert found.out.startswith(world("road").text(world("road").resolve("c")).rstrip("\n"))
    assert found.out.index("Why not RoadCo?") < found.out.index("What would change it")


def test_an_agreement_comes_before_what_codes_accept() -> None:
    """A law in common that stands behind another says behind which, and why."""
    said = why("ulex/c", "--why-not", "ulex 1.2")

    assert said.splitlines() == [
        "Why not Ulex 1.2? The merits: Cleo against Dan",
        "  Ulex 1.0, on which the parties agreed beforehand, comes before Ulex 1.2, to which the codes of the parties "
        "lead.",
    ]


def test_a_party_whose_consents_do_not_lead_there_is_named_with_the_cures() -> None:
    """And the clauses that would have led there."""
    said = why("road/c", "--why-not", "roadco")

    assert "  No consent of Fay leads to RoadCo.\n" in said
    assert "    Fay submits to RoadCo\n" in said
    assert "Ada leads" not in said
    assert "it was revoked, and its notice ran out" in why("ulex/f_later", "--why-not", "ulex 1.2")


def test_a_refused_result_is_the_reason() -> None:
    """The law was common, and a code refuses what it would give."""
    said = why("xeer/woman_under_the_contract_of_1955", "--why-not", "heer")

    assert "Refused: the contract between Hassan Ugaas and its neighbours would give 50 camels (blood money)" in said


def test_a_law_that_governs_is_said_to() -> None:
    """There is nothing to explain."""
    assert why("ulex/a", "--why-not", "ulex 1.2").endswith("  Ulex 1.2 governs.\n")


def test_the_home_law_of_a_party_may_prefer_another() -> None:
    """Both belong to Alta, and entered under RoadCo's terms."""
    assert "The home law of Cas and Ada prefers edition 1 of the code of Alta" in why("road/a", "--why-not", "roadco")


def test_the_day_on_which_the_claim_would_be_barred_is_found() -> None:
    """Crest bars a claim six years after 1 June 2025; the debtor's new code would have done so after one."""
    said = why("escape/loan", "--change")

    assert "If “the day of filing” were 2 June 2031 and not 1 December 2026: Decided" in said
    assert "If Yam and Xan agreed on the code of ZeroDebt now: Decided under the code of ZeroDebt" in said
    assert "-0.01" not in said


def test_an_agreement_the_parties_could_still_make_is_tried() -> None:
    """With what would then be ordered."""
    said = why("road/c", "--change")

    assert "If Fay and Ada agreed on Ulex 1.2 now: Decided under Ulex 1.2" in said
    assert "Ada pays Fay 30000 EUR (for the injury)." in said


def test_a_change_is_the_nearest_one() -> None:
    """The day before, nothing changes."""
    escape = world("escape")
    dispute = escape.disputes["too_late"]
    (found,) = [one for one in escape.what_would_change(dispute).facts if one.words == "filing"]
    filed = date.fromisoformat(found.after)
    statuses = {
        day: tuple(g.rule for i in escape.resolve(dispute.model_copy(update={"filed": day})).issues
                   for a in i.answers for g in a.grounds)
        for day in (filed, filed + timedelta(days=1), dispute.filed)
    }  # fmt: skip

    assert statuses[filed] != statuses[filed + timedelta(days=1)] == statuses[dispute.filed]


@pytest.mark.parametrize(("name", "dispute"), WORLDS.items())
def test_every_world_is_answered_in_its_own_titles(name: str, dispute: str) -> None:
    """Something is said of every law within reach and of what would change it, and no identifier is left."""
    ran = panarchy("why", ROOT / f"examples/{name}/disputes/{dispute}.toml", "--change", "--budget", "40")

    assert ran.err == ""
    assert "What would change it\n  If " in ran.out or "No change of a single fact" in ran.out
    assert re.findall(r"\b[a-z]+_[a-z_]+", ran.out) == []


def test_programs_get_the_same() -> None:
    """Status first; laws, reasons and changes as data."""
    ran = panarchy("why", ROOT / "examples/road/disputes/c.toml", "--format", "json")
    table = ran.table

    assert next(iter(table)) == "status"
    assert table["status"] == "NO_COMMON_LAW"
    assert {one["law"] for one in table["why_not"]} == {"alta 1", "brix 1", "roadco 1", "ulex 1.2"}
    assert table["changes"]["whole"]
    assert {one["law"] for one in table["changes"]["agreements"]} == {"alta 1", "brix 1", "roadco 1", "ulex 1.2"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("examples/road",), "here are 9 disputes"),
        (("examples/road/disputes/c.toml", "--why-not", "rodeco"), "did you mean `roadco`?"),
        (("examples/road/disputes/c.toml", "--budget", "0"), "`--budget` cannot be `0`"),
        (("examples/road/disputes/nowhere.toml",), "there is no"),
    ],
)
def test_misuse_is_told_with_a_way_out(arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never a traceback."""
    monkeypatch.chdir(ROOT)
    ran = panarchy("why", *arguments)

    assert ran.code == 2
    assert said in ran.err
