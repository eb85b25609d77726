"""What a rule read, for people: a value, the reason why there is none or words in, words out.

Values are put into words only where somebody asks how the rules fared.
"""

from typing import Any

from panarchy_rules.base.values import show
from panarchy_rules.rulebook.record import Absence


class Words(str):
    """What was read, in words already."""

    __slots__ = ()


def shown(read: Any) -> str:
    """What was read, in the words of the language."""
    if isinstance(read, Absence | Words):
        return str(read)
    return show(read)
