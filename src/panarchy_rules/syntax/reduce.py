"""Read law text without mistakes by the tables of the parser: a text and a builder in, what the builder made out.

None if there is any mistake, or if the text is nested too deeply: what is wrong is for Lark to say (`mistakes.py`).
What is read here, Lark reads in the same way; the tests compare the two.
"""

from typing import Any

from panarchy_rules.syntax.build_base import PieceBuilder
from panarchy_rules.syntax.tables import CALLED, PASSED_ON, Reduction, Tables, tables
from panarchy_rules.syntax.tokens import NOWHERE, Token

MAX_DEPTH = 120

_Part = tuple[Any, int, int, int]  # What it is, where it begins and ends, and how deeply it is nested.


def reduced(text: str, builder: PieceBuilder) -> Any:
    """What a text says, as the builder makes it; None if it cannot be read without mistakes."""
    reading = tables()
    try:
        return _Reduced(reading, builder).of(text)
    except _Deep:
        return None


class _Deep(Exception):
    """The text is nested too deeply."""


class _Reduced:
    """The parts that are read and not yet put together, and what is made of them."""

    def __init__(self, reading: Tables, builder: PieceBuilder) -> None:
        self._reading = reading
        self._builder = builder
        self._parts: list[_Part] = []

    def of(self, text: str) -> Any:
        """Shift words and reduce rules. The sort of a word hangs on the state in which it is met."""
        reading, parts = self._reading, self._parts
        actions, gotos, reductions = reading.actions, reading.gotos, reading.reductions
        sorts, reserved, names, seen = reading.sorts, reading.reserved, reading.names, reading.seen
        states = [reading.start]
        row = actions[reading.start]
        for found in reading.pattern.finditer(text):
            group = found.lastindex or 0
            sort, word = sorts[group], found[group]
            if sort == -1:
                sort = reserved.get(word, reading.name)
                if sort not in row:
                    sort = reading.name
            while (action := row.get(sort)) is not None:
                if action >= 0:
                    begin, end = found.span(group)
                    parts.append((Token.of(names[sort], word, begin) if sort in seen else None, begin, end, 0))
                    states.append(action)
                    row = actions[action]
                    break
                rule = reductions[-1 - action]
                size = rule.size
                if rule.is_only_passed_on:
                    way = states[-2], states[-1], sort
                    state = states[-1] = reading.shortcuts.get(way) or reading.shortcut(*way)
                    row = actions[state]
                    continue
                self._put_together(rule, size)
                if size:
                    del states[-size:]
                state = gotos[states[-1]][rule.makes]
                if state == reading.end:
                    return parts[-1][0]
                states.append(state)
                row = actions[state]
            else:
                return None
        return None

    def _put_together(self, rule: Reduction, size: int) -> None:
        """Replace the last parts by what a rule makes of them."""
        parts = self._parts
        taken = parts[-size:] if size else []
        del parts[len(parts) - size :]
        begin, end, depth = _extent(taken)
        picked = [part[0] for part in taken] if rule.picks is None else _picked(rule.picks, taken)
        if rule.how == CALLED:
            if depth == MAX_DEPTH:
                raise _Deep
            parts.append((getattr(self._builder, rule.method)((begin, end), picked), begin, end, depth + 1))
        elif rule.how == PASSED_ON:
            parts.append((picked[0], begin, end, depth))
        else:
            parts.append((picked, begin, end, depth))


def _extent(taken: list[_Part]) -> tuple[int, int, int]:
    """Where the parts begin and end, and the depth of the deepest. Those of which nothing is written have no place."""
    begin, end = NOWHERE
    depth = 0
    for _, one, other, nested in taken:
        if one >= 0:
            end = other
            if begin < 0:
                begin = one
        if nested > depth:
            depth = nested
    return begin, end, depth


def _picked(picks: tuple[tuple[int, bool], ...], taken: list[_Part]) -> list[Any]:
    """The parts that count. A list that comes first is gone on with."""
    picked: list[Any] = []
    for place, is_opened in picks:
        value = taken[place][0]
        if not is_opened:
            picked.append(value)
        elif picked:
            picked += value
        else:
            picked = value
    return picked
