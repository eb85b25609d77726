"""How the documents become pages: `make docs` builds them with Sphinx, MyST and furo into `build/docs`."""

import os
import re
from pathlib import Path

from pygments.lexer import RegexLexer, words
from pygments.lexers import JsonLexer, TextLexer
from pygments.token import Comment, Keyword, Literal, Name, Number, String, Text
from sphinx.application import Sphinx

from panarchy_rules.syntax.grammar import keywords

project = "panarchy_rules"
author = "the authors of panarchy_rules"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = "panarchy_rules"
source_suffix = {".md": "markdown"}
exclude_patterns = ["reference/schemas"]
myst_heading_anchors = 4
# Transcripts are no shell scripts.
suppress_warnings = ["misc.highlighting_failure"]
pygments_style = "friendly"


class LawLexer(RegexLexer):
    """Colours for law text; its words are those of the grammar."""

    name = "law"
    tokens = {  # noqa: RUF012
        "root": [
            (r"--[^\n]*", Comment),
            (r'"[^"\n]*"', String),
            (r"\d{4}-\d\d-\d\d", Literal.Date),
            (r"\d[\d_.]*( %)?", Number),
            (words(tuple(sorted(keywords().values())), prefix=r"\b", suffix=r"\b"), Keyword),
            (r"[A-Z]{2,}\b", Name.Constant),
            (r"[\w.]+", Name),
            (r"\s+|.", Text),
        ]
    }


ROOT = Path(__file__).parent.parent
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]\n]+)\]\((?P<target>[^)\s:#]+)(?P<rest>#[^)\s]*)?\)")


def _read(_app: Sphinx, page: str, source: list[str]) -> None:
    """The page of a world is its README; what leads out of the documents leads to such a page or to a file."""
    here = ROOT / "docs" / page
    if page.startswith("worlds/"):
        here = ROOT / "examples" / here.name / "README.md"
        source[0] = here.read_text("utf-8")
    top = ROOT / "docs" / page
    source[0] = _LINK.sub(lambda link: _led(link, here.parent, top.parent), source[0])


def _led(link: re.Match[str], here: Path, page: Path) -> str:
    """A link as it works on a page; a folder that is no world has none."""
    target, text = Path(os.path.normpath(here / link["target"])), link["text"]
    if target.is_relative_to(ROOT / "docs") or not target.exists():
        within = os.path.relpath(target, page) if here != page and target.exists() else link["target"]
        return f"[{text}]({within}{link['rest'] or ''})"
    folder = target.parent if target.name == "README.md" else target
    world = ROOT / "docs/worlds" / f"{folder.name}.md"
    if folder.parent == ROOT / "examples" and world.exists():
        return f"[{text}]({os.path.relpath(world, page)})"
    name = text.replace("`", "")
    return f"{{download}}`{name} <{os.path.relpath(target, page)}>`" if target.is_file() else name


def setup(app: Sphinx) -> None:
    """The kinds of blocks that Sphinx does not know, and links that lead out of the documents."""
    app.connect("source-read", _read)
    app.add_lexer("law", LawLexer)
    app.add_lexer("jsonl", JsonLexer)
    app.add_lexer("ebnf", TextLexer)
