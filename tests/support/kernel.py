"""Ask the kernel as the engine is asked: a rulebook and facts in, a verdict as plain data out."""

from collections.abc import Iterator
from itertools import product

from panarchy_rules.backends.lowered.facts import About, Columns, FactColumn, column_for
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.rulebook import FactDeclaration, Rulebook, Vocabulary

# Fine enough for every number that `generate` writes, which are thousandths at the most.
SCALES = {"money": 1000, "number": 2, "percent": 100}
PLACES = 4
PARTIES = ("claimant", "respondent")


def columns(
    rulebook: Rulebook, *, may_be_missing: bool = True, persons: tuple[str, ...] = (), bound: int | None = None
) -> Columns:
    """A column for every fact of a rulebook's vocabulary; lists have four places. `bound` is the greatest number."""
    made: dict[tuple[str, About], FactColumn] = {}
    for name, declared in rulebook.vocabulary.facts.items():
        column = _column(declared.kind, rulebook.vocabulary, may_be_missing, bound)
        for about in _about(declared, persons):
            if column is not None:
                made[name, about] = column
    return Columns(made, persons=persons)


def _column(kind: Kind, vocabulary: Vocabulary, may_be_missing: bool, bound: int | None) -> FactColumn | None:
    item = kind.item or kind
    fields = {}
    for name, declared in (vocabulary.records[item.label].fields if item.name == "record" else {}).items():
        column = _column(declared.kind, vocabulary, may_be_missing, bound)
        if column is not None:
            fields[name] = column
    return column_for(
        kind,
        "EUR" if item.name == "money" else "",
        scale=SCALES.get(item.name),
        bound=bound,
        may_be_absent=may_be_missing,
        may_be_unknown=may_be_missing,
        size=PLACES,
        fields=fields,
    )


def _about(declared: FactDeclaration, persons: tuple[str, ...]) -> Iterator[About]:
    if declared.of_party:
        yield from PARTIES
    elif not declared.places:
        yield None
    elif all(place.kind.name == "person" for place in declared.places):
        several = product(persons, repeat=len(declared.places))
        yield from (names[0] if len(names) == 1 else names for names in several)
