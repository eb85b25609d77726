"""Write what a judgment orders, and which notes are on the whole of it: the judgment in, lines of text out."""

from collections.abc import Iterator
from itertools import groupby

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Judgment, Note, Order
from panarchy_rules.explanation.names import Names
from panarchy_rules.explanation.sentences import chain_text, order_text


def order_lines(orders: tuple[Order, ...], names: Names) -> Iterator[str]:
    """Orders that differ only in whom they are against stand together; each chain of somebody outside has a line."""
    for _, some in groupby(
        orders, key=lambda o: (o.terms, o.amount, o.creditor, o.assignee, o.head, o.undecided, o.jointly)
    ):
        alike = tuple(some)
        yield order_text(alike, names)
        yield from (f"  {chain_text(order.chain, names)}" for order in alike if order.chain)


def nothing_ordered(judgment: Judgment) -> tuple[str, ...]:
    """Where all is decided and nothing is ordered, that is said."""
    is_all = judgment.status in DECIDED and not (judgment.orders or judgment.nettings or judgment.debts)
    return ("Nothing is ordered.",) if is_all else ()


def of_the_whole(judgment: Judgment) -> list[Note]:
    """Notes that belong to no single issue."""
    return [note for note in judgment.notes if not any(note in issue.notes for issue in judgment.issues)]
