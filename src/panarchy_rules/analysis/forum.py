"""Ask what a forum would say by its own rules on conflicts: a code and the facts of a case in, a finding out.

This is the classical graph, in which one side's code alone names the law (DOMAIN C0.1, definition A).
It is for analysis and teaching, and never decides a dispute: nothing here reads a consent.
"""

from collections.abc import Callable
from enum import StrEnum

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.findings import findings_under
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef, NoLaw
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.kinds import LAW
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict

Books = Callable[[LawRef], r.Rulebook | None]


class Outcome(StrEnum):
    """What comes of asking which law governs."""

    LAW = "law"
    OUTSIDE_SCOPE = "outside_scope"
    NOT_APPLICABLE = "not_applicable"
    NO_RULE = "no_rule"
    ANTINOMY = "antinomy"
    UNDETERMINED = "undetermined"
    RENVOI_CYCLE = "renvoi_cycle"


_NAMES_NONE = (Outcome.OUTSIDE_SCOPE, Outcome.NOT_APPLICABLE, Outcome.NO_RULE)


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule as a finding cites it. `id` is the last word of its source, or its name if it has none."""

    rule: str
    id: str
    title: str = ""
    source: str = ""

    def is_called(self, words: str) -> bool:
        """Whether a reader means this rule: by its name, by its source or by what its source ends with."""
        return words in (self.rule, self.id, self.source) or self.source.endswith(f" {words}")


@dataclass(frozen=True, slots=True)
class Said:
    """What one code says to the question, before any reference is followed.

    `unanswered` is another question that its rules read, and to which no rule speaks.
    """

    provider: LawRef
    outcome: Outcome
    law: LawRef | None = None
    rules: tuple[Cited, ...] = ()
    reference: r.Reference | None = None
    lacking: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    unanswered: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A second law whose mandatory rules apply besides; without a law, one that is not settled, and why."""

    law: LawRef | None
    rules: tuple[Cited, ...]
    lacking: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ForumFinding:
    """The governing law by one code's rules, on one question. `steps` are the codes asked, the forum's own first.

    `loop` is the circle of references, if there is one, its first code repeated at the end.
    """

    provider: LawRef
    question: str
    outcome: Outcome
    law: LawRef | None
    steps: tuple[Said, ...]
    overlays: tuple[Overlay, ...] = ()
    loop: tuple[LawRef, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[Cited, ...]:
        """The deciding rules of the forum's own code."""
        return self.steps[0].rules

    @property
    def unanswered(self) -> str:
        """Another question that the code would have to answer first, if there is no rule on it."""
        return self.steps[-1].unanswered

    @property
    def lacking(self) -> tuple[str, ...]:
        """The facts that are missing, of the code that could not answer."""
        return self.steps[-1].lacking


def questions_of_law(book: r.Rulebook) -> tuple[str, ...]:
    """The questions that are a law and to which a code has rules, in the order of their names."""
    asked = (name for name, declared in book.vocabulary.questions.items() if declared.kind == LAW)
    return tuple(name for name in asked if book.roots.get(r.Asking(name)))


def ask_forum(book: r.Rulebook, question: str, record: Record, books: Books = lambda _: None) -> ForumFinding:
    """What a code's forum would say. `books` finds the codes that it may refer to, by provider."""
    walk = _Walk(question, record, books)
    end = walk.follow(book, ())
    overlays = tuple(walk.overlays(book))
    return ForumFinding(
        book.law, question, end.outcome, end.law, end.steps, overlays, end.loop, end.reasons or end.steps[-1].reasons
    )


@dataclass(frozen=True, slots=True)
class _End:
    """Where following references ends."""

    outcome: Outcome
    law: LawRef | None
    steps: tuple[Said, ...]
    loop: tuple[LawRef, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Walk:
    """One question and record, put to one code after another."""

    question: str
    record: Record
    books: Books

    def follow(self, book: r.Rulebook, before: tuple[Said, ...]) -> _End:
        """What a code says, with its references followed as each of them wants. `before` are the codes on the way."""
        said = self.said(book)
        steps = (*before, said)
        if said.outcome is not Outcome.LAW or said.law is None or not _leads_on(said):
            return _End(said.outcome, said.law, steps)
        target = self.books(said.law)
        if target is None:
            reason = f"{said.law} is referred to as a whole, and its rules are not here"
            return _End(Outcome.UNDETERMINED, None, steps, reasons=(reason,))
        assert said.reference
        if said.reference.renvoi == "single":
            return self._one_step(said, target, steps)
        providers = [one.provider.provider for one in steps]
        if target.law.provider in providers:
            return _circle(steps, providers.index(target.law.provider))
        end = self.follow(target, steps)
        return _End(Outcome.LAW, said.law, end.steps) if end.outcome in _NAMES_NONE else end

    def _one_step(self, said: Said, target: r.Rulebook, steps: tuple[Said, ...]) -> _End:
        """Back to the law that refers, or onward to a third: in both cases to its substantive rules."""
        answer = self.said(target)
        steps = (*steps, answer)
        if answer.outcome in _NAMES_NONE:
            return _End(Outcome.LAW, said.law, steps)
        if answer.outcome is not Outcome.LAW or answer.law is None:
            return _End(answer.outcome, None, steps)
        back = answer.law.provider == said.provider.provider
        return _End(Outcome.LAW, said.provider if back else answer.law, steps)

    def said(self, book: r.Rulebook) -> Said:
        """What a code answers by its own rules."""
        evaluation = Evaluation(book, self.record, self.books)
        asked = r.Asking(self.question)
        verdict = evaluation.decide(asked)
        cited = _cited(book, verdict)
        match verdict:
            case Settled(NoLaw(word)):
                outcome, law = Outcome(word), None
            case Settled(value) if isinstance(value, LawRef):
                outcome, law = Outcome.LAW, value
            case Lacuna(about):
                other = "" if about == self.question else about.removesuffix(f" under {book.law.provider}")
                return Said(
                    book.law, Outcome.NO_RULE, reasons=(f"no rule answers {other}",) if other else (), unanswered=other
                )
            case Undetermined(missing, obstacles):
                return Said(book.law, Outcome.UNDETERMINED, lacking=missing, reasons=obstacles)
            case _:
                return Said(book.law, Outcome.ANTINOMY, rules=cited, reasons=("these rules collide",))
        references = {_reference(book, rule.rule) for rule in cited}
        if len(references) > 1:
            reason = "these rules name one law and refer to it in different ways"
            return Said(book.law, Outcome.ANTINOMY, rules=cited, reasons=(reason,))
        return Said(
            book.law, outcome, law, cited, next(iter(references), None),
            findings=findings_under(evaluation, asked), read=_read(evaluation, asked, verdict),
        )  # fmt: skip

    def overlays(self, book: r.Rulebook) -> list[Overlay]:
        """Every second law, in the order of the overlay rules' names; one law by several rules is one overlay."""
        evaluation = Evaluation(book, self.record, self.books)
        settled: dict[LawRef, Overlay] = {}
        open_: list[Overlay] = []
        for question in book.overlays():
            verdict = evaluation.decide(question)
            cited = _cited(book, verdict)
            match verdict:
                case Settled(value) if isinstance(value, LawRef):
                    before = settled.get(value, Overlay(value, ()))
                    findings = dict.fromkeys((*before.findings, *findings_under(evaluation, question)))
                    settled[value] = Overlay(value, (*before.rules, *cited), findings=tuple(findings))
                case Antinomy():
                    open_.append(Overlay(None, cited, reasons=("these rules collide",)))
                case Undetermined(missing, obstacles):
                    open_.append(Overlay(None, (_citation(book, question.label),), missing, obstacles))
                case _:
                    pass  # No rule lays a law over here.
        return [*settled.values(), *open_]


def _leads_on(said: Said) -> bool:
    """Whether a law is referred to as a whole, and is not the code's own."""
    own = said.law is not None and said.law.provider == said.provider.provider
    return said.reference is not None and said.reference.renvoi != "none" and not own


def _circle(steps: tuple[Said, ...], entered: int) -> _End:
    """The rule by which a circle was entered says what happens."""
    entry = steps[entered]
    loop = (*(step.provider for step in steps[entered:]), entry.provider)
    assert entry.reference
    match entry.reference.on_cycle:
        case "own":
            return _End(Outcome.LAW, entry.provider, steps, loop)
        case "target":
            return _End(Outcome.LAW, entry.law, steps, loop)
        case "neutral":
            return _End(Outcome.LAW, entry.reference.neutral, steps, loop)
        case _:
            return _End(Outcome.RENVOI_CYCLE, None, steps, loop)


def _reference(book: r.Rulebook, label: str) -> r.Reference | None:
    conclusion = book.rules[label].conclusion
    return conclusion.reference if isinstance(conclusion, r.Concludes) else None


def _cited(book: r.Rulebook, verdict: Verdict) -> tuple[Cited, ...]:
    match verdict:
        case Settled(grounds=labels) | Antinomy(rules=labels):
            return tuple(_citation(book, label) for label in labels)
        case _:
            return ()


def _citation(book: r.Rulebook, label: str) -> Cited:
    rule = book.rules[label]
    return Cited(label, rule.source.rpartition(" ")[2] or label, rule.title, rule.source)


def _read(evaluation: Evaluation, question: r.QuestionId, verdict: Settled) -> tuple[tuple[str, str], ...]:
    """What the deciding rules and what they rest on looked at."""
    rests_on = {*verdict.grounds, *verdict.support}
    lines = (line for line in evaluation.trace(question) if line.rule in rests_on)
    return tuple(dict.fromkeys(pair for line in lines for pair in line.read))
