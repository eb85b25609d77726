"""Say where the lines of a clause may end: a clause as written in, a document for the printer out.

Nothing here knows what a clause means, and next to nothing knows which clauses there are:
a line may end before a word of the language that follows something else, before a text, behind a comma,
and before the signs and words that join equals.
So a new clause of the grammar is laid out without a word about it.
"""

from collections.abc import Iterable
from itertools import islice, pairwise

from panarchy_rules.formatting.printing import Break, Doc, Fill, Group, Nest, Remark, Row, Text
from panarchy_rules.syntax.concrete import Lexeme, Part, Phrase, words_of

# What stands behind the label of a clause. What follows it is the body, and has lines of its own.
HEADING = "meta"
# Clauses without such a heading that have a body nevertheless, and what belongs to their first line.
PARAGRAPHS = frozenset({"example", "forum"})
_FIRST_LINE = frozenset({"source", "index"})
# Set off by two blanks, since they do not belong to what stands before them.
_SET_OFF = frozenset({"source", "index"})
# Words that lead the part of the body behind them. Any other phrase of the body begins a line.
_LEADING = frozenset({"always"})

_NOT_OF_THE_LANGUAGE = frozenset({"NAME", "UNIT", "NUMBER", "INDEX", "DATE", "STRING"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]},;:%")


def laid_out(clause: Phrase) -> tuple[Doc, bool]:
    """The document of a clause, and whether it has a body, which may stand on lines of its own."""
    hoisted = frozenset({next(words_of(clause)).start})
    head, body = _head_and_body(clause)
    if not body:
        return Group(_line(head, hoisted)), False
    doc = Row((_line(head, hoisted), *(Nest(Row((Break(), _own_line(part)))) for part in body)))
    return Group(doc, is_open=_has_heading(clause)), True


def _has_heading(clause: Phrase) -> bool:
    """A heading that says something takes the first line for itself."""
    return clause.rule in PARAGRAPHS or any(
        isinstance(part, Phrase) and part.rule == HEADING and part.parts for part in clause.parts
    )


def _head_and_body(clause: Phrase) -> tuple[list[Part], list[tuple[Part, ...]]]:
    """The first line, its heading spread out, and the parts of the body."""
    parts = clause.parts
    names = [part.rule if isinstance(part, Phrase) else "" for part in parts]
    if HEADING in names:
        end = names.index(HEADING) + 1
    elif clause.rule in PARAGRAPHS:
        end = next((i for i, name in enumerate(names) if name and name not in _FIRST_LINE), len(names))
    else:
        end = len(names)
    head: list[Part] = []
    for part in parts[:end]:
        head += part.parts if isinstance(part, Phrase) and part.rule == HEADING else [part]
    return head, _body(parts[end:])


