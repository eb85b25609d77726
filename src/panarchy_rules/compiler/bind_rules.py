"""Bind rules, exceptions, definitions, steps and acceptance clauses: clauses in, typed rules by label out."""

from collections.abc import Iterable
from dataclasses import field
from functools import cached_property

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import NoteCode, Status
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef, NoLaw
from panarchy_rules.compiler.bind_acceptances import AcceptanceBinder
from panarchy_rules.compiler.bind_conduct import about
from panarchy_rules.compiler.bind_norms import bind_norm, bind_order, norm_question, order_question
from panarchy_rules.compiler.bind_terms import bind, bind_condition, infer
from panarchy_rules.compiler.declare import reserved, unknown
from panarchy_rules.compiler.frames import Frames
from panarchy_rules.compiler.kind_words import kind_words
from panarchy_rules.compiler.order_exceptions import Written
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.compiler.signatures import Definitions
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.rulebook import DAMAGES
from panarchy_rules.syntax import tree as t

# What a law may say of itself instead of deciding. The engine's own findings are not among them.
DECLINABLE = tuple(
    sorted(
        status.value.lower()
        for status in (
            Status.PANEL_HUNG,
            Status.FORUM_DECLINED,
            Status.NOT_ARBITRABLE,
            Status.STAYED,
            Status.REMEDY_UNAVAILABLE,
            Status.RATE_MISSING,
            Status.INCAPACITY,
            Status.DOUBLE_TITLE,
        )
    )
)
# In `exception x to y y does not apply` the second label would be read as one of these.
AFTER_A_LABEL = frozenset("because closed expect for if on open procedure renvoi revocable towards until up".split())
NOTES = tuple(sorted(note.value.lower() for note in NoteCode))


