"""Lint what codes mean for others: the rulebooks of a world and their files in, findings out."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from panarchy_rules.analysis.lint.findings import Finding, LawFile, finding, nodes
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import Money
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.record import Record
from panarchy_rules.syntax import tree as t

_PARTIES = ("claimant", "respondent")
_TRIED = tuple(Fraction(size) for size in (1, 50, 10**3, 10**6, 10**12))


def lint_world(books: tuple[r.Rulebook, ...], files: tuple[LawFile, ...]) -> Iterator[Finding]:
    """What is wrong between codes."""
    yield from _uncovered(books, files)
    yield from _succession(books, files)
    yield from _no_successor(books, files)
    yield from _no_majority(files)
    yield from _no_tail(books, files)
    yield from _encircled(books)
    by_path = {file.path: file for file in files}
    for book in books:
        yield from _strangers(book)
        yield from _crowds(book)
        if book.path in by_path:
            yield from _refuses_all(book, by_path[book.path])


def _uncovered(books: tuple[r.Rulebook, ...], files: tuple[LawFile, ...]) -> Iterator[Finding]:
    """Matters that no code governs and for which none accepts a law."""
    if not any(book.governs is not None for book in books):
        return
    reached = [scope for book in books for scope in _scopes(book)]
    for file in files:
        for clause in file.clauses:
            if isinstance(clause, t.Declared) and clause.what == "matter":
                name = clause.name.text
                if not any(
                    not scope or covers(scope, name) or covers((name,), each)
                    for scope in reached
                    for each in scope or ("",)
                ):
                    message = f"no code of this world governs `{name}`, and none accepts a law for it"
                    help_ = "let a code govern it, or write an acceptance clause `for` it"
                    yield finding("PR936", message, clause.name.span, help_)


def _scopes(book: r.Rulebook) -> Iterator[tuple[str, ...]]:
    if book.governs is not None:
        yield book.governs
    for rule in book.rules.values():
        if isinstance(rule.conclusion, r.Accepts) and not rule.conclusion.is_forum:
            yield rule.conclusion.matters


def _succession(books: tuple[r.Rulebook, ...], files: tuple[LawFile, ...]) -> Iterator[Finding]:
    """Forums that take each other's place in a circle: when all their providers have ended, nobody sits."""
    after: Mapping[str, tuple[str, ...]] = {
        name: forum.successors for book in books for name, forum in book.forums.items()
    }
    for file in files:
        for clause in file.clauses:
            if isinstance(clause, t.ForumClause):
                circle = _circle(clause.name.text, after)
                if circle:
                    message = f"`{clause.name}` comes to sit in its own place: {' to '.join(circle)}"
                    yield finding("PR937", message, clause.name.span, "end the row with a forum that goes on")


def _no_successor(books: tuple[r.Rulebook, ...], files: tuple[LawFile, ...]) -> Iterator[Finding]:
    """Forums that nobody succeeds, in a world in which others say who succeeds them."""
    named = {name for book in books for forum in book.forums.values() for name in forum.successors}
    for file in files:
        for clause in file.clauses:
            if isinstance(clause, t.ForumClause) and named and not clause.successors and clause.name.text not in named:
                message = f"nobody sits in the place of `{clause.name}` once its provider has ended"
                yield finding("PR938", message, clause.name.span, "write `succeeded by` and another forum")


def _no_majority(files: tuple[LawFile, ...]) -> Iterator[Finding]:
    """Codes with members that do not say from which age they bind themselves, in a world in which others do."""
    if not any(isinstance(clause, t.Majority) for file in files for clause in file.clauses):
        return
    for file in files:
        header = next((clause for clause in file.clauses if isinstance(clause, t.Header)), None)
        kinds = {type(clause) for clause in file.clauses}
        if header and header.kind == "rulebook" and t.Governs in kinds and t.Majority not in kinds:
            message = f"`{header.name}` does not say from which age its members bind themselves"
            yield finding("PR933", message, header.name.span, "write `majority at 18 years`")


def _no_tail(books: tuple[r.Rulebook, ...], files: tuple[LawFile, ...]) -> Iterator[Finding]:
    """Codes with members that do not say for how long they bind who has left, in a world in which others do."""
    if not any(book.limits.tails for book in books):
        return
    by_path = {file.path: file for file in files}
    for book in books:
        clauses = by_path[book.path].clauses if book.path in by_path else ()
        header = next((clause for clause in clauses if isinstance(clause, t.Header)), None)
        if header and book.governs is not None and not book.limits.tails:
            message = f"`{header.name}` does not say for how long it binds those who have left it"
            help_ = "write `tail 90 days`, or `tail 0 days` if it binds them no longer"
            yield finding("PR942", message, header.name.span, help_)


