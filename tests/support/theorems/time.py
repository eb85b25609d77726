"""P7, P8 and P9: what is done after the anchor changes nothing, unless all who are to be bound join in."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

from panarchy_rules.casefile.judgment import IssueJudgment, Judgment
from panarchy_rules.register import Agree, End, Entry, Home, Join, Leave, Ratify, Revoke, RevokeClause, Submit
from tests.support.chains import filed_as, is_a_part, reachable
from tests.support.small_world import NO_LAW, Code, World
from tests.support.theorems.others import claims, going_on
from tests.support.theorems.seen import Seen, theorem
from tests.support.worlds import ANCHOR, OTHERS, PARTIES, Shape
from tests.support.worlds.words import DAYS

AFTER = date(2026, 1, 1)
ANY_DAY = (date(2021, 1, 1), date(2025, 6, 1), ANCHOR, date(2025, 6, 16), AFTER)


@theorem()
def p7_survival(seen: Seen, chance: Random) -> None:
    """Leaving or revoking after the anchor changes nothing."""
    world = seen.world
    later = [ended(entry, chance, first_anchor(world)) for entry in world.entries]
    later += [
        RevokeClause(recorded=AFTER, effective=chance.choice(ANY_DAY), provider=code.provider, clause=clause.split()[1])
        for code in world.codes
        for clause in code.clauses
        if clause.startswith("acceptance") and code.edition == "1"
    ]
    chosen = [act for act in later if act and chance.random() < 0.5]

    assert world.with_acts(*still_members(world, chosen)).judged().body() == seen.body


@theorem()
def p8_no_retroactive_shopping(seen: Seen, chance: Random) -> None:
    """Consents after the anchor are ignored unless all parties to be bound join them."""
    world = seen.world
    provider = chance.choice(going_on(world))
    person = chance.choice([world.dispute.parties[role] for role in ("claimant", "respondent")])
    effective = chance.choice(ANY_DAY)
    edition = chance.choice([code.edition for code in world.codes if code.provider == provider])
    other = chance.choice([*OTHERS, *(p for p in PARTIES if p != person)])
    acts: list[Entry] = [
        Join(recorded=AFTER, effective=effective, person=person, provider=provider),
        Submit(recorded=AFTER, effective=effective, person=person, law=provider, edition=edition),
        Ratify(recorded=AFTER, effective=effective, person=person, provider=provider, edition=edition),
        Home(recorded=AFTER, effective=effective, person=person, provider=provider),
    ]
    everyone = {person_ for claim in claims(world) for person_ in claim}
    if not everyone <= {person, other}:
        acts.append(Agree(recorded=AFTER, parties=(person, other), law=provider, edition=edition))

    assert world.with_acts(*acts).judged().body() == seen.body


@theorem(Shape(claims=False))
def an_agreement_of_all_prevails(seen: Seen, chance: Random) -> None:
    """What all parties agree on after everything else governs, whatever else they consented to; unless a reservation
    is inalienable, or the law leaves a gap to the next one."""
    world = seen.world
    code = chance.choice(world.codes)
    parties = (world.dispute.parties["claimant"], world.dispute.parties["respondent"])
    agreed = Agree(recorded=AFTER, parties=parties, law=code.provider, edition=code.edition)

    for issue in world.with_acts(*narrow(agreed, world)).judged().issues if may_govern(world) else ():
        governing = [law for law in issue.laws if not law.through]
        assert issue.status not in NO_LAW
        assert {law.name for law in governing} <= {code.law}
        assert all(chain.tier == 0 for law in governing for chain in law.chains)


@theorem()
def p9_law_outlives_its_provider(seen: Seen, chance: Random) -> None:
    """A provider that ends after the anchor changes nothing but who sits, and who recognises: the law, its chains and
    what it says stay. Of the forum, only one whose provider ended may change, and then to one that it named."""
    world = seen.world
    provider = chance.choice(going_on(world))
    later = world.with_acts(End(recorded=AFTER, provider=provider)).judged()

    for before, after in zip(seen.judgment.issues, later.issues, strict=True):
        if before.status in ("ALREADY_DECIDED", "STAYED"):  # By a forum that the parties no longer have.
            continue
        if before.readings and after.forum != before.forum:  # What kind of claim it is may hang on the forum.
            continue
        if not any(law.through for law in (*before.laws, *after.laws)):  # The law of a procedure goes with its forum.
            assert after.laws == before.laws
            # Acts are heard under the procedure of the forum; without one, all of them count.
            assert after.answers == before.answers or ("proceedings" in world.raw and after.forum != before.forum)
        assert after.frontiers == before.frontiers
        assert after.refused_results == before.refused_results
        sat = before.forum.provider
        if before.forum.forum and sat != provider:
            others = {"candidates": before.forum.candidates}  # Others could have been seised.
            stays = after.forum.model_copy(update=others) == before.forum or provider in successors_of(
                world, before.forum.in_place_of
            )
            assert stays or after.forum.in_place_of in forums_of(world, provider)
        if before.forum.forum and sat == provider:
            seen.note("a provider ended whose forum sits")
            assert after.forum.forum != before.forum.forum or not filed_after(world)
        if any(law.provider == provider for law in before.laws):
            seen.note("a provider ended whose law governs")


@theorem(Shape(claims=False))
def p9_an_ended_law_may_be_agreed_on(seen: Seen, chance: Random) -> None:
    """The text of a provider that ended before the anchor stays published: all parties may still agree on it."""
    world = seen.world
    code = chance.choice(world.codes)
    if code.provider not in going_on(world) or any(
        isinstance(e, Join) and e.provider == code.provider for e in world.entries
    ):
        return
    parties = (world.dispute.parties["claimant"], world.dispute.parties["respondent"])
    if code.provider in parties or not may_govern(world):
        return
    agreed = Agree(recorded=AFTER, parties=parties, law=code.provider, edition=code.edition)
    gone = world.with_acts(End(recorded=date(2025, 6, 1), provider=code.provider), *narrow(agreed, world))
    seen.note("agreed on the law of a provider that had ended")

    for issue in gone.judged().issues:
        assert {law.name for law in issue.laws if not law.through} <= {code.law}
        assert issue.status not in NO_LAW


@theorem()
def p11_bounded_amendment(seen: Seen, chance: Random) -> None:
    """An edition for which no power to amend was given, and that nobody ratified, binds no member who joined before."""
    world = seen.world
    fixed = [c for c in world.codes if not any("amended" in o.heading[2] for o in world.codes if same_provider(c, o))]
    if not fixed:
        return
    last = chance.choice(fixed)
    heading = tuple(line if "this is edition" not in line else NEWER for line in last.heading)
    clauses = tuple(c for c in last.clauses if not (c.startswith("transition") and " from " in c))
    newer = replace(world, codes=(*world.codes, replace(last, edition="9", heading=heading, clauses=clauses)))

    for issue in newer.judged().issues:
        chains = [chain for law in issue.laws for chain in (*law.chains, *law.also)]
        for edge in (chain.edges[0] for chain in chains):
            if edge.act == "join" and edge.target.split()[0] == last.provider:
                seen.note("an amendment outside the power")
                assert edge.target != f"{last.provider} 9" or (edge.since and edge.since >= date(2025, 6, 10))


@theorem()
def times_begin_when_all_have_moved(seen: Seen, chance: Random) -> None:
    """A relation that goes on is judged apart from the day on which each party reaches other laws than when the time
    before began, and some law in common; and from no other day on which anybody did anything."""
    for first, then in times_of(seen.judgment):
        seen.note("a time that is judged apart")
        before = reached_on(seen, first, first.anchor)
        between = [day for day in DAYS if first.anchor < day < then.anchor]
        for day in (*between[:2], then.anchor):
            now = reached_on(seen, first, day)
            if before is None or now is None:
                continue
            moved = all(now[who] != before[who] for who in now) and bool(frozenset.intersection(*now.values()))
            assert moved == (day == then.anchor), day


def times_of(judgment: Judgment) -> list[tuple[IssueJudgment, IssueJudgment]]:
    """Each time of a claim with the one that follows, as its first issue has them."""
    first = {issue.claim: issue for issue in reversed(judgment.issues) if is_a_part(judgment, issue)}
    inside = sorted(first.values(), key=lambda issue: (filed_as(judgment, issue), int(issue.claim.split(".")[-1])))
    return [(one, then) for one, then in pairwise(inside) if filed_as(judgment, one) == filed_as(judgment, then)]


def reached_on(seen: Seen, issue: IssueJudgment, day: date) -> dict[str, frozenset[tuple[str, str]]] | None:
    """The laws to which consents lead on a day, on each issue of a claim; None if the facts leave it open."""
    found: dict[str, set[tuple[str, str]]] = {}
    for one in (i for i in seen.judgment.issues if i.claim == issue.claim):
        for who in (one.claimant, one.respondent, *one.joined):
            then = one.model_copy(update={"anchor": day})
            certain, possible = reachable(seen.panarchy, seen.judgment, then, who)
            if certain != possible:
                return None
            found.setdefault(who, set()).update((one.issue, law) for law in certain)
    return {who: frozenset(laws) for who, laws in found.items()}


NEWER = "this is edition 9 in force from 2025-06-10 announced 2025-01-01"


def same_provider(one: Code, other: Code) -> bool:
    """Whether two editions are of one provider."""
    return one.provider == other.provider


def successors_of(world: World, forum: str | None) -> str:
    """What the clauses of a world say of the forum in whose place another one sits."""
    said = (c for code in world.codes for c in code.clauses if forum and c.startswith(f"forum {forum} "))
    return " ".join(said)


def forums_of(world: World, provider: str) -> set[str]:
    """The forums that a provider publishes."""
    mine = (clause.split() for code in world.codes if code.provider == provider for clause in code.clauses)
    return {words[1] for words in mine if words[0] == "forum"}


def filed_after(world: World) -> bool:
    """Whether the dispute is filed once the provider has ended."""
    return (world.dispute.filed or world.dispute.anchor) >= AFTER


def may_govern(world: World) -> bool:
    """Whether what the parties agree on is left aside by no inalienable reservation, by no gap left to others, and by
    no agreement on one class alone where codes class claims anew."""
    narrower = [e for e in world.entries if isinstance(e, Agree) and e.matters] if classes(world) else []
    return not narrower and not any("inalienable" in code.text or "next law" in code.text for code in world.codes)


def first_anchor(world: World) -> date:
    """The earliest day as of which anything in the dispute is judged."""
    more = [one.get("anchor") for key in ("claims", "incidental") for one in world.raw.get(key, ())]
    return min([world.raw["anchor"], *world.raw.get("issue_anchors", {}).values(), *(day for day in more if day)])


def ended(entry: Entry, chance: Random, anchor: date) -> Entry | None:
    """What would end an act, entered after the anchor; what only all together can end is not back-dated."""
    days: dict[str, Any] = {"recorded": AFTER, "effective": chance.choice(ANY_DAY)}
    match entry:
        case Join():
            return Leave(person=entry.person, provider=entry.provider, **days)
        case Submit():
            return Revoke(person=entry.person, of=entry.entry, **days)
        case Agree() if entry.effective <= anchor:
            return Revoke(persons=entry.parties, of=entry.entry, recorded=AFTER, effective=AFTER)
    return None


def still_members(world: World, acts: list[Entry]) -> list[Entry]:
    """Exits only of those who have not left, each once."""
    inside = {(e.person, e.provider): isinstance(e, Join) for e in world.entries if isinstance(e, Join | Leave)}
    return [a for a in acts if not isinstance(a, Leave) or inside.pop((a.person, a.provider), False)]


def narrow(agreed: Agree, world: World) -> list[Agree]:
    """An agreement on each issue of the dispute, whatever codes class it as, so that none is narrower."""
    matters = tuple(dict.fromkeys((world.raw["matter"], *classes(world))))
    return [agreed.model_copy(update={"matters": matters, "issues": (issue,)}) for issue in world.raw["issues"]]


def classes(world: World) -> list[str]:
    """What codes class claims as."""
    said = [clause.split() for code in world.codes for clause in code.clauses if clause.startswith("classify")]
    return [words[3] for words in said]
