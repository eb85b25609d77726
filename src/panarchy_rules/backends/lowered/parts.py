"""Lower rules for each member of a list: what somebody owes in, the parts it may be made up of, or their total, out.

Each place of a list makes a part of its own, which takes part if the place holds a member. Rules whose debtor or
creditor is the member speak to what that person owes. Mirrors the interpreter's `parts`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import field

from panarchy_rules.backends.lowered.answered import Answered, mask_of
from panarchy_rules.backends.lowered.lowering import Bindings, Lowering
from panarchy_rules.backends.lowered.rules import FAILS, VALUE
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.backends.lowered.values import Lowered, Open
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.terms import Bound, Term

Each = tuple[tuple[str, Term], ...]
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Rules that speak for one member, with what their names stand for, and whether there is such a member."""

    there: int
    rules: dict[str, Bindings]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of what is owed, why it may not be known for whom rules hold, and the rules that might speak."""

    all: tuple[Part, ...]
    open: Open
    speaking: tuple[str, ...]


@dataclass(slots=True)
class _Gathering:
    on: Lowering
    question: r.Owing
    opens: list[Open] = field(default_factory=list)
    found: dict[Key, Part] = field(default_factory=dict)


def parts_of(question: r.Owing, on: Lowering) -> Parts:
    """The rules on each part of what is owed; the part without members comes first."""
    gathering = _Gathering(on, question)
    roots = on.rulebook.roots.get(question, ())
    if roots:
        gathering.found[()] = Part(on.graph.true, {label: {} for label in roots})
    rules = [on.rulebook.rules[label] for label in on.rulebook.each.get(question.head, ())]
    speaking = [rule for rule in rules if _may_speak(rule, question)]
    for rule in speaking:
        _gather(gathering, rule)
    merged = on.algebra.merged(gathering.opens)
    unclear = on.graph.or_(merged.collides, merged.silent, merged.elsewhere)
    open_ = replace(on.algebra.closed, missing=merged.missing, elsewhere=unclear)
    return Parts(tuple(gathering.found.values()), open_, tuple(sorted(rule.label for rule in speaking)))


def _may_speak(rule: r.Rule, question: r.Owing) -> bool:
    """Whether a rule might speak to what one person owes another, if its lists had other members."""
    assert isinstance(rule.question, r.Owing)
    members = {name for name, _ in rule.each}
    ends = ((rule.question.bearer, question.bearer), (rule.question.counterparty, question.counterparty))
    return all(name in members or name == end for name, end in ends)


def _gather(to: _Gathering, rule: r.Rule) -> None:
    """For which members a rule speaks to the question, and which of them make a part of their own."""
    assert isinstance(rule.question, r.Owing)
    names = (rule.question.bearer, rule.question.counterparty)
    for there, places, bound in _members(to, rule.each, to.on.graph.true, (), {}):
        if _speaks(to, names, bound):
            own = [(place, bound[name].node) for (name, _), place in zip(rule.each, places, strict=True)
                   if name not in names]  # fmt: skip
            key: Key = (_lists(rule.each), *own) if own else ()
            part = to.found.setdefault(key, Part(there, {}))
            if part.there != there:
                raise Unsupported("kind")  # Some rules of the part would hold without the others.
            part.rules[rule.label] = bound


def _members(
    to: _Gathering, each: Each, there: int, places: tuple[int, ...], bound: Bindings
) -> Iterator[tuple[int, tuple[int, ...], Bindings]]:
    if not each:
        yield there, places, bound
        return
    name, items = each[0]
    found = to.on.members(items, bound)
    to.opens.append(to.on.algebra.only_if(to.on.graph.and_(there, to.on.graph.not_(found.absent)), found.open))
    for place, (is_member, item) in enumerate(found.members):
        inner = to.on.graph.and_(there, is_member)
        yield from _members(to, each[1:], inner, (*places, place), {**bound, name: item})


def _speaks(to: _Gathering, names: tuple[str, str], bound: Bindings) -> bool:
    """Whether the two ends of what a rule says, with its members in them, are those that are asked about."""
    asked = (to.question.bearer, to.question.counterparty)
    return all(
        name not in bound or _is_in_role(to.on, bound[name], end) for name, end in zip(names, asked, strict=True)
    )


def _is_in_role(on: Lowering, member: Lowered, role: str) -> bool:
    place = on.graph.value(member.node)
    if place is None or role not in on.columns.roles:
        raise Unsupported("kind")
    return on.columns.everybody[place] == role


def _lists(each: Each) -> str:
    """What tells the lists of a rule from those of another, whatever the rules call their members."""
    found = " ".join(repr(items) for _, items in each)
    for place, (name, _) in enumerate(each):
        found = found.replace(repr(Bound(name)), repr(Bound(str(place))))
    return found


# --- the total ---


def total_of(on: Lowering, parts: Parts, found: Sequence[tuple[Part, Answered]]) -> Answered:
    """What is owed under a head, if it is made up of parts. One part that is not settled leaves the whole so."""
    graph = on.graph
    each = [_Counted(on, part.there, answered) for part, answered in found]
    undetermined = graph.or_(parts.open.missing, *(graph.and_(x.there, x.answered.undetermined) for x in each))
    several = _several(on, [x.declined for x in each])
    elsewhere = graph.or_(parts.open.elsewhere, several, *(graph.and_(x.there, x.answered.elsewhere) for x in each))
    left = graph.not_(graph.or_(elsewhere, undetermined))
    antinomy = graph.and_(left, graph.or_(*(graph.and_(x.there, x.answered.antinomy) for x in each)))
    left = graph.and_(left, graph.not_(antinomy))
    nobody = graph.not_(graph.or_(*(x.there for x in each)))
    silent = graph.or_(*(graph.and_(x.there, x.answered.lacuna) for x in each),
                       graph.and_(nobody, graph.truth(not parts.speaking)))  # fmt: skip
    some_owed, declines = graph.or_(*(x.owed for x in each)), graph.or_(*(x.declined for x in each))
    says = graph.select(some_owed, graph.const(VALUE), graph.const(FAILS))
    for x in each:
        says = graph.select(x.declined, x.answered.says, says)
    labels = tuple(sorted({label for x in each for label in x.answered.grounds} | {*parts.speaking}))
    grounds = {label: _is_ground(on, label, parts, each, nobody, antinomy, declines, some_owed) for label in labels}
    return Answered(
        graph.and_(left, silent), antinomy, graph.and_(graph.not_(elsewhere), undetermined), elsewhere,
        says, _sum(on, each), mask_of(graph, labels, grounds), labels, grounds,
    )  # fmt: skip


class _Counted:
    """One part: whether it counts, and in what way."""

    def __init__(self, on: Lowering, there: int, answered: Answered) -> None:
        graph = on.graph
        self.there, self.answered = there, answered
        self.settled = graph.and_(there, answered.settled(graph))
        self.declined = graph.and_(self.settled, graph.lt(graph.const(FAILS), answered.says))
        self.owed = graph.and_(self.settled, graph.eq(answered.says, graph.const(VALUE)))


def _several(on: Lowering, truths: Sequence[int]) -> int:
    """Whether more than one of some conditions holds."""
    graph, some, several = on.graph, on.graph.false, on.graph.false
    for one in truths:
        several = graph.or_(several, graph.and_(some, one))
        some = graph.or_(some, one)
    return several


def _is_ground(
    on: Lowering, label: str, parts: Parts, each: Sequence[_Counted], nobody: int, antinomy: int, declines: int,
    some_owed: int,
) -> int:  # fmt: skip
    """Whether a rule is among the grounds of the whole: those of the parts that make it what it is."""
    graph = on.graph
    found = [graph.and_(nobody, graph.truth(label in parts.speaking))]
    for x in each:
        mine = x.answered.grounds.get(label, graph.false)
        paid = graph.select(some_owed, x.owed, x.settled)
        decides = graph.select(declines, x.declined, paid)
        collides = graph.and_(x.there, x.answered.antinomy)
        found.append(graph.and_(mine, graph.select(antinomy, collides, decides)))
    return graph.or_(*found)


def _sum(on: Lowering, each: Sequence[_Counted]) -> Lowered | None:
    """The total of what is owed."""
    given = [(x.owed, x.answered.value) for x in each if x.answered.value is not None]
    values = [value for _, value in given if value is not None]
    if not values:
        return None
    if len({value.unit for value in values}) > 1:
        raise Unsupported("units")
    nodes, scale, below = on.algebra.aligned(values)
    total = on.graph.const(0)
    for (owed, _), node in zip(given, nodes, strict=True):
        total = on.graph.add(total, on.graph.select(owed, node, on.graph.const(0)))
    return replace(values[0], node=total, scale=scale, below=below)
