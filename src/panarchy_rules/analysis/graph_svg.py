"""The graph of a world as a picture: a networkx graph and words for its nodes in, one SVG text out.

Persons stand on the left, then the laws that accept others, then those accepted, then forums.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from panarchy_rules.base.records import dataclass

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_LETTER, _LINE, _PADDING = 7, 17, 10  # Of 13 px letters.
_SMALL_LINE = 12
_BETWEEN_ROWS, _BETWEEN_COLUMNS, _MARGIN = 26, 200, 24
_LABEL = 26  # Letters in a line of a label.
_STYLE = """
  .panarchy-graph { background: #fff }
  .panarchy-graph text { font: 13px system-ui, sans-serif; fill: #1b1f24 }
  .panarchy-graph .node { fill: #f6f8fa; stroke: #57606a }
  .panarchy-graph .law { fill: #ddf4ff; stroke: #0969da }
  .panarchy-graph .forum { fill: #fff8c5; stroke: #9a6700 }
  .panarchy-graph .past { stroke-dasharray: 4 3 }
  .panarchy-graph .edge { fill: none; stroke: #6e7781 }
  .panarchy-graph .consent { stroke-dasharray: 5 4 }
  .panarchy-graph .label { font-size: 11px; text-anchor: middle; fill: #424a53; paint-order: stroke; stroke: #fff;
    stroke-width: 7px; stroke-linejoin: round }
  .panarchy-graph .lit { stroke: #cf222e; stroke-width: 2.5px }
"""


@dataclass(frozen=True, slots=True)
class _Box:
    """Where something stands, in pixels: its left upper corner, its size and its lines of text.

    Where an edge passes a column between its ends, a box without lines keeps room for it.
    """

    left: int
    top: int
    width: int
    height: int
    lines: tuple[str, ...] = ()

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


_Pair = tuple[str, str]
Called = Callable[[str, str], str]
"""The words for a kind of node and a name."""
_Key = str | _Pair
"""A node, or an edge that passes a column."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """Which box each node has, and over which boxes each edge goes."""

    boxes: dict[str, _Box]
    ways: dict[_Pair, tuple[_Box, ...]]


def svg(graph: "MultiDiGraph", lit: Collection[_Pair] = (), called: Called | None = None) -> str:
    """The picture. `lit` are pairs of nodes between which the edge is drawn as the route that was taken.

    `called` says how people call what a kind of node with a name is; else its title stands there, or its name.
    """
    pairs = _pairs(graph)
    picture = _laid_out(graph, pairs, called)
    labels = list(_labels(picture, pairs, scoped=graph.graph["matter"] is None))
    boxes = [*picture.boxes.values(), *(box for way in picture.ways.values() for box in way)]
    beside = _BETWEEN_COLUMNS if any(way[-1].left <= way[0].right for way in picture.ways.values()) else 0
    width = max((box.right for box in boxes), default=0) + beside + _MARGIN
    height = max((box.top + box.height for box in boxes), default=0) + _MARGIN
    height = max([height, *(int(y) + _MARGIN for y in re.findall(r' y="(\d+)"', "".join(labels)))])
    matter = f", for {graph.graph['matter']}" if graph.graph["matter"] else ""
    caption = f"Laws, forums and consents as of {graph.graph['as_of']}{matter}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'class="panarchy-graph" role="img" aria-label={quoteattr(caption)}>',
        f"<title>{escape(caption)}</title>",
        f"<style>{_STYLE}</style>",
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#6e7781"/></marker></defs>',
    ]
    lines += [_line(picture.ways[pair], edges, is_lit=pair in lit) for pair, edges in pairs.items()]
    lines += [_node(picture.boxes[name], node) for name, node in graph.nodes(data=True)]
    lines += labels
    return "\n".join([*lines, "</svg>"]) + "\n"


# --- where things stand ---


def _pairs(graph: "MultiDiGraph") -> dict[_Pair, list[dict[str, Any]]]:
    """The edges between two nodes are drawn as one line."""
    found: dict[_Pair, list[dict[str, Any]]] = {}
    for start, end, edge in graph.edges(data=True):
        found.setdefault((start, end), []).append(edge)
    return found


def _laid_out(graph: "MultiDiGraph", pairs: Iterable[_Pair], called: Called | None) -> _Picture:
    column_of = {name: _column(graph, name, node["kind"]) for name, node in graph.nodes(data=True)}
    columns: list[list[_Key]] = [[], [], [], []]
    for name, column in column_of.items():
        columns[column].append(name)
    passes = {pair: range(column_of[pair[0]] + 1, column_of[pair[1]]) for pair in pairs}
    for pair, between in passes.items():
        for column in between:
            columns[column].append(pair)
    _sort(columns, graph)
    boxes = _placed(columns, graph, called)
    ends = {str(key): box for (_, key), box in boxes.items() if isinstance(key, str)}
    ways = {
        pair: (ends[pair[0]], *(boxes[column, pair] for column in between), ends[pair[1]])
        for pair, between in passes.items()
    }
    return _Picture(ends, ways)


def _column(graph: "MultiDiGraph", name: str, kind: str) -> int:
    match kind:
        case "person":
            return 0
        case "law":
            return 1 if any(edge["kind"] == "accept" for _, _, edge in graph.out_edges(name, data=True)) else 2
        case "variable":
            return 2
        case _:
            return 3


def _sort(columns: list[list[_Key]], graph: "MultiDiGraph") -> None:
    """Everything stands near what leads to it."""
    row: dict[_Key, int] = {}
    for column in columns:
        column.sort(key=lambda key: _pull(row, graph.predecessors(key) if isinstance(key, str) else key[:1]))
        row.update({key: number for number, key in enumerate(column)})


def _pull(row: dict[_Key, int], neighbours: Iterable[str]) -> int:
    """The mean row of what leads here, in hundredths."""
    rows = [row[name] for name in neighbours if name in row]
    return 100 * sum(rows) // len(rows) if rows else 0


def _placed(columns: list[list[_Key]], graph: "MultiDiGraph", called: Called | None) -> dict[tuple[int, _Key], _Box]:
    boxes: dict[tuple[int, _Key], _Box] = {}
    every = [key for column in columns for key in column]
    lines = {key: _lines(graph.nodes[key], called) if isinstance(key, str) else () for key in every}
    heights = [sum(_height(lines[key]) + _BETWEEN_ROWS for key in column) for column in columns]
    left = _MARGIN
    for number, column in enumerate(columns):
        width = max((_width(lines[key]) for key in column), default=0)
        top = _MARGIN + (max(heights) - heights[number]) // 2
        for key in column:
            boxes[number, key] = _Box(left, top, width, _height(lines[key]), lines[key])
            top += _height(lines[key]) + _BETWEEN_ROWS
        left += width + _BETWEEN_COLUMNS if column else 0
    return boxes


def _lines(node: dict[str, Any], called: Called | None) -> tuple[str, ...]:
    state = ["not in force"] if node.get("in_force") is False else []
    words = called(node["kind"], node["name"]) if called else node["title"] or node["name"]
    return (*wrap(words, 26), *state)


def _width(lines: tuple[str, ...]) -> int:
    return max((len(line) for line in lines), default=0) * _LETTER + 2 * _PADDING


def _height(lines: tuple[str, ...]) -> int:
    return len(lines) * _LINE + 2 * _PADDING if lines else _PADDING


# --- how they look ---


def _node(box: _Box, node: dict[str, Any]) -> str:
    kind = {"law": "node law", "forum": "node forum"}.get(node["kind"], "node")
    past = " past" if node.get("in_force") is False else ""
    round_ = {"person": box.height // 2, "law": 3}.get(node["kind"], 12)
    middle = box.left + box.width // 2
    text = "".join(
        f'<text x="{middle}" y="{box.top + _PADDING + _LINE * row + 12}" text-anchor="middle"{_weight(row)}>'
        f"{escape(line)}</text>"
        for row, line in enumerate(box.lines)
    )
    about = f"{node['name']}: {node['title']}" if node["title"] else node["name"]
    return (
        f'<g><rect class="{kind}{past}" x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}" '
        f'rx="{round_}"/>{text}<title>{escape(about)}</title></g>'
    )


def _weight(row: int) -> str:
    return ' font-weight="600"' if row == 0 else ""


def _line(way: tuple[_Box, ...], edges: list[dict[str, Any]], *, is_lit: bool) -> str:
    style = "edge" if any(edge["kind"] == "accept" for edge in edges) else "edge consent"
    title = escape("; ".join(edge["label"] for edge in edges))
    lit = " lit" if is_lit else ""
    return f'<path class="{style}{lit}" d="{_curve(way)}" marker-end="url(#end)"><title>{title}</title></path>'


def _curve(way: tuple[_Box, ...]) -> str:
    """To the right in an S, straight over the columns between; within a column, or back, in a bow on the right."""
    start, end = way[0], way[-1]
    if end.left <= start.right:
        out = max(start.right, end.right) + _bow(start, end)
        leave = start.middle + (8 if end.top >= start.top else -8)
        return f"M{start.right} {leave} C{out} {leave} {out} {end.middle} {end.right} {end.middle}"
    parts = [f"M{start.right} {start.middle}"]
    for here, there in pairwise(way):
        bend = (there.left - here.right) // 2
        over = f" H{there.right}" if there is not end else ""
        parts.append(
            f"C{here.right + bend} {here.middle} {there.left - bend} {there.middle} {there.left} {there.middle}{over}"
        )
    return " ".join(parts)


def _bow(start: _Box, end: _Box) -> int:
    return min(40 + abs(start.middle - end.middle) // 4, _BETWEEN_COLUMNS - 40)


def _said(edge: dict[str, Any], *, scoped: bool) -> str:
    """What an edge rests on: what a clause cites, or an act with its entry; with its matters, if all are drawn."""
    matters = f" for {', '.join(edge['matters'])}" if scoped and edge["matters"] else ""
    if edge["kind"] != "accept":
        return f"{edge['label'].partition(' ')[0]}{matters} (entry {edge['entry']})"
    cited = edge["source"] or edge["title"] or edge["clause"].replace("_", " ")
    marks = [f"up to {edge['cap']}" if edge["cap"] else "", "if reciprocal" if edge["reciprocal"] else ""]
    marks += ["as a whole" if edge["whole"] else "", "on a condition" if edge["conditional"] else ""]
    return f"{cited}{matters}{''.join(f', {mark}' for mark in marks if mark)}"


def _labels(picture: _Picture, pairs: Mapping[_Pair, list[dict[str, Any]]], *, scoped: bool) -> Iterator[str]:
    """What stands beside the lines, one below the other where lines run together."""
    wanted: dict[int, list[tuple[int, list[str]]]] = {}
    for pair, edges in pairs.items():
        left, middle = _label_place(picture.ways[pair])
        said = dict.fromkeys(_said(edge, scoped=scoped) for edge in edges)
        lines = [line for words in said for line in wrap(words, _LABEL)]
        shown = lines if len(lines) <= 3 else [*lines[:2], f"{lines[2][: _LABEL - 2]} \u2026"]
        wanted.setdefault(left, []).append((middle - _SMALL_LINE * len(shown) // 2 + 9, shown))
    for left, labels in wanted.items():
        free = 0
        for top, lines in sorted(labels):
            first = max(top, free)
            free = first + _SMALL_LINE * len(lines) + 3
            for row, line in enumerate(lines):
                yield f'<text class="label" x="{left}" y="{first + _SMALL_LINE * row}">{escape(line)}</text>'


def _label_place(way: tuple[_Box, ...]) -> tuple[int, int]:
    """Where the label of a line would best stand: its middle, in the gap after the first box."""
    start, end = way[0], way[1]
    if end.left > start.right:
        return (start.right + end.left) // 2, (start.middle + end.middle) // 2
    return max(start.right, end.right) + _BETWEEN_COLUMNS // 2, (start.middle + end.middle) // 2
