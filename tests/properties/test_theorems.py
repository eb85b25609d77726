"""What is true of every world: the guarantees of the consent-meet graph, tried on generated worlds.

`tests/support/worlds.py` makes the worlds, `tests/support/chains.py` checks chains without the engine.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Chain, IssueJudgment
from panarchy_rules.choice_of_law.closure import closure, grow
from panarchy_rules.choice_of_law.select import tier_of
from panarchy_rules.register import Agree, Entry, Join, Leave, Ratify, Revoke, RevokeClause, Submit
from tests.support.adversarial import ADVERSARIAL
from tests.support.chains import faults, reachable
from tests.support.checkout import ROOT
from tests.support.small_world import NO_LAW, World, names, renamed
from tests.support.tampering import broken_chains, swapped, tampered
from tests.support.worlds import ANCHOR, BLANK, OTHERS, PARTIES, Shape, sample, worlds

AFTER = date(2026, 1, 1)
ANY_DAY = st.sampled_from([date(2021, 1, 1), date(2025, 6, 1), ANCHOR, date(2025, 6, 16), AFTER])
SHUFFLED = st.randoms(use_true_random=False)


# --- The worlds themselves ---


def test_the_generated_worlds_reach_every_outcome() -> None:
    """Each status the choice of law can give, and the notes, occur in a few hundred worlds."""
    found: Counter[str] = Counter()
    for world in sample(300):
        for issue in world.judged().issues:
            found.update([issue.status, f"forum {issue.forum.status}", *(str(note.code) for note in issue.notes)])
            found["conditional"] += any(law.assuming for law in issue.laws)
            found["long chain"] += any(len(chain.edges) > 2 for law in issue.laws for chain in law.chains)

    wanted = (
        "DECIDED DECIDED_IN_PART UNDETERMINED NO_COMMON_LAW AMBIGUOUS_LAW NO_FORUM FORUM_DECLINED AMBIGUOUS_FORUM "
        "RULE_CONFLICT LAW_SILENT PANEL_HUNG FALSE_CONFLICT SAME_RESULT PARTIAL_FORUM "
        "TIME_BARRED conditional RENVOI_CYCLE CONSENT_BY_PROXY PROXY_SPLIT"
    )
    assert not [outcome for outcome in (*wanted.split(), "long chain") if not found[outcome]], found


# --- P1, P5: consent ---


@given(worlds())
def test_p1_chain(world: World) -> None:
    """If an issue is decided with a law, then for each bound party there is a finite path whose first edge is p's
    consent act and each later edge is authored by the law at which the previous edge ended, all effective at the
    anchor, ending in that law; `verify` finds so too."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)

    assert panarchy.verify(judgment) == ()
    for issue in judgment.issues:
        event(f"status {issue.status}")
        assert issue.laws or issue.status not in DECIDED
        for end, chain, assuming in chains_of(issue):
            assert faults(panarchy, judgment, issue, chain, end, assuming) == []
        for law in issue.laws:
            assert {chain.party for chain in law.chains} == {issue.claimant, issue.respondent}
        if issue.forum.forum:
            assert {chain.party for chain in issue.forum.chains} == {issue.claimant, issue.respondent}


@given(worlds(), st.data())
def test_p1_tampered_chain(world: World, data: st.DataObject) -> None:
    """A chain with another entry, clause or target, with an edge dropped or read at an earlier day is no chain;
    `verify` says so too."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)
    found = [(i, *one) for i in judgment.issues for one in chains_of(i)]
    if not found:
        return
    issue, end, chain, assuming = data.draw(st.sampled_from(found))
    broken = data.draw(st.sampled_from(list(broken_chains(world, chain))))
    event(broken[0])

    assert faults(panarchy, judgment, issue, broken[1], end, assuming)
    assert panarchy.verify(swapped(judgment, chain, broken[1]))


@given(worlds(), st.data())
def test_p1_tampered_judgment(world: World, data: st.DataObject) -> None:
    """A judgment in which a law, forum, party, verdict, order or status was changed does not verify."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)
    changed = data.draw(st.sampled_from(list(tampered(judgment))))
    event(changed[0])

    assert panarchy.verify(changed[1]), changed[0]


