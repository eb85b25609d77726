"""Where the three databases differ: a dialect in, how it writes a whole quotient out. All else is one text."""

from collections.abc import Callable
from typing import Literal

from sqlglot import exp

Dialect = Literal["duckdb", "postgres", "spark"]
DIALECTS: tuple[Dialect, ...] = ("duckdb", "postgres", "spark")


def _by_sign(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.IntDiv(this=left, expression=right)


def _of_whole_numbers(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.Div(this=left, expression=right, typed=True)


# Of numbers that are not negative, all of them cut off what is left over. sqlglot's own quotient for PostgreSQL
# would be one of decimals.
QUOTIENT: dict[Dialect, Callable[[exp.Expr, exp.Expr], exp.Expr]] = {
    "duckdb": _by_sign,
    "postgres": _of_whole_numbers,
    "spark": _by_sign,
}
# PostgreSQL would put the text of each level into the next, where it is used more than once, and so on.
FENCED: frozenset[Dialect] = frozenset({"postgres"})
