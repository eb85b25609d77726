"""Bind names and phrases: a name with its places in, the fact, field, definition, role or value that it means out."""

from collections.abc import Iterable

from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef, Person, Symbol
from panarchy_rules.compiler import bind_terms
from panarchy_rules.compiler.bind_conduct import field_of
from panarchy_rules.compiler.bind_roles import known_role
from panarchy_rules.compiler.bind_scales import bind_figure
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.compiler.kind_tables import BUILT_IN
from panarchy_rules.compiler.kind_words import alike, kind_words, way_out
from panarchy_rules.compiler.scope import NOTHING, Bound, Opening, Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.record import phrase_words
from panarchy_rules.syntax import tree as t

_YES_AND_NO = {"true": "yes", "false": "no"}
_ELSEWHERE = "under another law, ask facts, questions and heads that the vocabulary declares"


def bind_name(expression: t.Name, scope: Scope, expected: Kind | None) -> Bound:
    """A name alone."""
    text = expression.text
    if text in scope.local:
        return m.Bound(text), _local_kind(text, scope, expected)
    if expected and text in expected.words:
        return m.Literal(Symbol(text)), expected
    alone = _standing_alone(expression, scope)
    if alone:
        return alone
    if expected == k.LAW and text in scope.providers:
        return m.Literal(LawRef(text, "")), k.LAW
    if expected == k.PERSON and scope.examples:
        return m.Literal(Person(text)), k.PERSON
    return _unknown_name(expression, scope, expected)


def _local_kind(text: str, scope: Scope, expected: Kind | None) -> Kind | None:
    """The kind of a parameter or member; one that has none yet gets the kind that is wanted here."""
    kind = scope.local[text] or scope.learned.get(text)
    if kind is None and expected is not None:
        scope.learned[text] = kind = expected
    return kind


def _standing_alone(expression: t.Name, scope: Scope) -> Bound | None:
    """A name that has a meaning by itself: fact, question, definition or role."""
    text, words = expression.text, scope.vocabulary
    if text == "persons":
        return m.Persons(), k.list_of(k.PERSON)
    if text in scope.parameters and not scope.elsewhere:
        return bind_figure(scope.parameters[text], (), expression.span, scope)
    if text in words.facts and words.facts[text].of_party:
        own = [role for role in words.roles if role not in ("claimant", "respondent")]
        parties = own[:2] if len(own) > 1 else ["claimant", "respondent"]
        help_ = "write " + " or ".join(f"`{text} of {role}`" for role in parties)
        return scope.report("PR202", f"`{text}` is a fact of each party", expression.span, help_)
    if scope.openings(text):
        return bind_phrase(t.Phrase(text, (), expression.span), scope)
    if text in words.facts:
        return m.FactOf(text), words.facts[text].kind
    if text in words.questions:
        return m.Answer(text), words.questions[text].kind
    if text in scope.definitions:
        if scope.elsewhere:
            return scope.report("PR200", f"`{text}` is defined in this rulebook only", expression.span, _ELSEWHERE)
        return m.Answer(text), scope.definition_kind(text)
    if text in words.roles:
        return m.RolePerson(text), k.PERSON
    if text in words.acts:
        return m.ActsOf(text), k.list_of(words.acts[text].kind)
    return None


_VALUE_WORDS = ("yes", "no", "nothing", "today", "filing", "not_applicable")


def _unknown_name(expression: t.Name, scope: Scope, expected: Kind | None) -> Bound:
    text, words = expression.text, scope.vocabulary
    if expected and expected.words:
        help_ = did_you_mean(text, expected.words, f"listed: {listed(expected.words)}")
        return scope.report("PR204", f"`{text}` is not one of the listed values", expression.span, help_)
    if expected == k.LAW:
        known = [*scope.providers, *(f.name for f in words.facts.values() if f.kind == k.LAW and not f.of_party)]
        help_ = did_you_mean(text, known, _law_otherwise(text, scope))
        return scope.report("PR400", f"nobody published a law `{text}`", expression.span, help_)
    known = [*words.facts, *words.questions, *scope.definitions, *words.roles, *words.acts, *scope.local]
    help_ = did_you_mean(text, [*known, *_VALUE_WORDS], f"declare it with `fact {text} is …`, or define it")
    if expected == k.TEXT:
        help_ = f'a text stands in quotation marks: `"{text}"`'
    if expected == k.YES_NO and text in _YES_AND_NO:
        help_ = f"write `{_YES_AND_NO[text]}`"
    return scope.report("PR200", f"`{text}` is not known here", expression.span, help_)


