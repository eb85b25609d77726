"""Find the governing law of many disputes at once: consent tables in, a law for every row out. Needs extra `batch`."""

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from inspect import getsource
from typing import Any

import numpy as np
import numpy.typing as npt

from panarchy_rules.backends.kernel.native import AT, Native, inner, native
from panarchy_rules.backends.kernel.shared import shared
from panarchy_rules.choice_of_law.table import ConsentTable, Entry

Array = npt.NDArray[Any]
NO_LAW, ASK = -1, -2
at_int32, at_uint32 = AT["at_int32"], AT["at_uint32"]


class ConsentArrays:
    """Consent tables as arrays. Laws are places in `providers`, tables places in `tables`.

    `fact` is the one fact that entries may name a law by; an entry that names another is `ASK`.
    """

    def __init__(self, tables: Sequence[ConsentTable], providers: Sequence[str], fact: str) -> None:
        count = len(providers)
        self.place = {provider: place for place, provider in enumerate(providers)}
        self.fact = fact
        self.codes = np.full((count, count, len(tables)), NO_LAW, np.int32)
        for number, table in enumerate(tables):
            for claimant, provider in enumerate(providers):
                partners = table.partners(provider)
                for other in providers if partners is None else partners:
                    if other in self.place:
                        entry = table.entry(provider, other)
                        self.codes[claimant, self.place[other], number] = self._code(entry)

    def _code(self, entry: Entry) -> int:
        """A law; or, with the number of laws added, a law if the fact names it; or twice that number, the fact's."""
        if entry.ask or (entry.fact and entry.fact != self.fact):
            return ASK
        law = NO_LAW if entry.law is None else self.place[entry.law.provider]
        if not entry.fact:
            return law
        return 2 * len(self.place) if entry.law is None else len(self.place) + law

    def one(self, claimant: int, respondent: int, table: int, named: int | None) -> int:
        """The law of one row; `named` is the law that the fact names."""
        code = int(self.codes[claimant, respondent, table])
        return law_of(code, len(self.place), -1 if named is None else named)

    def cases(self, rows: Mapping[str, Array], case_of: Array, used: Array | None = None) -> tuple[Array, Array]:
        """For rows with `claimant`, `respondent`, `table` and `named`: the law of each, and its case.

        `case_of[law, table]` is the case that a batch decides. `used` is an array of cases that may be written over.
        """
        count = len(rows["claimant"])
        laws = np.empty(count, np.int32)
        cases = np.empty(count, np.int32) if used is None or len(used) < count else used[:count]
        columns = [np.ascontiguousarray(rows[x], np.int32) for x in ("claimant", "respondent", "table", "named")]
        if {len(column) for column in columns} - {count} or case_of.shape != (len(self.place), self.codes.shape[2]):
            raise ValueError("the columns have one place a row, and `case_of` has one a law and table")
        of = np.ascontiguousarray(case_of, np.int32)
        read, written = [x.ctypes.data for x in (*columns, of)], [laws.ctypes.data, cases.ctypes.data]
        numbers = (self.codes.ctypes.data, len(self.place), self.codes.shape[2])
        find = _laws_of().call
        wrong = sum(shared(count, lambda low, high: find(*numbers, *read, *written, low, high)))
        if wrong:
            raise ValueError(f"{wrong} rows name a provider, table or law that there is not")
        return laws, cases


@cache
def _laws_of() -> Native:
    return native(laws_of, getsource(sys.modules[__name__]))


def law_of(code: int, count: int, named: int) -> int:
    """The law that the code of an entry means, given the law that the fact names."""
    fixed = code - count
    law = named if fixed == count else code
    if 0 <= fixed < count:
        law = fixed if named == fixed else NO_LAW
    return law


_law = inner(law_of)


def laws_of(
    codes: int, count: int, tables: int, claimant: int, respondent: int, table: int, named: int, case_of: int,
    laws: int, cases: int, low: int, high: int,
) -> int:  # fmt: skip
    """The laws and cases of the rows from `low` to `high`; what is no number is the address of an array of 32 bits.

    Says how many rows name a provider, table or law that there is not; then nothing else is done.
    """
    code, case, law, found = at_int32(codes), at_int32(case_of), at_int32(laws), at_int32(cases)
    # Read without a sign, what is below zero is too large.
    one, other, which, name = at_uint32(claimant), at_uint32(respondent), at_uint32(table), at_int32(named)
    wrong = 0
    for i in range(low, high):
        wrong += (one[i] >= count) | (other[i] >= count) | (which[i] >= tables) | (name[i] < -1) | (name[i] >= count)
    if wrong:
        return wrong
    # One step a loop: each is then done for several rows at once.
    for i in range(low, high):
        law[i] = code[(one[i] * count + other[i]) * tables + which[i]]
    for i in range(low, high):
        law[i] = _law(law[i], count, name[i])
    for i in range(low, high):
        found[i] = case[max(law[i], 0) * tables + which[i]]
    for i in range(low, high):
        found[i] = found[i] if law[i] >= 0 else -1
    return 0
