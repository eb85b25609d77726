"""Lower lists of bounded size: what may be a member is looked at place by place. Mirrors the interpreter's `lists`.

A place that holds no member takes no part; a member of which it is not known whether it counts leaves a whole open
only if it could make a difference.
"""

from collections.abc import Sequence

from panarchy_rules.backends.lowered.comparisons import equal
from panarchy_rules.backends.lowered.literals import literal
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.reading import listed_fact, lower_persons
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered, LoweredList, Open, Truth
from panarchy_rules.base.records import replace
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m

MOST_PLACES = 64


def lower_list(term: m.Term, on: Lowering, bound: Bindings) -> LoweredList:
    """A term that is a list."""
    match term:
        case m.Literal(tuple() as values):
            members = tuple((on.graph.true, literal(value, on)) for value in values)
            found = LoweredList(members, on.graph.false, on.algebra.closed)
        case m.FactOf():
            found = listed_fact(term, on, bound)
        case m.Persons():
            found = lower_persons(term, on, bound)
        case m.Picked("list"):
            found = _filtered(term, on, bound)
        case m.ListTerm():
            found = _computed(term, on, bound)
        case m.Calendar() | m.Union():
            raise Unsupported("periods")
        case _:
            raise Unsupported("kind")
    if len(found.members) > MOST_PLACES:
        raise Unsupported("places")
    return found


def _filtered(term: m.Picked, on: Lowering, bound: Bindings) -> LoweredList:
    """What the members give that satisfy a condition; the first of which that is not known leaves the list open."""
    algebra, graph = on.algebra, on.graph
    items = on.members(term.items, bound)
    members, meant, given = [], [], []
    for is_member, item in items.members:
        inner = {**bound, term.variable: item}
        where = _where(term.where, on, inner)
        value = on.value(term.term, inner)
        holds = graph.and_(is_member, where.yes)
        meant.append(algebra.only_if(is_member, where.open))
        given.append(algebra.only_if(graph.and_(holds, graph.not_(value.absent)), value.open))
        members.append((holds, value))
    waits = _first(on, meant if items.in_order else [algebra.merged(meant)])
    unclear = algebra.only_if(graph.not_(algebra.is_open(waits)), algebra.merged(given))
    return _listed(on, items, members, algebra.merged((items.open, waits, unclear)))


def _first(on: Lowering, several: Sequence[Open]) -> Open:
    """The reasons of the first that is open."""
    found, before = [], on.graph.false
    for one in several:
        found.append(on.algebra.only_if(on.graph.not_(before), one))
        before = on.graph.or_(before, on.algebra.is_open(one))
    return on.algebra.merged(found)


def _listed(on: Lowering, items: LoweredList, members: Sequence[tuple[int, Lowered]], open_: Open) -> LoweredList:
    """A list without what is not applicable."""
    graph = on.graph
    found = replace(items, open=on.algebra.only_if(graph.not_(items.absent), open_))
    there = on.algebra.is_known(found)
    left = [(graph.and_(there, holds, graph.not_(value.absent)), value) for holds, value in members]
    return replace(found, members=tuple((is_member, _as_known(on, value)) for is_member, value in left))


def _as_known(on: Lowering, value: Lowered) -> Lowered:
    return replace(value, absent=on.graph.false, open=on.algebra.closed)


def _computed(term: m.ListTerm, on: Lowering, bound: Bindings) -> LoweredList:
    """Members that are computed; what no rule speaks to is left out, too."""
    graph, algebra = on.graph, on.algebra
    members, opens = [], []
    for item in term.items:
        value = on.value(item, bound)
        reasons = value.open
        others = graph.or_(reasons.missing, reasons.collides, reasons.elsewhere)
        opens.append(algebra.only_if(graph.and_(graph.not_(value.absent), others), reasons))
        members.append((graph.not_(algebra.is_open(reasons)), value))
    whole = LoweredList((), graph.false, algebra.closed)
    return _listed(on, whole, members, algebra.merged(opens))


