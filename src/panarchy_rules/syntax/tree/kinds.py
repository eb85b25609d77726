"""The kinds of value an author may name."""

from panarchy_rules.base.records import dataclass
from panarchy_rules.syntax.tree.words import Word


@dataclass(frozen=True, slots=True)
class KindName:
    """`money`, `date`, `yes_no`, …"""

    name: Word


@dataclass(frozen=True, slots=True)
class Enumeration:
    """`one of {a, b}`."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class ListKind:
    """`list of KIND`."""

    item: "KindSyntax"


KindSyntax = KindName | Enumeration | ListKind
