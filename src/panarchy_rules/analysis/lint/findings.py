"""What the linter says and what it looks at: findings with their repairs, and files with their clauses."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.syntax import tree as t


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of a file, from `start` up to `end`, and what to write in their place."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to reconsider. With `edit` it can be repaired without changing what the law says."""

    diagnostic: Diagnostic
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class LawFile:
    """One file of law: its text, and the same with everything that is not law blanked."""

    path: str
    text: str
    law: str
    clauses: tuple[t.Clause, ...]

    def offsets(self, span: Span) -> tuple[int, int]:
        """Where a place starts and ends in the text."""
        return self._offset(span.line, span.column), self._offset(span.end_line, span.end_column)

    def written(self, span: Span) -> str:
        """What stands at a place."""
        start, end = self.offsets(span)
        return self.text[start:end]

    def _offset(self, line: int, column: int) -> int:
        start = 0
        for _ in range(line - 1):
            start = self.text.index("\n", start) + 1
        return start + column - 1


def nodes(root: object) -> Iterator[object]:
    """Every node of a tree of values, whatever its kind: a node of tomorrow is walked into as well."""
    todo = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, tuple | list | frozenset):
            todo += node
        elif isinstance(node, dict):
            todo += node.values()
        elif is_dataclass(node):
            yield node
            todo += [getattr(node, field.name) for field in fields(node)]


def finding(code: str, message: str, span: Span, help: str = "", edit: Edit | None = None) -> Finding:
    """A finding at a place."""
    return Finding(Diagnostic(code, message, span, help=help), edit)
