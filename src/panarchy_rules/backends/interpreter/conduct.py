"""Ask a rulebook about conduct: a person and an act in, permitted, forbidden or regulated by no rule out.

Rules speak of the persons in roles, of persons that definitions name, and of anyone.
All rules that speak of one person count.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter.readings import Words
from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown, is_silent, merged
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import Person, RecordValue, Symbol, show
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.record import Absence, Record
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation

PERMITTED, FORBIDDEN = Symbol("permitted"), Symbol("forbidden")
POWER, NO_POWER = Symbol("power"), Symbol("no_power")
VALUES = {"must": PERMITTED, "may": PERMITTED, "must_not": FORBIDDEN, "power": POWER, "no_power": NO_POWER}
ANYONE = "anyone"


def norm_of(rulebook: r.Rulebook, label: str) -> r.Norm | None:
    """The norm that a rule lays down, if it lays one down."""
    rule = rulebook.rules.get(label)
    return rule.conclusion if rule and isinstance(rule.conclusion, r.Norm) else None


def bearers(on: "Evaluation", question: r.Doing | r.Empowered) -> tuple[str, ...] | Unknown:
    """The persons a question on conduct is about; `anyone` stands for all."""
    norms = (norm_of(on.rulebook, label) for label in on.rulebook.roots[question])
    term = next((norm.bearer for norm in norms if norm), None)
    if term is None:
        return (ANYONE,)
    return persons(on.value(term))


def persons(found: Any) -> tuple[str, ...] | Unknown:
    """A person or several as names."""
    if found is NOT_APPLICABLE or is_silent(found):
        return ()
    if isinstance(found, Unknown):
        return found
    several = found if isinstance(found, tuple) else (found,)
    return tuple(one.name for one in several if isinstance(one, Person))


def conduct(on: "Evaluation", person: str, act: str) -> Verdict:
    """Whether a person may do something, by all rules that speak of them."""
    asked = [q for q in on.rulebook.asked() if isinstance(q, r.Doing) and q.act == act]
    verdict = _together([_of_person(on, question, person) for question in asked], f"{act} by {person}")
    if on.work.witness is not None and isinstance(verdict, Settled):
        for label in verdict.grounds:
            norm = norm_of(on.rulebook, label)
            if norm is not None:
                on.work.witness.note(norm, True, "answer")
    return verdict


def decided(on: "Evaluation", question: r.QuestionId) -> Verdict:
    """The verdict on any question for its own sake; on conduct by all rules that speak of that person."""
    if isinstance(question, r.Doing):
        return conduct(on, question.bearer, question.act)
    return on.judge(question) if isinstance(question, r.Asking) else on.decide(question)


def _of_person(on: "Evaluation", question: r.Doing, person: str) -> Verdict:
    whom = bearers(on, question)
    if isinstance(whom, Unknown):
        return Undetermined(whom.missing, whom.obstacles)
    return on.decide(question) if person in whom or ANYONE in whom else Lacuna(str(question))


def _together(verdicts: list[Verdict], about: str) -> Verdict:
    """One verdict of several on the conduct of one person."""
    open_ = [v for v in verdicts if isinstance(v, Undetermined)]
    if open_:
        causes = merged(Unknown(v.missing, obstacles=v.obstacles) for v in open_)
        return Undetermined(causes.missing, causes.obstacles)
    settled = [v for v in verdicts if isinstance(v, Settled)]
    colliding = {label for v in verdicts if isinstance(v, Antinomy) for label in v.rules}
    if len({v.value for v in settled}) > 1:
        colliding |= {label for v in settled for label in v.grounds}
    if colliding:
        return Antinomy(tuple(sorted(colliding)))
    if not settled:
        return Lacuna(about)
    grounds = tuple(sorted({label for v in settled for label in v.grounds}))
    support = tuple(sorted({label for v in settled for label in v.support} - set(grounds)))
    return Settled(settled[0].value, grounds, support)


def status_holds(on: "Evaluation", verdict: Verdict, status: str) -> bool | Unknown:
    """Whether conduct is permitted, required, forbidden or unregulated."""
    match verdict:
        case Lacuna():
            return status == "unregulated"
        case Antinomy(rules):
            return Unknown(antinomies=(rules,))
        case Undetermined(missing, obstacles):
            return Unknown(missing=missing, obstacles=obstacles)
        case Settled(value, grounds):
            if status == "required":
                return value == PERMITTED and any(_is_duty(on.rulebook, label) for label in grounds)
            return value == Symbol(status)


def _is_duty(rulebook: r.Rulebook, label: str) -> bool:
    norm = norm_of(rulebook, label)
    return norm is not None and norm.modality == "must"


# --- breach -------------------------------------------------------------------------------------


def breached(on: "Evaluation", label: str) -> bool | Unknown:
    """Whether what a rule demands was not done in time, or what it forbids was done."""
    rule = on.rulebook.rules[label]
    norm = norm_of(on.rulebook, label)
    assert norm
    found = _breached(on, rule, norm)
    if on.work.witness is not None:
        on.work.witness.note(norm, found, "breach")
    return found


def _breached(on: "Evaluation", rule: r.Rule, norm: r.Norm) -> bool | Unknown:
    assert isinstance(rule.question, r.Doing)
    if norm.modality == "must_not":
        return _did_what_is_forbidden(on, rule, norm)
    stands = demanded(on, rule)
    return _not_done_in_time(on, rule.question, norm) if stands is True else stands


def demanded(on: "Evaluation", rule: r.Rule) -> bool | Unknown:
    """Whether a rule on conduct is among those that prevail."""
    match on.decide(rule.question):
        case Settled(_, grounds):
            return rule.label in grounds
        case Lacuna():
            return False
        case Antinomy(rules):
            return Unknown(antinomies=(rules,))
        case Undetermined(missing, obstacles):
            return Unknown(missing=missing, obstacles=obstacles)


def _not_done_in_time(on: "Evaluation", question: r.Doing, norm: r.Norm) -> bool | Unknown:
    done = performed(on, question, norm)
    if done is not False or norm.deadline is None:
        return done if isinstance(done, Unknown) else False
    _, deadline = window(on, norm)
    if deadline is None or isinstance(deadline, Unknown):
        return deadline if deadline is not None else False
    today = on.record.today
    on.note_reading("today", Absence.NOT_ASKED if today is None else today)
    return Unknown(missing=("today",)) if today is None else today > deadline


def performed(on: "Evaluation", question: r.Doing, norm: r.Norm) -> bool | Unknown:
    """Whether somebody who is to do an act has done it in time."""
    whom, acts = bearers(on, question), acts_of(on.record, norm.act)
    on.note_reading(norm.act, Absence.NOT_ASKED if isinstance(acts, Unknown) else Words(acts_words(acts)))
    if isinstance(whom, Unknown) or isinstance(acts, Unknown):
        return merged(x for x in (whom, acts) if isinstance(x, Unknown))
    mine = [act for act in acts if actor_of(act) in whom or ANYONE in whom]
    inside = [in_window(on, norm, act) for act in mine]
    if True in inside:
        return True
    unknown = [x for x in inside if isinstance(x, Unknown)]
    return merged(unknown) if unknown else False


def in_window(on: "Evaluation", norm: r.Norm, act: RecordValue) -> bool | Unknown:
    """Whether an act was done later than the one date and no later than the other."""
    early, late = window(on, norm)
    day = day_of(act)
    waits = [x for x in (early, late) if isinstance(x, Unknown)]
    if (isinstance(early, date) and day <= early) or (isinstance(late, date) and day > late):
        return False
    return merged(waits) if waits else True


def window(on: "Evaluation", norm: r.Norm) -> tuple[Any, Any]:
    """The dates between which an act is in time: a date, None where there is no limit, or unknown."""
    found = [None if term is None else on.value(term) for term in (norm.after, norm.deadline)]
    early, late = (None if end is NOT_APPLICABLE or is_silent(end) else end for end in found)
    return early, late


def _did_what_is_forbidden(on: "Evaluation", rule: r.Rule, norm: r.Norm) -> bool | Unknown:
    """Each act is judged as of the day on which it was done."""
    acts = acts_of(on.record, norm.act)
    if isinstance(acts, Unknown):
        return acts
    waits: list[Unknown] = []
    for act in acts:
        then = on.asked_of(as_of(on.record, act))
        held = _forbidden_then(then, rule, norm, act)
        if held is True:
            return True
        waits += [held] if isinstance(held, Unknown) else []
    return merged(waits) if waits else False


def _forbidden_then(then: "Evaluation", rule: r.Rule, norm: r.Norm, act: RecordValue) -> bool | Unknown:
    assert isinstance(rule.question, r.Doing)
    whom = bearers(then, rule.question)
    if isinstance(whom, Unknown):
        return whom
    if actor_of(act) not in whom and ANYONE not in whom:
        return False
    stands, inside = demanded(then, rule), in_window(then, norm, act)
    if stands is False or inside is False:
        return False
    waits = [x for x in (stands, inside) if isinstance(x, Unknown)]
    return merged(waits) if waits else True


# --- acts ---------------------------------------------------------------------------------------


def acts_of(record: Record, act: str) -> tuple[RecordValue, ...] | Unknown:
    """The recorded acts of one name that count. Without a record of proceedings nobody knows."""
    if record.acts is None:
        return Unknown(missing=(act,))
    if act in record.open_acts:
        return Unknown(missing=record.open_acts[act])
    return record.acts.get(act, ())


def acts_words(acts: tuple[RecordValue, ...]) -> str:
    """Acts in few words: who, and what the act says."""
    said = [" ".join(show(value) for name, value in act.fields if name != "date") for act in acts]
    return ", ".join(said) or "none recorded"


def actor_of(act: RecordValue) -> str:
    """Who did it."""
    actor = act.get("actor")
    assert isinstance(actor, Person)
    return actor.name


def as_of(record: Record, act: RecordValue) -> Record:
    """The record as it was before an act, on its day, when it was about to be done."""
    before: dict[str, tuple[RecordValue, ...]] = {}
    for name, acts in (record.acts or {}).items():
        before[name] = tuple(one for one in acts if one is not act and day_of(one) <= day_of(act))
    return replace(record, acts=before, today=day_of(act), proposed=act)


def day_of(act: RecordValue) -> date:
    """When it was done."""
    day = act.get("date")
    assert isinstance(day, date)
    return day