def _where(term: m.Term | None, on: Lowering, bound: Bindings) -> Truth:
    return on.algebra.settled(on.graph.true) if term is None else on.truth(term, bound)


# --- one member ---


def lower_picked(term: m.Picked, on: Lowering, bound: Bindings) -> Lowered:
    """What the earliest or latest member gives that satisfies a condition; nothing, if there is none."""
    if term.word == "list":
        raise Unsupported("kind")
    algebra, graph = on.algebra, on.graph
    items = on.members(term.items, bound)
    if not items.in_order:
        raise Unsupported("persons")
    found: Lowered | None = None
    for is_member, item in items.members if term.word == "latest" else tuple(reversed(items.members)):
        inner = {**bound, term.variable: item}
        where, value = _where(term.where, on, inner), on.value(term.term, inner)
        found = found or replace(value, absent=graph.true, open=algebra.closed)
        waits = graph.and_(is_member, algebra.is_open(where.open))
        found = algebra.if_(graph.and_(is_member, where.yes), value, found)
        open_ = Open(*(graph.select(waits, a, b) for a, b in zip(where.open.each(), found.open.each(), strict=True)))
        found = replace(found, absent=graph.and_(graph.not_(waits), found.absent), open=open_)
    if found is None:
        raise Unsupported("places")
    known = algebra.is_known(items)
    return replace(
        found,
        absent=graph.or_(items.absent, graph.and_(known, found.absent)),
        open=algebra.merged(
            (algebra.only_if(graph.not_(items.absent), items.open), algebra.only_if(known, found.open))
        ),
    )


def lower_only_member(term: m.OnlyMember, on: Lowering, bound: Bindings) -> Lowered:
    """The one member of a list; nothing, if it has several that differ, or none."""
    algebra, graph = on.algebra, on.graph
    items = on.members(term.items, bound)
    if not items.members:
        raise Unsupported("places")
    some, differ = graph.false, graph.false
    found = items.members[0][1]
    for place, (is_member, value) in enumerate(items.members):
        alike = graph.true if place == 0 else _alike(on, found, value)
        differ = graph.or_(differ, graph.and_(some, is_member, graph.not_(alike)))
        found = value if place == 0 else algebra.if_(graph.and_(is_member, graph.not_(some)), value, found)
        some = graph.or_(some, is_member)
    absent = graph.or_(items.absent, graph.and_(algebra.is_known(items), graph.or_(differ, graph.not_(some))))
    return replace(found, absent=absent, open=algebra.only_if(graph.not_(items.absent), items.open))


def _alike(on: Lowering, one: Lowered, other: Lowered) -> int:
    """Whether two members are one. Records are told apart by their places."""
    if one.unit != other.unit:
        return on.graph.false
    if one.kind.name == other.kind.name == "record":
        return on.graph.eq(one.node, other.node)
    return equal(on, one, other)


# --- all members ---


def lower_quantified(term: m.Quantified, on: Lowering, bound: Bindings) -> Lowered:
    """Whether some, every or no member has a property."""
    algebra, graph = on.algebra, on.graph
    items = on.members(term.items, bound)
    held = []
    for is_member, item in items.members:
        truth = _has_property(term, on, {**bound, term.variable: item})
        among = Truth(graph.and_(is_member, truth.yes), algebra.only_if(is_member, truth.open))
        no_member = Truth(graph.or_(graph.not_(is_member), truth.yes), algebra.only_if(is_member, truth.open))
        held.append(no_member if term.word == "every" else among)
    found = algebra.all(held) if term.word == "every" else algebra.any(held)
    found = algebra.not_(found) if term.word == "no" else found
    open_ = algebra.only_if(graph.not_(items.absent), algebra.merged((items.open, found.open)))
    known = graph.not_(algebra.is_open(items.open))
    yes = graph.select(items.absent, graph.truth(term.word != "some"), graph.and_(known, found.yes))
    return algebra.of_truth(Truth(yes, open_))


