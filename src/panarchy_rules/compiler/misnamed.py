"""Find the declaration that was misspelt: unknown names in, and one mistake at the declaration instead of one a use.

Where a name is used and never declared, and a name close to it is declared and never used, it is the declaration that
is wrong if the name is used several times, or if the texts of the law have its words and not those of the declaration.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.spans import Span

_GUESS = re.compile(r"did you mean `([a-z][a-z0-9_.]*)`\?")
_CODES = frozenset(("PR200", "PR204", "PR301"))
_WORDS = re.compile(r'"[^"\n]*"')
_NOT_LAW = re.compile(r'"[^"\n]*"|--[^\n]*')

Texts = Mapping[str, list[str]]


def at_the_declaration(problems: Iterable[Diagnostic], texts: Texts) -> list[Diagnostic]:
    """The same mistakes, where one declaration explains several of them with that one in their place."""
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    left: list[Diagnostic] = []
    for problem in problems:
        guess = _GUESS.fullmatch(problem.help)
        if problem.code in _CODES and guess and (name := _word_at(problem.span, texts)):
            groups.setdefault((name, guess[1]), []).append(problem)
        else:
            left.append(problem)
    for (name, declared), found in groups.items():
        left += _explained(name, declared, found, texts)
    return left


def _explained(name: str, guess: str, found: list[Diagnostic], texts: Texts) -> list[Diagnostic]:
    declared = list(_places(guess, texts))
    if len(declared) != 1:
        return found
    if len(list(_places(name, texts))) < 2 and not (_is_spelt_so(name, texts) and not _is_spelt_so(guess, texts)):
        return found
    message = f"`{guess}` is named nowhere but here, and `{name}` is named and declared nowhere"
    related = Label(min(problem.span for problem in found), "named here")
    help_ = f"did you mean `{name}`?"
    return [Diagnostic(found[0].code, message, declared[0], help=help_, related=(related,))]


def _word_at(span: Span, texts: Texts) -> str:
    lines = texts.get(span.path, [])[span.line - 1 : span.line]
    return lines[0][span.column - 1 : span.end_column - 1] if lines and span.line == span.end_line else ""


def _is_spelt_so(name: str, texts: Texts) -> bool:
    """Whether all words of a name stand in texts in quotation marks."""
    prose = {word.lower() for lines in texts.values() for line in lines for word in _WORDS.findall(line)}
    return set(name.split("_")) <= {part for text in prose for part in re.findall(r"[a-z0-9]+", text)}


def _places(name: str, texts: Texts) -> Iterator[Span]:
    """Where a name stands in the law, texts and comments aside."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])")
    for path, lines in texts.items():
        for number, line in enumerate(lines, 1):
            plain = _NOT_LAW.sub(lambda found: " " * len(found[0]), line)
            for found in pattern.finditer(plain):
                yield Span(path, number, found.start() + 1, number, found.end() + 1)
