"""Decide many rows at once: laws and a table in, arrays of status, value and deciding rule out. Needs extra `batch`.

Every shape of law is a compiled function of its own, compiled when the first row needs it. Rows are decided in shares
that the processors take one after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from inspect import getsource
from typing import Any

import numpy as np
import numpy.typing as npt

from panarchy_rules.backends.kernel import pieces
from panarchy_rules.backends.kernel.native import KINDS, Native, native, native_text
from panarchy_rules.backends.kernel.pieces import NO_CASE, PIECE
from panarchy_rules.backends.kernel.shapes import Shape, shapes
from panarchy_rules.backends.kernel.shared import shared
from panarchy_rules.backends.kernel.write_batch import TableColumn, arrays_of, places_of_bits, write_batch
from panarchy_rules.backends.lowered.answered import ELSEWHERE
from panarchy_rules.backends.lowered.facts import Columns
from panarchy_rules.backends.lowered.program import Program, lower
from panarchy_rules.backends.lowered.proof import proved
from panarchy_rules.backends.lowered.ranges import Range
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.base.records import dataclass
from panarchy_rules.rulebook.rulebook import QuestionId, Rulebook

__all__ = ["NO_CASE", "Batch", "Case", "Decisions"]

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
        self._kernel_of = np.full(len(cases) + 1, -1, np.int32)  # The first place is for rows without a law.
        self._row_of = np.zeros(len(cases) + 1, np.int32)
        self._kernels: list[_Kernel] = []
        self._parallel = parallel
        forms = [(id(cases[place].columns), id(cases[place].table)) for place, _ in lowered]
        for shape in shapes([program for _, program in lowered], forms):
            self._add(shape, [lowered[law][0] for law in shape.laws], cases, codes)
        self.arrays = tuple(sorted({c.array for case in cases for c in case.table.values()}))

    @property
    def shapes(self) -> int:
        """How many different programs there are."""
        return len(self._kernels)

    @property
    def compiled(self) -> int:
        """How many of them some row has needed so far, for one kind of table or another."""
        return sum(len(kernel.compiled) for kernel in self._kernels)

    def _add(self, shape: Shape, places: Sequence[int], cases: Sequence[Case], codes: Mapping[str, int]) -> None:
        limits = proved(shape.program, shape.params)
        if limits is None:
            self.reasons.update(dict.fromkeys(places, "range"))
            return
        grounds = np.full(64, -1, np.int16)
        for hashed, bit in enumerate(places_of_bits()):
            if bit < len(shape.program.labels):
                grounds[hashed] = codes.get(shape.program.labels[bit], -1)
        after = [place + 1 for place in places]
        self._kernel_of[after] = len(self._kernels)
        self._row_of[after] = range(len(places))
        params = np.array(shape.table, np.int64).reshape(-1)
        self._kernels.append(_Kernel(shape, cases[places[0]].table, limits, params, grounds))

    def run(self, case: Array, table: Mapping[str, Array], nothing: int = -1) -> Decisions:
        """Decide every row; `case` is the place of its case, or -1 for none, and then `nothing` is its ground."""
        count = len(case)
        found = Decisions(*(np.empty(count, kind) for kind in (np.int8, np.int8, np.int64, np.int16)))
        self.run_into(case, table, found, nothing)
        return found

    def run_into(self, case: Array, table: Mapping[str, Array], found: Decisions, nothing: int = -1) -> int:
        """The same into arrays that are there, and how many rows the interpreter has to decide."""
        run = _Run(self._kernels, case, {name: table[name] for name in self.arrays}, found)
        while True:
            run.wanted[:] = 0
            left = shared(
                len(case), lambda a, b: run.decide(self._kernel_of, self._row_of, nothing, a, b), self._parallel
            )
            if not run.compile_wanted():
                return sum(left)


@dataclass(frozen=True, slots=True)
class _Kernel:
    """A shape of law, and its functions by the kinds of numbers in the arrays that they read."""

    shape: Shape
    table: Mapping[str, TableColumn]
    limits: Mapping[str, Range]
    params: Array
    grounds: Array
    compiled: dict[tuple[str, ...], Native] = field(default_factory=dict)

    def for_kinds(self, kinds: Mapping[str, str]) -> Native:
        """The function for arrays of some kinds, compiled when it is first asked for."""
        key = tuple(kinds[name] for name in arrays_of(self.table))
        if key not in self.compiled:
            text = write_batch(self.shape.program, self.table, self.limits, self.shape.params, kinds)
            self.compiled[key] = native_text(text, 5)
        return self.compiled[key]


class _Run:
    """One table and the arrays that are written, by their addresses."""

    def __init__(self, kernels: Sequence[_Kernel], case: Array, table: Mapping[str, Array], found: Decisions) -> None:
        self.case = np.ascontiguousarray(case, np.int32)
        self.table = {name: np.ascontiguousarray(array) for name, array in table.items()}
        self.kinds = {name: _kind(name, array) for name, array in self.table.items()}
        self.found = found
        self.kernels = kernels
        written = (found.status, found.says, found.value, found.ground)
        self.written = [_writable(array, kind, len(self.case)) for array, kind in zip(written, _WRITTEN, strict=True)]
        if any(len(array) < len(self.case) for array in self.table.values()):
            raise ValueError("a column of the table has fewer rows than there are cases")
        self.pieces = _pieces()
        self.functions = np.zeros(len(kernels), np.int64)
        self.wanted = np.zeros(len(kernels) + 1, np.int8)
        self.places = [self._places(kernel) for kernel in kernels]
        self.addresses = np.array([place.ctypes.data for place in self.places], np.int64)
        for number, kernel in enumerate(kernels):
            key = tuple(self.kinds[name] for name in arrays_of(kernel.table))
            if key in kernel.compiled:
                self.functions[number] = kernel.compiled[key].address

    def _places(self, kernel: _Kernel) -> Array:
        """The addresses that one shape reads, in the order of `write_batch`."""
        arrays = [kernel.params, kernel.grounds]
        read = [self.table[name] for name in arrays_of(kernel.table)]
        return np.array([*(x.ctypes.data for x in arrays), *self.written, *(x.ctypes.data for x in read)], np.int64)

    def decide(self, kernel_of: Array, row_of: Array, nothing: int, low: int, high: int) -> int:
        """Decide some rows."""
        count = len(self.kernels)
        scratch = np.empty(3 * PIECE // 2 + count + 2, np.int64)
        given = (self.case, kernel_of, row_of), (self.functions, self.addresses), (self.wanted, scratch)
        cases, shapes_, more = (tuple(x.ctypes.data for x in arrays) for arrays in given)
        numbers = len(row_of) - 1, count, nothing
        return self.pieces.call(*numbers, *cases, *shapes_, *self.written, *more, low, high)

    def compile_wanted(self) -> bool:
        """Compile the shapes that rows need and that are not compiled, and say whether there were any."""
        if self.wanted[-1]:
            raise ValueError("a row names a case that there is not")
        wanted = np.flatnonzero(self.wanted).tolist()
        for number in wanted:
            self.functions[number] = self.kernels[number].for_kinds(self.kinds).address
        return len(wanted) > 0


_WRITTEN = ("int8", "int8", "int64", "int16")


def _kind(name: str, array: Array) -> str:
    kind = array.dtype.name
    if kind not in KINDS:
        raise ValueError(f"the column {name} holds {kind}; whole numbers of up to 64 bits with a sign are read")
    return kind


def _writable(array: Array, kind: str, count: int) -> int:
    """The address of an array that is written."""
    if array.dtype.name != kind or len(array) < count or not array.flags.c_contiguous or not array.flags.writeable:
        raise ValueError(f"decisions are written into arrays of {kind}, without gaps and one place a row")
    return int(array.ctypes.data)


@cache
def _pieces() -> Native:
    return native(pieces.decide_pieces, getsource(pieces))
