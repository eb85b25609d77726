"""Spoil good rulebooks in small ways and score what is said of it: a Markdown document in, messages and scores out.

A document begins with the good law in `law` blocks, as in a suite. Below stand the mutations:

    ## misspelt name, mesa.law:12      the kind of mistake, the file and the line
    ```diff                            the line as it was, and as it is
    ```expect                          what is said
    place 1, cause 1, way out 1

Where a document has a manifest among its files, in `toml` and `json` blocks, it is a world that is loaded.
A line may be spoilt in two places: then both are in the title, `mesa.law:12 and mesa.law:20`, and in the diff.

Each message gets three points, and the first message counts (of two mistakes, the first at the place of each):

* *place*: it points at the word that was changed, or at the word behind the gap where one is missing;
* *cause*: it names the changed word, or says that a word is missing or which kinds do not fit;
* *way out*: what it says leads back to the good text: the right word stands there, or the kind that is wanted,
  or what to do about the bracket or quotation mark.

`python -m tests.support.mutations FILE...` writes what is found and how it scores into the files.
"""

import difflib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from panarchy_rules.base.diagnostics import Diagnostic, errors, in_order, render
from panarchy_rules.base.spans import Span
from panarchy_rules.panarchy import load
from tests.support.suites import compiled, law_blocks

KINDS = ("swapped words", "missing word", "wrong kind", "misspelt name", "unbalanced brackets")
IN_WORLDS = ("two mistakes", "vocabulary", "table", "scale", "adopts", "literate", "register", "dispute", "manifest",
             "bytes", "typography", "wrong date", "wrong currency", "missing unit")  # fmt: skip
_MUTATION = re.compile(
    r"^## (?P<kind>[a-z ]+), (?P<places>\S+:\d+(?: and \S+:\d+)*)\n\n```diff\n(?P<diff>.*?)```\n"
    r"```expect\n(?P<said>.*?)```\n(?P<score>[^\n]*)$",
    re.MULTILINE | re.DOTALL,
)
_OTHER_FILE = re.compile(r"^```(?:toml|json) file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SCORE = re.compile(r"place (\d), cause (\d), way out (\d)")
_WORD = re.compile(r'"[^"]*"|[\w.]+|\S')
_KIND_WORDS = re.compile(
    r"kind|expected|amount|date|number|percent|span|money|text|listed|days|months|yes or no|person"
)
_WRITTEN = re.compile(
    r"has no place here|not UTF-8 text|calendar|is no date|no field|fit one case|cells|does not end above|cut off"
    r"|not read as law"
)


@dataclass(frozen=True)
class Edit:
    """A line as it was and as it is. `\\xe9` in the new one stands for a byte."""

    path: str
    line: int
    old: str
    new: str

    def made(self, files: dict[str, bytes]) -> dict[str, bytes]:
        """The files with it."""
        lines = files[self.path].split(b"\n")
        assert lines[self.line - 1] == self.old.encode(), lines[self.line - 1]
        lines[self.line - 1] = re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes.fromhex(m[1].decode()), self.new.encode())
        return {**files, self.path: b"\n".join(lines)}


