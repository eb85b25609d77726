"""Tails and windows on generated worlds: a tail that lasts is as if nobody had left, and its chains hold."""

from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st

from panarchy_rules.base.results import NoteCode, Status
from panarchy_rules.register import Leave
from tests.support.chains import faults, reachable
from tests.support.small_world import World
from tests.support.theorems.seen import chains_of
from tests.support.worlds import worlds

TAILS = st.sampled_from(["", "", "tail 2 days", "tail 400 days for contract", "tail 20000 days"])


def saying(world: World, *lines: str) -> World:
    """The world in which every code says one thing more."""
    said = zip(world.codes, lines, strict=True)
    return replace(world, codes=tuple(replace(c, heading=(*c.heading, line)) if line else c for c, line in said))


@given(worlds(), st.data())
def test_chains_through_tails_hold(world: World, data: st.DataObject) -> None:
    """Every chain is without fault to a checker that knows tails from their definition, and every law that such
    chains reach without doubt is among those that the judgment lists."""
    changed = saying(world, *(data.draw(TAILS) for _ in world.codes))
    panarchy = changed.built()
    judgment = panarchy.resolve(changed.dispute)

    assert panarchy.verify(judgment) == ()
    for issue in judgment.issues:
        for end, chain, assuming in chains_of(issue):
            event("by a tail" if chain.edges[0].left else "else")
            assert faults(panarchy, judgment, issue, chain, end, assuming) == []
        if issue.status is Status.NO_COMMON_LAW and not issue.refused_results:
            for frontier in issue.frontiers:
                certain, possible = reachable(panarchy, judgment, issue, frontier.party)
                assert certain <= set(frontier.laws) <= possible


@given(worlds())
def test_a_lasting_tail_is_as_if_nobody_had_left(world: World) -> None:
    """If every code binds on for good, exits change no law and no order, as long as there is one edition of each."""
    if len({code.provider for code in world.codes}) < len(world.codes):
        return
    stayed = replace(world, entries=tuple(e for e in world.entries if not isinstance(e, Leave)))
    numbered = {e.entry: n for n, e in enumerate(stayed.entries, 1)}
    if any(getattr(e, "of", None) for e in stayed.entries) or any(
        e.act == "join" and e.kind == "proxy" for e in stayed.entries
    ):
        return  # Revocations name entries by number, and proxies have no tail.
    again = replace(stayed, entries=tuple(e.model_copy(update={"entry": numbered[e.entry]}) for e in stayed.entries))
    tail = ["tail 20000 days"] * len(world.codes)
    first, second = saying(world, *tail).judged(), saying(again, *tail).judged()
    event("left" if len(again.entries) < len(world.entries) else "nobody left")

    assert first.laws == second.laws
    assert [*map(str, first.orders)] == [*map(str, second.orders)]


@given(worlds(), st.data())
def test_flags_hold(world: World, data: st.DataObject) -> None:
    """Watching changes nothing but the notes; a flag says truly what would be without the changes."""
    watched = saying(world, *(data.draw(st.sampled_from(["", "watch 700 days"])) for _ in world.codes))
    panarchy = watched.built()
    judgment, plain = panarchy.resolve(watched.dispute), world.judged()

    assert panarchy.verify(judgment) == ()
    assert (judgment.status, judgment.laws, judgment.orders) == (plain.status, plain.laws, plain.orders)
    for issue in judgment.issues:
        flags = [note for note in issue.notes if note.code is NoteCode.EVASION_FLAG]
        assert len(flags) == len(issue.evasions)
        for one in issue.evasions:
            event("flagged")
            gone = {change.entry for change in one.changes}
            left = tuple(e for e in panarchy.law_world.register.entries if e.entry not in gone)
            law_world = replace(panarchy.law_world, register=type(panarchy.law_world.register)(left))
            other = replace(panarchy, law_world=replace(law_world, persons=world.persons)).resolve(world.dispute)
            found = next(i for i in other.issues if (i.claim, i.issue) == (issue.claim, issue.issue))
            laws = list(dict.fromkeys(law.name for law in found.laws))
            said = one.otherwise
            if said.endswith("would govern"):
                assert said == f"{' and '.join(laws)} would govern"
