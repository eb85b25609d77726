"""Write a chain of consent on one line, with the names of the world: who, by which entry or clause, and to what.

`ana: joined harbor 1 on 2025-01-01 (entry 1) -> harbor 1 accepts ulex 1.2 (ulex, Harbor Articles 5)`.
Dispute files expect chains in these words, so that they say exactly what may bind whom.
"""

from panarchy_rules.casefile.judgment import Chain, Edge

_ACTS = {"join": "joined", "submit": "submitted to", "agree": "agreed on", "publish": "publishes"}
_CLAUSES = {"on cycle": "turns to", "respect": "respects the mandatory rules of"}


def chain_text(chain: Chain) -> str:
    """One chain of consent on one line."""
    cases = " and ".join(f"{assumption.about} is {assumption.value}" for assumption in chain.assuming)
    steps = " -> ".join(edge_text(edge) for edge in chain.edges)
    return f"{chain.party}: {f'if {cases}, ' if cases else ''}{steps}"


def edge_text(edge: Edge) -> str:
    """One step of a chain."""
    if edge.kind == "acceptance":
        by = f"by {' and '.join(edge.named_by)}" if edge.named_by else ""
        cited = ", ".join(part for part in (edge.clause, edge.source, by) if part)
        cap = f" up to {edge.cap}" if edge.cap else ""
        whole = " as a whole" if edge.act == "accept whole" else ""
        return f"{edge.author} {_CLAUSES.get(edge.act, 'accepts')} {edge.target}{whole}{cap} ({cited})"
    since = f" on {edge.since}" if edge.since else ""
    entry = f" (entry {edge.entry})" if edge.entry else ""
    left = f", which still binds after the exit (entry {edge.left})" if edge.left else ""
    return f"{_ACTS.get(edge.act, edge.act)} {edge.target}{since}{entry}{left}"
