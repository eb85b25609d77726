"""Find the grammar files and build the parser: the two files of `grammars/` in, one LALR parser out."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from lark import Lark, Token
from lark import __version__ as lark_version
from lark.exceptions import UnexpectedToken

from panarchy_rules.base.kept import keep, kept
from panarchy_rules.syntax.kept_parser import FORM, read, written

# The words a clause may open with. The parser recovers at them, so they are reserved at the start of a line.
OPENERS = frozenset(
    "rulebook vocabulary module language uses adopts this references dates later ambiguity governs own membership "
    "class matter issue role record enumeration fact needs question head act remedy group stage rule exception "
    "definition step steps precedence acceptance forum tie example reservation mandatory gaps outsiders classify set "
    "incidental recognition rate table scale parameter proof keep unit tail watch majority protect adaptation debtors "
    "creditors netting".split()
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


class RunTogether(UnexpectedToken):
    """Two words without a blank between them. The token holds both; `first` is the one before."""

    def __init__(self, first: Token, second: Token) -> None:
        joined = Token.new_borrow_pos(first.type, first + second, first)
        super().__init__(joined, {first.type})  # type: ignore[no-untyped-call]
        self.first = first


class _WholeWords:
    """Refuses words that run into each other, such as `rounddown`, where the lexer knows only keywords."""

    always_accept = ()

    def process(self, tokens: Iterator[Token]) -> Iterator[Token]:
        """The tokens as they come, up to the first that begins where a word has not ended."""
        before: Token | None = None
        for token in tokens:
            if before is not None and before.end_pos == token.start_pos and _is_word(before) and _is_word(token):
                raise RunTogether(before, token)
            before = token
            yield token


def _is_word(token: Token) -> bool:
    return token[0].isalpha() and token[0].islower()


@cache
def parser() -> Lark:
    """The parser, built once. Strict mode refuses every conflict that would otherwise be settled silently."""
    return _built(keep_all_words=False)


@cache
def concrete_parser() -> Lark:
    """The same parser, but its trees keep the words of the language and the signs."""
    return _built(keep_all_words=True)


def _built(*, keep_all_words: bool) -> Lark:
    """The parser from the tables that were kept for exactly this grammar, or made from the grammar."""
    name = "concrete_parser" if keep_all_words else "parser"
    folder = grammar_folder()
    lexicon = (folder / "lexicon.lark").read_text(encoding="utf-8")
    made_of = (FORM, lark_version, load_grammar_text(), lexicon)
    tables = kept(name, made_of)
    if tables is not None:
        with suppress(AssertionError, AttributeError, LookupError, TypeError, ValueError):
            return read(tables, postlex=_WholeWords(), propagate_positions=True)
    made = Lark(
        load_grammar_text(),
        parser="lalr",
        strict=True,
        propagate_positions=True,
        maybe_placeholders=False,
        keep_all_tokens=keep_all_words,
        start=["start"],
        import_paths=[str(folder)],
        source_path=str(folder / "rulebook.lark"),
        postlex=_WholeWords(),
    )
    keep(name, made_of, written(made))
    return made


@cache
def keywords() -> dict[str, str]:
    """The quoted words of the grammar: terminal name to the word itself."""
    return {t.name: t.pattern.value for t in parser().terminals if t.pattern.type == "str"}
