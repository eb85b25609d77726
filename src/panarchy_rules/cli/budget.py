"""How many changes may be tried: what was typed in, a number out. Raises Stopped."""

from panarchy_rules.cli.exits import misuse

_MOST_TRIALS = 100_000


def budget(typed: str) -> int:
    """A whole number from 1."""
    if not typed.isascii() or not typed.isdigit() or not 0 < int(typed) <= _MOST_TRIALS:
        raise misuse(f"`--budget` cannot be `{typed}`", f"write a whole number from 1 to {_MOST_TRIALS}")
    return int(typed)
