import re
from datetime import date
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest

from panarchy_rules.analysis.graph_forms import cytoscape, dot, graph_table, graphml, mermaid
from panarchy_rules.analysis.graph_svg import svg
from panarchy_rules.analysis.world_graph import last_day, world_graph
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import Agree, Join, Ratify, Register, RevokeClause, Submit
from tests.support.checkout import ROOT

START = date(2025, 1, 1)
WORDS = """
vocabulary trade
language 1
matter contract
matter contract.sale
matter tort
issue costs
fact domestic is yes_no
"""
HARBOR = """
rulebook harbor "Harbor, \\"the\\" <old> & only"
language 1
uses trade
this is edition 1 in force from 2024-01-01
governs contract

acceptance neutral "Neutral" accept ulex edition 1 for contract.sale on costs as claimant
  towards members of mesa rank 2 up to 100 EUR if reciprocal
  revocable with 10 days notice
  when domestic

acceptance theirs accept law of respondent for tort
exception but_ulex to theirs accept ulex for tort as amended when domestic
acceptance bench accept forum panel from 2025-06-01 until 2025-07-01
""".replace('\\"the\\" ', "the ")
MESA = """
rulebook mesa "Mesa"
language 1
uses trade
this is edition 1 in force from 2024-01-01
governs contract
acceptance early accept ulex
"""
MESA_2 = MESA.replace("edition 1 in force from 2024-01-01", "edition 2 in force from 2025-05-01").replace(
    "acceptance early accept ulex", "acceptance late accept harbor"
)
ULEX = """
rulebook ulex "Ulex"
language 1
uses trade
this is edition 1 in force from 2023-01-01
references without edition mean the edition in force
forum panel "A panel" open to anyone for contract from 2024-01-01
"""
ULEX_2 = ULEX.replace("edition 1 in force from 2023-01-01", "edition 2 in force from 2025-03-01")


def world(*acts: Any, laws: tuple[str, ...] = (WORDS, HARBOR, MESA, MESA_2, ULEX, ULEX_2)) -> Panarchy:
    """A world of three providers, with a register of these acts."""
    return Panarchy.build({f"{n}.law": text for n, text in enumerate(laws)}, Register.of(acts))


def edges(built: Panarchy, day: date, matter: str | None = None, *, persons: bool = True) -> set[tuple[str, str, str]]:
    """Every edge of the graph with its label."""
    graph = world_graph(built.law_world, day, matter, persons=persons)
    return {(start, end, data["label"]) for start, end, data in graph.edges(data=True)}


def laws(built: Panarchy, day: date, matter: str | None = None) -> dict[str, bool]:
    """The laws drawn, and whether they are in force."""
    graph = world_graph(built.law_world, day, matter)
    return {node["name"]: node["in_force"] for _, node in graph.nodes(data=True) if node["kind"] == "law"}


def test_a_clause_says_all_its_conditions() -> None:
    """Matter, issue, role, partners, rank, cap, reciprocity, and that a condition must hold."""
    assert (
        "law harbor 1",
        "law ulex 1",
        "neutral: for contract.sale; on costs; as claimant; towards members of mesa; rank 2; up to 100 EUR; "
        "if reciprocal; on a condition",
    ) in edges(world(), date(2025, 6, 1))


def test_a_law_that_only_a_dispute_can_tell_has_a_node_of_its_own() -> None:
    """An exception that accepts another law is an edge beside the clause."""
    found = edges(world(), date(2025, 6, 1), "tort")

    assert ("law harbor 1", "variable law of respondent", "theirs: for tort; with exceptions") in found
    assert ("law harbor 1", "law ulex 2", "but_ulex: for tort; as amended; on a condition") in found


def test_an_edition_that_is_not_named_is_that_of_the_acceptance() -> None:
    """Mesa's first edition accepted what was in force when it was made, also after Ulex has another edition."""
    assert ("law mesa 1", "law ulex 1", "early") in edges(world(), date(2025, 4, 1))
    assert laws(world(), date(2025, 4, 1)) == {"harbor 1": True, "mesa 1": True, "ulex 1": False, "ulex 2": True}


def test_clauses_have_their_time() -> None:
    """`from` counts, `until` does not."""
    bench = ("law harbor 1", "forum panel", "bench")

    assert bench not in edges(world(), date(2025, 5, 31))
    assert bench in edges(world(), date(2025, 6, 1))
    assert bench in edges(world(), date(2025, 6, 30))
    assert bench not in edges(world(), date(2025, 7, 1))


