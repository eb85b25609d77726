"""Ask with open places: a question with gaps in, every way to fill them from the case out, each with its verdict."""

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING, Any

from panarchy_rules.base.values import Person, RecordValue
from panarchy_rules.rulebook.kinds import PERSON, Kind, finite_values, fits
from panarchy_rules.rulebook.rulebook import Asking
from panarchy_rules.rulebook.verdict import Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.evaluation import Evaluation


def bindings(question: Asking, on: "Evaluation") -> tuple[tuple[Asking, Verdict], ...]:
    """Every way to fill the open places, in the order of the values.

    A person's place is filled with each person of the case, a place of few values with each of them,
    and any other with the values of its kind that the record names.
    """
    signature = on.rulebook.signatures[question.name]
    pairs = zip(signature.parameters, question.arguments, strict=True)
    choices = [_choices(p.kind, on) if value is None else (value,) for p, value in pairs]
    asked = (on.asking(question.name, about) for about in product(*choices))
    return tuple((one, on.decide(one)) for one in asked)


def _choices(kind: Kind, on: "Evaluation") -> tuple[Any, ...]:
    if kind == PERSON:
        return tuple(Person(name) for name in on.record.persons)
    few = finite_values(kind)
    if few is not None:
        return few
    named = [(about, value) for (_, about), value in on.record.facts.items()]
    stipulated = [(about, value) for (_, about), value in on.record.stipulated.items()]
    found = dict.fromkeys(value for value in _values([*named, *stipulated]) if fits(value, kind))
    return tuple(sorted(found, key=str if kind.name in ("record", "text", "law") else None))


def _values(root: object) -> Iterable[Any]:
    todo = [root]
    while todo:
        value = todo.pop()
        if isinstance(value, list | tuple):
            todo += value
        elif isinstance(value, RecordValue):
            yield value
            todo += [part for _, part in value.fields]
        else:
            yield value
