"""Read what the record states: a fact, field or list of persons in, its value, `Unknown` or "not applicable" out."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter.unknown import NOT_APPLICABLE, Unknown, merged
from panarchy_rules.base.values import Person, RecordValue, Value, show
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.record import Absence, fact_key, phrase_words
from panarchy_rules.rulebook.rulebook import FactDeclaration, FieldDeclaration

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation

Evaluate = Callable[[m.Term, "Evaluation", Mapping[str, Any]], Any]


def read_fact(term: m.FactOf, about: Sequence[Value], on: "Evaluation") -> Any:
    """The value of a fact about something."""
    declared = on.rulebook.vocabulary.facts.get(term.name)
    words = _words(term, declared, about, on)
    key = fact_key(term.name, tuple(about))
    on.read_keys[words] = (term.name, key)
    return _known(on.record.facts.get(key, Absence.NOT_ASKED), words, declared, on)


def read_plain_fact(name: str, on: "Evaluation") -> Any:
    """The value of a fact that is about nothing in particular."""
    key = (name, None)
    on.read_keys[name] = (name, key)
    value = on.record.facts.get(key, Absence.NOT_ASKED)
    return _known(value, name, on.rulebook.vocabulary.facts.get(name), on)


def read_field(term: m.FieldOf, record: RecordValue, on: "Evaluation") -> Any:
    """One field of a record."""
    kinds = on.rulebook.vocabulary.records.get(term.kind)
    declared = kinds.fields.get(term.field) if kinds else None
    words = f"{term.field} of {record.label or record.kind}"
    on.read_keys[words] = (term.field, None)
    return _known(dict(record.fields).get(term.field, Absence.NOT_ASKED), words, declared, on)


def _known(value: Any, words: str, declared: FactDeclaration | FieldDeclaration | None, on: "Evaluation") -> Any:
    if value is Absence.NOT_ASKED:
        value = _closed(declared)
    on.note_reading(words, value)
    if not isinstance(value, Absence) or value is NOT_APPLICABLE:
        return value
    return Unknown(missing=(words,))


def _closed(declared: FactDeclaration | FieldDeclaration | None) -> Value | Absence:
    """What the absence of a fact means: only the vocabulary can say."""
    match declared.closing if declared else "":
        case "not_applicable":
            return Absence.NOT_APPLICABLE
        case "no" | "value" if declared and declared.otherwise is not None:
            return declared.otherwise
        case _:
            return Absence.NOT_ASKED


def _words(term: m.FactOf, declared: FactDeclaration | None, about: Sequence[Value], on: "Evaluation") -> str:
    """A fact of a party is named by the role in which a rule speaks of it, or else by the first it has."""
    if declared is None or not about:
        return term.name
    if declared.of_party:
        return f"{term.name} of {_role(term.arguments[0], about[0], on)}"
    return phrase_words(term.name, [place.preposition for place in declared.places], [named(each) for each in about])


def _role(argument: m.Term, person: Value, on: "Evaluation") -> str:
    if isinstance(argument, m.RolePerson):
        return argument.role
    roles = sorted(role for role, who in on.record.roles.items() if Person(who) == person)
    return roles[0] if roles else named(person)


def named(value: Value) -> str:
    """What something is called in a fact or question about it."""
    return value.label if isinstance(value, RecordValue) and value.label else show(value)


def all_known(values: Sequence[Any]) -> Any:
    """None if all values are known; otherwise what stands in the way, of which "not applicable" wins."""
    unknown = []
    for value in values:
        if value is NOT_APPLICABLE:
            return NOT_APPLICABLE
        if isinstance(value, Unknown):
            unknown.append(value)
    return merged(unknown) if unknown else None