def test_a_revoked_clause_is_drawn_until_its_notice_has_run() -> None:
    """Ten days after the day of recording it is gone."""
    built = world(RevokeClause(recorded=date(2025, 2, 1), provider="harbor", clause="neutral"))

    def targets(day: date) -> set[str]:
        return {label.partition(":")[0] for _, _, label in edges(built, day)}

    assert "neutral" in targets(date(2025, 2, 10))
    assert "neutral" not in targets(date(2025, 2, 11))


def test_a_member_is_bound_by_the_edition_joined_until_it_is_ratified() -> None:
    """Mesa gave itself no power to amend, so its first edition stays on the map for those who joined it."""
    joined = world(Join(recorded=START, person="ben", provider="mesa"))
    ratified = world(
        Join(recorded=START, person="ben", provider="mesa"),
        Ratify(recorded=date(2025, 5, 2), person="ben", provider="mesa", edition="2"),
    )
    day = date(2025, 6, 1)

    assert ("person ben", "law mesa 1", "joined (entry 1)") in edges(joined, day)
    assert ("law mesa 1", "law ulex 1", "early") in edges(joined, day)
    assert ("person ben", "law mesa 2", "joined (entry 1)") in edges(ratified, day)
    assert "mesa 1" not in laws(ratified, day)


def test_choices_of_persons_are_edges_too() -> None:
    """A submission and an agreement lead to laws and forums; without an edition, to the one then in force."""
    built = world(
        Submit(recorded=START, person="ana", law="ulex", forum="panel", matters=("contract",)),
        Agree(recorded=date(2025, 4, 1), parties=("ana", "ben"), law="ulex", issues=("costs",)),
        Agree(recorded=date(2025, 9, 1), parties=("ana", "ben"), law="mesa", edition="1"),
    )

    assert {edge for edge in edges(built, date(2025, 6, 1)) if edge[0].startswith("person ")} == {
        ("person ana", "law ulex 1", "submitted for contract (entry 1)"),
        ("person ana", "forum panel", "submitted for contract (entry 1)"),
        ("person ana", "law ulex 2", "agreed on costs (entry 2)"),
        ("person ben", "law ulex 2", "agreed on costs (entry 2)"),
    }


def test_a_matter_leaves_out_what_does_not_reach_it() -> None:
    """Memberships, clauses, laws and forums of other matters are not drawn."""
    built = world(Join(recorded=START, person="ben", provider="mesa"), laws=(WORDS, HARBOR, MESA, ULEX))
    graph = world_graph(built.law_world, date(2025, 6, 15), "tort", persons=True)

    assert list(graph.nodes) == [
        "person ben",
        "law harbor 1",
        "law mesa 1",
        "law ulex 1",
        "variable law of respondent",
        "forum panel",
    ]
    assert not [edge for edge in graph.edges if edge[0] == "person ben"]


def test_without_a_day_the_last_one_the_world_speaks_of_counts() -> None:
    """No clock is read."""
    built = world(Join(recorded=date(2026, 2, 3), person="ben", provider="mesa"))

    assert last_day(built.law_world) == date(2026, 2, 3)
    assert last_day(world().law_world) == date(2025, 5, 1)
    assert world_graph(built.law_world).graph["as_of"] == "2026-02-03"


def test_an_empty_world_has_an_empty_graph() -> None:
    """Nothing is not a mistake."""
    graph = world_graph(Panarchy.build({}).law_world)

    assert (len(graph.nodes), mermaid(graph).count("\n"), dot(graph).count("\n")) == (0, 2, 4)


def test_the_order_of_files_does_not_matter() -> None:
    """The same world gives the same bytes."""
    all_laws = (WORDS, HARBOR, MESA, MESA_2, ULEX, ULEX_2)
    there = world_graph(world(laws=all_laws).law_world)
    back = world_graph(world(laws=all_laws[::-1]).law_world)

    assert (mermaid(there), dot(there)) == (mermaid(back), dot(back))
    assert graph_table(there) == graph_table(back)


NASTY = [
    'a "b" c',
    "<b>&amp;</b>",
    "a`b`",
    "x]-->y",
    "#quot;",
    "1. one",
    "- two",
    "back\\slash\\",
    "Þorgeir 税",
    "a|b{c}",
]


