"""Bind what conditions ask of acts and duties: an expression in, a typed term with its kind out.

`infer` of `bind_terms` is handed in, since each of these holds other terms.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from panarchy_rules.base.records import replace
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.rulebook import ActDeclaration
from panarchy_rules.syntax import tree as t

if TYPE_CHECKING:
    from panarchy_rules.compiler.scope import Scope

Bound = tuple[m.Term, Kind | None]
Infer = Callable[..., Bound]
OnAct = t.IsBreached | t.Conduct | t.Proposed


def on_acts(expression: OnAct, scope: "Scope", infer: Infer) -> Bound:
    """`is breached`, `is permitted to`, and `FIELD of act`."""
    match expression:
        case t.IsBreached():
            return _breached(expression, scope)
        case t.Conduct(bearer, status, act, span):
            person, kind = infer(bearer, scope)
            if kind not in (None, k.PERSON):
                scope.report("PR202", "only a person is permitted, required or forbidden to do something", span)
            known_act(act, scope)
            return m.ConductIs(person, status, act.text), k.YES_NO
        case t.Proposed(word, span):
            if scope.proposed is None:
                help_ = (
                    "only a rule that says who may do an act, or has power to, can speak of that act before it is done"
                )
                return scope.report("PR350", "no act is about to be done here", span, help_)
            kind = field_kind(scope.proposed, word, scope)
            return m.Proposed(word.text), kind


def known_act(word: t.Word, scope: "Scope") -> ActDeclaration | None:
    """A declared act; one that was never declared is reported."""
    known: Mapping[str, ActDeclaration] = scope.vocabulary.acts
    if word.text not in known:
        scope.problems.append(unknown("act", word, known))
    return known.get(word.text)


def field_of(record: m.Term, kind: Kind, word: t.Word, scope: "Scope") -> Bound:
    """`choice of v`, where v is a record."""
    return m.FieldOf(record, kind.label, word.text), field_kind(kind, word, scope)


def field_kind(kind: Kind, word: t.Word, scope: "Scope") -> Kind | None:
    """The kind of a field of a record; one that it has not is reported."""
    found = kind.field(word.text)
    if found is None:
        names = [name for name, _ in kind.fields]
        help_ = did_you_mean(word.text, names, f"its fields: {listed(names)}")
        scope.report("PR351", f"`{kind}` has no field `{word}`", word.span, help_)
    return found


def _breached(expression: t.IsBreached, scope: "Scope") -> Bound:
    term = expression.term
    if isinstance(term, t.Name) and term.text in scope.duties:
        return m.Breached(term.text), k.YES_NO
    names = sorted(scope.duties)
    help_ = f"rules with `must` or `must not` here: {listed(names)}" if names else "write a rule with `must` first"
    if isinstance(term, t.Name):
        help_ = did_you_mean(term.text, names, help_)
    return scope.report(
        "PR352", "only a rule that says what somebody must or must not do is breached", term.span, help_
    )


def picked(expression: t.Picked, items: m.Term, inner: "Scope", infer: Infer) -> Bound:
    """`earliest of`, `latest of` and `list of`, once the list and its variable are bound."""
    where = infer(expression.where, inner, k.YES_NO) if expression.where else None
    if expression.where and where and where[1] not in (None, k.YES_NO):
        inner.report("PR202", f"expected a condition, found {where[1]}", expression.where.span)
    term, kind = infer(expression.term, inner)
    made = m.Picked(expression.word, term, expression.variable.text, items, where[0] if where else None)
    return made, k.list_of(kind) if kind and expression.word == "list" else kind


def about(scope: "Scope", act: str) -> "Scope":
    """The same names, in a rule on an act that somebody is about to do."""
    declared = scope.vocabulary.acts.get(act)
    return replace(scope, proposed=declared.kind if declared else None)
