"""Lint units: rulebooks and files in, units that nobody declared and amounts that lack a conversion out."""

from collections.abc import Iterator

from panarchy_rules.analysis.lint.findings import Edit, Finding, LawFile, finding, nodes
from panarchy_rules.base.currencies import CURRENCIES
from panarchy_rules.base.suggestions import did_you_mean, nearest
from panarchy_rules.base.values import LawRef, Money
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.syntax import tree as t

_IN_ONE_UNIT = ("add", "at_most", "at_least")


def lint_units(books: tuple[r.Rulebook, ...], files: tuple[LawFile, ...]) -> Iterator[Finding]:
    """What is wrong with units in a world."""
    yield from _undeclared(files)
    for book in books:
        yield from _mixed(book)
        yield from _steps(book)
        yield from _caps(book, books)


def _undeclared(files: tuple[LawFile, ...]) -> Iterator[Finding]:
    """Units that are no currency and that no file declares, where each file first has them."""
    declared = {clause.name.text for file in files for clause in file.clauses if isinstance(clause, t.UnitClause)}
    for file in files:
        seen = {*CURRENCIES, *declared}
        amounts = [node for node in nodes(file.clauses) if isinstance(node, t.Constant)]
        for node in sorted(amounts, key=lambda one: (one.span.line, one.span.column)):
            if isinstance(node.value, Money) and node.value.unit not in seen:
                unit = node.value.unit
                seen.add(unit)
                message = f"`{unit}` is no currency of ISO 4217, and no file of this world declares it"
                help_ = did_you_mean(unit, [*declared, *CURRENCIES], f"declare it with `unit {unit}`")
                edit = None if nearest(unit, [*declared, *CURRENCIES]) else _declaring(unit, file)
                yield finding("PR931", message, node.span, help_, edit)


def _declaring(unit: str, file: LawFile) -> Edit | None:
    """The declaration of a unit behind the header of a file: it says no more than the amounts say."""
    header = next((clause for clause in file.clauses if isinstance(clause, t.Header)), None)
    if header is None:
        return None
    _, end = file.offsets(header.span)
    return Edit(file.path, end, end, f"\nunit {unit}")


def _mixed(book: r.Rulebook) -> Iterator[Finding]:
    """Rules that add or compare amounts that are in different units for certain."""
    for rule in book.rules.values():
        for term in nodes((rule.condition, rule.conclusion)):
            pair = _pair(term)
            if pair is None or rule.span is None:
                continue
            one, other = (_units(side) for side in pair)
            if one and other and not one & other:
                message = f"`{rule.label}` puts {_listed(one)} beside {_listed(other)}, and converts neither"
                yield finding("PR930", message, rule.span, f"write the amount `in {min(one)} at` a day")


def _pair(term: object) -> tuple[m.Term, m.Term] | None:
    match term:
        case m.Compare(_, left, right) | m.Extremum(_, left, right) | m.Arithmetic("+" | "-" | "/", left, right):
            return left, right
        case _:
            return None


def _units(term: object) -> frozenset[str]:
    """The units that an amount has for certain, whatever the facts; none if they say."""
    match term:
        case m.Literal(Money(_, unit)) | m.Converted(_, unit):
            return frozenset((unit,))
        case m.Rounded(_, amount):
            return _units(amount)
        case m.Arithmetic("+" | "-", left, right) | m.Extremum(_, left, right):
            return _units(left) or _units(right)
        case m.Arithmetic("*", left, right):
            return _units(left) or _units(right)
        case m.Arithmetic("/", left, m.Literal(value)) if not isinstance(value, Money):
            return _units(left)
        case _:
            return frozenset()


def _steps(book: r.Rulebook) -> Iterator[Finding]:
    """Steps that add, or cap by, an amount in another unit than all that is owed under their head."""
    for head, labels in book.steps.items():
        owed = _awarded(book, head)
        for rule in (book.rules[label] for label in labels):
            change = rule.conclusion
            if not isinstance(change, r.Changes) or change.operation not in _IN_ONE_UNIT or rule.span is None:
                continue
            units = _units(change.amount)
            if owed and units and not owed & units:
                message = f"step `{rule.label}` is in {_listed(units)}, and what is owed as `{head}` in {_listed(owed)}"
                yield finding("PR930", message, rule.span, f"write the step in {min(owed)}")


def _awarded(book: r.Rulebook, head: str | None) -> frozenset[str]:
    """The units of all that a law awards, if each of them is certain."""
    found: set[str] = set()
    for rule in book.rules.values():
        question = rule.question
        if not isinstance(question, r.Owing) or head not in (None, question.head):
            continue
        if isinstance(rule.conclusion, r.Awards) and rule.conclusion.amount is not None:
            units = _units(rule.conclusion.amount)
            if not units:
                return frozenset()
            found |= units
    return frozenset(found)


def _caps(book: r.Rulebook, books: tuple[r.Rulebook, ...]) -> Iterator[Finding]:
    """Caps on a law that awards in other units and declares no rate to measure them by."""
    for rule in book.rules.values():
        terms = rule.conclusion
        if not isinstance(terms, r.Accepts) or terms.cap is None or not isinstance(terms.target, m.Literal):
            continue
        target, unit = terms.target.value, terms.cap.unit
        laws = [one for one in books if isinstance(target, LawRef) and one.law.provider == target.provider]
        for law in laws:
            awarded = _awarded(law, None)
            rates = [{rate.one.unit, rate.other.unit} for rate in law.limits.rates]
            lacking = [other for other in sorted(awarded) if other != unit and {other, unit} not in rates]
            if lacking and unit not in awarded and rule.span is not None:
                message = f"`{rule.label}` caps in {unit} what `{law.law}` awards in {_listed(awarded)}"
                help_ = f"`{law.law.provider}` would have to declare a rate of {lacking[0]} and {unit}"
                yield finding("PR930", message, rule.span, help_)
                break


def _listed(units: frozenset[str]) -> str:
    return " and ".join(sorted(units))