def _law_otherwise(text: str, scope: Scope) -> str:
    """What may be meant by a name that is no law: a fact of a party, whether something is there, or a law elsewhere."""
    role, _, name = text.partition(".")
    fact = scope.vocabulary.facts.get(name)
    if fact and fact.of_party and role in scope.vocabulary.roles:
        return f"write `{name} of {role}`"
    if text in ("absent", "empty", "missing", "present"):
        return "write `is given`, or `is not given`"
    return f'published: {listed(scope.providers)}; a law that nobody here publishes is a text: `"{text}"`'


# --- names with places --------------------------------------------------------------------------


def bind_phrase(expression: t.Phrase, scope: Scope) -> Bound:
    """`offer of claimant`, `amount of p`, `gross_income of t in y`: a fact, a field of a record, or a definition."""
    text, places = expression.text, expression.places
    if text in scope.parameters and not scope.elsewhere:
        return bind_figure(scope.parameters[text], places, expression.span, scope)
    known = text in scope.vocabulary.facts or text in scope.definitions
    first: Bound | None = None
    if len(places) == 1 and places[0].preposition == "of" and _may_be_a_field(places[0].term, scope):
        openings = scope.openings(text)
        first = bind_terms.infer(places[0].term, scope, openings[0].kind if len(openings) == 1 else None)
        owner, kind = first
        if kind is not None and kind.name == "record" and (kind.field(text) or not known):
            return _field(expression, owner, kind, scope)
        if not known and kind is None and _is_a_field(text, scope):
            return NOTHING, None
    if not known and text == "result" and len(places) == 1:
        return _result(expression, places[0].term, scope)
    if not known and text in BUILT_IN and [place.preposition for place in places] == ["of"]:
        given, made = BUILT_IN[text]
        return m.Calendar(text, bind_terms.bind(places[0].term, scope, given)), made
    if not known:
        return _no_such_fact(expression, scope)
    if text in scope.definitions and scope.elsewhere:
        return scope.report("PR200", f"`{text}` is defined in this rulebook only", expression.span, _ELSEWHERE)
    openings = scope.openings(text)
    if not fits_openings(expression, None, openings, scope):
        return NOTHING, None
    arguments = _arguments(text, openings, [place.term for place in places], scope, first)
    return _asked(text, arguments, scope)


def _result(expression: t.Phrase, head: t.Expression, scope: Scope) -> Bound:
    """`result of damages`: what is owed under a head, as it was decided or is being tested."""
    text = head.text if isinstance(head, t.Name) else expression.text
    if text not in scope.vocabulary.heads:
        scope.problems.append(unknown("head", t.Word(text, head.span), scope.vocabulary.heads))
        return NOTHING, None
    return m.ResultOf(text), k.MONEY


def _asked(text: str, arguments: tuple[m.Term, ...], scope: Scope) -> Bound:
    fact = scope.vocabulary.facts.get(text)
    if fact:
        return m.FactOf(text, arguments), fact.kind
    return m.Answer(text, arguments), scope.definition_kind(text)


def _may_be_a_field(owner: t.Expression, scope: Scope) -> bool:
    """Whether something can be a record: there are records, and it is no role."""
    return bool(scope.vocabulary.records or scope.vocabulary.acts) and not (
        isinstance(owner, t.Name) and owner.text not in scope.local and not scope.stands_alone(owner.text)
    )


def _is_a_field(text: str, scope: Scope) -> bool:
    words = scope.vocabulary
    acts = (act.kind.field(text) for act in words.acts.values())
    return any(text in record.fields for record in words.records.values()) or any(acts)


def _field(expression: t.Phrase, owner: m.Term, kind: Kind, scope: Scope) -> Bound:
    return field_of(owner, kind, t.Word(expression.text, expression.span), scope)


def _no_such_fact(expression: t.Phrase, scope: Scope) -> Bound:
    word = t.Word(expression.text, expression.span)
    with_places = [name for name in scope.definitions if scope.openings(name)]
    scope.problems.append(unknown("fact", word, [*scope.vocabulary.facts, *with_places]))
    return NOTHING, None


