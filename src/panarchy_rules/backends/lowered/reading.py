"""Lower what a row states: a fact, field, person or day in, a value over the columns of the row out.

Persons and records are numbered, so that it is settled as a rule whom a fact is about. Where it is not, because a
rule has picked somebody, the number chooses among all of them.
"""

from collections.abc import Callable, Sequence
from itertools import product

from panarchy_rules.backends.lowered.facts import About, FactColumn, column_name, field_name, has_numbers, place_name
from panarchy_rules.backends.lowered.literals import literal
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered, LoweredList
from panarchy_rules.base.records import replace
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.rulebook import FactDeclaration, FieldDeclaration

Declared = FactDeclaration | FieldDeclaration


def lower_fact(term: m.FactOf, on: Lowering, bound: Bindings) -> Lowered:
    """A fact that is no list."""
    declared = on.rulebook.vocabulary.facts[term.name]
    if declared.kind.item is not None:
        raise Unsupported("kind")
    about = [on.value(argument, bound) for argument in term.arguments]
    if not about:
        return _fact(on, declared, None)
    if any(one.kind != k.PERSON for one in about):
        raise Unsupported("kind")
    persons = on.columns.everybody

    def read(places: tuple[int, ...]) -> Lowered:
        names = tuple(persons[place] for place in places)
        return _fact(on, declared, names[0] if len(names) == 1 else names)

    among = [range(len(persons))] * len(about)
    found = _chosen(on, about, among, read) or on.algebra.nothing(declared.kind)
    return on.algebra.strictly(about, found)


def _chosen(
    on: Lowering, numbers: Sequence[Lowered], among: Sequence[Sequence[int]], read: Callable[[tuple[int, ...]], Lowered]
) -> Lowered | None:
    """What is read at some numbers, each of which is one of several; None if it cannot be any of them."""
    graph = on.graph
    settled = [graph.value(number.node) for number in numbers]
    ways = list(product(*([x for x in those if one in (None, x)] for one, those in zip(settled, among, strict=True))))
    found = read(ways[0]) if ways else None
    for places in ways[1:]:
        here = graph.and_(*(graph.eq(n.node, graph.const(x)) for n, x in zip(numbers, places, strict=True)))
        found = read(places) if found is None else on.algebra.if_(here, read(places), found)
    return found


def _fact(on: Lowering, declared: FactDeclaration, about: About) -> Lowered:
    column = on.columns.facts.get((declared.name, about))
    if column is None:
        on.unasked.add((declared.name, about))
        return _without_column(on, declared)
    return stated(on, declared, column, column_name(declared.name, about))


def stated(on: Lowering, declared: Declared, column: FactColumn, name: str) -> Lowered:
    """What a column says, which may be that there is nothing."""
    return _with_absences(on, _number(on, column, declared.kind, name), column, name)


def _number(on: Lowering, column: FactColumn, kind: k.Kind, name: str) -> Lowered:
    if kind.name == "record":
        if (name, column) not in on.records:
            on.records.append((name, column))
        return on.algebra.known(kind, on.graph.const(on.records.index((name, column))))
    if not has_numbers(kind):
        raise Unsupported("kind")
    node = on.graph.holds(name) if kind == k.YES_NO else on.graph.input(name, len(kind.words), column.low)
    return on.algebra.known(kind, node, column.scale, column.unit)


def _without_column(on: Lowering, declared: Declared) -> Lowered:
    """A fact that was not asked in any row."""
    if declared.otherwise is not None:
        value = literal(declared.otherwise, on)
        return on.algebra.placed(value, declared.kind) if value.word else value
    if not has_numbers(declared.kind) and declared.kind.name != "record":
        raise Unsupported("kind")
    nothing = on.algebra.nothing(declared.kind)
    if declared.closing == "not_applicable":
        return nothing
    return replace(nothing, absent=on.graph.false, open=on.algebra.obstacle(on.graph.true))


def _with_absences(on: Lowering, value: Lowered, column: FactColumn, name: str) -> Lowered:
    graph = on.graph
    if column.may_be_absent:
        value = replace(value, absent=graph.absent(name))
    if column.may_be_unknown:
        open_ = on.algebra.only_if(graph.not_(value.absent), on.algebra.obstacle(graph.unknown(name)))
        value = replace(value, open=open_)
    return value


# --- records ---


