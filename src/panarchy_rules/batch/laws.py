"""Find the law of every row: an issue and keyed rows in, the place of the law and of the status by consents out.

A row without a law, and one whose law only the interpreter can tell, have places of their own.
"""

import numpy as np

from panarchy_rules.batch.cells import Array
from panarchy_rules.batch.consents import ASK, Claim, Route
from panarchy_rules.batch.keys import Keyed
from panarchy_rules.batch.plan import Issue, Plan
from panarchy_rules.batch.statuses import PLACE

NO_LAW, ASK_LAW = -1, -2


def laws_of(plan: Plan, issue: Issue, rows: Keyed) -> tuple[Array, Array]:
    """For every row the place of its law, or that there is none or only the interpreter can tell; and its forum."""
    claims = rows.claims()
    routes = [_route(issue, rows, claim) for claim in claims]
    base = np.array([_base(plan, issue, r, c) for r, c in zip(routes, claims, strict=True)], np.int64)
    forum = np.array([PLACE[route.forum] for route in routes], np.int64)
    law = base[rows.place]
    facts = sorted({route.fact for route in routes if route.fact and not route.ask})
    for fact in facts:
        mine = np.array([route.fact == fact for route in routes])[rows.place] & (law != ASK_LAW)
        named = _named_laws(plan, issue, rows, fact, claims, mine)
        law = np.where(mine, np.where((law == NO_LAW) | (named == law) | (named == ASK_LAW), named, NO_LAW), law)
    return law, forum[rows.place]


def _route(issue: Issue, rows: Keyed, claim: tuple[str, str, Claim] | None) -> Route:
    if claim is None:
        return ASK
    claimant, respondent, what = claim
    known = rows.plan.world.providers
    providers = [
        (name if name in known else None) if is_member else issue.consents.provider(what, name)
        for name, is_member in zip((claimant, respondent), rows.is_member, strict=True)
    ]
    persons = (
        f"claimant_of_{claimant}" if rows.is_member[0] else claimant,
        f"respondent_of_{respondent}" if rows.is_member[1] else respondent,
    )
    one, other = providers
    if one is None or other is None or persons[0] == persons[1]:
        return ASK
    return issue.consents.route(what, one, other, persons)


def _base(plan: Plan, issue: Issue, route: Route, claim: tuple[str, str, Claim] | None) -> int:
    if route.ask or claim is None:
        return ASK_LAW
    if route.law is None:
        return NO_LAW
    place = plan.law(issue, claim[2], route.law.provider)
    return ASK_LAW if place is None else place


def _named_laws(
    plan: Plan, issue: Issue, rows: Keyed, fact: str, claims: list[tuple[str, str, Claim] | None], mine: Array
) -> Array:
    """The place of the law that a fact names, where an entry leaves it to that fact."""
    named = rows.named(fact)
    found = np.full(len(mine), ASK_LAW, np.int64)
    if named is None:
        return found
    whats = [claim[2] if claim else None for claim in claims]
    kinds = list(dict.fromkeys(whats))
    kind_of = np.array([kinds.index(what) for what in whats], np.int64)[rows.place]
    pair = kind_of * len(named.values) + named.places
    for one in np.unique(pair[mine]).tolist():
        kind, value = divmod(one, len(named.values))
        what, provider = kinds[kind], named.values[value]
        place: int | None = ASK_LAW
        if provider is None:
            place = NO_LAW
        elif what is not None and provider in plan.world.providers:
            place = plan.law(issue, what, str(provider))
        found[mine & (pair == one)] = ASK_LAW if place is None else place
    return found
