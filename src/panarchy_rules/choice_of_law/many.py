"""Find the governing law of many disputes at once: consent tables in, a law for every row out. Needs extra `batch`."""

from collections.abc import Mapping, Sequence
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from panarchy_rules.choice_of_law.table import ConsentTable, Entry

Array = npt.NDArray[Any]
NO_LAW, ASK = -1, -2


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
        return int(_law(self.codes[claimant, respondent, table], len(self.place), -1 if named is None else named))

    def cases(self, rows: Mapping[str, Array], case_of: Array, used: Array | None = None) -> tuple[Array, Array]:
        """For rows with `claimant`, `respondent`, `table` and `named`: the law of each, and its case.

        `case_of[law, table]` is the case that a batch decides. `used` is an array of cases that may be written over.
        """
        count = len(rows["claimant"])
        laws = np.empty(count, np.int32)
        cases = np.empty(count, np.int32) if used is None or len(used) < count else used[:count]
        columns = (rows["claimant"], rows["respondent"], rows["table"], rows["named"])
        _laws(self.codes, len(self.place), *columns, case_of, laws, cases)
        return laws, cases


@numba.njit(inline="always")
def _law(code: int, count: int, named: int) -> int:
    fixed = code - count
    law = named if fixed == count else code
    if 0 <= fixed < count:
        law = fixed if named == fixed else -1
    return law


@numba.njit(parallel=True, nogil=True)
def _laws(
    codes: Array, count: int, claimant: Array, respondent: Array, table: Array, named: Array, case_of: Array,
    laws: Array, cases: Array,
) -> None:  # fmt: skip
    for i in numba.prange(len(claimant)):
        law = _law(codes[claimant[i], respondent[i], table[i]], count, named[i])
        laws[i] = law
        cases[i] = case_of[max(law, 0), table[i]] if law >= 0 else -1
