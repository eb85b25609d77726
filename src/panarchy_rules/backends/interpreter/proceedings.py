"""Say where proceedings are: an evaluation of their rulebook in, stages, what may be done next and duties out."""

from datetime import date
from typing import Any, Literal

from panarchy_rules.backends.interpreter.conduct import (
    ANYONE,
    POWER,
    bearers,
    breached,
    norm_of,
    performed,
    window,
)
from panarchy_rules.backends.interpreter.evaluation import Evaluation
from panarchy_rules.backends.interpreter.replay import powers
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import Person, RecordValue, Symbol, show
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.verdict import Settled, Undetermined, Verdict

Said = tuple[tuple[str, Any], ...]
State = Literal["open", "done", "breached", "unknown"]


@dataclass(frozen=True, slots=True)
class Chance:
    """What somebody may do next, with that `content`.

    `after` and `until` are the days between which it is in time; `if_` are facts on which it depends.
    """

    person: str
    act: str
    rules: tuple[str, ...]
    after: Any = None
    until: Any = None
    if_: tuple[str, ...] = ()
    content: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DutyState:
    """A duty in force. `state` is open, done, breached or unknown."""

    person: str
    modality: str
    act: str
    rule: str
    counterparty: str
    until: Any
    state: State


def stages(on: Evaluation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stages that hold and yield to none by precedence, and the facts on which others depend."""
    held, lacking = [], dict[str, None]()
    for name in on.rulebook.stages:
        verdict = on.decide(r.Asking(name))
        if isinstance(verdict, Settled) and verdict.value is True:
            held.append(name)
        elif isinstance(verdict, Undetermined):
            lacking.update(dict.fromkeys(verdict.missing))
    pairs = on.rulebook.precedence
    return tuple(x for x in held if not any((other, x) in pairs for other in held)), tuple(lacking)


def chances(on: Evaluation) -> tuple[Chance, ...]:
    """Who has power to do what, and until when. What is over by today is left out."""
    found: list[Chance] = []
    for question in powers(on.rulebook):
        whom = bearers(on, question)
        for person in whom if isinstance(whom, tuple) else ():
            found += _of_person(on, question, person)
    return tuple(found)


def _of_person(on: Evaluation, question: r.Empowered, person: str) -> list[Chance]:
    """One chance, or, if the power depends on a part of the act that has few values, one for each of them."""
    actor = () if person == ANYONE else (("actor", Person(person)),)
    verdict = _asked(on, question, actor)
    if not isinstance(verdict, Undetermined):
        return _chance(on, question, person, actor)
    kind = on.rulebook.vocabulary.acts[question.act].kind
    for name, field in kind.fields:
        if f"{name} of {question.act}" in verdict.missing and field.words:
            ways = [(*actor, (name, Symbol(word))) for word in field.words]
            return [chance for way in ways for chance in _chance(on, question, person, way)]
    return _chance(on, question, person, actor)


def _asked(on: Evaluation, question: r.Empowered, said: Said) -> Verdict:
    return _about(on, question, said).decide(question)


def _about(on: Evaluation, question: r.Empowered, said: Said) -> Evaluation:
    """The rules asked about an act of which only this is known."""
    return on.asked_of(replace(on.record, proposed=RecordValue(question.act, said)))


def _chance(on: Evaluation, question: r.Empowered, person: str, said: Said) -> list[Chance]:
    on = _about(on, question, said)
    verdict = on.decide(question)
    missing: tuple[str, ...] = ()
    if isinstance(verdict, Settled) and verdict.value == POWER:
        grounds = verdict.grounds
    elif isinstance(verdict, Undetermined):
        missing = verdict.missing
        grounds = tuple(x for x in on.rulebook.roots[question] if _may_hold(on, x))
    else:
        return []
    content = tuple((name, show(value)) for name, value in said if name != "actor")
    found = []
    for label in grounds:
        norm = norm_of(on.rulebook, label)
        early, late = window(on, norm) if norm else (None, None)
        if not (on.record.today and isinstance(late, date) and on.record.today > late):
            found.append(Chance(person, question.act, (label,), _date(early), _date(late), missing, content))
    return found


def _may_hold(on: Evaluation, label: str) -> bool:
    return on.look(on.rulebook.rules[label].question).state(label) is not False


def _date(found: Any) -> Any:
    return None if isinstance(found, Unknown) else found


def duties(on: Evaluation) -> tuple[DutyState, ...]:
    """What somebody must or must not do by the rules that prevail, and whether it was done."""
    found: list[DutyState] = []
    for question in sorted(q for q in on.rulebook.asked() if isinstance(q, r.Doing)):
        verdict = on.decide(question)
        whom = bearers(on, question)
        for label in verdict.grounds if isinstance(verdict, Settled) else ():
            norm = norm_of(on.rulebook, label)
            if norm is None or norm.modality not in ("must", "must_not"):
                continue
            state = _state(on, question, label, norm)
            until = _date(window(on, norm)[1])
            for person in whom if isinstance(whom, tuple) else ():
                found.append(DutyState(person, norm.modality, norm.act, label, norm.counterparty, until, state))
    return tuple(found)


def _state(on: Evaluation, question: r.Doing, label: str, norm: r.Norm) -> State:
    broken = breached(on, label)
    if isinstance(broken, Unknown):
        return "unknown"
    if broken:
        return "breached"
    return "done" if norm.modality == "must" and performed(on, question, norm) is True else "open"
