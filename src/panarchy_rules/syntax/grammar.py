"""Find the grammar files and build the parser: the two files of `grammars/` in, one LALR parser out."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from lark import Lark

# The words a clause may open with. The parser recovers at them, so they are reserved at the start of a line.
OPENERS = frozenset(
    "rulebook vocabulary module language uses adopts this references dates later ambiguity governs own membership class "
    "matter issue role fact question head rule exception definition step steps precedence acceptance forum tie "
    "example".split()
)


def grammar_folder() -> Traversable:
    """The folder with `lexicon.lark` and `rulebook.lark`: the checkout's own if there is one, else the wheel's."""
    checkout = Path(__file__).resolve().parents[3] / "grammars"
    if (checkout / "rulebook.lark").is_file():
        return checkout
    return files("panarchy_rules") / "grammars"


def load_grammar_text() -> str:
    """The text of `rulebook.lark`."""
    return (grammar_folder() / "rulebook.lark").read_text(encoding="utf-8")


@cache
def parser() -> Lark:
    """The parser, built once. Strict mode refuses every conflict that would otherwise be settled silently."""
    folder = grammar_folder()
    return Lark(
        load_grammar_text(),
        parser="lalr",
        strict=True,
        propagate_positions=True,
        maybe_placeholders=False,
        start=["start"],
        import_paths=[_import_path(folder)],
        source_path=str(folder / "rulebook.lark"),
    )


def _import_path(folder: Traversable) -> str:
    return str(folder)


@cache
def keywords() -> dict[str, str]:
    """The quoted words of the grammar: terminal name to the word itself."""
    return {t.name: t.pattern.value for t in parser().terminals if t.pattern.type == "str"}
