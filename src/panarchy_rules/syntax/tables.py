"""What the parser does, as plain numbers: the grammar in, the tables that were made of it out.

Lark makes the tables, and refuses a grammar with conflicts (`make_tables.py`). They stand in `grammars/tables.json`,
so that law without mistakes is read without Lark; tables of another grammar are not believed, and made again.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from hashlib import sha256
from typing import Any

from panarchy_rules.base.kept import keep, kept
from panarchy_rules.base.records import dataclass
from panarchy_rules.syntax.grammar_files import grammar_folder, grammar_texts

FILE = "tables.json"
END = "$END"
_FORM = "1"

# What a rule makes of its parts: it passes on the only one, it is a list for the rule around, or a method is called.
PASSED_ON, LISTED, CALLED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Reduction:
    """A rule of the grammar: how many parts it has, what it is, what is made of it, and which parts count.

    `picks` names the parts that count, and whether a part is a list to be opened; None if all count as they are.
    """

    size: int
    makes: int
    how: int
    method: str
    picks: tuple[tuple[int, bool], ...] | None
    is_only_passed_on: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """What to do in each state. States, sorts of word and rules are numbers.

    `actions[state][sort]` is the state to go to, or `-1 - n` for the n-th rule; `gotos[state][made]` is the state
    after a rule. `pattern` finds a word; `sorts` are the sorts of its groups, -1 for names, whose words may be
    reserved, and for signs: of both, `reserved` says the sort of a text. `seen` are the sorts that methods see.
    """

    pattern: "re.Pattern[str]"
    sorts: tuple[int, ...]
    reserved: Mapping[str, int]
    name: int
    names: tuple[str, ...]
    seen: frozenset[int]
    reductions: tuple[Reduction, ...]
    actions: "Rows"
    gotos: "Rows"
    start: int
    end: int
    shortcuts: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def shortcut(self, under: int, top: int, sort: int) -> int:
        """The state in which something is done at a word, after all rules that only pass on what is there."""
        state = top
        while (action := self.actions[state].get(sort, 0)) < 0 and self.reductions[-1 - action].is_only_passed_on:
            state = self.gotos[under][self.reductions[-1 - action].makes]
        self.shortcuts[under, top, sort] = state
        return state


class Rows(dict[int, dict[int, int]]):
    """A row for each state, each spread out when it is first looked at: a text meets few of them."""

    def __init__(self, written: Sequence[Any], sets: Sequence[Sequence[int]] = ()) -> None:
        super().__init__()
        self._written, self._sets = written, sets

    def __missing__(self, state: int) -> dict[int, int]:
        row = self[state] = dict(self._spread(*self._written[state]))
        return row

    def _spread(self, plain: Sequence[int], by_set: Sequence[int] = ()) -> Iterator[tuple[int, int]]:
        yield from zip(plain[::2], plain[1::2], strict=True)
        for rule, number in zip(by_set[::2], by_set[1::2], strict=True):
            yield from ((sort, -1 - rule) for sort in self._sets[number])


@cache
def tables() -> Tables:
    """The tables for the grammar as it stands: those beside it, those that were kept, or new ones."""
    digest = digest_of_grammar()
    file = grammar_folder() / FILE
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    if not text.startswith(f'{{"of":"{digest}"'):
        text = kept("tables", (digest,)) or _made(digest)
    return read(json.loads(text))


def _made(digest: str) -> str:
    from panarchy_rules.syntax.make_tables import written  # Reads the grammar by Lark, which is slow.

    text = written()
    keep("tables", (digest,), text)
    return text


def digest_of_grammar() -> str:
    """What the tables hang on."""
    return sha256("\0".join((_FORM, *grammar_texts())).encode()).hexdigest()


def read(plain: Mapping[str, Any]) -> Tables:
    """Tables as they were written."""
    names = tuple(plain["names"])
    sorts = {name: number for number, name in enumerate(names)}
    words: list[tuple[str, str]] = plain["words"]
    signs = "|".join(re.escape(sign) for sign in plain["reserved"] if not sign[0].isalpha())
    groups = "|".join((*(f"({pattern})" for _, pattern in words), f"({signs})", r"(\Z)", "((?s:.))"))
    asked = [sort for name, pattern in words for sort in _of_groups(-1 if name == "NAME" else sorts[name], pattern)]
    return Tables(
        # The last group is what is no word: a sort that no state knows.
        pattern=re.compile(f"(?:{'|'.join(plain['skipped'])})*(?:{groups})"),
        sorts=(-2, *asked, -1, sorts[END], -2),
        reserved={text: sorts[name] for text, name in plain["reserved"].items()},
        name=sorts["NAME"],
        names=names,
        seen=frozenset(sorts[name] for name in plain["seen"]),
        reductions=tuple(_reduction(*each) for each in plain["rules"]),
        actions=Rows(plain["actions"], plain["sets"]),
        gotos=Rows([(row,) for row in plain["gotos"]]),
        start=plain["start"],
        end=plain["end"],
    )


def _of_groups(sort: int, pattern: str) -> list[int]:
    """The sort of a word's own group, and of the groups within it, which never end last."""
    return [sort] + [-2] * re.compile(pattern).groups


def _reduction(size: int, makes: int, how: int, method: str, picks: Sequence[Any] | None) -> Reduction:
    those = None if picks is None else tuple((place, bool(opened)) for place, opened in picks)
    return Reduction(size, makes, how, method, those, how == PASSED_ON and size == 1)
