"""Choose the files a rulebook may rest on: its file and those around it in, the few that it could name out.

A file is taken if a file that is taken speaks of the name in its header or of a forum that it publishes: too many are
harmless, none is missing.
Where a rulebook speaks of the law of somebody, the facts may name any, and every file is taken besides; so it is where
a vocabulary or module is named that is nowhere, so that a message can say which there are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from panarchy_rules.base.documents import decode
from panarchy_rules.cli.worlds import content

_HEADER = re.compile(r"^[ \t]*(?:rulebook|vocabulary|module)\s+([a-z][a-z0-9_.]*)", re.MULTILINE)
_FORUM = re.compile(r"^[ \t]*forum\s+([a-z][a-z0-9_]*)", re.MULTILINE)
_COMMENT = re.compile(r'("[^"\n]*")|--[^\n]*')
_TAKES = re.compile(r"^[ \t]*(?:uses|adopts)\s+([a-z][a-z0-9_.]*(?:\s*,\s*[a-z][a-z0-9_.]*)*)", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Needed:
    """The files that a rulebook speaks of, straight or through others, and those that it may also mean."""

    files: tuple[Path, ...]
    besides: tuple[Path, ...]


def needed(path: Path, around: Iterable[Path]) -> Needed:
    """The files a rulebook may rest on, itself among those it speaks of. Raises Stopped."""
    texts = {one: _law(one) for one in dict.fromkeys((path, *around))}
    titles = {one: [*_HEADER.findall(text), *_FORUM.findall(text)] for one, text in texts.items()}
    taken, todo, any_law = {path: None}, [path], False
    while todo:
        text = _HEADER.sub("", texts[todo.pop()])
        spoken = set(_NAME.findall(text))
        more = [one for one in texts if one not in taken and spoken.intersection(titles[one])]
        any_law = any_law or "law" in spoken or not _taken_in(text) <= {name for its in titles.values() for name in its}
        taken.update(dict.fromkeys(more))
        todo += more
    files = tuple(one for one in texts if one in taken)
    return Needed(files, tuple(one for one in texts if one not in taken) if any_law else ())


def _taken_in(text: str) -> set[str]:
    """The vocabularies and modules that a text uses or adopts."""
    return {name for listed in _TAKES.findall(text) for name in re.split(r"\s*,\s*", listed)}


def _law(path: Path) -> str:
    """The words of a file without its comments; what cannot be read is a mistake of its own, said elsewhere."""
    text = decode(content(path))
    return _COMMENT.sub(lambda found: found[1] or "", text) if isinstance(text, str) else ""
