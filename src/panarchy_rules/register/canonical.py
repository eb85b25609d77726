"""Write plain values in the one form of RFC 8785: a table in, the bytes that are hashed and signed out.

Only what entries are made of: text, whole numbers, true and false, lists and tables.
Numbers with a point, the hard part of that standard, do not occur in a register.
"""

from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring

Plain = str | int | bool | Sequence["Plain"] | Mapping[str, "Plain"]

# Beyond this a reader that keeps numbers as binary floats, as JavaScript does, would see another number.
LARGEST = 2**53 - 1


def canonical(value: Plain) -> bytes:
    """The same value always gives the same bytes. Raises ValueError for what has no canonical form."""
    return canonical_text(value).encode()


def canonical_text(value: Plain) -> str:
    """The same before it is made bytes."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict | Mapping):
        pairs = [f"{encode_basestring(key)}:{canonical_text(value[key])}" for key in _sorted(value)]
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join([canonical_text(each) for each in value])}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, int):
        raise ValueError(f"a value of the type {type(value).__name__} has no canonical form here")
    if abs(value) > LARGEST:
        raise ValueError(f"the number {value} is too large to be written the same way everywhere")
    return str(int(value))


def _sorted(keys: Iterable[str]) -> list[str]:
    try:
        if all(map(str.isascii, keys)):
            return sorted(keys)
    except TypeError:
        raise ValueError("the keys of a table are text") from None
    # The standard sorts as JavaScript does, where a character beyond U+FFFF counts as the two halves it is stored in.
    return sorted(keys, key=lambda key: key.encode("utf-16-be"))
