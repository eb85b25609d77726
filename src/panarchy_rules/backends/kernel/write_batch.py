"""Write the function that decides many rows of one shape: a program and its table columns in, text for LLVM out.

Nothing branches on the facts. A number outside the range that was proved for its column is replaced by one inside,
and the row is handed on to the interpreter.
"""

from collections.abc import Mapping, Sequence

from panarchy_rules.backends.kernel.instructions import Instructions
from panarchy_rules.backends.kernel.native import KINDS
from panarchy_rules.backends.lowered.answered import ELSEWHERE
from panarchy_rules.backends.lowered.graph import Node
from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.backends.lowered.ranges import Range, ranges
from panarchy_rules.base.records import dataclass

_DE_BRUIJN = 0x03F79D71B4CB0A89


@dataclass(frozen=True, slots=True)
class TableColumn:
    """How a fact stands in a table: the name of its array, and the numbers that mean "not applicable" and "unknown"."""

    array: str
    absent: int | None = None
    unknown: int | None = None


def arrays_of(columns: Mapping[str, TableColumn]) -> tuple[str, ...]:
    """The arrays of a table, in the order in which a function finds their addresses."""
    return tuple(sorted({column.array for column in columns.values()}))


def write_batch(
    program: Program,
    columns: Mapping[str, TableColumn],
    limits: Mapping[str, Range],
    params: Sequence[Range],
    kinds: Mapping[str, str],
) -> str:
    """The text of a function over the rows `order[begin:end]` that says how many the interpreter has to decide.

    `limits` are the ranges of inputs that the proof assumes, `kinds` the numbers that each array holds.
    The first argument is the address of addresses: the table of parameters, the codes of grounds, the arrays that are
    written, and those that are read. `rows` is the law of each row.
    """
    found = ranges(program.graph, program.outputs, limits, params)
    assert found is not None
    body = Instructions(program.graph, found)
    reading = _Reading(body, program, columns, limits, kinds)
    good = reading.facts()
    outputs = body.write(program.outputs, reading.leaf)
    bad = _write_down(body, good, outputs)
    arrays = [name for name, _ in _GIVEN] + [f"c{place}" for place in range(len(arrays_of(columns)))]
    begin = [line for place, name in enumerate(arrays) for line in _address(name, place)]
    return _FRAME.format(begin="\n".join(begin), params=len(params), body="\n".join(body.lines), bad=bad)


_GIVEN = (
    ("table", "int64"), ("codes", "int16"),
    ("status", "int8"), ("says", "int8"), ("value", "int64"), ("ground", "int16"),
)  # fmt: skip
_FRAME = """define i64 @decide(i64 %addresses, i64 %order, i64 %rows, i64 %begin, i64 %end) {{
entry:
  %from = inttoptr i64 %addresses to ptr
  %places = inttoptr i64 %order to ptr
  %laws = inttoptr i64 %rows to ptr
{begin}
  br label %head
head:
  %at = phi i64 [ %begin, %entry ], [ %next, %row ]
  %bad = phi i64 [ 0, %entry ], [ %more, %row ]
  %goes_on = icmp slt i64 %at, %end
  br i1 %goes_on, label %row, label %done
row:
  %place = getelementptr i32, ptr %places, i64 %at
  %short = load i32, ptr %place
  %i = zext i32 %short to i64
  %law_at = getelementptr i32, ptr %laws, i64 %i
  %law = load i32, ptr %law_at
  %wide = zext i32 %law to i64
  %first = mul i64 %wide, {params}
{body}
  %more = add i64 %bad, {bad}
  %next = add i64 %at, 1
  br label %head
done:
  ret i64 %bad
}}
"""


def _address(name: str, place: int) -> list[str]:
    return [
        f"  %{name}_at = getelementptr i64, ptr %from, i64 {place}",
        f"  %{name}_number = load i64, ptr %{name}_at",
        f"  %{name} = inttoptr i64 %{name}_number to ptr",
    ]


def places_of_bits() -> list[int]:
    """For every value of the six bits that a single bit is hashed to, which bit it was."""
    found = [0] * 64
    for bit in range(64):
        found[(((1 << bit) * _DE_BRUIJN) & ((1 << 64) - 1)) >> 58] = bit
    return found


