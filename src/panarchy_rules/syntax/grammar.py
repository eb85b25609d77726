"""Find the grammar files and build the parser: the two files of `grammars/` in, one LALR parser out."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from lark import Lark, Token
from lark import __version__ as lark_version
from lark.exceptions import UnexpectedToken

from panarchy_rules.base.kept import keep, kept
from panarchy_rules.syntax.grammar_files import grammar_folder, grammar_texts
from panarchy_rules.syntax.kept_parser import FORM, read, written


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
    grammar, lexicon = grammar_texts()
    made_of = (FORM, lark_version, grammar, lexicon)
    tables = kept(name, made_of)
    if tables is not None:
        with suppress(AssertionError, AttributeError, LookupError, TypeError, ValueError):
            return read(tables, postlex=_WholeWords(), propagate_positions=True)
    made = Lark(
        grammar,
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