@given(worlds())
def test_p5_no_invention(world: World) -> None:
    """The engine never decides an issue with a law outside the closures of both parties."""
    for issue in world.judged().issues:
        fixed = [law.name for law in issue.laws if not law.assuming]
        named = {law.name for law in issue.laws}
        for frontier in issue.frontiers:
            assert set(fixed) <= set(frontier.laws)
        assert {answer.law for answer in issue.answers} <= named
        assert {order.law for order in issue.orders} <= named
        assert {order.debtor for order in issue.orders} <= {issue.claimant, issue.respondent}
        if issue.status in NO_LAW:
            assert not set.intersection(*(set(frontier.laws) for frontier in issue.frontiers))


@given(worlds())
def test_frontiers_are_whole(world: World) -> None:
    """A party's frontier has every law to which some chain leads, and none to which no chain could."""
    panarchy = world.built()
    judgment = panarchy.resolve(world.dispute)

    for issue in judgment.issues:
        for frontier in issue.frontiers:
            certain, possible = reachable(panarchy, judgment, issue, frontier.party)
            assert certain <= set(frontier.laws) <= possible


@given(worlds())
def test_p4_one_law_for_an_issue(world: World) -> None:
    """Several laws govern one issue only if each gives the same settled result."""
    for issue in world.judged().issues:
        results: dict[str, set[tuple[str, str, str | None]]] = {}
        for answer in issue.answers:
            results.setdefault(answer.law, set()).add((answer.debtor, answer.head, answer.value))
        if len(results) > 1:
            event("several laws")
            assert len({frozenset(said) for said in results.values()}) == 1


# --- P2, P3: others ---


@given(worlds(), st.data())
def test_p2_non_interference(world: World, data: st.DataObject) -> None:
    """The result does not change when a person who is no party and named by no factor leaves or joins anything."""
    strangers = [person for person in OTHERS if person not in named_in(world)]
    if not strangers:
        return
    stranger = data.draw(st.sampled_from(strangers))
    gone = world_of(world, [blank(e) if e.act != "agree" and stranger in names(e) else e for e in world.entries])
    before = gone.judged().body()
    instead = list(gone.entries)
    for place in [i for i, entry in enumerate(instead) if names(entry) == [BLANK]]:
        instead[place] = data.draw(acts_of(stranger, world, instead[place]))

    assert world.judged().body() == before
    assert world_of(world, instead).judged().body() == before


@given(worlds(), st.data())
def test_p3_non_imposition(world: World, data: st.DataObject) -> None:
    """Declarations outside p's chain never enlarge Cl(p), except through the mirrors that p's own clauses name."""
    judgment = world.judged()
    provider = data.draw(st.sampled_from(sorted({code.provider for code in world.codes})))
    more = world.with_clause(provider, data.draw(new_clauses(world, provider)))

    for issue, after in zip(judgment.issues, more.judged().issues, strict=True):
        mirrored = any("reciprocal" in code.text for code in world.codes if code.provider != provider)
        outside = [f.party for f in issue.frontiers if provider not in followed(world, consented(world, f.party))]
        event(f"outside of {len(outside)}")
        if len(outside) == 2 or not mirrored:
            assert frontiers(issue, outside) == frontiers(after, outside)
        if len(outside) == 2:
            assert after.model_copy(update={"bridges": ()}) == issue.model_copy(update={"bridges": ()})


# --- P7, P8: time ---


@given(worlds(), st.data())
def test_p7_survival(world: World, data: st.DataObject) -> None:
    """Leaving or revoking after the anchor changes nothing."""
    later = [data.draw(ended(entry)) for entry in world.entries]
    later += [
        RevokeClause(recorded=AFTER, effective=data.draw(ANY_DAY), provider=code.provider, clause=clause.split()[1])
        for code in world.codes
        for clause in code.clauses
        if clause.startswith("acceptance") and code.edition == "1"
    ]
    chosen = [act for act in later if act and data.draw(st.booleans())]

    assert world.with_acts(*still_members(world, chosen)).judged().body() == world.judged().body()


