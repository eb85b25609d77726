"""Put a question to a rulebook: question and record in, one of the four verdicts out, with a trace.

`look` sees whether single rules hold, `standing` which of them stand, `both_ways` what becomes of unknown conditions,
`verdicts` makes one answer of it, and `walk_steps` takes an amount through its steps.
"""

from typing import Any, TypeGuard

from panarchy_rules.backends.interpreter import both_ways, traces
from panarchy_rules.backends.interpreter.arithmetic import compare
from panarchy_rules.backends.interpreter.circles import Hanging, Question
from panarchy_rules.backends.interpreter.judged import as_facts_allow, judged, judged_alone
from panarchy_rules.backends.interpreter.look import Look
from panarchy_rules.backends.interpreter.open_places import bindings
from panarchy_rules.backends.interpreter.outcomes import Result
from panarchy_rules.backends.interpreter.parts import parts_of, total_of
from panarchy_rules.backends.interpreter.plans import plans_of
from panarchy_rules.backends.interpreter.postpone import MAX_CHAIN, Postponed, decide_in_turn
from panarchy_rules.backends.interpreter.readings import Words
from panarchy_rules.backends.interpreter.terms import evaluate
from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown, obstacle
from panarchy_rules.backends.interpreter.verdicts import left_open, of_one_rule, verdict_of
from panarchy_rules.backends.interpreter.walk_steps import stepped
from panarchy_rules.backends.interpreter.work import Laws, Work
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import LawRef, Money, show
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.record import FactKey, Record
from panarchy_rules.rulebook.terms import Term
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, RuleTrace, Settled, StepTrace, Undetermined, Verdict

_LAST = object()


class Notes:
    """What the rule at hand looked at: facts with their values, and questions with their verdicts."""

    __slots__ = ("asked", "reading")

    def __init__(self) -> None:
        self.reading: dict[str, Any] = {}
        self.asked: dict[r.QuestionId, Verdict] = {}


