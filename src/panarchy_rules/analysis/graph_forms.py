"""The graph of a world in other languages: a networkx graph in, JSON, Mermaid, DOT, GraphML or Cytoscape JSON out."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def graph_table(graph: "MultiDiGraph") -> dict[str, Any]:
    """The graph for programs."""
    return {
        "as_of": graph.graph["as_of"],
        "matter": graph.graph["matter"],
        "nodes": [{"id": name, **node} for name, node in graph.nodes(data=True)],
        "edges": [{"from": start, "to": end, **edge} for start, end, edge in graph.edges(data=True)],
    }


def mermaid(graph: "MultiDiGraph") -> str:
    """The graph in the language of Mermaid, for documents."""
    numbers = {name: f"n{number}" for number, name in enumerate(graph.nodes, 1)}
    lines = [f"%% {_caption(graph)}", "flowchart LR"]
    for name, node in graph.nodes(data=True):
        opening, closing = _MERMAID_SHAPES[node["kind"]]
        lines.append(f'  {numbers[name]}{opening}"{"<br/>".join(map(_mermaid_text, _lines(node)))}"{closing}')
    for start, end, edge in graph.edges(data=True):
        arrow = "-->" if edge["kind"] == "accept" else "-.->"
        lines.append(f'  {numbers[start]} {arrow}|"{_mermaid_text(edge["label"])}"| {numbers[end]}')
    return "\n".join(lines) + "\n"


def dot(graph: "MultiDiGraph") -> str:
    """The graph in the language of Graphviz."""
    lines = ["digraph {", f"  // {_caption(graph)}", "  rankdir=LR;"]
    for name, node in graph.nodes(data=True):
        label = r"\n".join(map(_dot_text, _lines(node)))
        lines.append(f'  "{_dot_text(name)}" [shape={_DOT_SHAPES[node["kind"]]}, label="{label}"];')
    for start, end, edge in graph.edges(data=True):
        style = "" if edge["kind"] == "accept" else ", style=dashed"
        ends = f'"{_dot_text(start)}" -> "{_dot_text(end)}"'
        lines.append(f'  {ends} [label="{_dot_text(edge["label"])}"{style}];')
    return "\n".join([*lines, "}"]) + "\n"


_MERMAID_SHAPES = {"person": ("([", "])"), "law": ("[", "]"), "variable": ("[/", "/]"), "forum": ("{{", "}}")}
_DOT_SHAPES = {"person": "ellipse", "law": "box", "variable": "parallelogram", "forum": "hexagon"}


def _caption(graph: "MultiDiGraph") -> str:
    matter = f", for {graph.graph['matter']}" if graph.graph["matter"] else ""
    return f"as of {graph.graph['as_of']}{matter}"


def _lines(node: Mapping[str, Any]) -> list[str]:
    """What stands in a node."""
    state = ["not in force"] if node.get("in_force") is False else []
    title = " ".join(str(node["title"]).split())
    return [node["name"], *([title] if title else []), *state]


def _mermaid_text(text: str) -> str:
    escaped = re.sub(r"[^\w .,:;()/-]", lambda match: f"#{ord(match[0])};", text)
    # A line that begins like an item of a list is taken for one.
    return re.sub(r"^[\d-]", lambda match: f"#{ord(match[0])};", escaped)


def _dot_text(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cytoscape(graph: "MultiDiGraph") -> dict[str, Any]:
    """The graph as the elements that Cytoscape and its library for browsers read."""
    from networkx import cytoscape_data

    table: dict[str, Any] = cytoscape_data(_plain(graph))
    return table


def graphml(graph: "MultiDiGraph") -> str:
    """The graph in the language of yEd, Gephi and other programs that draw. Lists are joined by commas."""
    from networkx import generate_graphml

    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *generate_graphml(_plain(graph))]) + "\n"


def _plain(graph: "MultiDiGraph") -> "MultiDiGraph":
    """The graph with nothing but texts, numbers and truth values, and without what is left open."""
    from networkx import MultiDiGraph

    plain = MultiDiGraph(**_known(graph.graph))
    plain.add_nodes_from((_printable(name), _known(node)) for name, node in graph.nodes(data=True))
    plain.add_edges_from(
        (_printable(a), _printable(b), key, _known(edge)) for a, b, key, edge in graph.edges(keys=True, data=True)
    )
    return plain


def _known(about: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _value(value) for key, value in about.items() if value not in (None, ())}


def _value(value: object) -> object:
    match value:
        case bool() | int():
            return value
        case tuple() | list():
            return _printable(", ".join(map(str, value)))
        case _:
            return _printable(str(value))


def _printable(text: str) -> str:
    """Control characters have no place in XML, not even as references."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\N{REPLACEMENT CHARACTER}", text)
