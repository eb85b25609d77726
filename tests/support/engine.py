"""Ask the engine as the reference is asked: a text or case in, a verdict as plain data out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import assert_never

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.conduct import conduct
from panarchy_rules.backends.interpreter.replay import replay, with_acts
from panarchy_rules.base import values as v
from panarchy_rules.base.diagnostics import errors
from panarchy_rules.compiler import compile_world
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.rulebook.rulebook import Asking, Owing, QuestionId, Rulebook
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict
from panarchy_rules.syntax import parse
from tests.support.generate import PERSONS, Case
from tests.support.small_rulebook import FAILS, Tuple

ABSENT = {"unknown": Absence.UNKNOWN, "not_applicable": Absence.NOT_APPLICABLE}
ROLES = {"claimant": "claimant", "respondent": "respondent"}


def rulebook(text: str) -> Rulebook:
    """The one rulebook in a text without mistakes."""
    compiled = compile_world([parse("mesa.law", text)])
    assert not errors(compiled.diagnostics), [str(problem.message) for problem in compiled.diagnostics]
    (made,) = compiled.rulebooks.values()
    return made


def decided(made: Rulebook, case: Case) -> dict[Tuple, Tuple]:
    """What the engine says to every question of a case."""
    evaluation = Evaluation(made, case_record(case))
    if case.acts is not None:
        acts = [act for name in (evaluation.record.acts or {}).values() for act in name]
        evaluation = evaluation.asked_of(with_acts(evaluation.record, replay(evaluation, acts)))
    return {question: plain(_decided(evaluation, question)) for question in case.questions}


def _decided(evaluation: Evaluation, question: Tuple) -> Verdict:
    if question[0] == "conduct":
        return conduct(evaluation, *question[1:])
    return evaluation.decide(question_id(question))


def answer(
    text: str, question: Tuple, acts: Iterable[Tuple] | None = None, today: date | None = None, **facts: Tuple | str
) -> Tuple:
    """What the engine says to one question of a text."""
    evaluation = Evaluation(rulebook(text), replace(record(facts.items()), acts=_acts(acts), today=today))
    return plain(evaluation.decide(question_id(question)))


def case_record(case: Case) -> Record:
    """The facts, stipulations and acts of a case, and its day."""
    fixed = {_asked(question): _engine_value(value) for question, value in case.stipulated}
    return replace(record(case.facts), persons=PERSONS, stipulated=fixed, acts=_acts(case.acts), today=case.today)


def _acts(acts: Iterable[Tuple] | None) -> dict[str, tuple[v.RecordValue, ...]] | None:
    if acts is None:
        return None
    found: dict[str, tuple[v.RecordValue, ...]] = {}
    for _, label, fields in acts:
        name = label.partition(" ")[0]
        stated = tuple((field, _engine_value(value)) for field, value in fields)
        found[name] = (*found.get(name, ()), v.RecordValue(name, stated, label))
    return found


def _asked(question: Tuple) -> tuple[str, tuple[v.Value, ...]]:
    asked = question_id(question)
    assert isinstance(asked, Asking)
    return asked.name, asked.arguments  # type: ignore[return-value]


def question_id(question: Tuple) -> QuestionId:
    """A question as the engine names it."""
    if question[0] == "about":
        return Asking(question[1][1], tuple(_engine_value(one) for one in question[2]))
    return Owing(*question[1:]) if question[0] == "owes" else Asking(question[1])


def record(stated: Iterable[tuple[str, Tuple | str]]) -> Record:
    """The facts as the engine reads them."""
    facts: dict[FactKey, v.Value | Absence] = {}
    for name, fact in stated:
        subject, _, relation = name.rpartition(" is ")
        base, _, owner = relation.partition(" of ")
        about = (v.Person(subject), v.Person(owner)) if subject else owner or None
        facts[base, about] = ABSENT[fact] if isinstance(fact, str) else _engine_value(fact)
    return Record(facts, ROLES)


def plain(verdict: Verdict) -> Tuple:
    """A verdict as the reference gives it."""
    match verdict:
        case Settled(value, grounds):
            return "settled", _plain_value(value), frozenset(grounds)
        case Lacuna():
            return ("lacuna",)
        case Antinomy(rules):
            return "antinomy", frozenset(rules)
        case Undetermined(missing):
            return "undetermined", frozenset(missing)
    assert_never(verdict)


def _engine_value(value: Tuple) -> v.Value:
    match value:
        case ("money" | "work", amount, unit):
            return v.Money(amount, unit)
        case ("percent", share):
            return v.Percent(share)
        case ("word", word):
            return v.Symbol(word)
        case ("person", name):
            return v.Person(name)
        case ("record", label, fields):
            stated = ((name, ABSENT[x] if isinstance(x, str) else _engine_value(x)) for name, x in fields)
            return v.RecordValue("payment", tuple(stated), label)
        case ("list", items):
            return tuple(_engine_value(item) for item in items)  # type: ignore[misc]
        case _:
            return value[1]  # type: ignore[no-any-return]


def _plain_value(value: v.Value) -> Tuple:
    match value:
        case bool():
            return "yes_no", value
        case Fraction():
            return "number", value
        case date():
            return "date", value
        case v.Money(amount, unit):
            return "work" if unit in ("HOURS", "MINUTES") else "money", amount, unit
        case v.Percent(share):
            return "percent", share
        case v.Symbol(word):
            return "word", word
        case v.NoDecision(code):
            return "no_decision", code
        case v.ClaimFails():
            return FAILS
        case _:
            raise AssertionError(value)