@given(worlds(), st.data())
def test_p8_no_retroactive_shopping(world: World, data: st.DataObject) -> None:
    """Consents after the anchor are ignored unless all parties to be bound join them."""
    provider = data.draw(st.sampled_from([code.provider for code in world.codes]))
    person = data.draw(st.sampled_from([world.dispute.parties[role] for role in ("claimant", "respondent")]))
    effective = data.draw(ANY_DAY)
    edition = data.draw(st.sampled_from([code.edition for code in world.codes if code.provider == provider]))
    other = data.draw(st.sampled_from([*OTHERS, *(p for p in PARTIES if p != person)]))
    acts: list[Entry] = [
        Join(recorded=AFTER, effective=effective, person=person, provider=provider),
        Submit(recorded=AFTER, effective=effective, person=person, law=provider, edition=edition),
        Ratify(recorded=AFTER, effective=effective, person=person, provider=provider, edition=edition),
    ]
    everyone = {person_ for claim in claims(world) for person_ in claim}
    if not everyone <= {person, other}:
        acts.append(Agree(recorded=AFTER, parties=(person, other), law=provider, edition=edition))

    assert world.with_acts(*acts).judged().body() == world.judged().body()


@given(worlds(Shape(claims=False)), st.data())
def test_an_agreement_of_all_prevails(world: World, data: st.DataObject) -> None:
    """What all parties agree on after everything else governs, whatever else they consented to."""
    code = data.draw(st.sampled_from(world.codes))
    parties = (world.dispute.parties["claimant"], world.dispute.parties["respondent"])
    agreed = Agree(recorded=AFTER, parties=parties, law=code.provider, edition=code.edition)

    for issue in world.with_acts(narrow(agreed, world)).judged().issues:
        assert issue.status not in NO_LAW
        assert {law.name for law in issue.laws} <= {code.law}
        assert all(chain.tier == 0 for law in issue.laws for chain in law.chains)


# --- P12 to P14, P16: form ---


@given(worlds(), SHUFFLED)
def test_p12_order_says_nothing(world: World, chance: Any) -> None:
    """The order of law files, of clauses in a file, of facts and of roles changes no byte of the judgment."""

    def mixed(things: Any) -> Any:
        return chance.sample(list(things), len(things))

    codes = [replace(code, clauses=tuple(mixed(code.clauses))) for code in mixed(world.codes)]
    raw = {**world.raw, **{key: dict(mixed(world.raw[key].items())) for key in ("facts", "parties")}}
    raw["facts"] = {k: dict(mixed(v.items())) if isinstance(v, dict) else v for k, v in raw["facts"].items()}
    entries = [
        e.model_copy(update={"parties": tuple(mixed(e.parties))}) if isinstance(e, Agree) else e for e in world.entries
    ]
    other = replace(world_of(world, entries), codes=tuple(codes), raw=dict(mixed(raw.items())))

    assert other.judged().body() == world.judged().body()


@given(worlds())
def test_p12_names_in_the_same_order(world: World) -> None:
    """Other names for persons, providers and clauses, with the same alphabetical order, rename the judgment only."""
    new = {name: f"{name[0]}{number:03}" for number, name in enumerate(sorted(identifiers(world)))}

    assert world.renamed(new).judged().body() == renamed(world.judged().body(), new)


@given(worlds(), SHUFFLED)
def test_p12_names_in_another_order(world: World, chance: Any) -> None:
    """Whatever persons, providers and clauses are called, the same is decided under the same laws."""
    names_ = sorted(identifiers(world))
    new = dict(zip(names_, chance.sample([f"n{number:03}" for number in range(len(names_))], len(names_)), strict=True))

    def content(issue: IssueJudgment, names: dict[str, str]) -> Any:
        said = [
            [law.name for law in issue.laws], [*issue.possible_laws], [str(order) for order in issue.orders],
            [f"{f.party} {' '.join(f.laws)}" for f in issue.frontiers],
            [b.text for b in issue.bridges],
            [*issue.lacking],
        ]  # fmt: skip
        sets = [sorted(" ".join(sorted(renamed(text, names).split())) for text in set(part)) for part in said]
        return issue.status, issue.forum.status, renamed(str(issue.forum.forum), names), sets

    for one, other in zip(world.judged().issues, world.renamed(new).judged().issues, strict=True):
        assert content(one, new) == content(other, {})


def test_p12_hash_seeds() -> None:
    """The same bytes come out whatever PYTHONHASHSEED is."""
    code = (
        "import hashlib\nfrom tests.support.worlds import sample\n"
        "texts = [world.judged().body() for world in sample(25)]\n"
        "print(hashlib.sha256('\\n'.join(texts).encode()).hexdigest())"
    )
    found = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
        run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        found.add(run.stdout)

    assert len(found) == 1


