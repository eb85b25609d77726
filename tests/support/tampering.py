"""Change judgments so that they no longer hold: a judgment in, what was changed and the changed judgment out."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Chain, Edge, IssueJudgment, Judgment
from tests.support.small_world import World, names

NOWHERE = "vale 9"  # A law that nobody publishes.
NOBODY = "dora"  # No party to anything.


def broken_chains(world: World, chain: Chain) -> Iterator[tuple[str, Chain]]:
    """Changes to a chain after which it cannot hold."""
    first, *rest = chain.edges
    last = chain.edges[-1]

    def with_edges(*edges: Edge) -> Chain:
        return chain.model_copy(update={"edges": edges})

    def changed(edge: Edge, **how: Any) -> Edge:
        return edge.model_copy(update=how)

    foreign = [entry.entry for entry in world.entries if chain.party not in names(entry)]
    yield "another entry", with_edges(changed(first, entry=(*foreign, 99)[0]), *rest)
    yield "another author", with_edges(changed(first, author=NOBODY), *rest)
    yield "another act", with_edges(changed(first, act="ratify"), *rest)
    yield "another end", with_edges(*chain.edges[:-1], changed(last, target=NOWHERE))
    yield "another party", chain.model_copy(update={"party": NOBODY})
    yield "another tier", chain.model_copy(update={"tier": chain.tier - 1 if chain.tier else 1})
    yield "the act dropped", with_edges(*rest) if rest else with_edges(changed(last, kind="acceptance"))
    if rest:
        cap = None if last.cap else "1 EUR"
        yield "the clause dropped", with_edges(first)
        yield "another clause", with_edges(*chain.edges[:-1], changed(last, clause="pay_1"))
        yield "another base", with_edges(changed(first, target=NOWHERE), *rest)
        yield "another code", with_edges(*chain.edges[:-1], changed(last, author=NOWHERE))
        yield "another cap", with_edges(*chain.edges[:-1], changed(last, cap=cap))
        yield "another reference", with_edges(*chain.edges[:-1], changed(last, act=_other_act(last)))
    if len(rest) > 1:
        yield "the last step dropped", with_edges(*chain.edges[:-1])
        yield "a step left out", with_edges(*chain.edges[:-2], last)
        yield "the steps in another order", with_edges(first, *reversed(rest))


def _other_act(edge: Edge) -> str:
    return "accept" if edge.act != "accept" else "accept whole"


def swapped(judgment: Judgment, chain: Chain, other: Chain) -> Judgment:
    """The judgment with a chain in the place of another."""
    text = judgment.model_dump_json()
    made = Judgment.model_validate_json(text.replace(chain.model_dump_json(), other.model_dump_json()))
    return made.model_copy(update={"dispute": judgment.dispute})


def tampered(judgment: Judgment) -> Iterator[tuple[str, Callable[[], Judgment]]]:
    """Changes to a judgment after which it must not verify, each made when it is called for."""
    yield "the status at the top", lambda: judgment.model_copy(update={"status": "STAYED"})
    for at, issue in enumerate(judgment.issues):
        for what, path, value in _changes(issue):
            yield what, partial(_changed, judgment, at, path, value)


_Change = tuple[str, tuple[str | int, ...], Any]


def _changes(issue: IssueJudgment) -> Iterator[_Change]:
    """What is changed, where it stands in the issue, and its new value."""
    yield "the claimant", ("claimant",), NOBODY
    yield "the anchor", ("anchor",), "2030-01-01"
    yield "the matter", ("matter",), "theft"
    if issue.status in DECIDED:
        yield "no law", ("laws",), []
        yield "no forum", ("forum",), {"status": "NO_FORUM"}
    elif not issue.laws:
        yield "the status", ("status",), "DECIDED"
    for n, law in enumerate(issue.laws):
        mine = [json.loads(chain.model_dump_json()) for chain in law.chains if chain.party == issue.claimant]
        yield "no chains", ("laws", n, "chains"), []
        yield "one party's chains", ("laws", n, "chains"), mine
        yield "the edition", ("laws", n, "edition"), "9"
    for n, answer in enumerate(issue.answers):
        yield "whose law", ("answers", n, "law"), NOWHERE
        if answer.value:
            yield "a value", ("answers", n, "value"), "7 EUR"
            yield "no grounds", ("answers", n, "grounds"), []
    yield from _order_changes(issue)


def _order_changes(issue: IssueJudgment) -> Iterator[_Change]:
    written = [json.loads(order.model_dump_json()) for order in issue.orders]
    owed = {(answer.debtor, answer.creditor, answer.head): answer.value for answer in issue.answers}
    for n, order in enumerate(issue.orders):
        yield "no order", ("orders",), [*written[:n], *written[n + 1 :]]
        yield "an amount", ("orders", n, "amount"), "7 EUR"
        if order.debtor != order.creditor:  # Who is excluded stands in both places.
            yield "the debtor", ("orders", n), written[n] | {"debtor": order.creditor, "creditor": order.debtor}
        if order.undecided:
            whole = {"amount": owed[order.debtor, order.creditor, order.head], "undecided": None}
            yield "above the cap", ("orders", n), written[n] | whole


def _changed(judgment: Judgment, at: int, path: tuple[str | int, ...], value: Any) -> Judgment:
    """The judgment with one place changed, and with what stands at the top in accord with the issues."""
    raw = json.loads(judgment.model_dump_json())
    place = raw["issues"][at]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    raw["orders"] = [order for issue in raw["issues"] for order in issue["orders"]]
    undecided = [issue["status"] for issue in raw["issues"] if issue["status"] not in DECIDED]
    in_part = any(issue["status"] == "DECIDED_IN_PART" for issue in raw["issues"])
    raw["status"] = undecided[0] if undecided else "DECIDED_IN_PART" if in_part else "DECIDED"
    return Judgment.model_validate_json(json.dumps(raw)).model_copy(update={"dispute": judgment.dispute})
