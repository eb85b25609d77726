"""`panarchy graph`: a world in, a drawing of its laws, forums and consents out."""

import argparse
from datetime import date

from panarchy_rules.analysis.graph_forms import cytoscape, dot, graph_table, graphml, mermaid
from panarchy_rules.analysis.graph_svg import svg
from panarchy_rules.analysis.world_graph import world_graph
from panarchy_rules.base.boundary import Unfit, quoted
from panarchy_rules.base.fields import read_day
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.cli.exits import Exit, misuse
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.paths import folder_of
from panarchy_rules.cli.worlds import opened
from panarchy_rules.panarchy import Panarchy


def run(arguments: argparse.Namespace) -> Exit:
    """Draw and print."""
    day = _day(arguments.as_of)
    world, _ = opened(folder_of(arguments.place[0]))
    _check_matter(world, arguments.matter)
    graph = world_graph(world.law_world, day, arguments.matter, persons=arguments.persons)
    match arguments.to:
        case "json":
            say_json({"status": "ok", "world": world.name, **graph_table(graph)})
        case "cytoscape":
            say_json(cytoscape(graph))
        case form:
            say(_TEXTS[form](graph))
    return Exit.OK


_TEXTS = {"mermaid": mermaid, "dot": dot, "graphml": graphml, "svg": svg}


def _day(text: str | None) -> date | None:
    try:
        return read_day(text) if text else None
    except Unfit as unfit:
        raise misuse(f"`--as-of` {unfit.message}", unfit.cure) from None


def _check_matter(world: Panarchy, matter: str | None) -> None:
    known = world.law_world.vocabulary.matters
    if matter is not None and matter not in known:
        cure = did_you_mean(matter, known, f"its matters are {listed(known)}" if known else "it declares none")
        raise misuse(f"this world has no matter {quoted(matter)}", cure)