@dataclass(frozen=True)
class Mutation:
    """One small mistake in a good rulebook or world, or two."""

    kind: str
    edits: tuple[Edit, ...]
    said: str
    score: str

    @property
    def title(self) -> str:
        """The kind of mistake, and where it is."""
        return f"{self.kind}, {' and '.join(f'{edit.path}:{edit.line}' for edit in self.edits)}"

    def found(self, good: dict[str, bytes]) -> tuple[str, str]:
        """What is said of it, and how that scores: each mistake by the first message at its place."""
        for edit in self.edits:
            good = edit.made(good)
        said, texts = _all_that_is_said(good)
        shown = "\n\n".join(render(one, texts) for one in said[:3])
        points = zip(*(self._points(edit, said) for edit in self.edits), strict=True)
        return shown + "\n", "place {}, cause {}, way out {}".format(*map(min, points))

    def _points(self, edit: Edit, said: Sequence[Diagnostic]) -> tuple[int, int, int]:
        if not said:
            return 0, 0, 0
        change = changed(edit.old, edit.new)
        first = next((one for one in said if len(self.edits) > 1 and _is_at(one, edit, change)), said[0])
        words = f"{first.message} {first.label}"
        spoken = [word.strip('"') for word in (*change.now, *change.was)]
        named = [word for word in spoken if f"`{word}`" in words or word in words.split()]
        is_kind = self.kind in ("wrong kind", *IN_WORLDS) and bool(_KIND_WORDS.search(words))
        is_bracket = self.kind in ("unbalanced brackets", *IN_WORLDS) and bool(
            re.search(r"bracket|quotation|closed|`[(){}\[\]]`", words)
        )
        is_written = self.kind in IN_WORLDS and bool(_WRITTEN.search(words))
        way = f"{first.help} {words}"
        right = any(f"`{word}`" in way or word in _WORD.findall(way.replace('"', " ")) for word in change.was)
        has_way = bool(first.help) or "such as" in words
        helped = right or (has_way and (is_kind or is_bracket or self.kind in IN_WORLDS))
        is_gap = self.kind in ("missing word", "swapped words") and bool(re.search(r"missing|opens no clause", words))
        cause = bool(named) or is_kind or is_bracket or is_gap or is_written
        return int(_is_at(first, edit, change)), int(cause), int(helped)


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


def _is_at(said: Diagnostic, edit: Edit, change: Changed) -> bool:
    """Whether a message points at the change, or at the word behind a gap."""
    start, end = change.place
    span = said.span
    is_long = span.end_line > span.line or not edit.path.endswith((".law", ".md"))  # A line of a table is one thing.
    inside = span.line == edit.line and (is_long or (span.column <= end + 1 and span.end_column >= start - 1))
    follows = not change.now and _is_next(span.line, span.column, edit.line, end)
    return span.path == edit.path and (inside or follows)


def _all_that_is_said(files: dict[str, bytes]) -> tuple[tuple[Diagnostic, ...], dict[str, str]]:
    """The mistakes in some files of law, or in a whole world if its manifest is there."""
    if "panarchy.toml" not in files:
        world, texts = compiled(files)
        return errors(world.diagnostics), texts
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        loaded = load(Path(folder))
    texts = {Path(name).relative_to(folder).as_posix(): text for name, text in loaded.texts.items()}
    said = [
        replace(
            one,
            span=_within(one.span, folder),
            related=tuple(replace(x, span=_within(x.span, folder)) for x in one.related),
        )
        for one in errors(in_order(loaded.diagnostics))
    ]
    return tuple(said), texts


def _within(span: Span, folder: str) -> Span:
    return replace(span, path=Path(span.path).relative_to(folder).as_posix())


def _is_next(line: int, column: int, changed_line: int, end: int) -> bool:
    """Whether a place is the word behind a gap, which may begin the next line."""
    return line == changed_line + 1 or (line == changed_line and column >= end)


def good_law(text: str) -> dict[str, bytes]:
    """The law above the first mutation, and the other files of its world."""
    above = text.split("\n## ")[0]
    return law_blocks(above) | {name: body.encode() for name, body in _OTHER_FILE.findall(above)}


def mutations(text: str) -> list[Mutation]:
    """Every mutation of a document."""
    return [Mutation(m["kind"], tuple(_edits(m)), m["said"], m["score"]) for m in _MUTATION.finditer(text)]


def _edits(match: re.Match[str]) -> Iterator[Edit]:
    lines = match["diff"].splitlines()
    for place, old, new in zip(match["places"].split(" and "), lines[::2], lines[1::2], strict=True):
        assert old.startswith("- ")
        assert new.startswith("+ ")
        path, _, line = place.rpartition(":")
        yield Edit(path, int(line), old[2:], new[2:])


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
    diff = "".join(f"- {edit.old}\n+ {edit.new}\n" for edit in one.edits)
    return f"## {one.title}\n\n```diff\n{diff}```\n```expect\n{said}```\n{score}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(refreshed(path.read_text("utf-8")), "utf-8")
        print(f"rewrote {name}")
