"""Law text in, syntax tree and diagnostics out."""

from panarchy_rules.syntax.parse import Parsed, parse, parse_bytes

__all__ = ["Parsed", "parse", "parse_bytes"]