@pytest.mark.parametrize("title", NASTY)
def test_titles_cannot_break_a_drawing(title: str) -> None:
    """Whatever a stranger writes stays text."""
    graph = world_graph(world().law_world)
    graph.nodes["law harbor 1"]["title"] = title
    graph.edges["law mesa 2", "law harbor 1", 0]["label"] = title

    assert set(map(_from_mermaid, re.findall(r'(?:<br/>|\|)"?([^"<]*)"', mermaid(graph)))) >= {title}
    for line in mermaid(graph).splitlines()[2:]:
        assert re.fullmatch(
            r'  n\d+(\[/?|\{\{|\(\[)"[^"\[\]{}|`\\]*"(/?\]|\}\}|\]\))|  n\d+ -\.?->\|"[^"|]*"\| n\d+', line
        )
    for line in dot(graph).splitlines()[3:-1]:
        assert re.sub(r'"(?:[^"\\]|\\.)*"', '""', line) in _DOT_LINES


_DOT_LINES = {
    *(f'  "" [shape={shape}, label=""];' for shape in ("ellipse", "box", "parallelogram", "hexagon")),
    '  "" -> "" [label=""];',
    '  "" -> "" [label="", style=dashed];',
}


def _from_mermaid(text: str) -> str:
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), text)


def test_graphml_is_read_by_another_program() -> None:
    """The same nodes and edges come back, with what is known of them."""
    graph = world_graph(world(Join(recorded=START, person="ana", provider="harbor")).law_world, START, persons=True)

    back = networkx.parse_graphml(graphml(graph))

    assert set(back.nodes) == set(graph.nodes)
    assert {(a, b, e["label"]) for a, b, e in back.edges(data=True)} == {
        (a, b, e["label"]) for a, b, e in graph.edges(data=True)
    }
    assert back.nodes["law harbor 1"]["in_force"] is True
    assert back.graph["as_of"] == "2025-01-01"


def test_cytoscape_has_every_node_and_edge_as_an_element() -> None:
    """Edges name the nodes they join."""
    graph = world_graph(world().law_world, date(2025, 6, 1))
    elements = cytoscape(graph)["elements"]

    assert {node["data"]["id"] for node in elements["nodes"]} == set(graph.nodes)
    assert {(e["data"]["source"], e["data"]["target"]) for e in elements["edges"]} == set(graph.edges())


def test_a_picture_shows_every_name_and_no_box_covers_another() -> None:
    """Names and titles of strangers are text, never markup."""
    graph = world_graph(world(Join(recorded=START, person="ana", provider="harbor")).law_world, START, persons=True)
    picture = ElementTree.fromstring(svg(graph))
    space = "{http://www.w3.org/2000/svg}"
    words = {text.text for text in picture.iter(f"{space}text")}
    hints = {hint.text.partition(":")[0] for hint in picture.iter(f"{space}title") if hint.text}
    boxes = [[int(box.attrib[key]) for key in ("x", "y", "width", "height")] for box in picture.iter(f"{space}rect")]

    assert {node["name"] for _, node in graph.nodes(data=True)} <= hints
    assert "Harbor, the <old> & only" in words
    assert "ana" in words
    assert len(boxes) == len(graph)
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_the_route_that_was_taken_can_be_lit() -> None:
    """Only the edges named are."""
    graph = world_graph(world().law_world, date(2025, 6, 1), "tort")

    assert svg(graph).count('lit"') == 0
    assert svg(graph, {("law harbor 1", "law ulex 2")}).count('lit"') == 1


def test_people_read_in_a_picture_what_they_read_in_a_judgment() -> None:
    """Titles for persons, laws, forums and clauses; the names stand in the hints."""
    road = Panarchy.load(ROOT / "examples/road")
    graph = world_graph(road.law_world, date(2026, 4, 2), "tort.road", persons=True)
    picture = ElementTree.fromstring(svg(graph, called=road.names.node))
    words = " ".join(text.text or "" for text in picture.iter("{http://www.w3.org/2000/svg}text"))

    assert all(said in words for said in ("Ada", "RoadCo", "A panel of three judges"))
    assert "Brix Code 8" in words
    assert not re.search(r"[a-z]_[a-z]", words)


def test_the_page_on_the_graph_names_every_attribute() -> None:
    """And none that is not there."""
    page = (ROOT / "docs/reference/graph.md").read_text("utf-8")
    documented = [set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)) for part in page.split("## ")[1:3]]
    nodes: set[str] = set()
    edges: set[str] = set()
    for folder in ("road", "ulex", "lantern"):
        graph = world_graph(Panarchy.load(ROOT / "examples" / folder).law_world, persons=True)
        nodes |= {key for _, node in graph.nodes(data=True) for key in node}
        edges |= {key for _, _, edge in graph.edges(data=True) for key in edge}

    assert documented == [nodes, edges]