def fits_openings(
    expression: t.Phrase, subject: t.Expression | None, openings: tuple[Opening, ...], scope: Scope
) -> bool:
    """Whether the places of a fact or definition are filled, each behind its own word."""
    written = [*([""] if subject else []), *(place.preposition for place in expression.places)]
    if written == [opening.preposition for opening in openings]:
        return True
    fact = scope.vocabulary.facts.get(expression.text)
    if not openings and fact:
        help_ = f"declare it with `fact {fact.name} of party is {fact.kind}`"
        help_ = f"write `given {fact.name} is …`" if scope.examples else help_
        if written == ["in"]:
            help_ = (
                f"write `some v in …` and the list, and `has (v is {fact.name})`; or `{fact.name} is one of {{a, b}}`"
            )
        message = f"`{fact.name}` is not a fact of each party"
        scope.report("PR202", message, expression.span, help_)
        return False
    help_ = _taken_before(expression, written, openings, scope) or usage(expression.text, openings)
    scope.report("PR321", _misplaced(expression.text, written, openings), expression.span, help_)
    return False


def _taken_before(expression: t.Phrase, written: list[str], openings: tuple[Opening, ...], scope: Scope) -> str | None:
    """The way out where `of` is missing because what stands before it took it: `with u of e` speaks of `u of e`."""
    terms = [place.term for place in expression.places if isinstance(place.term, t.Phrase)]
    taken = next((term for term in terms if term.text in scope.local and term.places[0].preposition == "of"), None)
    if taken is None or "of" in written or "of" not in (opening.preposition for opening in openings):
        return None
    return f"`of` was read with `{taken.text}`; declare the place behind `of` first, or with another word, such as `by`"


def _misplaced(text: str, written: list[str], openings: tuple[Opening, ...]) -> str:
    if not openings:
        return f"`{text}` stands alone"
    if openings[0].preposition == "" and "" not in written:
        return f"`{text}` is said of somebody or something"
    if openings[0].preposition and "" in written:
        return f"`{text}` is a value, and is said of nobody"
    missing = [opening.preposition for opening in openings if opening.preposition not in written]
    return f"`{text}` lacks what stands behind {listed(missing)}" if missing else f"`{text}` is not asked like this"


def usage(text: str, openings: Iterable[Opening]) -> str:
    """How a fact or definition is asked."""
    places = list(openings)
    shown = [opening.name or str(opening.kind) for opening in places]
    return f"write `{phrase_words(text, [opening.preposition for opening in places], shown)}`"


def _arguments(
    text: str, openings: tuple[Opening, ...], terms: list[t.Expression], scope: Scope, first: Bound | None = None
) -> tuple[m.Term, ...]:
    fact = scope.vocabulary.facts.get(text)
    owner = terms[0]
    if fact and fact.of_party and isinstance(owner, t.Name) and _is_nothing(owner.text, scope):
        known_role(t.Word(owner.text, owner.span), scope)
        return (NOTHING,)
    pairs = enumerate(zip(openings, terms, strict=True))
    return tuple(_argument(text, i, opening.kind, term, scope, first) for i, (opening, term) in pairs)


def _is_nothing(name: str, scope: Scope) -> bool:
    return name not in scope.local and not scope.stands_alone(name)


def _argument(
    text: str, place: int, kind: Kind | None, term: t.Expression, scope: Scope, first: Bound | None
) -> m.Term:
    bound, found = first if first and place == 0 else bind_terms.infer(term, scope, kind)
    if kind is None and found is not None:
        scope.signatures.learn(text, place, found)
    if kind is not None and found is not None and not alike(found, kind):
        message = f"expected {kind_words(kind)}, found {kind_words(found)}"
        scope.report("PR202", message, term.span, way_out(found, kind))
    return bound


# --- relations ----------------------------------------------------------------------------------


def relation_in(left: t.Expression, right: t.Expression, scope: Scope) -> t.Phrase | None:
    """The relation that `left is right` says of `left`, if it says one: `bob is child of alice`."""
    if not isinstance(right, t.Name | t.Phrase) or right.text in scope.local or not scope.is_relation(right.text):
        return None
    if isinstance(right, t.Name):
        kind = bind_terms.infer(left, scope.silent())[1]
        if kind and right.text in kind.words:
            return None
        return t.Phrase(right.text, (), right.span)
    return right


def bind_relation(subject: t.Expression, relation: t.Phrase, scope: Scope) -> m.Term:
    """Whether a subject stands in a relation."""
    if relation.text in scope.definitions and scope.elsewhere:
        return scope.report("PR200", f"`{relation.text}` is defined in this rulebook only", relation.span, _ELSEWHERE)[
            0
        ]
    openings = scope.openings(relation.text)
    if not fits_openings(relation, subject, openings, scope):
        return NOTHING
    terms = [subject, *(place.term for place in relation.places)]
    return _asked(relation.text, _arguments(relation.text, openings, terms, scope), scope)[0]
