"""Write law text from the grammar itself: chance in, words in an order the grammar allows out.

Whatever clause the grammar has is drawn, those of tomorrow included. What is drawn parses; it need not make sense.
"""

from collections.abc import Callable, Iterator, Sequence
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


def every_way() -> Iterator[tuple[str, str]]:
    """For every way to write every symbol of the grammar, its name and a clause in which it is written so."""
    for symbol in ("clause", *_around()):
        for expansion in rules()[symbol]:
            yield f"{symbol}: {' '.join(expansion)}", _within(symbol, _shortest(expansion))


def _within(symbol: str, words: list[str]) -> str:
    """A clause that holds some words in the place of a symbol, and else as few as it can."""
    while symbol != "clause":
        symbol, before, after = _around()[symbol]
        words = [*_shortest(before), *words, *_shortest(after)]
    return " ".join(words)


def _shortest(symbols: Sequence[str]) -> list[str]:
    """The shortest text of some symbols."""
    return [
        word
        for symbol in symbols
        for word in (_shortest(min(rules()[symbol], key=_steps)) if symbol in rules() else samples(symbol)[:1])
    ]


def samples(terminal: str) -> tuple[str, ...]:
    """What a terminal may be written as."""
    return WORDS.get(terminal) or (keyword(terminal),)


@cache
def _around() -> dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """For every symbol the one that it stands in on the shortest way to a clause, with what is before and behind it."""
    found: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {}
    known = ["clause"]
    for outer in known:  # It grows while it is read.
        for expansion in rules().get(outer, ()):
            for place, inner in enumerate(expansion):
                if inner in rules() and inner not in found and inner != "clause":
                    found[inner] = outer, expansion[:place], expansion[place + 1 :]
                    known.append(inner)
    return found


def _drawn(choose: Callable[[int], int], symbol: str) -> list[str]:
    """A text of one symbol, written without recursion. Once it is long the shortest ways are taken."""
    words: list[str] = []
    todo: list[Any] = [symbol]
    while todo:
        name = todo.pop()
        expansions = rules().get(name)
        if expansions is None:
            known = samples(name)
            words.append(known[choose(len(known))])
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
