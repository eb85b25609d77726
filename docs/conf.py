"""How the documents become pages: `make docs` builds them with Sphinx, MyST and furo into `build/docs`."""

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
# Documents link to worlds, files and folders of the checkout, which are no pages; transcripts are no shell scripts.
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]
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


def setup(app: Sphinx) -> None:
    """The kinds of blocks that Sphinx does not know."""
    app.add_lexer("law", LawLexer)
    app.add_lexer("jsonl", JsonLexer)
    app.add_lexer("ebnf", TextLexer)