def _write_down(body: Instructions, good: str, outputs: Sequence[str]) -> str:
    """Write status, what is said, its value and the code of the one deciding rule; whether the row is handed on."""
    put, (status, says, value, mask) = body.put, outputs
    less = put(f"sub i64 {mask}, 1")
    rest = put(f"and i64 {mask}, {less}")
    lone = body.both(put(f"icmp ne i64 {mask}, 0"), put(f"icmp eq i64 {rest}, 0"), good)
    bit = put(f"and i64 {mask}, {put(f'sub i64 0, {mask}')}")
    hashed = put(f"lshr i64 {put(f'mul i64 {bit}, {_DE_BRUIJN}')}, 58")
    code = body.read("codes", hashed, "int16")
    status = put(f"select i1 {good}, i64 {status}, i64 {ELSEWHERE}")
    body.store("status", "int8", status)
    body.store("says", "int8", put(f"select i1 {good}, i64 {says}, i64 -1"))
    body.store("value", "int64", put(f"select i1 {good}, i64 {value}, i64 0"))
    body.store("ground", "int16", put(f"select i1 {lone}, i64 {code}, i64 -1"))
    return put(f"zext i1 {put(f'icmp eq i64 {status}, {ELSEWHERE}')} to i64")


class _Reading:
    """Reads each fact once and sees whether it lies in its range."""

    def __init__(
        self,
        body: Instructions,
        program: Program,
        columns: Mapping[str, TableColumn],
        limits: Mapping[str, Range],
        kinds: Mapping[str, str],
    ) -> None:
        leaves = [program.graph.nodes[x] for x in program.graph.reachable(program.outputs)]
        self.body, self.columns, self.limits, self.kinds = body, columns, limits, kinds
        self.leaves = set(leaves)
        self.names = sorted({node[1] for node in leaves if node[0] in ("input", "holds", "absent", "unknown")})
        self.places = {name: place for place, name in enumerate(arrays_of(columns))}
        self.found: dict[tuple[str, str], str] = {}

    def facts(self) -> str:
        """Instructions that read; whether all facts lie in their ranges."""
        return self.body.both("true", *(fits for name in self.names for fits in self._fact(name)))

    def leaf(self, node: Node) -> str:
        """What stands for a leaf."""
        if node[0] == "param":
            place = self.body.put(f"add i64 %first, {node[1]}")
            return self.body.read("table", place, "int64")
        return self.found[node[0], node[1]]

    def _fact(self, name: str) -> list[str]:
        put, column, kind = self.body.put, self.columns[name], self.kinds[self.columns[name].array]
        raw = self.body.read(f"c{self.places[column.array]}", "%i", kind)
        marks = {"absent": column.absent, "unknown": column.unknown}
        missing = {word: put(f"icmp eq i64 {raw}, {mark}") for word, mark in marks.items() if mark is not None}
        self.found.update({(word, name): missing.get(word, "false") for word in marks})
        if ("holds", name) in self.leaves and not missing:
            self.found["holds", name] = put(f"icmp ne i64 {raw}, 0")
            return []
        fits = self._fits(raw, self.limits[name], KINDS[kind][1:])
        number = put(f"select i1 {fits}, i64 {raw}, i64 {self.limits[name][0]}") if fits else raw
        self.found["input", name] = number
        if ("holds", name) in self.leaves:
            self.found["holds", name] = put(f"icmp ne i64 {number}, 0")
        return [self.body.either(fits, *missing.values())] if fits else []

    def _fits(self, raw: str, limits: Range, kind: Range) -> str:
        """Whether a number lies in its range; nothing if it has to."""
        put, (low, high), (least, most) = self.body.put, limits, kind
        if low == 0 and least < low and most > high:  # One comparison does for both ends.
            return put(f"icmp ule i64 {raw}, {high}")
        checks = [put(f"icmp sge i64 {raw}, {low}")] if least < low else []
        checks += [put(f"icmp sle i64 {raw}, {high}")] if most > high else []
        return self.body.both(*checks) if checks else ""
