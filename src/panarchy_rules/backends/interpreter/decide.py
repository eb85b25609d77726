"""Put a question to a rulebook: question and record in, one of the four verdicts out, with a trace.

An exception replaces what it is an exception to when its condition holds, to any depth;
`does not apply` removes it. What still stands may collide: precedence settles it, then the written index,
and what is left with unequal values is an antinomy.
A rule whose condition is unknown is tried both ways; one verdict throughout is the verdict.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from panarchy_rules.backends.interpreter.arithmetic import changed
from panarchy_rules.backends.interpreter.terms import evaluate, truth
from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown, merged, obstacle
from panarchy_rules.base.values import ClaimFails, LawRef, Money, NoDecision, Percent, show
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.verdict import (
    Antinomy,
    Lacuna,
    RuleTrace,
    Settled,
    StepTrace,
    Undetermined,
    Verdict,
)

MAX_TRIED_BOTH_WAYS = 8
MAX_WORK = 1_000_000

Laws = Callable[[LawRef], r.Rulebook | None]
Question = tuple[LawRef, r.QuestionId]
_Standing = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The value of an effective acceptance clause: its labels, and the law or forum it names for this claim."""

    clause: str
    terms: r.Accepts
    target: LawRef | str


class Work:
    """How many terms may still be evaluated. One budget serves all laws asked about a claim.

    `depth` counts the terms and questions that are being looked at, one inside the other.
    `met_again` are the questions on the way at which a circle was cut.
    """

    def __init__(self, left: int = MAX_WORK) -> None:
        self.left = left
        self.depth = 0
        self.met_again: set[Question] = set()


@dataclass(frozen=True, slots=True)
class ChangeBy:
    """The value of a step that holds."""

    operation: str
    amount: Any
    mode: str


@dataclass(frozen=True, slots=True)
class _Result:
    """What one way of filling the unknown conditions gives. `what` is value, antinomy, silent or stuck."""

    what: str
    value: Any = None
    labels: tuple[str, ...] = ()