def _has_property(term: m.Quantified, on: Lowering, bound: Bindings) -> Truth:
    """Whether a member has the property; of those that are not meant, every one has it and none."""
    has = on.truth(term.condition, bound)
    if term.where is None:
        return has
    meant = on.truth(term.where, bound)
    return on.algebra.any([on.algebra.not_(meant), has]) if term.word == "every" else on.algebra.all([meant, has])


def lower_aggregate(term: m.Aggregate, on: Lowering, bound: Bindings) -> Lowered:
    """The number of members, or the total, most or least of something over them."""
    algebra, graph = on.algebra, on.graph
    items = on.members(term.items, bound)
    chosen: list[tuple[int, Lowered]] = []
    waits = []
    for is_member, item in items.members:
        inner = {**bound, term.variable: item}
        where = _where(term.where, on, inner)
        waits.append(algebra.only_if(is_member, where.open))
        one = algebra.known(k.NUMBER, graph.const(1)) if term.term is None else on.exact(term.term, inner)
        chosen.append((graph.and_(is_member, where.yes), one))
    open_ = algebra.merged([items.open, *waits])
    there = graph.not_(algebra.is_open(open_))
    total = _extreme(on, term, chosen) if term.word in ("most", "least") else _total(on, term, chosen)
    if term.otherwise is not None:
        other = on.exact(term.otherwise, bound)
        nothing = graph.not_(graph.or_(*(holds for holds, _ in chosen)))
        total = algebra.if_(nothing, other, total) if chosen else other
    own = algebra.only_if(there, total.open)
    return replace(
        total,
        absent=graph.or_(items.absent, graph.and_(there, total.absent)),
        open=algebra.only_if(graph.not_(items.absent), algebra.merged((open_, own))),
    )


def _extreme(on: Lowering, term: m.Aggregate, chosen: Sequence[tuple[int, Lowered]]) -> Lowered:
    graph = on.graph
    nodes, scale, below = on.algebra.aligned([value for _, value in chosen])
    best, some = graph.const(0), graph.false
    for (holds, _), node in zip(chosen, nodes, strict=True):
        better = graph.lt(best, node) if term.word == "most" else graph.lt(node, best)
        best = graph.select(graph.and_(holds, graph.or_(graph.not_(some), better)), node, best)
        some = graph.or_(some, holds)
    return replace(_over(on, term, chosen, best, scale, needs_some=True), below=below)


def _total(on: Lowering, term: m.Aggregate, chosen: Sequence[tuple[int, Lowered]]) -> Lowered:
    graph = on.graph
    nodes, scale, below = on.algebra.aligned([value for _, value in chosen])
    node = graph.const(0)
    for (holds, _), one in zip(chosen, nodes, strict=True):
        node = graph.add(node, graph.select(holds, one, graph.const(0)))
    # A total of nothing has no currency or unit.
    needs_some = term.kind in (k.MONEY, k.DAYS)
    return replace(_over(on, term, chosen, node, scale, needs_some=needs_some), below=below)


def _over(
    on: Lowering, term: m.Aggregate, chosen: Sequence[tuple[int, Lowered]], node: int, scale: int, *, needs_some: bool
) -> Lowered:
    """What is computed over the members that are chosen, which have to be there."""
    algebra, graph = on.algebra, on.graph
    units = {value.unit for _, value in chosen}
    if len(units) > 1:
        raise Unsupported("units")
    absent = graph.or_(*(graph.and_(holds, value.absent) for holds, value in chosen))
    open_ = algebra.merged(algebra.only_if(holds, value.open) for holds, value in chosen)
    if needs_some:
        nothing = algebra.obstacle(graph.not_(graph.or_(*(holds for holds, _ in chosen))))
        open_ = algebra.merged((open_, nothing))
    result = algebra.known(term.kind, node, scale, units.pop() if units else "")
    return replace(result, absent=absent, open=algebra.only_if(graph.not_(absent), open_))
