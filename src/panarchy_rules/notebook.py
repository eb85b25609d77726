"""Notebooks: `%load_ext panarchy_rules.notebook` shows judgments, worlds and graphs, and compiles law in a cell.

IPython is not imported: it hands its shell to `load_ipython_extension`, and only that shell is used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from html import escape
from typing import Any

from panarchy_rules.analysis.graph_svg import svg
from panarchy_rules.analysis.world_graph import world_graph
from panarchy_rules.base.diagnostics import Diagnostic, Refused, render
from panarchy_rules.base.records import dataclass
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.explanation.html import fragment, framed
from panarchy_rules.explanation.page import judgment_page
from panarchy_rules.panarchy import Panarchy

_GRAPH = ("networkx.classes.multidigraph", "MultiDiGraph")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What came of a `%%rulebook` cell: the world of all cells, None if one has mistakes, and what is wrong here."""

    name: str
    world: Panarchy | None
    diagnostics: tuple[Diagnostic, ...]
    elsewhere: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        said = [render(each, self.texts) for each in self.diagnostics]
        said += [f"the cell {name} has mistakes, so there is no world yet" for name in self.elsewhere]
        return "\n\n".join(said or [f"{self.name} is in order"])

    __repr__ = __str__


class Cells:
    """The texts of the `%%rulebook` cells that were run, which are compiled together since laws name each other."""

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self._texts: dict[str, str] = {}

    def rulebook(self, line: str, cell: str) -> Compiled:
        """`%%rulebook NAME`: compile this cell and those before; NAME then is the world of all of them.

        A cell that is run again under its name replaces its text.
        """
        name = line.strip() or "cell"
        self._texts[name] = cell
        try:
            world = Panarchy.build(self._texts)
        except Refused as refused:
            found = tuple(refused.diagnostics)
            elsewhere = sorted({d.span.path for d in found if d.severity == "error"} - {name})
            return Compiled(name, None, _of(name, found), tuple(elsewhere), dict(self._texts))
        failed = (one.diagnostic for _, all_ in world.run_examples() for one in all_)
        self._names[name] = world
        return Compiled(name, world, _of(name, (*world.diagnostics, *failed)), (), dict(self._texts))


def _of(name: str, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(each for each in found if each.span.path == name)


def compiled_html(compiled: Compiled) -> str:
    """What came of a cell."""
    return framed(f"<pre>{escape(str(compiled))}</pre>")


def judgment_html(judgment: Judgment, names: Mapping[str, object]) -> str:
    """A judgment as a page, with its routes if some name stands for the world that it was given in."""
    world = next((each for each in names.values() if isinstance(each, Panarchy) and _gave(each, judgment)), None)
    return fragment(world.page(judgment) if world else judgment_page(judgment))


def _gave(world: Panarchy, judgment: Judgment) -> bool:
    """Whether the receipt of a judgment names the texts of a world."""
    receipt = judgment.receipt
    if receipt is None or judgment.world != world.name:
        return False
    return all(world.digests.get(name) == digest for name, digest in receipt.texts.items())


def world_html(world: Panarchy) -> str:
    """A world's name and the graph of its laws on the last day it speaks of."""
    title = world.title or world.name or "a world without a name"
    picture = f'<div class="wide">{svg(world_graph(world.law_world), called=world.names.node)}</div>'
    return framed(f"<p><strong>{escape(title)}</strong></p>{picture}")


def graph_html(graph: Any) -> str | None:
    """The picture of the graph of a world; None leaves any other graph to its own representation."""
    return framed(f'<div class="wide">{svg(graph)}</div>') if "as_of" in graph.graph else None


def load_ipython_extension(shell: Any) -> None:
    """Show what this library makes as HTML, and understand `%%rulebook`."""
    formatter, names = _html(shell), shell.user_ns
    formatter.for_type(Judgment, lambda judgment: judgment_html(judgment, dict(names)))
    formatter.for_type(Panarchy, world_html)
    formatter.for_type(Compiled, compiled_html)
    formatter.for_type_by_name(*_GRAPH, graph_html)
    shell.register_magic_function(Cells(names).rulebook, magic_kind="cell", magic_name="rulebook")


def unload_ipython_extension(shell: Any) -> None:
    """Show them as IPython would by itself."""
    formatter = _html(shell)
    for each in (Judgment, Panarchy, Compiled, ".".join(_GRAPH)):
        formatter.pop(each, None)
    shell.magics_manager.magics["cell"].pop("rulebook", None)


def _html(shell: Any) -> Any:
    return shell.display_formatter.formatters["text/html"]