class Evaluation:
    """One rulebook asked about one record. Answers are remembered; nothing else is kept."""

    def __init__(
        self,
        rulebook: r.Rulebook,
        record: Record,
        laws: Laws = lambda _: None,
        on_way: tuple[Question, ...] = (),
        elsewhere: bool = False,
        work: Work | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.record = record
        self.elsewhere = elsewhere
        self.work = work or Work()
        self._laws = laws
        self._on_way = on_way
        self._verdicts: dict[r.QuestionId, Verdict] = {}
        self._states: dict[str, bool | Unknown] = {}
        self._values: dict[str, Any] = {}
        self._readings: dict[str, dict[str, str]] = {}
        self._reading: dict[str, str] = {}
        self._answers_read: dict[str, dict[r.QuestionId, Verdict]] = {}
        self._asked: dict[r.QuestionId, Verdict] = {}
        self._on_circle: dict[r.QuestionId, dict[str, bool | Unknown]] = {}
        self.steps: dict[r.QuestionId, tuple[StepTrace, ...]] = {}

    # --- questions ---

    def decide(self, question: r.QuestionId) -> Verdict:
        """The verdict on a question."""
        if question in self._verdicts and not (self._on_way and question in self._on_circle):
            verdict = self._verdicts[question]
        elif (self.rulebook.law, question) in self._on_way:
            self.work.met_again.add((self.rulebook.law, question))
            verdict = Undetermined((), (self._circle((self.rulebook.law, question)),))
        else:
            verdict = self._decide_on_way(question, (self.rulebook.law, question))
        self._asked[question] = verdict
        return verdict

    def _decide_on_way(self, question: r.QuestionId, here: Question) -> Verdict:
        """What was found while a circle was cut holds on this way only: the order of asking must not matter."""
        before, known = self._on_way, set(self._states)
        others, self.work.met_again = self.work.met_again, set()
        self._on_way = (*before, here)
        self.work.depth += 1
        try:
            verdict = self._decide(question)
        finally:
            self._on_way = before
            self.work.depth -= 1
            met_again, self.work.met_again = self.work.met_again, (self.work.met_again | others) - {here}
        if met_again:
            self._on_circle[question] = {x: self._states.pop(x) for x in self._states.keys() - known}
        if not met_again - {here}:
            self._verdicts[question] = verdict
        return verdict

    def _circle(self, here: Question) -> str:
        loop = [*self._on_way[self._on_way.index(here) :], here]
        return "a circle of questions: " + " to ".join(f"{question} under {law.provider}" for law, question in loop)

    def _decide(self, question: r.QuestionId) -> Verdict:
        roots = self.rulebook.roots.get(question, ())
        if not roots:
            return Lacuna(str(question))
        verdict = self._verdict(question, self.possible(question))
        if isinstance(question, r.Owing) and isinstance(verdict, Settled) and isinstance(verdict.value, Money):
            return self._stepped(question, verdict)
        return verdict

    def under(self, law: LawRef) -> "Evaluation | None":
        """The same record put to another law."""
        rulebook = self._laws(law)
        return (
            Evaluation(rulebook, self.record, self._laws, self._on_way, elsewhere=True, work=self.work)
            if rulebook
            else None
        )

    def only_answers(self, provider: str) -> "Evaluation":
        """A law known only by the answers that an example fixes."""
        silent = replace(self.rulebook, law=LawRef(provider, ""), rules={}, roots={})
        return Evaluation(silent, self.record, self._laws, self._on_way, elsewhere=True, work=self.work)

    def note_reading(self, words: str, value: str) -> None:
        """Remember that the rule at hand looked at something."""
        self._reading[words] = value

    # --- rules ---

    def _tree(self, question: r.QuestionId) -> tuple[str, ...]:
        """Every rule that has a say in a question: those that speak to it and all exceptions."""
        found: dict[str, None] = {}
        todo = list(self.rulebook.roots.get(question, ()))
        while todo:
            label = todo.pop(0)
            if label not in found:
                found[label] = None
                todo += self.rulebook.rules[label].exceptions
        return tuple(found)

    def state(self, label: str) -> bool | Unknown:
        """Whether a rule's own condition holds. A rule whose value is not applicable does not speak."""
        if label not in self._states:
            outer, self._reading = self._reading, {}
            outer_asked, self._asked = self._asked, {}
            rule = self.rulebook.rules[label]
            held = True if rule.condition is None else self.established(truth(rule.condition, self, {}))
            value = None if held is False else self._value(rule)
            self._values[label] = value
            self._states[label] = False if value is NOT_APPLICABLE else held
            self._readings[label], self._reading = self._reading, outer
            self._answers_read[label], self._asked = self._asked, outer_asked
        return self._states[label]

    def established(self, held: bool | Unknown) -> bool | Unknown:
        """Where ambiguity blocks, what only an antinomy or a lacuna leaves open does not hold."""
        if not isinstance(held, Unknown) or not self.rulebook.ambiguity_blocks or held.missing or held.obstacles:
            return held
        for rules in held.antinomies:
            self.note_reading(f"antinomy of {', '.join(rules)}", "not established")
        for question in held.lacunae:
            self.note_reading(f"lacuna on {question}", "not established")
        return False

    def _value(self, rule: r.Rule) -> Any:
        match rule.conclusion:
            case r.Awards(None):
                return ClaimFails()
            case r.Awards(amount) if amount is not None:
                return evaluate(amount, self, {})
            case r.Concludes(term):
                return evaluate(term, self, {})
            case r.Declines(code):
                return NoDecision(code)
            case r.Changes(operation, amount, mode):
                value = evaluate(amount, self, {})
                return (
                    value if isinstance(value, Unknown) or value is NOT_APPLICABLE else ChangeBy(operation, value, mode)
                )
            case r.Accepts() as terms:
                target = terms.target if isinstance(terms.target, str) else evaluate(terms.target, self, {})
                # "Not applicable" is a word too, and must not pass for the name of a forum.
                named = isinstance(target, LawRef | str) and target is not NOT_APPLICABLE
                return Accepted(rule.label, terms, target) if named else target
            case _:
                return None  # An undercutting exception has no value.

    def _stand(self, label: str, holds: Mapping[str, bool], known: _Standing) -> tuple[str, ...]:
        """What stands in a rule's place: itself, its exceptions, or nothing.

        `known` remembers the answers: one exception may be reached in very many ways, and from very far.
        """
        todo = [label]
        while todo:
            first = [x for x in self.rulebook.rules[todo[-1]].exceptions if x not in known]
            if first:
                todo += first
            else:
                last = todo.pop()
                known[last] = self._standing(last, holds, known)
        return known[label]

    def _standing(self, label: str, holds: Mapping[str, bool], known: _Standing) -> tuple[str, ...]:
        over: dict[str, None] = {}
        for exception in self.rulebook.rules[label].exceptions:
            over.update(dict.fromkeys(known[exception]))
        if over:
            standing = self._settle(tuple(over))
            undercuts = [x for x in standing if isinstance(self.rulebook.rules[x].conclusion, r.Undercuts)]
            return () if len(undercuts) == len(standing) and self._mine(undercuts, label) else standing
        return (label,) if holds[label] else ()

    def _mine(self, undercuts: list[str], label: str) -> bool:
        """Whether some undercutting exception is directed at this rule, not at an exception further up."""
        return any(label in self.rulebook.rules[x].targets for x in undercuts)

    def _settle(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """Those that prevail: what holds always, by precedence pair by pair, then, if unequal, by the written index."""
        labels = tuple(x for x in labels if self.rulebook.rules[x].always) or labels
        pairs = self.rulebook.precedence
        left = tuple(x for x in labels if not any((other, x) in pairs for other in labels))
        left = left or labels
        if self.rulebook.later_index and len(left) > 1 and self._unequal(left):
            indexed = [x for x in left if self.rulebook.rules[x].index]
            last = max((self.rulebook.rules[x].index for x in indexed), default=())
            left = tuple(x for x in left if not self.rulebook.rules[x].index or self.rulebook.rules[x].index == last)
        return left

    def _unequal(self, labels: tuple[str, ...]) -> bool:
        return len({repr(self._values.get(x)) for x in labels}) > 1

    # --- trying both ways ---

    def possible(self, question: r.QuestionId) -> dict[_Result, Unknown]:
        """Every result that some way of filling the unknown conditions gives, with what it waits for."""
        states = {label: self.state(label) for label in self._tree(question)}
        open_ = [label for label, state in states.items() if isinstance(state, Unknown)]
        if len(open_) > MAX_TRIED_BOTH_WAYS:
            return {_Result("stuck"): self._too_many(question, states)}
        ways = {way: self._result(question, _filled(states, open_, way)) for way in _ways(open_)}
        causes = self._causes(states, open_, ways)
        return {result: self._stuck_on(result, causes) for result in dict.fromkeys(ways.values())}

    def imaginable(self, question: r.QuestionId) -> tuple[Any, ...] | None:
        """Every value that some rule gives to a question that is not settled; None if one of them is unknown."""
        found: dict[Any, None] = {}
        for result in self.possible(question):
            for label in result.labels if result.what in ("value", "antinomy", "stuck") else ():
                value = self._values.get(label)
                if isinstance(value, Unknown):
                    return None
                found[value] = None
        return tuple(found)

    def _too_many(self, question: r.QuestionId, states: Mapping[str, bool | Unknown]) -> Unknown:
        stuck = obstacle(f"more than {MAX_TRIED_BOTH_WAYS} rules on `{question}` are open; not all ways were tried")
        return merged([*(state for state in states.values() if isinstance(state, Unknown)), stuck])

    def _result(self, question: r.QuestionId, holds: Mapping[str, bool]) -> _Result:
        known: _Standing = {}
        standing: dict[str, None] = {}
        for root in self.rulebook.roots[question]:
            standing.update(dict.fromkeys(self._stand(root, holds, known)))
        labels = self._settle(tuple(standing)) if standing else ()
        return self._close(question, self._judge(question, tuple(sorted(labels))))

    def _judge(self, question: r.QuestionId, labels: tuple[str, ...]) -> _Result:
        undercuts = [x for x in labels if isinstance(self.rulebook.rules[x].conclusion, r.Undercuts)]
        if len(undercuts) == len(labels):
            return _Result("silent", labels=tuple(sorted(self._tree(question))))
        if undercuts:
            return _Result("antinomy", labels=labels)
        values: dict[str, Any] = {}
        for label in labels:
            values.setdefault(repr(self._values[label]), self._values[label])
        unknown = [value for value in values.values() if isinstance(value, Unknown)]
        if unknown:
            return _Result("stuck", merged(unknown), labels)
        if len(values) > 1 and self._really_unequal(list(values.values())):
            return _Result("antinomy", labels=labels)
        return _Result("value", next(iter(values.values())), labels)

    def _really_unequal(self, values: list[Any]) -> bool:
        """Acceptance clauses of one label are equal if they name the same law alike, whichever exception said so."""
        return any(value != values[0] for value in values)

    def _causes(
        self, states: Mapping[str, bool | Unknown], open_: list[str], ways: Mapping[tuple[bool, ...], _Result]
    ) -> Unknown:
        """What the rules wait for whose state makes a difference; the facts most rules wait for come first."""
        matters: list[Unknown] = []
        for i, label in enumerate(open_):
            state = states[label]
            if isinstance(state, Unknown) and any(_differ(ways[way], ways[_flipped(way, i)]) for way in ways):
                matters.append(state)
        return merged(matters)

    def _stuck_on(self, result: _Result, causes: Unknown) -> Unknown:
        return merged([causes, result.value]) if result.what == "stuck" and result.value else causes

    # --- verdicts ---

    def _verdict(self, question: r.QuestionId, results: Mapping[_Result, Unknown]) -> Verdict:
        first = next(iter(results))
        labels = tuple(sorted({label for result in results for label in result.labels}))
        if all(result.what == "value" and result.value == first.value for result in results):
            return self._settled(first.value, labels, self._tree(question))
        if all(result.what == "silent" for result in results):
            return Lacuna(str(question))
        if all(result.what == "antinomy" for result in results):
            return Antinomy(labels)
        return self._open(question, merged(results.values()))

    def _close(self, question: r.QuestionId, result: _Result) -> _Result:
        """Obligations and conditions are closed: if no rule that speaks to them holds, the answer is no."""
        if result.what != "silent":
            return result
        if isinstance(question, r.Owing):
            return replace(result, what="value", value=ClaimFails())
        if isinstance(question, r.Asking) and question.name in self.rulebook.conditions:
            return replace(result, what="value", value=False)
        return result

    def _open(self, question: r.QuestionId, causes: Unknown) -> Verdict:
        if causes.missing or causes.obstacles:
            return Undetermined(self._most_useful_first(question, causes.missing), causes.obstacles)
        if causes.antinomies:
            return Antinomy(tuple(sorted({label for rules in causes.antinomies for label in rules})))
        return Lacuna(causes.lacunae[0] if causes.lacunae else str(question))

    def _most_useful_first(self, question: r.QuestionId, missing: tuple[str, ...]) -> tuple[str, ...]:
        waiting: dict[str, int] = dict.fromkeys(missing, 0)
        for label in self._tree(question):
            for state in (self._states.get(label), self._values.get(label)):
                for fact in state.missing if isinstance(state, Unknown) else ():
                    waiting[fact] = waiting.get(fact, 0) + 1
        return tuple(sorted(missing, key=lambda fact: (-waiting[fact], fact)))

    def _settled(self, value: Any, labels: tuple[str, ...], tree: Iterable[str]) -> Settled:
        notes = sorted({self.rulebook.rules[x].note for x in labels} - {""})
        support = set(self._support((*labels, *self._tried_with(tree))))
        return Settled(value, labels, tuple(sorted(support - set(labels))), tuple(notes))

    def _tried_with(self, tree: Iterable[str]) -> tuple[str, ...]:
        """Where rules were tried both ways, the verdict rests on all that may hold: they decided some way or other."""
        live = tuple(label for label in tree if self.state(label) is not False)
        return live if any(isinstance(self.state(label), Unknown) for label in live) else ()

    def _support(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """What the grounds rest on: the rules they are exceptions to, and the answers their conditions read."""
        found: dict[str, None] = {}
        todo = list(labels)
        while todo:
            label = todo.pop()
            if label in found:
                continue
            found[label] = None
            todo += self.rulebook.rules[label].targets
            for verdict in self._answers_read.get(label, {}).values():
                if isinstance(verdict, Settled):
                    todo += [x for x in (*verdict.grounds, *verdict.support) if x in self.rulebook.rules]
        return tuple(sorted(found))

    # --- steps ---

    def _stepped(self, question: r.Owing, base: Settled) -> Verdict:
        """Walk through the steps, every way the unknown conditions on them allow: a rule holds on all steps or none."""
        labels = self.rulebook.steps.get(question.head, ())
        if not labels:
            return base
        states = {x: self.state(x) for label in labels for x in self._tree(r.Stepping(question.head, label))}
        open_ = [label for label, state in states.items() if isinstance(state, Unknown)]
        if len(open_) > MAX_TRIED_BOTH_WAYS:
            return self._open(question, self._too_many(question, states))
        ends = {way: self._walk(question.head, labels, base, _filled(states, open_, way)) for way in _ways(open_)}
        results = {way: end.result for way, end in ends.items()}
        first = next(iter(ends.values()))
        if any(result.what == "stuck" or result.value != first.result.value for result in results.values()):
            stuck = [result.value for result in results.values() if result.what == "stuck"]
            return self._open(question, merged([*stuck, self._causes(states, open_, results)]))
        self.steps[question] = first.trace
        grounds = tuple(sorted({label for result in results.values() for label in result.labels}))
        taken = {label for end in ends.values() for label in end.taken}
        taken.update(self._tried_with(states))
        support = {*base.grounds, *base.support, *self._support((*base.grounds, *taken))}
        notes = sorted({*base.notes, *(self.rulebook.rules[x].note for x in grounds)} - {""})
        return Settled(first.result.value, grounds, tuple(sorted(support - set(grounds))), tuple(notes))

    def _walk(self, head: str, labels: tuple[str, ...], base: Settled, holds: Mapping[str, bool]) -> "_End":
        """Take the steps in order, when exactly these conditions hold."""
        value: Any = base.value
        grounds, taken = base.grounds, tuple[str, ...]()
        trace: list[StepTrace] = []
        for step in labels:
            result = self._result(r.Stepping(head, step), holds)
            after, grounds, names = self._take(result, value, grounds)
            trace.append(StepTrace(step, show(value), show(after), result.what == "value"))
            value, taken = after, (*taken, *names)
            if isinstance(value, Unknown):
                return _End(_Result("stuck", value, grounds), tuple(trace), taken)
        return _End(_Result("value", value, grounds), tuple(trace), taken)

    def _take(
        self, result: _Result, value: Money, grounds: tuple[str, ...]
    ) -> tuple[Any, tuple[str, ...], tuple[str, ...]]:
        match result.what:
            case "silent":
                return value, grounds, ()
            case "antinomy":
                return Unknown(antinomies=(result.labels,)), grounds, ()
            case "stuck":
                return result.value or obstacle("a step could not be decided"), grounds, ()
            case _:
                pass
        change: ChangeBy = result.value
        after = changed(change.operation, value, change.amount, change.mode)
        decides = change.operation != "round_to" and not _neutral(change, value, after)
        return after, result.labels if decides else grounds, result.labels

    # --- trace ---

    def trace(self, question: r.QuestionId) -> tuple[RuleTrace, ...]:
        """How every rule fared that has a say in a question, answers it reads included."""
        lines: list[RuleTrace] = []
        seen: dict[r.QuestionId, None] = {}
        todo = [question]
        if isinstance(question, r.Owing):
            todo += [r.Stepping(question.head, label) for label in self.rulebook.steps.get(question.head, ())]
        while todo:
            asked = todo.pop(0)
            if asked in seen:
                continue
            seen[asked] = None
            states = {**self._states, **self._on_circle.get(asked, {})}
            for label in self._tree(asked):
                if label in states:
                    lines.append(self._line(asked, label, states))
                    todo += self._answers_read.get(label, ())
        return tuple(lines)

    def _line(self, question: r.QuestionId, label: str, states: Mapping[str, bool | Unknown]) -> RuleTrace:
        state = states[label]
        verdict = self._verdicts.get(question)
        grounds = verdict.grounds if isinstance(verdict, Settled) else ()
        by = self._held_exceptions(label, states)
        if isinstance(state, Unknown):
            fate = "unknown"
        elif by:
            fate = "replaced"
        elif not state:
            fate = "fails"
        elif label in grounds or isinstance(question, r.Stepping):
            fate = "decides" if label in grounds else "holds"
        else:
            fate = "yields" if grounds else "holds"
        return RuleTrace(label, str(question), fate, by, tuple(self._readings[label].items()))

    def _held_exceptions(self, label: str, states: Mapping[str, bool | Unknown]) -> tuple[str, ...]:
        holds = {x: state is True for x, state in states.items()}
        known: _Standing = {}
        standing: dict[str, None] = {}
        for exception in self.rulebook.rules[label].exceptions:
            if exception in holds:
                standing.update(dict.fromkeys(self._stand(exception, _Default(holds), known)))
        return tuple(sorted(standing))


class _Default(dict[str, bool]):
    """Rules nobody had to look at do not hold."""

    def __missing__(self, label: str) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class _End:
    """One way the steps may end."""

    result: _Result
    trace: tuple[StepTrace, ...]
    taken: tuple[str, ...]


def _neutral(change: ChangeBy, before: Money, after: Any) -> bool:
    """Whether a step made no difference by its nature: a cap that does not bind, a reduction by nothing."""
    if change.operation in ("multiply", "reduce"):
        factor = change.amount.share if isinstance(change.amount, Percent) else change.amount
        return bool(factor == (1 if change.operation == "multiply" else 0))
    return bool(after == before)


def _ways(open_: list[str]) -> Iterator[tuple[bool, ...]]:
    return product((True, False), repeat=len(open_))


def _filled(states: Mapping[str, bool | Unknown], open_: list[str], way: tuple[bool, ...]) -> dict[str, bool]:
    """Which conditions hold, if those that are unknown go one way."""
    return {label: state is True for label, state in states.items()} | dict(zip(open_, way, strict=True))


def _flipped(way: tuple[bool, ...], i: int) -> tuple[bool, ...]:
    return (*way[:i], not way[i], *way[i + 1 :])


def _differ(one: _Result, other: _Result) -> bool:
    return (one.what, one.value) != (other.what, other.value) or one.what == "stuck"
