"""Bind what a code reserves for its members, and what it says of gaps, cross-claims, classes and others' decisions."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.values import Months, show
from panarchy_rules.compiler.bind_rules import Binder
from panarchy_rules.compiler.bind_terms import bind_condition, infer, words_of
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.compiler.kind_words import kind_words
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import limits as x
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.terms import walk
from panarchy_rules.syntax import tree as t

Of = Callable[[type], list[Any]]
One = Callable[[type], Any]


def bind_limits(of: Of, one: One, rules: Mapping[str, r.Rule], scope: Scope, binder: Binder) -> x.Limits:
    """All such clauses of one rulebook. `of` gives its clauses of a type, `one` the only one."""
    bound = _Binding(scope, binder, rules)
    return x.Limits(
        reservations=_by_label(map(bound.reservation, of(t.Reservation))),
        mandatory=_by_label(rule for clause in of(t.Mandatory) for rule in bound.mandatory(clause)),
        gaps=tuple(bound.reach(c) for c in of(t.Gaps)),
        tails=tuple(bound.window(c) for c in of(t.Tail)),
        watches=tuple(bound.window(c) for c in of(t.Watch)),
        transitions=tuple(bound.transition(c, one(t.Edition)) for c in of(t.Transition)),
        outsiders_never=tuple(bound.reach(c) for c in of(t.Outsiders)),
        together=tuple(bound.together(c) for c in of(t.KeepTogether)),
        adaptations=tuple(bound.adaptation(c) for c in of(t.Adaptation)),
        validity=bound.validity(one(t.Validity)),
        silence=silence.heading.source if (silence := one(t.Silence)) else None,
        majority=bound.majority(one(t.Majority)),
        protects=one(t.Protection) is not None,
        classifications=tuple(bound.classification(c) for c in of(t.Classify)),
        set_offs=_by_label(map(bound.set_off, of(t.SetOff))),
        shared=_by_label(map(bound.shared, of(t.Shared))),
        nettings=_by_label(map(bound.netting, of(t.Netting))),
        incidental=bound.incidental(of(t.Incidental)),
        recognitions=_by_label(map(bound.recognition, of(t.Recognition))),
        rates=tuple(bound.rate(c) for c in of(t.Rate)),
    )


def protected(limits: x.Limits) -> dict[r.QuestionId, tuple[str, ...]]:
    """The questions that mandatory rules answer by themselves, each with its one root."""
    return {r.Protecting(rule.label): (rule.label,) for rule in limits.mandatory}


def _by_label(made: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(made, key=lambda one: one.label))


class _Binding:
    """Binds the clauses of one rulebook and notes what is wrong with them."""

    def __init__(self, scope: Scope, binder: Binder, rules: Mapping[str, r.Rule]) -> None:
        self.scope = scope
        self.binder = binder
        self.rules = rules
        self.places: dict[str, t.Word] = {}
        self.rates: dict[tuple[frozenset[str], date | None], t.Rate] = {}

    def _known(self, words: Iterable[t.Word], what: str, known: Mapping[str, object]) -> tuple[str, ...]:
        found = tuple(words)
        self.scope.problems += [unknown(what, word, known) for word in found if word.text not in known]
        return words_of(found)

    def _matters(self, words: Iterable[t.Word]) -> tuple[str, ...]:
        return self._known(words, "matter", self.scope.vocabulary.matters)

    def _issues(self, words: Iterable[t.Word]) -> tuple[str, ...]:
        return self._known(words, "issue", self.scope.vocabulary.issues)

    def _once(self, word: t.Word) -> None:
        first = self.places.setdefault(word.text, word)
        if first is not word or word.text in self.binder.clauses:
            other = first if first is not word else self.binder.clauses[word.text].label
            related = (Label(other.span, "first used here"),)
            message = f"the label `{word}` is used twice"
            help_ = "give each clause its own name"
            self.scope.problems.append(Diagnostic("PR300", message, word.span, help=help_, related=related))

    def _condition(self, when: t.Expression | None) -> m.Term | None:
        return bind_condition(when, self.scope) if when else None

    def reservation(self, clause: t.Reservation) -> x.Reservation:
        """A reservation must look at the result; what it says of the law in general belongs elsewhere."""
        self._once(clause.label)
        before = len(self.scope.problems)
        condition = bind_condition(clause.where, self.scope)
        if len(self.scope.problems) == before and not any(
            isinstance(term, m.ResultOf | m.Differs) for term in walk(condition)
        ):
            help_ = "test `result of damages`, or write a condition into the acceptance clause"
            message = f"reservation `{clause.label}` does not look at the result"
            self.scope.problems.append(Diagnostic("PR420", message, clause.where.span, help=help_))
        return x.Reservation(
            label=clause.label.text,
            matters=self._matters(clause.matters),
            issues=self._issues(clause.issues),
            inalienable=clause.inalienable,
            condition=condition,
            title=clause.heading.title,
            source=clause.heading.source,
        )

    def mandatory(self, clause: t.Mandatory) -> list[x.Mandatory]:
        """The rule, or every rule of the group, that a clause makes mandatory."""
        labels = self.binder.expand([clause.label], "`mandatory`")
        for label in labels:
            rule = self.rules.get(label)
            if rule and (rule.targets or not isinstance(rule.question, r.Owing)):
                message = f"`{label}` cannot be mandatory: it is no rule on what is owed"
                help_ = "name a rule that says `… owes …`; its exceptions come with it"
                self.scope.problems.append(Diagnostic("PR421", message, clause.label.span, help=help_))
        roles = self._known(clause.roles, "role", self.scope.vocabulary.roles)
        matters, issues = self._matters(clause.matters), self._issues(clause.issues)
        condition, heading = self._condition(clause.when), clause.heading
        kept = [one for one in labels if one in self.rules and isinstance(self.rules[one].question, r.Owing)]
        return [x.Mandatory(one, roles, matters, issues, condition, heading.title, heading.source) for one in kept]

    def reach(self, clause: t.Gaps | t.Outsiders) -> x.Reach:
        """The reach of `gaps` and `outsiders never`."""
        return x.Reach(self._matters(clause.matters), self._issues(clause.issues), clause.heading.source)

    def together(self, clause: t.KeepTogether) -> x.Reach:
        """Issues that one law has to govern. Those of a forum's procedure are under no law of the parties."""
        issues = self._issues(clause.issues)
        if len(set(issues)) < 2:
            message = f"`keep together` names one issue, `{clause.issues[0]}`, and nothing to keep it together with"
            help_ = "name two issues or more, as in `keep together merits, interest`"
            self.scope.problems.append(Diagnostic("PR339", message, clause.span, help=help_))
        for word in clause.issues:
            if any(f"{word}.".startswith(f"{name}.") for name in self.scope.vocabulary.procedural):
                message = f"the procedure of the forum governs `{word}`, so that no law is selected for it"
                self.scope.problems.append(Diagnostic("PR340", message, word.span, help=f"leave `{word}` out"))
        return x.Reach(self._matters(clause.matters), issues, clause.heading.source)

    def window(self, clause: t.Tail | t.Watch) -> x.Window:
        """For how long, and about what."""
        return x.Window(clause.lasting, self._matters(clause.matters), clause.heading.source)

    def transition(self, clause: t.Transition, edition: t.Edition | None) -> x.Transition:
        """From which day the edition governs, or the fact that says over which days a relation goes on."""
        if clause.since and edition and clause.since < edition.in_force:
            message = f"this edition is in force from {edition.in_force}, and is to govern what happened before"
            help_ = f"name {edition.in_force} or a later day; all parties together may agree on this edition instead"
            self.scope.problems.append(Diagnostic("PR344", message, clause.span, help=help_))
        over = self._known([clause.over], "fact", self.scope.vocabulary.facts)[0] if clause.over else ""
        declared = self.scope.vocabulary.facts.get(over)
        if clause.over and declared and (declared.kind != k.PERIOD or declared.places):
            message = f"`{over}` is {kind_words(declared.kind)}, and a relation goes on over a period"
            help_ = f"declare `fact {over} is period`, or name another fact"
            self.scope.problems.append(Diagnostic("PR202", message, clause.over.span, help=help_))
        return x.Transition(self._matters(clause.matters), clause.since, over, clause.heading.source)

    def adaptation(self, clause: t.Adaptation) -> x.Adapting:
        """What is done where several laws together give more, or less, than each of them would alone."""
        return x.Adapting(
            "at least" if clause.lower else "at most", self._matters(clause.matters), clause.heading.source
        )

    def validity(self, clause: t.Validity | None) -> x.Validity | None:
        """When a consent that names this law is valid, by this law."""
        return x.Validity(bind_condition(clause.when, self.scope), clause.heading.source) if clause else None

    def majority(self, clause: t.Majority | None) -> x.Majority | None:
        """From which age a member can bind themselves."""
        if clause is None:
            return None
        if not isinstance(clause.age, Months) or clause.age.count < 1:
            message = f"a person comes of age after years, and this is `{show(clause.age)}`"
            help_ = "write `majority at 18 years`"
            self.scope.problems.append(Diagnostic("PR341", message, clause.span, help=help_))
            return None
        return x.Majority(clause.age, clause.continuing, clause.heading.source)

    def classification(self, clause: t.Classify) -> x.Classification:
        """A matter read as another."""
        matter, target = self._matters([clause.matter, clause.target])
        return x.Classification(matter, target, self._condition(clause.when), clause.heading.source)

    def set_off(self, clause: t.SetOff) -> x.SetOff:
        """When cross-claims may be set off."""
        self._once(clause.label)
        matters, condition = self._matters(clause.matters), self._condition(clause.when)
        return x.SetOff(clause.label.text, matters, condition, clause.heading.source)

    def shared(self, clause: t.Shared) -> x.Shared:
        """How several debtors or creditors stand."""
        self._once(clause.label)
        steps, rest = clause.rest or (None, None)
        if steps and steps.amount <= 0:
            help_ = "write how exact shares are, such as `round down to 0.01 EUR`"
            self.scope.problems.append(
                Diagnostic("PR357", f"shares cannot be rounded to {steps}", clause.span, help=help_)
            )
        return x.Shared(
            label=clause.label.text,
            debtors=clause.debtors,
            joint=clause.joint,
            head=self._known([clause.head], "head", self.scope.vocabulary.heads)[0] if clause.head else "",
            share=self._share(clause.share) if clause.share else None,
            steps=steps,
            rest=self._known([rest], "role", self.scope.vocabulary.roles)[0] if rest else "",
            matters=self._matters(clause.matters),
            condition=self._condition(clause.when),
            source=clause.heading.source,
        )

    def _share(self, share: t.Expression) -> m.Term:
        """A share is a number or a percentage."""
        term, kind = infer(share, self.scope)
        if kind is not None and kind not in (k.NUMBER, k.PERCENT):
            help_ = "write a part of the whole, such as `1 / 3`, `40 %` or `fault of respondent`"
            message = f"a share is a number or a percentage, not {kind_words(kind)}"
            self.scope.problems.append(Diagnostic("PR356", message, share.span, help=help_))
        return term

    def netting(self, clause: t.Netting) -> x.Netting:
        """Which claims among members are netted."""
        self._once(clause.label)
        matters, condition = self._matters(clause.matters), self._condition(clause.when)
        return x.Netting(clause.label.text, matters, condition, clause.heading.source)

    def incidental(self, clauses: Iterable[t.Incidental]) -> dict[str, bool]:
        """Who answers a preliminary question: the law that asks it, or the law that its own parties share."""
        found: dict[str, bool] = {}
        for clause in clauses:
            self._known([clause.question], "question", self.scope.vocabulary.questions)
            if found.setdefault(clause.question.text, clause.dependent) is not clause.dependent:
                message = f"`{clause.question}` is both dependent and independent"
                self.scope.problems.append(Diagnostic("PR209", message, clause.span, help="keep one of them"))
        return dict(sorted(found.items()))

    def recognition(self, clause: t.Recognition) -> x.Recognition:
        """Whose decisions are recognised, and on what grounds not."""
        self._once(clause.label)
        self.binder.acceptances.published_forums(clause.forums)
        return x.Recognition(
            label=clause.label.text,
            forums=words_of(clause.forums),
            matters=self._matters(clause.matters),
            cap=clause.cap,
            unless=self._condition(clause.unless),
            source=clause.heading.source,
        )

    def _one_rate(self, clause: t.Rate) -> None:
        """Between two units there is one rate of a day, in whichever direction it is written."""
        first = self.rates.setdefault((frozenset((clause.one.unit, clause.other.unit)), clause.day), clause)
        same, turned = (first.one, first.other), (first.other, first.one)
        one, other = same if first.one.unit == clause.one.unit else turned
        if clause.one.amount * other.amount != clause.other.amount * one.amount:
            when = f"on {clause.day}" if clause.day else "always"
            message = f"two rates between `{one.unit}` and `{other.unit}` hold {when}"
            related = (Label(first.span, "the other one"),)
            self.scope.problems.append(Diagnostic("PR209", message, clause.span, help="keep one", related=related))

    def rate(self, clause: t.Rate) -> x.Rate:
        """A rate between two units, of a day or for good."""
        if clause.one.unit == clause.other.unit or clause.one.amount <= 0 or clause.other.amount <= 0:
            message = "a rate is between two units, and both amounts are more than nothing"
            help_ = "write `rate 1 EUR is 1.08 USD on 2026-03-01`"
            self.scope.problems.append(Diagnostic("PR422", message, clause.span, help=help_))
        else:
            one, other = (self.scope.vocabulary.kind_of_unit(side.unit) for side in (clause.one, clause.other))
            if one != other:
                message = f"`{clause.one.unit}` and `{clause.other.unit}` do not measure the same"
                help_ = f"the first is {kind_words(one)}, the second {kind_words(other)}"
                self.scope.problems.append(Diagnostic("PR422", message, clause.span, help=help_))
            self._one_rate(clause)
        return x.Rate(clause.one, clause.other, clause.day, clause.heading.source)
