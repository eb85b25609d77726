"""Make the lines of clauses that led nowhere: their parts in, what the judgment holds of them out.

There are many of them in one judgment, and all are made at once in less time than one by one.
"""

from collections.abc import Iterable
from functools import cache

from pydantic import TypeAdapter

from panarchy_rules.casefile.judgment import Refused


def refused_lines(lines: Iterable[tuple[str, str, str, str]]) -> tuple[Refused, ...]:
    """Of each line the party, the law, the clause and the reason."""
    return _reader().validate_python(
        [{"party": party, "law": law, "clause": clause, "reason": reason} for party, law, clause, reason in lines]
    )


@cache
def _reader() -> TypeAdapter[tuple[Refused, ...]]:
    return TypeAdapter(tuple[Refused, ...])
