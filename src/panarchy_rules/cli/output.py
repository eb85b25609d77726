"""Print: text or a table in, UTF-8 on a stream out, with colours only where a person looks on.

What goes into a pipe is plain and the same everywhere.
"""

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import TextIO

from panarchy_rules.base.diagnostics import Diagnostic, render
from panarchy_rules.base.spans import whole_file
from panarchy_rules.cli.progress import out_of_the_way

# Whatever could move the cursor or turn the direction of writing, in files that strangers wrote.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def say(text: str, stream: TextIO | None = None) -> None:
    """Print some lines."""
    out_of_the_way()
    stream = stream or sys.stdout
    safe = _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.rstrip("\n"))
    if _has_colours(stream):
        _coloured(safe, stream)
    else:
        stream.write(safe + "\n")


def say_json(table: Mapping[str, object]) -> None:
    """Print a table as JSON, its keys in the order given."""
    say_json_text(json.dumps(table, ensure_ascii=False, indent=2))


def say_json_text(text: str) -> None:
    """Print JSON. What could upset a terminal is written with a backslash, so that nothing is lost."""
    out_of_the_way()
    sys.stdout.write(_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n")


def open_streams() -> None:
    """Write UTF-8 and plain line ends, whatever the locale says; and nowhere, if a stream is closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, StringIO())
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def letters(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> str:
    """Diagnostics as text, one below the other."""
    return "\n\n".join(_placeless(d) if _is_placeless(d, texts) else render(d, texts) for d in diagnostics)


def as_table(diagnostic: Diagnostic) -> dict[str, object]:
    """A diagnostic for programs."""
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "path": span.path or None,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "label": diagnostic.label,
        "help": diagnostic.help,
        "related": [
            {"path": r.span.path, "line": r.span.line, "column": r.span.column, "text": r.text}
            for r in diagnostic.related
        ],
        "page": diagnostic.page,
    }


def counted(number: int, word: str) -> str:
    """A number with its word, such as `1 file` and `2 files`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _is_placeless(diagnostic: Diagnostic, texts: Mapping[str, str]) -> bool:
    return diagnostic.span.path not in texts and diagnostic.span == whole_file(diagnostic.span.path)


def _placeless(diagnostic: Diagnostic) -> str:
    """A diagnostic about a command, or about a file or folder that was not read."""
    lines = [f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"]
    lines += [f" --> {diagnostic.span.path}"] if diagnostic.span.path else []
    lines += [f"  = help: {diagnostic.help}"] if diagnostic.help else []
    return "\n".join(lines)


def _has_colours(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


_COLOURS = (
    (r"^error\[\w+\]|^\s*[1-9]\d* errors?|(?<=, )[1-9]\d* (errors?|failed)", "bold red"),
    (r"^warning\[\w+\]|(?<=, )[1-9]\d* warnings?", "bold yellow"),
    (r"^ *\d* *(-->|\|)|^ *= help:", "blue"),
    (r"\b(DECIDED|DECIDED_IN_PART)\b|^\d+ passed(?=, 0 failed)|\bthe judgments? holds?\b", "bold green"),
)


def _coloured(text: str, stream: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    from panarchy_rules.base.results import DECIDED, Status

    shown = Text(text)
    for pattern, style in _COLOURS:
        shown.highlight_regex(re.compile(pattern, re.MULTILINE), style)
    undecided = "|".join(status for status in Status if status not in DECIDED)
    shown.highlight_regex(rf"\b({undecided})\b", "bold yellow")
    Console(file=stream, highlight=False, soft_wrap=True).print(shown)