@given(worlds())
def test_p13_termination(world: World) -> None:
    """Every resolution ends within a budget of steps, and what is not decided comes with a reason or missing facts."""
    with at_most(1_000_000):
        judgment = world.judged()

    assert all(explained(issue) for issue in judgment.issues)


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_p13_termination_of_adversarial_worlds(name: str) -> None:
    """Circles of laws and questions, long chains and choices that multiply end, are reported and can be verified."""
    panarchy, dispute = ADVERSARIAL[name].built(), ADVERSARIAL[name].dispute

    with at_most(1_000_000):
        judgment = panarchy.resolve(dispute)

    assert all(explained(issue) for issue in judgment.issues)
    assert panarchy.verify(judgment) == ()


@given(worlds(Shape(roles=False, claims=False)))
def test_p14_claimant_and_respondent(world: World) -> None:
    """Where nothing treats claimant and respondent unlike, exchanging them changes nothing."""
    parties = world.raw["parties"]
    turned = {**parties, "claimant": parties["respondent"], "respondent": parties["claimant"]}
    other = replace(world, raw={**world.raw, "parties": turned})

    def content(issue: IssueJudgment) -> Any:
        laws = {law.name: frozenset(c.model_dump_json() for c in law.chains) for law in issue.laws}
        orders = {(o.debtor, o.creditor, o.amount, o.head, o.undecided) for o in issue.orders}
        frontiers_ = {f.party: (f.home, f.laws) for f in issue.frontiers}
        return issue.status, laws, orders, frontiers_, issue.forum.forum, issue.forum.status, set(issue.bridges)

    assert [content(i) for i in other.judged().issues] == [content(i) for i in world.judged().issues]


@given(worlds(), st.data())
def test_p16_monotone_reporting(world: World, data: st.DataObject) -> None:
    """Fewer facts never turn "undetermined" into "decided"; what is decided on fewer facts stays so on more."""
    kept = {name: data.draw(fewer(name, value)) for name, value in world.raw["facts"].items()}
    less = world.with_facts({name: value for name, value in kept.items() if value is not None})

    for before, after in zip(less.judged().issues, world.judged().issues, strict=True):
        event(f"{before.status} to {after.status}")
        if before.status in DECIDED:
            assert after.status in DECIDED
            assert {law.name for law in after.laws} <= {law.name for law in before.laws}
            assert after.forum.forum == before.forum.forum
            if before.status == "DECIDED":
                assert set(map(str, after.orders)) == set(map(str, before.orders))
        if before.status in NO_LAW:
            assert after.status in NO_LAW


# --- Theorem 5 and the bridges: more consent ---


@given(worlds(Shape(conditions=False, whole=False)), st.data())
def test_theorem_5_restricted(world: World, data: st.DataObject) -> None:
    """With clauses that lead to the rules of named laws on no condition of fact, adding a consent of p never shrinks
    Cl(q) and never worsens the tier of a law for anyone. With references to whole laws this is false:
    see "A new first clause replaces the old answer" in tests/choice_of_law/whole_references.md."""
    person = data.draw(st.sampled_from([world.dispute.parties[role] for role in ("claimant", "respondent")]))
    code = data.draw(st.sampled_from(world.codes))
    day = date(2025, 6, 15)
    act: Entry = Submit(recorded=day, person=person, law=code.provider, edition=code.edition)
    if data.draw(st.booleans()):
        act = Join(recorded=day, person=person, provider=code.provider)

    before, after = closures(world), closures(world.with_acts(act))
    for key, tiers in before.items():
        assert all(node in after[key] and after[key][node] <= tier for node, tier in tiers.items())


@given(worlds(), st.data())
def test_p15_bridges_cure(world: World, data: st.DataObject) -> None:
    """Where there is no common law, each consent that is named as a bridge gives one."""
    for issue in world.judged().issues:
        if issue.status not in NO_LAW or not issue.bridges:
            continue
        for act in ("submit", "agree", "accept"):
            named = [bridge for bridge in issue.bridges if bridge.act == act]
            if named:
                bridge = data.draw(st.sampled_from(named))
                event(act)
                cured = again(issue, bridged(world, bridge.act, bridge.authors, bridge.target, issue))
                assert cured.status not in NO_LAW, bridge
                assert not any("no common law" in reason for reason in cured.reasons), bridge


