"""What all nodes of the syntax tree are made of: words, with where they stand."""

from dataclasses import field

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span


def span_field() -> Span:
    """A place in the author's file. It takes no part in comparisons: two texts that say the same compare equal."""
    return field(compare=False, repr=False)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Word:
    """A name as written."""

    text: str
    span: Span = span_field()

    def __str__(self) -> str:
        return self.text
