"""Bind the examples of a rulebook: facts and expectations as written in, a record and typed expectations out."""

from collections.abc import Iterable, Mapping
from datetime import date

from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import ClaimFails, LawRef, NoLaw, Person, Value
from panarchy_rules.compiler.bind_rules import Binder
from panarchy_rules.compiler.bind_terms import Scope, infer, kind_words, known_role, way_out, words_of
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.compiler.example_acts import acts_given, conduct_expected, order_expected
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.syntax import tree as t


def bind_examples(clauses: Iterable[t.ExampleClause], scope: Scope, binder: Binder) -> tuple[r.Example, ...]:
    """Every example of a rulebook. In an example each role is played by a person of the same name."""
    return tuple(
        r.Example(
            clause.title,
            _record(clause, scope),
            tuple(made for expect in clause.expect if (made := _expectation(expect, scope, binder))),
            acts_given(clause, scope, _value),
            clause.span,
        )
        for clause in clauses
    )


def _record(clause: t.ExampleClause, scope: Scope) -> Record:
    facts: dict[FactKey, Value | Absence] = {}
    home: dict[str, LawRef | None] = {}
    foreign: dict[tuple[str, str], Value] = {}
    dates: dict[str, Value | Absence] = {}
    results: dict[str, Value | Absence] = {}
    for item in clause.given:
        match item:
            case t.GivenFact(name, None, value) if name.text in ("today", "filing"):
                dates[name.text] = _value(value, k.DATE, scope)
            case t.GivenFact(name, t.Word() as head, value) if name.text == "result" and not _is_fact(name, scope):
                if head.text not in scope.vocabulary.heads:
                    scope.problems.append(unknown("head", head, scope.vocabulary.heads))
                results[head.text] = _value(value, k.MONEY, scope)
            case t.GivenFact(name, owner, value):
                declared = scope.vocabulary.facts.get(name.text)
                if declared is None:
                    scope.problems.append(unknown("fact", name, scope.vocabulary.facts))
                elif _fits_declaration(declared, name, owner, facts, scope):
                    facts[name.text, owner.text if owner else None] = _value(value, declared.kind, scope)
            case t.GivenLaw(of, law):
                home[_person(of, facts, scope)] = LawRef(law.text, "")
            case t.GivenAct():
                pass  # Acts are read by themselves, in their order.
            case t.GivenUnder(law, question, value):
                asked = scope.vocabulary.questions.get(question.text)
                if asked is None:
                    scope.problems.append(unknown("question", question, scope.vocabulary.questions))
                else:
                    known = _value(value, asked.kind, scope)
                    if not isinstance(known, Absence):
                        foreign[law.text, question.text] = known
    persons = {role: role for role in scope.vocabulary.roles}
    today, filing = dates.get("today"), dates.get("filing")
    return Record(
        facts,
        persons,
        home,
        today=today if isinstance(today, date) else None,
        filing=filing if isinstance(filing, date) else None,
        foreign=foreign,
        results=results,
    )


def _is_fact(name: t.Word, scope: Scope) -> bool:
    return name.text in scope.vocabulary.facts


def _person(of: t.Word, facts: dict[FactKey, Value | Absence], scope: Scope) -> str:
    """Whose home law is given: the person in a role, or the one a fact names, who is called like it if not given."""
    fact = scope.vocabulary.facts.get(of.text)
    if fact is None or fact.kind != k.PERSON or of.text in scope.vocabulary.roles:
        known_role(of, scope)
        return of.text
    named = facts.setdefault((of.text, None), Person(of.text))
    return named.name if isinstance(named, Person) else of.text


def _fits_declaration(
    declared: r.FactDeclaration, name: t.Word, owner: t.Word | None, facts: Mapping[FactKey, object], scope: Scope
) -> bool:
    """Whether a fact is given once, and with a party if and only if it is a fact of each party."""
    if owner:
        known_role(owner, scope)
    if declared.of_party and owner is None:
        help_ = f"write `{name} of claimant` or `{name} of respondent`"
        scope.report("PR202", f"`{name}` is a fact of each party", name.span, help_)
        return False
    if owner and not declared.of_party:
        scope.report("PR202", f"`{name}` is not a fact of each party", name.span, f"write `given {name} is …`")
        return False
    if (name.text, owner.text if owner else None) in facts:
        scope.report("PR209", f"`{name}` is given twice", name.span, "keep one of them")
        return False
    return True