@given(worlds(Shape(missing=False)))
def test_p15_no_bridge_is_missing(world: World) -> None:
    """Every submission of a party to a law of the world that would give a common law is named as a bridge, unless
    it gives one only through a clause of that law, which then leads to a law that is named."""
    for issue in world.judged().issues:
        if issue.status not in NO_LAW:
            continue
        named = {(bridge.authors, bridge.target) for bridge in issue.bridges if bridge.act == "submit"}
        for person in (issue.claimant, issue.respondent):
            for code in world.codes:
                cured = again(issue, bridged(world, "submit", (person,), code.law, issue))
                if cured.status in NO_LAW or any("no common law" in reason for reason in cured.reasons):
                    continue
                if cured.status == "RULE_CONFLICT":  # Another law in each way a code may be read: not a single cure.
                    continue
                common = set.intersection(*(set(frontier.laws) for frontier in cured.frontiers))
                assert any(((person,), law) in named for law in common)


# --- Reading judgments and worlds ---


def chains_of(issue: IssueJudgment) -> Iterator[tuple[str, Chain, dict[str, str]]]:
    """Every chain with where it should end and what it is conditional on."""
    for law in issue.laws:
        for chain in (*law.chains, *law.also):
            yield law.name, chain, {a.about: a.value for a in law.assuming}
    for chain in issue.forum.chains:
        yield str(issue.forum.forum), chain, {a.about: a.value for a in chain.assuming}


def frontiers(issue: IssueJudgment, parties: list[str]) -> dict[str, tuple[str, ...]]:
    """The laws that some parties' consents lead to."""
    return {frontier.party: frontier.laws for frontier in issue.frontiers if frontier.party in parties}


def claims(world: World) -> list[tuple[str, str]]:
    """Claimant and respondent of every claim."""
    raw = world.raw.get("claims") or [world.raw["parties"]]
    return [(claim["claimant"], claim["respondent"]) for claim in raw]


def named_in(world: World) -> set[str]:
    """Everyone a dispute names, as a party, in a role or as a factor, and who is bound with the parties."""
    facts = {str(value) for value in world.raw["facts"].values()}
    agreed = {name for e in world.entries if isinstance(e, Agree) for name in e.parties}
    return {*world.raw["parties"].values(), *(p for pair in claims(world) for p in pair), *facts, *agreed}


def consented(world: World, person: str) -> set[str]:
    """The providers whose law an act of a person has ever led to."""
    mine = [e for e in world.entries if person in names(e)]
    return {person} | {str(getattr(e, key, None)) for e in mine for key in ("provider", "law")}


def followed(world: World, providers: set[str]) -> set[str]:
    """The providers whose clauses may be read for those who consented to some: all, if references are whole."""
    whole = any("whole" in code.text for code in world.codes if code.provider in providers)
    return {code.provider for code in world.codes} if whole else providers


def identifiers(world: World) -> set[str]:
    """Every name of a person, provider, forum and clause."""
    labels = {clause.split()[1] for code in world.codes for clause in code.clauses if " to " not in clause.split()[1]}
    keep = {"law", "break"}
    providers = {code.provider for code in world.codes}
    forums = {clause.split()[1] for code in world.codes for clause in code.clauses if clause.startswith("forum")}
    return (labels - keep) | providers | forums | set(world.persons)


def again(issue: IssueJudgment, world: World) -> IssueJudgment:
    """The same issue in a changed world."""
    return next(i for i in world.judged().issues if (i.claim, i.issue) == (issue.claim, issue.issue))


def closures(world: World) -> dict[tuple[str, str, str], dict[str, int]]:
    """The best tier of every law and forum, for each claim, issue and party."""
    found = {}
    for name, claim in prepare(world.built().law_world, world.dispute).claims:
        for person in claim.parties:
            grown = [path for forum in (False, True) for path in grow(claim, person, forum=forum).paths]
            tiers = {str(node): tier_of(paths) for node, paths in closure(grown).items()}
            found[name, claim.issue, person] = tiers
    return found


def explained(issue: IssueJudgment) -> bool:
    """Whether a judgment that decides nothing says why."""
    return issue.status in DECIDED or bool(issue.reasons or issue.lacking)


