"""Bind norms and remedies: conclusions that say what somebody must, may or has power to do, or what is ordered."""

from panarchy_rules.compiler.bind_conduct import about, known_act
from panarchy_rules.compiler.bind_terms import bind, infer
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.compiler.kind_words import kind_words
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.syntax import tree as t

ANYONE = "anyone"


def norm_question(norm: t.Norm) -> r.QuestionId:
    """What a norm answers: whether somebody may do something, or whether they have the power."""
    bearer = norm.bearer.text if norm.bearer else ANYONE
    kind = r.Empowered if norm.modality in ("power", "no_power") else r.Doing
    return kind(bearer, norm.act.text)


def order_question(order: t.Order) -> r.Owing:
    """What an order answers: what is owed by those it is against, for somebody, under a head."""
    beneficiary = order.beneficiary.text if order.beneficiary else "claimant"
    return r.Owing(order.against.text, beneficiary, order.head.text if order.head else r.DAMAGES)


def bind_norm(norm: t.Norm, scope: Scope) -> r.Norm:
    """A norm with its bearer, its act and its time."""
    known_act(norm.act, scope)
    if norm.counterparty and norm.counterparty.text not in scope.vocabulary.roles:
        scope.problems.append(unknown("role", norm.counterparty, scope.vocabulary.roles))
    inner = about(scope, norm.act.text)
    return r.Norm(
        modality=norm.modality,
        act=norm.act.text,
        bearer=persons(norm.bearer, scope) if norm.bearer else None,
        counterparty=norm.counterparty.text if norm.counterparty else "",
        after=bind(norm.after, inner, k.DATE) if norm.after else None,
        deadline=bind(norm.deadline, inner, k.DATE) if norm.deadline else None,
    )


def persons(word: t.Word, scope: Scope) -> m.Term:
    """A role, or a fact, question or definition that is a person or several persons."""
    if word.text in scope.vocabulary.roles:
        return m.RolePerson(word.text)
    term, kind = infer(t.Name(word.text, word.span), scope)
    if kind not in (None, k.PERSON, k.list_of(k.PERSON)):
        message = f"expected a person or a list of persons, found {kind_words(kind)}"
        scope.report("PR202", message, word.span, "name a role, or what is a person")
    return term


def bind_order(order: t.Order, scope: Scope) -> r.Awards:
    """What is ordered beside payment."""
    words = scope.vocabulary
    declared = words.remedies.get(order.remedy.text)
    if declared is None:
        scope.problems.append(unknown("remedy", order.remedy, words.remedies))
    if order.beneficiary and order.beneficiary.text not in words.roles:
        scope.problems.append(unknown("role", order.beneficiary, words.roles))
    if order.head and order.head.text not in words.heads:
        scope.problems.append(unknown("head", order.head, words.heads))
    return r.Awards(
        m.RemedyTerm(
            name=order.remedy.text,
            nature=declared.nature if declared else "",
            against=persons(order.against, scope),
            of=infer(order.of, scope)[0] if order.of else None,
            lasting=_span(order.lasting, scope) if order.lasting else None,
            deadline=bind(order.deadline, scope, k.DATE) if order.deadline else None,
        )
    )


def _span(expression: t.Expression, scope: Scope) -> m.Term:
    """For how long: days, or months."""
    term, kind = infer(expression, scope)
    if kind not in (None, k.DAYS, k.MONTHS):
        message = f"expected a span of days or months, found {kind_words(kind)}"
        scope.report("PR202", message, expression.span, "write a span, as in `3 months`")
    return term


def duties(clauses: list[t.RuleClause]) -> frozenset[str]:
    """The labels of rules that say what somebody must or must not do."""
    return frozenset(
        clause.label.text
        for clause in clauses
        if isinstance(clause.conclusion, t.Norm) and clause.conclusion.modality in ("must", "must_not")
    )
