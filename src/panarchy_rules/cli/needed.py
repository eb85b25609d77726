"""Choose the files a rulebook may rest on: its file and those around it in, the few that it could name out.

A file is taken if a file that is taken speaks of the name in its header: too many are harmless, none is missing.
Where a rulebook speaks of the law of somebody, the facts may name any, and every file is taken.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from panarchy_rules.base.documents import decode
from panarchy_rules.cli.worlds import content

_HEADER = re.compile(r"^[ \t]*(?:rulebook|vocabulary|module)\s+([a-z][a-z0-9_.]*)", re.MULTILINE)
_COMMENT = re.compile(r'("[^"\n]*")|--[^\n]*')
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def needed(path: Path, around: Iterable[Path]) -> tuple[Path, ...]:
    """The file itself and those around it that it speaks of, straight or through others. Raises Stopped."""
    texts = {one: _law(one) for one in dict.fromkeys((path, *around))}
    titles = {one: _HEADER.findall(text) for one, text in texts.items()}
    taken, todo = {path: None}, [path]
    while todo:
        spoken = set(_NAME.findall(_HEADER.sub("", texts[todo.pop()])))
        more = [one for one in texts if one not in taken and ("law" in spoken or spoken.intersection(titles[one]))]
        taken.update(dict.fromkeys(more))
        todo += more
    return tuple(one for one in texts if one in taken)


def _law(path: Path) -> str:
    """The words of a file without its comments; what cannot be read is a mistake of its own, said elsewhere."""
    text = decode(content(path))
    return _COMMENT.sub(lambda found: found[1] or "", text) if isinstance(text, str) else ""
