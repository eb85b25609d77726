"""Bind what examples say of acts, conduct and remedies: what is written in, recorded acts and expectations out."""

from collections.abc import Callable

from panarchy_rules.base.values import Person, RecordValue, Remedy, Value
from panarchy_rules.compiler.bind_conduct import field_kind, known_act
from panarchy_rules.compiler.bind_norms import bind_order, order_question
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.syntax import tree as t

Valued = Callable[[t.Expression, Kind, Scope], Value | Absence]


def acts_given(clause: t.ExampleClause, scope: Scope, value: Valued) -> tuple[RecordValue, ...] | None:
    """The acts of an example in written order. Without one nothing is said of what was done."""
    given = [item for item in clause.given if isinstance(item, t.GivenAct)]
    return tuple(made for item in given if (made := _act(item, scope, value))) if given else None


def _act(item: t.GivenAct, scope: Scope, value: Valued) -> RecordValue | None:
    declared = known_act(item.act, scope)
    if declared is None:
        return None
    fields: dict[str, Value] = {"actor": Person(item.actor.text)}
    date = value(item.date, k.DATE, scope)
    if not isinstance(date, Absence):
        fields["date"] = date
    for word, written in item.fields:
        kind = field_kind(declared.kind, word, scope)
        if word.text in fields:
            scope.report("PR209", f"`{word}` is given twice", word.span, "keep one of them")
        found = value(written, kind, scope) if kind else Absence.UNKNOWN
        if not isinstance(found, Absence):
            fields[word.text] = found
    return RecordValue(declared.name, tuple(fields.items()))


def conduct_expected(expect: t.Expect, scope: Scope, because: tuple[str, ...]) -> r.Expectation | None:
    """`expect respondent is not permitted to leave`."""
    asked = expect.value
    holds = not isinstance(asked, t.Not)
    conduct = asked.part if isinstance(asked, t.Not) else asked
    assert isinstance(conduct, t.Conduct)
    if not isinstance(conduct.bearer, t.Name):
        help_ = "write `claimant`, `respondent` or another role"
        scope.report("PR200", "only a person is permitted, required or forbidden", conduct.bearer.span, help_)
        return None
    if known_act(conduct.act, scope) is None:
        return None
    question = r.Doing(conduct.bearer.text, conduct.act.text)
    return r.Expectation(question, "conduct", holds, (conduct.status,), because, expect.span)


def order_expected(
    expect: t.Expect, order: t.Order, scope: Scope, because: tuple[str, ...], value: Valued
) -> r.Expectation | None:
    """`expect order exclusion against respondent lasting 1 year as ban`, in plain values."""
    bound = bind_order(order, scope).amount
    if not isinstance(bound, m.RemedyTerm):
        return None
    of = _plain(bound.of, order.of, scope)
    deadline = value(order.deadline, k.DATE, scope) if order.deadline else None
    until = deadline if not isinstance(deadline, Absence) else None
    lasting = _plain(bound.lasting, order.lasting, scope)
    remedy = Remedy(bound.name, bound.nature, (order.against.text,), of, lasting, until)  # type: ignore[arg-type]
    return r.Expectation(order_question(order), "value", remedy, because=because, span=expect.span)


def _plain(term: m.Term | None, written: t.Expression | None, scope: Scope) -> Value | None:
    if term is None or isinstance(term, m.Literal):
        return term.value if term else None
    assert written
    scope.report("PR202", "an example states plain values", written.span, "write the value itself")
    return None
