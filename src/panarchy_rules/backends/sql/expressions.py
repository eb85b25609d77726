"""Write nodes as expressions of SQL, level by level: what is used more than once is a column of the level before.

Nothing here is ever NULL. What is missing has truths of its own, so that AND and OR only meet yes and no.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from sqlglot import exp

from panarchy_rules.backends.lowered.graph import Graph, Node
from panarchy_rules.backends.lowered.ranges import Range
from panarchy_rules.backends.sql.dialects import FENCED, QUOTIENT, Dialect

Leaf = Callable[[Node], exp.Expr]
_COMPARED: Mapping[str, type[exp.Binary]] = {"lt": exp.LT, "le": exp.LTE, "eq": exp.EQ}
_LONGEST = 60  # Operations in one expression, before it becomes a column.


def column(name: str) -> exp.Column:
    """A column by its name."""
    return exp.column(exp.to_identifier(name, quoted=True))


def whole(number: int) -> exp.Expr:
    """A number; one below zero in brackets."""
    made: exp.Expr = exp.Literal.number(abs(number))
    return exp.paren(exp.Neg(this=made)) if number < 0 else made


def if_(condition: exp.Expr, one: exp.Expr, other: exp.Expr) -> exp.Expr:
    """A choice."""
    return exp.Case(ifs=[exp.If(this=condition, true=one)], default=other)


class Levels:
    """The columns that some nodes need, in levels that read one another."""

    def __init__(self, graph: Graph, leaf: Leaf, ranges: Mapping[int, Range], dialect: Dialect) -> None:
        self.graph = graph
        self.leaf = leaf
        self.ranges = ranges
        self.dialect: Dialect = dialect
        self.levels: list[dict[str, exp.Expr]] = []
        self._texts: dict[int, exp.Expr] = {}
        self._depth: dict[int, int] = {}
        self._size: dict[int, int] = {}

    def write(self, roots: Sequence[int]) -> list[exp.Expr]:
        """The expressions of some nodes over the columns of the last level."""
        order = self.graph.reachable(roots)
        uses = Counter(roots)
        for number in order:
            for part in self.graph.arguments(number):
                uses[part] += 1
            if self._is_quotient(number) and not self._is_positive(number):
                uses[self.graph.arguments(number)[0]] += 1
        for number in order:
            self._write(number, uses[number])
        return [self._texts[root].copy() for root in roots]

    def _write(self, number: int, uses: int) -> None:
        parts = self.graph.arguments(number)
        depth = max((self._depth[part] for part in parts), default=0)
        size = 1 + sum(self._size[part] for part in parts)
        text = self._text(number)
        if parts and (uses > 1 or size > _LONGEST):
            while len(self.levels) <= depth:
                self.levels.append({})
            name = f"v{number}"
            self.levels[depth][name] = text
            text, depth, size = column(name), depth + 1, 1
        self._texts[number], self._depth[number], self._size[number] = text, depth, size

    def nested(self, first: exp.Select) -> exp.Select:
        """The levels, one in the other, around a query that reads."""
        query = first
        for number, level in enumerate(self.levels):
            made = (exp.alias_(text, name, quoted=True, copy=False) for name, text in level.items())
            inner = self._fenced(query).subquery(f"l{number}", copy=False)
            query = exp.select("*", *made, copy=False).from_(inner, copy=False)
        return self._fenced(query)

    def _fenced(self, query: exp.Select) -> exp.Select:
        return query.offset(0, copy=False) if self.dialect in FENCED else query

    # --- expressions ---

    def _text(self, number: int) -> exp.Expr:
        node = self.graph.nodes[number]
        parts = [self._texts[part].copy() for part in self.graph.arguments(number)]
        match node[0]:
            case "const":
                return whole(node[1])
            case "true" | "false":
                return exp.true() if node[0] == "true" else exp.false()
            case "add":
                return _joined(exp.Add, parts)
            case "sub":
                return _joined(exp.Sub, parts)
            case "mul":
                return _joined(exp.Mul, parts)
            case "floor":
                return self._floor(number, parts)
            case "mod":
                return self._mod(number, parts)
            case "select":
                return self._choice(number, parts)
            case "lt" | "le" | "eq" as word:
                return exp.paren(_COMPARED[word](this=parts[0], expression=parts[1]))
            case "and":
                return exp.paren(reduce(lambda a, b: exp.And(this=a, expression=b), parts))
            case "or":
                return exp.paren(reduce(lambda a, b: exp.Or(this=a, expression=b), parts))
            case "not":
                return exp.paren(exp.Not(this=parts[0]))
            case _:
                return self.leaf(node)

    def _is_quotient(self, number: int) -> bool:
        return self.graph.nodes[number][0] in ("floor", "mod")

    def _is_positive(self, number: int) -> bool:
        first = self.graph.arguments(number)[0]
        return self.ranges.get(first, (-1, 0))[0] >= 0 or self._is_size(first)

    def _is_size(self, number: int) -> bool:
        """Whether a node is the distance of another from zero."""
        graph, node = self.graph, self.graph.nodes[number]
        if node[0] != "select":
            return False
        _, condition, one, other = node
        zero = graph.const(0)
        return bool(condition == graph.lt(other, zero) and one == graph.sub(zero, other))

    def _quotient(self, left: exp.Expr, right: exp.Expr) -> exp.Expr:
        return exp.paren(QUOTIENT[self.dialect](left, right))

    def _floor(self, number: int, parts: Sequence[exp.Expr]) -> exp.Expr:
        """Rounded down. Below zero, where cutting off goes up, the distance from -1 is divided in its place."""
        left, right = parts
        if self._is_positive(number):
            return self._quotient(left, right)
        below = exp.paren(exp.Sub(this=exp.Neg(this=left.copy()), expression=whole(1)))
        down = exp.Sub(this=exp.Neg(this=self._quotient(below, right.copy())), expression=whole(1))
        return if_(exp.LT(this=left.copy(), expression=whole(0)), down, self._quotient(left, right))

    def _mod(self, number: int, parts: Sequence[exp.Expr]) -> exp.Expr:
        left, right = parts
        if self._is_positive(number):
            return exp.paren(exp.Mod(this=left, expression=right))
        times = exp.paren(exp.Mul(this=exp.paren(self._floor(number, parts)), expression=right.copy()))
        return exp.paren(exp.Sub(this=left.copy(), expression=times))

    def _choice(self, number: int, parts: Sequence[exp.Expr]) -> exp.Expr:
        """A choice between two numbers that are written out would be of 32 bits."""
        condition, one, other = parts
        values = [self.graph.value(part) for part in self.graph.arguments(number)[1:]]
        if self.dialect == "duckdb" and values[1] == 0 and values[0] is not None:
            return exp.paren(exp.Mul(this=exp.cast(condition, "BIGINT"), expression=one))
        settled = isinstance(other, exp.Cast) or None not in values
        made = _chosen(condition, one, other.this if isinstance(other, exp.Cast) else other)
        return exp.cast(made, "BIGINT") if settled else made


def _chosen(condition: exp.Expr, one: exp.Expr, other: exp.Expr) -> exp.Expr:
    """A choice; one whose other side is a choice again is written as one, and what gives the same as one case."""
    if not isinstance(other, exp.Case):
        return if_(condition, one, other)
    first, *more = other.args["ifs"]
    if first.args["true"] == one:
        condition = exp.paren(exp.Or(this=condition, expression=first.this))
        return exp.Case(ifs=[exp.If(this=condition, true=one), *more], default=other.args["default"])
    return exp.Case(ifs=[exp.If(this=condition, true=one), first, *more], default=other.args["default"])


def _joined(word: type[exp.Binary], parts: Sequence[exp.Expr]) -> exp.Expr:
    return exp.paren(word(this=parts[0], expression=parts[1]))
