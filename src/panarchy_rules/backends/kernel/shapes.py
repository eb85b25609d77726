"""Laws of one shape share one program: lifted programs in, one program with a table of parameters out.

Numbers that are the same in all these laws stay in the program; only those that differ go into the table.
"""

from collections.abc import Sequence

from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.backends.lowered.ranges import Range
from panarchy_rules.base.records import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """One program for several laws. `table` has a row for each law and a number for each parameter."""

    program: Program
    laws: tuple[int, ...]
    table: tuple[tuple[int, ...], ...]

    @property
    def params(self) -> tuple[Range, ...]:
        """The least and greatest number of each parameter."""
        return tuple((min(column), max(column)) for column in zip(*self.table, strict=True))


def shapes(programs: Sequence[Program], forms: Sequence[object]) -> tuple[Shape, ...]:
    """The shapes of some lifted programs; `laws` are places in the sequence.

    `forms` say how each program finds its facts: laws that find them in different ways share nothing.
    """
    groups: dict[object, list[int]] = {}
    for place, (program, form) in enumerate(zip(programs, forms, strict=True)):
        groups.setdefault((program.shape, form), []).append(place)
    return tuple(_shape(programs, places) for places in groups.values())


def _shape(programs: Sequence[Program], places: Sequence[int]) -> Shape:
    first = programs[places[0]]
    columns = list(zip(*(programs[place].params for place in places), strict=True))
    same = {i: column[0] for i, column in enumerate(columns) if len(set(column)) == 1}
    settled = first.with_params(same)
    kept = [i for i in range(len(columns)) if i not in same and settled.reads_param(i)]
    table = tuple(tuple(programs[place].params[i] for i in kept) for place in places)
    return Shape(settled.with_params_moved({old: new for new, old in enumerate(kept)}), tuple(places), table)
