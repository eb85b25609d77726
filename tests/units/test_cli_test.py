import json
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.command import panarchy
from tests.units.test_cli_check import spoil


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world called `aegis` in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    panarchy("new", "aegis")
    return Path("aegis")


def test_a_world_that_keeps_its_promises_passes(world: Path) -> None:
    """Examples and disputes are counted together, alone on the last line."""
    ran = panarchy("test")

    assert (ran.code, ran.out, ran.err) == (0, "6 passed, 0 failed\n", "")


def test_an_example_that_fails_is_shown_with_what_came_out(world: Path) -> None:
    """The line of the expectation is underlined."""
    spoil(world / "rulebooks/orchard.law", "50 %", "40 %")

    ran = panarchy("test", "aegis")

    assert (ran.code, ran.last_line) == (1, "5 passed, 1 failed")
    assert ran.out.startswith("error[PR309]: example `one day late` expects 50 EUR")
    assert "--> aegis/rulebooks/orchard.law:30:3" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("80 EUR", "90 EUR", "orders ben pays ana 90 EUR as delay, found ben pays ana 80 EUR as delay", 22),
        ('["ben pays ana 80 EUR as delay"]', "[]", "no orders, found ben pays ana 80 EUR as delay", 22),
        ('"scales 1"', '"none"', "no law, found scales 1", 20),
        ('"DECIDED"', '"NO_FORUM"', "status NO_FORUM, found DECIDED", 19),
    ],
)
def test_a_dispute_that_comes_out_otherwise_is_shown_at_its_line(
    world: Path, old: str, new: str, message: str, line: int
) -> None:
    """Each unmet expectation is a diagnostic at the key that expects it."""
    spoil(world / "disputes/late_apples.toml", old, new)

    ran = panarchy("test", "aegis")

    assert (ran.code, ran.last_line) == (1, "5 passed, 1 failed")
    assert ran.out.startswith(f"error[PR702]: dispute `late_apples` expects {message}\n")
    assert f"--> aegis/disputes/late_apples.toml:{line}:1\n" in ran.out


def test_an_issue_is_expected_at_the_list_of_issues(world: Path) -> None:
    """What is expected issue by issue is found, too."""
    with (world / "disputes/late_apples.toml").open("a", encoding="utf-8") as file:
        file.write('[[expect.issues]]\nissue = "merits"\nstatus = "NO_FORUM"\n')

    ran = panarchy("test", "aegis")

    assert "expects status of merits NO_FORUM, found DECIDED\n" in ran.out
    assert "--> aegis/disputes/late_apples.toml:23:3\n" in ran.out


CHAINS = [
    "ana: joined orchard 1 on 2026-01-10 (entry 1) -> orchard 1 accepts scales 1 (fair_law, Orchard 3)",
    "ben: joined quay 1 on 2026-01-12 (entry 2) -> quay 1 accepts scales 1 (fair_law, Quay C)",
]


def test_chains_are_compared_word_by_word_in_any_order(world: Path) -> None:
    """What may bind whom is expected as exactly as an amount."""
    file = world / "disputes/late_apples.toml"
    file.write_text(file.read_text("utf-8") + f"chains = {json.dumps(CHAINS[::-1])}\n", "utf-8")

    assert panarchy("test").last_line == "6 passed, 0 failed"

    spoil(file, "joined quay 1 on 2026-01-12", "joined quay 1 on 2026-01-13")
    ran = panarchy("test")

    assert ran.last_line == "5 passed, 1 failed"
    assert "dispute `late_apples` expects chains ben: joined quay 1 on 2026-01-13 (entry 2)" in ran.out
    assert "--> aegis/disputes/late_apples.toml:23:1\n" in ran.out


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ('grounds = ["nothing"]', "grounds of merits nothing, found late"),
        (f"chains = {json.dumps(CHAINS[:1])}", "chains of merits ana: joined orchard 1"),
        ('claim = "other"', "issue merits a decision on it, found none"),
    ],
)
def test_an_issue_may_expect_its_own_grounds_and_chains(world: Path, expected: str, message: str) -> None:
    """And may be of one claim alone."""
    file = world / "disputes/late_apples.toml"
    file.write_text(file.read_text("utf-8") + f'[[expect.issues]]\nissue = "merits"\n{expected}\n', "utf-8")

    assert f"expects {message}" in panarchy("test").out


def test_what_resolve_prints_as_expected_is_met(world: Path) -> None:
    """An author who agrees with a judgment puts the table into the dispute."""
    file = world / "disputes/late_apples.toml"
    table = panarchy("resolve", file, "--format", "expect").out

    file.write_text(file.read_text("utf-8").partition("[expect]")[0] + table, "utf-8")

    assert all(text in table for text in CHAINS)
    assert panarchy("test").last_line == "6 passed, 0 failed"


def test_a_world_with_errors_is_not_run(world: Path) -> None:
    """That nothing failed in it means nothing, and this is said."""
    spoil(world / "rulebooks/orchard.law", "when not arrived", "when not arived")

    ran = panarchy("test", "aegis")

    assert ran.code == 1
    assert ran.out.startswith("error[PR200]: ")
    assert ran.out.endswith("\n\naegis was not tested, because it has errors\n0 passed, 0 failed\n")


def test_where_no_world_is_the_exit_code_is_two(world: Path) -> None:
    """As with `check`."""
    ran = panarchy("test", "nowhere")

    assert (ran.code, ran.last_line) == (2, "0 passed, 0 failed")


def test_json_counts_as_text_does(world: Path) -> None:
    """Programs get status, counts and diagnostics."""
    assert panarchy("test", "--format", "json").table == {"status": "ok", "passed": 6, "failed": 0, "diagnostics": []}
    spoil(world / "rulebooks/orchard.law", "50 %", "40 %")

    table = panarchy("test", "--format", "json").table

    assert (table["status"], table["passed"], table["failed"]) == ("findings", 5, 1)
    assert [(d["code"], d["line"]) for d in table["diagnostics"]] == [("PR309", 30)]


def test_the_examples_of_the_checkout_pass() -> None:
    """`make examples` says the same."""
    ran = panarchy("test", ROOT / "examples/ulex")

    assert (ran.code, ran.last_line.endswith(" passed, 0 failed")) == (0, True)
