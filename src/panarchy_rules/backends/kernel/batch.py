"""Decide many rows at once: laws and a table in, arrays of status, value and deciding rule out. Needs extra `batch`.

Rows are taken in pieces that fit the cache. In each piece they are sorted by the shape of their law, and each shape
decides its rows without branching.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from numba.core.errors import NumbaSystemWarning

from panarchy_rules.backends.kernel.shapes import Shape, shapes
from panarchy_rules.backends.kernel.write_batch import TableColumn, places_of_bits, write_batch
from panarchy_rules.backends.lowered.facts import Columns, column_name
from panarchy_rules.backends.lowered.program import Program, lower
from panarchy_rules.backends.lowered.questions import ELSEWHERE
from panarchy_rules.backends.lowered.ranges import MOST, Range, ranges
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.whole_numbers import FUNCTIONS, INNER
from panarchy_rules.rulebook.rulebook import QuestionId, Rulebook

# Where a system shares no memory between processes numba says so; here threads work, and no processes.
warnings.filterwarnings("ignore", category=NumbaSystemWarning)

PIECE = 1 << 13
NO_CASE = 5
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A question to one law, and the columns in which its facts stand. `table` says how the table holds them."""

    rulebook: Rulebook
    question: QuestionId
    columns: Columns
    table: Mapping[str, TableColumn]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a batch comes to, row by row.

    `status` numbers the verdicts of `lowered.questions`, where `ELSEWHERE` rows are for the interpreter, and is
    `NO_CASE` for rows without one, which say nothing (-1);
    `says` is 0 for a value, 1 if the claim fails, and more for codes of no decision. `value` counts the units of the
    program's scale. `ground` is the code of the one deciding rule, or -1 if there is none or more than one.
    """

    status: Array
    says: Array
    value: Array
    ground: Array

    @property
    def elsewhere(self) -> Array:
        """The rows that the interpreter has to decide."""
        return np.flatnonzero(self.status == ELSEWHERE)


class Batch:
    """Cases compiled for many rows. `codes` number the rules that decide alone.

    `reasons` says of each case that could not be compiled why: a name in `UNSUPPORTED`, or `range`.
    """

    def __init__(self, cases: Sequence[Case], codes: Mapping[str, int], *, parallel: bool = True) -> None:
        self.reasons: dict[int, str] = {}
        lowered: list[tuple[int, Program]] = []
        for place, case in enumerate(cases):
            try:
                lowered.append((place, lower(case.rulebook, case.question, case.columns, lift=True)))
            except Unsupported as unsupported:
                self.reasons[place] = unsupported.reason
        self._kernel_of = np.full(len(cases) + 1, -1, np.int16)  # The last place is for rows without a law.
        self._row_of = np.zeros(len(cases) + 1, np.int32)
        self._kernels: list[_Kernel] = []
        forms = [(id(cases[place].columns), id(cases[place].table)) for place, _ in lowered]
        for shape in shapes([program for _, program in lowered], forms):
            self._add(shape, [lowered[law][0] for law in shape.laws], cases, codes)
        self.arrays = tuple(sorted({c.array for case in cases for c in case.table.values()}))
        self._run = _runner(self._kernels, self.arrays, parallel)

    @property
    def shapes(self) -> int:
        """How many different programs there are."""
        return len(self._kernels)

    def _add(self, shape: Shape, places: Sequence[int], cases: Sequence[Case], codes: Mapping[str, int]) -> None:
        program = shape.program
        limits = _proved(program, shape.params)
        if limits is None:
            self.reasons.update(dict.fromkeys(places, "range"))
            return
        table = cases[places[0]].table
        name = f"shape_{len(self._kernels)}"
        source = write_batch(program, table, name, limits, shape.params)
        grounds = np.full(64, -1, np.int16)
        for hashed, bit in enumerate(places_of_bits()):
            if bit < len(program.labels):
                grounds[hashed] = codes.get(program.labels[bit], -1)
        params = np.array(shape.table, np.int64).reshape(-1)
        self._kernel_of[list(places)] = len(self._kernels)
        self._row_of[list(places)] = range(len(places))
        arrays = tuple(sorted({c.array for c in table.values()}))
        self._kernels.append(_Kernel(name, source, arrays, params, grounds))

    def run(self, case: Array, table: Mapping[str, Array], nothing: int = -1) -> Decisions:
        """Decide every row; `case` is the place of its case, or -1 for none, and then `nothing` is its ground."""
        count = len(case)
        found = Decisions(*(np.empty(count, kind) for kind in (np.int8, np.int8, np.int64, np.int16)))
        self.run_into(case, table, found, nothing)
        return found

    def run_into(self, case: Array, table: Mapping[str, Array], found: Decisions, nothing: int = -1) -> int:
        """The same into arrays that are there, and how many rows the interpreter has to decide."""
        arrays = [table[name] for name in self.arrays]
        extra = [x for kernel in self._kernels for x in (kernel.params, kernel.grounds)]
        outputs = (found.status, found.says, found.value, found.ground)
        return int(self._run(case, self._kernel_of, self._row_of, nothing, *arrays, *extra, *outputs))


@dataclass(frozen=True, slots=True)
class _Kernel:
    name: str
    source: str
    arrays: tuple[str, ...]
    params: Array
    grounds: Array


def _proved(program: Program, params: Sequence[Range]) -> dict[str, Range] | None:
    """Ranges of the inputs under which nothing leaves 64 bits: as the columns state, or narrower for amounts."""
    stated = _limits(program)
    for most in (MOST, *(10**digits for digits in range(15, 7, -1))):
        limits = {name: (max(low, -most), min(high, most)) for name, (low, high) in stated.items()}
        if ranges(program.graph, program.outputs, limits, params) is not None:
            return limits
    return None


def _limits(program: Program) -> dict[str, Range]:
    """The range of every input that the columns state."""
    found: dict[str, Range] = {}
    for (name, role), column in program.columns.facts.items():
        whole = (0, column.size) if column.size else (column.low, column.high)
        found[column_name(name, role)] = whole
        for place in range(column.size):
            found[column_name(name, role, place)] = (column.low, column.high)
    return found


def _runner(kernels: Sequence[_Kernel], arrays: Sequence[str], parallel: bool) -> Callable[..., int]:
    """One function over all rows: piece by piece, sorted by kernel."""
    scope: dict[str, Any] = {"np": np, "prange": numba.prange, "PIECE": PIECE}
    scope.update(_helpers())
    for kernel in kernels:
        exec(compile(kernel.source, f"<{kernel.name}>", "exec"), scope)
        scope[kernel.name] = numba.njit(scope[kernel.name], nogil=True, error_model="numpy")
    exec(compile(_runner_source(kernels, arrays), "<batch>", "exec"), scope)
    return numba.njit(scope["run"], parallel=parallel, nogil=True)  # type: ignore[no-any-return]


def _helpers() -> dict[str, Any]:
    """The functions of `whole_numbers`, compiled so that they call one another."""
    compiled: dict[str, Any] = {}
    for function in dict.fromkeys((*INNER, *FUNCTIONS.values())):
        again = FunctionType(function.__code__, {**function.__globals__, **compiled}, function.__name__)
        compiled[function.__name__] = numba.njit(again, nogil=True)
    return compiled


def _runner_source(kernels: Sequence[_Kernel], arrays: Sequence[str]) -> str:
    extra = [f"{x}_{i}" for i in range(len(kernels)) for x in ("table", "codes")]
    calls = [
        f"        bad += {kernel.name}(order, starts[{i + 1}], starts[{i + 2}], {', '.join(kernel.arrays)}, rows,"
        f" table_{i}, codes_{i}, status, says, value, ground)"
        for i, kernel in enumerate(kernels)
    ]
    names = ", ".join([*arrays, *extra])
    bins = len(kernels) + 2  # The first is for rows without a case, and the end of each is the start of the next.
    return (
        "\n".join(
            [
                f"def run(case, kernel_of, row_of, nothing, {names}, status, says, value, ground):",
                "    bad = 0",
                "    for piece in prange((len(case) + PIECE - 1) // PIECE):",
                "        low = piece * PIECE",
                "        high = min(low + PIECE, len(case))",
                f"        starts = np.zeros({bins}, np.int32)",
                "        for i in range(low, high):",
                "            starts[kernel_of[case[i]] + 2] += 1",
                f"        for k in range(1, {bins}):",
                "            starts[k] += starts[k - 1]",
                "        order = np.empty(high - low, np.int32)",
                "        rows = np.empty(high - low, np.int32)",
                "        free = starts.copy()",
                "        for i in range(low, high):",
                "            kernel = kernel_of[case[i]] + 1",
                "            at = free[kernel]",
                "            free[kernel] = at + 1",
                "            order[at] = i",
                "            rows[at] = row_of[case[i]]",
                "        for at in range(starts[1]):",
                "            i = order[at]",
                f"            status[i] = {NO_CASE} if case[i] < 0 else {ELSEWHERE}",
                "            bad += case[i] >= 0",
                "            says[i] = -1",
                "            value[i] = 0",
                "            ground[i] = nothing",
                *calls,
                "    return bad",
            ]
        )
        + "\n"
    )