@contextmanager
def at_most(calls: int) -> Iterator[None]:
    """Stop what makes more calls of functions."""
    left = calls

    def count(frame: object, what: str, argument: object) -> None:
        nonlocal left
        left -= what == "call"
        if left < 0:
            raise AssertionError(f"more than {calls} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)


# --- Changing them ---


def world_of(world: World, entries: list[Entry]) -> World:
    """The same world with another register."""
    return replace(world, entries=tuple(entries))


def blank(entry: Entry) -> Entry:
    """An act of nobody in the place of an act."""
    return Submit(entry=entry.entry, recorded=entry.recorded, person=BLANK, law="harbor", edition="1")


def acts_of(person: str, world: World, place: Entry) -> st.SearchStrategy[Entry]:
    """Something a person may do by themselves, in the place of another entry."""
    common: dict[str, Any] = {"entry": place.entry, "recorded": place.recorded, "person": person}
    providers = st.sampled_from([code.provider for code in world.codes])
    return st.one_of(
        st.builds(Join, provider=providers, **{k: st.just(v) for k, v in common.items()}),
        st.builds(lambda p: Submit(law=p, **common), providers),
        st.builds(
            lambda p: Agree(parties=(person, BLANK), law=p, entry=place.entry, recorded=place.recorded), providers
        ),
    )


@st.composite
def new_clauses(draw: st.DrawFn, world: World, provider: str) -> str:
    """A clause that a provider may add to its code."""
    others = [code.law for code in world.codes if code.provider != provider]
    law = draw(st.sampled_from(others)).replace(" ", " edition ")
    when = draw(st.sampled_from(["", " when urgent", " when place is north", " as respondent", " rank 0"]))
    forums = sorted(c.split()[1] for code in world.codes for c in code.clauses if c.startswith("forum"))
    kinds = [f"accept {law}{when}", f"accept law of respondent{when}", f"accept forum {draw(st.sampled_from(forums))}"]
    return draw(
        st.sampled_from([*(f"acceptance zz {kind}" for kind in kinds), "own law never", "own law never for tort"])
    )


@st.composite
def ended(draw: st.DrawFn, entry: Entry) -> Entry | None:
    """What would end an act, entered after the anchor; what only all together can end is not back-dated."""
    days: dict[str, Any] = {"recorded": AFTER, "effective": draw(ANY_DAY)}
    match entry:
        case Join():
            return Leave(person=entry.person, provider=entry.provider, **days)
        case Submit():
            return Revoke(person=entry.person, of=entry.entry, **days)
        case Agree() if entry.effective <= ANCHOR:
            return Revoke(persons=entry.parties, of=entry.entry, recorded=AFTER, effective=AFTER)
    return None


def still_members(world: World, acts: list[Entry]) -> list[Entry]:
    """Exits only of those who have not left, each once."""
    inside = {(e.person, e.provider): isinstance(e, Join) for e in world.entries if isinstance(e, Join | Leave)}
    return [a for a in acts if not isinstance(a, Leave) or inside.pop((a.person, a.provider), False)]


def fewer(name: str, value: Any) -> st.SearchStrategy[Any]:
    """The fact, or the same fact unknown; where its absence says nothing, it may also not be asked."""
    if isinstance(value, dict):
        return st.fixed_dictionaries({who: st.sampled_from([one, "unknown"]) for who, one in value.items()})
    return st.sampled_from([value, "unknown"] if name in ("signed", "weather") else [value, "unknown", None])


def narrow(agreed: Agree, world: World) -> Agree:
    """An agreement on exactly what the dispute is about, so that none is narrower."""
    raw = world.raw
    return agreed.model_copy(update={"matters": (raw["matter"],), "issues": tuple(raw["issues"])})


def bridged(world: World, act: str, authors: tuple[str, ...], target: str, issue: IssueJudgment) -> World:
    """The world in which a consent was given."""
    provider, edition = target.split()
    match act:
        case "submit":
            day = min(issue.anchor, *(e.recorded for e in world.entries))
            return world.with_acts(Submit(recorded=day, person=authors[0], law=provider, edition=edition))
        case "agree":
            return world.with_acts(Agree(recorded=AFTER, parties=authors, law=provider, edition=edition))
        case _:
            return world.with_clause(authors[0], f"acceptance zz accept {provider} edition {edition}")