def _value(expression: t.Expression, kind: Kind, scope: Scope) -> Value | Absence:
    if isinstance(expression, t.Absent):
        return Absence.UNKNOWN if expression.state == "unknown" else Absence.NOT_APPLICABLE
    if kind == k.LAW and isinstance(expression, t.Name):
        return LawRef(expression.text, "")
    if kind == k.PERSON and isinstance(expression, t.Name):
        return Person(expression.text)
    if kind == k.list_of(k.PERSON) and isinstance(expression, t.ListOf):
        return tuple(Person(one.text) for one in expression.items if isinstance(one, t.Name))
    term, found = infer(expression, scope, kind)
    if not isinstance(term, m.Literal):
        scope.report("PR202", "an example states plain values", expression.span, "write the value itself")
        return Absence.UNKNOWN
    if found is not None and found != kind:
        message = f"expected {kind_words(kind)}, found {kind_words(found)}"
        scope.report("PR202", message, expression.span, way_out(found, kind))
    return term.value


def _expectation(expect: t.Expect, scope: Scope, binder: Binder) -> r.Expectation | None:
    _known_rules(expect, binder)
    because = words_of(expect.because)
    if expect.what == "conduct" and expect.value:
        return conduct_expected(expect, scope, because)
    if isinstance(expect.conclusion, t.Order):
        return order_expected(expect, expect.conclusion, scope, because, _value)
    if expect.what == "owes" and expect.conclusion:
        owes = expect.conclusion
        known_role(owes.bearer, scope)
        known_role(owes.counterparty, scope)
        if expect.question.text not in scope.vocabulary.heads:
            scope.problems.append(unknown("head", expect.question, scope.vocabulary.heads))
        question: r.QuestionId = r.Owing(owes.bearer.text, owes.counterparty.text, expect.question.text)
        amount = _value(owes.amount, k.MONEY, scope) if owes.amount else ClaimFails()
        value = None if isinstance(amount, Absence) else amount
        return r.Expectation(question, "value", value, because=because, span=expect.span)
    if expect.what in ("overlay", "no overlay"):
        law = _value(expect.value, k.LAW, scope) if expect.value else None
        value = None if isinstance(law, Absence) else law
        return r.Expectation(r.Overlaying(""), expect.what, value, because=because, span=expect.span)
    found = _question(expect.question, scope)
    if found is None:
        return None
    names = words_of(expect.names)
    if expect.what != "value" or expect.value is None:
        return r.Expectation(found, expect.what, None, names, because, expect.span)
    kind = _kind(expect.question.text, scope)
    if kind is None:
        scope.report(
            "PR202", f"`{expect.question}` is owed, not a value", expect.span, "write `expect respondent owes …`"
        )
        return None
    known = _answer(expect.value, kind, scope)
    return r.Expectation(found, "value", None if isinstance(known, Absence) else known, names, because, expect.span)


def _answer(expression: t.Expression, kind: Kind, scope: Scope) -> Value | Absence:
    """What a question is expected to be: rules that name laws may name none."""
    if kind == k.LAW and isinstance(expression, t.Absent) and expression.state != "unknown":
        return NoLaw(expression.state)
    return _value(expression, kind, scope)


def _question(word: t.Word, scope: Scope) -> r.QuestionId | None:
    words = scope.vocabulary
    if word.text in words.heads:
        return r.Owing("respondent", "claimant", word.text)
    if word.text in words.questions or word.text in scope.definitions:
        return r.Asking(word.text)
    known = [*words.heads, *words.questions, *scope.definitions]
    help_ = did_you_mean(word.text, known, f"known: {listed(known)}")
    scope.report("PR200", f"there is no question, definition or head `{word}`", word.span, help_)
    return None


def _kind(name: str, scope: Scope) -> Kind | None:
    if name in scope.vocabulary.questions:
        return scope.vocabulary.questions[name].kind
    return scope.definition_kind(name) if name in scope.definitions else None


def _known_rules(expect: t.Expect, binder: Binder) -> None:
    binder.expand(expect.because, "`because`")
    if expect.what == "antinomy":
        binder.expand(expect.names, "this antinomy")