def _body(parts: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """Cut the body into what stands on lines of their own."""
    cut = [i for i, part in enumerate(parts) if isinstance(part, Phrase) and not _is_led(parts[:i])]
    pieces = [parts[start:end] for start, end in pairwise(dict.fromkeys([0, *cut, len(parts)]))]
    return [segment for piece in pieces for segment in _segments(piece)]


def _is_led(before: tuple[Part, ...]) -> bool:
    """Whether what stands before a phrase of the body is a word that leads it, such as `means` or `always`."""
    last = before[-1:]
    return any(isinstance(part, Lexeme) or part.rule in _LEADING for part in last)


def _own_line(segment: tuple[Part, ...]) -> Doc:
    """A part of the body, below the comments that stand above it."""
    first = next(words_of(segment[0]))
    above = _above(first)
    return Row((*above, *((Break(),) if above else ()), Group(_line(segment, frozenset({first.start})))))


def _line(parts: Iterable[Part], hoisted: frozenset[int]) -> Doc:
    """Parts on one line if they fit, else on as few as possible."""
    segments = _segments(tuple(parts))
    if len(segments) == 1:
        return _joined(segments[0], hoisted)
    breaks = tuple(Break(2 if _is_set_off(segment[0]) else 1) for segment in segments[1:])
    return Nest(Fill(tuple(_joined(segment, hoisted) for segment in segments), breaks))


def _is_set_off(part: Part) -> bool:
    return isinstance(part, Phrase) and part.rule in _SET_OFF


def _segments(parts: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """Cut parts where a line may end between them."""
    segments: list[list[Part]] = []
    for part in parts:
        if segments and not _may_begin(part, segments[-1]):
            segments[-1].append(part)
        else:
            segments.append([part])
    return [tuple(segment) for segment in segments]


def _may_begin(part: Part, before: list[Part]) -> bool:
    """Whether a line may begin with a part. Words of the language lead what follows them."""
    last = before[-1]
    follows = any(word.text in _CLOSING for word in islice(words_of(part), 1))
    if follows or (_is_set_off(part) and _is_set_off(last)):
        return False
    if isinstance(last, Lexeme) and last.text == ",":
        return True
    if all(_leads(each) for each in before):
        return isinstance(part, Lexeme) and part.kind == "STRING"
    if isinstance(last, Lexeme) and last.text in _OPENING:
        return False
    return isinstance(part, Phrase) or part.kind == "STRING" or _is_word_of_the_language(part)


def _leads(part: Part) -> bool:
    return all(_is_word_of_the_language(word) or word.text in _OPENING for word in words_of(part))


def _is_word_of_the_language(word: Lexeme) -> bool:
    return word.kind not in _NOT_OF_THE_LANGUAGE and word.text not in _CLOSING and word.text not in _OPENING


def _joined(parts: tuple[Part, ...], hoisted: frozenset[int]) -> Doc:
    """Parts with the blanks that belong between them, and no end of a line."""
    made: list[Doc] = []
    last: Lexeme | None = None
    for i, part in enumerate(parts):
        inner = tuple(words_of(part))
        if not inner:
            continue
        if last is not None and _has_blank(last, inner[0], is_sign=i == 1 and len(parts) > 1):
            made.append(Text("  " if _is_set_off(part) else " "))
        made.append(_doc(part, hoisted))
        last = inner[-1]
    return made[0] if len(made) == 1 else Row(tuple(made))


def _has_blank(left: Lexeme, right: Lexeme, *, is_sign: bool) -> bool:
    if left.text in _OPENING or (right.text in _CLOSING and right.text != "%"):
        return False
    return not (is_sign and left.text == "-")


def _doc(part: Part, hoisted: frozenset[int]) -> Doc:
    if isinstance(part, Lexeme):
        return _word(part, hoisted)
    if _joins_equals(part):
        return Group(_chain(part, hoisted))
    return Group(_line(part.parts, hoisted))


def _joins_equals(phrase: Phrase) -> bool:
    """Whether single words or signs stand between things of one sort: `a and b and c`, `a + b`, `a >= b`."""
    between, sides = phrase.parts[1::2], phrase.parts[::2]
    return (
        len(phrase.parts) > 2
        and len(phrase.parts) % 2 == 1
        and all(isinstance(part, Lexeme) and _is_word_of_the_language(part) for part in between)
        and all(isinstance(part, Phrase) or part.kind in _NOT_OF_THE_LANGUAGE for part in sides)
    )


def _chain(phrase: Phrase, hoisted: frozenset[int]) -> Doc:
    """Each joining word begins a line, or none does. The left side of `a + b + c` is of the same chain."""
    links: list[tuple[Part, Part]] = []
    left: Part = phrase
    while isinstance(left, Phrase) and _joins_equals(left) and _sort_of(left) == _sort_of(phrase):
        # From the right to the left, since the left side of `a + b + c` is `a + b`.
        links += reversed(list(zip(left.parts[1::2], left.parts[2::2], strict=True)))
        left = left.parts[0]
    made = [Row((Break(), _doc(sign, hoisted), Text(" "), _doc(side, hoisted))) for sign, side in reversed(links)]
    return Row((_doc(left, hoisted), Nest(Row(tuple(made)))))


def _sort_of(phrase: Phrase) -> str:
    """What joins: a word, such as `and`, a sign of a comparison, or a sign of arithmetic."""
    sign = phrase.parts[1]
    assert isinstance(sign, Lexeme)
    return "word" if sign.text.isalpha() else "comparison" if sign.kind == "COMPARISON" else "sign"


def _word(word: Lexeme, hoisted: frozenset[int]) -> Doc:
    above = () if word.start in hoisted else _above(word)
    behind = (Remark(word.behind, is_behind=True),) if word.behind else ()
    return Row((*above, Text(word.text), *behind)) if above or behind else Text(word.text)


def _above(word: Lexeme) -> tuple[Remark, ...]:
    return tuple(Remark(comment.text, is_behind=False) for comment in word.above)
