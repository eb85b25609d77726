"""What is wrong in an author's file: a code, a place, their words and a way out, as data."""

from collections.abc import Iterable, Mapping

from panarchy_rules.base.codes import CODES
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span

_SHOWN_LINE = 160


@dataclass(frozen=True, slots=True)
class Label:
    """A second place worth looking at, with what stands there."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake or warning.

    `message` is one lower-case sentence without a full stop, with the author's words in backticks.
    `label` is written under the place itself; `help` says what to write instead.
    """

    code: str
    message: str
    span: Span
    label: str = ""
    help: str = ""
    related: tuple[Label, ...] = ()

    @property
    def severity(self) -> str:
        """`error` or `warning`, as the catalogue of codes says."""
        return CODES[self.code].severity

    @property
    def page(self) -> str:
        """The page of the documentation that explains this code."""
        return f"docs/diagnostics/{self.code}.md"


class Refused(Exception):
    """Input that cannot be used at all. Carries the diagnostics, so that callers can print or collect them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(f"{d.severity}[{d.code}]: {d.message} ({d.span})" for d in self.diagnostics))


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Only those that make the input unusable."""
    return tuple(d for d in diagnostics if d.severity == "error")


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without repetitions, by place and code, so that the same input is reported in the same order."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.span, d.code, d.message)))


def render(diagnostic: Diagnostic, texts: Mapping[str, str]) -> str:
    """One diagnostic as plain text, with the author's line and a caret under the place.

    `texts` maps paths to file contents; a path that is missing is shown without its line.
    """
    span = diagnostic.span
    width = len(str(max([span.line, *(label.span.line for label in diagnostic.related)])))
    parts = [f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"]
    parts += _excerpt(span, diagnostic.label, texts, width)
    for label in diagnostic.related:
        parts += _excerpt(label.span, label.text, texts, width)
    margin = " " * width
    if diagnostic.help:
        parts.append(f"{margin} = help: {diagnostic.help}")
    return "\n".join(parts)


def _excerpt(span: Span, label: str, texts: Mapping[str, str], width: int) -> list[str]:
    margin = " " * width
    head = f"{margin} --> {span}"
    lines = texts.get(span.path, "").splitlines()
    if span.line > len(lines):
        return [head, f"{margin}  | {label}"] if label else [head]
    line = _printable(lines[span.line - 1])
    end = span.end_column if span.end_line == span.line else len(line) + 1
    first = max(0, span.column - 1 - _SHOWN_LINE // 2)
    shown = line[first : first + _SHOWN_LINE]
    start = span.column - 1 - first
    length = max(1, min(end - span.column, len(shown) - start))
    marker = " " * start + "^" * length
    return [head, f"{span.line:>{width}} | {shown}".rstrip(), f"{margin} | {marker} {label}".rstrip()]


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else " " if c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line)