def _circle(start: str, after: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    todo = [(start, each) for each in after.get(start, ())]
    seen = set[str]()
    while todo:
        way = todo.pop(0)
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            todo += [(*way, each) for each in after.get(way[-1], ())]  # type: ignore[misc]
    return ()


def _strangers(book: r.Rulebook) -> Iterator[Finding]:
    """Impositions on somebody who is no party, and may never have consented."""
    for rule in book.rules.values():
        award = rule.conclusion.amount if isinstance(rule.conclusion, r.Awards) else None
        if not isinstance(award, m.RemedyTerm) or award.nature != "imposition" or rule.span is None:
            continue
        if isinstance(award.against, m.RolePerson) and award.against.role in _PARTIES:
            continue
        message = f"`{rule.label}` imposes `{award.name}` on persons who are no parties"
        help_ = "it reaches only those whose own consents lead to this law; order a withdrawal for the others"
        yield finding("PR934", message, rule.span, help_)


def _encircled(books: tuple[r.Rulebook, ...]) -> Iterator[Finding]:
    """Withdrawals that every code of a world orders, and from which none makes an exception.

    Each of them is a withdrawal; all together leave nobody to turn to.
    """
    codes = {book.law.provider: book for book in books if any(isinstance(one, r.Owing) for one in book.roots)}
    orders = {provider: _withdrawals(book) for provider, book in codes.items()}
    for name in sorted(set.intersection(*(set(each) for each in orders.values())) if len(orders) > 1 else ()):
        if any(rule.exceptions for each in orders.values() for rule in each[name]):
            continue
        for rule in (each[name][0] for each in orders.values()):
            message = f"every code of this world orders the withdrawal `{name}`: together they impose it"
            help_ = "write an exception in one of them, so that whom all others refuse has somebody to turn to"
            if rule.span is not None:
                yield finding("PR941", message, rule.span, help_)


def _withdrawals(book: r.Rulebook) -> dict[str, list[r.Rule]]:
    found: dict[str, list[r.Rule]] = {}
    for rule in book.rules.values():
        award = rule.conclusion.amount if isinstance(rule.conclusion, r.Awards) else None
        if isinstance(award, m.RemedyTerm) and award.nature == "withdrawal":
            found.setdefault(award.name, []).append(rule)
    return found


def _crowds(book: r.Rulebook) -> Iterator[Finding]:
    """Clauses on consent that look at all persons of a case: who else is there changes what binds two of them."""
    clauses = [(rule.condition, rule.span, f"acceptance `{rule.label}`") for rule in _acceptances(book)]
    for condition, span, name in clauses:
        if span is not None and any(isinstance(node, m.Persons) for node in nodes(condition)):
            message = f"{name} depends on how many others there are, or on what is true of them"
            yield finding("PR935", message, span, "write it as a condition on the parties")


def _acceptances(book: r.Rulebook) -> Iterator[r.Rule]:
    for rule in book.rules.values():
        if isinstance(rule.question, r.Accepting):
            yield rule


def _refuses_all(book: r.Rulebook, file: LawFile) -> Iterator[Finding]:
    """Reservations that refuse whatever another law gives."""
    spans: dict[str, Span] = {
        clause.label.text: clause.label.span for clause in file.clauses if isinstance(clause, t.Reservation)
    }
    for one in book.limits.reservations:
        reads = [
            node for node in nodes(one.condition) if isinstance(node, m.FactOf | m.Answer | m.Differs | m.ClockDate)
        ]
        heads = {node.head for node in nodes(one.condition) if isinstance(node, m.ResultOf)}
        units = {
            node.value.unit
            for node in nodes(one.condition)
            if isinstance(node, m.Literal) and isinstance(node.value, Money)
        }
        if reads or not heads or one.label not in spans:
            continue
        tried = [Money(size, unit) for unit in units or {"EUR"} for size in _TRIED]
        if all(_refused(book, one.condition, dict.fromkeys(heads, amount)) for amount in tried):
            message = f"reservation `{one.label}` refuses every amount that another law could give"
            help_ = "say which results are refused; a code that wants no other law accepts none"
            yield finding("PR932", message, spans[one.label], help_)


def _refused(book: r.Rulebook, condition: m.Term, results: Mapping[str, Money]) -> bool:
    record = Record({}, {role: role for role in _PARTIES}, results=results)
    return truth(condition, Evaluation(book, record), {}) is True
