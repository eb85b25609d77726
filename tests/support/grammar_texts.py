"""Write law text from the grammar itself: chance in, words in an order the grammar allows out.

Whatever clause the grammar has is drawn, those of tomorrow included. What is drawn parses; it need not make sense.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from panarchy_rules.syntax.grammar import concrete_parser

WORDS = {
    "NAME": ("alba", "alba_2", "birch.oak", "zed"),
    "UNIT": ("EUR", "HOURS"),
    "NUMBER": ("0", "2", "1_000", "3.50"),
    "INDEX": ("1.2.3",),
    "DATE": ("2024-02-29", "2026-12-31"),
    "STRING": ('""', '"a title"', '"a text that is long enough to need most of a line, -- with hyphens in it"'),
    "COMPARISON": ("<", ">", "<=", ">=", "<>"),
}  # fmt: skip
BETWEEN = (" ", " ", " ", " ", "  ", "\n", "\n\n\n", " -- behind\n", "\n-- above\n", "\n\n  -- apart\n\n")
_MOST_WORDS = 60


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Any few clauses."""
    words: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        words += _drawn(lambda count: draw(st.integers(0, count - 1)), "clause")
    between = [draw(st.sampled_from(BETWEEN)) for _ in words]
    return "".join(word + gap for word, gap in zip(words, between, strict=True))


def _drawn(choose: Callable[[int], int], symbol: str) -> list[str]:
    """A text of one symbol, written without recursion. Once it is long the shortest ways are taken."""
    words: list[str] = []
    todo: list[Any] = [symbol]
    while todo:
        name = todo.pop()
        expansions = rules().get(name)
        if expansions is None:
            samples = WORDS.get(name) or (keyword(name),)
            words.append(samples[choose(len(samples))])
            continue
        if len(words) + len(todo) > _MOST_WORDS:
            expansions = [min(expansions, key=_steps)]
        todo += reversed(expansions[choose(len(expansions))])
    return words


@cache
def rules() -> dict[str, list[tuple[str, ...]]]:
    """For every symbol of the grammar, what it may be written as."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for rule in concrete_parser().rules:
        found.setdefault(rule.origin.name, []).append(tuple(symbol.name for symbol in rule.expansion))
    return found


def keyword(terminal: str) -> str:
    """The word or sign of a terminal."""
    return str(next(t.pattern.value for t in concrete_parser().terminals if t.name == terminal))


def _steps(expansion: Sequence[str]) -> int:
    return sum(_depths().get(symbol, 0) for symbol in expansion)


@cache
def _depths() -> dict[str, int]:
    """How many steps each symbol is away from words, by the shortest way."""
    depths: dict[str, int] = {}
    for _ in rules():
        for name, expansions in rules().items():
            known = [e for e in expansions if all(s in depths or s not in rules() for s in e)]
            if known:
                shortest = min(sum(depths.get(symbol, 0) for symbol in e) for e in known)
                depths[name] = min(depths.get(name, shortest + 1), shortest + 1)
    return depths
