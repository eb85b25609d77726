"""Write the function that decides many rows of one shape: a program and its table columns in, source for numba out.

Nothing branches on the facts. A number outside the range that was proved for its column is replaced by one inside,
and the row is handed on to the interpreter.
"""

from collections.abc import Mapping, Sequence

from panarchy_rules.backends.kernel.native import KINDS
from panarchy_rules.backends.kernel.source import Writer
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
    """The source of a function over the rows `order[begin:end]` that says how many the interpreter has to decide.

    `limits` are the ranges of inputs that the proof assumes, `kinds` the numbers that each array holds.
    The first argument is the address of addresses: the table of parameters, the codes of grounds, the arrays that are
    written, and those that are read. `rows` is the law of each row.
    """
    found = ranges(program.graph, program.outputs, limits, params)
    assert found is not None
    writer = Writer(program.graph, _leaf, flat=True, indent=" " * 8, ranges=found)
    reading = _reading(program, columns, limits, kinds)
    status_, says, value, mask = writer.write(program.outputs)
    lines = [
        "def decide(addresses, order, rows, begin, end):",
        "    addresses, order, rows = at_int64(addresses), at_uint32(order), at_uint32(rows)",
        *(f"    {name} = at_{kind}(addresses[{i}])" for i, (name, kind) in enumerate(_GIVEN)),
        *(f"    c{i} = at_{kinds[x]}(addresses[{i + len(_GIVEN)}])" for i, x in enumerate(arrays_of(columns))),
        "    bad = 0",
        "    for at in range(begin, end):",
        "        i = order[at]",
        f"        first = np.uint64(rows[i]) * np.uint64({len(params)})",
        *(f"        {line}" for line in reading),
        *writer.lines,
        f"        mask = np.int64({mask})",
        "        lone = (mask != 0) & ((mask & (mask - 1)) == 0)",
        f"        bit = (np.uint64(mask & -mask) * np.uint64({_DE_BRUIJN})) >> np.uint64(58)",
        f"        status[i] = ({status_}) if good else {ELSEWHERE}",
        f"        says[i] = {says} if good else -1",
        f"        value[i] = {value} if good else 0",
        "        ground[i] = codes[bit] if lone & good else -1",
        f"        bad += status[i] == {ELSEWHERE}",
        "    return bad",
    ]
    return "\n".join(lines) + "\n"


_GIVEN = (
    ("table", "int64"), ("codes", "int16"),
    ("status", "int8"), ("says", "int8"), ("value", "int64"), ("ground", "int16"),
)  # fmt: skip


def places_of_bits() -> list[int]:
    """For every value of the six bits that a single bit is hashed to, which bit it was."""
    found = [0] * 64
    for bit in range(64):
        found[(((1 << bit) * _DE_BRUIJN) & ((1 << 64) - 1)) >> 58] = bit
    return found


def _reading(
    program: Program, columns: Mapping[str, TableColumn], limits: Mapping[str, Range], kinds: Mapping[str, str]
) -> list[str]:
    """Lines that read each fact once and see whether it lies in its range."""
    lines = ["good = True"]
    places = {name: place for place, name in enumerate(arrays_of(columns))}
    leaves = [program.graph.nodes[x] for x in program.graph.reachable(program.outputs)]
    for name in sorted({node[1] for node in leaves if node[0] in ("input", "holds", "absent", "unknown")}):
        column, label = columns[name], _name(name)
        read = f"c{places[column.array]}[i]"
        _, least, most = KINDS[kinds[column.array]]
        missing = [n for n in (column.absent, column.unknown) if n is not None]
        if ("holds", name) in leaves and not missing:
            lines.append(f"h{label} = {read} != 0")
            continue
        lines.append(f"r{label} = np.int64({read})")
        lines += [f"a{label} = r{label} == {column.absent}"] if column.absent is not None else []
        lines += [f"u{label} = r{label} == {column.unknown}"] if column.unknown is not None else []
        low, high = limits[name]
        checks = [f"(r{label} >= {low})"] if least < low else []
        checks += [f"(r{label} <= {high})"] if most > high else []
        if len(checks) == 2 and low == 0:  # One comparison does for both ends.
            checks = [f"(np.uint64(r{label}) <= np.uint64({high}))"]
        if checks:
            lines.append(f"o{label} = {' & '.join(checks)}")
            excused = [f"{x}{label}" for x, n in (("a", column.absent), ("u", column.unknown)) if n is not None]
            lines.append(f"good = good & ({' | '.join([f'o{label}', *excused])})")
        lines.append(f"x{label} = (r{label} if o{label} else {low})" if checks else f"x{label} = r{label}")
        lines += [f"h{label} = x{label} != 0"] if ("holds", name) in leaves else []
    return lines


def _leaf(node: Node) -> str:
    if node[0] == "param":
        return f"table[first + np.uint64({node[1]})]"
    return {"input": "x", "holds": "h", "absent": "a", "unknown": "u"}[node[0]] + _name(node[1])


def _name(name: str) -> str:
    """A column's name as part of a Python name; points and brackets become underscores with their place."""
    return "_" + "".join(c if c.isalnum() else f"_{ord(c)}_" for c in name)
