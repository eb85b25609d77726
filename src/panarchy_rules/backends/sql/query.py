"""Write the query that decides every row of a table under the law of its case: lifted programs in, one text out.

Laws that differ in their numbers only share one query, with a table of their numbers beside it. The table has the
columns `row`, `case` and one whole number for every fact, none of which is NULL.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from sqlglot import exp

from panarchy_rules.backends.kernel.shapes import Shape, shapes
from panarchy_rules.backends.lowered.answered import ELSEWHERE
from panarchy_rules.backends.lowered.graph import Node
from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.backends.lowered.proof import proved
from panarchy_rules.backends.lowered.ranges import Range, ranges
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.sql.dialects import Dialect
from panarchy_rules.backends.sql.expressions import Levels, column, if_, whole
from panarchy_rules.backends.sql.spelled_out import spelled_out
from panarchy_rules.backends.sql.unsupported import MOST_NODES
from panarchy_rules.base.records import dataclass

# A query for `RESULT` to one in words; with the program of its shape, or None for rows that are not decided here.
Told = Callable[[exp.Select, Program | None], exp.Select]
RESULT = ("row", "status", "says", "value", "mask")


@dataclass(frozen=True, slots=True)
class FactField:
    """The column of a fact, and the numbers in it that mean "not applicable" and "unknown"."""

    column: str
    absent: int | None = None
    unknown: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A text that gives `RESULT` for every row whose case has a query; `reasons` says of the other cases why not.

    `status`, `says`, `value` and `mask` are those of `Program`; the bits of `mask` are those of the case's own program.
    """

    tree: exp.Query | None
    reasons: Mapping[int, str]

    def text(self, dialect: Dialect, *, pretty: bool = False) -> str:
        """The query as text."""
        return "" if self.tree is None else self.tree.sql(dialect=dialect, pretty=pretty)


def query(
    programs: Sequence[Program | str],
    fields: Mapping[str, FactField],
    dialect: Dialect,
    table: str = "rows",
    told: Told | None = None,
) -> Query:
    """The query for some cases, by their place. In the place of a program may stand why there is none.

    With `told`, the rows say in words what `RESULT` says in numbers.
    """
    reasons = {place: program for place, program in enumerate(programs) if isinstance(program, str)}
    known = {place: program for place, program in enumerate(programs) if not isinstance(program, str)}
    places, parts = list(known), list[exp.Query]()
    for shape in shapes(list(known.values()), [0] * len(known)):
        cases = [places[law] for law in shape.laws]
        try:
            made = _of_shape(shape, cases, fields, dialect, table)
            parts.append(told(made, shape.program) if told else made)
        except Unsupported as unsupported:
            reasons.update(dict.fromkeys(cases, unsupported.reason))
        except _TooMuch as reason:
            reasons.update(dict.fromkeys(cases, str(reason)))
    if reasons:
        made = _elsewhere(sorted(reasons), table)
        parts.append(told(made, None) if told else made)
    return Query(reduce(lambda a, b: exp.union(a, b, distinct=False, copy=False), parts) if parts else None, reasons)


class _TooMuch(Exception):
    """A shape that SQL cannot say; the message is a name in `UNSUPPORTED`."""


def _of_shape(
    shape: Shape, cases: Sequence[int], fields: Mapping[str, FactField], dialect: Dialect, table: str
) -> exp.Select:
    limits = proved(shape.program, shape.params)
    if limits is None:
        raise _TooMuch("range")
    program = spelled_out(shape.program)
    if len(program.graph.reachable(program.outputs)) > MOST_NODES:
        raise _TooMuch("size")
    leaves = _Leaves(program, fields, limits)
    # Days between which a formula stays are not told from its parts: what cannot be bounded may be below zero.
    found = ranges(program.graph, program.outputs, limits, shape.params) or {}
    levels = Levels(program.graph, leaves.leaf, found, dialect)
    outputs = levels.write(program.outputs)
    inner = levels.nested(leaves.reading(_params(shape, cases), table))
    chosen: list[exp.Expr] = [column("row")]
    for name, text, otherwise in zip(RESULT[1:], outputs, (ELSEWHERE, -1, 0, 0), strict=True):
        made = if_(column("good"), text, whole(otherwise))
        chosen.append(exp.alias_(exp.cast(made, "BIGINT", copy=False), name, quoted=True, copy=False))
    return exp.select(*chosen, copy=False).from_(inner.subquery("decided", copy=False), copy=False)


