"""Find facts for which a program stays within 64 bits: a program and its parameters in, a range for each input out."""

from collections.abc import Sequence

from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.backends.lowered.ranges import MOST, Range, ranges
from panarchy_rules.backends.lowered.whole_numbers import LAST_DAY


def proved(program: Program, params: Sequence[Range]) -> dict[str, Range] | None:
    """Ranges of the inputs under which nothing leaves 64 bits: as the columns state, or narrower for amounts."""
    stated = _limits(program)
    for most in (MOST, *(10**digits for digits in range(15, 7, -1))):
        limits = {name: (max(low, -most), min(high, most)) for name, (low, high) in stated.items()}
        if ranges(program.graph, program.outputs, limits, params) is not None:
            return limits
    return None


def _limits(program: Program) -> dict[str, Range]:
    """The range of every input that the columns state."""
    clock: dict[str, Range] = dict.fromkeys(program.columns.clock, (1, LAST_DAY))
    return clock | {name: (column.low, column.high) for name, column in program.columns.numbers.items()}
