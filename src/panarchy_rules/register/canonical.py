"""Write plain values in the one form of RFC 8785: a table in, the bytes that are hashed and signed out.

Only what entries are made of: text, whole numbers, true and false, lists and tables.
Numbers with a point, the hard part of that standard, do not occur in a register.
"""

import json
from collections.abc import Mapping, Sequence

Plain = str | int | bool | Sequence["Plain"] | Mapping[str, "Plain"]

# Beyond this a reader that keeps numbers as binary floats, as JavaScript does, would see another number.
LARGEST = 2**53 - 1

_text = json.JSONEncoder(ensure_ascii=False).encode


def canonical(value: Plain) -> bytes:
    """The same value always gives the same bytes. Raises ValueError for what has no canonical form."""
    return _written(value).encode()


def _written(value: Plain) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"the number {value} is too large to be written the same way everywhere")
        return str(int(value))
    if isinstance(value, Mapping):
        pairs = (f"{_text(key)}:{_written(value[key])}" for key in sorted(value, key=_code_units))
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_written, value))}]"
    raise ValueError(f"a value of the type {type(value).__name__} has no canonical form here")


def _code_units(key: str) -> bytes:
    # The standard sorts as JavaScript does, where a character beyond U+FFFF counts as the two halves it is stored in.
    if not isinstance(key, str):
        raise ValueError("the keys of a table are text")
    return key.encode("utf-16-be")
