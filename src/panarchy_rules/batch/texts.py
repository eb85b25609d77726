"""Write values in the words of the language: whole numbers of a program in, a column of text out."""

from math import gcd
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from panarchy_rules.backends.kernel.kernel import said
from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.backends.lowered.rules import VALUE
from panarchy_rules.base.values import show
from panarchy_rules.batch.cells import Array

_MOST = (1 << 63) - 1
_MOST_PLACES = 17


def texts(program: Program, values: Array) -> Any:
    """Every value as text. Amounts are written all at once, other kinds by their different values."""
    after = {"money": f" {program.unit}", "percent": " %", "number": ""}.get(program.kind.name)
    if after is not None:
        decimal = _decimals(values, program.scale, 100 if program.kind.name == "percent" else 1)
        if decimal is not None:
            return pc.binary_join_element_wise(decimal, after, "")
    different, places = np.unique(values, return_inverse=True)
    words = [show(said(program, VALUE, int(value))) for value in different]
    return pa.array(words, pa.string()).take(pa.array(places))


def _decimals(values: Array, scale: int, times: int) -> Any:
    """`values * times / scale` as decimals; None if they have no finite decimal or are too large to be written so."""
    common = gcd(scale, times)
    scale, times = scale // common, times // common
    places = next((n for n in range(_MOST_PLACES + 1) if 10**n % scale == 0), None)
    if places is None:
        return None
    factor = times * 10**places // scale
    if len(values) and max(-int(values.min()), int(values.max())) * factor > _MOST:
        return None
    size = np.abs(values) * factor
    whole = pa.array(size // 10**places).cast(pa.string())
    if places:
        rest = pc.utf8_lpad(pa.array(size % 10**places).cast(pa.string()), places, "0")
        joined = pc.binary_join_element_wise(whole, rest, ".")
        whole = pc.utf8_rtrim(pc.utf8_rtrim(joined, characters="0"), characters=".")
    signs = pa.array(["", "-"]).take(pa.array((values < 0).astype(np.int64)))
    return pc.binary_join_element_wise(signs, whole, "")
