"""`panarchy graph`: a world in, a drawing of its laws, forums and consents out."""

import argparse

from panarchy_rules.analysis.graph_forms import cytoscape, dot, graph_table, graphml, mermaid
from panarchy_rules.analysis.graph_svg import svg
from panarchy_rules.analysis.world_graph import world_graph
from panarchy_rules.cli.asked import asked_day, asked_matter
from panarchy_rules.cli.exits import Exit
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.paths import folder_of
from panarchy_rules.cli.worlds import opened


def run(arguments: argparse.Namespace) -> Exit:
    """Draw and print."""
    day = asked_day(arguments)
    world, _ = opened(folder_of(arguments.place[0]))
    asked_matter(arguments, world)
    graph = world_graph(world.law_world, day, arguments.matter, persons=arguments.persons)
    match "json" if arguments.format == "json" else arguments.to:
        case "json":
            say_json({"status": "ok", "world": world.name, **graph_table(graph)})
        case "cytoscape":
            say_json(cytoscape(graph))
        case "svg":
            say(svg(graph, called=world.names.node))
        case form:
            say(_TEXTS[form](graph))
    return Exit.OK


_TEXTS = {"mermaid": mermaid, "dot": dot, "graphml": graphml}