def _params(shape: Shape, cases: Sequence[int]) -> exp.Select:
    """A row for each law: its case, and the numbers in which it differs from the others."""
    names = ["case", *(f"p{place}" for place in range(len(shape.params)))]
    rows = [exp.tuple_(*(whole(n) for n in (case, *numbers))) for case, numbers in zip(cases, shape.table, strict=True)]
    values = exp.Values(
        expressions=rows,
        alias=exp.TableAlias(
            this=exp.to_identifier("laws"), columns=[exp.to_identifier(name, quoted=True) for name in names]
        ),
    )
    return exp.select(*(exp.alias_(exp.cast(column(name), "BIGINT"), name, quoted=True) for name in names)).from_(
        values
    )


class _Leaves:
    """How facts are read: each once, and never outside the range for which the arithmetic was proved."""

    def __init__(self, program: Program, fields: Mapping[str, FactField], limits: Mapping[str, Range]) -> None:
        graph = program.graph
        leaves = (graph.nodes[number] for number in graph.reachable(program.outputs))
        self.names = sorted({node[1] for node in leaves if node[0] in ("input", "holds", "absent", "unknown")})
        self.place = {name: place for place, name in enumerate(self.names)}
        self.fields, self.limits = fields, limits

    def leaf(self, node: Node) -> exp.Expression:
        """What reads a leaf."""
        if node[0] == "param":
            return column(f"p{node[1]}")
        name = f"{ {'input': 'x', 'holds': 'x', 'absent': 'a', 'unknown': 'u'}[node[0]] }{self.place[node[1]]}"
        if node[0] == "holds":
            return exp.paren(exp.NEQ(this=column(name), expression=whole(0)))
        return column(name)

    def reading(self, params: exp.Select, table: str) -> exp.Select:
        """The query that joins rows and laws, and reads the facts."""
        chosen: list[exp.Expr] = [exp.column("row", table="facts", quoted=True)]
        good: list[exp.Expr] = []
        for place, name in enumerate(self.names):
            field = self.fields[name]
            given = exp.column(field.column, table="facts", quoted=True)
            low, high = (whole(end) for end in self.limits[name])
            fits = exp.Between(this=given, low=low, high=high)
            excused = [
                exp.EQ(this=given.copy(), expression=whole(mark)) for mark in (field.absent, field.unknown)
                if mark is not None
            ]  # fmt: skip
            good.append(exp.paren(exp.or_(fits, *excused, copy=True)))
            chosen.append(exp.alias_(if_(fits.copy(), given.copy(), low.copy()), f"x{place}", quoted=True))
            for letter, mark in (("a", field.absent), ("u", field.unknown)):
                is_so = exp.false() if mark is None else exp.EQ(this=given.copy(), expression=whole(mark))
                chosen.append(exp.alias_(exp.paren(is_so), f"{letter}{place}", quoted=True))
        held = exp.and_(*good) if good else exp.true()
        chosen.append(exp.alias_(held, "good", quoted=True))
        law = params.subquery("law")
        same = exp.EQ(
            this=exp.column("case", table="law", quoted=True), expression=exp.column("case", table="facts", quoted=True)
        )
        numbers = [exp.column(one.alias, table="law", quoted=True) for one in params.expressions if one.alias != "case"]
        rows = exp.Table(this=exp.to_identifier(table, quoted=True)).as_("facts")
        return exp.select(*chosen, *numbers).from_(rows).join(law, on=same)


def _elsewhere(cases: Sequence[int], table: str) -> exp.Select:
    """Rows for the interpreter, which say so."""
    numbers = zip(RESULT[1:], (ELSEWHERE, -1, 0, 0), strict=True)
    chosen = [exp.alias_(exp.cast(whole(number), "BIGINT"), name, quoted=True) for name, number in numbers]
    there = exp.In(this=column("case"), expressions=[whole(case) for case in cases])
    return exp.select(column("row"), *chosen).from_(exp.Table(this=exp.to_identifier(table, quoted=True))).where(there)
