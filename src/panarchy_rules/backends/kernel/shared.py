"""Share rows among the processors: a number of rows and a function of their ends in, what every share comes to out."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

SHARE = 1 << 16


def shared(count: int, each: Callable[[int, int], int], parallel: bool = True) -> Sequence[int]:
    """What `each(low, high)` says of every share. A processor that is done takes the next, so that none waits.

    `each` is a compiled function: Python lets other threads run while it is at work.
    """
    lows = range(0, count, SHARE)
    highs = [min(low + SHARE, count) for low in lows]
    if not parallel or len(lows) < 2:
        return [*map(each, lows, highs)]
    return [*_pool().map(each, lows, highs)]


@cache
def _pool() -> ThreadPoolExecutor:
    many = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ThreadPoolExecutor(many, "panarchy-batch")
