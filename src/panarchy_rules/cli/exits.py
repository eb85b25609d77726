"""How a command ends: its exit code, or what stopped it."""

from collections.abc import Iterable, Mapping
from enum import IntEnum

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import Span, whole_file

_NOTHING_TO_READ = ("PR100", "PR408", "PR800", "PR801")
NOWHERE = Span("", 1, 1, 1, 1)


class Exit(IntEnum):
    """The exit codes; docs/reference/command_line.md lists them."""

    OK = 0
    FINDINGS = 1
    UNREADABLE = 2
    UNDECIDED = 3
    INTERNAL = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class Stopped(Exception):
    """A verb cannot do what was asked. Carries the reasons and the texts they point into."""

    def __init__(self, diagnostics: Iterable[Diagnostic], texts: Mapping[str, str] | None = None) -> None:
        self.diagnostics = tuple(diagnostics)
        self.texts = texts or {}
        super().__init__(f"{len(self.diagnostics)} reasons")


def exit_of(diagnostics: Iterable[Diagnostic]) -> Exit:
    """The exit code for what was found: files that cannot be read weigh more than mistakes in those that can."""
    found = [d for d in diagnostics if d.severity == "error"]
    if any(d.code in _NOTHING_TO_READ for d in found):
        return Exit.UNREADABLE
    return Exit.FINDINGS if found else Exit.OK


def misuse(message: str, help: str = "") -> Stopped:
    """The command itself is wrong."""
    return Stopped([Diagnostic("PR800", message, NOWHERE, help=help)])


def unreadable(path: object, message: str, help: str = "", code: str = "PR100") -> Stopped:
    """A file or folder that was named is not there, or cannot be read or written."""
    return Stopped([Diagnostic(code, message, whole_file(str(path)), help=help)])
