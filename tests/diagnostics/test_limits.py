"""A law file that is too large is refused with its size."""

from panarchy_rules.syntax.parse import MAX_BYTES, parse_bytes


def test_a_file_that_is_too_large_is_not_read() -> None:
    """The message says how large it is and how large it may be."""
    parsed = parse_bytes("mesa.law", b" " * (MAX_BYTES + 1))

    assert [(one.code, one.message) for one in parsed.diagnostics] == [
        ("PR106", f"the file has {MAX_BYTES + 1} bytes; at most {MAX_BYTES} are read")
    ]
