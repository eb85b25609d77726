"""Run the claims about canonical form: a Markdown document in, what is formatted and what should be out.

A claim has a `law` block, in `mesa.law` unless `file=NAME` follows the word, and a `formatted` block.
`python -m tests.support.layouts FILE...` writes what is found into the files; read the difference before you keep it.
"""

import re
import sys
from pathlib import Path

from panarchy_rules.formatting.format import formatted_file

_PAIR = re.compile(
    r"^## (?P<title>[^\n]+)\n(?:(?!## )[^\n]*\n)*?```law(?: file=(?P<file>\S+))?\n(?P<law>.*?)^```\n"
    r"```formatted\n(?P<after>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def pairs(suite: Path) -> list[tuple[str, str, str]]:
    """For every claim its title, what is expected and what is found."""
    text = suite.read_text("utf-8")
    return [(match["title"], match["after"], _found(match)) for match in _PAIR.finditer(text)]


def refreshed(text: str) -> str:
    """The document with what is found."""
    return _PAIR.sub(lambda m: m[0][: m.start("after") - m.start()] + _found(m) + "```", text)


def _found(match: re.Match[str]) -> str:
    return formatted_file(match["file"] or "mesa.law", match["law"]) or "mistakes\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(refreshed(path.read_text("utf-8")), "utf-8")
        print(f"rewrote {name}")
