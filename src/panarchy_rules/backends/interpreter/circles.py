"""Decide questions that rest on one another: what was found of each so far in, whether to ask all of them again out.

A question that is met again while it is being decided is at first not known. What is settled even so is known when
all of them are asked again, and so on until nothing more is settled. What then still waits for itself waits for a
circle of questions. So every question has one verdict, and every rule one state, wherever one begins to ask.

`met` are the questions on the way to which what is being looked at came back. What was found then is kept as long as
nothing else is known of them, and for good when the first of them is decided.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, Protocol

from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import LawRef
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import QuestionId
from panarchy_rules.rulebook.verdict import Undetermined, Verdict

Question = tuple[LawRef, QuestionId]
_OPEN = Undetermined((), ("a circle of questions",))


class Keeps(Protocol):
    """What keeps things that it found."""

    def forget(self, key: Any) -> None:
        """Find something again when it is next asked for."""


@dataclass
class Hanging:
    """Something that was found while questions were not decided, and the verdict if it is one."""

    keeper: Keeps
    key: Any
    on: set[Question]
    question: Question | None = None
    verdict: Verdict | None = None


@dataclass
class Circles:
    """The circles among the questions of one claim. `reads` are the pairs of which one asks the other, if wanted.

    `hanging` is what was found and hangs on questions on the way.
    """

    met: set[Question] = field(default_factory=set)
    reads: set[tuple[Question, Question]] | None = None
    _known: dict[Question, Verdict] = field(default_factory=dict)
    _found: dict[Question, Verdict] = field(default_factory=dict)
    _records: dict[Question, Record] = field(default_factory=dict)
    hanging: dict[tuple[int, Any], Hanging] = field(default_factory=dict)

    def meet(self, question: Question, record: Record) -> Verdict:
        """What is known of a question that is on the way. Of another record nothing is known."""
        self.met.add(question)
        return self._known.get(question, _OPEN) if self._records.get(question, record) is record else _OPEN

    def use(self, keeper: Keeps, key: Any) -> None:
        """What was kept is used: whoever uses it hangs on what it hangs on."""
        if self.hanging and (found := self.hanging.get((id(keeper), key))):
            self.met |= found.on

    def keep(self, hanging: Hanging) -> None:
        """Something was found and kept that hangs on questions on the way."""
        self.hanging[id(hanging.keeper), hanging.key] = hanging

    def found(self, question: Question, verdict: Verdict, record: Record) -> None:
        """A question was decided to which the way came back."""
        self._found[question] = verdict
        self._records[question] = record

    def pass_on(self, question: Question, on: set[Question]) -> None:
        """A question was decided that hangs on others: what hung on it hangs on them."""
        for one in self.hanging.values():
            if question in one.on:
                one.on = (one.on - {question}) | on

    def close(self, on_way: Iterable[Question]) -> None:
        """The first question of a circle was decided: what hung on it and those behind it is found for good."""
        still = set(on_way)
        for known in (self._known, self._found, self._records):
            for question in [one for one in known if one not in still]:
                del known[question]
        self.hanging = {key: one for key, one in self.hanging.items() if one.on & still}

    def rounds(self, first: Question, on_way: Iterable[Question]) -> Iterator[None]:
        """Ask all questions of a circle again, as long as this goes on; `found` says what came of it."""
        others = set(on_way) - {first}
        while self._learn(others, settled_only=True):
            yield
        if self._open(others):
            self.reads, before = set(), self.reads
            self._forget_all()
            yield
            sentences = self._sentences(self.reads)
            self.reads = before
            while self._learn(others, settled_only=False, sentences=sentences):
                yield

    def _learn(
        self, others: set[Question], settled_only: bool, sentences: Mapping[Question, str] | None = None
    ) -> bool:
        """Take what was found for known. Whether that is more than before."""
        before = dict(self._known)
        for question, verdict in self._found.items():
            if question in others:
                continue
            if isinstance(verdict, Undetermined):
                if settled_only:
                    self._known.pop(question, None)
                    continue
                verdict = _naming(verdict, (sentences or {}).get(question, ""))
            self._known[question] = verdict
        if before == self._known:
            return False
        self._forget_all()
        return True

    def _open(self, others: set[Question]) -> bool:
        return any(isinstance(found, Undetermined) for one, found in self._found.items() if one not in others)

    def _forget_all(self) -> None:
        for one in self.hanging.values():
            one.keeper.forget(one.key)
        self.hanging = {}

    def _sentences(self, reads: set[tuple[Question, Question]]) -> dict[Question, str]:
        """For each question that is left open by a circle, the circle in words: the nearest one."""
        verdicts = {one.question: one.verdict for one in self.hanging.values() if one.question} | self._found
        waiting = {one for one, verdict in verdicts.items() if _waits(verdict)}
        onward: dict[Question, list[Question]] = {}
        for start, end in sorted(reads, key=lambda pair: (_words(pair[0]), _words(pair[1]))):
            if start in waiting and end in waiting:
                onward.setdefault(start, []).append(end)
        return {one: _in_words(_nearest(one, onward)) for one in waiting}


def _naming(verdict: Undetermined, sentence: str) -> Undetermined:
    """A verdict that names the circle for which it waits."""
    said = {sentence or one if one in _OPEN.obstacles else one for one in verdict.obstacles}
    return replace(verdict, obstacles=tuple(sorted(said)))


def _waits(verdict: Verdict | None) -> bool:
    return isinstance(verdict, Undetermined) and bool(set(_OPEN.obstacles) & set(verdict.obstacles))


def _nearest(start: Question, onward: Mapping[Question, list[Question]]) -> list[Question]:
    """The circle nearest to a question, from the first of its questions by name."""
    for one in _reached(start, onward):
        behind = _reached(one, onward)
        if one in [end for other in behind for end in onward.get(other, ())]:
            group = [other for other in behind if one in _reached(other, onward)]
            return _loop(min(group, key=_words), onward)
    return [start]


def _reached(start: Question, onward: Mapping[Question, list[Question]]) -> list[Question]:
    """A question and all to which it leads, the nearest first."""
    found = {start: None}
    for one in (todo := [start]):
        new = [end for end in onward.get(one, ()) if end not in found]
        found.update(dict.fromkeys(new))
        todo += new
    return list(found)


def _loop(start: Question, onward: Mapping[Question, list[Question]]) -> list[Question]:
    """The shortest way from a question back to itself."""
    came: dict[Question, Question] = {}
    for one in (todo := [start]):
        for end in onward.get(one, ()):
            if end == start:
                way = [one]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return [*reversed(way), start]
            if end not in came:
                came[end] = one
                todo.append(end)
    return [start]


def _words(question: Question) -> str:
    return f"{question[1]} under {question[0].provider}"


def _in_words(loop: list[Question]) -> str:
    return "a circle of questions: " + " to ".join(map(_words, loop))