_RULE_ON_FITTING = 54
_FITTING: dict[type, str] = {
    r.Owing: "write what is owed, `claim fails`, `no decision as …`",
    r.Asking: "write another answer to the same question",
    r.Stepping: "write what the step does instead, such as `at most 100 EUR`",
    r.Accepting: "write `accept …`",
    r.Overlaying: "write `overlay …`",
    r.Doing: "write what the same person must, must not or may do, of the same act",
    r.Empowered: "write `has power to` or `has no power to`, of the same person and act",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that makes a rule, with the module it was adopted from and its text as written."""

    clause: t.RuleClause | t.Definition | t.StepClause
    origin: str
    text: str

    @property
    def label(self) -> t.Word:
        """The name other clauses use for it."""
        return self.clause.name if isinstance(self.clause, t.Definition) else self.clause.label


def _each_its_name(first: Clause, second: Clause) -> str:
    """What to do about two rules of one name, one of which may have been adopted."""
    adopted = next((one.origin for one in (first, second) if one.origin), "")
    if adopted and first.origin != second.origin:
        return f"to put one in the place of the other, write `adopts {adopted} replace {first.label}`"
    return "give each rule its own name; to treat several alike, write `in GROUP` behind the name"


@dataclass
class Binder:
    """Binds the rules of one rulebook. Questions of exceptions are found through their targets."""

    scope: Scope
    acceptances: AcceptanceBinder
    definitions: Definitions
    clauses: dict[str, Clause] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    shared: dict[str, t.GroupClause] = field(default_factory=dict)

    @cached_property
    def frames(self) -> Frames:
        """The names each rule may use."""
        clauses = {label: clause.clause for label, clause in self.clauses.items()}
        return Frames(self.scope, self.definitions, clauses, self._named, self.shared)

    def report(self, code: str, message: str, span: Span, help: str = "", related: tuple[Label, ...] = ()) -> None:
        """Note a mistake."""
        self.scope.problems.append(Diagnostic(code, message, span, help=help, related=related))

    def enter_groups(self, clauses: Iterable[t.GroupClause]) -> None:
        """Index the conditions that groups share."""
        for clause in clauses:
            first = self.shared.setdefault(clause.name.text, clause)
            if first is not clause:
                related = (Label(first.span, "first here"),)
                message = f"the group `{clause.name}` has two conditions"
                self.report("PR209", message, clause.span, "join them with `and`", related)

    def enter(self, clauses: Iterable[Clause]) -> None:
        """Index the clauses by label and group."""
        for clause in clauses:
            word = clause.label
            self.scope.problems += reserved([word], AFTER_A_LABEL)
            first = self.clauses.setdefault(word.text, clause)
            if first is not clause:
                help_ = _each_its_name(first, clause)
                related = (Label(first.label.span, "first used here"),)
                self.report("PR300", f"the label `{word}` is used twice", word.span, help_, related)
            elif isinstance(clause.clause, t.RuleClause) and clause.clause.group:
                self.groups.setdefault(clause.clause.group.text, []).append(word.text)
        self.groups = {name: sorted(members) for name, members in self.groups.items()}
        for name, group in self.shared.items():
            if name not in self.groups:
                help_ = did_you_mean(name, self.groups, f"write `in {name}` behind the names of its rules")
                self.report("PR301", f"no rule is in the group `{name}`", group.name.span, help_)
        for name, members in self.groups.items():
            if name in self.clauses:
                other = self.clauses[name].label
                self.report("PR300", f"`{name}` is both a label and a group", other.span, f"group of {listed(members)}")

    def expand(self, words: Iterable[t.Word], what: str) -> tuple[str, ...]:
        """Labels of the rules that some words name, groups included."""
        labels: dict[str, None] = {}
        for word in words:
            if word.text in self.groups:
                labels.update(dict.fromkeys(self.groups[word.text]))
            elif word.text in self.clauses:
                labels[word.text] = None
            else:
                known = [*self.clauses, *self.groups]
                help_ = did_you_mean(word.text, known, f"rules here: {listed(known)}")
                self.report("PR301", f"{what} names `{word}`, and there is no such rule", word.span, help_)
        return tuple(labels)

    def written_targets(self) -> dict[str, Written]:
        """What each exception is an exception to, groups included, whether or not it could be bound."""
        return {
            label: Written(tuple(x for word in rule.targets for x in self._named(word.text)), rule.span)
            for label, clause in self.clauses.items()
            if isinstance(rule := clause.clause, t.RuleClause) and rule.targets
        }

    def _named(self, word: str) -> list[str]:
        return self.groups.get(word, [word])

    def rules(self) -> dict[str, r.Rule]:
        """Every rule that could be bound."""
        made = {label: self._rule(clause) for label, clause in self.clauses.items()}
        return {label: rule for label, rule in made.items() if rule}

    def _rule(self, clause: Clause) -> r.Rule | None:
        outer, frame = self.scope, self.frames.of(clause.label.text)
        self.scope = frame.scope
        try:
            made = self._bound(clause)
        finally:
            self.scope = outer
        if made is None:
            return None
        if frame.each and not isinstance(made.question, r.Owing):
            help_ = "ask `some … has (…)` or `every … has (…)` in its condition"
            self.report("PR327", "only what is owed can be owed for each member of a list", clause.label.span, help_)
        return replace(made, parameters=frame.names, each=frame.each)

    def _bound(self, clause: Clause) -> r.Rule | None:
        match clause.clause:
            case t.Definition() as definition:
                return self._definition(definition, clause)
            case t.StepClause() as step:
                return self._step(step, clause)
            case t.RuleClause(what="exception") as exception:
                return self._exception(exception, clause)
            case t.RuleClause() as rule:
                return self._plain(rule, clause)

    def _made(
        self, clause: Clause, question: r.QuestionId, conclusion: r.Conclusion, when: t.Expression | None
    ) -> r.Rule:
        heading = clause.clause.heading
        group = clause.clause.group if isinstance(clause.clause, t.RuleClause) else None
        return r.Rule(
            label=clause.label.text,
            question=question,
            conclusion=conclusion,
            condition=self._condition(clause, when, question),
            group=group.text if group else "",
            always=isinstance(clause.clause, t.RuleClause) and clause.clause.always,
            title=heading.title,
            source=heading.source,
            index=tuple(int(part) for part in heading.index.split(".")) if heading.index else (),
            origin=clause.origin,
            text=clause.text,
            span=clause.clause.span,
        )

    def _scope_of(self, question: r.QuestionId) -> Scope:
        """The names a rule may use: rules on an act may speak of the act that is about to be done."""
        return about(self.scope, question.act) if isinstance(question, r.Doing | r.Empowered) else self.scope

    def _condition(self, clause: Clause, when: t.Expression | None, question: r.QuestionId) -> m.Term | None:
        """The condition of a rule, with that which its group shares."""
        own = bind_condition(when, self._scope_of(question)) if when else None
        group = clause.clause.group if isinstance(clause.clause, t.RuleClause) else None
        shared = self.frames.shared(group, self.frames.of(clause.label.text))
        if own and shared:
            return m.All((shared, own))
        return own or shared

    def _definition(self, definition: t.Definition, clause: Clause) -> r.Rule:
        question = r.Asking(definition.name.text)
        measure = infer(definition.measure, self.scope) if definition.measure else None
        if measure and definition.measure and measure[1] and not k.is_ordered(measure[1]):
            message = f"a measure falls, and {kind_words(measure[1])} has no order"
            self.report("PR202", message, definition.measure.span, "write a number, an amount, a span or a date")
        value = infer(definition.means, self.scope)[0] if definition.means else m.Literal(True)
        made = self._made(clause, question, r.Concludes(value), definition.when)
        return replace(made, measure=measure[0]) if measure else made

    def _step(self, step: t.StepClause, clause: Clause) -> r.Rule:
        if step.head.text not in self.scope.vocabulary.heads and step.head.text not in self.scope.definitions:
            self.scope.problems.append(unknown("head", step.head, self.scope.vocabulary.heads))
        question = r.Stepping(step.head.text, step.label.text)
        return self._made(clause, question, self._change(step.change), step.when)

    def _change(self, change: t.Change) -> r.Changes:
        expected = k.PERCENT if change.operation == "reduce" else k.MONEY
        if change.operation == "multiply":
            term, kind = infer(change.amount, self.scope)
            if kind not in (None, k.PERCENT, k.NUMBER):
                message = f"expected a percentage or a plain number, found {kind_words(kind)}"
                help_ = "write a share or a number, as in `multiply by 50 %`; an amount is added with `add 20 EUR`"
                self.report("PR202", message, change.amount.span, help_)
        else:
            term = bind(change.amount, self.scope, expected)
        return r.Changes(change.operation, term, change.mode)

    def _plain(self, rule: t.RuleClause, clause: Clause) -> r.Rule | None:
        match rule.conclusion:
            case t.Owes() as owes:
                return self._noted(self._made(clause, self._owing(owes), self._award(owes), rule.when), owes.noting)
            case t.Order() as order:
                made = self._made(clause, order_question(order), bind_order(order, self.scope), rule.when)
                return self._noted(made, order.noting)
            case t.Norm() as norm:
                made = self._made(clause, norm_question(norm), bind_norm(norm, self.scope), rule.when)
                return self._noted(made, norm.noting)
            case t.Gives() as gives:
                return self._gives(gives, rule, clause)
            case t.Overlays() as overlays if rule.what == "rule":
                return self._overlays(overlays, r.Overlaying(rule.label.text), rule, clause)
            case t.Accepts() as accepts if rule.what == "acceptance":
                question = r.Accepting(rule.label.text)
                return self._made(clause, question, self.acceptances.accepts(accepts), rule.when)
            case t.Accepts():
                help_ = f"write `acceptance {rule.label} accept …`"
                self.report("PR304", "a rule accepts no law and no forum", rule.span, help_)
            case t.Fails() | t.Declines():
                help_ = "make it an exception: `exception NAME to RULE …`, or write `respondent owes claimant nothing`"
                words = "claim fails" if isinstance(rule.conclusion, t.Fails) else "no decision"
                self.report("PR310", f"`{words}` in a rule says nothing of which claim", rule.span, help_)
            case _:
                fitting = "a rule says `respondent owes claimant …`, or answers a question of the vocabulary"
                self._misfit(rule, f"a {rule.what}", fitting)
        return None

    def _noted(self, rule: r.Rule, noting: t.Word | None) -> r.Rule:
        if noting is None:
            return rule
        if noting.text not in NOTES:
            help_ = did_you_mean(noting.text, NOTES, f"known: {listed(NOTES, 10)}")
            self.report("PR204", f"there is no note `{noting}`", noting.span, help_)
        return replace(rule, note=noting.text)

    def _owing(self, owes: t.Owes) -> r.Owing:
        words = self.scope.vocabulary
        for role in (owes.bearer, owes.counterparty):
            if role.text in self.scope.local:
                kind = self.scope.local[role.text]
                if kind not in (None, k.PERSON):
                    help_ = "only persons owe and are owed"
                    self.report("PR202", f"`{role}` is {kind_words(kind)}", role.span, help_)
            elif role.text not in words.roles:
                self.scope.problems.append(unknown("role", role, words.roles))
        if owes.head and owes.head.text not in words.heads:
            self.scope.problems.append(unknown("head", owes.head, words.heads))
        return r.Owing(owes.bearer.text, owes.counterparty.text, owes.head.text if owes.head else DAMAGES)

    def _award(self, owes: t.Owes) -> r.Awards:
        return r.Awards(bind(owes.amount, self.scope, k.MONEY) if owes.amount else None)

    def _gives(self, gives: t.Gives, rule: t.RuleClause, clause: Clause) -> r.Rule | None:
        question = self.scope.vocabulary.questions.get(gives.question.text)
        if question is None:
            problem = unknown("question", gives.question, self.scope.vocabulary.questions)
            self.scope.problems.append(problem)
            return None
        conclusion = r.Concludes(self._answer(gives.value, question), self._reference(gives, question))
        return self._noted(self._made(clause, r.Asking(question.name), conclusion, rule.when), gives.noting)

    def _answer(self, value: t.Expression, question: r.QuestionDeclaration) -> m.Term:
        """A value of the question's kind. Rules that name a law may also say why they name none."""
        if isinstance(value, t.Absent) and value.state != "unknown" and question.kind == k.LAW:
            return m.Literal(NoLaw(value.state))
        if isinstance(value, t.Absent) and value.state == "outside_scope":
            message = f"`outside_scope` answers a question that is a law; `{question.name}` is {question.kind}"
            return self.scope.report("PR202", message, value.span, "list such a word among its values")[0]
        return bind(value, self.scope, question.kind)

    def _reference(self, gives: t.Gives, question: r.QuestionDeclaration) -> r.Reference | None:
        """How the law that a rule names is followed."""
        made, neutral = gives.reference, None
        if made is None:
            return None
        if question.kind != k.LAW or isinstance(gives.value, t.Absent):
            message = f"`whole` follows a law, and `{gives.question}` is answered here with something else"
            self.report("PR430", message, gives.question.span, "strike `whole` and what belongs to it")
        if made.neutral:
            word = made.neutral.name
            if word.text in self.scope.providers:
                neutral = LawRef(word.text, made.neutral.edition)
            else:
                help_ = did_you_mean(word.text, self.scope.providers, f"published: {listed(self.scope.providers)}")
                self.report("PR400", f"nobody published a law `{word.text}`", word.span, help_)
        return r.Reference(made.renvoi, made.on_cycle, neutral)

    def _overlays(
        self, overlays: t.Overlays, question: r.QuestionId, rule: t.RuleClause, clause: Clause
    ) -> r.Rule | None:
        conclusion = r.Concludes(bind(overlays.law, self.scope, k.LAW))
        return self._noted(self._made(clause, question, conclusion, rule.when), overlays.noting)

    def _exception(self, rule: t.RuleClause, clause: Clause) -> r.Rule | None:
        targets = self.expand(rule.targets, "this exception")
        self._may_have_exceptions(rule, targets)
        self.frames.check_exception(rule)
        questions = [question for label in targets if (question := self.question_of(label))]
        if not questions:
            if rule.when:
                bind_condition(rule.when, self.scope)  # For its mistakes.
            return None
        bound = self._excepting(rule, clause, questions, targets)
        return replace(bound, targets=targets) if bound else None

    def _may_have_exceptions(self, rule: t.RuleClause, targets: tuple[str, ...]) -> None:
        for label in targets:
            target = self.clauses[label].clause
            if isinstance(target, t.RuleClause) and target.always:
                message = f"`{label}` holds always, and has no exceptions"
                help_ = f"strike `always` from `{label}`, or write the exception into its condition"
                related = (Label(target.label.span, "holds always"),)
                self.report("PR311", message, rule.label.span, help_, related)

    def _excepting(
        self, rule: t.RuleClause, clause: Clause, questions: list[r.QuestionId], targets: tuple[str, ...]
    ) -> r.Rule | None:
        question = questions[0]
        match rule.conclusion:
            case t.Undercuts(label):
                if set(self.expand([label], "`does not apply`")) != set(targets):
                    help_ = "to undercut several rules at once, put them `in` one group and name the group"
                    help_ = f"write `{targets[0]} does not apply`" if len(targets) == 1 else help_
                    self.report("PR304", f"`{label}` is not what this is an exception to", label.span, help_)
                return self._made(clause, question, r.Undercuts(), rule.when)
            case t.Fails(noting) if self._all(questions, r.Owing):
                return self._noted(self._made(clause, question, r.Awards(None), rule.when), noting)
            case t.Declines(code) if self._all(questions, r.Owing):
                return self._made(clause, question, self._declines(code), rule.when)
            case t.Owes() as owes if self._all(questions, r.Owing):
                if {self._owing(owes)} != set(questions):
                    message = f"this is about `{self._owing(owes)}`, and `{targets[0]}` about `{question}`"
                    help_ = "an exception answers the question of its rule; for another one write a rule"
                    self.report("PR304", message, rule.span, help_)
                return self._noted(self._made(clause, question, self._award(owes), rule.when), owes.noting)
            case t.Order() as order if {order_question(order)} == set(questions):
                return self._noted(self._made(clause, question, bind_order(order, self.scope), rule.when), order.noting)
            case t.Norm() as norm if {norm_question(norm)} == set(questions):
                return self._noted(self._made(clause, question, bind_norm(norm, self.scope), rule.when), norm.noting)
            case t.Gives() as gives if {gives.question.text} == {str(q) for q in questions}:
                return self._gives(gives, rule, clause)
            case t.Overlays() as overlays if self._all(questions, r.Overlaying):
                return self._overlays(overlays, question, rule, clause)
            case t.Means(value) if all(str(each) in self.scope.definitions for each in questions):
                kinds = {self.scope.definition_kind(str(each)) for each in questions} - {None}
                if len(kinds) > 1:
                    help_ = "write one exception for each"
                    self.report("PR304", "these definitions are of different kinds", rule.span, help_)
                kind = next(iter(kinds), None)
                term = bind(value, self.scope, kind) if kind and len(kinds) == 1 else m.Literal(False)
                return self._made(clause, question, r.Concludes(term), rule.when)
            case t.Change() as change if self._all(questions, r.Stepping):
                return self._made(clause, question, self._change(change), rule.when)
            case t.Accepts() as accepts if self._all(questions, r.Accepting) and self._alike(accepts, targets):
                return self._made(clause, question, self.acceptances.accepts(accepts), rule.when)
        fitting = f"{_FITTING[type(question)]}, or `{targets[0]} does not apply`"
        self._misfit(rule, f"an exception to `{targets[0]}`", fitting)
        return None

    def _alike(self, accepts: t.Accepts, targets: tuple[str, ...]) -> bool:
        """A clause on forums can only be replaced by one on forums, a clause on laws by one on laws."""
        clauses = [self.clauses[label].clause for label in targets]
        others = [c.conclusion for c in clauses if isinstance(c, t.RuleClause) and isinstance(c.conclusion, t.Accepts)]
        return all((other.forum, other.respects) == (accepts.forum, accepts.respects) for other in others)

    def _all(self, questions: list[r.QuestionId], kind: type) -> bool:
        return all(isinstance(question, kind) for question in questions)

    def _misfit(self, rule: t.RuleClause, what: str, fitting: str) -> None:
        help_ = f"{fitting} (docs/standard/language.md, rule {_RULE_ON_FITTING})"
        self.report("PR304", f"this conclusion does not fit {what}", rule.span, help_)

    def _declines(self, code: t.Word) -> r.Declines:
        if code.text not in DECLINABLE:
            help_ = did_you_mean(code.text, DECLINABLE, f"known: {listed(DECLINABLE, 10)}")
            self.report("PR204", f"a law cannot decline as `{code}`", code.span, help_)
        return r.Declines(code.text)

    def question_of(self, label: str) -> r.QuestionId | None:
        """The question a rule answers; for an exception, that of what it is an exception to, however far away."""
        todo, seen = [label], set[str]()
        while todo:
            name = todo.pop()
            clause = self.clauses[name].clause if name in self.clauses and name not in seen else None
            seen.add(name)
            if isinstance(clause, t.RuleClause) and clause.what == "exception":
                todo += [x for word in reversed(clause.targets) for x in reversed(self._named(word.text))]
            elif question := self._own_question(clause):
                return question
        return None

    def _own_question(self, clause: t.RuleClause | t.Definition | t.StepClause | None) -> r.QuestionId | None:
        match clause:
            case t.Definition(name):
                return r.Asking(name.text)
            case t.StepClause(label=step, head=head):
                return r.Stepping(head.text, step.text)
            case t.RuleClause(what="acceptance", label=label):
                return r.Accepting(label.text)
            case t.RuleClause(label=label, conclusion=t.Overlays()):
                return r.Overlaying(label.text)
            case t.RuleClause(conclusion=t.Owes() as owes):
                under = owes.head.text if owes.head else DAMAGES
                return r.Owing(owes.bearer.text, owes.counterparty.text, under)
            case t.RuleClause(conclusion=t.Gives(question)):
                return r.Asking(question.text)
            case t.RuleClause(conclusion=t.Order() as order):
                return order_question(order)
            case t.RuleClause(conclusion=t.Norm() as norm):
                return norm_question(norm)
            case _:
                return None
