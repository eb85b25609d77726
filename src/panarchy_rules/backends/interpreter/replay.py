"""Replay recorded acts against the rulebook of a procedure: acts in, which count, which are void and why out.

An act whose kind no rule gives anybody the power to do is mere conduct, and counts.
Otherwise it counts if a rule gives its actor the power, on its day, in view of the acts that counted before it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from panarchy_rules.backends.interpreter.conduct import (
    ANYONE,
    NO_POWER,
    POWER,
    actor_of,
    bearers,
    day_of,
    norm_of,
    window,
)
from panarchy_rules.backends.interpreter.evaluation import Evaluation
from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import RecordValue
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined


@dataclass(frozen=True, slots=True)
class Played:
    """A recorded act. `fate` is counts, void or open; `rules` gave the power, `reasons` say why it is void or open."""

    act: RecordValue
    fate: Literal["counts", "void", "open"]
    rules: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def replay(on: Evaluation, acts: Iterable[RecordValue]) -> tuple[Played, ...]:
    """Every act in the order of its day, and those of one day as they were recorded."""
    played: list[Played] = []
    for act in sorted(acts, key=day_of):
        before = replace(with_acts(on.record, played), today=day_of(act), proposed=act)
        played.append(_play(on.asked_of(before), act))
    return tuple(played)


def with_acts(record: Record, played: Iterable[Played]) -> Record:
    """A record in which the acts that count are done, and those that may count are open."""
    counted: dict[str, tuple[RecordValue, ...]] = {}
    open_: dict[str, tuple[str, ...]] = {}
    for one in played:
        kind = one.act.kind
        if one.fate == "counts":
            counted[kind] = (*counted.get(kind, ()), one.act)
        elif one.fate == "open":
            open_[kind] = tuple(dict.fromkeys((*open_.get(kind, ()), *one.lacking)))
    return replace(record, acts=counted, open_acts=open_)


def powers(rulebook: r.Rulebook, act: str = "") -> tuple[r.Empowered, ...]:
    """The questions who has power to do an act, or any act."""
    found = (q for q in rulebook.asked() if isinstance(q, r.Empowered) and act in ("", q.act))
    return tuple(sorted(found))


def _play(on: Evaluation, act: RecordValue) -> Played:
    questions = powers(on.rulebook, act.kind)
    if not questions:
        return Played(act, "counts")
    grants = [_granted(on, question, act) for question in questions]
    for grant in grants:
        if grant.fate == "counts":
            return grant
    open_ = [grant for grant in grants if grant.fate == "open"]
    chosen = open_ or [grant for grant in grants if grant.reasons] or [_nobody(on, act, questions)]
    reasons = dict.fromkeys(reason for grant in chosen for reason in grant.reasons)
    lacking = dict.fromkeys(fact for grant in chosen for fact in grant.lacking)
    return Played(act, "open" if open_ else "void", (), tuple(reasons), tuple(lacking))


def _nobody(on: Evaluation, act: RecordValue, questions: tuple[r.Empowered, ...]) -> Played:
    """The act is for others: whom the rules name on its day."""
    named = [bearers(on, question) for question in questions]
    who = sorted({person for some in named if not isinstance(some, Unknown) for person in some})
    whose = f"it is for {_listed(who)}" if who else "it is for nobody yet"
    return Played(act, "void", reasons=(f"{actor_of(act)} has no power to do this: {whose}",))


def _granted(on: Evaluation, question: r.Empowered, act: RecordValue) -> Played:
    """What one question on power says of an act. No reasons: it does not speak of this person."""
    whom = bearers(on, question)
    if isinstance(whom, Unknown):
        return _open(act, f"who {question.bearer} is, is not known", whom)
    if actor_of(act) not in whom and ANYONE not in whom:
        return Played(act, "void")
    match on.decide(question):
        case Settled(value, grounds) if value == POWER:
            return _in_time(on, act, grounds)
        case Settled(value, grounds) if value == NO_POWER:
            return Played(act, "void", reasons=(f"{_listed(grounds)} takes the power away",))
        case Settled() | Lacuna():
            return Played(act, "void", reasons=(_why_not(on, question),))
        case Antinomy(rules):
            return _open(act, f"these rules collide: {', '.join(rules)}", Unknown())
        case Undetermined(missing, obstacles):
            return _open(act, "it is not known whether there is power to do this", Unknown(missing, (), (), obstacles))


def _why_not(on: Evaluation, question: r.Empowered) -> str:
    """The exceptions that stand against a power, or the rules that would give it and do not."""
    against = sorted({label for line in on.trace(question) if line.question == str(question) for label in line.by})
    if against:
        return f"{_listed(against)} {'stands' if len(against) == 1 else 'stand'} against it"
    rules = sorted(on.rulebook.roots[question])
    if len(rules) == 1:
        return f"the condition of {rules[0]} does not hold"
    return f"the conditions of {_listed(rules)} do not hold"


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _open(act: RecordValue, reason: str, waits: Unknown) -> Played:
    return Played(act, "open", (), (reason, *waits.obstacles), waits.missing or (act.kind,))


def _in_time(on: Evaluation, act: RecordValue, grounds: tuple[str, ...]) -> Played:
    """An act counts if it lies in the time of one of the rules that give the power."""
    late: list[str] = []
    waits: list[Unknown] = []
    for label in grounds:
        norm = norm_of(on.rulebook, label)
        assert norm
        reason, unknown = _out_of_time(*window(on, norm), act)
        if not reason and unknown is None:
            return Played(act, "counts", (label,))
        late += [f"{reason} ({label})"] if reason else []
        waits += [unknown] if unknown else []
    if waits:
        return _open(act, "its time cannot be computed", merged(waits))
    return Played(act, "void", reasons=tuple(late))


def _out_of_time(early: Any, late: Any, act: RecordValue) -> tuple[str, Unknown | None]:
    day = day_of(act)
    if isinstance(early, date) and day <= early:
        return f"it is too early: this may be done only after {early}", None
    if isinstance(late, date) and day > late:
        return f"it is too late: the last day was {late}", None
    waits = [end for end in (early, late) if isinstance(end, Unknown)]
    return "", merged(waits) if waits else None