class Evaluation:
    """One rulebook asked about one record. Answers are remembered; nothing else is kept.

    `read_keys` are the facts that were read, by their words: the name and, but for fields, the key of each.
    """

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
        self.read_keys: dict[str, tuple[str, FactKey | None]] = {}
        self.plans = plans_of(rulebook)
        self._laws = laws
        self.on_way = on_way
        self._being_asked = self._of_this_law(on_way)
        self._notes = Notes()
        self._looks: dict[tuple[Any, ...], Look] = {(): Look(self)}
        self._part_looks: dict[r.QuestionId, Look] = {}
        self.parts: dict[r.QuestionId, tuple[r.Owing, ...]] = {}
        self.verdicts: dict[r.QuestionId, Verdict] = {}
        self._measures: dict[r.QuestionId, Any] = {}
        self.steps: dict[r.QuestionId, tuple[StepTrace, ...]] = {}

    def decide(self, question: r.QuestionId) -> Verdict:
        """The verdict on a question."""
        stipulated = self._stipulated(question) if self.record.stipulated else None
        circles = self.work.circles
        verdict: Verdict
        if stipulated:
            verdict = stipulated
        elif self._measures and (grows := self._does_not_fall(question)) is not None:
            verdict = left_open(self.look(question), question, grows)  # Only for whoever asks about something smaller.
        elif question in self.verdicts:
            verdict = self.verdicts[question]
            if circles.hanging:
                circles.use(self, question)
        elif fixed := self._fixed(question):
            verdict = fixed
        elif question in self._being_asked:
            verdict = circles.meet((self.rulebook.law, question), self.record)
        elif len(self.on_way) >= MAX_CHAIN:
            verdict = Undetermined((), (f"more than {MAX_CHAIN} questions rest on one another",))
        elif self.work.deepest is None:
            verdict = decide_in_turn(self, question)
        else:
            self._postpone_if_deep(question, self.work.deepest)
            verdict = self._decide_on_way(question, (self.rulebook.law, question))
        if circles.reads is not None and self.on_way:
            circles.reads.add((self.on_way[-1], (self.rulebook.law, question)))
        self._notes.asked[question] = verdict
        return verdict

    def _fixed(self, question: r.QuestionId) -> Settled | None:
        """The answer that the rulebook gives to a question whatever the facts; it counts as work like any other."""
        if not isinstance(question, r.Asking) or question.arguments:
            return None
        fixed = self.plans.fixed_answer(question)
        work = self.work
        if fixed is None or work.witness is not None or work.left < 1 or len(self.on_way) >= MAX_CHAIN:
            return None
        if work.deepest is None or work.depth >= work.deepest:
            return None
        work.left -= 1
        self._looks[()].saw(fixed)
        self.verdicts[question] = fixed.verdict
        return fixed.verdict

    def decide_below(self, question: r.QuestionId, on_way: tuple[Question, ...]) -> Verdict:
        """The verdict on a question to which others lead."""
        before, self.on_way = self.on_way, on_way
        self._being_asked = self._of_this_law(on_way)
        try:
            return self.decide(question)
        finally:
            self.on_way = before
            self._being_asked = self._of_this_law(before)

    def _of_this_law(self, on_way: tuple[Question, ...]) -> set[r.QuestionId]:
        return {question for law, question in on_way if law == self.rulebook.law} if on_way else set()

    def _postpone_if_deep(self, question: r.QuestionId, deepest: int) -> None:
        if self.work.depth >= deepest and (id(self), question) not in self.work.given_up:
            raise Postponed(self, question, self.on_way)

    def _stipulated(self, question: r.QuestionId) -> Settled | None:
        """What the parties agreed on, of this law's own conclusions."""
        if not isinstance(question, r.Asking) or self.elsewhere:
            return None
        value = self.record.stipulated.get((question.name, question.arguments))  # type: ignore[arg-type]
        words = str(self.asking(question.name, question.arguments))
        return None if value is None else Settled(value, (), stipulated=(words,))

    def forget(self, key: r.QuestionId) -> None:
        """Decide a question again when it is next asked: what it hangs on is better known by now."""
        self.verdicts.pop(key, None)

    def _decide_on_way(self, question: r.QuestionId, here: Question) -> Verdict:
        """Decide a question with itself on the way, again and again if it rests on itself (`circles`)."""
        work, before, circles = self.work, self.on_way, self.work.circles
        outer = circles.met
        self.on_way = (*before, here)
        self._being_asked.add(question)
        work.depth += 1
        try:
            verdict, on = self._in_rounds(question, here)
        finally:
            self.on_way = before
            self._being_asked.discard(question)
            work.depth -= 1
            circles.met = outer
        self.verdicts[question] = verdict
        if not on:
            return verdict
        others = on - {here}
        if others:
            circles.keep(Hanging(self, question, others, here, verdict))
            circles.pass_on(here, others)
            circles.met = outer | others
        else:
            circles.close(before)
        return verdict

    def _in_rounds(self, question: r.QuestionId, here: Question) -> tuple[Verdict, set[Question]]:
        """The verdict on a question, and the questions on the way on which it hangs; itself, if it met itself."""
        circles = self.work.circles
        rounds = circles.rounds(here, self.on_way)
        while True:
            circles.met = set()
            verdict = self._decide(question)
            if not circles.met:
                return verdict, circles.met
            if here in circles.met:
                circles.found(here, verdict, self.record)
            if circles.met != {here} or next(rounds, _LAST) is _LAST:
                return verdict, circles.met

    def _decide(self, question: r.QuestionId) -> Verdict:
        if isinstance(question, r.Owing) and not question.part and self.rulebook.each.get(question.head):
            return self._in_parts(question)
        return self._alone(question)

    def _in_parts(self, question: r.Owing) -> Verdict:
        """What is owed under a head, if it depends on the members of lists."""
        parts = parts_of(question, self)
        if isinstance(parts, Unknown):
            return left_open(self.look(question), question, parts)
        if parts.keys() == {()}:
            self._part_looks[question] = Look(self, bindings=parts[()])
            return self._alone(question)
        each = {replace(question, part=key or (((0, "")),)): bound for key, bound in parts.items()}
        self.parts[question] = tuple(each)
        for part, bound in each.items():
            self._part_looks[part] = Look(self, bindings=bound)
        whole = total_of(question, (self.decide(part) for part in each), self)
        if isinstance(whole, Settled) and isinstance(whole.value, Money):
            return stepped(self.look(question), question, whole)
        return whole

    def _alone(self, question: r.QuestionId) -> Verdict:
        look = self.look(question)
        tree = look.tree(question)
        if not tree.roots:
            return Lacuna(str(question))
        unmeasured = self._unmeasured(question)
        if unmeasured is not None:
            return left_open(look, question, unmeasured)
        verdict = of_one_rule(look, tree) or verdict_of(look, question, both_ways.possible(look, question))
        if self.record.at_judgment and isinstance(verdict, Undetermined):
            verdict = judged(look, question)
        if isinstance(verdict, Settled) and isinstance(verdict.value, Money) and _has_steps(question):
            verdict = stepped(look, question, verdict)
        in_doubt = isinstance(verdict, Antinomy) or (isinstance(verdict, Settled) and verdict.unproved)
        if self.record.at_judgment and in_doubt and isinstance(question, r.Owing):
            return as_facts_allow(look, question, verdict)
        return verdict

    def judge(self, question: r.Asking) -> Verdict:
        """The verdict on a question for its own sake; at judgment, by the burden of proof that is named for it."""
        verdict = self.decide(question)
        if not self.record.at_judgment or not isinstance(verdict, Undetermined):
            return verdict
        verdict = judged_alone(self.look(question), question)
        if isinstance(verdict, Settled) and isinstance(verdict.value, Money):
            return stepped(self.look(question), question, verdict)
        return verdict

    def asking(self, name: str, about: tuple[Any, ...] = ()) -> r.Asking:
        """A question of this rulebook about something."""
        if not about:
            return self.plans.asking(name)
        return r.asking(name, about, self.rulebook.signatures.get(name))

    def look(self, question: r.QuestionId) -> Look:
        """Where the rules on a question are looked at: in one place for each thing that is asked about."""
        if self._part_looks and question in self._part_looks:
            return self._part_looks[question]
        about = question.arguments if isinstance(question, r.Asking) else ()
        found = self._looks.get(about)
        if found is None:
            found = self._looks[about] = Look(self, about)
        return found

    def _unmeasured(self, question: r.QuestionId) -> Unknown | None:
        """Why it is not known how far a definition that rests on itself has to go, if it is not."""
        value = self._measure_of(question)
        if value is NOT_APPLICABLE:
            return obstacle(f"the measure of {question} is not applicable")
        if value is not None and not isinstance(value, Unknown):
            self._measures[question] = value
        return value if isinstance(value, Unknown) else None

    def _does_not_fall(self, question: r.QuestionId) -> Unknown | None:
        """Why a definition that rests on itself does not come to an end this way, if its measure says so."""
        before = [self._measures[q] for _, q in self.on_way if _same_definition(q, question) and q in self._measures]
        value = self._measure_of(question) if before else None
        if value is None or value is NOT_APPLICABLE or isinstance(value, Unknown):
            return None
        if compare("<", value, before[-1]) is True:
            return None
        return obstacle(f"the measure of {question} does not fall: {show(before[-1])}, then {show(value)}")

    def _measure_of(self, question: r.QuestionId) -> Any:
        """The value of the measure of a definition; None if it has none."""
        if not isinstance(question, r.Asking) or question.name not in self.rulebook.rules:
            return None
        rule = self.rulebook.rules[question.name]
        if rule.measure is None:
            return None
        return evaluate(rule.measure, self, dict(zip(rule.parameters, question.arguments, strict=True)))

    def possible(self, question: r.QuestionId) -> dict[Result, Unknown]:
        """Every result that some way of filling the unknown conditions gives, with what it waits for."""
        return both_ways.possible(self.look(question), question)

    def imaginable(self, question: r.QuestionId) -> tuple[Any, ...] | None:
        """Every value that some rule gives to a question that is not settled; None if one of them is unknown."""
        return both_ways.imaginable(self.look(question), question)

    def bindings(self, question: r.Asking) -> tuple[tuple[r.Asking, Verdict], ...]:
        """Every way to fill the open places of a question, with its verdict: "who?", and "for whom?"."""
        return bindings(question, self)

    def trace(self, question: r.QuestionId) -> tuple[RuleTrace, ...]:
        """How every rule fared that has a say in a question, answers it reads included."""
        return traces.trace(self, question)

    def under(self, law: LawRef) -> "Evaluation | None":
        """The same record put to another law."""
        rulebook = self._laws(law)
        if rulebook is None:
            return None
        other = Evaluation(rulebook, self.record, self._laws, self.on_way, elsewhere=True, work=self.work)
        other.read_keys = self.read_keys
        return other

    def asked_of(self, record: Record) -> "Evaluation":
        """Another record put to the same rulebook."""
        return Evaluation(self.rulebook, record, self._laws, self.on_way, self.elsewhere, self.work)

    def afresh(self, record: Record) -> "Evaluation":
        """Another record put to the same rulebook, with nothing on the way, as far as work is left."""
        work = Work(self.work.left)
        return Evaluation(self.rulebook, record, self._laws, (), self.elsewhere, work)

    def value(self, term: Term) -> Any:
        """The value of a term that stands outside the condition of a rule."""
        return evaluate(term, self, {})

    def only_answers(self, provider: str) -> "Evaluation":
        """A law known only by the answers that an example fixes."""
        silent = replace(self.rulebook, law=LawRef(provider, ""), rules={}, roots={})
        return Evaluation(silent, self.record, self._laws, self.on_way, elsewhere=True, work=self.work)

    def begin_notes(self) -> tuple[Notes, Notes]:
        """Notes of a rule of its own, behind those of the rule at hand, to which one has to go back at the end."""
        outer, self._notes = self._notes, Notes()
        return outer, self._notes

    def end_notes(self, outer: Notes) -> None:
        """The rule at hand goes on."""
        self._notes = outer

    def note_reading(self, words: str, value: Any) -> None:
        """Remember that the rule at hand looked at something: a value, why there is none, or `Words`."""
        self._notes.reading[words] = value

    def established(self, held: bool | Unknown) -> bool | Unknown:
        """Where ambiguity blocks, what only an antinomy or a lacuna leaves open does not hold."""
        if not isinstance(held, Unknown) or not self.rulebook.ambiguity_blocks or held.missing or held.obstacles:
            return held
        for rules in held.antinomies:
            self.note_reading(f"antinomy of {', '.join(rules)}", Words("not established"))
        for question in held.lacunae:
            self.note_reading(f"lacuna on {question}", Words("not established"))
        return False


def _has_steps(question: r.QuestionId) -> TypeGuard[r.Owing | r.Asking]:
    """Whether an amount may go through steps; that of a part does so with the whole."""
    return isinstance(question, r.Asking) or (isinstance(question, r.Owing) and not question.part)


def _same_definition(one: r.QuestionId, other: r.QuestionId) -> bool:
    return isinstance(one, r.Asking) and isinstance(other, r.Asking) and one.name == other.name
