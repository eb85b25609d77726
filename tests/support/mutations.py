"""Spoil good rulebooks in small ways and score what is said of it: a Markdown document in, messages and scores out.

A document begins with the good law in `law` blocks, as in a suite. Below stand the mutations:

    ## misspelt name, mesa.law:12      the kind of mistake, the file and the line
    ```diff                            the line as it was, and as it is
    ```expect                          what is said
    place 1, cause 1, way out 1

Each message gets three points, and the first message counts:

* *place*: it points at the word that was changed, or at the word behind the gap where one is missing;
* *cause*: it names the changed word, or says that a word is missing or which kinds do not fit;
* *way out*: what it says leads back to the good text: the right word stands there, or the kind that is wanted,
  or what to do about the bracket or quotation mark.

`python -m tests.support.mutations FILE...` writes what is found and how it scores into the files.
"""

import difflib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from panarchy_rules.base.diagnostics import Diagnostic, errors, render
from tests.support.suites import compiled, law_blocks

KINDS = ("swapped words", "missing word", "wrong kind", "misspelt name", "unbalanced brackets")
_MUTATION = re.compile(
    r"^## (?P<kind>[a-z ]+), (?P<path>\S+):(?P<line>\d+)\n\n```diff\n- (?P<old>[^\n]*)\n\+ (?P<new>[^\n]*)\n```\n"
    r"```expect\n(?P<said>.*?)```\n(?P<score>[^\n]*)$",
    re.MULTILINE | re.DOTALL,
)
_SCORE = re.compile(r"place (\d), cause (\d), way out (\d)")
_WORD = re.compile(r'"[^"]*"|[\w.]+|\S')
_KIND_WORDS = re.compile(r"kind|expected|amount|date|number|percent|span|money|text|listed|days|months|yes or no")


@dataclass(frozen=True)
class Mutation:
    """One small mistake in a good rulebook."""

    kind: str
    path: str
    line: int
    old: str
    new: str
    said: str
    score: str

    def found(self, good: dict[str, bytes]) -> tuple[str, str]:
        """What is said of it, and how that scores."""
        lines = good[self.path].decode().split("\n")
        assert lines[self.line - 1] == self.old
        lines[self.line - 1] = self.new
        world, texts = compiled({**good, self.path: "\n".join(lines).encode()})
        said = errors(world.diagnostics)
        shown = "\n\n".join(render(one, texts) for one in said[:3])
        return shown + "\n", "place {}, cause {}, way out {}".format(*self._points(said))

    def _points(self, said: tuple[Diagnostic, ...]) -> tuple[int, int, int]:
        if not said:
            return 0, 0, 0
        first, change = said[0], changed(self.old, self.new)
        words = f"{first.message} {first.label}"
        start, end = change.place
        span = first.span
        inside = span.line == self.line and span.column <= end + 1 and span.end_column >= start
        follows = not change.now and _is_next(span.line, span.column, self.line, end)
        is_place = span.path == self.path and (inside or follows)
        named = [word for word in (*change.now, *change.was) if f"`{word}`" in words or word in words.split()]
        is_kind = self.kind == "wrong kind" and bool(_KIND_WORDS.search(words))
        is_bracket = self.kind == "unbalanced brackets" and bool(
            re.search(r"bracket|quotation|closed|`[(){}\[\]]`", words)
        )
        way = f"{first.help} {words}"
        right = any(f"`{word}`" in way or word in _WORD.findall(way.replace('"', " ")) for word in change.was)
        helped = right or ((bool(first.help) or "such as" in words) and (is_kind or is_bracket))
        is_gap = self.kind in ("missing word", "swapped words") and bool(re.search(r"missing|opens no clause", words))
        return int(is_place), int(bool(named) or is_kind or is_bracket or is_gap), int(helped)


@dataclass(frozen=True)
class Changed:
    """The words that are there now and were not, those that were there, and where: the first and last column."""

    now: tuple[str, ...]
    was: tuple[str, ...]
    place: tuple[int, int]


def changed(old: str, new: str) -> Changed:
    """What differs between two lines, word by word."""
    before = [match[0] for match in _WORD.finditer(old)]
    after = list(_WORD.finditer(new))
    matcher = difflib.SequenceMatcher(None, before, [match[0] for match in after], autojunk=False)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    first, last = codes[0], codes[-1]
    was = tuple(before[first[1] : last[2]])
    now = tuple(match[0] for match in after[first[3] : last[4]])
    start = after[first[3]].start() + 1 if first[3] < len(after) else len(new) + 1
    end = after[last[4] - 1].end() + 1 if last[4] > first[3] else start
    return Changed(now, was, (start, end))


def _is_next(line: int, column: int, changed_line: int, end: int) -> bool:
    """Whether a place is the word behind a gap, which may begin the next line."""
    return line == changed_line + 1 or (line == changed_line and column >= end)


def good_law(text: str) -> dict[str, bytes]:
    """The law above the first mutation."""
    return law_blocks(text.split("\n## ")[0])


def mutations(text: str) -> list[Mutation]:
    """Every mutation of a document."""
    return [
        Mutation(m["kind"], m["path"], int(m["line"]), m["old"], m["new"], m["said"], m["score"])
        for m in _MUTATION.finditer(text)
    ]


def points(score: str) -> tuple[int, ...]:
    """The three points."""
    match = _SCORE.fullmatch(score)
    assert match
    return tuple(int(point) for point in match.groups())


def refreshed(text: str) -> str:
    """The document with what is found."""
    good = good_law(text)
    found: Iterator[Mutation] = iter(mutations(text))

    def fresh(match: re.Match[str]) -> str:
        one = next(found)
        said, score = one.found(good)
        return _written(one, said, score)

    return _MUTATION.sub(fresh, text)


def _written(one: Mutation, said: str, score: str) -> str:
    head = f"## {one.kind}, {one.path}:{one.line}\n\n```diff\n- {one.old}\n+ {one.new}\n```\n"
    return f"{head}```expect\n{said}```\n{score}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(refreshed(path.read_text("utf-8")), "utf-8")
        print(f"rewrote {name}")