def lower_field(term: m.FieldOf, on: Lowering, bound: Bindings) -> Lowered:
    """A field of a record."""
    record = on.value(term.record, bound)
    if record.kind.name != "record":
        raise Unsupported("kind")
    kinds = on.rulebook.vocabulary.records.get(term.kind)
    declared = kinds.fields.get(term.field) if kinds else None
    if declared is None or declared.kind.item is not None:
        raise Unsupported("kind")
    alike = [n for n, (_, column) in enumerate(on.records) if (column.kind.item or column.kind).label == term.kind]

    def read(places: tuple[int, ...]) -> Lowered:
        name, record_column = on.records[places[0]]
        column = dict(record_column.fields).get(term.field)
        if column is None:
            on.unasked_fields.add((name, term.field))
            return _without_column(on, declared)
        return stated(on, declared, column, field_name(name, term.field))

    found = _chosen(on, (record,), (alike,), read) or on.algebra.nothing(declared.kind)
    return on.algebra.strictly((record,), found)


# --- lists ---


def listed_fact(term: m.FactOf, on: Lowering, bound: Bindings) -> LoweredList:
    """A fact that is a list: a place for each member that it may have."""
    declared = on.rulebook.vocabulary.facts[term.name]
    if declared.kind.item is None or declared.closing == "value":
        raise Unsupported("kind")
    about = [on.value(argument, bound) for argument in term.arguments]
    name = _settled(on, about)
    found = _listed(on, declared, name)
    if not about:
        return found
    state = on.algebra.strictly(about, replace(on.algebra.nothing(k.NUMBER), absent=found.absent, open=found.open))
    return replace(found, absent=state.absent, open=state.open)


def _settled(on: Lowering, about: Sequence[Lowered]) -> About:
    """Whom a list is about, which has to be settled."""
    if not about:
        return None
    places = [on.graph.value(one.node) for one in about if one.kind == k.PERSON]
    if len(places) < len(about) or None in places:
        raise Unsupported("kind")
    names = tuple(on.columns.everybody[place] for place in places if place is not None)
    return names[0] if len(names) == 1 else names


def _listed(on: Lowering, declared: FactDeclaration, about: About) -> LoweredList:
    graph, algebra = on.graph, on.algebra
    column = on.columns.facts.get((declared.name, about))
    if column is None:
        on.unasked.add((declared.name, about))
        absent = graph.truth(declared.closing == "not_applicable")
        return LoweredList((), absent, algebra.only_if(graph.not_(absent), algebra.obstacle(graph.true)))
    name = column_name(declared.name, about)
    count = _with_absences(on, algebra.known(k.NUMBER, graph.input(name)), column, name)
    there, member = algebra.is_known(count), column.member
    members = tuple(
        (graph.and_(there, graph.lt(graph.const(place), count.node)),
         _number(on, member, member.kind, place_name(name, place)))
        for place in range(column.size)
    )  # fmt: skip
    return LoweredList(members, count.absent, count.open)


# --- persons and days ---


def lower_persons(term: m.Persons, on: Lowering, bound: Bindings) -> LoweredList:  # noqa: ARG001
    """All persons of the case, whose order differs from row to row."""
    if not on.columns.persons:
        raise Unsupported("persons")
    members = tuple(
        (on.graph.true, on.algebra.known(k.PERSON, on.graph.const(n))) for n in range(len(on.columns.persons))
    )
    return LoweredList(members, on.graph.false, on.algebra.closed, in_order=len(members) < 2)


def lower_role(term: m.RolePerson, on: Lowering, bound: Bindings) -> Lowered:  # noqa: ARG001
    """The person in a role; nobody, if no row fills it."""
    if term.role not in on.columns.roles:
        return on.algebra.nothing(k.PERSON)
    return on.algebra.known(k.PERSON, on.graph.const(on.columns.everybody.index(term.role)))


def lower_bound(term: m.Bound, on: Lowering, bound: Bindings) -> Lowered:  # noqa: ARG001
    """The member of a list that is being looked at."""
    return bound[term.name]


def lower_clock(term: m.ClockDate, on: Lowering, bound: Bindings) -> Lowered:  # noqa: ARG001
    """A day that the dispute states."""
    graph = on.graph
    if term.which not in on.columns.clock:
        return replace(on.algebra.known(k.DATE, graph.const(1)), open=on.algebra.obstacle(graph.true))
    return on.algebra.known(k.DATE, graph.input(term.which))


def lower_answer(term: m.Answer, on: Lowering, bound: Bindings) -> Lowered:
    """What the rulebook says to one of its questions about something."""
    about = [on.value(argument, bound) for argument in term.arguments]
    answer = on.answer(term.question, about)
    return on.algebra.strictly(about, answer) if about else answer
