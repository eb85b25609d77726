"""What all builders of syntax nodes share: positions, words, numbers and dates of one piece of text."""

from datetime import date
from typing import Any, TypeVar

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import LineIndex, Span
from panarchy_rules.base.values import Days, Months, parse_number
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.tokens import Meta, Token

T = TypeVar("T")
_MAX_DIGITS = 60


def pick(children: list[Any], kind: type[T]) -> T | None:
    """The first child of a type."""
    return next((child for child in children if isinstance(child, kind)), None)


class Named(tuple[Any, ...]):
    """A small tagged tuple for parts that only their parent rule looks at."""

    tag: str

    def __new__(cls, tag: str, *parts: Any) -> "Named":
        made = super().__new__(cls, parts)
        made.tag = tag
        return made


def tagged(children: list[Any], tag: str) -> Named | None:
    """The first child with a tag."""
    return next((c for c in children if isinstance(c, Named) and c.tag == tag), None)


def first(children: list[Any], tag: str) -> Any:
    """What the first child with a tag holds first; None if there is no such child."""
    found = tagged(children, tag)
    return found[0] if found else None


def length(constant: t.Constant | None) -> Days | Months | None:
    """A span that may be left out."""
    return required_length(constant) if constant else None


def required_length(constant: t.Constant) -> Days | Months:
    """A span."""
    assert isinstance(constant.value, Days | Months)
    return constant.value


class PieceBuilder:
    """Knows where a piece of text stands in its file. `offset` is where the piece starts."""

    def __init__(self, lines: LineIndex, offset: int) -> None:
        self._lines = lines
        self._offset = offset
        self.diagnostics: list[Diagnostic] = []

    def _span(self, meta: Meta) -> Span:
        start, end = meta
        if start < 0:  # There is nothing.
            return self._lines.span(self._offset, self._offset)
        return self._lines.span(start + self._offset, end + self._offset)

    def _token_span(self, token: Token) -> Span:
        start = token.start_pos + self._offset
        return self._lines.span(start, start + len(token))

    def _word(self, token: Token) -> t.Word:
        return t.Word(str(token), self._token_span(token))

    def _words(self, children: list[Any]) -> list[t.Word]:
        return [self._word(c) for c in children if isinstance(c, Token) and c.type == "NAME"]

    def _title(self, children: list[Any]) -> str:
        return next((str(c)[1:-1] for c in children if isinstance(c, Token) and c.type == "STRING"), "")

    def _date(self, token: Token) -> date:
        try:
            return date.fromisoformat(str(token))
        except ValueError:
            help_ = "dates are written year-month-day, and the day must exist"
            message = f"`{token}` is not a day of the calendar"
            self.diagnostics.append(Diagnostic("PR107", message, self._token_span(token), help=help_))
            return date(2000, 1, 1)

    def _number(self, token: Token) -> Any:
        if len(token) > _MAX_DIGITS:
            message = f"a number may have at most {_MAX_DIGITS} digits"
            self.diagnostics.append(Diagnostic("PR105", message, self._token_span(token)))
            return parse_number("0")
        return parse_number(str(token))

    def _whole(self, token: Token) -> int:
        number = self._number(token)
        if number.denominator != 1:
            message = f"`{token}` is not a whole number"
            self.diagnostics.append(Diagnostic("PR202", message, self._token_span(token)))
        return int(number)
