"""Bind the examples of a rulebook: facts and expectations as written in, a record and typed expectations out."""

from collections.abc import Iterable

from panarchy_rules.base.records import replace
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import ClaimFails, NoLaw, Value
from panarchy_rules.compiler.bind_names import relation_in
from panarchy_rules.compiler.bind_rules import Binder
from panarchy_rules.compiler.bind_terms import words_of
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.compiler.example_acts import acts_given, conduct_expected, order_expected
from panarchy_rules.compiler.example_facts import ExampleFacts, arguments_of
from panarchy_rules.compiler.example_values import value_of
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.record import Absence, persons_in
from panarchy_rules.syntax import tree as t


def bind_examples(clauses: Iterable[t.ExampleClause], scope: Scope, binder: Binder) -> tuple[r.Example, ...]:
    """Every example of a rulebook. In an example each role is played by a person of the same name."""
    scope = replace(scope, examples=True)
    return tuple(_example(clause, scope, binder) for clause in clauses)


def _example(clause: t.ExampleClause, scope: Scope, binder: Binder) -> r.Example:
    facts = ExampleFacts(scope)
    for item in clause.given:
        facts.enter(item)
    expected = tuple(
        replace(made, at_judgment=expect.at_judgment, unproved=expect.unproved)
        for expect in clause.expect
        if (made := _expectation(expect, facts, scope, binder))
    )
    named = persons_in(
        [expectation.question.arguments for expectation in expected if isinstance(expectation.question, r.Asking)]
    )
    acts = acts_given(clause, scope, value_of)
    return r.Example(clause.title, facts.record(named), expected, acts, clause.span)


def _expectation(expect: t.Expect, facts: ExampleFacts, scope: Scope, binder: Binder) -> r.Expectation | None:
    _known_rules(expect, binder)
    because = words_of(expect.because)
    if expect.what == "conduct" and expect.value:
        return conduct_expected(expect, scope, because)
    if isinstance(expect.conclusion, t.Order):
        return order_expected(expect, expect.conclusion, scope, because, value_of)
    if expect.what == "owes" and expect.conclusion:
        return _owed(expect, expect.conclusion, facts, scope)
    if expect.what in ("overlay", "no overlay"):
        law = value_of(expect.value, k.LAW, scope) if expect.value else None
        value = None if isinstance(law, Absence) else law
        return r.Expectation(r.Overlaying(""), expect.what, value, because=because, span=expect.span)
    relation = relation_in(expect.question, expect.value, scope) if expect.value else None
    question: r.QuestionId | None
    if relation:
        question = _asked(relation, expect.question, scope)
        value = None if expect.what != "value" else not expect.negated
    else:
        question = _question(expect.question, scope)
        value = None
    if question is None:
        return None
    names = words_of(expect.names) if expect.what == "antinomy" else expect.lacking
    if relation or expect.what != "value" or expect.value is None:
        return r.Expectation(question, expect.what, value, names, because, expect.span)
    kind = _kind(question, scope)
    if kind is None:
        if isinstance(question, r.Owing):
            message = f"`{question.head}` is owed, not a value"
            scope.report("PR202", message, expect.span, "write `expect respondent owes …`")
        return None
    known = _answer(expect.value, kind, scope)
    if expect.negated:
        if kind != k.YES_NO:
            scope.report("PR202", "say what it is, not what it is not", expect.span, "write the value you expect")
        known = not known if isinstance(known, bool) else known
    return r.Expectation(question, "value", None if isinstance(known, Absence) else known, names, because, expect.span)


def _owed(expect: t.Expect, owes: t.Owes, facts: ExampleFacts, scope: Scope) -> r.Expectation:
    for who in (owes.bearer, owes.counterparty):
        if who.text not in scope.vocabulary.roles and who.text not in facts.persons():
            scope.problems.append(unknown("role", who, scope.vocabulary.roles))
    head = owes.head.text if owes.head else r.DAMAGES
    if head not in scope.vocabulary.heads and owes.head:
        scope.problems.append(unknown("head", owes.head, scope.vocabulary.heads))
    question = r.Owing(owes.bearer.text, owes.counterparty.text, head)
    amount = value_of(owes.amount, k.MONEY, scope) if owes.amount else ClaimFails()
    value = None if isinstance(amount, Absence) else amount
    return r.Expectation(question, "value", value, because=words_of(expect.because), span=expect.span)


def _answer(expression: t.Expression, kind: Kind, scope: Scope) -> Value | Absence:
    """What a question is expected to be: rules that name laws may name none."""
    if kind == k.LAW and isinstance(expression, t.Absent) and expression.state != "unknown":
        return NoLaw(expression.state)
    return value_of(expression, kind, scope)


def _question(subject: t.Expression, scope: Scope) -> r.QuestionId | None:
    """The question that a name or phrase puts."""
    words = scope.vocabulary
    if not isinstance(subject, t.Name | t.Phrase):
        scope.report("PR200", "this is no question, definition or head", subject.span, "write the name of one")
        return None
    if isinstance(subject, t.Name) and subject.text in words.heads:
        return r.Owing("respondent", "claimant", subject.text)
    if subject.text in words.questions and isinstance(subject, t.Name):
        return r.Asking(subject.text)
    if subject.text in scope.definitions:
        phrase = subject if isinstance(subject, t.Phrase) else t.Phrase(subject.text, (), subject.span)
        return _asked(phrase, None, scope)
    known = [*words.heads, *words.questions, *scope.definitions]
    help_ = did_you_mean(subject.text, known, f"known: {listed(known)}")
    scope.report("PR200", f"there is no question, definition or head `{subject.text}`", subject.span, help_)
    return None


def _asked(phrase: t.Phrase, subject: t.Expression | None, scope: Scope) -> r.Asking | None:
    """A definition, asked about what stands in its places."""
    if phrase.text not in scope.definitions:
        message = f"`{phrase.text}` is a fact, and an example expects what rules say"
        scope.report("PR200", message, phrase.span, "expect a definition or an answer to a question")
        return None
    arguments = arguments_of(phrase, subject, scope)
    if arguments is None:
        return None
    signature = scope.signatures.signature(phrase.text)
    return r.asking(phrase.text, arguments, signature)


def _kind(question: r.QuestionId, scope: Scope) -> Kind | None:
    if not isinstance(question, r.Asking):
        return None
    if question.name in scope.vocabulary.questions:
        return scope.vocabulary.questions[question.name].kind
    return scope.definition_kind(question.name)


def _known_rules(expect: t.Expect, binder: Binder) -> None:
    binder.expand(expect.because, "`because`")
    if expect.what == "antinomy":
        binder.expand(expect.names, "this antinomy")
