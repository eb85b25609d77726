from pathlib import Path

import pytest

from tests.support.command import panarchy


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A world called `aegis` in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    panarchy("new", "aegis")


def test_mermaid_is_drawn_as_a_rule() -> None:
    """What is printed can be pasted into a document."""
    ran = panarchy("graph", "aegis")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("%% as of 2026-01-12\nflowchart LR\n")
    assert 'n3["scales 1<br/>Scales, a law for strangers"]' in ran.out
    assert 'n1 -->|"fair_law: for contract.sale"| n3' in ran.out
    assert "ana" not in ran.out


def test_persons_are_drawn_if_asked_for() -> None:
    """With the entries by which they consented."""
    ran = panarchy("graph", "aegis", "--persons")

    assert 'n1(["ana"])' in ran.out
    assert 'n1 -.->|"joined (entry 1)"| n4' in ran.out


def test_dot_is_drawn_for_graphviz() -> None:
    """The same graph in another language."""
    ran = panarchy("graph", "aegis", "--to", "dot")

    assert ran.out.startswith("digraph {\n")
    assert '"law quay 1" -> "law scales 1" [label="fair_law: for contract.sale"];' in ran.out


def test_json_has_nodes_and_edges() -> None:
    """Status first, then what was asked, then the graph."""
    table = panarchy("graph", "aegis", "--to", "json", "--matter", "contract.sale", "--as-of", "2026-01-11").table

    assert list(table) == ["status", "world", "as_of", "matter", "nodes", "edges"]
    assert (table["status"], table["world"], table["as_of"], table["matter"]) == (
        "ok",
        "aegis",
        "2026-01-11",
        "contract.sale",
    )
    assert {node["id"] for node in table["nodes"]} >= {"law orchard 1", "forum scales_bench"}
    assert all(edge["clause"] in ("fair_law", "fair_bench") for edge in table["edges"])


def test_before_there_was_any_law_there_is_nothing() -> None:
    """Only what is in force on the day is drawn."""
    assert panarchy("graph", "aegis", "--as-of", "2025-12-31").out == "%% as of 2025-12-31\nflowchart LR\n"


def test_a_matter_nobody_declared_is_refused() -> None:
    """With the nearest that is."""
    ran = panarchy("graph", "aegis", "--matter", "contract.sail")

    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err == "error[PR800]: this world has no matter `contract.sail`\n  = help: did you mean `contract.sale`?\n"
    )


def test_a_world_with_mistakes_is_not_drawn() -> None:
    """The mistakes are shown instead."""
    file = Path("aegis/rulebooks/quay.law")
    file.write_text(file.read_text("utf-8").replace("not arrived", "not arived"), "utf-8")

    ran = panarchy("graph", "aegis")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error[PR200]")
