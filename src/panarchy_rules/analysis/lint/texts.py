"""Lint what can be seen in one file: its clauses in, findings about how they are written out."""

from collections.abc import Iterator

from panarchy_rules.analysis.lint.findings import Edit, Finding, LawFile, finding, nodes
from panarchy_rules.syntax import tree as t


def lint_text(file: LawFile) -> Iterator[Finding]:
    """What one file shows by itself."""
    for clause in file.clauses:
        yield from _no_source(clause)
        yield from _no_question(clause)
        for node in nodes(clause):
            if isinstance(node, t.Compare):
                yield from _is_yes(file, node)
            elif isinstance(node, t.Not):
                yield from _twice_not(file, node)


def _no_source(clause: t.Clause) -> Iterator[Finding]:
    match clause:
        case t.RuleClause(what=what, label=label, heading=heading):
            source = heading.source
        case t.StepClause(label=label, heading=heading):
            what, source = "step", heading.source
        case t.ForumClause(name=label, source=source):
            what = "forum"
        case _:
            return
    if not source:
        help_ = 'write `source "…"` behind the title, with the article or paragraph'
        yield finding("PR910", f"{what} `{label}` cites no source", label.span, help_)


def _no_question(clause: t.Clause) -> Iterator[Finding]:
    if isinstance(clause, t.FactClause) and not clause.title:
        help_ = 'write it in quotation marks behind the kind, such as `"Whether the goods came late"`'
        yield finding("PR919", f"fact `{clause.name}` has no text to ask for it with", clause.name.span, help_)


def _is_yes(file: LawFile, node: t.Compare) -> Iterator[Finding]:
    """`late is yes` holds when `late` holds, and only then, whatever is known of it."""
    right = node.right
    if node.operator == "=" and isinstance(right, t.Constant) and right.value is True:
        yield _longer_than_needed("PR921", file, node, node.left)


def _twice_not(file: LawFile, node: t.Not) -> Iterator[Finding]:
    inner = node.part
    if isinstance(inner, t.Not) and all(file.written(one.span).startswith("not") for one in (node, inner)):
        yield _longer_than_needed("PR922", file, node, inner.part)


def _longer_than_needed(code: str, file: LawFile, node: t.Expression, rest: t.Expression) -> Finding:
    """Of a plain name it is certain that no bracket around it is lost."""
    words = file.written(rest.span)
    message = f"`{file.written(node.span)}` says no more than `{words}`"
    is_plain = isinstance(rest, t.Name | t.Phrase)
    edit = Edit(file.path, *file.offsets(node.span), words) if is_plain else None
    return finding(code, message, node.span, f"write `{words}`", edit)
