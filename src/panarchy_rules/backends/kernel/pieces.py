"""Take rows in pieces that fit the cache, sort each piece by the law that decides it, and let every shape decide.

One compiled function does this for any number of shapes, which are compiled functions of their own.
"""

from typing import Any

from panarchy_rules.backends.kernel.native import AT, inner, jump
from panarchy_rules.backends.lowered.answered import ELSEWHERE

PIECE = 1 << 12
FEW = 6  # Shapes that are looked for one after the other.
NO_CASE = 5
at_int8, at_int16, at_int32, at_int64, at_uint32 = (
    AT[f"at_{x}"] for x in ("int8", "int16", "int32", "int64", "uint32")
)


@inner
def _undecided(
    order: Any, end: int, mine: Any, statuses: Any, said: Any, values: Any, grounds: Any, nothing: int
) -> int:
    """Rows that no shape decides: because they have no case, or because the interpreter has to."""
    bad = 0
    for at in range(end):
        i = order[at]
        statuses[i] = NO_CASE if mine[i] < 0 else ELSEWHERE
        bad += mine[i] >= 0
        said[i] = -1
        values[i] = 0
        grounds[i] = nothing
    return bad


@inner
def _those(shape: Any, count: int, k: int, order: Any, begin: int) -> int:
    """The rows of one shape, and how many they are, without branching."""
    found = 0
    for at in range(count):
        order[found] = begin + at
        found += shape[at] == k
    return found


@inner
def _count(shape: Any, count: int, free: Any, kernels: int, order: Any, begin: int) -> None:
    """All rows by shape, however many there are; `free` is where each ends, those without one first."""
    for k in range(kernels + 2):
        free[k] = 0
    for at in range(count):
        free[shape[at] + 2] += 1
    for k in range(1, kernels + 2):
        free[k] += free[k - 1]
    for at in range(count):
        k = shape[at] + 1
        order[free[k]] = begin + at
        free[k] += 1


def decide_pieces(
    cases: int, kernels: int, nothing: int, case: int, kernel_of: int, row_of: int, functions: int, places: int,
    status: int, says: int, value: int, ground: int, wanted: int, scratch: int, low: int, high: int,
) -> int:  # fmt: skip
    """Decide the rows from `low` to `high`, and say how many the interpreter has to decide.

    There are `cases` and shapes (`kernels`); `nothing` is the ground of rows without a case. All else are addresses:
    of the case of each row, which is -1 for none; of the shape and law of each case, after those of -1; of the
    function of each shape and of the addresses that it reads; of the arrays that are written.
    A shape that some row needs and that has no function yet is marked in `wanted`, and in its last place that a row
    names a case that there is not. `scratch` has room for three numbers of 32 bits for each row of a
    piece, and one of 64 bits for each shape and two more.
    """
    mine, kernel, row = at_int32(case), at_int32(kernel_of), at_int32(row_of)
    call, given, wants = at_int64(functions), at_int64(places), at_int8(wanted)
    statuses, said, values, grounds = at_int8(status), at_int8(says), at_int64(value), at_int16(ground)
    order_at, rows_at, shapes_at = scratch, scratch + 4 * PIECE, scratch + 8 * PIECE
    order, rows, shape = at_uint32(order_at), at_int32(rows_at), at_int32(shapes_at)
    free = at_int64(scratch + 12 * PIECE)
    bad = 0
    for begin in range(low, high, PIECE):
        count = min(PIECE, high - begin)
        for at in range(count):
            one = mine[begin + at] + 1
            if one < 0 or one > cases:
                wants[kernels] = 1
                return 0
            rows[at] = row[one]
            shape[at] = kernel[one]
        if kernels > FEW:
            _count(shape, count, free, kernels, order, begin)
        start, end = 0, 0
        for k in range(-1, kernels):
            if kernels > FEW:
                start, end = end, free[k + 1]
            else:
                start, end = 0, _those(shape, count, k, order, begin)
            if start == end:
                continue
            if k < 0:
                bad += _undecided(order, end, mine, statuses, said, values, grounds, nothing)
            elif call[k] == 0:
                wants[k] = 1
            else:
                bad += jump(call[k], (given[k], order_at, rows_at - 4 * begin, start, end))
    return bad
