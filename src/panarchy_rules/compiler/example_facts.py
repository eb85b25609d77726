"""Read what an example gives: facts, dates, personal laws and stipulated conclusions in, a record out."""

from collections.abc import Iterable
from datetime import date

from panarchy_rules.base.values import LawRef, Person, Value
from panarchy_rules.compiler.bind_names import fits_openings, relation_in
from panarchy_rules.compiler.bind_roles import known_role
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.compiler.example_values import value_of
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.record import Absence, FactKey, Record, fact_key, persons_in, phrase_words
from panarchy_rules.syntax import tree as t


class ExampleFacts:
    """What one example gives, while it is collected."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.facts: dict[FactKey, Value | Absence] = {}
        self.stipulated: dict[tuple[str, tuple[Value, ...]], Value] = {}
        self.home: dict[str, LawRef | None] = {}
        self.foreign: dict[tuple[str, str], Value] = {}
        self.dates: dict[str, Value | Absence] = {}
        self.results: dict[str, Value | Absence] = {}
        self.listed: tuple[str, ...] | None = None
        self._named: dict[str, None] = {}

    def enter(self, item: t.Given | t.GivenUnder | t.GivenAct) -> None:
        """Add one thing that is given."""
        match item:
            case t.GivenAct():
                pass  # Acts are read by themselves, in their order.
            case t.GivenUnder(law, question, value):
                self._under(law, question, value)
            case t.Given(t.Clock(which), value):
                self.dates[which] = value_of(value, k.DATE, self.scope)
            case t.Given(t.HomeLaw(of), value):
                named = value_of(value, k.LAW, self.scope)
                self.home[self._whose_law(of)] = named if isinstance(named, LawRef) else None
            case t.Given(t.Phrase("result", (t.Place("of", t.Name() as head),)), value) if not self._is_fact("result"):
                self._result(head, value)
            case t.Given(t.Name("anchor"), value) if not self._is_fact("anchor"):
                self.dates["anchor"] = value_of(value, k.DATE, self.scope)
            case t.Given(t.Name("persons"), value):
                self._persons(value)
            case t.Given():
                self._given(item)

    def _is_fact(self, name: str) -> bool:
        return name in self.scope.vocabulary.facts

    def _result(self, head: t.Name, value: t.Expression) -> None:
        """What another issue already decided."""
        if head.text not in self.scope.vocabulary.heads:
            self.scope.problems.append(unknown("head", t.Word(head.text, head.span), self.scope.vocabulary.heads))
        self.results[head.text] = value_of(value, k.MONEY, self.scope)

    def record(self, more: Iterable[str]) -> Record:
        """The record of the example. Its persons are those it lists, or else all it names."""
        today, filing, anchor = (self.dates.get(which) for which in ("today", "filing", "anchor"))
        named = self.persons() if self.listed is None else self.listed
        persons = named if self.listed is not None else tuple(sorted({*named, *more}))
        return Record(
            self.facts,
            {role: role for role in self.scope.vocabulary.roles},
            self.home,
            today=today if isinstance(today, date) else None,
            filing=filing if isinstance(filing, date) else None,
            anchor=anchor if isinstance(anchor, date) else None,
            foreign=self.foreign,
            results=self.results,
            persons=persons,
            stipulated=self.stipulated,
        )

    def persons(self) -> tuple[str, ...]:
        """Everybody whom what is given names."""
        return self.listed if self.listed is not None else tuple(sorted(self._named))

    def _persons(self, value: t.Expression) -> None:
        made = value_of(value, k.list_of(k.PERSON), self.scope)
        self.listed = (
            tuple(dict.fromkeys(x.name for x in made if isinstance(x, Person))) if isinstance(made, tuple) else ()
        )

    def _under(self, law: t.Word, question: t.Word, value: t.Expression) -> None:
        asked = self.scope.vocabulary.questions.get(question.text)
        if asked is None:
            self.scope.problems.append(unknown("question", question, self.scope.vocabulary.questions))
            return
        known = value_of(value, asked.kind, self.scope)
        if not isinstance(known, Absence):
            self.foreign[law.text, question.text] = known

    def _whose_law(self, of: t.Word) -> str:
        """Whose home law is given: the person in a role, or the one a fact names, called like it if not given."""
        fact = self.scope.vocabulary.facts.get(of.text)
        if fact is None or fact.kind != k.PERSON or of.text in self.scope.vocabulary.roles:
            known_role(of, self.scope)
            return of.text
        named = self.facts.setdefault((of.text, None), Person(of.text))
        return named.name if isinstance(named, Person) else of.text

    def _given(self, item: t.Given) -> None:
        relation = relation_in(item.subject, item.value, self.scope)
        phrase = relation or item.subject
        if relation is None and isinstance(item.value, t.Phrase):
            word = t.Word(item.value.text, item.value.span)
            relations = [
                x for x in (*self.scope.vocabulary.facts, *self.scope.definitions) if self.scope.is_relation(x)
            ]
            self.scope.problems.append(unknown("relation", word, relations))
            return
        if not isinstance(phrase, t.Name | t.Phrase):
            self.scope.report("PR200", "this is no fact that can be given", item.subject.span, "name a fact")
            return
        subject = item.subject if relation else None
        phrase = phrase if isinstance(phrase, t.Phrase) else t.Phrase(phrase.text, (), phrase.span)
        if item.how == "that":
            self._stipulate(phrase, subject, item)
        else:
            self._fact(phrase, subject, item)

    def _fact(self, phrase: t.Phrase, subject: t.Expression | None, item: t.Given) -> None:
        scope = self.scope
        declared = scope.vocabulary.facts.get(phrase.text)
        if declared is None:
            if phrase.text in scope.definitions or phrase.text in scope.vocabulary.questions:
                message = f"`{phrase.text}` is for the rules to say, and no fact"
                scope.report("PR200", message, phrase.span, "to fix it all the same, write `given that …`")
                return
            scope.problems.append(unknown("fact", t.Word(phrase.text, phrase.span), scope.vocabulary.facts))
            return
        if declared.of_party and not phrase.places:
            help_ = f"write `{phrase.text} of claimant` or `{phrase.text} of respondent`"
            scope.report("PR202", f"`{phrase.text}` is a fact of each party", phrase.span, help_)
            return
        about = arguments_of(phrase, subject, scope)
        if about is None:
            return
        words = phrase_words(declared.name, [p.preposition for p in declared.places], [str(x) for x in about])
        key = fact_key(declared.name, about)
        if key in self.facts:
            scope.report(
                "PR209", f"`{words if about else phrase.text}` is given twice", phrase.span, "keep one of them"
            )
            return
        value = self._value(item, declared, subject is not None, words)
        self.facts[key] = value
        self._named.update(persons_in([() if declared.of_party else about, value]))
        self._named.update(dict.fromkeys(who for who in persons_in(about) if who in scope.vocabulary.roles))

    def _value(self, item: t.Given, declared: r.FactDeclaration, said: bool, words: str) -> Value | Absence:
        if item.how == "unknown":
            return Absence.UNKNOWN
        if said:
            return not item.negated
        value = value_of(item.value, declared.kind, self.scope, words)
        if item.negated and isinstance(value, bool):
            return not value
        if item.negated:
            self.scope.report("PR202", "say what it is, not what it is not", item.span, "write the value itself")
        return value

    def _stipulate(self, phrase: t.Phrase, subject: t.Expression | None, item: t.Given) -> None:
        scope = self.scope
        question = scope.vocabulary.questions.get(phrase.text)
        if question is None and phrase.text not in scope.definitions:
            known = [*scope.definitions, *scope.vocabulary.questions]
            if phrase.text in scope.vocabulary.facts:
                message = f"`{phrase.text}` is a fact"
                scope.report("PR200", message, phrase.span, "give it without `that`")
            else:
                scope.problems.append(unknown("definition", t.Word(phrase.text, phrase.span), known))
            return
        about = () if question else arguments_of(phrase, subject, scope)
        kind = question.kind if question else scope.definition_kind(phrase.text)
        if about is None or kind is None:
            return
        value: Value | Absence = not item.negated
        if subject is None:
            value = value_of(item.value, kind, scope)
            value = not value if item.negated and isinstance(value, bool) else value
        if isinstance(value, Absence):
            scope.report("PR202", "what is stipulated has a value", item.span, "write the value, or leave it out")
            return
        self.stipulated[phrase.text, about] = value
        self._named.update(persons_in([about, value]))


def arguments_of(phrase: t.Phrase, subject: t.Expression | None, scope: Scope) -> tuple[Value, ...] | None:
    """What a fact or definition is about in an example; None if something is wrong with it."""
    openings = scope.openings(phrase.text)
    if not fits_openings(phrase, subject, openings, scope):
        return None
    fact = scope.vocabulary.facts.get(phrase.text)
    if fact and fact.of_party and isinstance(phrase.places[0].term, t.Name):
        term = phrase.places[0].term
        known_role(t.Word(term.text, term.span), scope)
    terms = [*([subject] if subject else []), *(place.term for place in phrase.places)]
    pairs = zip(openings, terms, strict=True)
    made = [value_of(term, opening.kind, scope) for opening, term in pairs if opening.kind]
    if len(made) < len(openings):
        return None
    known = tuple(value for value in made if not isinstance(value, Absence))
    if len(known) < len(made):
        scope.report("PR202", "it must be said what this is about", phrase.span, "write a name or value in each place")
        return None
    return known
