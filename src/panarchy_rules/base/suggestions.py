"""Guess which word an author meant: a word and the known words in, the nearest one or nothing out."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word within a third of its length in single-letter changes; ties go to the first in the alphabet."""
    limit = max(1, len(word) // 3)
    ranked = sorted((_distance(word, other, limit), other) for other in set(known))
    return ranked[0][1] if ranked and ranked[0][0] <= limit else None


def all_nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """All known words that are as near as the nearest one, in backticks."""
    first = nearest(word, known)
    if first is None:
        return ()
    distance = _distance(word, first, len(word))
    return tuple(f"`{other}`" for other in sorted(set(known)) if _distance(word, other, distance) == distance)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A help line: the nearest known word, or `otherwise`."""
    guess = nearest(word, known)
    return f"did you mean `{guess}`?" if guess else otherwise


def listed(words: Iterable[str], most: int = 8) -> str:
    """Words in backticks, joined by commas; the rest is counted, and nothing is `none`."""
    all_words = sorted(set(words))
    if not all_words:
        return "none"
    shown = ", ".join(f"`{w}`" for w in all_words[:most])
    rest = len(all_words) - most
    return f"{shown} and {rest} more" if rest > 0 else shown


def _distance(a: str, b: str, limit: int) -> int:
    """Optimal string alignment distance, given up as limit + 1 once it must exceed the limit."""
    if abs(len(a) - len(b)) > limit or len(a) > 64 or len(b) > 64:
        return limit + 1
    before: list[int] = []
    previous: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, previous, row = previous, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
