"""A second reading of rules on conduct: a case in, a reference out that knows acts, duties, breaches and measures too.

It is written from rules 158 to 173 of the standard and shares no code with the engine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tests.support.generate import Case
from tests.support.reference import LACUNA, Reference, undetermined
from tests.support.reference_arithmetic import OBSTACLE, Causes, Known
from tests.support.small_rulebook import NO, YES, Tuple

_SAYS = {
    "must": "permitted", "may": "permitted", "must not": "forbidden", "has power": "power", "has no power": "no power",
}  # fmt: skip


def reference_for(case: Case) -> "ConductReference":
    """The reference of a case, in which only acts that count are done."""
    return ConductReference(replayed(case))


def replayed(case: Case) -> Case:
    """A case without the acts that are void: each is judged as of its day, after those before it that counted."""
    acts, open_ = [], dict[str, frozenset[str]]()
    for act in case.acts or ():
        day = dict(act[2])["date"][1]
        then = replace(case, acts=tuple(acts), open_acts=tuple(open_.items()), today=day, proposed=act)
        found = ConductReference(then).ask(("counts",))[1]
        if found == YES:
            acts.append(act)
        elif isinstance(found, frozenset):
            name = act[1].partition(" ")[0]
            lacks = frozenset(fact for word, fact in found if word == "fact") or {name}
            open_[name] = open_.get(name, frozenset()) | lacks
    return replace(case, acts=None if case.acts is None else tuple(acts), open_acts=tuple(open_.items()))


class ConductReference(Reference):
    """One rulebook asked about facts and acts as of a day."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.book, dict(case.facts), dict(case.stipulated))
        self.case = case

    def _read(self, label: str) -> Known:
        rule = self.rules[label]
        if rule.says[0] == "norm":
            return "word", _SAYS[rule.says[1]]
        over = [other for other in self.rules if label in self.targets[other]] if rule.measure else []
        if any(self._holds(other) == YES for other in over):
            return OBSTACLE  # It is replaced, and what it would say is not looked at.
        return super()._read(label)

    def _anew(self, question: Tuple) -> Tuple:
        if question[0] in ("was forbidden", "counts"):
            held = self._was_forbidden(*question[1:]) if question[1:] else self._counts(self.case.proposed)
            return "undetermined" if isinstance(held, frozenset) else "settled", held
        return self._conduct(*question[1:]) if question[0] == "conduct" else super()._anew(question)

    def _value(self, term: Tuple, local: Mapping[str, Tuple]) -> Known:
        match term:
            case ("conduct", status, who, act):
                return self._has(status, self._heard(("conduct", who, act)))
            case ("breached", label):
                return self._breached(label)
            case ("acts", name):
                acts = self._acts(name)
                return acts if isinstance(acts, frozenset) else ("list", acts)
            case ("proposed",):
                return self.case.proposed
            case ("today",):
                return ("date", self.case.today) if self.case.today else _missing("today")
            case ("asked", question, number) if self._measured(question):
                return self._falling(question, self._value(number, local))
            case _:
                return super()._value(term, local)

    # --- conduct ---

    def _conduct(self, who: str, act: str) -> Tuple:
        """What all rules that speak of somebody come to together."""
        said = [
            self._heard(("doing", bearer, act)) for bearer in (who, "anyone") if self._roots(("doing", bearer, act))
        ]
        if open_ := [frozenset(("fact", name) for name in one[1]) for one in said if one[0] == "undetermined"]:
            return undetermined([OBSTACLE, *open_])
        settled = [one for one in said if one[0] == "settled"]
        colliding = [one[1] for one in said if one[0] == "antinomy"]
        if len({one[1] for one in settled}) > 1:
            colliding += [one[2] for one in settled]
        if colliding:
            return "antinomy", frozenset().union(*colliding)
        return ("settled", settled[0][1], frozenset().union(*(one[2] for one in settled))) if settled else ("lacuna",)

    def _has(self, status: str, verdict: Tuple) -> Known:
        match verdict:
            case ("lacuna",):
                return YES if status == "unregulated" else NO
            case ("settled", (_, word), grounds):
                is_duty = any(self.rules[one].says[:2] == ("norm", "must") for one in grounds)
                holds = word == "permitted" and is_duty if status == "required" else word == status
                return YES if holds else NO
        return self._open(verdict)

    def _open(self, verdict: Tuple) -> Causes:
        word = "fact" if verdict[0] == "undetermined" else verdict[0]
        return frozenset((word, name) for name in verdict[1]) or OBSTACLE

    # --- breach ---

    def _acts(self, name: str) -> tuple[Tuple, ...] | Causes:
        if self.case.acts is None:
            return _missing(name)
        if name in dict(self.case.open_acts):
            return frozenset(("fact", fact) for fact in dict(self.case.open_acts)[name])
        return tuple(one for one in self.case.acts if one[1].partition(" ")[0] == name)

    def _breached(self, label: str) -> Known:
        rule = self.rules[label]
        if rule.says[1] == "must not":
            return self._did_what_is_forbidden(label)
        stands = self._stands(label)
        if stands != YES:
            return stands
        acts = self._acts(rule.question[2])
        if isinstance(acts, frozenset):
            return acts
        inside = [self._in_time(label, act) for act in acts if self._speaks_of(label, act)]
        if YES in inside:
            return NO
        if unknown := _joined(inside):
            return unknown
        until = self._end(rule.says[3])
        if not isinstance(until, tuple):
            return until or NO
        if self.case.today is None:
            return _missing("today")
        return YES if self.case.today > until[1] else NO

    def _did_what_is_forbidden(self, label: str) -> Known:
        """Each act is judged as of its day, before it was done."""
        acts = self._acts(self.rules[label].question[2])
        if isinstance(acts, frozenset):
            return acts
        found: list[Known] = []
        for act in acts:
            day = dict(act[2])["date"][1]
            before = tuple(one for one in self.case.acts or () if one is not act and dict(one[2])["date"][1] <= day)
            then = ConductReference(replace(self.case, acts=before, today=day))
            found += [then.ask(("was forbidden", label, act))[1]]
        return YES if YES in found else _joined(found) or NO

    def _was_forbidden(self, label: str, act: Tuple) -> Known:
        if not self._speaks_of(label, act):
            return NO
        both = [self._stands(label), self._in_time(label, act)]
        return NO if NO in both else _joined(both) or YES

    def _stands(self, label: str) -> Known:
        verdict = self._heard(self.rules[label].question)
        if verdict[0] == "settled":
            return YES if label in verdict[2] else NO
        return NO if verdict[0] == "lacuna" else self._open(verdict)

    def _speaks_of(self, label: str, act: Tuple) -> bool:
        return self.rules[label].question[1] in ("anyone", dict(act[2])["actor"][1])

    def _in_time(self, label: str, act: Tuple) -> Known:
        day = dict(act[2])["date"][1]
        after, until = (self._end(end) for end in self.rules[label].says[2:])
        if (isinstance(after, tuple) and day <= after[1]) or (isinstance(until, tuple) and day > until[1]):
            return NO
        return _joined([after, until]) or YES

    def _end(self, end: Tuple) -> Known:
        """A day that limits an act. What is not applicable, or given by no rule, sets no limit."""
        found = self._value(end, {}) if end else None
        return None if found is not None and isinstance(found, frozenset) and found == LACUNA else found

    # --- powers ---

    def _counts(self, act: Tuple) -> Known:
        """Whether somebody had the power to do what was done, if it needs one."""
        name, who = act[1].partition(" ")[0], dict(act[2])["actor"][1]
        asked = {
            one.question for one in self.rules.values() if one.question[0] == "empowered" and one.question[2] == name
        }
        granted = [self._granted(one, act) for one in asked if one[1] in (who, "anyone")]
        if not asked or YES in granted:
            return YES
        return _joined(granted) or NO

    def _granted(self, question: Tuple, act: Tuple) -> Known:
        verdict = self._heard(question)
        if verdict[0] == "lacuna" or verdict[:2] == ("settled", ("word", "no power")):
            return NO
        if verdict[0] != "settled":
            return OBSTACLE if verdict[0] == "antinomy" else self._open(verdict)
        inside = [self._in_time(label, act) for label in verdict[2]]
        return YES if YES in inside else _joined(inside) or NO

    # --- measures ---

    def _measured(self, question: Tuple) -> bool:
        return any(rule.measure for rule in self.rules.values() if rule.question == question)

    def _falling(self, question: Tuple, number: Known) -> Known:
        """The answer about a smaller number; about another one it does not come to an end."""
        if not isinstance(number, tuple):
            return number
        about = ("about", question, (number,))
        if about not in self.stipulated and self.local.get("n") and number[1] >= self.local["n"][1]:
            return OBSTACLE
        return super()._value(("answer", about), {})


def _missing(name: str) -> Causes:
    return frozenset({("fact", name)})


def _joined(values: Iterable[Known]) -> Causes | None:
    return frozenset().union(*(value for value in values if isinstance(value, frozenset))) or None
