"""What is true of every world in whose codes people come of age."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Chain, IssueJudgment
from panarchy_rules.register import Agree, Birth, ConsentKind, Entry, Guardian, Join, Ratify, Submit
from tests.support.chains import faults
from tests.support.fewer import fewer_examples
from tests.support.small_world import World
from tests.support.worlds import ANCHOR, PARTIES, worlds

FIRST = date(2021, 1, 1)
EIGHTEEN_BEFORE = ANCHOR.replace(year=ANCHOR.year - 18)
BIRTHS = (date(1980, 6, 1), date(2002, 1, 1), date(2006, 9, 1), EIGHTEEN_BEFORE, date(2007, 6, 16), date(2012, 2, 29))
CLAUSES = ("majority at 18 years", "majority at 16 years", "majority at 18 years proxies continue")


@st.composite
def with_minors(draw: st.DrawFn) -> World:
    """A world in which some codes ask for an age, some births are on record, and some acts were done by others."""
    world = draw(worlds())
    for provider in sorted({code.provider for code in world.codes}):
        clause = draw(st.sampled_from([*CLAUSES, "", CLAUSES[0]]))
        world = world.with_clause(provider, clause) if clause else world
        if clause and draw(st.booleans()):
            world = world.with_clause(provider, "protect counterparty without notice of incapacity")
    entries = [draw(acted(entry)) for entry in world.entries]
    more: list[Entry] = [Guardian(recorded=FIRST, person="dora", ward=who) for who in PARTIES if draw(st.booleans())]
    for person in PARTIES:
        born = draw(st.sampled_from([*BIRTHS, None, None]))
        if born:
            more.append(Birth(recorded=draw(st.sampled_from([born, ANCHOR])), person=person, born=born))
    more = [
        e.model_copy(update={"recorded": max(e.recorded, FIRST), "effective": max(e.recorded, FIRST)}) for e in more
    ]
    return replace(world, entries=tuple(entries)).with_acts(*more)


@st.composite
def acted(draw: st.DrawFn, entry: Entry) -> Entry:
    """The same act, or done for a person by somebody who may be no guardian."""
    if isinstance(entry, Join | Submit | Agree) and draw(st.integers(0, 3)) == 0:
        return entry.model_copy(update={"kind": ConsentKind.PROXY, "by": draw(st.sampled_from(["dora", None]))})
    return entry


def chains(issue: IssueJudgment) -> list[tuple[str, Chain, dict[str, str]]]:
    """Every chain of an issue, with its end and what it is conditional on."""
    found = [
        (law.name, c, {a.about: a.value for a in law.assuming}) for law in issue.laws for c in law.chains + law.also
    ]
    seat = issue.forum.in_place_of or issue.forum.forum or ""
    forum = [(seat, c, {a.about: a.value for a in c.assuming}) for c in issue.forum.chains]
    return [*found, *forum]


@fewer_examples
@given(with_minors())
def test_every_chain_is_one_of_somebody_who_could_act(world: World) -> None:
    """`verify` and the independent checker accept every chain."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)

    assert panarchy.verify(judgment) == ()
    for issue in judgment.issues:
        event(f"status {issue.status}{' lacking a birth' if any('birth' in x for x in issue.lacking) else ''}")
        for end, chain, assuming in chains(issue):
            assert faults(panarchy, judgment, issue, chain, end, assuming) == []


@fewer_examples
@given(with_minors())
def test_nobody_is_bound_after_majority_by_what_a_guardian_signed(world: World) -> None:
    """No adult's chain begins with a proxy that they did not ratify once of age, unless a code says that it goes on."""
    if any("continue" in code.text for code in world.codes):
        return
    asks = all("majority" in code.text for code in world.codes)
    born = {entry.person: entry.born for entry in world.entries if isinstance(entry, Birth)}
    numbered = {entry.entry: entry for entry in world.entries}
    for issue in world.judged().issues:
        for _, chain, _ in chains(issue):
            entry, day = numbered.get(chain.edges[0].entry or 0), born.get(chain.party)
            own = isinstance(entry, Agree) and entry.by is not None and not guarded(world, chain.party)
            if asks and day and day <= EIGHTEEN_BEFORE and getattr(entry, "kind", "") == "proxy" and not own:
                ratified = [e for e in world.entries if isinstance(e, Ratify) and e.person == chain.party]
                event("by proxy")
                assert any(e.recorded >= day.replace(year=day.year + 16, day=1) for e in ratified)


def guarded(world: World, person: str) -> bool:
    """Whether somebody is the guardian of a person."""
    return any(isinstance(entry, Guardian) and entry.ward == person for entry in world.entries)


@fewer_examples
@given(with_minors())
def test_an_unknown_birth_never_decides_more(world: World) -> None:
    """What is decided without a birth is decided alike with it, where entering it is notice of nothing to nobody."""
    world = world.with_codes(
        replace(code, clauses=tuple(c for c in code.clauses if not c.startswith("protect "))) for code in world.codes
    )
    births = [entry for entry in world.entries if isinstance(entry, Birth)]
    blank = [
        e if e not in births else Guardian(entry=e.entry, recorded=e.recorded, person="zoe", ward="cleo")
        for e in world.entries
    ]
    without = replace(world, entries=tuple(blank)).judged()
    for before, after in zip(without.issues, world.judged().issues, strict=True):
        if before.status == "DECIDED":
            event("decided without a birth")
            assert after.status in DECIDED
            assert set(map(str, after.orders)) == set(map(str, before.orders))


@fewer_examples
@given(with_minors(), st.data())
def test_a_chain_of_somebody_else_is_found_out(world: World, data: st.DataObject) -> None:
    """A judgment of a world in which everybody is of age does not verify where a party to a chain was a child."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)
    for issue in judgment.issues:
        for end, chain, _ in chains(issue):
            entry = next((e for e in world.entries if e.entry == chain.edges[0].entry), None)
            if (
                isinstance(entry, Join | Submit)
                and entry.kind is ConsentKind.EXPRESS
                and end in [x.law for x in world.codes]
            ):
                child = replaced(world, chain.party)
                changed = child.with_codes(
                    replace(
                        c, clauses=(*(x for x in c.clauses if "majority" not in x and "protect" not in x), CLAUSES[0])
                    )
                    for c in child.codes
                )
                ratified = any(isinstance(e, Ratify) and e.person == chain.party for e in world.entries)
                if not ratified:
                    event("made a child")
                    assert changed.built().verify(judgment)


def replaced(world: World, person: str) -> World:
    """The world in which a person was born in 2020."""
    gone = [e for e in world.entries if isinstance(e, Birth) and e.person == person]
    entries: list[Any] = [e.model_copy(update={"born": date(2020, 1, 1)}) if e in gone else e for e in world.entries]
    if not gone:
        last = entries[-1]
        entries.append(Birth(entry=last.entry + 1, recorded=last.recorded, person=person, born=date(2020, 1, 1)))
    return replace(world, entries=tuple(entries))
