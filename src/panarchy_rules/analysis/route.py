"""Draw the routes of a judgment: a world and one issue in, the part of the graph its parties can reach, as SVG, out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from panarchy_rules.analysis.graph_svg import Called, svg
from panarchy_rules.analysis.world_graph import world_graph
from panarchy_rules.casefile.judgment import Chain, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def routes(world: LawWorld, judgment: Judgment, called: Called | None = None) -> dict[tuple[str, str], str]:
    """A picture for each claim and issue, with the routes that were taken lit. `called` names what is drawn."""
    return {(issue.claim, issue.issue): _picture(world, issue, called) for issue in judgment.issues}


def _picture(world: LawWorld, issue: IssueJudgment, called: Called | None) -> str:
    from networkx import descendants

    graph = world_graph(world, issue.anchor, issue.matter, persons=True)
    graph.remove_edges_from(list(_with_others(world, issue, graph)))
    names = (name for party in (issue.claimant, issue.respondent) for name in _starts(world, issue, party))
    parties = [name for name in names if name in graph]
    within = {*parties, *(node for party in parties for node in descendants(graph, party))}
    near = graph.subgraph([name for name in graph if name in within]).copy()
    chains = [chain for law in issue.laws for chain in law.chains] + [*issue.forum.chains]
    return svg(near, {pair for chain in chains for pair in _lit(near, chain)}, called)


def _with_others(world: LawWorld, issue: IssueJudgment, graph: "MultiDiGraph") -> Iterator[tuple[str, str, int]]:
    """The agreements that a party has made with somebody else: they bind nobody here."""
    parties = {issue.claimant, issue.respondent}
    for name in (f"person {party}" for party in sorted(parties)):
        for start, end, key, edge in graph.out_edges(name, keys=True, data=True) if name in graph else ():
            made = world.register.by_number.get(edge["entry"]) if edge["kind"] == "agree" else None
            if isinstance(made, Agree) and not parties.issubset(made.parties):
                yield start, end, key


def _starts(world: LawWorld, issue: IssueJudgment, party: str) -> Iterator[str]:
    """Where the routes of a party begin: at a person, or at the code that a provider publishes."""
    yield f"person {party}"
    book = world.in_force(party, issue.anchor)
    if book:
        yield f"law {book.law}"


def _lit(graph: "MultiDiGraph", chain: Chain) -> Iterator[tuple[str, str]]:
    """The edges of the graph that are steps of a chain: an entry of the party, or a clause of a law."""
    for step in chain.edges:
        start = f"person {step.author}" if step.kind == "consent" else f"law {step.author}"
        for a, b, edge in graph.out_edges(start, data=True) if start in graph else ():
            if edge.get("entry") == step.entry and edge.get("clause") == step.clause:
                yield a, b
