"""Find what of the facts a verdict looked at can be changed: an evaluation in, spots with their words and kinds out.

A spot is a fact, a member of a list, or a field of a record, however deep.
"""

from collections.abc import Iterator
from typing import Any

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.values import RecordValue, Value
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.record import Absence, FactKey

LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Spot:
    """One changeable thing. `way` leads into the value of the fact: places in lists and names of fields.

    `is_member` says that it may be left out of its list.
    """

    key: FactKey
    way: tuple[int | str, ...]
    words: str
    kind: Kind
    is_member: bool = False

    def value(self, facts: Any) -> Value | Absence | None:
        """What it is; None if it is not stated."""
        found = facts.get(self.key)
        for step in self.way:
            if isinstance(found, RecordValue):
                found = dict(found.fields).get(str(step))
            else:
                found = found[step] if isinstance(found, tuple) and isinstance(step, int) else None
        return found  # type: ignore[no-any-return]

    def put(self, facts: Any, value: Value | None) -> Value:
        """The value of its fact with this in its place; None leaves a member out."""
        return _put(facts.get(self.key), self.way, value)  # type: ignore[no-any-return]


def _put(within: Any, way: tuple[int | str, ...], value: Value | None) -> Any:
    if not way:
        return value
    step, rest = way[0], way[1:]
    if isinstance(within, RecordValue):
        fields = dict(within.fields)
        fields[str(step)] = _put(fields.get(str(step)), rest, value)
        return replace(within, fields=tuple(sorted(fields.items())))
    assert isinstance(step, int)
    middle = () if value is None and not rest else (_put(within[step], rest, value),)
    return (*within[:step], *middle, *within[step + 1 :])


def spots(evaluation: Evaluation, question: r.QuestionId) -> tuple[Spot, ...]:
    """Every spot that the rules on a question looked at, in the order in which they did."""
    read = dict.fromkeys(words for line in evaluation.trace(question) for words, _ in line.read)
    found: dict[Spot, None] = {}
    for words in read:
        name, key = evaluation.read_keys.get(words, ("", None))
        declared = evaluation.rulebook.vocabulary.facts.get(name)
        if key is not None and declared is not None:
            whole = Spot(key, (), words, declared.kind)
            found.update(dict.fromkeys(_within(whole, evaluation.record.facts.get(key), read)))
    return tuple(found)


def _within(spot: Spot, value: Any, read: dict[str, None]) -> Iterator[Spot]:
    """A spot and what of its value was looked at."""
    if isinstance(value, tuple) and spot.kind.item is not None:
        for place, member in enumerate(value):
            words = member.label if isinstance(member, RecordValue) else f"{spot.words} {place + 1}"
            yield from _within(Spot(spot.key, (*spot.way, place), words, spot.kind.item, is_member=True), member, read)
    elif isinstance(value, RecordValue):
        if spot.is_member:
            yield spot
        for name, kind in spot.kind.fields:
            words = f"{name} of {value.label or value.kind}"
            if words in read:
                inner = Spot(spot.key, (*spot.way, name), words, kind)
                yield from _within(inner, dict(value.fields).get(name), read)
    else:
        yield spot
