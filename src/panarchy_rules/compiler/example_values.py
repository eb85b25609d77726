"""Read the values that an example states: expressions in, plain values with their kinds checked out."""

from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef, Person, RecordValue, Remedy, Value
from panarchy_rules.compiler.bind_terms import infer
from panarchy_rules.compiler.kind_words import alike, kind_words, way_out
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.syntax import tree as t


def value_of(expression: t.Expression, kind: Kind, scope: Scope, label: str = "") -> Value | Absence:
    """A value of a kind. `label` is what the value is called, for the records in it."""
    match expression:
        case t.Absent(state):
            return Absence.UNKNOWN if state == "unknown" else Absence.NOT_APPLICABLE
        case t.Name(text) if kind == k.LAW:
            return LawRef(text, "")
        case t.Name(text) if kind == k.PERSON:
            return Person(text)
        case t.RecordOf() if kind.name == "record":
            return _record(expression, kind, scope, label)
        case t.ListOf(items) if kind.item is not None:
            numbered = enumerate(items, 1)
            made = [value_of(item, kind.item, scope, f"{label} {number}".strip()) for number, item in numbered]
            return _list(made, expression, scope)
        case _:
            return _plain(expression, kind, scope)


def _list(made: list[Value | Absence], expression: t.ListOf, scope: Scope) -> Value | Absence:
    known = [value for value in made if not isinstance(value, Absence | tuple | Remedy)]
    if len(known) < len(made):
        scope.report("PR202", "a list is written with plain values", expression.span)
        return Absence.UNKNOWN
    return tuple(known)


def _record(expression: t.RecordOf, kind: Kind, scope: Scope, label: str) -> Value:
    declared = dict(kind.fields)
    stated: dict[str, Value | Absence] = {}
    for name, value in expression.fields:
        found = declared.get(name.text)
        if found is None:
            help_ = did_you_mean(name.text, declared, f"its fields: {listed(declared)}")
            scope.report("PR351", f"`{kind}` has no field `{name}`", name.span, help_)
        elif name.text in stated:
            scope.report("PR209", f"`{name}` is given twice", name.span, "keep one of them")
        else:
            stated[name.text] = value_of(value, found, scope, f"{name} of {label}" if label else name.text)
    return RecordValue(kind.label, tuple(sorted(stated.items())), label)


def _plain(expression: t.Expression, kind: Kind, scope: Scope) -> Value | Absence:
    term, found = infer(expression, scope, kind)
    if not isinstance(term, m.Literal):
        message, wanted = "an example states plain values", "write the value itself"
        if kind == k.DATE:
            message, wanted = "an example states dates plainly", "a date is written year-month-day, as in `2026-03-01`"
        scope.report("PR202", message, expression.span, wanted)
        return Absence.UNKNOWN
    if found is not None and not alike(found, kind):
        message = f"expected {kind_words(kind)}, found {kind_words(found)}"
        scope.report("PR202", message, expression.span, way_out(found, kind))
        return Absence.UNKNOWN
    return term.value
