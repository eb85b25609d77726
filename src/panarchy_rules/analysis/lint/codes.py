"""Lint codes of providers: what they leave open towards members and other codes."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import combinations

from panarchy_rules.analysis.lint.findings import Finding, LawFile, finding, nodes
from panarchy_rules.base.spans import Span, whole_file
from panarchy_rules.base.values import Days, Months
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.syntax import tree as t


def lint_code(book: r.Rulebook, file: LawFile) -> Iterator[Finding]:
    """What one provider's code leaves open."""
    head = next((c.span for c in file.clauses if isinstance(c, t.Header)), whole_file(file.path))
    yield from _limitation(book, head)
    yield from _exit(book, file, head)
    if book.governs is not None:
        yield from _tie_break(book)
        yield from _forum(book, file, head)
        yield from _silent(book, head)


def lint_vocabulary(books: tuple[r.Rulebook, ...], files: tuple[LawFile, ...]) -> Iterator[Finding]:
    """Facts and definitions that no rule of the world reads."""
    read = {name for book in books for name in _names_read(book)}
    for file in files:
        for clause in file.clauses:
            if isinstance(clause, t.FactClause) and clause.name.text not in read:
                message = f"fact `{clause.name}` is read by no rule of this world"
                yield finding("PR912", message, clause.name.span, "strike it, or write the rule that needs it")
            elif isinstance(clause, t.Definition) and not clause.is_stage and clause.name.text not in read:
                message = f"definition `{clause.name}` is read by no rule of this world"
                yield finding("PR911", message, clause.name.span, "strike it, or name it in a condition")


def _names_read(book: r.Rulebook) -> Iterator[str]:
    """Every fact, question and definition that some term of a rulebook looks at."""
    parts = [getattr(book, field.name) for field in fields(book) if field.name not in ("vocabulary", "examples")]
    for node in nodes([dict(part) if hasattr(part, "keys") else part for part in parts]):
        if isinstance(node, m.FactOf):
            yield node.name
        elif isinstance(node, m.Answer):
            yield node.question


def _limitation(book: r.Rulebook, head: Span) -> Iterator[Finding]:
    owes = any(isinstance(question, r.Owing) for question in book.roots)
    dated = any(isinstance(node, m.ClockDate) and node.which == "filing" for node in nodes(dict(book.rules)))
    if owes and not dated:
        message = f"`{book.law.provider}` lets claims be filed for ever: none of its rules reads `filing`"
        help_ = "write a rule such as `respondent owes claimant nothing noting time_barred when filing > due + 6 years`"
        yield finding("PR918", message, head, help_)


def _silent(book: r.Rulebook, head: Span) -> Iterator[Finding]:
    """A code that says nothing of what is owed and stands before the laws that it accepts."""
    if any(isinstance(question, r.Owing) for question in book.roots) or book.own_law_never or book.limits.gaps:
        return
    accepts = (rule.conclusion for rule in book.rules.values() if isinstance(rule.conclusion, r.Accepts))
    laws = [one for one in accepts if not one.is_forum and not one.towards]
    if laws and all(one.rank is None or one.rank > book.own_law_rank for one in laws):
        name = book.law.provider
        message = (
            f"`{name}` says nothing of what is owed, and between its members its own law goes before those it accepts"
        )
        yield finding("PR943", message, head, "write `own law never`, or `own law rank` with a number above theirs")


def _exit(book: r.Rulebook, file: LawFile, head: Span) -> Iterator[Finding]:
    notice, leave = book.amendment_notice, book.leave_notice
    span = next((c.span for c in file.clauses if isinstance(c, t.Edition)), head)
    if notice is not None and _length(notice) == 0:
        message = f"`{book.law.provider}` binds its members to whatever it announces, without notice"
        yield finding("PR917", message, span, "write a notice in which members can leave, such as `30 days`")
    elif notice is not None and leave is not None and type(notice) is type(leave) and _length(notice) < _length(leave):
        message = f"an amendment of `{book.law.provider}` binds members before they can have left"
        yield finding("PR917", message, span, "make the notice of amendments at least as long as that of leaving")


def _length(span: Days | Months) -> int:
    return int(span.count)


def _tie_break(book: r.Rulebook) -> Iterator[Finding]:
    """Two clauses that lead to different laws for one matter, with nothing that chooses."""
    if book.tie_breaks:
        return
    plain = [rule for rule in book.acceptances() if rule.condition is None and rule.span is not None]
    for one, other in combinations(plain, 2):
        if _compete(one.conclusion, other.conclusion) and other.span is not None:
            message = f"`{one.label}` and `{other.label}` may lead to different laws, and no tie break chooses"
            help_ = "give one of them a `rank`, or adopt a tie break such as `respondent_first`"
            yield finding("PR916", message, other.span, help_)


def _compete(one: r.Conclusion, other: r.Conclusion) -> bool:
    if not isinstance(one, r.Accepts) or not isinstance(other, r.Accepts) or one.is_forum or other.is_forum:
        return False
    same_scope = _overlap(one.matters, other.matters) and _overlap(one.issues, other.issues)
    return same_scope and one.rank == other.rank and (one.target, one.edition) != (other.target, other.edition)


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or any(covers(other, name) for name in one) or any(covers(one, name) for name in other)


def _forum(book: r.Rulebook, file: LawFile, head: Span) -> Iterator[Finding]:
    """Matters that the code governs, and for which it accepts no forum."""
    clauses = [rule.conclusion for rule in book.acceptances()]
    forums = [clause for clause in clauses if isinstance(clause, r.Accepts) and clause.is_forum]
    span = next((c.span for c in file.clauses if isinstance(c, t.Governs)), head)
    governed = book.governs or ("everything",)
    for matter in governed:
        if not any(
            not clause.matters or matter == "everything" or _overlap((matter,), clause.matters) for clause in forums
        ):
            message = f"`{book.law.provider}` governs `{matter}` and accepts no forum for it"
            help_ = f"write `acceptance bench accept forum …{'' if matter == 'everything' else f' for {matter}'}`"
            yield finding("PR920", message, span, help_)
